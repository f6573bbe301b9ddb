"""The line at the bottom of the window: what just happened, the selection, the zoom, the font size."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStatusBar, QToolButton, QWidget

from ui.header_bar import ElidedLabel
from ui.settings import FontSize
from ui.steady_label import SteadyLabel

_MESSAGE_MILLISECONDS: Final = 10_000


class StatusBar(QStatusBar):
    """``zoom_wanted`` carries 1 for larger, -1 for smaller, 0 for the whole; ``font_size_chosen`` a size."""

    zoom_wanted = Signal(int)
    font_size_chosen = Signal(object)

    def __init__(self, font_size: FontSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._message = ElidedLabel()
        self._summary = SteadyLabel()
        self._percent = QLabel("100%")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.font_box = QComboBox()
        self.font_box.setAccessibleName("界面字号")
        for size in FontSize:
            self.font_box.addItem(size.words, size.value)
        self.show_font_size(font_size)
        self.font_box.activated.connect(lambda row: self.font_size_chosen.emit(list(FontSize)[row]))
        self._zoom = QWidget()
        zoom = QHBoxLayout(self._zoom)
        zoom.setContentsMargins(0, 0, 0, 0)
        zoom.setSpacing(0)
        zoom.addWidget(self._button("－", "缩小（Ctrl+滚轮）", -1))
        zoom.addWidget(self._percent)
        zoom.addWidget(self._button("＋", "放大（Ctrl+滚轮）", 1))
        self._reset = self._button("整表", "Ctrl+0", 0)
        zoom.addWidget(self._reset)
        self.addWidget(self._message, 1)
        for widget in (self._summary, self._zoom, self.font_box):
            self.addPermanentWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.say(""))

    @property
    def message(self) -> str:
        """Return the sentence that stands there."""
        return self._message.accessibleName()

    @property
    def summary(self) -> str:
        """Return what is said about the selection."""
        return self._summary.text()

    def say(self, sentence: str) -> None:
        """Show a sentence for a while."""
        self._message.show_words(sentence)
        if sentence:
            self._timer.start(_MESSAGE_MILLISECONDS)

    def show_summary(self, words: str) -> None:
        """Show count, sum and average of the selection."""
        self._summary.setText(words)

    def show_zoom(self, percent: int, reset: str) -> None:
        """Show how large the page is and what its reset is called."""
        self._percent.setText(f"{percent}%")
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("000%") + 4)
        self._reset.setText(reset)
        self._reset.setMinimumWidth(self._reset.fontMetrics().horizontalAdvance("原大小") * 3 // 2)

    def show_font_size(self, size: FontSize) -> None:
        """Show which size is chosen."""
        self.font_box.setCurrentIndex(list(FontSize).index(size))

    def offer_zoom(self, *, offered: bool) -> None:
        """Show the zoom only where there is something to zoom."""
        self._zoom.setVisible(offered)

    def _button(self, words: str, tip: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self.zoom_wanted.emit(by))
        return button
