"""A label for words that change at every keystroke."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

_SPARE: Final = 4
_FONT_CHANGES: Final = frozenset({QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange})


class SteadyLabel(QLabel):
    """One line that keeps its size while its words fit.

    A label whose size may change asks for a new layout of the whole window whenever its text is set, which takes
    longer than painting it; one of a fixed size does not.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._fit("", anew=True)

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Show other words."""
        if text != self.text():
            self._fit(text)
            super().setText(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the size that the words need in another font."""
        super().changeEvent(event)
        if event.type() in _FONT_CHANGES:
            self._fit(self.text(), anew=True)

    def _fit(self, text: str, *, anew: bool = False) -> None:
        metrics, least = self.fontMetrics(), self.minimumWidth()
        width = metrics.horizontalAdvance(text) + _SPARE if text else 0
        if anew or width > least or 2 * width < least or metrics.height() != self.minimumHeight():
            self.setFixedSize(width, metrics.height())
