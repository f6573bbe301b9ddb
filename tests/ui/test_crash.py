"""The last door, for errors that nobody expected."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from model.errors import ArchiveUnreachableError
from model.report import Report
from model.report_file import read_report_file
from tests.ui.reports import unbalanced_report
from tests.ui.widgets import button, click
from ui.crash import LOG_NAME, CrashDoor


def _door(folder: Path, report: Callable[[], Report | None]) -> CrashDoor:
    door = CrashDoor(folder)
    door.report = report
    return door


def _raise_into(door: CrashDoor) -> None:
    try:
        int("a bug")
    except ValueError as error:
        door.take(type(error), error, error.__traceback__)


def _answer(said: list[str]) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    said.append(box.informativeText())
    click(button(box, "继续使用"))


def test_that_a_bug_is_logged_and_the_report_rescued(qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    QTimer.singleShot(0, lambda: _answer(said))
    _raise_into(_door(tmp_path, unbalanced_report))
    assert "ValueError: invalid literal" in (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    (rescued,) = tmp_path.glob("抢救副本-2024年度-*.json")
    assert read_report_file(rescued).report == unbalanced_report()
    assert str(rescued) in said[0]


def test_that_the_same_bug_is_told_only_once(qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    door = _door(tmp_path, unbalanced_report)
    for _ in range(3):
        if not said:
            QTimer.singleShot(0, lambda: _answer(said))
        _raise_into(door)
    assert len(said) == 1
    assert (tmp_path / LOG_NAME).read_text(encoding="utf-8").count("ValueError: invalid literal") == 3


def test_that_a_bug_while_nothing_is_open_or_rescuing_fails_is_told_too(qtbot: QtBot, tmp_path: Path) -> None:
    def fail() -> Report | None:
        raise RuntimeError("no report")

    said: list[str] = []
    QTimer.singleShot(0, lambda: _answer(said))
    _raise_into(CrashDoor(tmp_path))
    QTimer.singleShot(0, lambda: _answer(said))
    _raise_into(_door(tmp_path, fail))
    assert len(said) == 2
    assert "RuntimeError: no report" in (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert not list(tmp_path.glob("抢救副本*"))


def test_that_a_refusal_of_the_world_is_told_in_its_own_words_every_time(qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []

    def close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        click(button(box, "关闭"))

    door = _door(tmp_path, unbalanced_report)
    refusal = ArchiveUnreachableError(tmp_path / "年报文件.gknb")
    for _ in range(2):
        QTimer.singleShot(0, close)
        door.take(type(refusal), refusal, None)
    assert said == [refusal.sentence] * 2
    assert "ArchiveUnreachableError" in (tmp_path / LOG_NAME).read_text(encoding="utf-8")


def test_that_the_door_is_where_python_sends_its_errors(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    door = CrashDoor(tmp_path)
    door.install()
    assert sys.excepthook == door.take


def test_that_ctrl_c_in_the_terminal_is_no_bug(qtbot: QtBot, tmp_path: Path) -> None:
    CrashDoor(tmp_path).take(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not (tmp_path / LOG_NAME).exists()


def test_that_the_log_does_not_grow_for_ever(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / LOG_NAME).write_text("x" * 600_000, encoding="utf-8")
    said: list[str] = []
    QTimer.singleShot(0, lambda: _answer(said))
    _raise_into(CrashDoor(tmp_path))
    assert (tmp_path / LOG_NAME).stat().st_size < 10_000
