"""Statutory tables set on the measure: cells with their lines, heights of rows, and where a table may break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, NamedTuple

from export.blocks import Table
from export.typesetting.cells import PADDING, CellStyle, SetCell, set_cell
from export.typesetting.characters import printable
from export.typesetting.geometry import DEPTH, MEASURE
from model.layout import CellRole, LayoutCell, TableLayout

_MANY_COLUMNS: Final = 7
_COMFORTABLE: Final = 2.2
"""Height of a row while there is room, in sizes of its type."""
_SMALLEST_FIGURES: Final = 0.75
"""How far all figures of a table shrink together before single ones do, as a part of their size."""
_HEADER_ROOM: Final = DEPTH / 3
_CELL_ROOM: Final = DEPTH / 2
_LEAST_ROWS: Final = 3
"""Fewer rows than these are not worth beginning a table at the foot of a page."""
_GIVEN_UP: Final = 4
"""So many rows may move to the next page to keep a group of rows together."""
_ROUNDING: Final = 0.01


class Slice(NamedTuple):
    """Rows of a table that stand together on one page: repeated ones first, then ``start`` up to ``end``."""

    repeated: tuple[int, ...]
    start: int
    end: int

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the printed rows from top to bottom."""
        return (*self.repeated, *range(self.start, self.end))


@dataclass(frozen=True)
class SetTable:
    """A table set on the measure.

    ``edges`` are the vertical lines from the left of the measure and ``least`` the heights of the rows in the
    tightest setting, in points; ``cells`` are keyed by the row and column in which they begin.
    """

    layout: TableLayout
    style: CellStyle
    size: float
    edges: tuple[float, ...]
    cells: Mapping[tuple[int, int], SetCell]
    least: tuple[float, ...]

    def least_height(self, rows: Sequence[int]) -> float:
        """Return the height of some rows in the tightest setting."""
        return sum(self.least[row] for row in rows)

    def heights(self, rows: Sequence[int], available: float) -> list[float]:
        """Return comfortable heights for some rows, or as comfortable as ``available`` points allow."""
        least = [self.least[row] for row in rows]
        wanted = [max(height, self.size * _COMFORTABLE) for height in least]
        extra = sum(wanted) - sum(least)
        share = min(1.0, max(0.0, available - sum(least)) / extra) if extra else 0.0
        return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)]


def set_table(table: Table, style: CellStyle) -> SetTable:
    """Set a table on the measure, its columns as wide as their weights say."""
    layout = table.layout
    scale = MEASURE / sum(layout.column_weights)
    edges = tuple(weight * scale for weight in accumulate(layout.column_weights, initial=0))
    has_many = layout.column_count >= _MANY_COLUMNS
    size = style.page.many_columns if has_many else style.page.few_columns
    texts = {cell: table.figures.get(cell.ref, "") if cell.ref else cell.text for cell in layout.cells}
    widths = {cell: edges[cell.left + cell.width] - edges[cell.left] - 2 * PADDING for cell in layout.cells}
    figure_size = _figure_size(texts, widths, style, size)
    cells = {}
    figures: dict[tuple[str, float], SetCell] = {}
    for cell in layout.cells:
        text, width = texts[cell], widths[cell]
        if cell.ref is None:
            room = _HEADER_ROOM if cell.top < layout.header_rows else _CELL_ROOM
            cells[cell.top, cell.left] = set_cell(cell, text, width, size, style, room)
            continue
        if (text, width) not in figures:
            figures[text, width] = set_cell(cell, text, width, figure_size, style, _CELL_ROOM)
        cells[cell.top, cell.left] = replace(figures[text, width], cell=cell)
    return SetTable(layout, style, size, edges, cells, _least_heights(layout, cells))


def _figure_size(
    texts: Mapping[LayoutCell, str], widths: Mapping[LayoutCell, float], style: CellStyle, size: float
) -> float:
    """Return the size at which the figures stand on one line; those that would not are set smaller or broken."""
    sizes = [size]
    for cell, text in texts.items():
        width = sum(style.text(char).advance for char in printable(text)) if cell.ref else 0.0
        sizes += [widths[cell] / width] if width else []
    return min(fitting for fitting in sizes if fitting >= size * _SMALLEST_FIGURES)


def _least_heights(layout: TableLayout, cells: Mapping[tuple[int, int], SetCell]) -> tuple[float, ...]:
    """Return the least height of every row: what single rows need, and then what merged cells need more."""
    heights = [0.0] * layout.row_count
    for shown in sorted(cells.values(), key=lambda shown: shown.cell.height):
        top, bottom = shown.cell.top, shown.cell.top + shown.cell.height
        lacking = shown.least_height - sum(heights[top:bottom])
        for row in range(top, bottom):
            heights[row] += max(lacking, 0.0) / shown.cell.height
    return tuple(heights)


def first_slice(shown: SetTable, available: float) -> Slice | None:
    """Return the rows from the top that fit into ``available`` points, None when they are too few to begin."""
    part = _slice(shown, 0, available)
    return part if part.end >= shown.layout.header_rows + _LEAST_ROWS else None


def next_slice(shown: SetTable, start: int, available: float) -> Slice:
    """Return the rows from ``start`` that fit into ``available`` points, at least one."""
    part = _slice(shown, start, available)
    return part if part.end > start else part._replace(end=_first_break(shown.layout, start))


def _first_break(layout: TableLayout, start: int) -> int:
    rows = range(start + 1, layout.row_count)
    return next((row for row in rows if _may_break_before(layout, row)), layout.row_count)


def _slice(shown: SetTable, start: int, available: float) -> Slice:
    layout = shown.layout
    repeated = _repeated(layout, start)
    room = available - shown.least_height(repeated) + _ROUNDING
    depths = list(accumulate(shown.least[start:], initial=0.0))
    end = start + max(position for position, depth in enumerate(depths) if depth <= room or position == 0)
    return Slice(repeated, start, end if end == layout.row_count else _best_break(layout, start, end))


def _best_break(layout: TableLayout, start: int, end: int) -> int:
    """Return the row above which a page ends best, ``end`` or a little earlier: the one that cuts fewest groups.

    Returns ``start`` when the table may not be broken anywhere between.
    """
    breaks = [row for row in range(end, start, -1) if _may_break_before(layout, row)]
    near = [row for row in breaks if breaks[0] - row <= _GIVEN_UP]
    return min(near, key=lambda row: (_groups_cut(layout, row), -row), default=start)


def _groups_cut(layout: TableLayout, row: int) -> int:
    columns = range(layout.column_count)
    return sum(layout.by_position[row - 1, column] is layout.by_position[row, column] for column in columns)


def _repeated(layout: TableLayout, start: int) -> tuple[int, ...]:
    """Return the rows printed again above a slice that begins in the middle of a table.

    They are the header, or in a table of several blocks the band of the block and its column labels.
    """
    if start == 0 or layout.header_rows:
        return tuple(range(layout.header_rows)) if start else ()
    bands = [cell.top for cell in layout.cells if cell.role is CellRole.BAND and cell.top <= start]
    if not bands or bands[-1] == start:
        return ()
    return tuple(row for row in range(bands[-1], start) if not _may_break_before(layout, row + 1))


def _may_break_before(layout: TableLayout, row: int) -> bool:
    """Tell whether a page may end above a row: not inside the header, not after a band or its column labels."""
    above = {layout.by_position[row - 1, column].role for column in range(layout.column_count)}
    is_leading = layout.by_position[row - 1, 0].role in (CellRole.BAND, CellRole.COLUMN_LABEL)
    return row >= layout.header_rows and CellRole.BAND not in above and not is_leading
