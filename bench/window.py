"""How the whole window feels: from Enter to the repainted figure, from start to the first picture, and its memory.

The bounds are 12 ms at the median and 25 ms at the 99th percentile over 2,000 figures entered by real key events,
2.3 times the start of a bare PySide6 window until the window is painted (its report follows, and is timed too), and
120 MB resident. Beside the time on the clock stands the processor time of the window's thread, which a machine that
is shared with others hardly changes. Everything is measured in one run, so that the ratios hold on any machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from model.cells import CellRef
from resources import resource
from ui.application import make_application, make_window, make_workbench

FIGURES = 2_000
STARTS = 7
ROWS = 20

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1366, 728)
window.show()
application.processEvents()
window.grab()
print(0, flush=True)
"""

OURS = """
import gc
gc.disable()
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.application import make_application, make_window, make_workbench
application = make_application()
window = make_window()
window.grab()
print(0, flush=True)
work = make_workbench(window, {wanted!r})
application.processEvents()
window.grab()
status = Path("/proc/self/status").read_text(encoding="ascii")
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")), flush=True)
window.close()
"""
SAMPLE = str(resource("sample", "report.json"))


class Start(NamedTuple):
    """Milliseconds until each line that a program printed, and the number in the last one."""

    milliseconds: list[float]
    number: int


def start(program: str, home: str) -> Start:
    """Run a program in a fresh interpreter and time its lines; modules are compiled once, as in the bundle."""
    environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(Path(home, "compiled"))
    before = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        lines = [((time.perf_counter() - before) * 1000, int(line)) for line in child.stdout]
    return Start([moment for moment, _ in lines], lines[-1][1])


def starts(home: str) -> str:
    """Compare the start of the program on a report with that of an empty window."""
    ours = OURS.format(wanted=SAMPLE)
    for program in (BARE, ours):
        start(program, home)
    runs = [(start(BARE, home), start(ours, home)) for _ in range(STARTS)]
    bare = statistics.median(run.milliseconds[0] for run, _ in runs)
    painted, filled = (statistics.median(run.milliseconds[line] for _, run in runs) for line in (0, 1))
    return (
        f"start until painted: {painted:.0f} ms; bare window: {bare:.0f} ms; ratio {painted / bare:.2f} (bound 2.3)\n"
        f"start until the report is in sight: {filled:.0f} ms; ratio {filled / bare:.2f}\n"
        f"resident with a report: {runs[-1][1].number / 1024:.0f} MB (bound 120)"
    )


def press(key: Qt.Key) -> None:
    """Send a key to the widget that has the focus."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def keystrokes(home: str) -> str:
    """Type figures with Enter in the 申请办理表 of the whole window and time each until it is painted."""
    os.environ.update(HOME=home, XDG_DATA_HOME=home, XDG_CONFIG_HOME=home)
    application = make_application()
    work = make_workbench(make_window(), SAMPLE)
    session = work.desk.session
    assert session is not None
    session.reveal(CellRef("requests", "new", "natural"))
    QTest.qWait(300)
    times, efforts = [], []
    for number in range(FIGURES):
        if number % ROWS == 0:
            session.reveal(CellRef("requests", "new", "natural"))
            QTest.qWait(20)
        press(Qt.Key(Qt.Key.Key_1 + number % 9))
        before, effort = time.perf_counter(), time.thread_time()
        press(Qt.Key.Key_Return)
        application.processEvents()
        times.append((time.perf_counter() - before) * 1000)
        efforts.append((time.thread_time() - effort) * 1000)
        if number % 50 == 0:
            QTest.qWait(1)
    changed = session.undo_stack.count
    work.desk.close()
    middle, last = FIGURES // 2, FIGURES * 99 // 100
    times, efforts = sorted(times), sorted(efforts)
    return (
        f"Enter to repainted: p50 {times[middle]:.1f} ms (bound 12), p99 {times[last]:.1f} ms (bound 25), "
        f"worst {times[-1]:.1f} ms; processor time p50 {efforts[middle]:.1f} ms, p99 {efforts[last]:.1f} ms; "
        f"{FIGURES} figures by {2 * FIGURES} key events, {changed} undo steps"
    )


def main() -> None:
    """Print the measurements."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, "Documents").mkdir()
        print(starts(home))
        print(keystrokes(home))


if __name__ == "__main__":
    main()
