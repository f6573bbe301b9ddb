"""A sentence beside a cell, inside the window: a tooltip may stay black or far away on some machines."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLabel

_SHOWN_FOR: Final = 6_000  # milliseconds: long enough to read two lines twice
_PER_CHARACTER: Final = 80  # milliseconds: longer sentences stay longer
_GAP: Final = 4
_WIDEST: Final = 560


class Bubble(QLabel):
    """One sentence that takes no focus and lets the mouse through; it goes away by itself unless it has to stay."""

    def __init__(self, parent: QAbstractScrollArea) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setObjectName("bubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str, beside: QRect, *, stays: bool = False) -> None:
        """Show a sentence below ``beside``, or above it where there is no room, until it is hidden if it ``stays``."""
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self._timer.stop()
        self.raise_()
        self.show()
        self.follow(beside)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if not stays:
            self._timer.start(max(_SHOWN_FOR, _PER_CHARACTER * len(sentence)))

    def follow(self, beside: QRect) -> None:
        """Lie beside where the cell is now, after the table was scrolled, zoomed or made narrower."""
        room = self._ground.rect()
        room.setRight(self._ground.viewport().geometry().right())  # a scroll bar lies above everything
        self._fit(min(_WIDEST, room.width() - 2 * _GAP))
        self.move(self._place(beside, room))

    def _fit(self, widest: int) -> None:
        """Take one line where it fits, else as many as are needed."""
        self.setWordWrap(False)
        self.adjustSize()
        if self.width() > widest:
            self.setWordWrap(True)
            self.resize(widest, self.heightForWidth(widest))

    def _place(self, beside: QRect, room: QRect) -> QPoint:
        x = min(max(beside.left(), _GAP), room.right() - self.width() - _GAP)
        y = beside.bottom() + _GAP
        if y + self.height() > room.bottom():
            y = beside.top() - self.height() - _GAP
        return QPoint(x, max(y, _GAP))
