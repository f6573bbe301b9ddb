"""The confirmation sheet: what was read beside its source, taken cell by cell, by chapter, or whole."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from intake import Place, Reading, Unread, read_source
from intake.refusals import SourceScannedError
from intake.typed import to_be_typed
from model.form import Severity
from tests.ui.reports import blank_report, form_2021
from tests.ui.safety import answer
from tests.ui.sources import CARRIED_IN, LAST_CARRIED_OUT, LAST_NEW, file_of, last_year, scanned
from tests.ui.widgets import click, press
from ui.confirmation import ConfirmationSheet
from ui.confirmation_pages import TablePart, TextPart
from ui.intake_choice import Destination, Target, edit_of


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Last year's web page, in which one figure cannot be read and one total is wrong."""
    page = file_of(last_year(), "html", tmp_path).read_text(encoding="utf-8")
    return read_source(page)


def _sheet(qtbot: QtBot, reading: Reading, year: int = 2024) -> ConfirmationSheet:
    sheet = ConfirmationSheet(reading, Target(form_2021(), year))
    qtbot.addWidget(sheet, before_close_func=QDialog.hide)  # without a question
    sheet.show()
    return sheet


def _requests(sheet: ConfirmationSheet) -> TablePart:
    page = sheet.pages["requests"]
    assert isinstance(page, TablePart)
    sheet.tabs.setCurrentWidget(page)
    return page


