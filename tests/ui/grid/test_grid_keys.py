"""Every key does what it does in Excel and WPS, in the whole window with all its menus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import CONTROL, KEYPAD, NONE, SHIFT, Desk, WindowDesk, figures, zeros

Key = Qt.Key


@pytest.fixture
def make_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeDesk]:
    """Sit down before the whole window."""
    desks: list[Desk] = []

    def make(*arguments: object, **keywords: object) -> Desk:
        desks.append(WindowDesk(qtbot, tmp_path, *arguments, **keywords))  # type: ignore[arg-type]
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


def test_that_typing_replaces_and_enter_goes_down(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("40")
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 40
    assert desk.value("new.total") == 40
    assert desk.here == "carried_in.natural"


def test_that_enter_of_the_keypad_goes_down(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("4")
    desk.press(Key.Key_Enter, KEYPAD)
    assert desk.value("new.natural") == 4
    assert desk.here == "carried_in.natural"


def test_that_digits_of_the_keypad_are_typed(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_7, KEYPAD)
    desk.press(Key.Key_Enter, KEYPAD)
    assert desk.value("new.natural") == 7


def test_that_shift_enter_goes_up(desk: Desk) -> None:
    desk.at("carried_in.natural")
    desk.type("1")
    desk.press(Key.Key_Return, SHIFT)
    assert desk.value("carried_in.natural") == 1
    assert desk.here == "new.natural"


def test_that_enter_steps_over_a_computed_row_and_begins_the_next_column_at_the_bottom(desk: Desk) -> None:
    desk.at("other_misc.natural")
    desk.press(Key.Key_Return)
    assert desk.here == "carried_out.natural"
    desk.press(Key.Key_Return)
    assert desk.here == "new.business"
    desk.press(Key.Key_Return, SHIFT)
    assert desk.here == "carried_out.natural"


def test_that_enter_at_the_last_figure_begins_the_table_anew(desk: Desk) -> None:
    desk.at("carried_out.other_org")
    desk.press(Key.Key_Return)
    assert desk.here == "new.natural"
    desk.press(Key.Key_Return, SHIFT)
    assert desk.here == "carried_out.other_org"


def test_that_tab_steps_over_computed_figures_and_wraps(desk: Desk) -> None:
    desk.at("new.other_org")
    desk.press(Key.Key_Tab)
    assert desk.here == "carried_in.natural"
    desk.press(Key.Key_Backtab, SHIFT)
    assert desk.here == "new.other_org"


def test_that_tab_leaves_the_editor_and_wraps_at_the_last_figure(desk: Desk) -> None:
    desk.at("carried_out.other_org")
    desk.type("5")
    desk.press(Key.Key_Tab)
    assert desk.value("carried_out.other_org") == 5
    assert desk.here == "new.natural"


def test_that_enter_after_a_row_of_tabs_returns_to_the_column_where_the_row_began(desk: Desk) -> None:
    desk.at("granted.business")
    desk.type("1")
    desk.press(Key.Key_Tab)
    desk.type("2")
    desk.press(Key.Key_Tab)
    desk.type("3")
    desk.press(Key.Key_Return)
    assert desk.here == "partial.business"


def test_that_an_arrow_forgets_where_a_row_of_tabs_began(desk: Desk) -> None:
    desk.at("granted.business")
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Return)
    assert desk.here == "partial.nonprofit"


@pytest.mark.parametrize(
    ("start", "key", "modifiers", "end"),
    [
        ("granted.business", Key.Key_Up, NONE, "carried_in.business"),
        ("granted.business", Key.Key_Down, NONE, "partial.business"),
        ("granted.business", Key.Key_Left, NONE, "granted.natural"),
        ("granted.business", Key.Key_Right, NONE, "granted.research"),
        ("granted.other_org", Key.Key_Right, NONE, "granted.total"),
        ("granted.total", Key.Key_Right, NONE, "granted.total"),
        ("new.natural", Key.Key_Up, NONE, "new.natural"),
        ("other_misc.natural", Key.Key_Down, NONE, "handled.natural"),
        ("granted.research", Key.Key_Home, NONE, "granted.natural"),
        ("granted.research", Key.Key_End, NONE, "granted.total"),
        ("granted.research", Key.Key_Home, CONTROL, "new.natural"),
        ("granted.research", Key.Key_End, CONTROL, "carried_out.total"),
        ("granted.research", Key.Key_Right, KEYPAD, "granted.nonprofit"),
    ],
)
def test_that_keys_move_as_in_a_spreadsheet(
    desk: Desk, start: str, key: Qt.Key, modifiers: Qt.KeyboardModifier, end: str
) -> None:
    desk.at(start)
    desk.press(key, modifiers)
    assert desk.here == end
    assert desk.selected == [end]


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("new.natural", Key.Key_Right, "new.business"),
        ("new.business", Key.Key_Right, "new.total"),
        ("new.natural", Key.Key_Down, "granted.natural"),
        ("granted.natural", Key.Key_Down, "handled.natural"),
        ("carried_out.natural", Key.Key_Up, "handled.natural"),
        ("carried_out.research", Key.Key_Up, "new.research"),
    ],
)
def test_that_control_with_an_arrow_goes_to_the_edge_of_what_is_filled(
    make_desk: MakeDesk, start: str, key: Qt.Key, end: str
) -> None:
    desk = make_desk(
        "requests", figures(requests__new__natural=35, requests__new__business=1, requests__granted__natural=2)
    )
    desk.at(start)
    desk.press(key, CONTROL)
    assert desk.here == end


def test_that_a_page_is_as_long_as_what_is_in_sight(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.at("new.natural")
    desk.press(Key.Key_PageDown)
    assert 5 < desk.view.current_cell().top < 20


def test_that_a_page_reaches_the_end_where_the_whole_table_is_in_sight(desk: Desk) -> None:
    desk.view.show_whole()
    desk.at("new.natural")
    desk.press(Key.Key_PageDown)
    assert desk.here == "carried_out.natural"
    desk.press(Key.Key_PageUp)
    assert desk.here == "new.natural"


def test_that_shift_with_arrows_selects_and_typing_still_goes_to_the_first_figure(desk: Desk) -> None:
    desk.at("granted.natural")
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Right, SHIFT)
    assert desk.selected == ["granted.natural", "granted.business", "partial.natural", "partial.business"]
    desk.press(Key.Key_Up, SHIFT)
    assert desk.selected == ["granted.natural", "granted.business"]
    assert desk.here == "granted.natural"


def test_that_control_and_shift_with_an_arrow_selects_to_the_edge(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_Right, CONTROL | SHIFT)
    assert len(desk.selected) == 7


def test_that_control_a_selects_all_figures(desk: Desk) -> None:
    desk.press(Key.Key_A, CONTROL)
    assert len(desk.selected) == 175


def test_that_enter_and_tab_go_round_inside_a_selection(desk: Desk) -> None:
    desk.select("granted.natural", "partial.business")
    visited = []
    for _ in range(4):
        desk.press(Key.Key_Return)
        visited.append(desk.here)
    assert visited == ["partial.natural", "granted.business", "partial.business", "granted.natural"]
    desk.press(Key.Key_Tab)
    assert desk.here == "granted.business"
    assert len(desk.selected) == 4


def test_that_enter_in_a_selection_of_totals_goes_round_the_totals(desk: Desk) -> None:
    desk.select("granted.total", "partial.total")
    desk.press(Key.Key_Return)
    assert desk.here == "partial.total"


def test_that_f2_edits_what_stands_there_and_keeps_the_arrow_keys(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_F2)
    assert desk.cell_editor.text() == "35"
    desk.press(Key.Key_Left)
    desk.type("0")
    assert desk.cell_editor.text() == "305"
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 305


def test_that_arrow_keys_leave_what_was_begun_by_typing(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("6")
    desk.press(Key.Key_Right)
    assert desk.value("new.natural") == 6
    assert desk.here == "new.business"


def test_that_escape_gives_an_edit_up(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("99")
    desk.press(Key.Key_Escape)
    assert desk.value("new.natural") == 35
    assert desk.view.hasFocus()
    assert desk.session.undo_stack.count == 0


def test_that_backspace_opens_an_empty_editor(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_Backspace)
    assert desk.cell_editor.text() == ""
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") is None


def test_that_leaving_an_unchanged_editor_is_no_step_of_undo(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_F2)
    desk.press(Key.Key_Return)
    assert desk.session.undo_stack.count == 0


def test_that_control_enter_fills_the_selection_with_what_was_typed(desk: Desk) -> None:
    desk.select("granted.natural", "partial.total")
    desk.type("3")
    desk.press(Key.Key_Return, CONTROL)
    assert desk.value("granted.business") == desk.value("partial.other_org") == 3
    assert desk.session.undo_stack.count == 1
    assert len(desk.selected) == 14


def test_that_delete_empties_the_selection_in_one_step(desk: Desk) -> None:
    desk.select("new.natural", "new.business")
    desk.press(Key.Key_Delete)
    assert desk.value("new.natural") is None
    assert desk.value("new.business") is None
    assert desk.session.undo_stack.count == 1


def test_that_control_d_copies_the_figure_above(desk: Desk) -> None:
    desk.at("carried_in.natural")
    desk.press(Key.Key_D, CONTROL)
    assert desk.value("carried_in.natural") == 35


def test_that_control_d_copies_the_first_row_of_a_selection_down_over_computed_rows(desk: Desk) -> None:
    desk.at("other_misc.natural")
    desk.type("8")
    desk.press(Key.Key_Return)
    desk.select("other_misc.natural", "carried_out.business")
    desk.press(Key.Key_D, CONTROL)
    assert desk.value("carried_out.natural") == 8
    assert desk.value("carried_out.business") == 0


def test_that_control_d_in_the_first_row_changes_nothing(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_D, CONTROL)
    assert desk.value("new.natural") == 35
    assert desk.session.undo_stack.count == 0


def test_that_menu_keys_take_what_is_being_typed_first(desk: Desk) -> None:
    desk.at("carried_in.natural")
    desk.type("8")
    desk.press(Key.Key_D, CONTROL)
    assert desk.value("carried_in.natural") == 35
    desk.type("1.5")
    for key, modifiers in ((Key.Key_D, CONTROL), (Key.Key_F2, SHIFT)):
        desk.press(key, modifiers)
        assert desk.cell_editor.text() == "1.5"
    desk.editor.paste()
    desk.editor.fill_blanks_with_zero()
    assert desk.cell_editor.text() == "1.5"


def test_that_shift_and_an_arrow_select_text_in_the_editor(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("12")
    desk.press(Key.Key_Left, SHIFT)
    assert desk.cell_editor.selectedText() == "2"
    desk.press(Key.Key_Backtab, SHIFT)
    assert desk.here == "carried_out.other_org"


def test_that_control_z_and_control_y_undo_and_redo_through_the_session(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("40")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Z, CONTROL)
    assert desk.value("new.natural") == 35
    desk.press(Key.Key_Y, CONTROL)
    assert desk.value("new.natural") == 40
    desk.press(Key.Key_Z, CONTROL)
    desk.press(Key.Key_Z, CONTROL | SHIFT)
    assert desk.value("new.natural") == 40


def test_that_a_computed_figure_refuses_typing_with_a_sentence(desk: Desk) -> None:
    desk.at("new.total")
    desk.type("9")
    assert desk.view.hasFocus()
    assert desk.said == ["这一格由程序按各分项计算，不用填写。"]


def test_that_a_locked_report_says_so_before_anything_is_typed(desk: Desk) -> None:
    desk.session.read_only_reason = "定稿已锁定，要修改请先更正。"
    desk.at("new.natural")
    desk.type("9")
    assert desk.view.hasFocus()
    assert desk.said == ["定稿已锁定，要修改请先更正。"]


def test_that_keys_of_the_window_are_left_to_the_window(desk: Desk) -> None:
    for key in (Key.Key_F6, Key.Key_F8, Key.Key_Escape):
        event = QKeyEvent(QEvent.Type.KeyPress, key, NONE)
        desk.view.keyPressEvent(event)
        assert not event.isAccepted()


def test_that_keys_step_over_the_labels_of_the_stacked_table(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive", zeros("proactive"))
    desk.at("normative_documents.repealed")
    desk.press(Key.Key_Down)
    assert desk.here == "licensing.decisions"
    desk.press(Key.Key_Down)
    assert desk.here == "penalty.decisions"
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Up)
    assert desk.here == "normative_documents.issued"


def test_that_enter_visits_the_one_row_of_the_appeals_table_from_left_to_right(make_desk: MakeDesk) -> None:
    desk = make_desk("appeals", zeros("appeals"))
    desk.at("reconsideration.pending")
    desk.press(Key.Key_Return)
    assert desk.here == "litigation_direct.upheld"
