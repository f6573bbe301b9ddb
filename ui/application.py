"""Starts the window: Qt set up the same on every machine, one program at a time, a door for unexpected errors."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from resources import resource
from resources.version import VERSION
from ui import theme
from ui.crash import CrashDoor, log_faults
from ui.garbage import GarbageCollector
from ui.instance import SingleInstance
from ui.notices import Tone
from ui.settings import Appearance, Settings, data_folder
from ui.window import MainWindow

if TYPE_CHECKING:
    from model.report import Report
    from ui.workbench import Workbench

_FOLDER_NAME = "gongkai-nianbao"
_SETTINGS = "settings.ini"
_ARCHIVE_ENDING = ".gknb"
_SWITCH_SECONDS = 0.001
_DIALOG_CLOSED = 200
"""After how many milliseconds to look again whether a dialog is still open."""
_WITH_CLIPBOARD = ("windows", "xcb", "wayland", "cocoa")


def run_application(arguments: list[str]) -> int:
    """Show the window until it is closed and return the exit code.

    The first argument may name a 年报文件 or a report file to open. A second start only wakes the first.
    """
    application = make_application()
    folder = data_folder()
    wanted = os.path.realpath(arguments[0]) if arguments else ""
    instance = SingleInstance(folder)
    if not instance.is_first:
        return _hand_over(instance, wanted)
    door = CrashDoor(folder)
    door.install()
    log_faults(folder)
    work = make_workbench(make_window(), wanted)
    door.report = partial(_open_report, work)
    instance.woken.connect(partial(_come_to_front, work))
    QTimer.singleShot(0, _sweep)
    QTimer.singleShot(0, gc.freeze)  # What makes up the window stays; the search for garbage need not look at it.
    code = application.exec()
    _let_go_of_clipboard()
    instance.release()
    return code


def _sweep() -> None:
    """Remove what a program that was killed left in the temporary folder."""
    from model.temporary import sweep  # noqa: PLC0415 (the window is painted first)

    sweep()


def _let_go_of_clipboard() -> None:
    """Empty the clipboard where nobody but this process can read it.

    Qt's own stand-in for a clipboard deletes what was copied only after the interpreter has ended, which crashes.
    Everywhere else the copied table stays for the program into which it will be pasted.
    """
    if not QApplication.platformName().startswith(_WITH_CLIPBOARD):
        QApplication.clipboard().clear()


def _hand_over(instance: SingleInstance, wanted: str) -> int:
    """Wake the window that is open; where it cannot be reached, tell the user that there is one."""
    try:
        instance.wake_first(wanted)
    except OSError:
        words = "程序已经打开，请在任务栏中切换到它的窗口。"
        QMessageBox(QMessageBox.Icon.Information, "程序已经打开", words, QMessageBox.StandardButton.Ok).exec()
    return 0


def make_application() -> QApplication:
    """Set up Qt: Fusion, Chinese, the bundled fonts, the user's own theme and size."""
    # A page that is set in a thread shall not keep a key waiting longer than this for the interpreter.
    sys.setswitchinterval(_SWITCH_SECONDS)
    application = QApplication(sys.argv[:1])
    GarbageCollector(application)
    application.setApplicationName(_FOLDER_NAME)
    application.setApplicationVersion(VERSION)
    application.setDesktopFileName(_FOLDER_NAME)
    application.setWindowIcon(QIcon(str(resource("icons", "program.png"))))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    theme.register_bundled_fonts()
    settings = Settings(data_folder() / _SETTINGS)
    look = theme.DARK if settings.appearance is Appearance.DARK else theme.LIGHT
    theme.apply(application, look, settings.font_size.points)
    return application


def make_window() -> MainWindow:
    """Show the empty window and paint it.

    This comes before anything is read, so that somebody with a slow machine or a slow disk sees at once that the
    program has started.
    """
    window = MainWindow(Settings(data_folder() / _SETTINGS))
    window.show()
    QApplication.processEvents()
    return window


def make_workbench(window: MainWindow, wanted: str) -> Workbench:
    """Open in the window what is ``wanted``, else what was open last."""
    from ui.desk import Desk  # noqa: PLC0415 (the window is painted first)
    from ui.workbench import Workbench  # noqa: PLC0415

    work = Workbench(window, Desk())
    last = window.settings.archive
    if wanted:
        open_wanted(work, Path(wanted))
    elif last is not None:
        work.archive_commands.open_file(last, window.settings.report_id)
    if work.view is None:
        work.show_desk()
    return work


def open_wanted(work: Workbench, file: Path) -> None:
    """Open a 年报文件; the shipped sample in a 年报文件 of its own; import any other report file."""
    usual = work.window.settings.archive
    if file == resource("sample", "report.json").resolve():
        work.archive_commands.open_sample()
    elif file.suffix.lower() == _ARCHIVE_ENDING:
        work.archive_commands.open_file(file)
    elif usual is None:
        words = f"先新建或打开年报文件，再用菜单“文件”里的“导入报告文件”导入 {file.name}。"
        work.window.notices.show_notice("report file", Tone.INFORMATION, words)
    elif work.archive_commands.open_file(usual):
        work.report_file_commands.import_file(file)


def _come_to_front(work: Workbench, file: str) -> None:
    window = work.window
    if file:
        _open_when_free(work, file)
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()


def _open_when_free(work: Workbench, file: str) -> None:
    """Open a file as soon as no dialog is open; one that is about the 年报文件 in sight would lose its ground."""
    if QApplication.activeModalWidget() is None:
        open_wanted(work, Path(file))
    else:
        QTimer.singleShot(_DIALOG_CLOSED, work, partial(_open_when_free, work, file))


def _open_report(work: Workbench) -> Report | None:
    session = work.desk.session
    return session.report if session is not None else None
