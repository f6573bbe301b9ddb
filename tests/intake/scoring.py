"""Random figures for layouts, and how well a reading of them fits: right, wrong, unread and lost cells."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from intake import Reading
from intake.printed import read_printed
from model.cells import CellRef, FigureKind
from tests.bases import shipped_form
from tests.intake.layouts import Printed


class Fit(NamedTuple):
    """``wrong`` cells hold another figure than is printed, or one where none is; ``lost`` ones pass for blank."""

    right: int
    wrong: tuple[str, ...]
    unread: int
    lost: tuple[str, ...]


def printed_refs(form_id: str) -> list[CellRef]:
    return [ref for ref, cell in shipped_form(form_id).cells.items() if cell.printed]


def _whole(chance: random.Random) -> str:
    return str(chance.choice([0, chance.randint(0, 9), chance.randint(0, 99_999)]))


def _blanks(chance: random.Random) -> str:
    return "" if chance.random() < 0.4 else _whole(chance)


def _zeros(chance: random.Random) -> str:
    return "0" if chance.random() < 0.9 else str(chance.randint(1, 20))


def _sparse(chance: random.Random) -> str:
    return "" if chance.random() < 0.9 else str(chance.randint(0, 20))


def _marks(chance: random.Random) -> str:
    return chance.choice(["/", "—", "零", "", "0", "12", "22（其中修订16件）", "3件", "1,204"])


def _equal(chance: random.Random) -> str:
    del chance
    return "5"


STYLES: Final[Mapping[str, Callable[[random.Random], str]]] = {
    "whole": _whole,
    "blanks": _blanks,
    "zeros": _zeros,
    "sparse": _sparse,
    "marks": _marks,
    "equal": _equal,
}


def figures_of(form_id: str, style: str, seed: int) -> dict[CellRef, str]:
    """Random figures; drawn from a seed, because what fails is a layout and never one figure."""
    chance = random.Random(f"{style} {seed}")
    figures = {ref: STYLES[style](chance) for ref in printed_refs(form_id)}
    for ref, cell in shipped_form(form_id).cells.items():
        if ref in figures and cell.kind is FigureKind.AMOUNT and figures[ref].isdigit() and chance.random() < 0.5:
            figures[ref] = f"{chance.randint(0, 99_999)}.{chance.randint(1, 999_999):06d}"
    return figures


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def fit_of(printed: Printed, reading: Reading) -> Fit:
    """Compare a reading with what was printed, cell by cell."""
    form = shipped_form(reading.report.form_id)
    unread = {item.ref for item in reading.unread}
    right, wrong, missing, lost = 0, [], 0, []
    for ref, cell in form.cells.items():
        if not cell.printed:
            continue
        wanted = read_printed(printed.get(ref, ""), cell.kind)
        value, text = reading.report.cells.get(ref), reading.report.as_printed.get(ref, "")
        if value == wanted.value and text == wanted.as_printed and (ref not in unread or not (value or text)):
            right += bool(printed.get(ref, ""))
        elif value is None and text and (printed_text := bare(printed.get(ref, ""))) and printed_text in bare(text):
            missing += 1  # kept as words, to be looked at
        elif value is not None or text:
            wrong.append(f"{ref} {value if value is not None else text} != {printed.get(ref, '')}")
        elif ref in unread:
            missing += 1
        else:
            lost.append(f"{ref} {printed[ref]}")
    wrong += [f"{ref} {value}" for ref, value in reading.report.cells.items() if not form.cells[ref].printed]
    return Fit(right, tuple(wrong), missing, tuple(lost))
