"""What a number taken from the tables means, in words for the chip that shows it."""

from __future__ import annotations

import ast
import re
from typing import Final, NamedTuple

from model.bound_numbers import names_in, printed_number
from model.cells import PREVIOUS, CellRef
from model.expression import ExpressionError
from model.form import Cell, Form
from ui.session import ReportSession

_TOTALS: Final = frozenset({"总计", "合计"})
_RATIOS: Final = {"percent": "占比", "growth": "增幅"}
_NAME: Final = re.compile(rf"(?:{PREVIOUS}\.)?\w+\.\w+\.\w+")


class Meaning(NamedTuple):
    """The few words on a chip, and the sentence of its tooltip."""

    label: str
    sentence: str


class ChipWords:
    """What stands on the chips of a session's texts; meanings are kept, digits are those of today."""

    def __init__(self, session: ReportSession) -> None:
        self._session = session
        self._meanings: dict[str, Meaning] = {}

    def meaning(self, source: str) -> Meaning:
        """Return what the expression of a number says."""
        if source not in self._meanings:
            self._meanings[source] = meaning_of(source, self._session.form)
        return self._meanings[source]

    def digits(self, source: str) -> str:
        """Return a number as it is printed now."""
        return printed_number(source, self._session.evaluation.values)


def meaning_of(source: str, form: Form) -> Meaning:
    """Return what the expression of a number says, or that it is not understood."""
    try:
        names = names_in(source)
    except ExpressionError:
        return Meaning("无法识别", f"无法识别“{source}”，打印时显示为“＿＿”。请删去后重新取数。")
    unknown = [name for name in names if _cell(name, form) is None]
    if unknown:
        return Meaning("无法识别", f"表格里没有“{unknown[0]}”这一格，打印时显示为“＿＿”。请删去后重新取数。")
    return Meaning(_label(source, names, form), f"取自{_spelled(source, form)}，表格改动时自动更新")


def _label(source: str, names: tuple[CellRef, ...], form: Form) -> str:
    for function, words in _RATIOS.items():
        if source.startswith(f"{function}("):
            return words
    return _short(names[0], form) if (source,) == tuple(map(str, names)) else "算式"


def _short(name: CellRef, form: Form) -> str:
    cell = _cell(name, form)
    assert cell is not None
    year = "上年·" if name.is_last_year else ""
    column = "" if cell.column.label in _TOTALS else f"·{cell.column.label}"
    return f"{year}{cell.row.name}{column}"


def _cell(name: CellRef, form: Form) -> Cell | None:
    this_year = CellRef(name.table.removeprefix(f"{PREVIOUS}."), name.row, name.column)
    if not name.is_last_year:
        return form.cells.get(name)
    forms = [form, *form.earlier.values()]
    return next((cell for each in forms if (cell := each.cells.get(this_year)) is not None), None)


def _spelled(source: str, form: Form) -> str:
    """Return an expression with every name written as the office says it."""
    match ast.parse(source, mode="eval").body:
        case ast.Call(func=ast.Name(id="percent"), args=[part, base, _]):
            return f"{_sum_in_words(part, form)}占{_sum_in_words(base, form)}的百分比"
        case ast.Call(func=ast.Name(id="growth"), args=[part, base, _]):
            return f"{_sum_in_words(part, form)}比{_sum_in_words(base, form)}的增幅"
        case node:
            return _sum_in_words(node, form)


def _sum_in_words(node: ast.expr, form: Form) -> str:
    def spell(match: re.Match[str]) -> str:
        name = CellRef.parse(match.group())
        cell = _cell(name, form)
        assert cell is not None
        return f"{'上年' if name.is_last_year else ''}{cell.label}"

    words = _NAME.sub(spell, ast.unparse(node))
    return words.replace(" + ", "＋").replace(" - ", "－").replace(" * ", "×")
