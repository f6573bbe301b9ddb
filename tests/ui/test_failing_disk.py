"""When writing fails: it is said, nothing is lost, and there are ways out."""

from collections.abc import Iterator, Sequence

import pytest
from pytestqt.qtbot import QtBot

from model.archive import Archive, VersionKind
from model.archive_records import MadeEdit
from model.errors import ArchiveUnreachableError, DiskFullError
from model.report import Edit, EditKind
from model.report_file import read_report_file
from tests.ui.conftest import OpenWindow
from tests.ui.reports import CARRIED_OUT
from tests.ui.safety import answer, choose_file
from tests.ui.widgets import click


@pytest.fixture
def failing(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[OpenWindow]:
    """A window whose disk is full, with one edit that could not be written."""

    def refuse(_archive: Archive, _edits: object) -> None:
        raise DiskFullError(opened.archive_path)

    monkeypatch.setattr(Archive, "record_all", refuse)
    session = opened.desk.session
    assert session is not None
    with qtbot.waitSignal(opened.desk.save_failed):
        session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 5}), "填写")
    yield opened
    monkeypatch.undo()


def test_that_a_full_disk_is_said_and_nothing_is_lost(
    failing: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    notices = failing.window.notices
    assert "1 步修改还没有写入磁盘" in notices.sentence("saving")
    assert failing.window.header.saved.text() == "没有保存"
    monkeypatch.undo()
    with qtbot.waitSignal(failing.desk.saved):
        click(notices.button("saving", "重试"))
    assert notices.sentence("saving") == ""
    failing.desk.close()
    archive = Archive.open(failing.archive_path)
    assert archive.load(1).cells[CARRIED_OUT] == 5
    archive.close()


def test_that_nothing_is_said_to_be_unsaved_any_more_when_it_was_saved_before_the_report_was_locked(
    failing: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.undo()
    failing.desk.lock(VersionKind.FINAL, "")
    qtbot.waitUntil(lambda: failing.window.notices.sentence("saving") == "")
    assert failing.window.header.saved.text() == "已定稿锁定"


def test_that_one_can_escape_a_full_disk_by_saving_elsewhere(
    failing: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.undo()
    full = Archive.record_all

    def refuse_old(archive: Archive, edits: Sequence[MadeEdit]) -> None:
        if archive.path == failing.archive_path:
            raise DiskFullError(archive.path)
        full(archive, edits)

    monkeypatch.setattr(Archive, "record_all", refuse_old)
    elsewhere = failing.folder / "U盘" / "年报文件.gknb"
    elsewhere.parent.mkdir()
    choose_file(monkeypatch, elsewhere)
    with qtbot.waitSignal(failing.desk.saved):
        click(failing.window.notices.button("saving", "另存…"))
    failing.desk.close()
    archive = Archive.open(elsewhere)
    assert archive.load(1).cells[CARRIED_OUT] == 5
    archive.close()


def test_that_closing_asks_before_unwritten_edits_are_lost(failing: OpenWindow) -> None:
    answer("取消")
    assert not failing.window.close()
    assert failing.desk.unsaved == 1
    answer("不保存并退出")
    assert failing.window.close()


def test_that_the_report_can_be_taken_along_from_a_disk_that_is_gone(
    failing: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(archive: Archive, _path: object) -> None:
        raise ArchiveUnreachableError(archive.path)

    monkeypatch.setattr(Archive, "backup", refuse)
    choose_file(monkeypatch, failing.folder / "别处.gknb")
    click(failing.window.notices.button("saving", "另存…"))
    assert "把现在这份报告导出成报告文件" in failing.window.notices.sentence("archive")
    choose_file(monkeypatch, failing.folder / "带走.json")
    click(failing.window.notices.button("archive", "导出报告文件…"))
    assert read_report_file(failing.folder / "带走.json").report.cells[CARRIED_OUT] == 5


def test_that_a_copy_that_is_refused_is_said(failing: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    (failing.folder / "文件").write_bytes(b"")
    choose_file(monkeypatch, failing.folder / "文件" / "别处.gknb")
    click(failing.window.notices.button("saving", "另存…"))
    assert "无法在文件夹" in failing.window.notices.sentence("archive")
