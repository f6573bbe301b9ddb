"""The pages around the editors: a chapter, and title with preface and closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from export.blocks import Paragraph, Title
from export.compose import compose
from model.form_loader import load_form
from model.report import Edit, EditKind, Report
from tests.ui import widgets
from tests.ui.text_bench import TOTAL, make_session, press, put_caret, set_figure, show, type_keys
from tests.ui.widgets import button, children
from ui.session import ReportSession, TextSelection
from ui.settings import FontSize
from ui.texts.customary import composed_closing, composed_preface, renewed
from ui.texts.subheadings import with_missing_subheadings
from ui.texts.text_page import TextPage
from ui.texts.title_page import TitlePage
from ui.theme import DARK, LIGHT, apply

HEADINGS = load_form("2021").section("overview").subheadings
CONTROL = Qt.KeyboardModifier.ControlModifier


def click(page: QWidget, words: str) -> None:
    widgets.click(button(page, words))


def count_label(page: TextPage) -> QLabel:
    return next(label for label in children(page, QLabel) if " 字" in label.text())


def make_page(qtbot: QtBot, text: str = "", key: str = "overview") -> TextPage:
    session = make_session(text, key)
    page = TextPage(session, key)
    show(qtbot, session, page)
    return page


def test_that_an_empty_chapter_gets_all_subheadings_with_room_to_write() -> None:
    completed = with_missing_subheadings("", HEADINGS)
    assert completed.text == "\n\n".join(HEADINGS) + "\n"
    assert (completed.added, completed.renumbered) == (5, 0)


def test_that_missing_subheadings_are_put_in_their_order_and_numbers_are_put_right() -> None:
    text = "开头。\n(一)主动公开情况\n正文\n（二）监督保障\n正文"
    completed = with_missing_subheadings(text, HEADINGS)
    assert completed.text.split("\n") == [
        *("开头。", "（一）主动公开情况", "正文", "（二）依申请公开", "", "（三）政府信息管理", ""),
        *("（四）政府信息公开平台建设", "", "（五）监督保障", "正文"),
    ]
    assert (completed.added, completed.renumbered) == (3, 2)


def test_that_subheadings_that_are_all_there_stay_as_they_are() -> None:
    text = "\n正文\n".join(HEADINGS)
    assert with_missing_subheadings(text, HEADINGS) == (text, 0, 0)


def test_that_a_sentence_that_speaks_of_a_subheading_is_none() -> None:
    assert with_missing_subheadings("主动公开是原则。", HEADINGS).added == 5


def test_that_the_button_puts_in_subheadings_as_one_undo_step(qtbot: QtBot) -> None:
    page = make_page(qtbot, "（一）主动公开\n正文")
    with qtbot.waitSignal(page.message) as message:
        click(page, "补齐小标题")
    assert message.args == ["已补入 4 个小标题。用不到的可以删去。"]
    assert [line for line in page.editor.stored.split("\n") if line.startswith("（")] == list(HEADINGS)
    assert page.editor.hasFocus()
    with qtbot.waitSignal(page.message) as message:
        click(page, "补齐小标题")
    assert message.args == ["常用的小标题都已经有了。"]
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.editor.stored == "（一）主动公开\n正文"


def test_that_writing_begins_below_the_first_subheading_of_an_empty_chapter(qtbot: QtBot) -> None:
    page = make_page(qtbot)
    click(page, "补齐小标题")
    type_keys(qtbot, "abc")
    assert page.editor.stored.split("\n")[:3] == [HEADINGS[0], "abc", HEADINGS[1]]


@pytest.mark.parametrize("key", ["problems", "others"])
def test_that_other_chapters_offer_no_subheadings(qtbot: QtBot, key: str) -> None:
    page = make_page(qtbot, key=key)
    assert "补齐小标题" not in [each.text() for each in children(page, QPushButton)]
    type_keys(qtbot, "abc")
    assert page.session.report.texts == {key: "abc"}
    qtbot.waitUntil(lambda: count_label(page).text() == "3 字")


def test_that_the_length_is_shown_against_the_guideline(qtbot: QtBot) -> None:
    page = make_page(qtbot, "字" * 998 + " ")
    label = count_label(page)
    assert label.text() == "998 字（篇幅原则上不超过 1,000 字）"
    calm = label.styleSheet()
    page.editor.moveCursor(page.editor.textCursor().MoveOperation.End)
    with qtbot.waitSignal(page.summary_changed) as summary:
        type_keys(qtbot, "ab。")
    assert summary.args == ["共 1,001 字"]
    qtbot.waitUntil(lambda: label.text() == "1,001 字，超出 1,000 字的篇幅要求 1 字")
    assert LIGHT.warning.name() in label.styleSheet() != calm


@pytest.mark.parametrize("key", ["overview", "problems"])
def test_that_nothing_sticks_out_of_a_narrow_page_in_the_largest_letters(
    qtbot: QtBot, qapp: QApplication, key: str
) -> None:
    apply(qapp, LIGHT, FontSize.LARGEST.points)
    session = make_session("字" * 998, key)
    last = replace(session.report, year=session.report.year - 1)
    session.submit(Edit(EditKind.IMPORT, properties={"previous": last}), "读入")
    page = TextPage(session, key)
    show(qtbot, session, page)
    page.resize(700, 500)
    apply(qapp, LIGHT)
    assert page.minimumSizeHint().width() <= 700
    assert page.repeated.isVisible()
    assert page.repeated.toolTip().startswith("与上年相同约")
    assert count_label(page).mapTo(page, count_label(page).rect().topRight()).x() < page.width()


def test_that_the_length_follows_the_digits_of_live_numbers(qtbot: QtBot) -> None:
    page = make_page(qtbot, f"{{{{{TOTAL}}}}}件")
    assert count_label(page).text().startswith("3 字")
    set_figure(page.session, 1000)
    qtbot.waitUntil(lambda: count_label(page).text().startswith("5 字"))


def test_that_the_length_keeps_its_colour_in_the_dark(qtbot: QtBot, qapp: QApplication) -> None:
    font = qapp.font()
    try:
        page = make_page(qtbot, "字" * 1001)
        apply(qapp, DARK)
        assert DARK.warning.name() in count_label(page).styleSheet()
    finally:
        apply(qapp, LIGHT)
        qapp.setFont(font)
        qapp.setStyleSheet("")


def test_that_a_page_zooms_within_limits(qtbot: QtBot) -> None:
    page = make_page(qtbot, "甲")
    usual = page.editor.document().defaultFont().pointSizeF()
    press(qtbot, Qt.Key.Key_Plus, CONTROL)
    assert page.zoom_percent == 110
    assert page.editor.document().defaultFont().pointSizeF() == pytest.approx(usual * 1.1)
    for _ in range(30):
        page.zoom(1)
    assert page.zoom_percent == 250
    for _ in range(30):
        page.zoom(-1)
    assert page.zoom_percent == 70
    press(qtbot, Qt.Key.Key_0, CONTROL)
    assert (page.zoom_percent, page.editor.document().defaultFont().pointSizeF()) == (100, usual)
    assert page.session.undo_stack.count == 0


def test_that_the_edit_menu_acts_on_the_text(qtbot: QtBot) -> None:
    page = make_page(qtbot, "甲乙")
    actions: dict[str, QAction] = {action.text(): action for action in page.edit_actions()}
    actions["全选"].trigger()
    actions["剪切"].trigger()
    assert page.editor.stored == ""
    actions["粘贴"].trigger()
    actions["粘贴"].trigger()
    assert page.editor.stored == "甲乙甲乙"
    actions["替换…"].trigger()
    assert page.find_bar.isVisible()


def test_that_the_status_bar_hears_how_much_is_selected(qtbot: QtBot) -> None:
    page = make_page(qtbot, f"共 {{{{{TOTAL}}}}}件。")
    with qtbot.waitSignal(page.summary_changed) as summary:
        put_caret(page.editor, 3, anchor=0)
    assert summary.args == ["已选 3 字，共 5 字"]


def test_that_a_page_says_where_the_user_is_and_goes_there(qtbot: QtBot) -> None:
    page = make_page(qtbot, "甲乙丙")
    page.reveal(TextSelection("overview", 1, 2))
    assert page.current_place() == TextSelection("overview", 1, 2)
    page.reveal("overview")
    page.reveal(TextSelection("others", 0, 1))
    assert page.current_place() == TextSelection("overview", 1, 2)


def make_titles(
    qtbot: QtBot, session: ReportSession | None = None, contact: Mapping[str, str] | None = None
) -> TitlePage:
    session = session or make_session()
    page = TitlePage(session, lambda: contact or {}, today=lambda: date(2025, 1, 20))
    bench = show(qtbot, session, page)
    bench.resize(1000, 700)
    return page


def printed(session: ReportSession) -> list[str]:
    blocks = compose(session.form, session.report, session.evaluation)
    return [
        line
        for block in blocks
        if isinstance(block, Title | Paragraph)
        for line in (block.lines if isinstance(block, Title) else (block.text,))
    ]


def test_that_what_is_left_empty_prints_nothing_but_the_default_title(qtbot: QtBot) -> None:
    page = make_titles(qtbot)
    assert printed(page.session) == ["甲县人民政府办公室", "2024年政府信息公开工作年度报告"]
    assert page.title.toPlainText() == ""
    placeholder = page.title.grab().toImage()
    page.title.set_placeholder("")
    assert page.title.grab().toImage() != placeholder


def test_that_the_default_title_can_be_changed_and_taken_back(qtbot: QtBot) -> None:
    page = make_titles(qtbot)
    click(page, "在默认标题上修改")
    assert page.title.stored == "甲县人民政府办公室\n2024年政府信息公开工作年度报告"
    put_caret(page.title, 0)
    type_keys(qtbot, "x")
    assert printed(page.session)[0] == "x甲县人民政府办公室"
    click(page, "恢复默认标题")
    assert "title" not in page.session.report.texts
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.title.stored.startswith("x甲县")


def test_that_a_preface_is_written_from_what_the_office_is(qtbot: QtBot) -> None:
    page = make_titles(qtbot, contact={"website": "www.example.cn", "telephone": "0000-1234567"})
    with qtbot.waitSignal(page.contact_changed) as changed:
        page.contact_fields["address"].setFocus()
        qtbot.keyClicks(page.contact_fields["address"], "1 Road")  # type: ignore[no-untyped-call]
        press(qtbot, Qt.Key.Key_Return)
    assert changed.args == [{"website": "www.example.cn", "address": "1 Road", "telephone": "0000-1234567"}]
    click(page, "按网址、地址、电话写前言")
    preface = page.session.report.texts["preface"]
    assert "自2024年1月1日起至2024年12月31日止" in preface
    assert "国办公开办函〔2021〕30号" in preface
    assert "共六个部分" in preface
    assert preface.endswith("请与甲县人民政府办公室联系（地址：1 Road；电话：0000-1234567）。")
    assert preface in printed(page.session)
    click(page, "按网址、地址、电话写前言")
    assert page.session.undo_stack.count == 1
    page.contact_fields["telephone"].clear()
    with qtbot.waitSignal(page.message) as message:
        click(page, "按网址、地址、电话写前言")
    assert message.args is not None
    assert message.args[0].startswith("已按上面的内容重写前言。")


def test_that_a_preface_says_nothing_about_what_is_not_known() -> None:
    form, report = load_form("2021"), Report("2021", "甲局", 2024)
    preface = composed_preface(form, report, {"website": " "})
    assert preface.endswith("止。")
    assert composed_preface(form, report, {"telephone": "1"}).endswith("（电话：1）。")


def test_that_last_years_preface_is_offered_with_its_years_moved_on(qtbot: QtBot) -> None:
    previous = Report("2021", "甲县人民政府办公室", 2023, texts={"preface": "自2023年1月1日起，2024年 1月公布。"})
    page = make_titles(qtbot, make_session(previous=previous))
    with qtbot.waitSignal(page.message):
        click(page, "沿用上年前言")
    assert page.session.report.texts["preface"] == "自2024年1月1日起，2025年 1月公布。"


def test_that_no_preface_is_offered_where_last_year_had_none(qtbot: QtBot) -> None:
    page = make_titles(qtbot, make_session(previous=Report("2021", "甲县人民政府办公室", 2023)))
    assert not page.last_preface_button.isVisible()
    page.take_last_preface()
    assert page.session.report.texts == {}


def test_that_only_years_of_the_report_move_on() -> None:
    assert renewed("〔2023〕2023号，12023年，2022年", 2023, 2024) == "〔2023〕2023号，12023年，2022年"


def test_that_a_closing_has_the_office_and_the_chosen_day(qtbot: QtBot) -> None:
    page = make_titles(qtbot)
    assert page.day.text() == "2025年1月20日"
    page.day.setDate(QDate(2025, 1, 9))
    click(page, "填入机关全称和日期")
    assert page.session.report.texts["closing"] == "甲县人民政府办公室\n2025年1月9日"
    assert printed(page.session)[-2:] == ["甲县人民政府办公室", "2025年1月9日"]
    assert composed_closing(replace(page.session.report, office="乙局"), date(2025, 1, 2)) == "乙局\n2025年1月2日"


def test_that_undo_on_the_title_page_shows_the_part_it_changed(qtbot: QtBot) -> None:
    page = make_titles(qtbot)
    page.closing.setFocus()
    type_keys(qtbot, "x")
    page.title.setFocus()
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.closing.stored == ""
    assert page.closing.hasFocus()
    assert page.current_place() == TextSelection("closing", 0, 0)
