"""Where the keys of a spreadsheet lead in a printed table with merged cells. No Qt.

A place is the :class:`~model.layout.LayoutCell` of a figure; labels are stepped over and never selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from model.cells import CellRef
from model.layout import CellRole, LayoutCell, TableLayout


class Direction(Enum):
    """A direction as (rows, columns)."""

    UP = (-1, 0)
    DOWN = (1, 0)
    LEFT = (0, -1)
    RIGHT = (0, 1)

    @property
    def is_forward(self) -> bool:
        """Tell whether the direction is down or right."""
        return self in (Direction.DOWN, Direction.RIGHT)


class Area(NamedTuple):
    """A rectangle of the printed grid; all four sides belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return self.right - self.left + 1


def area_of(cell: LayoutCell) -> Area:
    """Return the area a cell covers."""
    return Area(cell.top, cell.left, cell.top + cell.height - 1, cell.left + cell.width - 1)


def area_between(layout: TableLayout, first: LayoutCell, second: LayoutCell) -> Area:
    """Return the smallest area that holds both cells and cuts through no merged cell."""
    area = _united([area_of(first), area_of(second)])
    while (grown := _united([area, *(area_of(cell) for cell in cells_in(layout, area))])) != area:
        area = grown
    return area


def whole_area(layout: TableLayout) -> Area:
    """Return the area of all figures of the table."""
    return _united([area_of(cell) for cell in layout.by_ref.values()])


def cells_in(layout: TableLayout, area: Area) -> list[LayoutCell]:
    """Return the cells, labels included, that lie in an area, in reading order and each once."""
    positions = (
        (row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
    )
    return list(dict.fromkeys(layout.by_position[position] for position in positions))


def figures_in(layout: TableLayout, area: Area) -> list[LayoutCell]:
    """Return the figures, typed and computed, that lie in an area, in reading order."""
    return [cell for cell in cells_in(layout, area) if cell.ref is not None]


def step(layout: TableLayout, cell: LayoutCell, direction: Direction) -> LayoutCell:
    """Return the next figure in a direction, the cell itself at the edge of the table."""
    return next(_line(layout, cell, direction), cell)


def jump(
    layout: TableLayout, cell: LayoutCell, direction: Direction, is_filled: Callable[[LayoutCell], bool]
) -> LayoutCell:
    """Return where Ctrl with an arrow leads: to the end of a run of filled cells, or to the next filled cell."""
    line = [cell, *_line(layout, cell, direction)]
    if len(line) == 1:
        return cell
    if is_filled(cell) and is_filled(line[1]):
        blank = next((place for place, other in enumerate(line) if not is_filled(other)), len(line))
        return line[blank - 1]
    return next((other for other in line[1:] if is_filled(other)), line[-1])


def edge_of_line(layout: TableLayout, cell: LayoutCell, direction: Direction) -> LayoutCell:
    """Return the last figure in a direction: Home and End."""
    return [cell, *_line(layout, cell, direction)][-1]


def edge_of_table(layout: TableLayout, *, last: bool) -> LayoutCell:
    """Return the first or the last figure of the table: Ctrl+Home and Ctrl+End."""
    return list(layout.by_ref.values())[-1 if last else 0]


def next_typed(layout: TableLayout, cell: LayoutCell, direction: Direction) -> LayoutCell:
    """Return where Enter or Tab leads: the next figure that is typed, over computed ones, round the edges."""
    if direction in (Direction.UP, Direction.DOWN):
        below = next((other for other in _line(layout, cell, direction) if is_typed(other)), None)
        return below or _top_of_next_column(layout, cell, forward=direction.is_forward)
    return next_among([other for other in layout.cells if is_typed(other)], cell, direction)


def next_among(cells: list[LayoutCell], cell: LayoutCell, direction: Direction) -> LayoutCell:
    """Return the cell after ``cell`` among ``cells``, row by row or column by column, round the end."""
    order = _by_column if direction in (Direction.UP, Direction.DOWN) else _by_row
    ordered = sorted(cells, key=order)
    if direction.is_forward:
        return next((other for other in ordered if order(other) > order(cell)), ordered[0])
    return next((other for other in reversed(ordered) if order(other) < order(cell)), ordered[-1])


def sources_above(layout: TableLayout, cells: list[LayoutCell]) -> dict[CellRef, CellRef]:
    """Return from which figure each typed figure of a selection is copied by filling down.

    Several rows take the first of them; a single row takes the typed figure above it.
    """
    typed = [cell for cell in cells if is_typed(cell)]
    first = {cell.left: cell for cell in reversed(typed)}
    several = len({cell.top for cell in typed}) > 1
    sources: dict[CellRef, CellRef] = {}
    for cell in typed:
        source = first[cell.left] if several else next(filter(is_typed, _line(layout, cell, Direction.UP)), cell)
        if source is not cell and cell.ref is not None and source.ref is not None:
            sources[cell.ref] = source.ref
    return sources


def is_typed(cell: LayoutCell) -> bool:
    """Tell whether people type this figure."""
    return cell.role is CellRole.FIGURE


def _line(layout: TableLayout, cell: LayoutCell, direction: Direction) -> Iterator[LayoutCell]:
    """Yield the figures that follow ``cell`` in a direction, straight on over merged cells."""
    row, column = cell.top, cell.left
    while True:
        match direction:
            case Direction.UP:
                row = cell.top - 1
            case Direction.DOWN:
                row = cell.top + cell.height
            case Direction.LEFT:
                column = cell.left - 1
            case Direction.RIGHT:
                column = cell.left + cell.width
        if (row, column) not in layout.by_position:
            return
        cell = layout.by_position[row, column]
        if cell.ref is not None:
            yield cell


def _top_of_next_column(layout: TableLayout, cell: LayoutCell, *, forward: bool) -> LayoutCell:
    ordered = sorted((other for other in layout.cells if is_typed(other)), key=_by_column)
    if forward:
        return next((other for other in ordered if other.left > cell.left), ordered[0])
    return next((other for other in reversed(ordered) if other.left < cell.left), ordered[-1])


def _by_row(cell: LayoutCell) -> tuple[int, int]:
    return cell.top, cell.left


def _by_column(cell: LayoutCell) -> tuple[int, int]:
    return cell.left, cell.top


def _united(areas: list[Area]) -> Area:
    return Area(
        min(area.top for area in areas),
        min(area.left for area in areas),
        max(area.bottom for area in areas),
        max(area.right for area in areas),
    )
