"""A file is replaced whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from model import files
from model.errors import (
    AppError,
    DiskFullError,
    FileNotWrittenError,
    FolderRefusedError,
    NameTooLongError,
    TargetInUseError,
)
from model.files import replacing


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "报告.json"
    path.write_text("旧", encoding="utf-8")
    return path


def write(target: Path) -> None:
    with replacing(target) as beside:
        beside.write_text("新", encoding="utf-8")


def refuse_to_move(monkeypatch: pytest.MonkeyPatch, times: int, problem: OSError) -> None:
    """Let the next ``times`` moves of a file fail, as they do while another program holds it."""
    really, left = Path.replace, [problem] * times

    def move(self: Path, to: Path) -> Path:
        if left:
            raise left.pop()
        return really(self, to)

    monkeypatch.setattr(Path, "replace", move)
    monkeypatch.setattr(files, "_PAUSES", (0.0, 0.0))


def assert_untouched(target: Path) -> None:
    assert target.read_text(encoding="utf-8") == "旧"
    assert list(target.parent.iterdir()) == [target]


def test_that_the_new_contents_take_the_place_of_the_old(target: Path) -> None:
    write(target)
    assert target.read_text(encoding="utf-8") == "新"
    assert list(target.parent.iterdir()) == [target]


def test_that_a_missing_folder_is_made(tmp_path: Path) -> None:
    write(tmp_path / "新建" / "报告.json")
    assert (tmp_path / "新建" / "报告.json").exists()


def test_that_a_failure_while_writing_leaves_the_old_file(target: Path) -> None:
    with pytest.raises(UnicodeEncodeError), replacing(target) as beside:
        beside.write_text("半\ud800", encoding="utf-8")
    assert_untouched(target)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_that_a_full_disk_gets_its_sentence(target: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskFullError, match="磁盘空间不足，“报告"):
        write(target)
    assert_untouched(target)


def test_that_a_failing_disk_gets_its_sentence(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_move(monkeypatch, 1, OSError(errno.EIO, "输入/输出错误"))
    with pytest.raises(FileNotWrittenError, match="没有写成（磁盘读写出错），原文件没有改动"):
        write(target)
    assert_untouched(target)


def test_that_a_target_open_in_another_program_gets_its_sentence(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_move(monkeypatch, 9, PermissionError(errno.EACCES, "in use"))
    with pytest.raises(TargetInUseError, match="正在别的程序（如 WPS、Word、Excel、阅读器）中打开"):
        write(target)
    assert_untouched(target)


def test_that_a_target_held_for_a_moment_is_tried_again(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_move(monkeypatch, 2, PermissionError(errno.EACCES, "scanned"))
    write(target)
    assert target.read_text(encoding="utf-8") == "新"


def test_that_a_folder_that_cannot_be_written_gets_its_sentence(target: Path) -> None:
    with pytest.raises(FolderRefusedError, match="另选一个文件夹"):
        write(target / "报告.json")
    assert_untouched(target)


def test_that_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "报告.json").mkdir()
    with pytest.raises(AppError, match="没有写成"):
        write(tmp_path / "报告.json")


def test_that_what_a_killed_program_left_beside_the_target_is_removed(target: Path) -> None:
    folder = target.parent
    old, new, other = folder / ".0123456789ab.tmp", folder / ".0123456789ac.tmp", folder / ".别的.tmp"
    journal = folder / f"{old.name}-journal"
    for path in (old, new, other, journal):
        path.write_bytes(b"half")
    (folder / ".0123456789ad.tmp").mkdir()
    for path in (old, other, journal, folder / ".0123456789ad.tmp"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    write(target)
    assert set(folder.iterdir()) == {target, new, other, folder / ".0123456789ad.tmp"}


def test_that_a_name_that_is_too_long_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(NameTooLongError, match="请把文件名改短再试"):
        write(tmp_path / f"{'长' * 90}.json")
    assert list(tmp_path.iterdir()) == []
