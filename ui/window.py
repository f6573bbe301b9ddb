"""The window itself: header, notices, what is in sight, status bar. It is painted before anything is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.header_bar import HeaderBar
from ui.notices import Notices
from ui.settings import Appearance, FontSize, Settings
from ui.status_bar import StatusBar

PROGRAM_NAME: Final = "政府信息公开工作年度报告"
_USUAL: Final = QSize(1366, 720)
_SMALLEST: Final = QSize(1024, 700)
_FRAME: Final = QSize(4, 40)
"""What the system draws around a window, at most."""


class MainWindow(QMainWindow):
    """Knows nothing of reports; the workbench puts them in. ``may_close`` is asked before it closes.

    ``settle`` is asked before anything is done with the report or the 年报文件: it takes what stands in an open
    editor, and is False where that cannot be taken and the user stays there.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.header = HeaderBar()
        self.notices = Notices()
        self.body = QStackedWidget()
        self.status = StatusBar(settings.font_size)
        self.status.font_size_chosen.connect(self.choose_font_size)
        self.may_close: Callable[[], bool] = lambda: True
        self.settle: Callable[[], bool] = lambda: True
        self._lay_out()
        self.fit(self.screen().availableSize())

    def _lay_out(self) -> None:
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.notices)
        layout.addWidget(self.body, 1)
        waiting = QLabel("正在打开……")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        waiting.setProperty("role", "muted")
        self.body.addWidget(waiting)
        self.setCentralWidget(central)
        self.setStatusBar(self.status)
        self.name_report("")

    def put_page(self, page: QWidget) -> None:
        """Show a widget in the place of the one in sight, which is deleted."""
        old = self.body.currentWidget()
        self.body.addWidget(page)
        self.body.setCurrentWidget(page)
        page.setFocus()
        self.body.removeWidget(old)
        old.deleteLater()

    def name_report(self, name: str) -> None:
        """Name the report in the title of the window, where the task bar shows it too."""
        self.setWindowTitle(f"{name} — {PROGRAM_NAME}" if name else PROGRAM_NAME)

    def choose_font_size(self, size: FontSize) -> None:
        """Write the whole window larger or smaller, now and from now on."""
        self.settings.font_size = size
        self.status.show_font_size(size)
        self._apply_theme()

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show the window light or dark, now and from now on."""
        self.settings.appearance = appearance
        self._apply_theme()

    def _apply_theme(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(
                application,
                theme.DARK if self.settings.appearance is Appearance.DARK else theme.LIGHT,
                self.settings.font_size.points,
            )

    def fit(self, screen: QSize) -> None:
        """Take the size of last time or the usual one, none larger than ``screen`` has room for.

        Windows at 150 % leaves 1280×680 of a usual screen: a window that cannot be smaller would lose its last line.
        """
        room = screen - _FRAME
        self.setMinimumSize(_SMALLEST.boundedTo(room))
        geometry = self.settings.bytes("geometry")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(_USUAL)
        if not self.isMaximized():
            self.resize(self.size().boundedTo(room))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Press with Enter the button that has the keyboard; outside dialogs Qt knows only the space bar."""
        button = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.isAutoRepeat() and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Remember the window; it stays when something could not be kept."""
        if not self.may_close():
            event.ignore()
            return
        self.settings.set_bytes("geometry", self.saveGeometry())
        self.settings.save()
        event.accept()
