"""Two programs never write into one archive."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from model import archive_lock
from model.archive_lock import locked, user_name
from model.errors import ArchiveInUseError, DiskFullError, FolderRefusedError, NoLocksError
from model.temporary import temporary_folder

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from model.archive_lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "办公室.gknb"


@contextmanager
def another_program(archive: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(archive)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        yield program
        program.kill()


def test_that_a_second_program_is_kept_out_and_told_by_whom(archive: Path) -> None:
    with another_program(archive), pytest.raises(ArchiveInUseError) as refused, locked(archive):
        pass
    machine = os.environ.get("COMPUTERNAME") or os.uname().nodename
    assert refused.value.holder == f"{user_name()}，电脑：{machine}"
    assert f"正在别处打开（{refused.value.holder}）" in refused.value.sentence


def test_that_the_lock_of_a_killed_program_is_taken_over(archive: Path) -> None:
    with another_program(archive) as program:
        program.kill()
        program.wait()
        assert [found.name for found in archive.parent.iterdir()] == ["办公室.gknb.lock"]
        with locked(archive):
            pass
    assert list(archive.parent.iterdir()) == []


def test_that_a_second_opening_in_the_same_program_is_kept_out_too(archive: Path) -> None:
    with locked(archive), pytest.raises(ArchiveInUseError), locked(archive):
        pass
    assert list(archive.parent.iterdir()) == []


def test_that_a_name_that_is_no_name_is_bearable(archive: Path) -> None:
    with locked(archive):
        archive.with_name("办公室.gknb.lock").write_bytes(b"\xff\x00\n" * 500)
        with pytest.raises(ArchiveInUseError, match="正在别处打开（�"), locked(archive):
            pass


def test_that_a_lock_removed_by_its_last_holder_is_made_anew(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecar = archive.with_name("办公室.gknb.lock")
    really, losses = archive_lock._take, [True, True, False]

    def take(descriptor: int) -> bool:
        if losses.pop(0):
            sidecar.unlink()
            if len(losses) == 1:
                sidecar.touch()
        return really(descriptor)

    monkeypatch.setattr(archive_lock, "_take", take)
    with locked(archive):
        assert sidecar.exists()
    assert losses == []
    assert not sidecar.exists()


def test_that_a_lock_file_that_cannot_be_removed_does_no_harm(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with locked(archive):
            pass
    with locked(archive):
        pass


def test_that_a_folder_that_is_not_there_gets_a_sentence(archive: Path) -> None:
    with pytest.raises(FolderRefusedError), locked(archive / "无" / "办公室.gknb"):
        pass


def test_that_a_full_disk_gets_a_sentence(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DiskFullError), locked(archive):
        pass


def test_that_a_disk_without_locks_is_not_said_to_hold_an_open_archive(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    before = set(archive.parent.iterdir())
    with pytest.raises(NoLocksError, match="不支持文件锁"), locked(archive):
        pass
    assert set(archive.parent.iterdir()) == before
    with temporary_folder() as folder:
        assert folder.is_dir()


def test_that_a_lock_on_a_disk_that_is_gone_is_let_go(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise OSError(errno.EIO, "I/O error")

    with locked(archive):
        monkeypatch.setattr(archive_lock, "_is_there", refuse)
    monkeypatch.undo()
    with locked(archive):
        pass


def test_that_a_nameless_user_can_hold_a_lock(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", unknown)
    with locked(archive):
        assert archive.with_name("办公室.gknb.lock").read_text(encoding="utf-8").startswith("未知用户，电脑：")


def test_that_on_windows_a_byte_is_locked_that_leaves_the_name_readable(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: set[int] = set()

    def locking(descriptor: int, mode: int, count: int) -> None:
        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        assert (mode, count, position > 1_000_000) == (2, 1, True)
        if position in taken:
            raise OSError(36, "Resource deadlock avoided")
        taken.add(position)

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(archive_lock, "_take", archive_lock._take_on_windows)
    with locked(archive):
        assert user_name() in archive.with_name("办公室.gknb.lock").read_text(encoding="utf-8")
        with pytest.raises(ArchiveInUseError, match=user_name()), locked(archive):
            pass
