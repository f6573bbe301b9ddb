"""Notes of figures, and where what is said beside a figure stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton

from model.report import Edit, EditKind
from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import SHIFT, Desk
from tests.ui.grid.parts import bubble, child, click, note_editor

Key = Qt.Key


def test_that_a_note_is_written_in_a_small_window_that_blocks_nothing(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_F2, SHIFT)
    assert note_editor(desk).isVisible()
    desk.type("Fagui")
    desk.press(Key.Key_Tab)
    desk.type("Zhang")
    desk.press(Key.Key_Return)
    assert desk.note("new.natural") == "来源单位：Fagui\n经办人：Zhang"
    assert desk.view.hasFocus()
    assert desk.session.undo_stack.undo_text == "备注 申请办理表“本年新收”行“自然人”列"
    assert desk.model.appearances[desk.ref("new.natural")].note


def test_that_escape_gives_a_note_up(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_F2, SHIFT)
    desk.type("x")
    desk.press(Key.Key_Escape)
    assert desk.note("new.natural") == ""
    assert desk.view.hasFocus()


def test_that_going_to_another_figure_keeps_the_note(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_F2, SHIFT)
    desk.type("x")
    click(desk, "granted.research")
    assert desk.note("new.natural") == "来源单位：x"
    assert not note_editor(desk).isVisible()


def test_that_the_small_window_stays_inside_and_beside_the_figure(desk: Desk) -> None:
    for name in ("new.natural", "carried_out.total"):
        desk.at(name)
        desk.editor.edit_note()
        window = note_editor(desk).geometry()
        cell = desk.view.rect_in_view(desk.cell(name))
        assert desk.editor.rect().contains(window)
        assert not window.intersects(cell)


def test_that_keys_the_small_window_does_not_know_are_left_to_the_window(desk: Desk) -> None:
    desk.at("new.natural")
    desk.editor.edit_note()
    desk.press(Key.Key_F6)
    assert note_editor(desk).isVisible()
    assert not child(note_editor(desk), QLineEdit).hasSelectedText()
    note_editor(desk).give_up()
    note_editor(desk).finish()
    assert desk.note("new.natural") == ""


def test_that_a_long_sentence_is_wrapped_and_stands_above_a_figure_at_the_bottom(desk: Desk) -> None:
    desk.editor.resize(500, 300)
    desk.at("carried_out.total")
    desk.view.say(desk.cell("carried_out.total"), "这是一句很长的话，" * 8)
    said = bubble(desk).geometry()
    assert desk.editor.rect().contains(said)
    assert said.bottom() < desk.view.rect_in_view(desk.cell("carried_out.total")).top()
    assert said.height() > 2 * bubble(desk).fontMetrics().height()


def test_that_awaited_figures_are_marked_until_a_figure_comes(make_desk: MakeDesk) -> None:
    desk = make_desk("requests")
    desk.at("new.natural")
    desk.editor.edit_note()
    child(note_editor(desk), QLineEdit).setText("法规科")
    child(note_editor(desk), QCheckBox).click()
    child(note_editor(desk), QPushButton).click()
    assert desk.note("new.natural") == "待报\n来源单位：法规科"
    assert desk.model.appearances[desk.ref("new.natural")].pending
    desk.type("3")
    desk.press(Key.Key_Return)
    assert desk.note("new.natural") == "来源单位：法规科"


def test_that_an_emptied_note_is_removed(make_desk: MakeDesk) -> None:
    desk = make_desk("requests")
    desk.session.submit(Edit(EditKind.NOTE, notes={desk.ref("new.natural"): "来源单位：法规科"}), "备注")
    desk.at("new.natural")
    desk.editor.edit_note()
    child(note_editor(desk), QLineEdit).setText("")
    note_editor(desk).finish()
    assert desk.note("new.natural") == ""
    assert desk.session.undo_stack.undo_text.startswith("删除备注")


def test_that_escape_in_a_note_does_not_reach_the_window(desk: Desk) -> None:
    heard: list[str] = []
    shortcut = QShortcut(QKeySequence(Key.Key_Escape), desk.editor)
    shortcut.activated.connect(lambda: heard.append("back"))
    desk.at("new.natural")
    desk.press(Key.Key_F2, SHIFT)
    desk.press(Key.Key_Escape)
    assert not note_editor(desk).isVisible()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_Escape)
    assert heard == []
    assert desk.view.hasFocus()
    desk.press(Key.Key_Escape)
    assert heard == ["back"]
