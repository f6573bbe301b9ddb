from pathlib import Path

from pytestqt.qtbot import QtBot

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
