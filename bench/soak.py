"""Uses one process as for months: 20,000 edits with undo, preview, pages and exports; watches memory and handles.

The whole window is open with the preview in sight, as at an office. Memory may grow by less than a tenth after the
first quarter, the number of open files not at all.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from export.formats import FORMATS, document_of, output_path
from model.report import Edit, EditKind
from resources import resource
from ui.application import make_application, make_window, make_workbench
from ui.session import ReportSession
from ui.workbench import Workbench

EDITS_PER_ROUND = 20
MARKS = 20
"""How often memory is measured; the first quarter warms up, the second is what the last is compared with."""
PATIENCE = 30.0
"""Seconds after which a preview that does not come is a failure."""


def resident() -> int:
    """Return the resident memory of this process in kilobytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def handles() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def edit(session: ReportSession, number: int) -> None:
    """Make one edit; undo some, and some of those once more."""
    refs = [ref for ref, cell in session.form.cells.items() if not cell.computed]
    if number % 10 == 9:
        text = f"（一）存在的问题。第{number}次修改，全年新收{number % 97}件。\n（二）改进措施。"
        session.submit(Edit(EditKind.TEXT, texts={"problems": text}), "修改文字")
    else:
        session.submit(Edit(EditKind.TYPING, cells={random.choice(refs): random.randint(0, 9999)}), "填写")
    if number % 7 == 0:
        session.undo_stack.undo()
    if number % 21 == 0:
        session.undo_stack.redo()


def look_around(work: Workbench, round_number: int, folder: Path) -> None:
    """Turn to another page, wait for the preview, export, and now and then keep a version."""
    view, session = work.view, work.desk.session
    assert view is not None
    assert session is not None
    keys = [entry.key for entry in view.navigation.entries.entries]
    view.show_page(keys[round_number % len(keys)])
    end = time.monotonic() + PATIENCE
    QApplication.processEvents()
    while view.shows_preview and not view.preview.is_current:
        assert time.monotonic() < end, "the preview does not come"
        QApplication.processEvents()
        time.sleep(0.01)
    document = document_of(session.form, session.report)
    for output in FORMATS[list(FORMATS)[round_number % len(FORMATS)]]:
        output.write(document, output_path(document, output, folder))
    if round_number % 5 == 0:
        work.archive_commands.make_version()


def settle(work: Workbench) -> tuple[int, int]:
    """Wait until everything is written and thrown away; return memory and handles."""
    while work.desk.unsaved:
        QApplication.processEvents()
        time.sleep(0.05)
    time.sleep(0.3)  # until the journal of the last commit is gone
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return resident(), handles()


def soak(edits: int, folder: Path) -> int:
    """Make the edits and print a table; 1 when memory or handles grew."""
    make_application()
    work = make_workbench(make_window(), str(resource("sample", "report.json")))
    work.window.resize(1920, 1040)
    session = work.desk.session
    assert session is not None
    QApplication.processEvents()
    start = time.monotonic()
    marks: list[tuple[int, int]] = []
    previews: list[object] = []
    assert work.view is not None
    work.view.preview.was_set.connect(lambda _result: previews.append(None))
    print(f"{'edits':>8}{'seconds':>9}{'processor s':>13}{'previews':>10}{'resident MB':>13}{'handles':>9}")
    for number in range(1, edits + 1):
        edit(session, number)
        if number % 5 == 0:
            QApplication.processEvents()
        if number % EDITS_PER_ROUND == 0:
            look_around(work, number // EDITS_PER_ROUND, folder)
        if number % max(1, edits // MARKS) == 0:
            memory, files = settle(work)
            marks.append((memory, files))
            spent = (time.monotonic() - start, time.process_time())
            print(
                f"{number:>8}{spent[0]:>9.0f}{spent[1]:>13.0f}{len(previews):>10}{memory / 1024:>13.1f}{files:>9}",
                flush=True,
            )
    work.desk.close()
    quarter = len(marks) // 4
    warm, last = marks[quarter : 2 * quarter], marks[-quarter:]
    growth = median(memory for memory, _ in last) / median(memory for memory, _ in warm) - 1
    leaked = max(files for _, files in last) - max(files for _, files in warm)
    print(f"growth after warm-up: memory {growth:+.1%} (bound +10%), handles {leaked:+}")
    return int(growth >= 0.1 or leaked > 0 or not previews)


def main() -> int:
    """Soak in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_DATA_HOME=home, XDG_CONFIG_HOME=home)
        return soak(options.edits, Path(home))


if __name__ == "__main__":
    sys.exit(main())
