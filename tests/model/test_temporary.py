"""Temporary folders are removed, also those of programs that were killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from model.errors import DiskFullError, TemporaryFolderError
from model.temporary import sweep, temporary_folder

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from model.temporary import temporary_folder

with temporary_folder() as folder:
    (folder / "scanned.pdf").write_bytes(b"personal")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def age(folder: Path) -> None:
    os.utime(folder, (1_000_000_000, 1_000_000_000))


def test_that_a_folder_is_removed_when_it_is_done_with(temporary: Path) -> None:
    with temporary_folder() as folder:
        assert folder.parent.parent == temporary
        assert list(folder.iterdir()) == []
        assert folder.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert list(temporary.iterdir()) == []


def test_that_the_folder_of_a_killed_program_is_swept_up_and_no_other(temporary: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as program:
        assert program.stdout is not None
        inside = Path(program.stdout.readline().strip())
        folder = inside.parent
        age(folder)
        sweep()
        assert (inside / "scanned.pdf").exists()  # it is in use
        program.kill()
        program.wait()
    age(folder)
    others = [temporary / name for name in ("nianbao-文件", "nianbao-新", "别的程序", "nianbao-我的材料")]
    others[0].write_bytes(b"")
    for other in others[1:]:
        other.mkdir()
    age(others[0])
    age(others[2])
    age(others[3])
    sweep()
    assert not folder.exists()
    assert all(other.exists() for other in others)


def test_that_a_folder_that_cannot_be_examined_is_left(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = temporary / "nianbao-旧"
    (folder / "files").mkdir(parents=True)
    age(folder)

    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "is_symlink", refuse)
    sweep()
    monkeypatch.undo()
    assert folder.exists()


def test_that_a_full_temporary_folder_is_said_to_be_full(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(temporary)
    with pytest.raises(TemporaryFolderError, match="请清理系统盘再试"), temporary_folder():
        pytest.fail("there is no folder")
    temporary.mkdir()

    def refuse(path: Path) -> None:
        raise DiskFullError(path)

    monkeypatch.setattr("model.temporary.locked", refuse)
    with pytest.raises(TemporaryFolderError), temporary_folder():
        pytest.fail("there is no lock")
    monkeypatch.undo()
    assert list(temporary.iterdir()) == []
