"""Pasting: what Word, WPS, spreadsheets, browsers and PDF readers put on the clipboard becomes clean text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from tests.ui.text_bench import TOTAL, copy, make_session, press, put_caret, show
from ui.texts.clipboard import MAXIMUM_LENGTH, STORED_TEXT
from ui.texts.editor import TextEditor
from ui.texts.pasted_html import chinese_number
from ui.texts.pasted_text import clean_html, clean_plain

TAGS = [
    *("<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<ol>", "<ul>", "<li>", "</li>", "</ol>"),
    *("<br>", "<del>", "</del>", "<![if]>", "<span style='mso-list:Ignore'>", "</span>", "<b>", "</b>", "甲", "1."),
    *("<!--", "-->", "<", ">", "&lt;", "<img>", "<style>", "</style>", "<![", "<!", "</"),
]
CONTROL = Qt.KeyboardModifier.ControlModifier

FILES = Path(__file__).parents[1] / "files" / "clipboard"
WORD = (FILES / "word.html").read_text("utf-8")

WPS = (FILES / "wps.html").read_text("utf-8")

BROWSER = (FILES / "browser.html").read_text("utf-8")

SPREADSHEET = (FILES / "spreadsheet.html").read_text("utf-8")


def test_that_word_paragraphs_and_automatic_numbers_stay() -> None:
    pasted = clean_html(WORD)
    assert pasted.text == "（一）主动公开\n2024年，全县主动公开信息1,234条。\n新的说法。\n政策解读"
    assert pasted.remark == "保留了自动编号，去掉了项目符号、修订中删除的文字、1 幅图片。"


def test_that_wps_paragraphs_and_automatic_numbers_stay() -> None:
    pasted = clean_html(WPS)
    assert pasted.text == "收到申请45件。\n1.一是\n2.二是"
    assert pasted.remark == "保留了自动编号，去掉了段首空格。"


def test_that_a_web_page_gives_its_paragraphs_and_list_numbers() -> None:
    pasted = clean_html(BROWSER)
    assert pasted.text == "三、监督\n开展培训 2 次，\n覆盖全县。\n3.压实责任\n4.加强考核\n通报\n一、甲"
    assert pasted.remark == "保留了自动编号，去掉了段首空格、项目符号。"


def test_that_rows_of_a_table_become_lines() -> None:
    pasted = clean_html(SPREADSHEET)
    assert pasted.text == "信息内容\u3000制发件数\n规章\u30000"
    assert pasted.remark == "表格的 2 行逐行转成了文字。"


def test_that_a_table_of_one_column_keeps_its_paragraphs() -> None:
    assert clean_html("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>").text == "甲\n乙"


def test_that_a_table_within_a_table_is_read() -> None:
    nested = "<table><tr><td>甲</td><td><table><tr><td>乙</td><td>丙</td></tr></table></td></tr></table>"
    assert clean_html(nested).text == "甲\u3000乙\u3000丙"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>甲<p>乙<div>丙", "甲\n乙\n丙"),
        ("<ul style='list-style:none'><li>甲<li>乙</ul>", "甲\n乙"),
        ("<ol type=a><li>甲<li>乙</ol>", "a.甲\nb.乙"),
        ("<ol start=x><li>甲</ol>", "1.甲"),
        ("<li>甲</li></ol></td></p>", "甲"),
        ("<td>甲</td><tr><td>乙", "甲\n乙"),
        ("<![if !supportLists]>甲<![endif]><![strange]>乙<![", "甲乙"),
        ("甲<!-- 乙 -->丙&nbsp;&amp;&#x4e01;", "甲丙 &丁"),
        ("<p>&nbsp;</p><p><img src='data:image/png;base64,AAAA'></p>", ""),
        ("<b><p>甲</b>乙</p>丙", "甲乙\n丙"),
        ("<table><tr><td>甲</p></div></td><td>乙</td></tr></table>", "甲\u3000乙"),
    ],
)
def test_that_html_of_any_shape_is_read(html: str, text: str) -> None:
    assert clean_html(html).text == text


@given(
    st.lists(
        st.one_of(
            st.sampled_from(TAGS),
            st.text(max_size=4),
        ),
        max_size=30,
    ).map("".join)
)
def test_that_no_html_is_ever_refused_or_leaves_what_a_text_cannot_hold(html: str) -> None:
    text = clean_html(html).text
    assert text == clean_plain(text).text or "\u3000" in text
    assert not [line for line in text.split("\n") if line != line.strip()]


def test_that_html_beyond_all_reason_is_not_read() -> None:
    assert clean_html("<p>甲</p>" * 1_000_000).text == ""


def test_that_plain_text_from_a_pdf_is_cleaned_and_its_lines_stay() -> None:
    pasted = clean_plain("\ufeff　　工作年 度报\u200b告\r\n\r\n共 3 件，\n办结\x0c2件")
    assert pasted.text == "工作年度报告\n共 3 件，\n办结\n2件"
    assert pasted.remark == "去掉了段首空格、汉字之间的空格、不可见字符。"


def test_that_clean_plain_text_needs_no_remark() -> None:
    assert clean_plain("（一）主动公开\n2024年 Word 文件。") == ("（一）主动公开\n2024年 Word 文件。", "")


def test_that_cells_of_plain_text_stay_apart_and_numbers_lose_their_tab() -> None:
    assert clean_plain("规章\t0\t\t1\n（一）\t主动公开\n1.\t压实").text == "规章\u30000\u30001\n（一）主动公开\n1.压实"


@given(st.text(st.sampled_from("甲 \u3000\t\n\r1a\u200b\ud800\x00\ufffc（一）"), max_size=30))
def test_that_cleaning_twice_changes_no_more(text: str) -> None:
    once = clean_plain(text).text
    assert "\t" in text or clean_plain(once).text == once
    assert not set(once) & set("\t\r\u200b\ud800\x00\ufffc")


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_that_list_numbers_are_written_in_chinese(number: int, words: str) -> None:
    assert chinese_number(number) == words


def make_editor(qtbot: QtBot, text: str = "") -> TextEditor:
    session = make_session(text)
    editor = TextEditor(session, "overview")
    show(qtbot, session, editor)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    return editor


def test_that_a_paste_is_one_undo_step_and_says_what_it_changed(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, "甲。")
    copy(text="whatever", html=WORD)
    with qtbot.waitSignal(editor.message) as message:
        press(qtbot, Qt.Key.Key_V, CONTROL)
    assert message.args == ["已粘贴，保留了自动编号，去掉了项目符号、修订中删除的文字、1 幅图片。"]
    assert editor.stored.startswith("甲。（一）主动公开\n2024年")
    stack = editor.session.undo_stack
    assert (stack.count, stack.undo_text) == (1, "粘贴文字")
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert editor.stored == "甲。"


def test_that_typing_after_a_paste_is_a_new_step(qtbot: QtBot) -> None:
    editor = make_editor(qtbot)
    copy(text="甲")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    qtbot.keyClicks(editor, "b")  # type: ignore[no-untyped-call]
    assert (editor.stored, editor.session.undo_stack.count) == ("甲b", 2)


def test_that_pasted_text_takes_the_place_of_the_selection(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, "全年办理九件")
    put_caret(editor, 5, anchor=4)
    copy(text="四十五")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert editor.stored == "全年办理四十五件"
    assert editor.textCursor().position() == 7


def test_that_a_picture_alone_is_refused_with_a_sentence(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, "甲")
    copy(html="<p><img src='a.png'></p>")
    with qtbot.waitSignal(editor.message) as message:
        press(qtbot, Qt.Key.Key_V, CONTROL)
    assert message.args is not None
    assert message.args[0].startswith("剪贴板里没有文字")
    assert editor.stored == "甲"


def test_that_a_flood_of_text_is_refused_with_a_sentence(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, "甲")
    copy(text="乙" * (MAXIMUM_LENGTH + 1))
    with qtbot.waitSignal(editor.message) as message:
        press(qtbot, Qt.Key.Key_V, CONTROL)
    assert message.args == ["要粘贴的文字有 100,001 字，超过 100,000 字，未粘贴。请只复制需要的段落。"]
    assert editor.stored == "甲"


def test_that_twenty_thousand_characters_are_pasted(qtbot: QtBot) -> None:
    editor = make_editor(qtbot)
    copy(text="本年新收申请。\n" * 2900)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert editor.character_count == 20_300


def test_that_files_are_left_to_the_window(qtbot: QtBot) -> None:
    editor = make_editor(qtbot)
    data = QMimeData()
    data.setUrls([QUrl("file:///a.docx")])
    assert not editor.canInsertFromMimeData(data)


def test_that_braces_from_another_program_are_no_live_number(qtbot: QtBot) -> None:
    editor = make_editor(qtbot)
    copy(text=f"{{{{{TOTAL}}}}}")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert editor.stored == f"\\{{{{{TOTAL}}}}}"


def test_that_a_live_number_is_copied_as_digits_and_stays_live_inside(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, f"共{{{{{TOTAL}}}}}件😀")
    editor.selectAll()
    press(qtbot, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "共35件😀"
    put_caret(editor, 0)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert editor.stored == f"共{{{{{TOTAL}}}}}件😀" * 2
    put_caret(editor, 2, anchor=0)
    press(qtbot, Qt.Key.Key_X, CONTROL)
    assert editor.stored == f"件😀共{{{{{TOTAL}}}}}件😀"


def test_that_a_broken_private_copy_does_no_harm(qtbot: QtBot) -> None:
    editor = make_editor(qtbot)
    copy(formats=[(STORED_TEXT, b"\xff\x00\xe7\x94\xb2{{")])
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert editor.stored == "\ufffd\ufffd甲\\{{"
