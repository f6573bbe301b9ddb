"""Reads rows of real tables whose columns do not line up, by counting the cells that follow the label.

Spans that a page lost shift whole rows; the cells behind a label are then still all there, or the row is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from intake.columns import counts_columns, end_of, is_one_row_heading, own_label
from intake.observed import COLUMNS_DIFFER, COUNT_DIFFERS, OUT_OF_ORDER, ROWS_COUNTED, Missed, Observed, Seen, windows
from intake.printed import is_figure
from intake.source import GridCell, Place, Row
from intake.stream import TextLine, columns_in_order, in_order, refs_of
from intake.words import Match, RowLabels
from model.cells import CellRef


class _Counted(NamedTuple):
    """A row that is labelled, and the cells behind its label."""

    match: Match
    cells: Sequence[GridCell]
    place: Place


def cells_of_row(row: Row) -> list[GridCell]:
    """Return the cells that a row really has, merged ones once."""
    return [cell for at, cell in enumerate(row[: end_of(row)]) if not at or cell is not row[at - 1]]


def lines_of(rows: Sequence[Row]) -> list[TextLine]:
    """Return rows as lines, their cells kept apart by tabulators."""
    return [
        TextLine("\t".join(" ".join(cell.text.split()) for cell in cells_of_row(row)), row[0].place)
        for row in rows
        if row
    ]


def read_counted(labels: RowLabels, rows: Sequence[Row]) -> Iterator[Observed]:
    """Read rows of 申请办理表 or 主动公开表 by their labels and the number of cells behind them."""
    found = [counted for row in rows if (counted := _counted(labels, row)) is not None]
    reason = "" if columns_in_order(labels, lines_of(rows)) else COLUMNS_DIFFER
    if not reason and counts_rows([[cell.text for cell in row.cells] for row in found]):
        reason = ROWS_COUNTED
    kept = in_order(labels, [row.match for row in found])
    offsets = _offsets(labels, found)
    for at, row in enumerate(found):
        refs = refs_of(labels, row.match.row)
        if reason or at not in kept:
            yield from (Missed(ref, reason or OUT_OF_ORDER, row.place) for ref in refs)
        else:
            yield from _placed(refs, row, offsets.get((len(row.cells), len(refs)), set()))


def _counted(labels: RowLabels, row: Row) -> _Counted | None:
    cells = cells_of_row(row)
    words = [at for at, cell in enumerate(cells) if cell.text.strip() and not is_figure(cell.text)]
    if not words:
        return None
    match = labels.match(own_label(labels, cells))
    last = labels.match(cells[words[-1]].text)
    if match is None or (last is None and not labels.is_noise(cells[words[-1]].text)):
        return None
    return _Counted(match, cells[words[-1] + 1 :], cells[words[-1]].place)


def counts_rows(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first figures of the rows count the rows: the 行次 of a statistical form, 1, 2, 3 and so on."""
    firsts = [next((text.strip() for text in row if text.strip()), "") for row in rows]
    numbers = [int(text) for text in firsts if text.isascii() and text.isdigit()]
    return len(numbers) > 3 and len(numbers) == len(firsts) and numbers == list(range(numbers[0], numbers[-1] + 1))


def _offsets(labels: RowLabels, rows: Sequence[_Counted]) -> dict[tuple[int, int], set[int]]:
    """Return where figures begin in rows of so many cells for so many columns, told by the rows without blanks."""
    offsets: dict[tuple[int, int], set[int]] = {}
    for row in rows:
        width = len(refs_of(labels, row.match.row))
        if 1 < width == sum(bool(cell.text.strip()) for cell in row.cells):
            offsets.setdefault((len(row.cells), width), set()).update(windows(row.cells, width))
    return offsets


def _placed(refs: Sequence[CellRef], row: _Counted, offsets: set[int]) -> Iterator[Observed]:
    width = len(refs)
    starts = {0} if len(row.cells) == width else offsets
    start = min(starts, default=0)
    if len(starts) == 1 and start in windows(row.cells, width):
        inside = row.cells[start : start + width]
        yield from (Seen(ref, cell.text.strip(), cell.place) for ref, cell in zip(refs, inside, strict=True))
    elif any(cell.text.strip() for cell in row.cells):
        yield from (Missed(ref, COUNT_DIFFERS, row.place) for ref in refs)


def read_counted_line(labels: RowLabels, rows: Sequence[Row]) -> list[Observed]:
    """Read the table that prints all its cells in one row: the one row of as many cells as it has."""
    refs = [ref for block in labels.table.blocks for row in block.rows for ref in refs_of(labels, row.key)]
    heads = [at for at, row in enumerate(rows) if is_one_row_heading(row)]
    below = _below(rows[heads[-1] + 1 :]) if heads else []
    found = [cells for cells in below if len(cells) == len(refs)]
    if len(found) == 1 == len(below) and columns_in_order(labels, lines_of(rows[heads[0] : heads[-1] + 1])):
        return [Seen(ref, cell.text.strip(), cell.place) for ref, cell in zip(refs, found[0], strict=True)]
    return [Missed(ref, COUNT_DIFFERS, below[-1][0].place) for ref in refs] if below else []


def _below(rows: Sequence[Row]) -> list[list[GridCell]]:
    """Return the cells of the rows with figures that follow at once; words end the table."""
    found = []
    for row in rows:
        cells = cells_of_row(row)
        texts = [cell.text for cell in cells if cell.text.strip()]
        if not all(map(is_figure, texts)):
            break
        if texts and not counts_columns(cells):
            found.append(cells)
    return found