def test_that_the_line_of_the_selected_figure_is_lit_in_the_source(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    page = _requests(sheet)
    page.reveal(LAST_CARRIED_OUT)
    assert "结转下年度" in sheet.source.lit_text
    assert "来源：粘贴的内容 第 " in sheet.place_words
    press(page.view, Qt.Key.Key_Up)
    assert "结转下年度" not in sheet.source.lit_text


def test_that_enter_meant_for_something_else_reads_nothing_in(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    for field in (sheet, sheet.all_box, sheet.tabs, sheet.office_edit, sheet.year_box, sheet.next_button):
        press(field, Qt.Key.Key_Return)
        press(field, Qt.Key.Key_Enter)
    assert sheet.isVisible()
    assert sheet.result() == QDialog.DialogCode.Rejected
    press(sheet.accept_button, Qt.Key.Key_Space)
    assert sheet.result() == QDialog.DialogCode.Accepted


def test_that_the_space_bar_leaves_out_one_figure_and_takes_it_again(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    page = _requests(sheet)
    page.reveal(LAST_CARRIED_OUT)
    press(page.view, Qt.Key.Key_Space)
    assert LAST_CARRIED_OUT not in sheet.choice.report.cells
    assert page.model.appearances[LAST_CARRIED_OUT].left_out
    assert page.box.checkState() is Qt.CheckState.PartiallyChecked
    press(page.view, Qt.Key.Key_Space)
    assert sheet.choice.report.cells[LAST_CARRIED_OUT] == 3


def test_that_a_chapter_and_then_everything_is_left_out(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    page = _requests(sheet)
    click(page.box, QPoint(10, page.box.height() // 2))
    assert not any(ref.table == "requests" for ref in sheet.choice.report.cells)
    assert any(ref.table == "proactive" for ref in sheet.choice.report.cells)
    press(sheet.all_box, Qt.Key.Key_Space)  # takes everything again
    assert sheet.choice.report.cells == reading.report.cells
    press(sheet.all_box, Qt.Key.Key_Space)
    assert sheet.sentence == "没有采用任何内容。"
    assert not sheet.accept_button.isEnabled()


def test_that_nothing_can_be_typed_over_what_was_read(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    page = _requests(sheet)
    page.reveal(LAST_CARRIED_OUT)
    press(page.view, Qt.Key.Key_7)
    press(page.view, Qt.Key.Key_Return)
    assert sheet.choice.report.cells == reading.report.cells


def test_that_a_report_of_the_wrong_year_is_not_taken_for_last_years(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading, year=2026)
    assert "2025" in sheet.sentence
    assert not sheet.accept_button.isEnabled()
    sheet.year_box.setFocus()
    sheet.year_box.selectAll()
    for key in (Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_2, Qt.Key.Key_5):
        press(sheet.year_box, key)
    assert sheet.accept_button.isEnabled()
    assert sheet.choice.report.year == 2025


def test_that_the_report_of_another_office_is_noticed_but_can_be_taken(qtbot: QtBot, reading: Reading) -> None:
    sheet = ConfirmationSheet(reading, Target(form_2021(), 2024, office="青石县财政局"))
    qtbot.addWidget(sheet)
    assert "与本单位“青石县财政局”不同" in sheet.sentence
    assert sheet.accept_button.isEnabled()
    sheet.office_edit.setText("青石县财政局")
    assert sheet.sentence == ""
    sheet.office_edit.setText("青石县")
    assert sheet.sentence == ""


def test_that_the_keyboard_begins_in_the_table(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    sheet.show()
    sheet.activateWindow()
    page = sheet.tabs.currentWidget()
    focus = sheet.focusWidget()
    assert page is not None
    assert focus is not None
    assert page.isAncestorOf(focus)


def test_that_there_is_no_next_place_to_look_at_when_there_is_none(qtbot: QtBot, reading: Reading) -> None:
    assert not _sheet(qtbot, reading).next_button.isEnabled()


def test_that_cells_which_could_not_be_read_are_marked_and_reached_one_after_the_other(qtbot: QtBot) -> None:
    pages = "三、收到和处理政府信息公开申请情况\n| 一、本年新收政府信息公开申请数量 | 12 | 0 | 0 |\n"
    text = f"清岚县人民政府办公室2023年政府信息公开工作年度报告\n一、总体情况\n公开信息12条。\n{pages}"
    reading = read_source(text)
    assert reading.unread
    sheet = _sheet(qtbot, reading)
    click(sheet.next_button)
    page = sheet.tabs.currentWidget()
    assert isinstance(page, TablePart)
    ref = page.view.current_ref
    assert sheet.remarks[ref][0] is Severity.ERROR
    assert page.model.appearances[ref].text == "？"
    assert "没有读出" in sheet.place_words
    click(sheet.next_button)
    assert isinstance(page, TablePart)
    assert page.view.current_ref != ref


def test_that_a_draft_takes_figures_and_texts_in_one_edit(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading, year=2023)
    assert sheet.destination is Destination.DRAFT
    filled = blank_report().with_edit(edit_of(form_2021(), blank_report(), sheet.choice))
    assert filled.cells == reading.report.cells
    assert filled.texts["overview"] == last_year().texts["overview"]
    assert filled.office == blank_report().office


def test_that_last_years_report_fills_only_the_carried_in_row(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    filled = blank_report().with_edit(edit_of(form_2021(), blank_report(), sheet.choice))
    assert {ref.row for ref in filled.cells} == {"carried_in"}
    assert filled.cells[CARRIED_IN] == 3
    assert filled.previous is not None
    assert filled.previous.source == "粘贴的内容"
    assert "来源：粘贴的内容 第 " in filled.notes[CARRIED_IN]


def test_that_a_figure_that_was_not_read_is_typed_into_the_sheet(qtbot: QtBot, reading: Reading) -> None:
    left = Unread(LAST_CARRIED_OUT, "结转", "分不清各列", Place(line=3))
    cells = {ref: value for ref, value in reading.report.cells.items() if ref != LAST_CARRIED_OUT}
    sheet = _sheet(qtbot, replace(reading, report=replace(reading.report, cells=cells), unread=(left,)))
    page = _requests(sheet)
    page.reveal(LAST_CARRIED_OUT)
    assert page.model.appearances[LAST_CARRIED_OUT].text == "？"
    page.view.type_text("8")
    press(page.view.editor() or page.view, Qt.Key.Key_Return)
    assert sheet.choice.report.cells[LAST_CARRIED_OUT] == 8
    assert sheet.choice.sources[LAST_CARRIED_OUT] == "来源：粘贴的内容（对照录入）"


def test_that_a_scanned_file_is_typed_beside_its_pages(qtbot: QtBot, tmp_path: Path) -> None:
    path = scanned(last_year(), tmp_path)
    with pytest.raises(SourceScannedError):
        read_source(path)
    sheet = ConfirmationSheet(to_be_typed(path.name, form_2021(), 2023), Target(form_2021(), 2024), path.read_bytes())
    qtbot.addWidget(sheet, before_close_func=QDialog.hide)
    with qtbot.waitSignal(sheet.source.page_shown, timeout=20_000):
        sheet.show()
    assert sheet.is_typed
    assert sheet.sentence == "还没有录入任何内容。"
    with qtbot.waitSignal(sheet.source.page_shown, timeout=20_000):
        sheet.source.show_page(2)
    page = _requests(sheet)
    for ref, digits in ((LAST_NEW, "12"), (LAST_CARRIED_OUT, "3")):
        page.reveal(ref)
        page.view.type_text(digits)
        press(page.view.editor() or page.view, Qt.Key.Key_Return)
    assert page.model.appearances[LAST_NEW._replace(column="total")].text == "12"
    assert sheet.accept_button.isEnabled()
    edit = edit_of(form_2021(), blank_report(), sheet.choice)
    assert edit.cells == {CARRIED_IN: 3}
    assert edit.notes[CARRIED_IN] == "来源：扫描件.pdf 第 2 页（对照录入）"


def test_that_nothing_is_read_in_while_a_typed_cell_is_no_figure(qtbot: QtBot) -> None:
    sheet = ConfirmationSheet(to_be_typed("扫描件.pdf", form_2021(), 2023), Target(form_2021(), 2024))
    qtbot.addWidget(sheet)
    sheet.show()
    page = _requests(sheet)
    page.reveal(LAST_NEW)
    page.view.type_text("12")
    press(page.view.editor() or page.view, Qt.Key.Key_Return)
    page.reveal(LAST_CARRIED_OUT)
    page.view.type_text("1.5")
    sheet.accept_button.click()
    assert sheet.isVisible()
    assert sheet.place_words == "“1.5”不能填：件数没有小数，请填整数；按 Esc 恢复原样。"
    sheet.tabs.setCurrentWidget(sheet.pages["problems"])
    assert sheet.tabs.currentWidget() is page
    editor = page.view.editor()
    assert editor is not None
    editor.setText("3")
    sheet.accept_button.click()
    assert not sheet.isVisible()
    assert sheet.choice.report.cells[LAST_CARRIED_OUT] == 3


def test_that_what_was_read_refuses_a_figure_for_the_whole_selection_and_the_text_stays(
    qtbot: QtBot, reading: Reading
) -> None:
    left = Unread(LAST_CARRIED_OUT, "结转", "分不清各列", Place(line=3))
    cells = {ref: value for ref, value in reading.report.cells.items() if ref != LAST_CARRIED_OUT}
    sheet = _sheet(qtbot, replace(reading, report=replace(reading.report, cells=cells), unread=(left,)))
    page = _requests(sheet)
    page.reveal(LAST_CARRIED_OUT)
    page.view.extend_to(page.model.layout.by_ref[LAST_NEW])
    page.view.type_text("8")
    page.view.commit_to_selection()
    editor = page.view.editor()
    assert editor is not None
    assert editor.text() == "8"
    assert sheet.place_words.startswith("读出的数字在这里只核对")


def test_that_texts_of_a_scanned_file_are_typed_too(qtbot: QtBot) -> None:
    sheet = ConfirmationSheet(to_be_typed("扫描件.pdf", form_2021(), 2023), Target(form_2021(), 2024))
    qtbot.addWidget(sheet)
    page = sheet.pages["problems"]
    assert isinstance(page, TextPart)
    page.text.setPlainText("一是人手不足。")
    assert sheet.choice.report.texts == {"problems": "一是人手不足。"}


@pytest.mark.parametrize("figure", ["8", "1.5"])
def test_that_what_was_typed_beside_a_scanned_file_is_not_lost_by_pressing_escape_once_too_often(
    qtbot: QtBot, figure: str
) -> None:
    sheet = _sheet(qtbot, to_be_typed("扫描件.pdf", form_2021(), 2023))
    page = _requests(sheet)
    page.reveal(LAST_NEW)
    page.view.type_text(figure)
    answer("取消")
    press(sheet.office_edit, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    answer("放弃录入")
    assert sheet.close()
    assert not sheet.isVisible()


def test_that_the_place_is_told_again_once_what_was_refused_is_taken_back(qtbot: QtBot) -> None:
    sheet = _sheet(qtbot, to_be_typed("扫描件.pdf", form_2021(), 2023))
    page = _requests(sheet)
    page.reveal(LAST_NEW)
    told = sheet.place_words
    page.view.type_text("1.5")
    assert not page.commit()
    assert "“1.5”不能填" in sheet.place_words
    page.view.close_editor()
    assert sheet.place_words == told


def test_that_a_sheet_in_which_nothing_was_typed_closes_without_a_question(qtbot: QtBot, reading: Reading) -> None:
    sheet = _sheet(qtbot, reading)
    press(sheet.office_edit, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
