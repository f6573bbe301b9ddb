"""A command that is refused says so in one sentence, whatever it was given, and ends as the contract says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import main as program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and /proc are those of Unix")

ROOT = Path(__file__).parents[1]
SAMPLE: Final = str(ROOT / "resources" / "sample" / "report.json")
WITH_ERRORS: Final = str(ROOT / "tests" / "files" / "checks" / "contradictory.json")
LONG: Final = "很" * 200
"""A name longer than any system allows."""
DEEP: Final = f"{'很深的文件夹/' * 300}x"
OUTPUTS: Final = "pdf,docx,xlsx,html"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with one of everything that is no report."""
    monkeypatch.chdir(tmp_path)
    Path("夹").mkdir()
    Path("夹.docx").mkdir()
    Path("空").touch()
    Path("乱.json").write_bytes(b"\x00\x01{")
    Path("新版.json").write_text('{"format": 2}', encoding="utf-8")
    Path("别的.json").write_text('{"name": 1}', encoding="utf-8")
    Path("别表.json").write_text(
        '{"format": 1, "form": "2031", "office": "", "year": 2031, "cells": {}, "texts": {}}', encoding="utf-8"
    )
    Path("文.txt").write_text("没有报告的文字。", encoding="utf-8")
    for loop in ("环.json", "环.gknb", "环.docx", "环"):
        Path(loop).symlink_to(loop)
    Path("断.json").symlink_to("没有这个文件")
    return tmp_path


def sentence_of(arguments: list[str], capfd: Capture) -> str:
    """Return the one line on the error output of a command that is refused with nothing said before it."""
    assert program.main(arguments) == 2
    told = capfd.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert line.endswith("。")
    assert not any(word in line for word in ("Error", "Errno", "Traceback", "directory", "too long", "Too many"))
    return line


NO_REPORT_FILES: Final = [
    "没有",
    "夹",
    "环.json",
    "断.json",
    LONG,
    DEEP,
    "空",
    "乱.json",
    "新版.json",
    "别的.json",
    "别表.json",
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", NO_REPORT_FILES)
@pytest.mark.parametrize(
    "command",
    [
        ["check", "{}"],
        ["check", "{}", "--json"],
        ["check", SAMPLE, "--previous", "{}"],
        ["export", "{}", "--to", OUTPUTS, "--out", "出"],
        ["verify", SAMPLE, "--report", "{}"],
    ],
)
def test_that_what_is_no_report_file_is_refused(command: list[str], name: str, capfd: Capture) -> None:
    sentence_of([part.format(name) for part in command], capfd)
    assert not Path("出").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "name", ["没有", "夹", "夹.docx", "环.docx", "断.json", f"{LONG}.docx", DEEP, "空", "乱.json", "文.txt"]
)
@pytest.mark.parametrize("command", ["read", "verify"])
def test_that_what_is_no_report_of_others_is_refused(command: str, name: str, capfd: Capture) -> None:
    sentence_of([command, name], capfd)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "name", ["没有.gknb", "夹", "环.gknb", "断.json", f"{LONG}.gknb", DEEP, "空", "乱.json", "别的.json"]
)
def test_that_what_is_no_archive_is_refused(name: str, capfd: Capture) -> None:
    sentence_of(["verify", SAMPLE, "--archive", name], capfd)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("out", ["空", "空/夹", "环", "环/夹", LONG, DEEP, "/proc/夹", "/dev/null"])
def test_that_a_folder_that_takes_no_file_is_refused(out: str, capfd: Capture) -> None:
    sentence_of(["export", SAMPLE, "--to", "docx", "--out", out], capfd)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("kind", OUTPUTS.split(","))
def test_that_every_kind_of_output_is_refused_alike(kind: str, capfd: Capture) -> None:
    sentence_of(["export", SAMPLE, "--to", kind, "--out", "空"], capfd)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("out", ["夹", "空/x.json", "环/x.json", f"{LONG}.json", DEEP, "/proc/x.json"])
def test_that_a_report_that_was_read_and_cannot_be_written_is_refused(out: str, capfd: Capture) -> None:
    program.main(["export", SAMPLE, "--to", "xlsx", "--out", "出"])
    capfd.readouterr()
    (source,) = Path("出").iterdir()
    sentence_of(["read", str(source), "-o", out], capfd)


