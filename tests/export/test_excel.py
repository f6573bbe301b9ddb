from __future__ import annotations

import getpass
import socket
import subprocess
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from export.excel import workbook_bytes, write_workbook
from model.cells import CellRef, FigureKind, Value
from model.layout import CellRole
from model.report import Report
from tests.export.reports import FORM_IDS, SECRET, composed, figures, filled, form, report_with

NEW = CellRef("requests", "new", "natural")
NEW_TOTAL = CellRef("requests", "new", "total")
HANDLED = CellRef("requests", "handled", "natural")
RULES = CellRef("proactive", "rules", "issued")
FEES = CellRef("proactive", "fees", "amount")
SHEETS = ["主动公开表", "申请办理表", "复议诉讼表"]
TEMPTING = ["=1+1", '=HYPERLINK("http://example.invalid","点我")', "+1", "-1", "@SUM(1)", "#N/A", "=cmd|'/C calc'!A0"]


def written(report: Report) -> bytes:
    of, report, evaluation, blocks = composed(report)
    return workbook_bytes(of, report, evaluation, blocks)


def opened(content: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def named_cell(book: Workbook, ref: CellRef) -> Cell:
    """Return the cell that carries the name of a figure."""
    [(title, address)] = book.defined_names[str(ref)].destinations
    cell = book[title][address.replace("$", "")]
    assert isinstance(cell, Cell)
    return cell


@cache
def blank(form_id: str = "2021") -> Workbook:
    return opened(written(report_with({}, form_id=form_id)))


@cache
def full() -> Workbook:
    return opened(written(report_with(filled(form()))))


def formula_cells(sheet: Worksheet) -> Iterator[Cell]:
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell, Cell) and cell.data_type == "f":
                yield cell


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_there_is_one_visible_sheet_for_each_table(form_id: str) -> None:
    book = blank(form_id)
    assert book.sheetnames == SHEETS
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_labels_and_merged_cells_are_those_of_the_printed_form(form_id: str) -> None:
    book = blank(form_id)
    for table in form(form_id).tables.values():
        sheet = book[table.name]
        merged = {str(area) for area in sheet.merged_cells.ranges}
        for cell in table.layout.cells:
            first = sheet.cell(3 + cell.top, 1 + cell.left)
            last = sheet.cell(2 + cell.top + cell.height, cell.left + cell.width)
            assert (first.value or "") == cell.text or cell.ref
            assert (f"{first.coordinate}:{last.coordinate}" in merged) == (cell.height > 1 or cell.width > 1)
            assert first.border.left.style == last.border.right.style == last.border.bottom.style == "thin"


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_every_figure_has_its_name_and_every_name_a_figure(form_id: str) -> None:
    book = blank(form_id)
    assert set(book.defined_names) == {str(ref) for ref in form(form_id).cells}
    places = {(cell.parent.title, cell.coordinate) for cell in (named_cell(book, ref) for ref in form(form_id).cells)}
    assert len(places) == len(form(form_id).cells)


