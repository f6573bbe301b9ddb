"""What is typed and is no figure, in the whole window: what it keeps from happening, and how the window closes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.grid.desk import CONTROL, FORM, Desk, WindowDesk, zeros
from tests.ui.grid.parts import assert_stays, bubble

Key = Qt.Key


@pytest.fixture
def window_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowDesk]:
    """The 申请办理表 in the whole window."""
    desk = WindowDesk(qtbot, tmp_path, "requests", zeros("requests", new__natural=35))
    yield desk
    desk.close()


def refuse(desk: Desk) -> None:
    """Type what is no figure."""
    desk.at("new.natural")
    desk.type("1.5")


def test_that_no_other_page_opens_while_something_refused_stands(window_desk: WindowDesk) -> None:
    refuse(window_desk)
    view = window_desk.opened.work.view
    assert view is not None
    navigation = view.navigation
    entry = navigation.visualRect(navigation.entries.index(navigation.entries.row_of("overview"))).center()
    QTest.mouseClick(navigation.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, entry)
    QTest.qWait(1)
    assert view.current_key == FORM.tables["requests"].section
    assert navigation.currentIndex().row() == navigation.entries.row_of(view.current_key)
    assert navigation.selectionModel().isSelected(navigation.currentIndex())
    assert_stays(window_desk)
    window_desk.press(Key.Key_Escape)
    QTest.mouseClick(navigation.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, entry)
    assert view.current_key == "overview"


def test_that_following_a_finding_waits_until_the_cell_is_mended(window_desk: WindowDesk) -> None:
    refuse(window_desk)
    view = window_desk.opened.work.view
    assert view is not None
    finding = view.panel.findings[-1]
    view.follow(finding)
    view.reveal("overview")
    assert_stays(window_desk)
    window_desk.type("36")
    view.follow(finding)
    assert view.panel.current == finding
    assert window_desk.value("new.natural") == 36


def test_that_escape_in_a_cell_restores_it_although_a_finding_is_followed(window_desk: WindowDesk) -> None:
    view = window_desk.opened.work.view
    assert view is not None
    finding = next(one for one in view.panel.findings if one.cells and one.cells[0].table == "requests")
    view.follow(finding)
    window_desk.at("new.natural")
    window_desk.type("36")
    window_desk.press(Key.Key_Escape)
    assert window_desk.value("new.natural") == 35
    assert view.panel.current == finding
    window_desk.press(Key.Key_Escape)
    assert view.panel.current is None


def test_that_what_was_said_of_a_cell_goes_with_what_stood_there(window_desk: WindowDesk) -> None:
    status = window_desk.opened.window.status
    refuse(window_desk)
    window_desk.press(Key.Key_Return)
    assert "“1.5”不能填" in status.message
    window_desk.press(Key.Key_Escape)
    assert status.message == ""


def test_that_saving_waits_until_the_cell_is_mended(window_desk: WindowDesk) -> None:
    refuse(window_desk)
    window_desk.press(Key.Key_S, CONTROL)
    assert_stays(window_desk)
    archive = window_desk.opened.desk.written()
    assert archive.versions(window_desk.opened.desk.report_id) == []
    window_desk.type("15")
    window_desk.press(Key.Key_S, CONTROL)
    assert len(window_desk.opened.desk.written().versions(window_desk.opened.desk.report_id)) == 1
    assert window_desk.value("new.natural") == 15


@pytest.mark.parametrize("command", ["新建年度", "删除本年度", "定稿锁定", "撤销", "检查", "导出", "单位和填报人"])
def test_that_a_command_waits_until_the_cell_is_mended(window_desk: WindowDesk, command: str) -> None:
    window_desk.at("granted.natural")
    window_desk.type("8")
    window_desk.press(Key.Key_Return)
    refuse(window_desk)
    window_desk.opened.work.menus.actions[command].trigger()
    assert_stays(window_desk)
    assert window_desk.value("granted.natural") == 8


def test_that_another_file_is_not_opened_over_what_is_being_typed(window_desk: WindowDesk, tmp_path: Path) -> None:
    refuse(window_desk)
    assert not window_desk.opened.work.archive_commands.open_file(tmp_path / "另一个.gknb")
    assert_stays(window_desk)
    window_desk.type("15")
    assert not window_desk.opened.work.archive_commands.open_file(tmp_path / "没有.gknb")
    assert window_desk.value("new.natural") == 15


def test_that_another_file_is_not_rescued_over_what_is_being_typed(window_desk: WindowDesk, tmp_path: Path) -> None:
    refuse(window_desk)
    damaged = tmp_path / "坏的.gknb"
    shutil.copyfile(window_desk.opened.archive_path, damaged)
    window_desk.opened.work.safety_commands.rescue(damaged)
    assert_stays(window_desk)
    window_desk.press(Key.Key_Escape)
    window_desk.opened.work.safety_commands.rescue(damaged)
    assert window_desk.opened.desk.path != window_desk.opened.archive_path


def test_that_the_window_says_once_what_would_be_lost_and_then_closes(window_desk: WindowDesk) -> None:
    refuse(window_desk)
    window = window_desk.opened.window
    assert not window.close()
    assert_closing_told(window_desk)
    assert window.close()
    assert not window.isVisible()


def test_that_the_window_says_again_what_would_be_lost_after_it_was_changed(window_desk: WindowDesk) -> None:
    refuse(window_desk)
    window = window_desk.opened.window
    assert not window.close()
    window_desk.type("1.5")
    assert not window.close()
    assert_closing_told(window_desk)
    window_desk.type("15")
    assert window.close()


def test_that_what_is_refused_stays_in_sight_when_the_window_gets_narrow(window_desk: WindowDesk) -> None:
    window_desk.opened.work.toggle_preview()  # in the narrow window the page is in front of the editor
    window_desk.opened.window.resize(1900, 900)
    window_desk.view.setFocus()
    refuse(window_desk)
    window_desk.press(Key.Key_Return)
    window_desk.opened.window.resize(1366, 728)
    QTest.qWait(1)
    assert window_desk.cell_editor.isVisible()
    assert_stays(window_desk)


def assert_closing_told(desk: Desk) -> None:
    """Assert that the cell stays with the sentence about closing."""
    assert desk.cell_editor.text() == "1.5"
    assert bubble(desk).text() == "“1.5”还没有填进表里，请改好，或按 Esc 恢复原样；再关一次窗口，就不保留它。"
