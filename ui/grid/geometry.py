"""How wide the columns and how high the rows of a table are, for a width and a letter size. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from model.layout import CellRole, LayoutCell, TableLayout

_PADDING_EM: Final = 0.45
_NARROW_EM: Final = 0.12
_ROW_EM: Final = 2.0
_DENSE_ROW_EM: Final = 1.4
_UPRIGHT_EM: Final = 2.4
_LONGEST_ONE_LINE: Final = 9
_WHOLE: Final = 4


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


@dataclass(frozen=True)
class Ruler:
    """Measures text in pixels.

    ``em`` is the size of a Chinese character. ``text_height`` takes a text and the width into which it is
    wrapped, ``text_width`` measures it on one line. A ``dense`` table has no room between text and lines.
    """

    em: int
    text_height: Callable[[str, int], int]
    text_width: Callable[[str], int]
    dense: bool = False


def padding(cell: LayoutCell, em: int) -> int:
    """Return the room left and right of a text, less for the narrow labels above columns."""
    return max(2, round(em * (_NARROW_EM if cell.role is CellRole.COLUMN_LABEL else _PADDING_EM)))


def is_upright(cell: LayoutCell) -> bool:
    """Tell whether a label is written downwards: one narrow column, many more rows than characters."""
    return cell.ref is None and cell.width == 1 and cell.height >= 2 * len(cell.text)


def balanced(cell: LayoutCell, longest: int) -> str:
    """Return a label above a column in lines of like length, broken between words of two characters.

    Wrapping alone makes 结果维／持 where 结果／维持 is meant. ``longest`` is how many characters fit on a line.
    """
    text = cell.text
    if cell.role is not CellRole.COLUMN_LABEL or not text.isalpha() or not 2 <= longest < len(text):
        return text
    length = -(-len(text) // -(-len(text) // longest))
    if length % 2 and len(text) % 2 == 0:
        length += 1 if length < longest else -1
    return in_lines(text, length)


def in_lines(text: str, length: int) -> str:
    """Return a text cut into lines of ``length`` characters."""
    return "\n".join(text[start : start + length] for start in range(0, len(text), length))


def fitted(layout: TableLayout, width: int, ruler: Ruler) -> Geometry:
    """Return the geometry with which the table is exactly ``width`` pixels wide.

    The bands of labels end on whole device pixels at 125, 150 and 175 %, for a band that ends between two
    leaves a light seam beside it.
    """
    columns = _columns(layout, width, ruler)
    heights = [round(ruler.em * (_DENSE_ROW_EM if ruler.dense else _ROW_EM))] * layout.row_count
    for cell in sorted(layout.cells, key=lambda cell: cell.height):
        lacking = _needed(cell, columns, ruler) - sum(heights[cell.top : cell.top + cell.height])
        heights[cell.top + cell.height - 1] += max(0, lacking)
    if layout.header_rows:
        heights[layout.header_rows - 1] += -sum(heights[: layout.header_rows]) % _WHOLE
    return Geometry(columns, tuple(accumulate(heights, initial=0)))


def _needed(cell: LayoutCell, columns: tuple[int, ...], ruler: Ruler) -> int:
    """Return how high a label must be for its lines."""
    if not cell.text or is_upright(cell):
        return 0
    em = ruler.em
    room = max(columns[cell.left + cell.width] - columns[cell.left] - 2 * padding(cell, em), em)
    return ruler.text_height(balanced(cell, room // em), room) + (0 if ruler.dense else round(em * _PADDING_EM))


def _columns(layout: TableLayout, width: int, ruler: Ruler) -> tuple[int, ...]:
    """Share the width by the weights of the form; inside the band of labels, groups take only what they need."""
    weights = layout.column_weights
    edges = [round(width * edge / sum(weights)) for edge in accumulate(weights, initial=0)]
    edges[layout.label_columns] -= edges[layout.label_columns] % _WHOLE
    for column in range(layout.label_columns - 1):
        groups = [cell for cell in layout.cells if cell.left == column and cell.width == 1]
        wanted = max((_wanted(cell, ruler) for cell in groups), default=0)
        share = edges[layout.label_columns] - edges[column]
        edges[column + 1] = edges[column] + min(wanted, share // 2) if wanted else edges[column + 1]
    return tuple(edges)


def _wanted(cell: LayoutCell, ruler: Ruler) -> int:
    if is_upright(cell):
        return round(_UPRIGHT_EM * ruler.em)
    if len(cell.text) <= _LONGEST_ONE_LINE:
        return ruler.text_width(cell.text) + 2 * padding(cell, ruler.em) + 2
    return _LONGEST_ONE_LINE * ruler.em
