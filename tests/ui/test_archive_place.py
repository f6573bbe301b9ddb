import shutil
import sys
from pathlib import Path, PureWindowsPath
from typing import cast

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from model.report import Level
from tests.ui.conftest import OpenWindow
from tests.ui.reports import full_report
from tests.ui.widgets import children, click
from ui import archive_commands, archive_place
from ui.archive_place import Drive, DriveKind, is_on_stick, proposed_folder, writable_drives
from ui.first_start import FirstStartPage
from ui.words import LEVEL_WORDS

GIGABYTE = 1_000_000_000


def drive(letter: str, kind: DriveKind = DriveKind.FIXED, free: int = 50 * GIGABYTE) -> Drive:
    return Drive(windows(f"{letter}:\\"), kind, free)


def windows(path: str) -> Path:
    """A path as Windows has it, on any system."""
    return cast("Path", PureWindowsPath(path))


DOCUMENTS = windows("C:\\Users\\张三\\Documents")
SYSTEM = windows("C:\\")


@pytest.mark.parametrize(
    ("drives", "folder"),
    [
        ([drive("C"), drive("D")], "D:\\年报"),
        ([drive("C"), drive("D", DriveKind.REMOVABLE), drive("E")], "E:\\年报"),
        ([drive("C"), drive("D", free=GIGABYTE // 2), drive("E")], "E:\\年报"),
        ([drive("C"), drive("Z", DriveKind.OTHER)], str(DOCUMENTS)),
        ([drive("C")], str(DOCUMENTS)),
        ([], str(DOCUMENTS)),
    ],
)
def test_that_another_built_in_drive_with_room_is_preferred(drives: list[Drive], folder: str) -> None:
    assert proposed_folder(DOCUMENTS, drives, SYSTEM) == windows(folder)


def test_that_documents_which_were_moved_off_the_drive_of_windows_stay_where_they_are() -> None:
    documents = windows("D:\\我的文档")
    assert proposed_folder(documents, [drive("C"), drive("D"), drive("E")], SYSTEM) == documents


def test_that_on_other_systems_the_documents_are_used() -> None:
    assert proposed_folder(DOCUMENTS, [drive("C"), drive("D")], None) == DOCUMENTS


@pytest.mark.parametrize(
    ("flag", "kind"), [("1\n", DriveKind.REMOVABLE), ("0\n", DriveKind.FIXED), (None, DriveKind.OTHER)]
)
def test_that_linux_tells_a_stick_from_a_disk(tmp_path: Path, flag: str | None, kind: DriveKind) -> None:
    partition = tmp_path / "devices" / "sdb" / "sdb1"
    partition.mkdir(parents=True)
    if flag is not None:
        (partition.parent / "removable").write_text(flag, encoding="ascii")
    blocks = tmp_path / "class"
    blocks.mkdir()
    (blocks / "sdb1").symlink_to(partition, target_is_directory=True)
    assert archive_place._linux_kind("/dev/sdb1", blocks) is kind
    assert archive_place._linux_kind("tmpfs", blocks) is DriveKind.OTHER


def test_that_the_drives_of_this_machine_are_found(tmp_path: Path) -> None:
    drives = writable_drives()
    assert any(tmp_path.is_relative_to(found.root) and found.free > 0 for found in drives)
    assert not is_on_stick(tmp_path / "年报文件.gknb")


def test_that_a_first_archive_goes_to_the_proposed_folder(
    empty: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_commands, "proposed_folder", lambda *_: tmp_path / "D" / "年报")
    page = empty.work.archive_commands.make_first_page()
    assert isinstance(page, FirstStartPage)
    monkeypatch.setattr(empty.work.archive_commands, "new_year", lambda: None)
    QTest.keyClicks(page.name_edit, "office")
    page.level_box.setCurrentIndex(list(LEVEL_WORDS).index(Level.COUNTY))
    click(page.begin_button)
    assert empty.desk.path == tmp_path / "D" / "年报" / "office年报文件.gknb"
    assert empty.desk.path.exists()
    page.deleteLater()


def choose(monkeypatch: pytest.MonkeyPatch, target: Path) -> list[str]:
    """Let the file dialog choose ``target``; return what it is going to be offered."""
    offered: list[str] = []

    def answer(_parent: object, _title: str, proposal: str, _filter: str) -> tuple[str, str]:
        offered.append(proposal)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def test_that_an_archive_on_a_stick_is_offered_for_copying(
    empty: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.open(full_report())
    empty.desk.close()
    monkeypatch.setattr(archive_commands, "is_on_stick", lambda path: path == empty.archive_path)
    monkeypatch.setattr(archive_commands, "proposed_folder", lambda *_: tmp_path / "D")
    offered = choose(monkeypatch, tmp_path / "D" / "年报文件.gknb")
    assert empty.work.archive_commands.open_file(empty.archive_path)
    assert "U 盘" in empty.window.notices.sentence("stick")
    click(empty.window.notices.button("stick", "复制到本机…"))
    assert offered == [str(tmp_path / "D" / "年报文件.gknb")]
    assert empty.desk.path == tmp_path / "D" / "年报文件.gknb"
    assert empty.window.settings.archive == empty.desk.path
    assert not empty.window.notices.sentence("stick")
    assert empty.archive_path.exists()


def test_that_nothing_is_said_of_a_stick_any_more_when_another_archive_is_open(
    empty: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.open(full_report())
    empty.desk.close()
    monkeypatch.setattr(archive_commands, "is_on_stick", lambda path: path == empty.archive_path)
    elsewhere = tmp_path / "本机.gknb"
    shutil.copyfile(empty.archive_path, elsewhere)
    assert empty.work.archive_commands.open_file(empty.archive_path)
    assert "U 盘" in empty.window.notices.sentence("stick")
    assert empty.work.archive_commands.open_file(elsewhere)
    assert not empty.window.notices.sentence("stick")


def test_that_an_archive_on_a_disk_is_opened_without_a_word(empty: OpenWindow) -> None:
    empty.open(full_report())
    empty.desk.close()
    assert empty.work.archive_commands.open_file(empty.archive_path)
    assert not empty.window.notices.sentence("stick")
    assert children(empty.window.notices, FirstStartPage) == []


def test_that_no_archive_is_laid_beside_the_program(
    empty: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "程序" / "gongkai-nianbao.exe"
    inside, outside = program.parent / "_internal", tmp_path / "年报"
    monkeypatch.setattr(sys, "executable", str(program))
    assert not archive_place.is_beside_program(inside)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert archive_place.is_beside_program(program.parent)
    page = empty.work.archive_commands.make_first_page()
    assert isinstance(page, FirstStartPage)
    place = page.file
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(inside))
    page.move_wanted.emit()
    assert page.file == place
    assert "另选一个文件夹" in empty.window.notices.sentence("place")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(outside))
    page.move_wanted.emit()
    assert page.file.parent == outside
    assert not empty.window.notices.sentence("place")
    empty.open(full_report())
    choose(monkeypatch, inside / "年报文件.gknb")
    empty.work.archive_commands.save_as()
    assert empty.desk.path == empty.archive_path
    page.deleteLater()
