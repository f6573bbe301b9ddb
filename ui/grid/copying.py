"""What copying a part of a table puts on the clipboard. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from model.layout import LayoutCell, TableLayout
from ui.grid.clipboard import SpannedCell, write_html, write_tsv
from ui.grid.positions import Area, cells_in


class Copied(NamedTuple):
    """The same table as text for spreadsheets and as HTML for documents."""

    text: str
    markup: str


def copied(layout: TableLayout, area: Area, text_of: Callable[[LayoutCell], str]) -> Copied:
    """Copy an area cell for cell: a merged cell has its text at its upper left, as in the printed form."""
    rows = [[""] * area.width for _ in range(area.height)]
    spanned: list[list[SpannedCell]] = [[] for _ in range(area.height)]
    for cell in cells_in(layout, area):
        row = cell.top - area.top
        rows[row][cell.left - area.left] = text_of(cell)
        spanned[row].append(SpannedCell(text_of(cell), cell.height, cell.width, is_label=cell.ref is None))
    return Copied(write_tsv(rows), write_html(spanned))


def printed_area(layout: TableLayout) -> Area:
    """Return the area of the whole table with its labels."""
    return Area(0, 0, layout.row_count - 1, layout.column_count - 1)
