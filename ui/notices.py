"""Sentences that stay above the page until they are done with: a failed write, a finished export."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import Theme, current_theme

Action = tuple[str, Callable[[], object]]
"""The words on a button and what it does."""


class Tone(Enum):
    """What a notice is about; each has its own icon."""

    SUCCESS = "done"
    INFORMATION = "hint"
    WARNING = "warning"
    ERROR = "error"


class Notices(QWidget):
    """The notices that stand at present, one for each subject; nothing is shown when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, _Notice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    def show_notice(self, subject: str, tone: Tone, sentence: str, *actions: Action) -> None:
        """Show a sentence with buttons; it takes the place of what was said before on the same subject."""
        self.dismiss(subject)
        line = _Notice(tone, sentence, actions, lambda: self.dismiss(subject))
        self._lines[subject] = line
        self._layout.insertWidget(0, line)
        self.show()

    def dismiss(self, subject: str) -> None:
        """Take away what was said on a subject, if anything."""
        line = self._lines.pop(subject, None)
        if line is not None:
            line.hide()
            self._layout.removeWidget(line)
            line.deleteLater()
        self.setVisible(bool(self._lines))

    def sentence(self, subject: str) -> str:
        """Return what is said on a subject, empty for nothing."""
        line = self._lines.get(subject)
        return line.sentence if line is not None else ""

    def button(self, subject: str, words: str) -> QPushButton:
        """Return a button of a notice; raise ``KeyError`` when there is none."""
        return self._lines[subject].buttons[words]


class _Notice(QFrame):
    def __init__(self, tone: Tone, sentence: str, actions: tuple[Action, ...], on_close: Callable[[], object]) -> None:
        super().__init__()
        self.sentence = sentence
        self.buttons: dict[str, QPushButton] = {}
        self._tone = tone
        self._sign = QLabel()
        self.setObjectName("notice")
        self.setProperty("tone", tone.value)
        words = QLabel(sentence)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 8, 5)
        layout.addWidget(self._sign)
        layout.addWidget(words, 1)
        for text, act in actions:
            self.buttons[text] = _push(text, act)
            layout.addWidget(self.buttons[text])
        self._close = QToolButton()
        self._close.setToolTip("关闭这条消息")
        self._close.clicked.connect(on_close)
        layout.addWidget(self._close)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a change of theme or font size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_close"):
            self._draw()

    def _draw(self) -> None:
        theme = current_theme()
        side = round(self.fontMetrics().height() * 1.2)
        sign = icon(self._tone.value, _colours(theme)[self._tone], side)
        self._sign.setPixmap(sign.pixmap(QSize(side, side), self.devicePixelRatioF()))
        self._close.setIcon(icon("close", theme.muted, side))


def _colours(theme: Theme) -> dict[Tone, QColor]:
    return {
        Tone.SUCCESS: theme.success,
        Tone.INFORMATION: theme.accent,
        Tone.WARNING: theme.warning,
        Tone.ERROR: theme.error,
    }


def _push(text: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _checked: act())
    return button
