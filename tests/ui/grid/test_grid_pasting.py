"""Pasting a block: all or nothing, totals compared, labels recognised; copying cell for cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from model.cells import Value
from model.report import Report
from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import CONTROL, FORM, SHIFT, Desk, zeros
from tests.ui.widgets import children
from ui.grid.bubble import Bubble
from ui.grid.clipboard import read_html, read_tsv, write_tsv
from ui.grid.copying import copied, printed_area
from ui.grid.pasting import pasted
from ui.grid.positions import area_of, whole_area

Key = Qt.Key


def paste(desk: Desk, text: str) -> None:
    desk.put_on_clipboard(text)
    desk.press(Key.Key_V, CONTROL)


def test_that_a_pasted_block_is_one_undo_step(desk: Desk) -> None:
    desk.at("new.natural")
    paste(desk, write_tsv([[str(row * 6 + column) for column in range(6)] for row in range(2)]))
    assert [desk.value(f"carried_in.{column}") for column in ("natural", "other_org")] == [6, 11]
    assert desk.said == ["已粘贴 12 格。"]
    assert desk.session.undo_stack.count == 1
    assert desk.session.undo_stack.undo_text == "粘贴 12 格"
    desk.press(Key.Key_Z, CONTROL)
    assert desk.value("new.natural") == 35


def test_that_a_whole_table_of_25_by_6_is_pasted_over_its_computed_row(desk: Desk) -> None:
    desk.at("new.natural")
    paste(desk, write_tsv([["1"] * 6 for _ in range(25)]))
    assert desk.value("other_misc.business") == 1
    assert desk.value("handled.business") == 21
    assert desk.said[-1].startswith("已粘贴 144 格。有 6 个合计与算出来的不同，没有粘贴：申请办理表")
    assert desk.said[-1].endswith("等。")


def test_that_a_pasted_total_that_differs_is_named_and_left_alone(desk: Desk) -> None:
    desk.at("new.other_org")
    paste(desk, "1\t46\r\n")
    assert desk.value("new.total") == 36
    assert desk.said == [
        "已粘贴 1 格。有 1 个合计与算出来的不同，没有粘贴：申请办理表“本年新收”行“总计”列粘贴的是 46，算出来是 36。"
    ]
    (bubble,) = children(desk.editor, Bubble)
    assert (bubble.isVisible(), bubble.text()) == (True, desk.said[0])


def test_that_words_over_a_total_are_passed_over(desk: Desk) -> None:
    desk.at("new.other_org")
    paste(desk, "1\t#REF!\r\n")
    assert desk.said == ["已粘贴 1 格。"]


def test_that_pasted_totals_that_agree_are_not_mentioned(desk: Desk) -> None:
    desk.at("new.other_org")
    paste(desk, "1\t36\r\n")
    assert desk.said == ["已粘贴 1 格。"]


def test_that_pasting_over_totals_alone_changes_nothing(desk: Desk) -> None:
    desk.at("new.total")
    paste(desk, "99")
    assert desk.value("new.total") == 35
    assert desk.session.undo_stack.count == 0
    assert "没有粘贴" in desk.said[0]


@pytest.mark.parametrize("text", ["1\t2\t3\r\n", "1\r\n2\r\n3\r\n"])
def test_that_a_block_that_does_not_fit_changes_nothing_and_says_so(desk: Desk, text: str) -> None:
    desk.at("handled.other_org")
    paste(desk, text)
    assert desk.session.undo_stack.count == 0
    assert "放不下" in desk.said[0]
    assert desk.said[0].endswith("没有粘贴任何数字。")


def test_that_one_text_that_is_no_figure_keeps_the_whole_block_out(desk: Desk) -> None:
    desk.at("granted.natural")
    paste(desk, "1\t2\r\n3\t五\r\n")
    assert desk.value("granted.natural") == 9
    assert desk.said == ["剪贴板第 2 行第 2 列：“五”不能填：这里只能填 0 或正整数，例如 35，没有粘贴任何数字。"]


def test_that_blanks_of_a_block_empty_figures_and_sums_become_notes(desk: Desk) -> None:
    desk.at("new.natural")
    paste(desk, "26+9\t3件\t１２\t\t/\t1,234\r\n")
    row = [desk.value(f"new.{column}") for column in ("natural", "business", "research", "nonprofit")]
    assert row == [35, 3, 12, None]
    assert desk.note("new.natural") == "算式：26+9"
    assert desk.session.report.as_printed[desk.ref("new.legal_services")] == "/"
    assert desk.value("new.other_org") == 1234


def test_that_a_single_value_fills_the_selection_but_not_its_totals(desk: Desk) -> None:
    desk.select("granted.natural", "partial.total")
    paste(desk, "7")
    assert desk.value("partial.other_org") == 7
    assert desk.value("granted.total") == 42
    assert desk.said == ["已粘贴 12 格。"]


def test_that_a_row_is_repeated_over_a_selection_that_is_a_multiple_of_it(desk: Desk) -> None:
    desk.select("granted.natural", "denied_secret.business")
    paste(desk, "1\t2\r\n")
    assert [desk.value(f"denied_secret.{column}") for column in ("natural", "business")] == [1, 2]
    assert desk.said == ["已粘贴 6 格。"]


def test_that_an_empty_clipboard_says_so(desk: Desk) -> None:
    desk.press(Key.Key_V, CONTROL)
    assert desk.said == ["剪贴板里没有表格或数字，没有粘贴任何数字。"]


def test_that_pasting_what_stands_there_is_no_step_of_undo(desk: Desk) -> None:
    desk.at("new.natural")
    paste(desk, "35")
    assert desk.said == ["已粘贴 1 格，与表中原有的相同。"]
    assert desk.session.undo_stack.count == 0


def test_that_a_locked_report_takes_no_paste_and_does_not_say_it_did(desk: Desk) -> None:
    desk.session.read_only_reason = "定稿已锁定，要修改请先更正。"
    paste(desk, "1")
    assert desk.said == ["定稿已锁定，要修改请先更正。"]
    assert desk.value("new.natural") == 35


def test_that_html_alone_is_pasted(desk: Desk) -> None:
    data = QMimeData()
    data.setHtml("<table><tr><td>4</td><td>5</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(data)
    desk.at("granted.natural")
    desk.press(Key.Key_V, CONTROL)
    assert (desk.value("granted.natural"), desk.value("granted.business")) == (4, 5)


def test_that_a_table_with_its_labels_goes_where_its_labels_are(make_desk: MakeDesk) -> None:
    source = make_desk("requests", zeros("requests", new__natural=4, granted__natural=4))
    source.press(Key.Key_C, CONTROL | SHIFT)
    target = make_desk("requests")
    target.at("other_misc.other_org")
    target.press(Key.Key_V, CONTROL)
    assert target.session.report.cells == source.session.report.cells
    assert target.said == ["已粘贴 144 格。"]


def test_that_rows_with_their_labels_are_recognised_though_brackets_are_half_width(desk: Desk) -> None:
    desk.at("carried_out.natural")
    paste(desk, "(二)部分公开(区分处理的,只计这一情形,不计其他情形)\t\t8\t\t\t\t\t\t8\r\n")
    assert desk.value("partial.natural") == 8


def test_that_a_title_above_a_copied_table_does_no_harm(desk: Desk) -> None:
    paste(
        desk, "三、收到和处理政府信息公开申请情况\t\t\t\r\n\t\t\t申请人情况\r\n\t\t\t自然人\r\n\t\t\t\r\n\t\t\t41\r\n"
    )
    assert desk.value("new.natural") == 41


def test_that_a_table_of_another_kind_is_not_taken_for_this_one(desk: Desk) -> None:
    before = desk.session.report
    paste(desk, "姓名\t自然人\t电话\r\n甲\t1\t2\r\n乙\t3\t4\r\n")
    assert desk.session.report == before
    assert desk.said[0].endswith("没有粘贴任何数字。")


def test_that_a_labelled_block_whose_figures_fall_outside_is_refused(desk: Desk) -> None:
    before = desk.session.report
    paste(desk, "四、结转下年度继续办理\t\t\t1\t1\t1\t1\t1\t1\t6\r\n五\t\t\t1\t1\t1\t1\t1\t1\t6\r\n")
    assert desk.session.report == before
    assert desk.said[0].endswith("没有粘贴任何数字。")


def test_that_a_huge_clipboard_is_refused_at_once(desk: Desk) -> None:
    paste(desk, "1\n" * 100_000)
    assert "放不下" in desk.said[0]


def test_that_the_stacked_table_takes_a_block_with_its_labels(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    desk.at("rules.issued")
    paste(
        desk,
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\r\n规章\t1\t2\t3\r\n行政规范性文件\t4\t5\t6\r\n"
        "第二十条第（五）项\t\t\t\r\n信息内容\t本年处理决定数量\t\t\r\n行政许可\t7\t\t\r\n",
    )
    assert desk.value("normative_documents.in_force") == 6
    assert desk.value("licensing.decisions") == 7


def test_that_a_block_that_runs_into_labels_does_not_fit(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    desk.at("rules.issued")
    paste(desk, "1\r\n2\r\n3\r\n")
    assert "放不下" in desk.said[0]
    assert desk.value("rules.issued") is None


def test_that_copied_figures_are_text_for_spreadsheets_and_html_for_documents(desk: Desk) -> None:
    desk.select("new.natural", "carried_in.business")
    desk.press(Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert read_tsv(data.text()) == read_html(data.html()) == [["35", "0"], ["0", "0"]]
    assert desk.said == ["已复制 2 行 2 列。"]


def test_that_cutting_copies_and_empties(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "35\r\n"
    assert desk.value("new.natural") is None


def test_that_a_whole_table_is_copied_as_the_printed_form_with_merged_labels() -> None:
    layout = FORM.tables["appeals"].layout
    content = copied(layout, printed_area(layout), lambda cell: cell.text or "0")
    assert read_tsv(content.text)[0] == ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9]
    assert read_tsv(content.text)[3] == ["0"] * 15
    assert '<th colspan="10">行政诉讼</th>' in content.markup
    assert '<th rowspan="2">结果维持</th>' in content.markup


VALUES = st.none() | st.integers(0, 999_999_999)


@given(st.lists(VALUES, min_size=144, max_size=144))
def test_that_all_figures_copied_and_pasted_elsewhere_arrive_as_they_are(values: list[Value]) -> None:
    layout = FORM.tables["requests"].layout
    typed = [ref for ref in layout.by_ref if not FORM.cells[ref].computed]
    source = {ref: value for ref, value in zip(typed, values, strict=True) if value is not None}
    area = whole_area(layout)
    text = copied(layout, area, lambda cell: str(source.get(cell.ref, "")) if cell.ref else cell.text).text
    empty = Report("2021", "甲县人民政府办公室", 2024)
    change = pasted(FORM, empty, layout, read_tsv(text), area_of(layout.by_ref[typed[0]]))
    assert change.edit is not None
    assert empty.with_edit(change.edit).cells == source
