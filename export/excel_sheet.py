"""One statutory table as a worksheet: the printed form, and beside and below it what checks the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Final, Literal

from export.blocks import Table
from export.excel_formulas import (
    CheckGroup,
    Linear,
    address,
    check_groups,
    column_letters,
    linear,
    ranges,
    total_formula,
)
from export.excel_style import Styles, balance_rules, protect, set_up_page, validation
from export.typesetting.cells import is_left_aligned, is_vertical
from model.cells import CellRef, FigureKind, Value
from model.form import Form
from model.layout import CellRole, LayoutCell

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.worksheet import Worksheet

TOP: Final = 3
"""The row of the sheet in which the printed grid begins, after heading and office."""

_WIDE: Final = 12  # printed columns above which a table is printed on a landscape page
_TOTAL_WIDTH: Final = {"portrait": 94.0, "landscape": 130.0}
_WORD_WIDTH: Final = 5.2
"""Room for two characters: a column too narrow for its label in one line is this wide, as most words have two."""
_SPACER_WIDTH: Final = 2.5
_CHECK_WIDTH: Final = 16.0
_LINE_HEIGHT: Final = 14.0
_SMALLEST_ROW: Final = 22.0


class SheetWriter:
    """Adds one worksheet to ``book``; ``cached`` then holds the value of every formula by its cell's name."""

    def __init__(
        self, book: Workbook, styles: Styles, form: Form, table: Table, values: Mapping[CellRef, Value]
    ) -> None:
        self.book = book
        self.sheet: Worksheet = book.create_sheet(table.caption)
        self.styles = styles
        self.form = form
        self.table = table
        self.layout = table.layout
        self.values = values
        self.cached: dict[str, Value] = {}
        self._places = {ref: (TOP + cell.top, 1 + cell.left) for ref, cell in self.layout.by_ref.items()}
        self._last_row = TOP + self.layout.row_count - 1
        self._orientation: Literal["portrait", "landscape"] = (
            "landscape" if self.layout.column_count > _WIDE else "portrait"
        )

    def write(self, heading: str, office: str, year: int) -> None:
        """Write everything of the sheet."""
        self._set_widths()
        self._write_head(1, heading, self.styles.heading_font, self.styles.centre, 30)
        whose = f"单位：{office}　　年度：{year}年"
        lines = self._lines(whose, 0, self.layout.column_count)
        self._write_head(2, whose, self.styles.label_font, self.styles.left, max(18, lines * _LINE_HEIGHT + 4))
        for row in range(self.layout.row_count):
            self.sheet.row_dimensions[TOP + row].height = self._height(row)
        for cell in self.layout.cells:
            self._write_cell(cell)
        next_row = self._write_checks(self._last_row + 2)
        self._write_subtotals(next_row)
        self._add_validations()
        self._add_names()
        self._finish()

    # ------------------------------------------------------------ the printed form

    def _set_widths(self) -> None:
        """Make columns as wide as their weights say; one that is too narrow for its label gives room to the groups."""
        weights = self.layout.column_weights
        scale = _TOTAL_WIDTH[self._orientation] / sum(weights)
        widths = [weight * scale for weight in weights]
        labels = [cell for cell in self.layout.cells if cell.role is CellRole.COLUMN_LABEL and cell.width == 1]
        for label in labels:
            given = widths[label.left] - _WORD_WIDTH
            if self.layout.header_rows and 0 < given < 2 * len(label.text) - _WORD_WIDTH:
                widths[label.left] -= given
                widths[max(self.layout.label_columns - 2, 0)] += given
        for column, width in enumerate(widths, start=1):
            self._set_width(column, round(width, 2))

    def _set_width(self, column: int, width: float) -> None:
        self.sheet.column_dimensions[column_letters(column)].width = width

    def _height(self, row: int) -> float:
        """Return a height in points in which every label of one row of the grid has room."""
        cells = [cell for cell in self.layout.cells if cell.top <= row < cell.top + cell.height]
        lines = max(ceil(self._label_lines(cell) / cell.height) for cell in cells)
        return max(_SMALLEST_ROW, lines * _LINE_HEIGHT + 5)

    def _label_lines(self, cell: LayoutCell) -> int:
        return len(cell.text) if is_vertical(cell, cell.text) else self._lines(cell.text, cell.left, cell.width)

    def _lines(self, text: str, left: int, width: int) -> int:
        """Return in how many lines a text will break; a Chinese character takes two units of width."""
        columns = range(1 + left, 1 + left + width)
        room = sum(self.sheet.column_dimensions[column_letters(column)].width for column in columns) - 0.8
        units = sum(1 if character.isascii() else 2 for character in text)
        return max(1, ceil(units / (room // 2 * 2)))

    def _write_head(self, row: int, text: str, font: Font, alignment: Alignment, height: float) -> None:
        self._merge(row, 1, 1, self.layout.column_count)
        self._write_text(row, 1, text, font, alignment)
        self.sheet.row_dimensions[row].height = height

    def _write_cell(self, cell: LayoutCell) -> None:
        row, column = TOP + cell.top, 1 + cell.left
        self._merge(row, column, cell.height, cell.width)
        if cell.ref is None:
            self._write_label(row, column, cell)
        elif cell.role is CellRole.COMPUTED:
            self._write_total(row, column, cell.ref)
        else:
            self._write_figure(row, column, cell.ref)
        for line in self.sheet.iter_rows(row, row + cell.height - 1, column, column + cell.width - 1):
            for covered in line:
                covered.border = self.styles.box
                if cell.role is CellRole.FIGURE:
                    covered.protection = self.styles.open
                if cell.role is CellRole.COMPUTED:
                    covered.fill = self.styles.computed

    def _write_label(self, row: int, column: int, cell: LayoutCell) -> None:
        styles = self.styles
        names_a_row = cell.role is CellRole.ROW_LABEL and self.layout.label_columns > 0 and cell.height == 1
        font = styles.small_font if cell.role is CellRole.CORNER else styles.label_font
        alignment = styles.left if names_a_row or is_left_aligned(cell, cell.text) else styles.centre
        if is_vertical(cell, cell.text):
            alignment = styles.stacked
        self._write_text(row, column, cell.text, font, alignment)

    def _write_figure(self, row: int, column: int, ref: CellRef) -> None:
        """Write a figure as a number; what is no number (「/」) as text; a blank stays empty."""
        value = self.values.get(ref)
        if value is None:
            text = self.table.figures.get(ref, "")
            self._write_text(row, column, text, self.styles.figure_font, self.styles.figure)
        else:
            self._write_value(row, column, value, self.styles.figure_font)

    def _write_total(self, row: int, column: int, ref: CellRef) -> None:
        """Write a total as a formula, unless a source printed another figure that stands because parts are blank."""
        parts = linear(self.form, self.form.computing[ref].expression)
        value = self.values.get(ref)
        if parts.value(self.values) == value and (value is not None or not self.table.figures.get(ref)):
            self._write_formula(row, column, parts, self.styles.total_font)
        else:
            self._write_figure(row, column, ref)

    # ------------------------------------------------------------ outside the print area

    def _write_checks(self, row: int) -> int:
        """Write the checks of columns below the form and those of rows beside it; return the next free row."""
        side = self.layout.column_count + 2
        for group in check_groups(self.form, self.layout.table):
            columns = {self._places[line.anchor][1] for line in group.lines}
            if len(columns) == len(group.lines):
                self._write_check_row(row, group)
                row += 2
            else:
                self._write_check_column(side, group)
                side += 1
        return row

    def _write_check_row(self, row: int, group: CheckGroup) -> None:
        self._write_note(row, f"校核（不打印）{group.check_id}　{group.title}：差额应为 0")
        for line in group.lines:
            self._write_check(row + 1, self._places[line.anchor][1], line.difference)

    def _write_check_column(self, column: int, group: CheckGroup) -> None:
        self._merge(TOP, column, max(1, self.layout.header_rows), 1)
        text = f"校核（不打印）{group.check_id}\n{group.title}：差额应为 0"
        self._write_text(TOP, column, text, self.styles.note_font, self.styles.centre)
        self._set_width(column - 1, _SPACER_WIDTH)
        self._set_width(column, _CHECK_WIDTH)
        for line in group.lines:
            self._write_check(self._places[line.anchor][0], column, line.difference)

    def _write_check(self, row: int, column: int, difference: Linear) -> None:
        self._write_formula(row, column, difference, self.styles.figure_font)
        self.sheet.cell(row, column).border = self.styles.box
        for rule in balance_rules(address(row, column)):
            self.sheet.conditional_formatting.add(address(row, column), rule)

    def _write_subtotals(self, row: int) -> None:
        """Write the subtotals that the form does not print, for the texts that speak of them."""
        rows: dict[str, list[CellRef]] = defaultdict(list)
        for ref, cell in self.form.cells.items():
            if ref.table == self.layout.table and not cell.printed:
                rows[ref.row].append(ref)
        columns = {ref.column: column for ref, (_, column) in self._places.items()}
        if rows:
            self._write_note(row, "小计（不打印），供撰写文字时核对")
        for offset, refs in enumerate(rows.values(), start=1):
            self._merge(row + offset, 1, 1, self.layout.label_columns)
            label = self.form.cells[refs[0]].row.label
            self._write_text(row + offset, 1, label, self.styles.label_font, self.styles.left)
            for ref in refs:
                self._places[ref] = (row + offset, columns[ref.column])
                self._write_total(*self._places[ref], ref)

    def _write_note(self, row: int, text: str) -> None:
        self._merge(row, 1, 1, self.layout.column_count)
        self._write_text(row, 1, text, self.styles.note_font, self.styles.left)

    # ------------------------------------------------------------ rules, names, page

    def _add_validations(self) -> None:
        kinds: dict[FigureKind, list[CellRef]] = defaultdict(list)
        for ref, cell in self.layout.by_ref.items():
            if cell.role is CellRole.FIGURE:
                kinds[self.form.cells[ref].kind].append(ref)
        for kind, refs in kinds.items():
            self.sheet.add_data_validation(validation(kind, ranges(refs, self._place)))

    def _add_names(self) -> None:
        """Give every figure its name; ``table.row.column`` is a legal name in Excel, WPS and LibreOffice."""
        from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

        for ref, (row, column) in self._places.items():
            target = f"'{self.sheet.title}'!${column_letters(column)}${row}"
            self.book.defined_names[str(ref)] = DefinedName(str(ref), attr_text=target)

    def _finish(self) -> None:
        printed = f"A1:{address(self._last_row, self.layout.column_count)}"
        set_up_page(self.sheet, self._orientation, printed, TOP - 1 + self.layout.header_rows)
        self.sheet.freeze_panes = address(TOP + self.layout.header_rows, 1 + self.layout.label_columns)
        self.sheet.sheet_view.showGridLines = False
        protect(self.sheet)

    # ------------------------------------------------------------ single cells

    def _place(self, ref: CellRef) -> tuple[int, int]:
        return self._places[ref]

    def _merge(self, row: int, column: int, height: int, width: int) -> None:
        if height > 1 or width > 1:
            self.sheet.merge_cells(
                start_row=row, end_row=row + height - 1, start_column=column, end_column=column + width - 1
            )

    def _write_text(self, row: int, column: int, text: str, font: Font, alignment: Alignment) -> None:
        """Write text as text, whatever it begins with: none may become a formula or an error value."""
        self._write_value(row, column, text or None, font)
        cell = self.sheet.cell(row, column)
        cell.alignment = alignment
        if text:
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(("=", "+", "-", "@"))

    def _write_formula(self, row: int, column: int, sum_of: Linear, font: Font) -> None:
        self._write_value(row, column, total_formula(sum_of, self._place), font)
        self.cached[address(row, column)] = sum_of.value(self.values)

    def _write_value(self, row: int, column: int, value: Value | str, font: Font) -> None:
        cell = self.sheet.cell(row, column)
        cell.value, cell.font, cell.alignment = value, font, self.styles.figure
