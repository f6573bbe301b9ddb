"""How long after the last edit the printed page follows, and whether the window ever waits for it.

The bounds are 400 ms from the last edit to the new picture of the page and no gap above 30 ms in the event loop
while somebody types with the page beside the editor. A bare loop of the same events shows what the machine
itself adds; on a busy machine compare with that, and with the processor time for which the page keeps the interpreter.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from model.cells import CellRef
from resources import resource
from ui.application import make_application, make_window, make_workbench
from ui.page_setup import PageSetup, Snapshot, snapshot_of
from ui.preview.pane import make_preview
from ui.session import ReportSession, TextSelection
from ui.workbench import Workbench

LONGEST_GAP = 30
TYPED = 50
PAUSE = 90
"""Milliseconds between two letters of a fast typist; some pauses are longer, so that pages are set meanwhile."""
LONG_PAUSE = 200
EDITS = 12
PLACES = (("figures", CellRef("requests", "new", "natural")), ("text", TextSelection("overview", 40, 40)))


class Heartbeat:
    """Beats every millisecond in the event loop and remembers the longest silence."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def reset(self) -> None:
        self.gaps, self._last = [], time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def words(self) -> str:
        ordered = sorted(self.gaps)
        return (
            f"median {statistics.median(ordered):.1f} ms, p99 {ordered[len(ordered) * 99 // 100]:.1f} ms, "
            f"longest {ordered[-1]:.1f} ms, {sum(gap > LONGEST_GAP for gap in ordered)} above {LONGEST_GAP}"
        )


def wait(milliseconds: int) -> None:
    """Let the event loop run as it does in the program; ``QTest.qWait`` would sleep between events."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(work: Workbench) -> None:
    """Wait until the page shows the report as it is."""
    assert work.view is not None
    preview = work.view.preview
    while preview.isVisible() and (not preview.is_current or preview.view.wanted_pictures()):
        wait(5)


def typing(work: Workbench, place: CellRef | TextSelection, beat: Heartbeat) -> list[float]:
    """Type at a place as people do; return the milliseconds that each key took."""
    assert work.view is not None
    work.view.session.reveal(place)
    settle(work)
    beat.reset()
    times = []
    for number in range(TYPED):
        target = QApplication.focusWidget()
        assert target is not None
        before = time.perf_counter()
        QTest.keyClicks(target, str(number % 9 + 1))
        if isinstance(place, CellRef):
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, Qt.Key.Key_Return)
        times.append((time.perf_counter() - before) * 1000)
        wait(LONG_PAUSE if number % 5 == 4 else PAUSE)
    return times


def followed(work: Workbench, session: ReportSession) -> list[float]:
    """Return the milliseconds from an edit to the painted page."""
    assert work.view is not None
    times = []
    for number in range(EDITS):
        settle(work)
        session.reveal(CellRef("requests", "new", "natural"))
        settle(work)
        loop = QEventLoop()
        work.view.preview.was_set.connect(loop.quit)
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, str(number + 101))
        target = QApplication.focusWidget()
        assert target is not None
        before = time.perf_counter()
        QTest.keyClick(target, Qt.Key.Key_Return)
        loop.exec()
        work.view.preview.view.viewport().repaint()
        times.append((time.perf_counter() - before) * 1000)
        work.view.preview.was_set.disconnect(loop.quit)
    return times


def longest_hold(snapshot: Snapshot) -> float:
    """Return for how many milliseconds of processor time the thread of the page keeps the interpreter at most.

    The other thread wants it all the time, so what the processor does between two of its turns is the page's. Other
    programs on the machine do not count.
    """
    page = threading.Thread(target=lambda: [make_preview(snapshot, PageSetup(), range(3), 1.5) for _ in range(EDITS)])
    page.start()
    longest, last = 0.0, time.process_time()
    while page.is_alive():
        now = time.process_time()
        longest, last = max(longest, now - last), now
    return longest * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        Path(home, "Documents").mkdir()
        os.environ.update(HOME=home, XDG_DATA_HOME=home, XDG_CONFIG_HOME=home)
        application = make_application()
        window = make_window()
        window.resize(1600, 900)
        beat = Heartbeat()
        wait(1000)
        print(f"event loop of the idle machine: {beat.words()}")
        window.show()
        application.processEvents()
        work = make_workbench(window, str(resource("sample", "report.json")))
        session = work.desk.session
        assert session is not None
        beat.reset()
        settle(work)
        print(f"first pages, fonts and libraries included: {beat.words()}")
        for shown in ("without the page", "with the page"):
            assert work.view is not None
            work.view.want_preview(wanted=shown == "with the page")
            for words, place in PLACES:
                times = typing(work, place, beat)
                print(f"{shown}, typing {words}: longest key {max(times):.1f} ms; gaps {beat.words()}")
        times = followed(work, session)
        print(f"from an edit to its page: median {statistics.median(times):.0f} ms, worst {max(times):.0f} (bound 400)")
        print(
            f"longest time that the page keeps the interpreter: {longest_hold(snapshot_of(session)):.1f} ms (bound 30)"
        )
        work.desk.close()


if __name__ == "__main__":
    main()
