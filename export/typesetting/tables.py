"""Statutory tables set on the measure: cells with their lines, heights of rows, and where a table may break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from export.blocks import Table
from export.typesetting.characters import NEVER_FIRST
from export.typesetting.geometry import DEPTH, MEASURE
from export.typesetting.setting import Alignment, SetLine, TextStyle, set_text
from export.typesetting.units import Measurer
from model.layout import CellRole, LayoutCell, TableLayout

CONTINUED: Final = "（续）"

_PLENTY_OF_COLUMNS: Final = 7
_SIZE: Final = 10.5  # 5号
_SMALL_SIZE: Final = 9.0  # 小5号
_SMALLEST_SIZE: Final = 0.5
_LEADING: Final = 1.22
_PADDING: Final = 2.0
_MARGIN: Final = 2.2
"""White above and below the lines of a cell in the tightest setting."""
_COMFORTABLE_ROW: Final = 21.0
"""Height that a row gets while there is room."""
_ORDINAL: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．])")
_GROUP_ORDINAL: Final = re.compile(r"（[一二三四五六七八九十]+）")
_NARROW: Final = 4
"""A column of less than this many characters has its label in lines of two."""
_CLUSTER: Final = re.compile(rf"{CONTINUED}|.[{re.escape(''.join(sorted(NEVER_FIRST)))}]*", re.DOTALL)


class CellStyle(NamedTuple):
    """The measurers of a table: for labels and figures, and for the explanation in its corner."""

    text: Measurer
    corner: Measurer


@dataclass(frozen=True)
class SetCell:
    """A cell with its lines; ``width`` is the room between its paddings in points."""

    cell: LayoutCell
    lines: tuple[SetLine, ...]
    size: float
    width: float

    @property
    def leading(self) -> float:
        """Return the distance from line to line."""
        return self.size * _LEADING

    @property
    def least_height(self) -> float:
        """Return the height below which the cell cannot be printed."""
        return len(self.lines) * self.leading + 2 * _MARGIN


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
    """A table set on the measure. ``edges`` are the vertical lines from the left of the measure, in points."""

    table: Table
    style: CellStyle
    edges: tuple[float, ...]
    cells: Mapping[tuple[int, int], SetCell]
    least: tuple[float, ...]

    @property
    def layout(self) -> TableLayout:
        """Return the printed grid."""
        return self.table.layout

    def least_height(self, rows: Sequence[int]) -> float:
        """Return the height of some rows in the tightest setting."""
        return sum(self.least[row] for row in rows)

    def heights(self, rows: Sequence[int], available: float) -> list[float]:
        """Return comfortable heights for some rows, or as comfortable as ``available`` points allow."""
        least = [self.least[row] for row in rows]
        wanted = [max(height, _COMFORTABLE_ROW) for height in least]
        extra = sum(wanted) - sum(least)
        share = min(1.0, max(0.0, available - sum(least)) / extra) if extra else 0.0
        return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)]

    def shown_cells(self, part: Slice) -> Iterator[tuple[SetCell, int, int]]:
        """Yield every cell of a slice with its first and last printed row (an index into ``part.rows``)."""
        rows = part.rows
        seen: dict[int, list[int]] = {}
        for position, row in enumerate(rows):
            for column in range(self.layout.column_count):
                cell = self.layout.by_position[row, column]
                seen.setdefault(id(cell), [position, position])[1] = position
        for cell in self.layout.cells:
            if id(cell) in seen:
                first, last = seen[id(cell)]
                yield self._shown(cell, rows, first, last), first, last

    def _shown(self, cell: LayoutCell, rows: Sequence[int], first: int, last: int) -> SetCell:
        """Return a cell as it looks in a slice: marked as continued where its beginning stands elsewhere."""
        begins_earlier = rows[first] > cell.top or (cell.role is CellRole.BAND and rows[first] + 1 not in rows)
        whole = self.cells[cell.top, cell.left]
        if not begins_earlier and last - first + 1 == cell.height:
            return whole
        text = cell.text + (CONTINUED if begins_earlier else "")
        part = replace(cell, text=text, height=last - first + 1)
        room = sum(self.least[row] for row in rows[first : last + 1])
        return _fitted(part, text, whole.width, whole.size, self.style, room)


def set_table(table: Table, style: CellStyle) -> SetTable:
    """Set a table on the measure, its columns as wide as their weights say."""
    layout = table.layout
    scale = MEASURE / sum(layout.column_weights)
    edges = tuple(weight * scale for weight in accumulate(layout.column_weights, initial=0))
    size = _SMALL_SIZE if layout.column_count >= _PLENTY_OF_COLUMNS else _SIZE
    widths = {id(cell): edges[cell.left + cell.width] - edges[cell.left] - 2 * _PADDING for cell in layout.cells}
    figure_size = _figure_size(table, widths, style, size)
    cells = {}
    for cell in layout.cells:
        text = table.figures.get(cell.ref, "") if cell.ref else cell.text
        chosen = figure_size if cell.ref else size
        cells[cell.top, cell.left] = _fitted(cell, text, widths[id(cell)], chosen, style, _most_room(layout, cell))
    return SetTable(table, style, edges, cells, _least_heights(layout, cells))


def _figure_size(table: Table, widths: Mapping[int, float], style: CellStyle, size: float) -> float:
    """Return the size at which every figure stands on one line, but no less than three quarters of ``size``."""
    smallest = size
    for cell in table.layout.cells:
        text = table.figures.get(cell.ref, "") if cell.ref else ""
        width = sum(style.text(char).advance for char in text) * size
        if width > widths[id(cell)]:
            smallest = min(smallest, size * widths[id(cell)] / width)
    return max(smallest, size * 0.75)


def _most_room(layout: TableLayout, cell: LayoutCell) -> float:
    """Return the height beyond which a cell would not fit on any page."""
    is_header = cell.top < layout.header_rows
    return DEPTH / 3 if is_header else DEPTH / 2


def _fitted(cell: LayoutCell, text: str, width: float, size: float, style: CellStyle, room: float) -> SetCell:
    """Set a cell, smaller if it would otherwise be higher than ``room`` points."""
    shown = _set_cell(cell, text, width, size, style)
    while shown.least_height > room and size > _SMALLEST_SIZE:
        size *= 0.9
        shown = _set_cell(cell, text, width, size, style)
    return shown


def _set_cell(cell: LayoutCell, text: str, width: float, size: float, style: CellStyle) -> SetCell:
    measurer = style.corner if cell.role is CellRole.CORNER else style.text
    is_left = cell.role in (CellRole.CORNER, CellRole.BAND) or bool(_ORDINAL.match(text))
    if _is_vertical(cell, text):
        stack = TextStyle(measurer, size, Alignment.LEFT)
        lines = [_hung(set_text(cluster, stack, width), size, width) for cluster in _CLUSTER.findall(text)]
        return SetCell(cell, tuple(lines), size, width)
    text_style = TextStyle(measurer, size, Alignment.LEFT if is_left else Alignment.CENTRED)
    lines = _set_label(cell, text, text_style, width) if text else []
    return SetCell(cell, tuple(lines), size, width)


def _set_label(cell: LayoutCell, text: str, style: TextStyle, width: float) -> list[SetLine]:
    """Set a text in a cell; a label too long for its line is broken at the sense."""
    lines = set_text(text, style, width)
    if len(lines) == 1 or cell.ref is not None:
        return lines
    if cell.role is CellRole.COLUMN_LABEL and width < _NARROW * style.size:
        narrow = set_text(text, style, 2 * style.size)  # 商业／企业: Chinese words mostly have two characters
        return [line.moved((width - 2 * style.size) / 2) for line in narrow]
    ordinal = _GROUP_ORDINAL.match(text)
    if cell.height > 1 and ordinal:
        rest = set_text(text[ordinal.end() :], style, width)
        return [*set_text(ordinal.group(), style, width), *rest]
    return lines


def _is_vertical(cell: LayoutCell, text: str) -> bool:
    """Tell whether a label is set one character below the other: a narrow group label along many rows."""
    label = text.removesuffix(CONTINUED)
    return cell.role is CellRole.ROW_LABEL and cell.width == 1 and cell.height > len(label) > 1 and "（" not in label


def _hung(lines: Sequence[SetLine], size: float, width: float) -> SetLine:
    """Centre a character of a vertical label; a mark that follows it hangs to its right."""
    line = lines[0]
    shift = (width - size) / 2 if len(line.glyphs) <= 2 else (width - line.right) / 2
    return line.moved(shift)


def _least_heights(layout: TableLayout, cells: Mapping[tuple[int, int], SetCell]) -> tuple[float, ...]:
    """Return the least height of every row: first what single rows need, then what merged cells need more."""
    heights = [_SMALL_SIZE * _LEADING + 2 * _MARGIN] * layout.row_count
    for shown in sorted(cells.values(), key=lambda shown: shown.cell.height):
        top, height = shown.cell.top, shown.cell.height
        lacking = shown.least_height - sum(heights[top : top + height])
        if lacking > 0:
            for row in range(top, top + height):
                heights[row] += lacking / height
    return tuple(heights)


def first_slice(shown: SetTable, available: float) -> Slice | None:
    """Return the rows from the top that fit into ``available`` points, None when that is not worth a break."""
    return _slice(shown, 0, available, least_rows=3)


def next_slice(shown: SetTable, start: int, available: float) -> Slice:
    """Return the rows from ``start`` that fit on a page, at least one."""
    part = _slice(shown, start, available, least_rows=1)
    return part or Slice(_repeated(shown.layout, start), start, start + 1)


def _slice(shown: SetTable, start: int, available: float, least_rows: int) -> Slice | None:
    layout = shown.layout
    repeated = _repeated(layout, start)
    room = available - shown.least_height(repeated)
    end = start
    while end < layout.row_count and shown.least[end] <= room + 0.01:
        room -= shown.least[end]
        end += 1
    if end == layout.row_count:
        return Slice(repeated, start, end)
    while end > start and not _may_break_before(layout, end):
        end -= 1
    body = end - max(start, layout.header_rows)
    return Slice(repeated, start, end) if body >= least_rows else None


def _repeated(layout: TableLayout, start: int) -> tuple[int, ...]:
    """Return the rows printed again above a slice that begins in the middle of a table."""
    if start == 0:
        return ()
    if layout.header_rows:
        return tuple(range(layout.header_rows))
    bands = [cell.top for cell in layout.cells if cell.role is CellRole.BAND and cell.top < start]
    if not bands or layout.by_position[start, 0].role is CellRole.BAND:
        return ()
    return tuple(row for row in range(bands[-1], start) if not _may_break_before(layout, row + 1))


def _may_break_before(layout: TableLayout, row: int) -> bool:
    """Tell whether a page may end above a row: not inside the header, not after a band or its column labels."""
    if row < layout.header_rows:
        return False
    above = {layout.by_position[row - 1, column].role for column in range(layout.column_count)}
    return row >= layout.row_count or (CellRole.BAND not in above and CellRole.COLUMN_LABEL not in above)


def ruled_runs(shown: SetTable, part: Slice) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
    """Return the lines of a slice: (boundary, from, to) across, and the same down.

    A line across lies above printed row ``boundary`` from column ``from`` up to column ``to``.
    """
    by_position, rows, columns = shown.layout.by_position, part.rows, shown.layout.column_count
    grid = [[id(by_position[row, column]) for column in range(columns)] for row in rows]
    frame = [0] * columns
    across = [
        (number, *run)
        for number, (above, below) in enumerate(pairwise([frame, *grid, frame]))
        for run in _runs([a != b for a, b in zip(above, below, strict=True)])
    ]
    sides = [list(column) for column in zip(*grid, strict=True)]
    edge = [0] * len(rows)
    down = [
        (number, *run)
        for number, (left, right) in enumerate(pairwise([edge, *sides, edge]))
        for run in _runs([a != b for a, b in zip(left, right, strict=True)])
    ]
    return across, down


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for position, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = position
        elif not flag and start is not None:
            yield start, position
            start = None
