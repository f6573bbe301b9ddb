"""What is typed: numbers as people write them, input methods, zeros, totals that a source printed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from model.report import Edit, EditKind
from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import CONTROL, Desk, figures, zeros
from tests.ui.grid.parts import click
from ui.grid.editor import CellEditor

Key = Qt.Key


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1,234", 1234), ("3件", 3), ("０", 0), ("１２", 12), ("26+9", 35), (" 7", 7), ("0012", 12)],
)
def test_that_a_count_is_understood_as_people_write_it(desk: Desk, text: str, value: int) -> None:
    desk.at("new.business")
    desk.press(Key.Key_F2)
    desk.cell_editor.selectAll()
    desk.cell_editor.insert(text)
    desk.press(Key.Key_Return)
    assert desk.value("new.business") == value


def test_that_an_amount_takes_a_full_width_point(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    desk.at("fees.amount")
    desk.compose("12。5")
    desk.press(Key.Key_Return)
    assert str(desk.value("fees.amount")) == "12.5"


def test_that_a_sum_is_kept_as_the_note_until_another_figure_is_typed(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("26+9")
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 35
    assert desk.note("new.natural") == "算式：26+9"
    desk.at("new.natural")
    desk.type("36")
    desk.press(Key.Key_Return)
    assert desk.note("new.natural") == ""
    desk.press(Key.Key_Z, CONTROL)
    assert desk.note("new.natural") == "算式：26+9"
    desk.at("new.natural")
    desk.press(Key.Key_Delete)
    assert desk.note("new.natural") == ""


def test_that_full_width_digits_turn_plain_while_they_are_typed(desk: Desk) -> None:
    desk.at("new.business")
    desk.press(Key.Key_F2)
    desk.cell_editor.selectAll()
    desk.cell_editor.insert("１２")
    assert desk.cell_editor.text() == "12"


def test_that_clicking_elsewhere_takes_a_figure(desk: Desk) -> None:
    desk.at("granted.research")
    desk.type("8")
    click(desk, "new.natural")
    assert desk.value("granted.research") == 8
    assert desk.here == "new.natural"


def test_that_an_open_editor_survives_another_window_in_front(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("4")
    editor = desk.cell_editor
    QApplication.sendEvent(editor, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert desk.view.editor() is editor


def test_that_what_stands_in_the_editor_is_taken_before_saving(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("41")
    assert desk.editor.commit_pending()
    assert desk.value("new.natural") == 41
    desk.type("4.1")
    assert not desk.editor.commit_pending()


def test_that_blank_zero_and_a_stroke_are_three_things(desk: Desk) -> None:
    desk.at("new.natural")
    desk.type("/")
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") is None
    assert desk.session.report.as_printed[desk.ref("new.natural")] == "/"
    assert desk.model.text_of(desk.cell("new.natural")) == "/"
    desk.at("new.natural")
    desk.press(Key.Key_Delete)
    assert desk.model.text_of(desk.cell("new.natural")) == ""
    desk.type("0")
    desk.press(Key.Key_Return)
    assert desk.model.text_of(desk.cell("new.natural")) == "0"


def test_that_a_printed_text_that_is_no_figure_may_be_looked_at_and_left(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    printed = Edit(EditKind.IMPORT, as_printed={desk.ref("rules.issued"): "22（其中修订16件）"})
    desk.session.submit(printed, "读入")
    desk.at("rules.issued")
    desk.press(Key.Key_F2)
    desk.press(Key.Key_Return)
    assert desk.said == []
    assert desk.here == "normative_documents.issued"


# Input methods


def test_that_a_composed_text_reaches_the_cell(desk: Desk) -> None:
    desk.at("new.natural")
    desk.compose("", preedit="4")
    desk.compose("42")
    assert desk.cell_editor.text() == "42"
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 42


def test_that_full_width_digits_committed_without_composing_reach_the_cell(desk: Desk) -> None:
    desk.at("new.natural")
    desk.compose("４")
    assert desk.cell_editor.text() == "4"
    desk.compose("２")
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 42


def test_that_composing_and_giving_up_leaves_the_figure(desk: Desk) -> None:
    desk.at("new.natural")
    desk.compose("", preedit="er")
    desk.compose("")
    desk.press(Key.Key_Escape)
    assert desk.value("new.natural") == 35


def test_that_an_input_method_commits_into_the_open_editor(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_F2)
    desk.cell_editor.selectAll()
    desk.compose("", preedit="shi")
    desk.compose("１０")
    assert desk.cell_editor.text() == "10"
    desk.press(Key.Key_Return)
    assert desk.value("new.natural") == 10


def test_that_an_input_method_event_without_text_is_left_to_qt(desk: Desk) -> None:
    event = QInputMethodEvent("", [])
    desk.view.inputMethodEvent(event)
    assert desk.view.hasFocus()


# Zeros


def test_that_blanks_of_a_table_become_zero_in_one_step_that_says_how_many(make_desk: MakeDesk) -> None:
    notes = {}
    desk = make_desk("appeals", figures(appeals__reconsideration__upheld=3))
    notes = {desk.ref("litigation_direct.upheld"): "待报"}
    desk.session.submit(Edit(EditKind.NOTE, notes=notes), "备注")
    desk.session.submit(Edit(EditKind.IMPORT, as_printed={desk.ref("litigation_direct.pending"): "/"}), "读入")
    desk.editor.fill_blanks_with_zero()
    assert desk.said == ["已把 9 个空白格填为 0，跳过 1 个待报的格。"]
    assert desk.session.undo_stack.undo_text == "空白填 0（9 格）"
    assert desk.value("reconsideration.upheld") == 3
    assert desk.value("reconsideration.pending") == 0
    assert desk.value("litigation_direct.upheld") is None
    assert desk.model.text_of(desk.cell("litigation_direct.pending")) == "/"
    desk.press(Key.Key_Z, CONTROL)
    assert desk.value("reconsideration.pending") is None


def test_that_only_blanks_of_the_selection_become_zero(make_desk: MakeDesk) -> None:
    desk = make_desk("requests")
    desk.select("new.natural", "carried_in.total")
    desk.editor.fill_selection_with_zero()
    assert desk.said == ["已把 12 个空白格填为 0。"]
    assert desk.value("granted.natural") is None


def test_that_a_full_table_says_there_is_nothing_to_fill(desk: Desk) -> None:
    desk.editor.fill_blanks_with_zero()
    assert desk.said == ["没有可以填 0 的空白格。"]
    assert desk.session.undo_stack.count == 0


@pytest.mark.parametrize(
    ("table", "words"), [("requests", "本年无申请"), ("appeals", "无复议诉讼"), ("proactive", "整表空白填 0")]
)
def test_that_the_menu_offers_zeros_in_the_words_of_the_office(make_desk: MakeDesk, table: str, words: str) -> None:
    desk = make_desk(table)
    action = next(action for action in desk.editor.menu_actions if action.text().startswith(words))
    action.trigger()
    assert desk.said[0].startswith("已把")


# Totals that a source printed


def test_that_delete_on_a_total_removes_what_a_source_printed(make_desk: MakeDesk) -> None:
    desk = make_desk("requests", {**zeros("requests", new__natural=5), **figures(requests__new__total=6)})
    desk.at("new.total")
    assert "原稿印的总计是 6，与分项之和不同，按 Delete 去掉。" in desk.editor.explanation
    desk.press(Key.Key_Delete)
    assert desk.ref("new.total") not in desk.session.report.cells
    assert desk.said == ["已去掉 1 个原稿印出的总计，改用各分项之和。"]
    assert desk.value("new.total") == 5


def test_that_delete_on_a_plain_total_changes_nothing(desk: Desk) -> None:
    desk.at("new.total")
    desk.press(Key.Key_Delete)
    assert desk.session.undo_stack.count == 0


def test_that_an_editor_is_named_for_screen_readers(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_F2)
    assert isinstance(desk.focus, CellEditor)
    assert desk.focus.accessibleName() == "一、本年新收政府信息公开申请数量 › 申请人情况 › 自然人"
