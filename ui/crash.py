"""What happens when the program itself is wrong: it is logged, the report is rescued, the user is told.

A refusal of the world that no command expected, such as a disk that goes while something is looked up, is no error of
the program; it is told in its own words.
"""

from __future__ import annotations

import faulthandler
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

from model.errors import AppError
from ui.asking import widen

if TYPE_CHECKING:
    from model.report import Report

LOG_NAME: Final = "program.log"
_FAULTS_NAME: Final = "program.fault.log"
_LOG_BYTES: Final = 500_000


class CrashDoor:
    """The last door: every error that nobody expected ends here.

    ``report`` returns the report that is open, of which a copy is laid into ``folder``. The first error is told
    in a dialog; while it stands, and for the very same error later, only the log is written.
    """

    def __init__(self, folder: Path) -> None:
        self.report: Callable[[], Report | None] = lambda: None
        self._folder = folder
        self._told: set[str] = set()
        self._busy = False

    def install(self) -> None:
        """Take every error that nobody caught."""
        sys.excepthook = self.take

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an error, keep a rescue copy, tell the user."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self._log(kind, error, trace)
        if self._busy:
            return
        self._busy = True
        try:
            if isinstance(error, AppError):
                _tell_refusal(error)
                return
            rescued = self._rescue()
            place = _place(trace)
            if place not in self._told:
                self._told.add(place)
                self._tell(rescued)
        finally:
            self._busy = False

    def _log(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Append an error to the log; it holds what went wrong, never what a report says."""
        lines = traceback.format_exception(kind, error, trace)
        with suppress(OSError):
            file = self._folder / LOG_NAME
            if file.exists() and file.stat().st_size > _LOG_BYTES:
                file.replace(file.with_suffix(".old.log"))
            with file.open("a", encoding="utf-8") as log:
                log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S}\n{''.join(lines)}\n")  # noqa: DTZ005

    def _rescue(self) -> Path | None:
        """Write the open report beside the log; a second failure here must not hide the first."""
        from model.report_file import write_report_file  # noqa: PLC0415 (start-up)

        try:
            report = self.report()
            if report is None:
                return None
            stamp = datetime.now().strftime("%Y%m%d-%H%M%S")  # noqa: DTZ005 (the clock on the wall)
            path = self._folder / f"抢救副本-{report.year}年度-{stamp}.json"
            write_report_file(report, path)
        except Exception as second:  # noqa: BLE001 (an outermost door)
            self._log(type(second), second, second.__traceback__)
            return None
        return path

    def _tell(self, rescued: Path | None) -> None:
        box = QMessageBox(QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("程序出错")
        box.setText("程序遇到一个意外的错误，刚才的操作可能没有完成。已经填写的内容都在年报文件中。")
        kept = f"为防万一，当前报告另存了一份：\n{rescued}\n" if rescued else ""
        box.setInformativeText(f"{kept}可以继续使用；同样的错误再次出现时，请重新启动程序。")
        box.addButton("继续使用", QMessageBox.ButtonRole.AcceptRole)
        folder = box.addButton("打开所在文件夹", QMessageBox.ButtonRole.ActionRole)
        box.exec()
        if box.clickedButton() is folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _tell_refusal(refusal: AppError) -> None:
    box = QMessageBox(QApplication.activeWindow())
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("没有做成")
    box.setText(refusal.sentence)
    box.addButton("关闭", QMessageBox.ButtonRole.AcceptRole)
    widen(box)
    box.exec()


def log_faults(folder: Path) -> None:
    """Let a fault below Python, as in Qt, leave its place in a log of its own: no dialog can be shown then."""
    file = folder / _FAULTS_NAME
    with suppress(OSError):
        if file.exists() and file.stat().st_size > _LOG_BYTES:
            file.unlink()
        faulthandler.enable(file.open("a", encoding="utf-8"))  # stays open as long as the program runs


def _place(trace: TracebackType | None) -> str:
    """Return where an error arose, so that the same one is told only once."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
