"""Uses one process as for months: 20,000 edits with undo, pages and exports; watches memory and handles.

Memory may grow by less than a tenth after the first quarter, the number of open files not at all.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from export.formats import FORMATS, document_of, output_path
from export.pdf import PdfOptions, render_pdf
from model.report import Edit, EditKind
from model.report_file import read_report_file
from resources import resource
from ui.application import make_application
from ui.desk import Desk

WARM_UP = 0.25


def resident() -> int:
    """Return the resident memory of this process in kilobytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def handles() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def step(desk: Desk, number: int, every: int, folder: Path) -> None:
    """Make one edit; sometimes undo it, draw the pages, or export."""
    session = desk.session
    assert session is not None
    refs = [ref for ref, cell in session.form.cells.items() if not cell.computed]
    if number % 10 == 9:
        session.submit(Edit(EditKind.TEXT, texts={"problems": f"第{number}次修改。"}), "修改文字")
    else:
        session.submit(Edit(EditKind.TYPING, cells={random.choice(refs): random.randint(0, 9999)}), "填写")
    if number % 7 == 0:
        session.undo_stack.undo()
    if number % (5 * every) == 0:
        session.undo_stack.clear()  # as opening the report anew does; what may be undone is kept on purpose
        desk.make_version()
    if number % every == 0:
        document = document_of(session.form, session.report)
        render_pdf(document.blocks, PdfOptions(document.author, datetime.now().astimezone()))
        name = list(FORMATS)[number // every % len(FORMATS)]
        for output in FORMATS[name]:
            output.write(document, output_path(document, output, folder))


def soak(edits: int, folder: Path) -> int:
    """Make the edits and print a table; 1 when memory or handles grew."""
    application = make_application()
    desk = Desk()
    report = read_report_file(resource("sample", "report.json")).report
    desk.create(folder / "年报.gknb", report.office, report.level)
    desk.add_report(report, "soak")
    start = time.monotonic()
    marks: list[tuple[int, int]] = []
    print(f"{'edits':>8}{'seconds':>9}{'resident MB':>13}{'handles':>9}")
    for number in range(1, edits + 1):
        step(desk, number, max(1, edits // 100), folder)
        if number % 20 == 0:
            application.processEvents()
        if number % max(1, edits // 20) == 0:
            while desk.unsaved:
                time.sleep(0.05)
            time.sleep(0.3)  # until the journal of the last commit is gone
            gc.collect()
            QApplication.sendPostedEvents(None, 0)
            marks.append((resident(), handles()))
            print(
                f"{number:>8}{time.monotonic() - start:>9.0f}{marks[-1][0] / 1024:>13.1f}{marks[-1][1]:>9}", flush=True
            )
    desk.close()
    warm, last = marks[int(len(marks) * WARM_UP)], marks[-1]
    growth = last[0] / warm[0] - 1
    print(f"growth after warm-up: memory {growth:+.1%} (bound +10%), handles {last[1] - warm[1]:+}")
    return int(growth >= 0.1 or last[1] > warm[1])


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
