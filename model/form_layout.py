"""How the three statutory tables are printed: three arrangements, each from rows and columns to a grid.

``matrix`` is the 申请办理表 (row labels left, column labels above), ``stacked`` the 主动公开表 (one block under
the other, each with a band and a heading line), ``one_row`` the 复议诉讼表 (the rows side by side in one line).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from model.cells import CellRef
from model.form import FormColumn, FormRow, TableBlock
from model.layout import CellRole, LayoutCell, TableLayout


def layout_of(
    arrangement: str, table: str, blocks: Sequence[TableBlock], weights: Sequence[int], corner: str
) -> TableLayout:
    """Return the printed grid of a table; raise ``KeyError`` for an unknown arrangement.

    ``weights`` are the relative widths of the printed columns, ``corner`` the text at the upper left.
    """
    builders: dict[str, Callable[[], TableLayout]] = {
        "matrix": lambda: _matrix(table, blocks[0], weights, corner),
        "stacked": lambda: _stacked(table, blocks, weights),
        "one_row": lambda: _one_row(table, blocks[0], weights),
    }
    return builders[arrangement]()


def _figure(table: str, row: FormRow, column: FormColumn, top: int, left: int) -> LayoutCell:
    role = CellRole.COMPUTED if row.computed or column.computed else CellRole.FIGURE
    return LayoutCell(top, left, 1, column.span, role, ref=CellRef(table, row.key, column.key))


def _layout(table: str, cells: list[LayoutCell], bands: tuple[int, int], weights: Sequence[int]) -> TableLayout:
    ordered = sorted(cells, key=lambda cell: (cell.top, cell.left))
    return TableLayout(
        table,
        row_count=max(cell.top + cell.height for cell in cells),
        column_count=max(cell.left + cell.width for cell in cells),
        header_rows=bands[0],
        label_columns=bands[1],
        column_weights=tuple(weights),
        cells=tuple(ordered),
    )


def _runs(paths: Sequence[tuple[str, ...]], depth: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield (start, length, path) of neighbours that share the first ``depth`` + 1 labels."""
    start = 0
    for index in range(1, len(paths) + 1):
        if index == len(paths) or paths[index][: depth + 1] != paths[start][: depth + 1]:
            yield start, index - start, paths[start]
            start = index


def _labels(paths: Sequence[tuple[str, ...]], depth: int) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield (index, level, length, levels, label): merged labels of ``depth`` levels.

    A path that is shorter than ``depth`` lets its last label reach over the levels that are left.
    """
    for level in range(depth):
        for start, length, path in _runs(paths, level):
            if level < len(path) - 1:
                yield start, level, length, 1, path[level]
            elif level == len(path) - 1:
                yield start, level, length, depth - level, path[level]


def _matrix(table: str, block: TableBlock, weights: Sequence[int], corner: str) -> TableLayout:
    rows = [row for row in block.rows if row.printed]
    across = [(*column.groups, column.label) for column in block.columns]
    down = [(*row.groups, row.label) for row in rows]
    header_rows, label_columns = max(map(len, across)), max(map(len, down))
    cells = [LayoutCell(0, 0, header_rows, label_columns, CellRole.CORNER, corner)]
    for index, level, length, levels, label in _labels(across, header_rows):
        cells.append(LayoutCell(level, label_columns + index, levels, length, CellRole.COLUMN_LABEL, label))
    for index, level, length, levels, label in _labels(down, label_columns):
        cells.append(LayoutCell(header_rows + index, level, length, levels, CellRole.ROW_LABEL, label))
    cells += [
        _figure(table, row, column, header_rows + down_index, label_columns + across_index)
        for down_index, row in enumerate(rows)
        for across_index, column in enumerate(block.columns)
    ]
    return _layout(table, cells, (header_rows, label_columns), weights)


def _stacked(table: str, blocks: Sequence[TableBlock], weights: Sequence[int]) -> TableLayout:
    width = max(1 + sum(column.span for column in block.columns) for block in blocks)
    cells: list[LayoutCell] = []
    top = 0
    for block in blocks:
        cells.append(LayoutCell(top, 0, 1, width, CellRole.BAND, block.band))
        cells.append(LayoutCell(top + 1, 0, 1, 1, CellRole.COLUMN_LABEL, block.head))
        for offset, row in enumerate(block.rows):
            cells.append(LayoutCell(top + 2 + offset, 0, 1, 1, CellRole.ROW_LABEL, row.label))
        left = 1
        for column in block.columns:
            cells.append(LayoutCell(top + 1, left, 1, column.span, CellRole.COLUMN_LABEL, column.label))
            cells += [_figure(table, row, column, top + 2 + offset, left) for offset, row in enumerate(block.rows)]
            left += column.span
        cells += _padding(top + 1, left, width, len(block.rows))
        top += 2 + len(block.rows)
    return _layout(table, cells, (0, 0), weights)


def _padding(top: int, left: int, width: int, row_count: int) -> list[LayoutCell]:
    """Return empty label cells where a block of the form of 2019 is narrower than the table."""
    if left >= width:
        return []
    return [LayoutCell(top + offset, left, 1, width - left, CellRole.COLUMN_LABEL) for offset in range(row_count + 1)]


def _one_row(table: str, block: TableBlock, weights: Sequence[int]) -> TableLayout:
    pairs = [(row, column) for row in block.rows for column in block.columns]
    paths = [(*row.groups, row.label, column.label) for row, column in pairs]
    depth = max(map(len, paths))
    cells: list[LayoutCell] = []
    for index, level, length, levels, label in _labels(paths, depth):
        cells.append(LayoutCell(level, index, levels, length, CellRole.COLUMN_LABEL, label))
    cells += [_figure(table, row, column, depth, left) for left, (row, column) in enumerate(pairs)]
    return _layout(table, cells, (depth, 0), weights)
