"""The program as a process: started, killed, started again."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.archive import Archive, Profile
from model.report import EditKind, Level
from model.report_file import write_report_file
from resources import resource
from tests.ui.conftest import OpenWindow
from tests.ui.reports import full_report
from tests.ui.typing_program import FIGURES
from ui import application
from ui.versions_view import VersionsDialog

ROOT = Path(__file__).parents[2]
SAMPLE = str(resource("sample", "report.json"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user who never started the program."""
    return tmp_path / "home"


def _environment(home: Path) -> dict[str, str]:
    home.mkdir(exist_ok=True)
    folders = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "LOCALAPPDATA": str(home / "data")}
    return {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def _start(home: Path, task: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typing_program", task, *arguments],
        cwd=ROOT,
        env=_environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _show(home: Path, *arguments: str) -> str:
    program = _start(home, "show", *arguments)
    shown, problems = program.communicate(timeout=60)
    assert program.returncode == 0, problems
    return shown


def test_that_the_last_figure_is_there_after_the_program_was_killed_while_typing(home: Path) -> None:
    program = _start(home, "type", SAMPLE)
    assert program.stdout is not None
    typed = [program.stdout.readline().strip() for _ in range(FIGURES)]
    assert program.stdout.readline().strip() == "open"
    time.sleep(0.4)
    program.kill()
    program.communicate()
    shown = _show(home, SAMPLE)
    assert typed[-1].endswith(str(400 + FIGURES - 1))
    assert set(typed) <= set(shown.splitlines())
    assert shown.splitlines()[-1].strip() == "notices:"


def test_that_the_program_ends_cleanly_with_something_copied(home: Path) -> None:
    program = _start(home, "copy", SAMPLE)
    copied, problems = program.communicate(timeout=60)
    assert (copied.strip(), program.returncode) == ("35", 0), problems


def test_that_a_first_start_shows_the_window_and_ends_cleanly(home: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", _QUIT_AT_ONCE], cwd=ROOT, env=_environment(home), stderr=subprocess.PIPE, text=True
    )
    _, problems = program.communicate(timeout=60)
    assert program.returncode == 0
    assert "Traceback" not in problems


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself a fault there")
def test_that_a_fault_below_python_leaves_its_place_in_a_log(home: Path) -> None:
    environment = _environment(home)
    log = home / "data" / "gongkai-nianbao" / "program.fault.log"
    log.parent.mkdir(parents=True)
    log.write_text("x" * 600_000, encoding="utf-8")
    fault = _QUIT_AT_ONCE.replace("work.window.close", "lambda: os.kill(os.getpid(), signal.SIGSEGV)")
    program = subprocess.run(
        [sys.executable, "-c", f"import os, signal\n{fault}"], cwd=ROOT, env=environment, timeout=60, check=False
    )
    assert program.returncode < 0
    told = log.read_text(encoding="utf-8")
    assert "Segmentation fault" in told
    assert "run_application" in told
    assert len(told) < 100_000


_QUIT_AT_ONCE = """
from PySide6.QtCore import QTimer
import ui.application
make = ui.application.make_workbench
def make_and_quit(window, wanted):
    work = make(window, wanted)
    QTimer.singleShot(200, work.window.close)
    return work
ui.application.make_workbench = make_and_quit
raise SystemExit(ui.application.run_application([]))
"""


def test_that_an_archive_named_at_the_start_is_opened_and_again_at_the_next(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "本单位.gknb"
    archive = Archive.create(path, Profile("清岚县人民政府办公室", Level.COUNTY))
    archive.add_report(full_report(), EditKind.IMPORT)
    archive.close()
    assert "requests.new.natural 9" in _show(home, str(path))
    assert "requests.new.natural 9" in _show(home)


def test_that_a_report_file_named_at_the_start_is_taken_into_the_usual_archive(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "本单位.gknb"
    Archive.create(path, Profile("清岚县人民政府办公室", Level.COUNTY)).close()
    write_report_file(full_report(), tmp_path / "报告.json")
    program = subprocess.run(
        [sys.executable, "-c", _QUIT_AT_ONCE.replace("[]", repr([str(path)]))],
        cwd=ROOT,
        env=_environment(home),
        check=False,
    )
    assert program.returncode == 0
    assert "requests.new.natural 9" in _show(home, str(tmp_path / "报告.json"))


def test_that_a_report_file_without_a_usual_archive_says_what_is_to_be_done_first(
    empty: OpenWindow, tmp_path: Path
) -> None:
    application.open_wanted(empty.work, tmp_path / "报告.json")
    assert empty.window.notices.sentence("report file") == (
        "先新建或打开年报文件，再用菜单“文件”里的“导入报告文件”导入 报告.json。"
    )


def test_that_a_second_file_waits_until_the_dialog_about_the_first_is_closed(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "另一个.gknb"
    Archive.create(other, Profile("局")).close()
    seen: list[tuple[Path | None, str]] = []

    def wake() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, VersionsDialog)
        application._come_to_front(opened.work, str(other))
        qtbot.wait(2 * application._DIALOG_CLOSED)
        dialog.new_box.setCurrentIndex(1)
        seen.append((opened.desk.path, dialog.page.toPlainText()))
        dialog.reject()

    opened.desk.make_version()
    QTimer.singleShot(0, wake)
    opened.work.menus.actions["版本和修改对照"].trigger()
    [(path, page)] = seen
    assert path == opened.archive_path
    assert "修改对照稿" in page
    qtbot.waitUntil(lambda: opened.desk.path == other)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("ending", [".gknb", ".json"])
def test_that_a_link_without_an_end_starts_the_program_all_the_same(home: Path, tmp_path: Path, ending: str) -> None:
    loop = tmp_path / f"环{ending}"
    loop.symlink_to(loop)
    program = subprocess.run(
        [sys.executable, "-c", _QUIT_AT_ONCE.replace("[]", repr([str(loop)]))],
        cwd=ROOT,
        env=_environment(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (program.returncode, "Traceback" in program.stderr) == (0, False)
