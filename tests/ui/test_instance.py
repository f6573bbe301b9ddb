from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ui import application
from ui.instance import SingleInstance


def test_that_a_second_start_wakes_the_first_and_names_its_file(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    second = SingleInstance(tmp_path)
    assert first.is_first
    assert not second.is_first
    with qtbot.waitSignal(first.woken) as woken:
        second.wake_first("别的年报文件.gknb")
    assert woken.args == ["别的年报文件.gknb"]
    first.release()
    assert SingleInstance(tmp_path).is_first


def test_that_an_old_note_wakes_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "wake").write_text("old", encoding="utf-8")
    first = SingleInstance(tmp_path)
    with qtbot.assertNotEmitted(first.woken, wait=50):
        assert first.is_first


def test_that_a_start_whose_lock_cannot_be_written_is_a_first_one(qtbot: QtBot, tmp_path: Path) -> None:
    assert SingleInstance(tmp_path / "missing").is_first


def test_that_a_first_program_that_cannot_be_reached_is_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    (tmp_path / "wake.part").mkdir()  # so that no note can be written
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    assert not second.is_first
    assert application._hand_over(second, "") == 0
    assert told == ["程序已经打开，请在任务栏中切换到它的窗口。"]
    first.release()
