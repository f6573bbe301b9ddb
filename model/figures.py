"""Figures as people write them: reading one that was typed or pasted, and writing one down.

Counts are 件数, amounts are 万元 (国办公开办函〔2021〕30号, annex). Nothing is guessed: what is not plainly one
figure is refused with a sentence, because a wrong figure is published under the office's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from model.cells import FigureKind, Value

MAXIMUM_DIGITS: Final = 9
"""How many digits a typed figure may have before the point."""
MAXIMUM_PLACES: Final = 6
"""How many digits an amount may have after the point: 万元 with six places is exact to the 分."""

MARKS: Final = frozenset({"/", "-", "--", "–", "—", "――", "——", "无"})
"""What offices write in a cell instead of a figure; full-width forms are understood as well."""

_LIMIT: Final = 10**MAXIMUM_DIGITS
_MAXIMUM_LENGTH: Final = 200
_QUOTED_LENGTH: Final = 20
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_PLAIN: Final = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)} | {
    ord(full): plain for full, plain in zip("。−\u3000\u2007\u2009\u202f", ".- \u00a0\u00a0\u00a0", strict=True)
}
_UNITS: Final[Mapping[FigureKind, str]] = {
    FigureKind.COUNT: "件|份|条|项|个|次|起|宗",
    FigureKind.AMOUNT: "万元|万",
    FigureKind.SIGNED: "件|份|条|项|个|次|起|宗",
}
_NUMBER: Final = r"(?P<sign>[+-]?) ?(?P<whole>\d+|\d{1,3}(?:[,\u00a0]\d{3})+)?(?:\.(?P<part>\d*))?"
_PATTERNS: Final = {kind: re.compile(f"{_NUMBER} ?(?:{units})?", re.ASCII) for kind, units in _UNITS.items()}
_YUAN: Final = re.compile(r"(\d{1,15}(?:\.\d{1,2})?) ?元", re.ASCII)
_WANTED: Final[Mapping[FigureKind, str]] = {
    FigureKind.COUNT: "这里只能填 0 或正整数，例如 35",
    FigureKind.AMOUNT: "这里只能填以万元为单位的金额，例如 12.5",
    FigureKind.SIGNED: "这里只能填整数，减少的在前面加负号，例如 -3",
}


class TypedFigure(NamedTuple):
    """What was typed into a cell.

    ``value`` is the figure, None for a blank and for a mark. ``as_printed`` is the mark (「/」, 「无」) as it was
    typed, else empty. ``note`` is the sum from which the figure was made (「26+9」), else empty.
    """

    value: Value
    as_printed: str = ""
    note: str = ""


class Refusal(NamedTuple):
    """Why a text is not a figure: one sentence for the user, which also says what to type."""

    sentence: str


def read_figure(text: str, kind: FigureKind) -> TypedFigure | Refusal:
    """Read what was typed or pasted into a cell of ``kind``.

    Understood are full-width characters, 「12。5」, thousands separators, the units 件 and 万元, and sums such as
    「26+9」 or 「=26+9」, which are added up. Everything else that is not empty and not a mark is refused.
    """
    if len(text) > _MAXIMUM_LENGTH:
        return _refused(text, kind)
    visible = _INVISIBLE.sub("", text).strip()
    plain = visible.translate(_PLAIN)
    if not plain:
        return TypedFigure(None)
    if plain in MARKS:
        return TypedFigure(None, as_printed=visible)
    return _read_sum(plain.removeprefix("="), kind) or _refused(text, kind)


def written(value: Value) -> str:
    """Return a figure in plain digits, as it is shown and stored; a blank is empty.

    Equal figures are written equally: without exponent, separators and unit, and without zeros at the end
    of a fraction, as Excel shows them. 12.50 is written 12.5.
    """
    if value is None:
        return ""
    if isinstance(value, int) or not value:
        return str(int(value))
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def quoted(text: str) -> str:
    """Return a text short enough for a sentence and without characters that cannot be shown."""
    shown = "".join(character if character.isprintable() else " " for character in text.strip())
    return shown if len(shown) <= _QUOTED_LENGTH else f"{shown[:_QUOTED_LENGTH]}…"


def exact_number(digits: str) -> int | Decimal:
    """Return the number written in plain ``digits``, an int wherever it is whole; raise for anything else."""
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    return Decimal(f"{whole}.{part}") if part else int(whole)


def _read_sum(plain: str, kind: FigureKind) -> TypedFigure | Refusal | None:
    """Read one figure or a sum of figures; None for what is neither."""
    terms = [term.strip() for term in re.split(r"(?<=[^+])\+", plain)]
    numbers: list[int | Decimal] = []
    for term in terms:
        number = _read_number(term, kind)
        if number is None or isinstance(number, Refusal):
            return number
        numbers.append(number)
    total = exact_number(written(sum(numbers)))
    if not -_LIMIT < total < _LIMIT:
        return Refusal(f"“{quoted(plain)}”太大了：整数部分最多 {MAXIMUM_DIGITS} 位，请核对。")
    return TypedFigure(total, note="+".join(terms) if len(terms) > 1 else "")


def _read_number(term: str, kind: FigureKind) -> int | Decimal | Refusal | None:
    yuan = _YUAN.fullmatch(term.replace(",", "")) if kind is FigureKind.AMOUNT else None
    if yuan is not None:
        return Refusal(f"这里以万元为单位，“{quoted(term)}”请填 {written(Decimal(yuan[1]).scaleb(-4))}。")
    match = _PATTERNS[kind].fullmatch(term)
    if match is None or not (match["whole"] or match["part"]):
        return None
    whole, part = re.sub("[,\u00a0]", "", match["whole"] or "0"), (match["part"] or "").rstrip("0")
    problem = _problem(match["sign"], whole.lstrip("0"), part, kind)
    if problem:
        return Refusal(f"“{quoted(term)}”不能填：{problem}。")
    sign = "-" if match["sign"] == "-" else ""
    return exact_number(f"{sign}{whole}.{part}")


def _problem(sign: str, whole: str, part: str, kind: FigureKind) -> str:
    """Return what is wrong with a number that is well written, empty when nothing is."""
    if sign == "-" and kind is not FigureKind.SIGNED and (whole or part):
        return f"{'金额' if kind is FigureKind.AMOUNT else '件数'}不能是负数，请填 0 或正数"
    if part and kind is not FigureKind.AMOUNT:
        return "件数没有小数，请填整数"
    if len(part) > MAXIMUM_PLACES:
        return f"金额最多 {MAXIMUM_PLACES} 位小数（精确到分），请核对"
    if len(whole) > MAXIMUM_DIGITS:
        return f"整数部分最多 {MAXIMUM_DIGITS} 位，请核对"
    return ""


def _refused(text: str, kind: FigureKind) -> Refusal:
    return Refusal(f"“{quoted(text)}”不能填：{_WANTED[kind]}。")
