"""Statutory tables in the terms of Word: rows of cells with widths, merges and sizes of type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from export.blocks import Table
from export.typesetting.cells import GROUP_ORDINAL, SMALLEST_FIGURE, WHOLE_NUMBER, is_left_aligned, is_vertical
from model.cells import CellRef
from model.layout import CellRole, LayoutCell, TableLayout

MEASURE: Final = 8845
"""Width of the 版心 in twentieths of a point: what the margins of 156 mm leave of A4 paper."""

_MANY_COLUMNS: Final = 7
_NARROW: Final = 4
_PADDING: Final = 20
_SMALLEST: Final = round(2 * SMALLEST_FIGURE)
_LEAST_COMMON: Final = 0.75
"""How far all figures of a table shrink together, as a part of their size."""
_DIGIT: Final = 0.56
"""Width of a digit in ems: half an em in most faces, a little more in those that may take their place."""


class _Type(NamedTuple):
    """How the text of a table is set: paragraph style, size in half points, least height of a row in twentieths."""

    style: str
    size: int
    row_height: int


_LARGE: Final = _Type("TableText", 21, 440)
_SMALL: Final = _Type("SmallTableText", 18, 360)


class WordCell(NamedTuple):
    """A cell of one row.

    ``merge`` is restart, continue or empty; ``indents`` lie to the left and to the right of its text; ``size`` is 0
    where the style's own fits.
    """

    lines: tuple[str, ...]
    width: int
    columns: int
    merge: str
    left: bool
    indents: tuple[int, int]
    size: int


class WordRow(NamedTuple):
    """A row; ``repeated`` on every page, ``kept`` on one page with the next row if the page holds them."""

    cells: tuple[WordCell, ...]
    repeated: bool
    kept: bool


class WordTable(NamedTuple):
    """A table as wide as the 版心; ``widths`` are those of its columns in twentieths of a point."""

    caption: str
    style: str
    row_height: int
    widths: tuple[int, ...]
    rows: tuple[WordRow, ...]


def word_table(table: Table) -> WordTable:
    """Return a table with every label and figure; figures too long for their column are set smaller.

    All figures shrink together a little, so that they look alike; single ones shrink more where they must.
    """
    layout = table.layout
    kind = _SMALL if layout.column_count >= _MANY_COLUMNS else _LARGE
    widths = _column_widths(layout)
    fitting = _fitting_sizes(table, widths, kind.size)
    common = max(min(fitting.values(), default=kind.size), round(_LEAST_COMMON * kind.size))
    sizes = {ref: max(min(common, size), _SMALLEST) for ref, size in fitting.items()}
    rows = tuple(
        WordRow(
            tuple(_cells(table, row, widths, kind, sizes)),
            repeated=row < layout.header_rows,
            kept=row + 1 < layout.row_count,
        )
        for row in range(layout.row_count)
    )
    return WordTable(table.caption, kind.style, kind.row_height, widths, rows)


def _column_widths(layout: TableLayout) -> tuple[int, ...]:
    edges = accumulate(layout.column_weights, initial=0)
    scale = MEASURE / sum(layout.column_weights)
    return tuple(right - left for left, right in pairwise(round(edge * scale) for edge in edges))


def _fitting_sizes(table: Table, widths: tuple[int, ...], size: int) -> dict[CellRef, int]:
    """Return for every figure the size in half points, no larger than ``size``, at which no number is broken."""
    sizes = {}
    for ref, cell in table.layout.by_ref.items():
        text = table.figures.get(ref, "")
        room = sum(widths[cell.left : cell.left + cell.width]) - 2 * _PADDING
        is_number = WHOLE_NUMBER.fullmatch(text)
        sizes[ref] = min(size, int(room / (_DIGIT * 10 * len(text)))) if is_number else size
    return sizes


def _cells(
    table: Table, row: int, widths: tuple[int, ...], kind: _Type, sizes: Mapping[CellRef, int]
) -> Iterator[WordCell]:
    """Yield the cells of a row; those that a cell above covers are empty and continue it."""
    column = 0
    while column < len(widths):
        cell = table.layout.by_position[row, column]
        text = table.figures.get(cell.ref, "") if cell.ref else cell.text
        width = sum(widths[cell.left : cell.left + cell.width])
        size = sizes[cell.ref] if cell.ref else kind.size
        yield WordCell(
            _lines(cell, text) if row == cell.top else (),
            width,
            cell.width,
            "" if cell.height == 1 else "restart" if row == cell.top else "continue",
            is_left_aligned(cell, text) and not is_vertical(cell, text),
            _indents(cell, text, width, 10 * kind.size),
            0 if size == kind.size else size,
        )
        column += cell.width


def _indents(cell: LayoutCell, text: str, width: int, character: int) -> tuple[int, int]:
    """Return what lies beside a text.

    A narrow label has room for lines of two characters: most Chinese words have two (社会 公益 组织).
    """
    room = width - 2 * _PADDING
    is_narrow = 2 * character < room < min(_NARROW, len(cell.text)) * character
    if cell.ref is None and is_narrow and (cell.role is CellRole.COLUMN_LABEL or is_vertical(cell, cell.text)):
        beside = int((room - 2 * character) / 2.5)
        return beside, beside
    is_roomy = room > 2 * _NARROW * character
    return (2 * _PADDING, 0) if is_left_aligned(cell, text) and is_roomy else (0, 0)


def _lines(cell: LayoutCell, text: str) -> tuple[str, ...]:
    """Return a label in lines: the number of a group stands above its words."""
    ordinal = GROUP_ORDINAL.match(text) if cell.ref is None and cell.height > 1 else None
    return (ordinal.group(), text[ordinal.end() :]) if ordinal else (text,)
