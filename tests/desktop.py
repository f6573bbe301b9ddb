"""The screen as a test leaves it: dialogs that nobody answers, windows that stay open."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

PATIENCE = 30.0
"""Seconds a dialog or menu may wait in a test; those that a test drives are closed before, however busy the machine."""


class DialogWatch(QObject):
    """Closes a dialog or menu that waits for an answer, and remembers what it said.

    Such a dialog runs an event loop of its own, so without this the test would wait for ever.
    """

    def __init__(self, patience: float) -> None:
        super().__init__()
        self.unanswered: list[str] = []
        self._patience = patience
        self._waiting: QWidget | None = None
        self._since = 0.0
        self._timer = QTimer(self, interval=100)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        self._timer.stop()

    def _look(self) -> None:
        widget = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if widget is not self._waiting:
            self._waiting, self._since = widget, time.monotonic()
        elif widget is not None and time.monotonic() - self._since > self._patience:
            self.unanswered.append(_words(widget))
            dismiss(widget)


def _words(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QMessageBox) else ""
    return f"{type(widget).__name__} “{widget.windowTitle()}” {text}".rstrip()


def dismiss(widget: QWidget) -> None:
    """Close a widget that waits, even a dialog that refuses to be closed."""
    widget.close()
    if isinstance(widget, QDialog) and widget.isVisible():
        QDialog.done(widget, 0)


def close_windows() -> None:
    """Close and delete every top-level window, so that none reaches the next test."""
    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None:
            widget.hide()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
