"""How wide the columns and how high the rows of a table are, for a width and a letter size. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from model.layout import LayoutCell, TableLayout

_PADDING_EM: Final = 0.45
_ROW_EM: Final = 2.0
_LONGEST_ONE_LINE: Final = 9

TextHeight = Callable[[str, int], int]
"""Takes a text and the width it may fill, and returns the height of its lines."""


@dataclass(frozen=True)
class Geometry:
    """The edges of columns and rows in pixels, one more than there are columns and rows, the first 0."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]

    def left(self, cell: LayoutCell) -> int:
        """Return the left edge of a cell."""
        return self.columns[cell.left]

    def top(self, cell: LayoutCell) -> int:
        """Return the upper edge of a cell."""
        return self.rows[cell.top]

    def width(self, cell: LayoutCell) -> int:
        """Return the width of a cell, all its columns together."""
        return self.columns[cell.left + cell.width] - self.columns[cell.left]

    def height(self, cell: LayoutCell) -> int:
        """Return the height of a cell, all its rows together."""
        return self.rows[cell.top + cell.height] - self.rows[cell.top]


def padding(em: int) -> int:
    """Return the room between a line of the table and the text, in pixels."""
    return max(2, round(em * _PADDING_EM))


def is_upright(cell: LayoutCell) -> bool:
    """Tell whether a label is written downwards: one narrow column, many more rows than characters."""
    return cell.ref is None and cell.width == 1 and cell.height >= 2 * len(cell.text)


def fitted(
    layout: TableLayout, width: int, em: int, text_height: TextHeight, text_width: Callable[[str], int]
) -> Geometry:
    """Return the geometry with which the table is exactly ``width`` pixels wide.

    ``em`` is the size of a Chinese character; ``text_height`` wraps a text into a width, ``text_width``
    measures it on one line.
    """
    columns = _columns(layout, width, em, text_width)
    heights = [round(em * _ROW_EM)] * layout.row_count
    for cell in sorted(layout.cells, key=lambda cell: cell.height):
        if cell.text and not is_upright(cell):
            room = columns[cell.left + cell.width] - columns[cell.left] - 2 * padding(em)
            needed = text_height(cell.text, max(room, em)) + padding(em)
            lacking = needed - sum(heights[cell.top : cell.top + cell.height])
            heights[cell.top + cell.height - 1] += max(0, lacking)
    return Geometry(columns, tuple(accumulate(heights, initial=0)))


def _columns(layout: TableLayout, width: int, em: int, text_width: Callable[[str], int]) -> tuple[int, ...]:
    """Share the width by the weights of the form; inside the band of labels, groups take only what they need."""
    weights = layout.column_weights
    edges = [round(width * edge / sum(weights)) for edge in accumulate(weights, initial=0)]
    for column in range(layout.label_columns - 1):
        wanted = max((_wanted(cell, em, text_width) for cell in _groups(layout, column)), default=0)
        share = edges[layout.label_columns] - edges[column]
        edges[column + 1] = edges[column] + min(wanted, share // 2) if wanted else edges[column + 1]
    return tuple(edges)


def _groups(layout: TableLayout, column: int) -> list[LayoutCell]:
    return [cell for cell in layout.cells if cell.left == column and cell.width == 1]


def _wanted(cell: LayoutCell, em: int, text_width: Callable[[str], int]) -> int:
    if is_upright(cell):
        return round(2.4 * em)
    if len(cell.text) <= _LONGEST_ONE_LINE:
        return text_width(cell.text) + 2 * padding(em) + 2
    return _LONGEST_ONE_LINE * em
