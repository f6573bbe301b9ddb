"""Proof by the operating system: the main jobs of the program open no connection and ask for no address."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample" / "report.json"
INTERNET = re.compile(r"AF_INET6?\b")

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from export.handover import write_handover
from model.archive import VersionKind
from model.backups import Occasion, every_backup
from model.cells import CellRef
from model.report import Edit, EditKind
from ui.application import make_application, make_window, make_workbench
from ui.tasks import wait_for_tasks
application = make_application()
work = make_workbench(make_window(), sys.argv[1])
session = work.desk.session
session.submit(Edit(EditKind.TYPING, cells={CellRef("requests", "new", "natural"): 7}), "填写")
for key in [entry.key for entry in work.view.navigation.entries.entries]:
    work.view.show_page(key)
    application.processEvents()
work.archive_commands.make_version()
folder = Path(work.window.settings.export_folder)
work.desk.back_up(Occasion.IMPORT)
work.desk.lock(VersionKind.FINAL, "")
write_handover(work.desk.written(), folder / "移交.zip")
work.view.preview.show()
[backup] = every_backup(work.desk.path)
work.desk.restore(backup.path)
work.desk.close()
wait_for_tasks()
QTimer.singleShot(0, application.quit)
application.exec()
print("done")
"""
SINGLE_INSTANCE = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.instance import SingleInstance
application = QCoreApplication([])
first, second = SingleInstance(Path(sys.argv[1])), SingleInstance(Path(sys.argv[1]))
second.wake_first("")
application.processEvents()
first.release()
print(first.is_first, second.is_first)
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is a tool of Linux")


def traced(folder: Path, *arguments: str | Path) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run this Python under strace; return how it ended and every system call that has to do with a network."""
    assert shutil.which("strace"), "strace is missing; dev.py test installs it"
    home = folder / "home"
    (home / "Documents").mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "PYTHONPATH": str(ROOT),
    }
    log = folder / "calls.txt"
    command = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(log), sys.executable, *map(str, arguments)]
    outcome = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    return outcome, log.read_text(encoding="utf-8", errors="replace")


def test_that_a_connection_would_be_seen(tmp_path: Path) -> None:
    code = "import socket; socket.socket(socket.AF_INET).connect_ex(('127.0.0.1', 9))"
    assert INTERNET.search(traced(tmp_path, "-c", code)[1])


@pytest.mark.parametrize(
    "command",
    [
        ["check", SAMPLE],
        ["export", SAMPLE, "--to", "pdf,docx,xlsx,html", "--out", "out"],
        ["self-test", "out"],
    ],
    ids=lambda command: str(command[0]),
)
def test_that_the_commands_speak_to_no_network(command: list[str | Path], tmp_path: Path) -> None:
    arguments = [tmp_path / "out" if argument == "out" else argument for argument in command]
    outcome, calls = traced(tmp_path, "main.py", *arguments)
    assert outcome.returncode == 0, outcome.stderr
    assert not INTERNET.search(calls)


def test_that_reading_and_verifying_speak_to_no_network(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert traced(tmp_path, "main.py", "export", SAMPLE, "--to", "xlsx", "--out", out)[0].returncode == 0
    [workbook] = out.iterdir()
    commands: tuple[list[str | Path], ...] = (["read", workbook, "-o", tmp_path / "a.json"], ["verify", workbook])
    for arguments in commands:
        outcome, calls = traced(tmp_path, "main.py", *arguments)
        assert outcome.returncode == 0, outcome.stderr
        assert not INTERNET.search(calls)


def test_that_the_window_speaks_to_no_network(tmp_path: Path) -> None:
    outcome, calls = traced(tmp_path, "-c", WINDOW, SAMPLE)
    assert outcome.stdout.strip() == "done", outcome.stderr
    assert not INTERNET.search(calls)


def test_that_the_single_instance_uses_a_local_pipe_only(tmp_path: Path) -> None:
    outcome, calls = traced(tmp_path, "-c", SINGLE_INSTANCE, tmp_path)
    assert outcome.stdout.strip() == "True False", outcome.stderr
    assert not INTERNET.search(calls)
