# ruff: noqa: T201
"""The program as a user has it, driven from inside; run as a process of its own that can be killed.

``type``: types one figure after the other into the window and says so, leaves a cell open, and waits.
``show``: opens the program again and prints the figures of the report in sight.
"""

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import ui.application
from model.cells import CellRef
from ui.window import MainWindow

FIGURES = 20


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _type_figures(window: MainWindow) -> None:
    assert window.view is not None
    window.view.reveal(CellRef("requests", "new", "natural"))
    for figure in range(FIGURES):
        page = window.view.current_page
        place = page.current_place()
        QTest.keyClicks(_focus(), "4")
        QTest.keyClicks(_focus(), f"{figure:02d}")
        QTest.keyClick(_focus(), Qt.Key.Key_Return)
        QTest.qWait(20)
        print(place, 400 + figure, flush=True)
    QTest.keyClicks(_focus(), "9")
    print("open", flush=True)


def _show_figures(window: MainWindow) -> None:
    session = window.desk.session
    assert session is not None
    for ref, value in session.report.cells.items():
        print(ref, value, flush=True)
    print("notices:", window.notices.sentence("archive"), flush=True)
    window.close()


def _drive(work: Callable[[MainWindow], None], window: MainWindow) -> None:
    """Do the work; when it fails end at once, because nobody is there to answer the program's own dialog."""
    try:
        work(window)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        os._exit(3)


def main(task: str, arguments: list[str]) -> int:
    """Start the program as its users do and let ``task`` work in its window."""
    work = {"type": _type_figures, "show": _show_figures}[task]
    make_window = ui.application.make_window

    def make_and_drive(wanted: str) -> MainWindow:
        window = make_window(wanted)
        QTimer.singleShot(200, partial(_drive, work, window))
        return window

    ui.application.make_window = make_and_drive
    return ui.application.run_application(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
