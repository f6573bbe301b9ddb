# ruff: noqa: T201
"""The program as a user has it, driven from inside; run as a process of its own that can be killed.

``type``: types one figure after the other into the window and says so, leaves a cell open, and waits.
``show``: opens the program again and prints the figures of the report in sight.
``copy``: copies a figure and closes the window.
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
from ui.workbench import Workbench

FIGURES = 20


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _type_figures(work: Workbench) -> None:
    assert work.view is not None
    work.view.reveal(CellRef("requests", "new", "natural"))
    for figure in range(FIGURES):
        page = work.view.current_page
        place = page.current_place()
        QTest.keyClicks(_focus(), "4")
        QTest.keyClicks(_focus(), f"{figure:02d}")
        QTest.keyClick(_focus(), Qt.Key.Key_Return)
        QTest.qWait(20)
        print(place, 400 + figure, flush=True)
    QTest.keyClicks(_focus(), "9")
    print("open", flush=True)


def _show_figures(work: Workbench) -> None:
    session = work.desk.session
    assert session is not None
    for ref, value in session.report.cells.items():
        print(ref, value, flush=True)
    print("notices:", work.notices.sentence("archive"), flush=True)
    work.window.close()


def _copy_figure(work: Workbench) -> None:
    assert work.view is not None
    work.view.reveal(CellRef("requests", "new", "natural"))
    QTest.keyClick(_focus(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    print(QApplication.clipboard().text().strip(), flush=True)
    work.window.close()


def _drive(task: Callable[[Workbench], None], work: Workbench) -> None:
    """Do the work; when it fails end at once, because nobody is there to answer the program's own dialog."""
    try:
        task(work)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        os._exit(3)


def main(task: str, arguments: list[str]) -> int:
    """Start the program as its users do and let ``task`` work in its window."""
    tasks = {"type": _type_figures, "show": _show_figures, "copy": _copy_figure}
    make_workbench = ui.application.make_workbench

    def make_and_drive(window: MainWindow, wanted: str) -> Workbench:
        work = make_workbench(window, wanted)
        QTimer.singleShot(200, partial(_drive, tasks[task], work))
        return work

    ui.application.make_workbench = make_and_drive
    return ui.application.run_application(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
