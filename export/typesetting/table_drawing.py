"""A slice of a set table printed on a page: its cells, its lines, and where its figures stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from export.typesetting.cells import CONTINUED, SetCell, set_cell
from export.typesetting.geometry import LEFT, Rect
from export.typesetting.sheet import FigurePlace, Page
from export.typesetting.tables import SetTable, Slice
from model.layout import CellRole, LayoutCell

_LINE_WIDTH: Final = 0.5
_NOTHING: Final = 0
_ROUNDING: Final = 0.01


class Run(NamedTuple):
    """An unbroken line of a grid: on the ``boundary``-th line, from the ``start``-th crossing to the ``end``-th."""

    boundary: int
    start: int
    end: int


class Span(NamedTuple):
    """The printed rows that a cell covers in a slice, as positions in ``Slice.rows``, both included."""

    first: int
    last: int


def draw_slice(page: Page, shown: SetTable, part: Slice, top: float, available: float) -> float:
    """Print the rows of a slice below ``top``, as high as ``available`` points allow; return their height."""
    heights = shown.heights(part.rows, available)
    edges = [LEFT + edge for edge in shown.edges]
    spans = _spans(shown, part)
    cells = {cell: _as_shown(shown, cell, part, span) for cell, span in spans.items()}
    _make_room(heights, cells, spans, available)
    tops = list(accumulate(heights, initial=top))
    for cell, span in spans.items():
        rect = Rect(edges[cell.left], tops[span.first], edges[cell.left + cell.width], tops[span.last + 1])
        _draw_cell(page, _squeezed(cells[cell], rect.bottom - rect.top, shown), rect)
    _draw_grid(page, shown, part, edges, tops)
    return sum(heights)


def _spans(shown: SetTable, part: Slice) -> dict[LayoutCell, Span]:
    spans: dict[LayoutCell, Span] = {}
    for position, row in enumerate(part.rows):
        for column in range(shown.layout.column_count):
            cell = shown.layout.by_position[row, column]
            spans[cell] = spans.get(cell, Span(position, position))._replace(last=position)
    return spans


def _as_shown(shown: SetTable, cell: LayoutCell, part: Slice, span: Span) -> SetCell:
    """Return a cell as it looks in a slice: marked as continued where its beginning stands on an earlier page."""
    whole = shown.cells[cell.top, cell.left]
    is_repeated_band = cell.role is CellRole.BAND and cell.top in part.repeated
    height = span.last - span.first + 1
    if not is_repeated_band and height == cell.height:
        return whole
    is_continued = is_repeated_band or part.rows[span.first] > cell.top
    text = cell.text + CONTINUED if is_continued else cell.text
    piece = replace(cell, text=text, height=height)
    return set_cell(piece, text, whole.width, whole.size, shown.style, float("inf"))


def _make_room(
    heights: list[float], cells: dict[LayoutCell, SetCell], spans: dict[LayoutCell, Span], available: float
) -> None:
    """Heighten rows for a merged label of which a slice shows only a few rows, while the page has room."""
    for cell, shown in cells.items():
        first, last = spans[cell]
        lacking = min(shown.least_height - sum(heights[first : last + 1]), available - sum(heights))
        if lacking > 0:
            for position in range(first, last + 1):
                heights[position] += lacking / (last - first + 1)


def _squeezed(cell: SetCell, height: float, shown: SetTable) -> SetCell:
    """Return a cell no higher than ``height``, set smaller where the page had no more room."""
    if cell.least_height <= height + _ROUNDING or cell.cell.ref is not None:
        return cell
    return set_cell(cell.cell, cell.cell.text, cell.width, cell.size, shown.style, height)


def _draw_grid(page: Page, shown: SetTable, part: Slice, edges: Sequence[float], tops: Sequence[float]) -> None:
    across, down = grid_lines(shown, part)
    half = _LINE_WIDTH / 2
    for boundary, start, end in across:
        y = tops[boundary]
        page.rules.append(Rect(edges[start] - half, y - half, edges[end] + half, y + half))
    for boundary, start, end in down:
        x = edges[boundary]
        page.rules.append(Rect(x - half, tops[start] - half, x + half, tops[end] + half))


def _draw_cell(page: Page, cell: SetCell, rect: Rect) -> None:
    if cell.cell.ref is not None:
        page.figures.append(FigurePlace(cell.cell.ref, rect))
    top = (rect.top + rect.bottom - len(cell.lines) * cell.leading) / 2
    x = (rect.left + rect.right - cell.width) / 2
    for number, line in enumerate(cell.lines):
        page.print_line(line, x, top + number * cell.leading, cell.leading, cell.size)


def grid_lines(shown: SetTable, part: Slice) -> tuple[list[Run], list[Run]]:
    """Return the horizontal and the vertical lines of a slice, none inside a merged cell."""
    columns = range(shown.layout.column_count)
    by_position = shown.layout.by_position
    grid = [[id(by_position[row, column]) for column in columns] for row in part.rows]
    turned = [list(column) for column in zip(*grid, strict=True)]
    return _lines(grid), _lines(turned)


def _lines(grid: Sequence[Sequence[int]]) -> list[Run]:
    """Return the lines between the rows of a grid and around it."""
    frame = [_NOTHING] * len(grid[0])
    return [
        Run(boundary, start, end)
        for boundary, (above, below) in enumerate(pairwise([frame, *grid, frame]))
        for start, end in _differing(above, below)
    ]


def _differing(above: Sequence[int], below: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which two rows show different cells."""
    start = 0
    for position in range(len(above) + 1):
        if position == len(above) or above[position] == below[position]:
            if start < position:
                yield start, position
            start = position + 1
