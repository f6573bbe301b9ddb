"""Reads tables whose columns line up: every figure is found by the header above it and the label beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.observed import CONTRADICTORY, Missed, Observed, Seen
from intake.printed import is_figure
from intake.source import NOTHING, Grid, GridCell, Place, Row
from intake.words import RowLabels, core, plain, similarity
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
    """The columns of a table, for the part of it that follows after a page break.

    ``width`` counts the positions of the grid, ``end`` those that the heading fills.
    """

    columns: Columns
    width: int
    end: int


def distinct(row: Row) -> list[GridCell]:
    """Return the cells of a row, merged ones once."""
    seen: dict[int, GridCell] = {id(cell): cell for cell in row}
    return list(seen.values())


def header_columns(block: TableBlock, header: Sequence[Row]) -> Columns | None:
    """Return where the columns of ``block`` stand under ``header``, None unless every one is found once."""
    found: dict[str, list[int]] = {}
    width = max(map(len, header), default=0)
    for position in range(width):
        texts = [row[position].text for row in header if position < len(row)]
        stack = [core(text) for text in texts if text.strip() and not is_figure(text)]
        column = column_named(block, stack[-1]) if stack else None
        if column is not None:
            found.setdefault(column, []).append(position)
    if len(found) < len(block.columns) or not all(_adjoining(places) for places in found.values()):
        return None
    for group in {column.groups for column in block.columns if len(column.groups) > 1}:
        members = sorted(at for column in block.columns if column.groups == group for at in found[column.key])
        if not _adjoining(members):
            return None  # a column of another group stands among them: the spans of the heading are lost
    return {key: tuple(places) for key, places in found.items()}


def column_named(block: TableBlock, label: str) -> str | None:
    """Return the column that ``label`` names, misprinted perhaps, None where two are as likely."""
    for column in block.columns:
        if label in column_words(column):
            return column.key
    fits = sorted(((similarity(label, core(column.label)), column.key) for column in block.columns), reverse=True)
    second = fits[1][0] if len(fits) > 1 else 0.0
    return fits[0][1] if len(label) > 3 and fits[0][0] >= 0.75 and fits[0][0] - second >= 0.2 else None


def column_words(column: FormColumn) -> tuple[str, ...]:
    """Return the labels under which sources print a column, as they are compared."""
    return (core(column.label), *_COLUMN_WORDS.get(column.key, ()))


def end_of(row: Row) -> int:
    """Return how many positions a row fills: cells may be lacking at its end."""
    return max((at + 1 for at, cell in enumerate(row) if cell is not NOTHING), default=0)


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
    heading = header_columns(block, grid.rows[:_HEADER_ROWS])
    if heading is not None and len(labelled) <= 1 and len(grid.rows) <= _HEADER_ROWS:  # nothing but the heading
        return [], Continuation(heading, len(grid.rows[0]), _end_of_heading(block, grid.rows))
    if not labelled:
        return [], None
    first, found = labelled[0], None
    for at in labelled[:_HEADER_ROWS]:  # the column label 总计 reads like that of a row
        header = grid.rows[max(0, at - _HEADER_ROWS) : at]
        columns = header_columns(block, header)
        if columns is not None:
            first, found = at, Continuation(columns, len(grid.rows[at]), _end_of_heading(block, header))
            break
    headed = found is not None
    found = found or _continued(before, len(grid.rows[first]))
    if found is None:
        return [], None
    left = min(min(places) for places in found.columns.values())
    rows = [row for row in grid.rows[first:] if headed or _is_label(row[left - 1])]
    return list(_matrix_rows(labels, rows, found)), found


def _end_of_heading(block: TableBlock, header: Sequence[Row]) -> int:
    """Return how many positions the rows fill that hold labels of columns; a title above may be narrower."""
    labelled = [row for row in header if any(column_named(block, core(cell.text)) for cell in distinct(row))]
    return max(map(end_of, labelled), default=0)


def _is_label(cell: GridCell) -> bool:
    """Tell whether a cell holds a label: without a heading above, the label beside must show where figures begin."""
    return bool(cell.text.strip()) and not is_figure(cell.text)


def _continued(before: Continuation | None, width: int) -> Continuation | None:
    """Return the columns of the page before for a part of ``width`` positions; label columns may be lacking."""
    if before is None:
        return None
    shift = width - before.width
    columns = {key: tuple(at + shift for at in places) for key, places in before.columns.items()}
    reaches_the_end = max(max(places) for places in columns.values()) == width - 1
    if shift == 0 or (reaches_the_end and min(min(p) for p in columns.values()) >= 1):
        return Continuation(columns, width, before.end + shift)
    return None


def _leaf(labels: RowLabels, row: Row) -> str | None:
    """Return the row that a grid row is labelled as, judged by the last label in it."""
    texts = [cell.text for cell in distinct(row) if cell.text.strip() and not is_figure(cell.text)]
    if not texts:
        return None
    match = labels.match(texts[-1]) or labels.match("".join(texts))
    return match.row if match else None


def _matrix_rows(labels: RowLabels, rows: Sequence[Row], found: Continuation) -> Iterator[Observed]:
    left = min(min(places) for places in found.columns.values())
    cut: tuple[str, Row] = ("", ())
    for row in rows:
        label = own_label(labels, row[:left])
        match, printed = labels.match(label), row
        if match is None and cut[0]:  # a label cut by a page break: its figures stand in either part
            match = labels.match(cut[0] + label)
            printed = cut[1] if any(cell.text.strip() for cell in cut[1][left:]) else row
        if match is not None:
            yield from _cells_of(labels, match.row, printed, found.columns, found.end)
        cut = ("", ()) if match else (label, row)


def own_label(labels: RowLabels, row: Row) -> str:
    """Return the label of a row among those beside its figures, '' where two rows are named.

    It is the last one, but never that of a group where another cell names a row of it. 其他 without its number has
    it by the group in which it stands.
    """
    texts = [cell.text for cell in distinct(row) if cell.text.strip() and not is_figure(cell.text)]
    if len(texts) > 1 and core(texts[-1]) == "其他" and core(texts[-2]) == _OTHER_OUTCOMES:
        return f"3.{core(texts[-1])}"
    named = {match.row: text for text in texts if (match := labels.match(text)) and match.row in labels.printed}
    if len(named) > 1:
        return ""
    return next(iter(named.values()), texts[-1] if texts else "")


def _cells_of(labels: RowLabels, row_key: str, row: Row, columns: Columns, end: int) -> Iterator[Observed]:
    inside = [row[at] for positions in columns.values() for at in positions if at < len(row)]
    if end_of(row) != end or any(cell is NOTHING or _is_other_label(labels, cell) for cell in inside):
        return  # cells are lacking or too many in this row, so nobody knows how far the others are shifted
    for key, positions in columns.items():
        ref = CellRef(labels.table.key, row_key, key)
        found = text_at(row, positions)
        if found is None:
            yield Missed(ref, CONTRADICTORY, _place_of(row))
        else:
            yield Seen(ref, *found)


def _is_other_label(labels: RowLabels, cell: GridCell) -> bool:
    """Tell whether a label stands where a figure should."""
    text = cell.text.strip()
    return bool(text) and not is_figure(text) and (labels.match(text) is not None or plain(text) in labels.groups)


# ---------------------------------------------------------------- 主动公开表


def read_stacked(labels: RowLabels, grid: Grid) -> list[Observed]:
    """Read blocks that stand one under the other, each with a heading line above its rows."""
    seen: list[Observed] = []
    for at, row in enumerate(grid.rows):
        label = own_label(labels, row)
        match = labels.match(label) if label else None
        if match is None or match.fit < 0.9:
            continue
        block = next(block for block in labels.table.blocks if any(r.key == match.row for r in block.rows))
        for above in range(at - 1, max(-1, at - 5), -1):
            columns = header_columns(block, grid.rows[above : above + 1])
            if columns is not None:
                left = min(min(places) for places in columns.values())
                if label in {cell.text for cell in row[:left]}:
                    seen += _cells_of(labels, match.row, row, columns, end_of(grid.rows[above]))
                break
    return seen


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
    end = max(map(end_of, grid.rows[head : last + 1]))
    seen: list[Observed] = []
    for row in grid.rows[last + 1 :]:
        if any(cell.text.strip() and not is_figure(cell.text) for cell in row):
            break  # what follows below words, such as checks and remarks, is no row of the table
        if end_of(row) != end or any(cell is NOTHING for cell in row[:end]) or counts_columns(row):
            continue
        for ref, positions in columns.items():
            found = text_at(row, positions)
            seen.append(Missed(ref, CONTRADICTORY, _place_of(row)) if found is None else Seen(ref, *found))
    return seen


def counts_columns(row: Row) -> bool:
    """Tell whether a row is the 栏次 of a statistical form: 1, 2, 3 and so on."""
    texts = [cell.text.strip() for cell in distinct(row) if cell.text.strip()]
    return len(texts) > 3 and texts == [str(number) for number in range(1, len(texts) + 1)]


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


def is_one_row_heading(row: Row) -> bool:
    """Tell whether a row belongs to the heading of 复议诉讼表."""
    return _results(row) >= 2


def _results(row: Row) -> int:
    """Return how many times a row says 结果维持: once for each of three blocks."""
    return sum(core(cell.text) == "结果维持" for cell in distinct(row) if cell.text)


def _one_row_ref(table: FormTable, block: TableBlock, stack: Sequence[str]) -> CellRef | None:
    names = [core(text) for text in stack if text.strip()]
    if not names:
        return None
    column = column_named(block, names[-1])
    row = next((row.key for row in block.rows if any(plain(row.label) == name for name in names)), None)
    return CellRef(table.key, row, column) if row and column else None
