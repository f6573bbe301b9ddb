"""Pasting a block of figures: all of it or nothing, totals compared but never overwritten. No Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from model.cells import CellRef
from model.figures import Refusal, TypedFigure, read_figure, written
from model.form import Form
from model.layout import LayoutCell, TableLayout
from model.report import EditKind, Report
from model.totals import compute_totals
from ui.grid.clipboard import Rows
from ui.grid.edits import Change, figures_set
from ui.grid.positions import Area, figures_in, is_typed

_NOTHING_PASTED: Final = "没有粘贴任何数字"
_MOST_EXAMPLES: Final = 3
_MARGIN: Final = 20


class _Placed(NamedTuple):
    """A text of the clipboard, counted from 1 there, and the figure it falls on."""

    row: int
    column: int
    text: str
    cell: LayoutCell


def pasted(form: Form, report: Report, layout: TableLayout, rows: Rows, area: Area) -> Change:
    """Put the rows of the clipboard into a table with ``area`` selected.

    A single value fills the whole selection, and a block is repeated where the selection is a multiple of it.
    A block with labels of the form goes where its labels are, wherever the selection is. What does not fit
    or is no figure is refused as a whole; the message says why.
    """
    if not rows:
        return _refused("剪贴板里没有表格或数字")
    placed = _placed(layout, rows, area)
    if placed is None:
        size, room = f"{len(rows)} 行 {len(rows[0])} 列", _room(layout, area)
        return _refused(f"剪贴板里的内容有 {size}，从所选的格起放不下（这里有{room}）")
    figures: dict[CellRef, TypedFigure] = {}
    totals: dict[CellRef, TypedFigure] = {}
    for item in placed:
        assert item.cell.ref is not None  # only figures are placed
        figure = read_figure(item.text, form.cells[item.cell.ref].kind)
        if is_typed(item.cell) and isinstance(figure, Refusal):
            return _refused(f"剪贴板第 {item.row} 行第 {item.column} 列：{figure.sentence.rstrip('。')}")
        if not isinstance(figure, Refusal):
            (figures if is_typed(item.cell) else totals)[item.cell.ref] = figure
    return _change(form, report, figures, totals)


def _change(
    form: Form, report: Report, figures: dict[CellRef, TypedFigure], totals: dict[CellRef, TypedFigure]
) -> Change:
    edit = figures_set(report, figures, EditKind.PASTE)
    after = report.with_edit(edit)
    differing = _differing(form, after, totals)
    same = "" if after != report else "，与表中原有的相同"
    message = f"已粘贴 {len(figures)} 格{same}。{differing}"
    return Change(edit if figures else None, f"粘贴 {len(figures)} 格", message, urgent=bool(differing))


def _differing(form: Form, after: Report, totals: dict[CellRef, TypedFigure]) -> str:
    """Return which pasted totals are not what the program computes."""
    computed = compute_totals(form, after.cells).values
    wrong = [
        f"{form.cells[ref].label}粘贴的是 {written(figure.value)}，算出来是 {written(computed[ref]) or '空白'}"
        for ref, figure in totals.items()
        if figure.value is not None and figure.value != computed[ref]
    ]
    if not wrong:
        return ""
    more = "等" if len(wrong) > _MOST_EXAMPLES else ""
    return f"有 {len(wrong)} 个合计与算出来的不同，没有粘贴：{'；'.join(wrong[:_MOST_EXAMPLES])}{more}。"


def _placed(layout: TableLayout, rows: Rows, area: Area) -> list[_Placed] | None:
    """Return which text falls on which figure, None when the block does not fit."""
    height, width = len(rows), len(rows[0])
    if height > layout.row_count + _MARGIN or width > layout.column_count + _MARGIN:
        return None
    if height == width == 1:
        return [_Placed(1, 1, rows[0][0], cell) for cell in _fillable(layout, area)] or None
    by_labels = _by_labels(layout, rows)
    if by_labels is not None:
        return list(_figures_under(layout, rows, *by_labels))
    found: list[_Placed] = []
    for top, left in _repeats(rows, area):
        if not _fits(layout, rows, top, left):
            return None
        found += _figures_under(layout, rows, top, left)
    return found


def _fillable(layout: TableLayout, area: Area) -> list[LayoutCell]:
    figures = figures_in(layout, area)
    return [cell for cell in figures if is_typed(cell)] or figures[:1]


def _repeats(rows: Rows, area: Area) -> Iterator[tuple[int, int]]:
    """Yield the upper left corners at which the block is pasted: one, or as many as fill the selection exactly."""
    height, width = len(rows), len(rows[0])
    repeated = area.height % height == 0 and area.width % width == 0
    for top in range(area.top, area.bottom + 1 if repeated else area.top + 1, height):
        for left in range(area.left, area.right + 1 if repeated else area.left + 1, width):
            yield top, left


def _texts(rows: Rows) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            yield row, column, text


def _figures_under(layout: TableLayout, rows: Rows, top: int, left: int) -> Iterator[_Placed]:
    """Yield what falls on the upper left of a figure when the block lies at (top, left)."""
    for row, column, text in _texts(rows):
        cell = layout.by_position.get((top + row, left + column))
        if cell is not None and cell.ref is not None and (cell.top, cell.left) == (top + row, left + column):
            yield _Placed(row + 1, column + 1, text, cell)


def _fits(layout: TableLayout, rows: Rows, top: int, left: int) -> bool:
    """Tell whether the block lies inside the table and no text of it falls on a label or inside a merged cell."""
    for row, column, text in _texts(rows):
        cell = layout.by_position.get((top + row, left + column))
        if cell is None:
            return False
        origin = cell.ref is not None and (cell.top, cell.left) == (top + row, left + column)
        if text.strip() and not origin:
            return False
    return True


def _by_labels(layout: TableLayout, rows: Rows) -> tuple[int, int] | None:
    """Return where the block lies when it was copied with labels of the form, None when it has none.

    Most labels must be those of the form, so that a table of another kind is not taken for this one.
    """
    labels: dict[str, list[LayoutCell]] = {}
    for cell in layout.cells:
        if cell.text:
            labels.setdefault(_comparable(cell.text), []).append(cell)
    votes: dict[tuple[int, int], int] = {}
    strange = 0
    for row, column, text in _texts(rows):
        known = labels.get(_comparable(text), [])
        for cell in known:
            place = cell.top - row, cell.left - column
            votes[place] = votes.get(place, 0) + 1
        strange += bool(text.strip()) and not known and not _looks_like_figure(text)
    if not votes:
        return None
    best = max(votes, key=votes.__getitem__)
    return best if votes[best] >= strange and _figures_fall_on_figures(layout, rows, *best) else None


def _figures_fall_on_figures(layout: TableLayout, rows: Rows, top: int, left: int) -> bool:
    """Tell whether every number of the block falls on a figure."""
    for row, column, text in _texts(rows):
        cell = layout.by_position.get((top + row, left + column))
        if _looks_like_figure(text) and (cell is None or cell.ref is None):
            return False
    return True


def _looks_like_figure(text: str) -> bool:
    return any(character.isdecimal() for character in text) and not any("一" <= letter <= "鿿" for letter in text)


def _comparable(text: str) -> str:
    """Return a label without spaces and with one form of each bracket, comma and quotation mark."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("“”‘’、", "\"\"'',"))
    return "".join(plain.split())


def _room(layout: TableLayout, area: Area) -> str:
    return f" {layout.row_count - area.top} 行 {layout.column_count - area.left} 列"


def _refused(reason: str) -> Change:
    return Change(None, "", f"{reason}，{_NOTHING_PASTED}。")
