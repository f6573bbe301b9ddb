"""Temporary files lie in the user's private folder or beside the target, and none stays."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from export.handover import write_handover
from model.archive import Archive
from model.backups import Occasion, back_up, look_inside, restore
from model.salvage import salvage
from tests.model.archives import make_example

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample" / "report.json"


def run(temporary: Path, *arguments: str | Path) -> None:
    environment = {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)}
    command = [sys.executable, "main.py", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def test_that_the_commands_leave_nothing_behind_but_what_was_asked_for(tmp_path: Path) -> None:
    temporary, out = tmp_path / "tmp", tmp_path / "out"
    temporary.mkdir()
    run(temporary, "export", SAMPLE, "--to", "pdf,docx,xlsx,html", "--out", out)
    files = sorted(out.iterdir())
    assert [path.suffix for path in files if path.name.startswith(".")] == []
    assert len(files) == 5
    workbook = next(path for path in files if path.suffix == ".xlsx")
    run(temporary, "read", workbook, "-o", tmp_path / "a.json")
    run(temporary, "verify", workbook)
    assert list(temporary.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"tmp", "out", "a.json"}


def test_that_backups_restores_and_rescues_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, folder = tmp_path / "tmp", tmp_path / "备份"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = tmp_path / "年报.gknb"
    make_example(path)
    archive = Archive.open(path)
    backup = back_up(archive, folder, Occasion.OPENING)
    archive.close()
    assert backup is not None
    look_inside(backup)
    restore(backup, path)
    salvage(path, backup, tmp_path / "抢救.gknb")
    with closing(Archive.open(path)) as archive:
        write_handover(archive, tmp_path / "移交.zip")
    assert list(temporary.iterdir()) == []
    assert {each.name for each in tmp_path.iterdir()} == {"tmp", "备份", "年报.gknb", "抢救.gknb", "移交.zip"}
    assert set(folder.iterdir()) == {backup}


@pytest.mark.skipif(os.name == "nt", reason="a temporary folder of Windows belongs to its user")
def test_that_copies_in_the_temporary_folder_can_be_read_by_nobody_else(tmp_path: Path) -> None:
    from model.archive_schema import private_copy

    path = tmp_path / "年报.gknb"
    make_example(path)
    with private_copy(path) as copy:
        assert copy.parent.stat().st_mode & 0o077 == 0
    assert not copy.exists()
