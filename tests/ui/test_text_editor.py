"""The text editor: keys, the undo it shares, the caret, what it does when the report refuses."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter
from pytestqt.qtbot import QtBot

from model.report import Edit, EditKind
from tests.ui.text_bench import (
    NATURAL,
    TOTAL,
    Clock,
    compose,
    make_session,
    press,
    put_caret,
    set_figure,
    show,
    type_keys,
)
from ui.session import ReportSession, TextSelection
from ui.texts.editor import TextEditor
from ui.texts.stored_text import CHIP

CONTROL = Qt.KeyboardModifier.ControlModifier


def make_editor(qtbot: QtBot, session: ReportSession, clock: Clock | None = None) -> TextEditor:
    editor = TextEditor(session, "overview", clock=clock or Clock())
    show(qtbot, session, editor)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    return editor


def text_of(session: ReportSession) -> str:
    return session.report.texts.get("overview", "")


def test_that_a_text_opens_at_its_beginning(qtbot: QtBot) -> None:
    editor = TextEditor(make_session("甲\n" * 100), "overview")
    qtbot.addWidget(editor)
    editor.show()
    assert (editor.textCursor().position(), editor.verticalScrollBar().value()) == (0, 0)


def test_that_every_key_is_in_the_report_at_once(qtbot: QtBot) -> None:
    session = make_session("甲")
    make_editor(qtbot, session)
    type_keys(qtbot, "b")
    assert text_of(session) == "甲b"
    type_keys(qtbot, "\nc")
    assert text_of(session) == "甲b\nc"
    press(qtbot, Qt.Key.Key_Backspace)
    assert text_of(session) == "甲b\n"


def test_that_consecutive_typing_is_one_undo_step(qtbot: QtBot) -> None:
    session = make_session("甲")
    make_editor(qtbot, session)
    type_keys(qtbot, "abc")
    assert session.undo_stack.count == 1
    assert session.undo_stack.undo_text == "输入文字"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == "甲"


def test_that_a_pause_begins_a_new_step(qtbot: QtBot) -> None:
    clock = Clock()
    session = make_session("甲")
    make_editor(qtbot, session, clock)
    type_keys(qtbot, "ab")
    clock.now += 10
    type_keys(qtbot, "cd")
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == "甲ab"


@pytest.mark.parametrize(
    ("keys", "after_one_undo"),
    [("一件。二件", "一件。"), ("一件\n二件", "一件"), ("a\nb\nc", "a\nb")],
)
def test_that_a_sentence_or_a_paragraph_begins_a_new_step(qtbot: QtBot, keys: str, after_one_undo: str) -> None:
    session = make_session()
    make_editor(qtbot, session)
    type_keys(qtbot, keys)
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == after_one_undo


def test_that_typing_elsewhere_begins_a_new_step(qtbot: QtBot) -> None:
    session = make_session("甲乙")
    editor = make_editor(qtbot, session)
    type_keys(qtbot, "ab")
    put_caret(editor, 0)
    type_keys(qtbot, "c")
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == "甲乙ab"


def test_that_deleting_is_a_step_of_its_own(qtbot: QtBot) -> None:
    session = make_session("甲乙")
    make_editor(qtbot, session)
    type_keys(qtbot, "abc")
    press(qtbot, Qt.Key.Key_Backspace)
    press(qtbot, Qt.Key.Key_Backspace)
    assert session.undo_stack.undo_text == "删除文字"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == "甲乙abc"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == "甲乙"


def test_that_forward_deleting_merges_too(qtbot: QtBot) -> None:
    session = make_session("甲乙丙")
    editor = make_editor(qtbot, session)
    put_caret(editor, 0)
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Delete)
    assert (text_of(session), session.undo_stack.count) == ("丙", 1)


def test_that_the_first_of_two_equal_characters_can_be_typed(qtbot: QtBot) -> None:
    session = make_session("件件")
    editor = make_editor(qtbot, session)
    put_caret(editor, 0)
    type_keys(qtbot, "件a")
    assert (text_of(session), session.undo_stack.count) == ("件a件件", 1)


def test_that_undo_goes_back_through_texts_and_figures_in_order(qtbot: QtBot) -> None:
    session = make_session("甲")
    make_editor(qtbot, session)
    type_keys(qtbot, "abc")
    set_figure(session, 40)
    type_keys(qtbot, "def")
    assert session.undo_stack.count == 3
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert (text_of(session), session.report.cells[NATURAL]) == ("甲abc", 40)
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert (text_of(session), session.report.cells[NATURAL]) == ("甲abc", 35)
    type_keys(qtbot, "x")
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == "甲abc"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session) == "甲"


def test_that_undoing_a_figure_from_a_text_shows_where_it_was(qtbot: QtBot) -> None:
    session = make_session("甲")
    editor = TextEditor(session, "overview")
    bench = show(qtbot, session, editor)
    set_figure(session, 40)
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert bench.places == [NATURAL]


def test_that_redo_brings_everything_back(qtbot: QtBot) -> None:
    session = make_session("甲")
    editor = make_editor(qtbot, session)
    type_keys(qtbot, "abc")
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    press(qtbot, Qt.Key.Key_Y, CONTROL)
    assert text_of(session) == editor.stored == "甲abc"
    assert editor.textCursor().position() == 4


def test_that_undo_puts_selection_and_caret_back(qtbot: QtBot) -> None:
    session = make_session("全年办理九件，均已办结")
    editor = make_editor(qtbot, session)
    put_caret(editor, 2, anchor=5)
    type_keys(qtbot, "x")
    assert text_of(session) == "全年x件，均已办结"
    put_caret(editor, 0)
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert editor.selected == TextSelection("overview", 2, 5)
    assert editor.textCursor().position() == 2
    press(qtbot, Qt.Key.Key_Y, CONTROL)
    assert editor.textCursor().position() == 3


def test_that_the_place_of_a_change_made_elsewhere_gets_the_caret(qtbot: QtBot) -> None:
    session = make_session("甲\n乙\n丙")
    editor = make_editor(qtbot, session)
    session.submit(Edit(EditKind.TEXT, texts={"overview": "甲\n乙乙\n丙"}), "替换 1 处")
    assert (editor.stored, editor.textCursor().position()) == ("甲\n乙乙\n丙", 4)


def test_that_a_report_that_is_locked_says_so_and_keeps_its_text(qtbot: QtBot) -> None:
    session = make_session("甲乙")
    editor = make_editor(qtbot, session)
    put_caret(editor, 1)
    session.read_only_reason = "年报已定稿锁定。"
    with qtbot.waitSignal(session.refused) as refused:
        type_keys(qtbot, "x")
    assert refused.args == ["年报已定稿锁定。"]
    qtbot.waitUntil(lambda: editor.toPlainText() == "甲乙")
    assert editor.textCursor().position() == 1
    assert session.undo_stack.count == 0


def test_that_composing_in_a_locked_report_gives_back_what_was_selected(qtbot: QtBot) -> None:
    session = make_session("甲乙丙")
    editor = make_editor(qtbot, session)
    put_caret(editor, 2, anchor=1)
    session.read_only_reason = "年报已定稿锁定。"
    compose(editor, "ding")
    compose(editor, "")
    qtbot.waitUntil(lambda: editor.toPlainText() == "甲乙丙")
    compose(editor, commit="丁")
    qtbot.waitUntil(lambda: editor.toPlainText() == "甲乙丙")
    assert text_of(session) == "甲乙丙"


def test_that_dropped_text_is_one_undo_step(qtbot: QtBot) -> None:
    session = make_session("甲")
    editor = make_editor(qtbot, session)
    data = QMimeData()
    data.setText("　　乙\n丙")
    place = QPointF(editor.cursorRect().center())
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copying = Qt.DropAction.CopyAction
    QApplication.sendEvent(editor.viewport(), QDragEnterEvent(place.toPoint(), copying, data, buttons, modifiers))
    QApplication.sendEvent(editor.viewport(), QDropEvent(place, copying, data, buttons, modifiers))
    assert text_of(session) == "甲乙\n丙"
    assert (session.undo_stack.count, session.undo_stack.undo_text) == (1, "拖放文字")


def test_that_undo_finds_the_caret_of_every_step_of_a_long_session(qtbot: QtBot) -> None:
    clock = Clock()
    session = make_session("甲")
    editor = make_editor(qtbot, session, clock)
    for _ in range(150):
        clock.now += 10
        type_keys(qtbot, "ab")
    for _ in range(3):
        session.undo_stack.undo()
    assert editor.textCursor().position() == 1 + 2 * 147


def test_that_shift_enter_begins_a_paragraph(qtbot: QtBot) -> None:
    session = make_session("甲")
    editor = make_editor(qtbot, session)
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_keys(qtbot, "b")
    assert text_of(session) == "甲\nb"
    assert editor.document().blockCount() == 2


def test_that_tab_goes_on_to_the_next_field(qtbot: QtBot) -> None:
    session = make_session("甲")
    both = QSplitter()
    editor, other = TextEditor(session, "overview"), QLineEdit()
    both.addWidget(editor)
    both.addWidget(other)
    show(qtbot, session, both)
    editor.setFocus()
    press(qtbot, Qt.Key.Key_Tab)
    assert text_of(session) == "甲"
    assert other.hasFocus()


def test_that_typed_braces_stay_typed(qtbot: QtBot) -> None:
    session = make_session()
    editor = make_editor(qtbot, session)
    type_keys(qtbot, "{{requests.new.total}}")
    assert text_of(session) == "\\{{requests.new.total}}"
    assert editor.toPlainText() == "{{requests.new.total}}"
    assert session.undo_stack.count == 1


def test_that_a_character_no_text_can_hold_is_dropped(qtbot: QtBot) -> None:
    session = make_session("甲")
    editor = make_editor(qtbot, session)
    compose(editor, commit=f"乙{CHIP}丙")
    assert text_of(session) == "甲乙丙"
    qtbot.waitUntil(lambda: editor.toPlainText() == "甲乙丙")


def test_that_characters_beyond_the_basic_plane_are_counted_as_one(qtbot: QtBot) -> None:
    session = make_session("𠮷😀甲")
    editor = make_editor(qtbot, session)
    put_caret(editor, 4)
    type_keys(qtbot, "x")
    assert text_of(session) == "𠮷😀x甲"
    assert editor.selected == TextSelection("overview", 3, 3)
    editor.reveal(TextSelection("overview", 1, 2))
    assert editor.textCursor().selectedText() == "😀"
    press(qtbot, Qt.Key.Key_Delete)
    assert text_of(session) == "𠮷x甲"


def test_that_twenty_thousand_characters_can_be_edited(qtbot: QtBot) -> None:
    session = make_session("本年新收政府信息公开申请。\n" * 1540)
    editor = make_editor(qtbot, session)
    put_caret(editor, 0)
    type_keys(qtbot, "甲")
    assert text_of(session).startswith("甲本年")
    assert editor.character_count == 1540 * 13 + 1
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert text_of(session).startswith("本年")


def test_that_a_stored_text_no_document_can_show_is_not_lost_by_showing_it(qtbot: QtBot) -> None:
    session = make_session("甲\x00乙\ud800丙\ufdd0丁\r\n戊\u2028己")
    editor = make_editor(qtbot, session)
    assert editor.toPlainText() == "甲\ufffd乙\ufffd丙\ufffd丁\n\n戊\n己"
    assert session.undo_stack.count == 0
    type_keys(qtbot, "x")
    assert text_of(session) == "甲\ufffd乙\ufffd丙\ufffd丁\n\n戊\n己x"


def test_that_the_length_counts_punctuation_and_live_digits_but_no_space(qtbot: QtBot) -> None:
    session = make_session(f"共 {{{{{TOTAL}}}}}\u3000件，\n含 a。")
    assert make_editor(qtbot, session).character_count == len("共35件，含a。")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("ab。\n😀{}\\⌫⌦↶"), st.integers(0, 30)), max_size=12))
def test_that_report_and_document_never_part(qtbot: QtBot, acts: list[tuple[str, int]]) -> None:
    session = make_session("甲{{requests.new.total}}😀")
    editor = make_editor(qtbot, session)
    for act, place in acts:
        put_caret(editor, min(place, editor.document().characterCount() - 1))
        if act == "↶":
            session.undo_stack.undo()
        elif act in "⌫⌦":
            press(qtbot, Qt.Key.Key_Backspace if act == "⌫" else Qt.Key.Key_Delete)
        elif act == "\n":
            press(qtbot, Qt.Key.Key_Return)
        else:
            compose(editor, commit=act)
        QApplication.processEvents()
        assert editor.stored == text_of(session)
        assert editor.toPlainText() == TextEditor(session, "overview").toPlainText()
    while session.undo_stack.can_undo:
        session.undo_stack.undo()
    assert editor.stored == "甲{{requests.new.total}}😀"
