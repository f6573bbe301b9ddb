"""Figures as a source prints them: plain numbers are values, everything else is kept as it stands."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from model.cells import FigureKind, Value
from model.figures import MARKS, Refusal, read_figure

_FIGURE: Final = re.compile(
    r"(?:\[[^\]]*\])?[-+－]?\d[\d,，.．]*\s*(?:[件份条项个次起宗元万亿人名部类%％余多].*|[（(\[【〔*].*|[-+＋/／、，,;；~～至—=＝\s¦]+\d.*)?",
    re.DOTALL,
)
_SENTENCE: Final = re.compile(r"\d{4}\s*年|.*。|.{41}", re.DOTALL)
_NUMBERED_LABEL: Final = re.compile(r"\d{1,2}(?:[.、．)）]\s*|\s+)(?:[^\d\s（(]{3}|其他)")
_PLAIN: Final = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?")
UNCOMPUTED: Final = "=?"
"""Stands for a formula whose result is not in the file."""

_WORDS: Final = frozenset({"零", "〇", "／", "－", "―", UNCOMPUTED, *MARKS})


class Printed(NamedTuple):
    """What stands in a cell: its value, or the text that is no plain number; both empty for a blank."""

    value: Value = None
    as_printed: str = ""


def read_printed(text: str, kind: FigureKind) -> Printed:
    """Read one printed figure; a sum, a remark, an amount in 元 or a mark is kept as text and has no value."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    shown = (" " if all(map(is_plain_number, filter(None, lines))) else "").join(lines).strip()
    if not shown:
        return Printed()
    typed = read_figure(shown, kind)
    if isinstance(typed, Refusal) or typed.note or typed.value is None or shown.startswith("="):
        return Printed(as_printed=shown)
    return Printed(value=typed.value)


def is_figure(text: str) -> bool:
    """Tell whether ``text`` stands where a figure stands: a number, a mark, or a number with a remark."""
    shown = text.strip()
    if shown in _WORDS:
        return True
    words = _NUMBERED_LABEL.match(shown) or _SENTENCE.match(shown)
    return words is None and _FIGURE.fullmatch(shown) is not None


def is_plain_number(text: str) -> bool:
    """Tell whether ``text`` is nothing but a number."""
    return bool(_PLAIN.fullmatch(text.strip()))


def is_cut_off(text: str) -> bool:
    """Tell whether a remark in brackets goes on somewhere else: 「22（其」."""
    return len(re.findall(r"[（(]", text)) > len(re.findall(r"[）)]", text))
