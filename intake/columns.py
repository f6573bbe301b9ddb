"""Reads tables whose columns line up: every figure is found by the header above it and the label beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.observed import CONTRADICTORY, Missed, Observed, Seen
from intake.printed import is_figure
from intake.source import NOTHING, Grid, GridCell, Place, Row
from intake.words import RowLabels, core, plain
from model.cells import CellRef
from model.form import FormColumn, FormTable, TableBlock

_HEADER_ROWS: Final = 8
_OTHER_OUTCOMES: Final = "其他处理"
_COLUMN_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "total": ("总计", "合计", "总记"),
    "other_org": ("其他", "其它"),
    "business": ("商业企业", "商业"),
    "amount": ("本年收费金额",),
}

Columns = Mapping[str, tuple[int, ...]]
"""The positions of every column of the form, more than one where a header cell is merged."""


@dataclass(frozen=True)
class Continuation:
    """The columns of a table, for the part of it that follows after a page break."""

    columns: Columns
    width: int


def distinct(row: Row) -> list[GridCell]:
    """Return the cells of a row, merged ones once."""
    seen: dict[int, GridCell] = {id(cell): cell for cell in row}
    return list(seen.values())


def header_columns(block: TableBlock, header: Sequence[Row]) -> Columns | None:
    """Return where the columns of ``block`` stand under ``header``, None unless every one is found once."""
    found: dict[str, list[int]] = {}
    width = max(map(len, header), default=0)
    for position in range(width):
        stack = [core(row[position].text) for row in header if position < len(row) and row[position].text.strip()]
        if stack:
            for column in block.columns:
                if stack[-1] in column_words(column):
                    found.setdefault(column.key, []).append(position)
    if len(found) < len(block.columns) or not all(_adjoining(places) for places in found.values()):
        return None
    for group in {column.groups for column in block.columns if len(column.groups) > 1}:
        members = sorted(at for column in block.columns if column.groups == group for at in found[column.key])
        if not _adjoining(members):
            return None  # a column of another group stands among them: the spans of the heading are lost
    return {key: tuple(places) for key, places in found.items()}


def column_words(column: FormColumn) -> tuple[str, ...]:
    """Return the labels under which sources print a column, as they are compared."""
    return (core(column.label), *_COLUMN_WORDS.get(column.key, ()))


def _adjoining(places: Sequence[int]) -> bool:
    return places[-1] - places[0] == len(places) - 1


def text_at(row: Row, positions: Sequence[int]) -> tuple[str, Place] | None:
    """Return what stands at ``positions`` of a row; None when two different things do."""
    cells = [cell for cell in distinct([row[at] for at in positions if at < len(row)]) if cell.text.strip()]
    if len(cells) > 1:
        return None
    return (cells[0].text.strip(), cells[0].place) if cells else ("", _place_of(row))


def _place_of(row: Row) -> Place:
    return next((cell.place for cell in row if cell.place.row), row[0].place if row else Place())


# ---------------------------------------------------------------- 申请办理表


def read_matrix(
    labels: RowLabels, grid: Grid, before: Continuation | None
) -> tuple[list[Observed], Continuation | None]:
    """Read a table with row labels left and column labels above, or the part of one after a page break.

    Returns nothing, and no continuation, for a grid that is no such table.
    """
    table = labels.table
    [block] = table.blocks
    labelled = [at for at, row in enumerate(grid.rows) if _leaf(labels, row) is not None]
    if not labelled:
        return [], None
    first, columns = labelled[0], None
    for at in labelled[:_HEADER_ROWS]:  # the column label 总计 reads like that of a row
        columns = header_columns(block, grid.rows[max(0, at - _HEADER_ROWS) : at])
        if columns is not None:
            first = at
            break
    width, headed = len(grid.rows[first]), columns is not None
    if columns is None:
        columns = _continued(before, width)
    if columns is None:
        return [], None
    rows = [row for row in grid.rows[first:] if headed or _is_label(row[min(min(p) for p in columns.values()) - 1])]
    seen = list(_matrix_rows(labels, rows, columns))
    return seen, Continuation(columns, width)


def _is_label(cell: GridCell) -> bool:
    """Tell whether a cell holds a label: without a heading above, the label beside must show where figures begin."""
    return bool(cell.text.strip()) and not is_figure(cell.text)


def _continued(before: Continuation | None, width: int) -> Columns | None:
    """Return the columns of the page before for a part of ``width`` positions; label columns may be lacking."""
    if before is None:
        return None
    shift = width - before.width
    columns = {key: tuple(at + shift for at in places) for key, places in before.columns.items()}
    reaches_the_end = max(max(places) for places in columns.values()) == width - 1
    return columns if shift == 0 or (reaches_the_end and min(min(p) for p in columns.values()) >= 1) else None


def _leaf(labels: RowLabels, row: Row) -> str | None:
    """Return the row that a grid row is labelled as, judged by the last label in it."""
    texts = [cell.text for cell in distinct(row) if cell.text.strip() and not is_figure(cell.text)]
    if not texts:
        return None
    match = labels.match(texts[-1]) or labels.match("".join(texts))
    return match.row if match else None


def _matrix_rows(labels: RowLabels, rows: Sequence[Row], columns: Columns) -> Iterator[Observed]:
    left = min(min(places) for places in columns.values())
    cut: tuple[str, Row] = ("", ())
    for row in rows:
        label = _last_label(row[:left], within=_OTHER_OUTCOMES)
        match, printed = labels.match(label), row
        if match is None and cut[0]:  # a label cut by a page break: its figures stand in either part
            match = labels.match(cut[0] + label)
            printed = cut[1] if any(cell.text.strip() for cell in cut[1][left:]) else row
        if match is not None:
            yield from _cells_of(labels.table, match.row, printed, columns)
        cut = ("", ()) if match else (label, row)


def _last_label(row: Row, within: str) -> str:
    """Return the label nearest to the figures; 其他 without its number has it by the group in which it stands."""
    texts = [cell.text for cell in distinct(row) if cell.text.strip()]
    if len(texts) > 1 and core(texts[-1]) == "其他" and core(texts[-2]) == within:
        return f"3.{core(texts[-1])}"
    return texts[-1] if texts else ""


def _cells_of(table: FormTable, row_key: str, row: Row, columns: Columns) -> Iterator[Observed]:
    if any(row[at] is NOTHING for positions in columns.values() for at in positions if at < len(row)):
        return  # a cell is lacking in this row, so nobody knows how far the others are shifted
    for key, positions in columns.items():
        ref = CellRef(table.key, row_key, key)
        found = text_at(row, positions)
        if found is None:
            yield Missed(ref, CONTRADICTORY, _place_of(row))
        else:
            yield Seen(ref, *found)


# ---------------------------------------------------------------- 主动公开表


def read_stacked(labels: RowLabels, grid: Grid) -> list[Observed]:
    """Read blocks that stand one under the other, each with a heading line above its rows."""
    seen: list[Observed] = []
    for at, row in enumerate(grid.rows):
        cells = distinct(row)
        match = labels.match(cells[0].text) if cells else None
        if match is None or match.fit < 0.9:
            continue
        block = next(block for block in labels.table.blocks if any(r.key == match.row for r in block.rows))
        columns = _heading_above(block, grid.rows, at)
        if columns is not None:
            seen += _cells_of(labels.table, match.row, row, columns)
    return seen


def _heading_above(block: TableBlock, rows: Sequence[Row], at: int) -> Columns | None:
    for above in range(at - 1, max(-1, at - 5), -1):
        columns = header_columns(block, rows[above : above + 1])
        if columns is not None:
            return columns
    return None


# ---------------------------------------------------------------- 复议诉讼表


def read_one_row(table: FormTable, grid: Grid) -> list[Observed]:
    """Read the table that prints its rows side by side in one line."""
    [block] = table.blocks
    head = next((at for at, row in enumerate(grid.rows) if _results(row) >= 2), None)
    if head is None:
        return []
    last = max(at for at in range(head, min(head + 3, len(grid.rows))) if at == head or _results(grid.rows[at]) >= 2)
    columns: dict[CellRef, list[int]] = {}
    for position in range(len(grid.rows[head])):
        ref = _one_row_ref(table, block, [row[position].text for row in grid.rows[: last + 1] if position < len(row)])
        if ref is not None:
            columns.setdefault(ref, []).append(position)
    wanted = len(block.rows) * len(block.columns)
    if len(columns) != wanted or not all(map(_adjoining, columns.values())):
        return []
    seen: list[Observed] = []
    for row in grid.rows[last + 1 :]:
        if any(cell.text.strip() and not is_figure(cell.text) for cell in row):
            break  # what follows below words, such as checks and remarks, is no row of the table
        for ref, positions in columns.items():
            found = text_at(row, positions)
            seen.append(Missed(ref, CONTRADICTORY, _place_of(row)) if found is None else Seen(ref, *found))
    return seen


def filled_to_the_right(grid: Grid) -> Grid:
    """Return a copied grid in which the labels of merged heading cells stand at every position that they cover.

    A spreadsheet copies a merged cell as its text and blanks; rows with figures stay as they are.
    """
    return Grid(tuple(row if any(is_figure(cell.text) for cell in row) else _filled(row) for row in grid.rows))


def _filled(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    filled = list(row)
    for at in range(1, len(filled)):
        if not filled[at].text:
            filled[at] = filled[at - 1]
    return tuple(filled)


def _results(row: Row) -> int:
    """Return how many times a row says 结果维持: once for each of three blocks."""
    return sum(core(cell.text) == "结果维持" for cell in distinct(row))


def _one_row_ref(table: FormTable, block: TableBlock, stack: Sequence[str]) -> CellRef | None:
    names = [core(text) for text in stack if text.strip()]
    if not names:
        return None
    column = next((column.key for column in block.columns if names[-1] in column_words(column)), None)
    row = next((row.key for row in block.rows if any(plain(row.label) == name for name in names)), None)
    return CellRef(table.key, row, column) if row and column else None
