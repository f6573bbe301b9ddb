"""The printed layout of a statutory table: which cell stands where and which cells are merged.

Screen, PDF, Word, Excel and web page all draw the table from this one description, so none of them can
look different from the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from model.cells import CellRef


class CellRole(StrEnum):
    """What a printed cell is for."""

    CORNER = "corner"  # the explanation at the upper left of the 申请办理表
    BAND = "band"  # a line across the whole table: 第二十条第（一）项
    COLUMN_LABEL = "column_label"
    ROW_LABEL = "row_label"
    FIGURE = "figure"  # a figure that is typed
    COMPUTED = "computed"  # a figure that the program computes


@dataclass(frozen=True)
class LayoutCell:
    """One cell of the printed table, possibly merged over several rows and columns.

    ``top`` and ``left`` count from 0 in rows and columns of the printed grid. ``ref`` names the figure of a
    FIGURE or COMPUTED cell and is None for labels; ``text`` is the verbatim label and empty for figures.
    """

    top: int
    left: int
    height: int
    width: int
    role: CellRole
    text: str = ""
    ref: CellRef | None = None


@dataclass(frozen=True)
class TableLayout:
    """The printed grid of one table.

    ``header_rows`` and ``label_columns`` are the bands that stay in sight while scrolling and are repeated
    after a page break; both may be 0. ``column_weights`` are relative widths. ``cells`` cover the grid
    completely and without overlap, in reading order.
    """

    table: str
    row_count: int
    column_count: int
    header_rows: int
    label_columns: int
    column_weights: tuple[int, ...]
    cells: tuple[LayoutCell, ...]

    @cached_property
    def by_position(self) -> dict[tuple[int, int], LayoutCell]:
        """Map every (row, column) of the grid to the cell that covers it."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.top, cell.top + cell.height)
            for column in range(cell.left, cell.left + cell.width)
        }

    @cached_property
    def by_ref(self) -> dict[CellRef, LayoutCell]:
        """Map every figure to the cell in which it is printed."""
        return {cell.ref: cell for cell in self.cells if cell.ref is not None}