@pytest.mark.usefixtures("folder")
def test_that_a_folder_of_the_name_of_an_export_is_not_replaced(capfd: Capture) -> None:
    program.main(["export", SAMPLE, "--to", "docx", "--out", "出"])
    capfd.readouterr()
    (written,) = Path("出").iterdir()
    written.unlink()
    written.mkdir()
    assert "文件夹" in sentence_of(["export", SAMPLE, "--to", "docx", "--out", "出"], capfd)
    assert written.is_dir()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("problem", [FileNotFoundError(2, "vanished"), PermissionError(13, "no"), OSError(5, "faulty")])
@pytest.mark.parametrize(
    "command",
    [
        ["check", SAMPLE],
        ["verify", "文.txt"],
        ["verify", WITH_ERRORS, "--report", SAMPLE],
        ["export", SAMPLE, "--to", "pdf", "--out", "出"],
    ],
)
def test_that_a_file_that_vanishes_or_fails_under_the_hand_is_refused(
    command: list[str], problem: OSError, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_path: Path) -> bytes:
        raise problem

    monkeypatch.setattr(Path, "read_bytes", read)
    sentence_of(command, capfd)


def test_that_a_folder_that_may_not_be_entered_is_told_apart_from_a_missing_file(
    capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent.name == "锁着的":
            raise PermissionError(13, "no entry")
        return really(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    for command in (["check", "锁着的/a.json"], ["verify", WITH_ERRORS, "--archive", "锁着的/a.gknb"]):
        assert "读不出来，请确认有权限打开它" in sentence_of(command, capfd)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", ""],
        ["check", "a\0b"],
        ["check", SAMPLE, "--previous", ""],
        ["export", SAMPLE, "--to", "pdf", "--out", ""],
        ["export", SAMPLE, "--to", "pdf", "--out", "a\0b"],
        ["export", SAMPLE, "--to", "", "--out", "x"],
        ["read", "a\0b"],
        ["read", SAMPLE, "-o", ""],
        ["verify", "", "--archive", "x.gknb"],
        ["verify", SAMPLE, "--archive", "a\0b"],
        ["self-test", ""],
    ],
)
def test_that_an_empty_or_impossible_name_is_a_command_written_wrongly(arguments: list[str], capfd: Capture) -> None:
    with pytest.raises(SystemExit) as leaving:
        program.main(arguments)
    assert leaving.value.code == 2
    assert capfd.readouterr().err.startswith("命令写法不对，请按下面的用法重写。\n")


# ---------------------------------------------------------------- the outputs of the process


def run_in_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``command``, in which ``MAIN`` stands for this program, and return what it left."""
    words = command.replace("MAIN", f"'{sys.executable}' '{ROOT / 'main.py'}'")
    return subprocess.run(["bash", "-c", words], cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"check '{WITH_ERRORS}'", 1),
        (f"check '{SAMPLE}'", 0),
        (f"check '{WITH_ERRORS}' --json", 1),
        (f"export '{SAMPLE}' --to docx,html --out 出", 0),
        (f"verify '{SAMPLE}' --report '{SAMPLE}'", 0),
        ("check 没有.json 2>&1", 2),
        ("--help", 0),
    ],
)
def test_that_a_reader_who_has_seen_enough_ends_nothing_but_the_words(command: str, code: int, tmp_path: Path) -> None:
    outcome = run_in_shell(f"MAIN {command} | exec 0<&- sleep 0; echo ${{PIPESTATUS[0]}}", tmp_path)
    assert (outcome.stdout, outcome.stderr) == (f"{code}\n", "")
    assert len(list(tmp_path.glob("出/*"))) == (3 if "export" in command else 0)


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_that_a_closed_output_changes_no_exit_code(closed: str, tmp_path: Path) -> None:
    for command, code in ((f"check '{WITH_ERRORS}'", 1), (f"check '{SAMPLE}'", 0), ("check 没有.json", 2)):
        assert run_in_shell(f"MAIN {command} {closed}", tmp_path).returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_that_words_that_find_no_room_on_the_disk_are_told(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full, monkeypatch.context() as patches:
        patches.setattr(sys, "stdout", full)
        assert program.main(["check", WITH_ERRORS, "--json"]) == 2
    assert capfd.readouterr().err == "结果没有全部写出（磁盘空间不足），请换一个地方存放结果再试。\n"
