"""What is typed and is no figure: it stays in its cell with a sentence beside it, whatever is done next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from model.report import Edit, EditKind
from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import CONTROL, SHIFT, Desk
from tests.ui.grid.parts import assert_stays, bubble, click
from ui import theme
from ui.grid.editor import may_be_a_figure

Key = Qt.Key
NO_FRACTION = "“1.5”不能填：件数没有小数，请填整数；按 Esc 恢复原样。"
ONLY_DIGITS = "这里只能填数字，例如 35、1,234 或 26+9；按 Esc 恢复原样。"
LEFT_BUTTON = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5)
LEAVING = {
    "Enter": lambda desk: desk.press(Key.Key_Return),
    "Shift+Enter": lambda desk: desk.press(Key.Key_Return, SHIFT),
    "Tab": lambda desk: desk.press(Key.Key_Tab),
    "Shift+Tab": lambda desk: desk.press(Key.Key_Backtab, SHIFT),
    "down": lambda desk: desk.press(Key.Key_Down),
    "left": lambda desk: desk.press(Key.Key_Left),
    "page down": lambda desk: desk.press(Key.Key_PageDown),
    "Ctrl+Enter": lambda desk: desk.press(Key.Key_Return, CONTROL),
    "click": lambda desk: click(desk, "granted.research"),
    "click with Shift": lambda desk: click(desk, "granted.research", SHIFT),
    "click on a label": lambda desk: QTest.mouseClick(desk.view.verticalHeader().viewport(), *LEFT_BUTTON),
    "paste": lambda desk: desk.editor.paste(),
    "cut": lambda desk: desk.editor.cut(),
    "fill down": lambda desk: desk.editor.fill_down(),
    "fill with zero": lambda desk: desk.editor.fill_blanks_with_zero(),
    "note": lambda desk: desk.editor.edit_note(),
    "reveal": lambda desk: desk.editor.reveal(desk.ref("granted.research")),
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_that_a_cell_with_no_figure_in_it_is_not_left(desk: Desk, leave: Callable[[Desk], object]) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    leave(desk)
    assert_stays(desk)
    assert bubble(desk).text() == NO_FRACTION
    assert NO_FRACTION in desk.said
    assert desk.value("new.natural") == 35
    assert desk.selected == ["new.natural"]
    assert desk.session.undo_stack.count == 0


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("new.natural", "-3", "件数不能是负数"),
        ("new.natural", "99999999999999", "整数部分最多 9 位"),
        ("new.natural", "１２.５", "件数没有小数"),
        ("new.natural", "12万元", "这里只能填 0 或正整数"),
        ("new.natural", "abc", "这里只能填 0 或正整数"),
        ("new.natural", "12o5", "这里只能填 0 或正整数"),
        ("new.natural", "约12件", "这里只能填 0 或正整数"),
    ],
)
def test_that_the_sentence_says_what_is_wrong_and_the_way_back(desk: Desk, name: str, text: str, reason: str) -> None:
    desk.at(name)
    desk.type(text)
    desk.press(Key.Key_Return)
    assert reason in bubble(desk).text()
    assert_stays(desk, text.replace("１２", "12").replace("５", "5"), name)


def test_that_an_amount_in_yuan_stays_with_the_amount_to_type(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    desk.at("fees.amount")
    desk.type("125000元")
    desk.press(Key.Key_Return)
    assert bubble(desk).text() == "这里以万元为单位，“125000元”请填 12.5；按 Esc 恢复原样。"
    desk.type("12.5")
    desk.press(Key.Key_Return)
    assert str(desk.value("fees.amount")) == "12.5"


def test_that_typing_replaces_what_was_refused_and_takes_the_sentence_away(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    desk.type("1")
    assert desk.cell_editor.text() == "1"
    assert not desk.cell_editor.property("refused")
    assert not bubble(desk).isVisible()
    assert desk.said == [NO_FRACTION, ""]  # the line at the bottom is empty again
    desk.type("6")
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 16


def test_that_what_was_refused_can_be_mended_with_the_arrow_keys(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Home)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Delete)
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 15


def test_that_escape_restores_what_stood_there(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Escape)
    assert desk.view.hasFocus()
    assert desk.view.editor() is None
    assert desk.model.text_of(desk.cell("new.natural")) == "35"
    assert not bubble(desk).isVisible()
    desk.press(Key.Key_Down)
    assert desk.here == "carried_in.natural"


def test_that_clear_gives_up_what_was_refused(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    desk.editor.clear()
    assert desk.view.editor() is None
    assert desk.value("new.natural") is None


def test_that_undo_in_the_cell_takes_back_typing_and_nothing_of_the_report(desk: Desk) -> None:
    desk.at("granted.natural")
    desk.type("8")
    desk.press(Key.Key_Return)
    desk.at("new.natural")
    desk.press(Key.Key_F2)
    desk.type(".5")
    desk.press(Key.Key_Return)
    assert_stays(desk, "35.5")
    desk.press(Key.Key_Z, CONTROL)
    assert desk.cell_editor.text() == "35"
    assert desk.value("granted.natural") == 8


def test_that_dragging_the_mouse_from_another_cell_selects_nothing(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    view = desk.view
    start, end = (
        view.visualRect(desk.model.index_of(desk.cell(name))).center()
        for name in ("granted.natural", "granted.research")
    )
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert_stays(desk)
    assert desk.selected == ["new.natural"]


def test_that_the_text_stays_in_sight_while_another_part_has_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    other = QLineEdit(desk.editor)
    other.show()
    desk.at("new.natural")
    desk.type("1.5")
    other.setFocus(Qt.FocusReason.MouseFocusReason)
    editor = desk.view.editor()
    assert other.hasFocus()  # nobody is held in the cell
    assert editor is not None
    assert editor.text() == "1.5"
    assert bubble(desk).text() == NO_FRACTION
    desk.view.setFocus()
    assert_stays(desk)


def test_that_a_figure_is_taken_when_another_part_gets_the_keyboard(desk: Desk) -> None:
    other = QLineEdit(desk.editor)
    other.show()
    desk.at("new.natural")
    desk.type("26+9")
    other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert other.hasFocus()
    assert desk.view.editor() is None
    assert desk.note("new.natural") == "算式：26+9"
    assert desk.session.undo_stack.count == 1


def test_that_the_sentence_follows_its_cell_when_the_table_is_scrolled(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.at("granted.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    bar = desk.view.verticalScrollBar()
    before = bubble(desk).y(), bar.value()
    bar.setValue(bar.value() + 20)
    assert bubble(desk).y() == before[0] - (bar.value() - before[1])
    assert bar.value() == before[1] + 20
    bar.setValue(bar.maximum())
    desk.press(Key.Key_Return)
    assert_in_sight(desk)


def test_that_a_cell_that_was_scrolled_out_of_sight_is_shown_again_as_soon_as_something_is_typed(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.at("granted.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    bar = desk.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not desk.view.viewport().rect().intersects(desk.view.visualRect(desk.view.currentIndex()))
    desk.type("1")
    assert_in_sight(desk)


def assert_in_sight(desk: Desk) -> None:
    """Assert that the whole current cell is in sight."""
    assert desk.view.viewport().rect().contains(desk.view.visualRect(desk.view.currentIndex()))


def test_that_what_is_typed_has_the_size_of_the_table_when_that_is_zoomed(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    before = desk.cell_editor.font().pointSizeF()
    desk.view.zoom_in()
    desk.view.zoom_in()
    assert desk.cell_editor.font().pointSizeF() == desk.view.table_font.pointSizeF() > before


def test_that_what_was_typed_stays_when_its_cell_changes_beneath_it(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    desk.session.submit(Edit(EditKind.IMPORT, cells={desk.ref("new.natural"): 77}), "读入")
    assert_stays(desk)
    desk.press(Key.Key_Escape)
    assert desk.view.editor() is None
    assert desk.model.text_of(desk.cell("new.natural")) == "77"


def test_that_what_was_said_is_taken_back_although_the_bubble_has_gone_by_itself(desk: Desk) -> None:
    desk.at("new.natural")
    desk.compose("约")
    bubble(desk).hide()
    desk.press(Key.Key_Escape)
    assert desk.said == [ONLY_DIGITS, ""]


def test_that_a_scroll_bar_covers_nothing_of_the_sentence(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.at("new.other_org")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    assert desk.view.verticalScrollBar().isVisible()
    assert bubble(desk).geometry().right() < desk.view.viewport().geometry().right()


def test_that_the_sentence_has_the_colours_of_the_theme_that_is_chosen_while_it_stands(
    desk: Desk, qapp: QApplication
) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    seen = set()
    for look in (theme.DARK, theme.LIGHT):
        theme.apply(qapp, look)
        QTest.qWait(1)
        image = bubble(desk).grab().toImage()
        seen.add(image.pixelColor(image.width() // 2, 4).name() == look.warning_soft.name())
        frame = desk.cell_editor.grab().toImage()
        seen.add(frame.pixelColor(0, frame.height() // 2).name() == look.error.name())
    assert seen == {True}


# Characters no figure has


@pytest.mark.parametrize(
    "text", ["12", "１２", "1,234", "12。5", "3件", "12万元", "26+9", "=26+9", "/", "无", "——", "1\u00a02"]
)
def test_that_everything_a_figure_may_have_is_typed_without_a_word(desk: Desk, text: str) -> None:
    assert may_be_a_figure(text)
    desk.at("new.natural")
    desk.view.type_text(text)
    assert desk.said == []


@pytest.mark.parametrize("text", ["a", "e", "五", "!", "约"])
def test_that_characters_no_figure_has_stay_in_sight_and_are_told_at_once(desk: Desk, text: str) -> None:
    desk.at("new.business")
    desk.view.type_text(text)
    assert desk.cell_editor.text() == text
    assert bubble(desk).isVisible()
    desk.view.type_text(text)
    assert desk.said == [ONLY_DIGITS]  # told once
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_Backspace)
    assert not bubble(desk).isVisible()
    desk.type("7")
    desk.press(Key.Key_Return)
    assert desk.value("new.business") == 7


def test_that_words_a_source_printed_are_edited_without_a_word(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    printed = Edit(EditKind.IMPORT, as_printed={desk.ref("rules.issued"): "22（其中修订16件）"})
    desk.session.submit(printed, "读入")
    desk.at("rules.issued")
    desk.press(Key.Key_F2)
    desk.press(Key.Key_Backspace)
    assert desk.said == []
    desk.press(Key.Key_Return)
    assert_stays(desk, "22（其中修订16件", "rules.issued")


# Input methods


def test_that_committed_words_stay_in_sight_and_are_told_at_once(desk: Desk) -> None:
    desk.at("new.natural")
    desk.compose("", preedit="yi bai")
    assert desk.said == []
    desk.compose("一百")
    assert desk.cell_editor.text() == "一百"
    assert desk.said == [ONLY_DIGITS]
    desk.press(Key.Key_Return)
    assert_stays(desk, "一百")


def test_that_words_committed_without_composing_stay_in_sight(desk: Desk) -> None:
    desk.at("new.natural")
    desk.compose("二")
    assert desk.cell_editor.text() == "二"
    assert desk.said == [ONLY_DIGITS]


def test_that_composing_over_what_was_refused_is_not_disturbed(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("1.5")
    desk.press(Key.Key_Return)
    editor = desk.cell_editor
    desk.compose("", preedit="4")
    desk.compose("", preedit="42")
    assert editor.hasFocus()
    assert not bubble(desk).isVisible()
    desk.compose("42")
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 42


# Blocks


def test_that_a_refused_block_changes_nothing_and_says_where(desk: Desk) -> None:
    desk.put_on_clipboard("1\t2\t五")
    desk.at("new.natural")
    desk.press(Key.Key_V, CONTROL)
    assert bubble(desk).text().startswith("剪贴板第 1 行第 3 列：“五”不能填")
    assert desk.value("new.natural") == 35
    assert desk.session.undo_stack.count == 0


def test_that_words_pasted_into_the_open_cell_stay_in_sight(desk: Desk) -> None:
    desk.put_on_clipboard("约12件")
    desk.at("new.natural")
    desk.press(Key.Key_F2)
    desk.cell_editor.selectAll()
    desk.press(Key.Key_V, CONTROL)
    assert desk.cell_editor.text() == "约12件"
    assert desk.said == [ONLY_DIGITS]