@pytest.mark.parametrize("form_id", FORM_IDS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_that_previewers_read_the_figures_of_the_report(form_id: str, data: st.DataObject) -> None:
    report = report_with(data.draw(figures(form_id)), form_id=form_id)
    of, _, evaluation, _ = composed(report)
    book = opened(written(report), values=True)
    assert {ref: named_cell(book, ref).value for ref in of.cells} == {ref: evaluation.values[ref] for ref in of.cells}


def test_that_every_total_is_a_live_sum_and_every_typed_figure_a_plain_number() -> None:
    book = full()
    for ref, cell in form().cells.items():
        stored = named_cell(book, ref)
        if cell.computed:
            assert str(stored.value).startswith("=IF(COUNT(")
            assert "SUM(" in str(stored.value)
            assert stored.protection.locked
        else:
            assert isinstance(stored.value, int)
            assert not stored.protection.locked


def test_that_a_total_names_its_parts() -> None:
    book = full()
    assert named_cell(book, NEW_TOTAL).value == '=IF(COUNT(D6:I6)=0,"",SUM(D6:I6))'
    assert named_cell(book, HANDLED).value == '=IF(COUNT(D8:D28)=0,"",SUM(D8:D28))'


def test_that_blank_cells_are_blank_and_a_mark_is_text() -> None:
    book = opened(written(report_with({}, as_printed={RULES: "/"})))
    assert named_cell(book, NEW).value is None
    assert (named_cell(book, RULES).value, named_cell(book, RULES).data_type) == ("/", "s")


def test_that_a_figure_with_a_remark_stays_a_number_that_adds_up() -> None:
    book = opened(written(report_with({NEW: 22}, as_printed={NEW: "22（其中修订16件）"})))
    assert named_cell(book, NEW).value == 22


def test_that_an_amount_keeps_its_places() -> None:
    book = opened(written(report_with({FEES: Decimal("4166.241619")})), values=True)
    assert named_cell(book, FEES).value == 4166.241619


def test_that_a_printed_total_stands_where_its_parts_are_not_known() -> None:
    book = opened(written(report_with({NEW: 3, NEW_TOTAL: 45})))
    assert named_cell(book, NEW_TOTAL).value == 45


def test_that_a_mark_in_place_of_a_total_stands_while_there_is_nothing_to_add() -> None:
    book = opened(written(report_with({}, as_printed={NEW_TOTAL: "/"})))
    assert named_cell(book, NEW_TOTAL).value == "/"


def test_that_excel_refuses_in_chinese_what_is_no_figure() -> None:
    book = blank()
    for ref, cell in form().cells.items():
        stored = named_cell(book, ref)
        rules = [
            rule for rule in book[cell.table_name].data_validations.dataValidation if stored.coordinate in rule.sqref
        ]
        assert len(rules) == (0 if cell.computed else 1)
        for rule in rules:
            assert rule.type == ("decimal" if cell.kind is FigureKind.AMOUNT else "whole")
            assert (rule.operator, rule.formula1, rule.errorStyle) == ("greaterThanOrEqual", "0", None)
            assert rule.showErrorMessage
            assert "请填写不小于 0 的" in (rule.error or "")


def test_that_changes_may_be_negative_in_the_form_of_2019() -> None:
    book = blank("2019")
    [signed] = [rule for rule in book["主动公开表"].data_validations.dataValidation if rule.formula1 != "0"]
    assert (signed.type, signed.formula1) == ("whole", "-999999999")


def test_that_checks_stand_outside_the_print_area_and_turn_red_and_green() -> None:
    book = blank()
    for title, count in (("申请办理表", 39), ("复议诉讼表", 3)):
        sheet = book[title]
        printed = {cell.coordinate for line in sheet[sheet.print_area.replace("$", "").split("!")[-1]] for cell in line}
        coloured = {
            str(area.sqref): [rule.dxf.fill.bgColor.rgb for rule in area.rules] for area in sheet.conditional_formatting
        }
        assert len(coloured) == count
        assert not printed & coloured.keys()
        assert set(map(tuple, coloured.values())) == {("00FFC7CE", "00C6EFCE")}


def test_that_a_check_shows_the_difference() -> None:
    cells = filled(form()) | dict.fromkeys(
        [CellRef("requests", row, "natural") for row in ("new", "carried_in", "carried_out")], 0
    )
    handled = composed(report_with(cells))[2].values[HANDLED]
    sheet = opened(written(report_with(cells)), values=True)["申请办理表"]
    row = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("校核（不打印）A1"))
    assert sheet.cell(row + 1, 4).value == -(handled or 0)
    assert sheet["L6"].value == 0


def test_that_a_check_of_blanks_is_blank() -> None:
    sheet = opened(written(report_with({})), values=True)["申请办理表"]
    assert {sheet.cell(row, 12).value for row in range(6, 31)} == {None}


def test_that_the_page_is_set_up_for_a4_with_repeated_titles() -> None:
    book = blank()
    expected = {
        "主动公开表": ("portrait", "'主动公开表'!$A$1:$D$16", "$1:$2", "A3"),
        "申请办理表": ("portrait", "'申请办理表'!$A$1:$J$30", "$1:$5", "D6"),
        "复议诉讼表": ("landscape", "'复议诉讼表'!$A$1:$O$6", "$1:$5", "A6"),
    }
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, sheet.print_area, sheet.print_title_rows, sheet.freeze_panes) == expected[
            sheet.title
        ]
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert str(sheet.HeaderFooter.oddFooter) == '&C&"宋体"&12 — &P —'


def test_that_sheets_are_protected_without_a_password() -> None:
    for sheet in blank().worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatColumns


@pytest.mark.parametrize("text", TEMPTING)
def test_that_no_text_becomes_a_formula_or_an_error(text: str) -> None:
    report = Report("2021", text, 2024, as_printed={RULES: text})
    book = opened(written(report))
    cell = named_cell(book, RULES)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", text[0] != "#")
    formulas = [str(cell.value) for sheet in book.worksheets for cell in formula_cells(sheet)]
    assert all(formula.startswith("=IF(COUNT(") for formula in formulas)


def test_that_the_package_holds_nothing_but_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    of, report, evaluation, blocks = composed(report_with(filled(form()), {"overview": "总体情况的文字。"}))
    write_workbook(of, report, evaluation, path, blocks)
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        content = b"".join(package.read(name) for name in names).decode()
    assert sorted(names) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
    ]
    for private in (
        SECRET,
        "总体情况的文字",
        getpass.getuser() + "<",
        socket.gethostname() + "<",
        str(tmp_path),
        "openpyxl",
    ):
        assert private not in content
    assert sorted(tmp_path.iterdir()) == [path]


