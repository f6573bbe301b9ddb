"""Starts the window: Qt set up the same on every machine, one program at a time, a door for unexpected errors."""

from __future__ import annotations

import gc
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from model.report import Report
from resources import resource
from ui import theme
from ui.crash import CrashDoor
from ui.desk import ENDING, Desk
from ui.instance import SingleInstance
from ui.settings import Appearance, Settings, data_folder
from ui.window import PROGRAM_NAME, MainWindow

_FOLDER_NAME = "gongkai-nianbao"
_SETTINGS = "settings.ini"


def run_application(arguments: list[str]) -> int:
    """Show the window until it is closed and return the exit code.

    The first argument may name a 年报文件 or a report file to open. A second start only wakes the first.
    """
    gc.disable()  # While the window is made nothing becomes garbage, and looking for it takes a tenth of the time.
    application = make_application()
    folder = data_folder()
    wanted = str(Path(arguments[0]).resolve()) if arguments else ""
    instance = SingleInstance(folder)
    if not instance.is_first:
        instance.wake_first(wanted)
        return 0
    window = make_window(wanted)
    instance.woken.connect(partial(_come_to_front, window))
    CrashDoor(folder, partial(_open_report, window)).install()
    window.show()
    QTimer.singleShot(0, gc.enable)
    code = application.exec()
    instance.release()
    return code


def make_application() -> QApplication:
    """Set up Qt: Fusion, Chinese, the bundled fonts, the user's own theme and size."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName(_FOLDER_NAME)
    application.setApplicationDisplayName(PROGRAM_NAME)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    theme.register_bundled_fonts()
    settings = Settings(data_folder() / _SETTINGS)
    look = theme.DARK if settings.appearance is Appearance.DARK else theme.LIGHT
    theme.apply(application, look, settings.font_size.points)
    return application


def make_window(wanted: str) -> MainWindow:
    """Make the window with what is to be opened in it: ``wanted``, else what was open last."""
    settings = Settings(data_folder() / _SETTINGS)
    window = MainWindow(Desk(), settings)
    if wanted:
        open_wanted(window, Path(wanted))
    elif settings.archive is not None:
        window.archive_commands.open_file(settings.archive, settings.report_id)
    return window


def open_wanted(window: MainWindow, file: Path) -> None:
    """Open a 年报文件; the shipped sample in a 年报文件 of its own; import any other report file."""
    if file == resource("sample", "report.json").resolve():
        window.archive_commands.open_sample()
    elif file.suffix.lower() == ENDING:
        window.archive_commands.open_file(file)
    elif window.settings.archive is not None and window.archive_commands.open_file(window.settings.archive):
        window.report_file_commands.import_file(file)


def _come_to_front(window: MainWindow, file: str) -> None:
    if file:
        open_wanted(window, Path(file))
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()


def _open_report(window: MainWindow) -> Report | None:
    session = window.desk.session
    return session.report if session is not None else None
