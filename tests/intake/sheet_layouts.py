"""Workbooks that print the statutory tables as offices, superiors and systems lay them out, well and badly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from model.cells import CellRef
from model.form import Form
from model.layout import TableLayout
from tests.intake.layouts import OFFICE, YEAR, Printed, text_of

Fill = Callable[[Workbook, Form, Printed], None]


Stored = int | float | str | None
"""What openpyxl writes into a cell."""


def number(text: str) -> Stored:
    """A figure as Excel stores it."""
    return int(text) if text.isdigit() else float(text) if text.replace(".", "", 1).isdigit() else text or None


def table_at(
    sheet: Worksheet,
    layout: TableLayout,
    printed: Printed,
    top: int = 1,
    *,
    left: int = 1,
    merged: bool = True,
    value: Callable[[str], Stored] = number,
) -> int:
    """Write a table below row ``top`` and return the row that follows it."""
    for cell in layout.cells:
        text = text_of(cell, printed)
        row, column = top + cell.top, left + cell.left
        sheet.cell(row, column, value(text) if cell.ref else text)
        if merged and cell.height * cell.width > 1:
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + cell.height - 1, end_column=column + cell.width - 1
            )
    return top + layout.row_count


def _title(sheet: Worksheet, row: int = 1) -> None:
    sheet.cell(row, 1, f"{OFFICE}{YEAR}年政府信息公开工作年度报告")


def _three_sheets(book: Workbook, form: Form, printed: Printed) -> None:
    for key, table in form.tables.items():
        sheet = book.create_sheet(form.section(table.section).short_title)
        _title(sheet)
        sheet.cell(2, 1, f"填报单位：{OFFICE}")
        table_at(sheet, table.layout, printed, 4)
        sheet.cell(table.layout.row_count + 6, 1, f"填表人：{key}")


def _one_sheet(
    book: Workbook, form: Form, printed: Printed, *, merged: bool = True, value: Callable[[str], Stored] = number
) -> None:
    sheet = book.create_sheet("年报")
    _title(sheet)
    row = 3
    for section in form.sections:
        sheet.cell(row, 1, section.title)
        table = form.table_of_section(section.key)
        if table:
            row = table_at(sheet, table.layout, printed, row + 1, merged=merged, value=value) + 1
        else:
            sheet.cell(row + 1, 1, f"{YEAR}年，本局做好各项工作。")
            row += 3


def _unmerged(book: Workbook, form: Form, printed: Printed) -> None:
    _one_sheet(book, form, printed, merged=False)


def _texts(book: Workbook, form: Form, printed: Printed) -> None:
    _one_sheet(book, form, printed, value=lambda text: f"\u00a0{text} " if text else "\u3000")


def _full_width(book: Workbook, form: Form, printed: Printed) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    _one_sheet(book, form, printed, value=lambda text: text.translate(wide) if text.isdigit() else number(text))


def _floats(book: Workbook, form: Form, printed: Printed) -> None:
    _one_sheet(book, form, printed, value=lambda text: float(text) if text.isdigit() else number(text))


def _moved(book: Workbook, form: Form, printed: Printed) -> None:
    """Tables away from the corner, with a counting row of 栏次, row numbers 行次 and checks on the right."""
    for table in form.tables.values():
        sheet = book.create_sheet(table.key)
        _title(sheet)
        layout = table.layout
        table_at(sheet, layout, printed, 5, left=3)
        right = layout.column_count + 4
        sheet.cell(5, right, "校验")
        for row in range(5 + layout.header_rows, 5 + layout.row_count):
            sheet.cell(row, 1, row)
            sheet.cell(row, right, 0)


def _numbered(book: Workbook, form: Form, printed: Printed) -> None:
    """A column 行次 between labels and figures, and a row 栏次 under the heading."""
    for table in form.tables.values():
        sheet = book.create_sheet(table.key)
        _title(sheet)
        table_at(sheet, table.layout, printed, 2)
        if not table.layout.header_rows:
            continue
        first = 2 + table.layout.header_rows
        merged = list(sheet.merged_cells.ranges)
        for area in merged:
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(first)
        for at in range(table.layout.column_count - table.layout.label_columns):
            sheet.cell(first, table.layout.label_columns + at + 1, at + 1)
        if table.layout.label_columns:
            sheet.insert_cols(table.layout.label_columns + 1)
            sheet.cell(first - 1, table.layout.label_columns + 1, "行次")
            for row in range(first + 1, 2 + table.layout.row_count + 1):
                sheet.cell(row, table.layout.label_columns + 1, row - first)


def _hidden(book: Workbook, form: Form, printed: Printed) -> None:
    """Last year's figures on a hidden sheet, and hidden rows and columns with notes."""
    _three_sheets(book, form, printed)
    old = book.create_sheet("上年")
    for table in form.tables.values():
        table_at(old, table.layout, dict.fromkeys(printed, "4"), old.max_row + 2)
    old.sheet_state = "hidden"
    for sheet in book.worksheets[1:-1]:
        sheet.cell(3, 1, "仅供内部核对")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions[get_column_letter(sheet.max_column + 1)].hidden = True


def _formulas(book: Workbook, form: Form, printed: Printed) -> None:
    """Totals are formulas that no program has computed yet; their results are in no file."""
    _three_sheets(book, form, printed)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int) and cell.column_letter in {"J", "E"}:
                    cell.value = f"=SUM(A{cell.row}:B{cell.row})"


def _extra_sheets(book: Workbook, form: Form, printed: Printed) -> None:
    notes = book.create_sheet("填报说明")
    for at, text in enumerate(["填报说明", "一、本表由各单位填报。", "二、没有的填 0。", "规章：指政府规章"], start=1):
        notes.cell(at, 1, text)
    _three_sheets(book, form, printed)
    contacts = book.create_sheet("联系人")
    contacts.append(["单位", "姓名", "电话", "其他"])
    contacts.append([OFFICE, "王五", 12345678, 3])


SHEETS: Final[dict[str, Fill]] = {
    "three sheets": _three_sheets,
    "one sheet": _one_sheet,
    "nothing merged": _unmerged,
    "figures as text": _texts,
    "full-width figures": _full_width,
    "floating figures": _floats,
    "away from the corner": _moved,
    "row and column numbers": _numbered,
    "hidden sheet": _hidden,
    "more sheets": _extra_sheets,
}
UNCOMPUTED: Final[dict[str, Fill]] = {"formulas without results": _formulas}


def write_sheets(fill: Fill, form: Form, printed: Printed, path: Path) -> Path:
    book = Workbook()
    fill(book, form, printed)
    del book[book.sheetnames[0]]
    book.save(path)
    return path


def uncomputed(printed: Printed) -> set[CellRef]:
    """The cells that ``_formulas`` leaves without a result."""
    return {ref for ref in printed if ref.column in {"total", "in_force"}}