def test_that_the_office_is_the_author_and_no_hour_is_stamped() -> None:
    with zipfile.ZipFile(BytesIO(written(Report("2021", "甲<乙>局", 2024)))) as package:
        core = ElementTree.fromstring(package.read("docProps/core.xml"))
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [(child.tag.rpartition("}")[2], child.text) for child in core] == [
        ("title", "甲<乙>局2024年政府信息公开工作年度报告"),
        ("creator", "甲<乙>局"),
        ("keywords", "校验码 e3b0c442"),
        ("lastModifiedBy", "甲<乙>局"),
        ("language", "zh-CN"),
    ]


def test_that_equal_reports_give_equal_files() -> None:
    assert written(report_with(filled(form()))) == written(report_with(filled(form())))


def test_that_wrong_figures_can_be_written_too() -> None:
    wrong: dict[CellRef, Value] = {NEW: -3, RULES: Decimal("1.5"), CellRef("requests", "new", "business"): 10**15}
    book = opened(written(report_with(wrong)), values=True)
    assert named_cell(book, NEW_TOTAL).value == 10**15 - 3


def test_that_long_labels_have_room() -> None:
    """A label in n lines needs about n times the height of a line; openpyxl sets no heights by itself."""
    sheet = blank()["申请办理表"]
    long = next(row for row in range(6, 31) if str(sheet.cell(row, 3).value).startswith("2.申请人逾期"))
    assert sheet.row_dimensions[long].height >= 3 * 14
    assert {sheet.row_dimensions[row].height >= 22 for row in range(3, 31)} == {True}


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_labels_of_columns_are_broken_between_words(form_id: str) -> None:
    """Of the columns of Excel 5 pixels are white and a unit is 7; a Chinese character of 10 points is 13.3."""
    for table in form(form_id).tables.values():
        sheet = blank(form_id)[table.name]
        for cell in table.layout.cells:
            if cell.role is CellRole.COLUMN_LABEL and cell.width == 1:
                room = sheet.column_dimensions[get_column_letter(1 + cell.left)].width * 7
                assert 2 <= room / 13.34 < 3 or room / 13.34 >= len(cell.text)


def test_that_a_long_name_of_the_office_has_room_above_each_table() -> None:
    office = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人民政府办公室（县大数据发展管理局）"
    for name, sheets in ((office, 2), ("青石县财政局", 1)):
        book = opened(written(replace(report_with({}), office=name)))
        heights = [sheet.row_dimensions[2].height for sheet in book.worksheets]
        assert heights[:2] == [18 if sheets == 1 else 32] * 2
        assert heights[2] == 18


def test_that_labels_stand_as_in_the_printed_form() -> None:
    sheets = blank()
    requests, proactive = sheets["申请办理表"], sheets["主动公开表"]
    at = {
        str(cell.value): cell.alignment for sheet in (requests, proactive) for row in sheet.iter_rows() for cell in row
    }
    assert at["三、本年度办理结果"].textRotation == 255
    left = [
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "（三）不予公开",
        "1.属于国家秘密",
        "第二十条第（一）项",
    ]
    assert [at[label].horizontal for label in left] == ["left"] * 4
    assert [at[label].horizontal for label in ("自然人", "信息内容", "规章")] == ["center"] * 3


# ---------------------------------------------------------------- in LibreOffice


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, Workbook]:
    """Return the workbooks as LibreOffice calculates them; what our files say of formulas is thrown away before."""
    for name, content in books.items():
        opened(content).save(folder / f"{name}.xlsx")  # openpyxl drops the cached values
    out = folder / "out"
    profile = (folder / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", out, *folder.glob("*.xlsx")], check=True, capture_output=True, timeout=240)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {name: openpyxl.load_workbook(out / f"{name}.xlsx", data_only=True) for name in books}


@pytest.mark.office
def test_that_libreoffice_calculates_what_we_cached(tmp_path: Path) -> None:
    some = dict(list(filled(form()).items())[::2])
    reports = {
        "full": report_with(filled(form())),
        "partial": report_with(some),
        "blank": report_with({}),
        "marks": report_with(some, as_printed={ref: "/" for ref in form().cells if ref not in some}),
        "wrong": report_with({NEW: 5, NEW_TOTAL: 9, HANDLED: 70000}),
        "old": report_with(filled(form("2019"), 11), form_id="2019"),
    }
    ours = {name: written(report) for name, report in reports.items()}
    theirs = recalculated(tmp_path, ours)
    for name, content in ours.items():
        formulas, cached = opened(content), opened(content, values=True)
        compared = 0
        for sheet in formulas.worksheets:
            for cell in formula_cells(sheet):
                mine = cached[sheet.title][cell.coordinate].value
                assert theirs[name][sheet.title][cell.coordinate].value == mine, (name, cell.coordinate)
                compared += 1
        assert compared > 50
