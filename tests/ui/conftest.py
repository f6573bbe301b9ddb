"""The whole window on a report in a real 年报文件."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from model.errors import AppError
from model.report import Report
from tests.ui.reports import full_report
from ui.desk import Desk
from ui.settings import Settings
from ui.theme import LIGHT, apply
from ui.window import MainWindow
from ui.workbench import Workbench


class OpenWindow:
    """A window, the desk behind it, and the folder its files lie in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk()
        self.window = MainWindow(Settings(folder / "settings.ini"))
        self.work = Workbench(self.window, self.desk)

    @property
    def archive_path(self) -> Path:
        """Where the 年报文件 lies."""
        return self.folder / "年报文件.gknb"

    def open(self, report: Report) -> None:
        """Put a report into a new 年报文件 and show it."""
        self.desk.create(self.archive_path, report.office, report.level)
        self.desk.add_report(report, "测试")

    def close(self) -> None:
        """Close without asking."""
        with suppress(AppError):
            self.desk.close()
        self.desk.abandon()


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path) -> Iterator[OpenWindow]:
    """The window on a balanced report, as wide as the screens of most offices."""
    apply(qapp, LIGHT)
    opened = OpenWindow(tmp_path)
    opened.open(full_report())
    opened.window.resize(1366, 728)
    opened.window.show()
    opened.window.activateWindow()
    yield opened
    opened.close()


@pytest.fixture
def empty(qapp: QApplication, tmp_path: Path) -> Iterator[OpenWindow]:
    """The window of somebody who starts the program for the first time."""
    apply(qapp, LIGHT)
    opened = OpenWindow(tmp_path)
    opened.work.show_desk()
    opened.window.show()
    yield opened
    opened.close()
