"""The chip: one character of a document that shows a number taken from the tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from model.bound_numbers import UNKNOWN
from ui.theme import current_theme

CHIP_TYPE: Final = int(QTextFormat.ObjectTypes.UserObject) + 1
_NUMBER: Final = int(QTextFormat.Property.UserProperty) + 1
_LABEL_SIZE: Final = 0.72
_PADDING: Final = 5.0


def chip_format(number: int) -> QTextCharFormat:
    """Return the format of a chip; ``number`` is how the editor knows its expression."""
    chip = QTextCharFormat()
    chip.setObjectType(CHIP_TYPE)
    chip.setProperty(_NUMBER, number)
    chip.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    return chip


def chip_number(text_format: QTextFormat) -> int | None:
    """Return the number of a chip's expression, None for a format that is no chip's."""
    if text_format.objectType() != CHIP_TYPE:
        return None
    number = text_format.property(_NUMBER)
    return number if isinstance(number, int) else None


class _Fonts:
    """The two fonts of a chip beside text in ``font``, measured once."""

    def __init__(self, font: QFont) -> None:
        self.label, self.digits = QFont(font), QFont(font)
        self.label.setPointSizeF(font.pointSizeF() * _LABEL_SIZE)
        self.digits.setBold(True)
        metrics = QFontMetricsF(font)
        self.height, self.ascent = metrics.height(), metrics.ascent()
        self._label_metrics, self._digit_metrics = QFontMetricsF(self.label), QFontMetricsF(self.digits)

    def digits_width(self, digits: str) -> float:
        """Return how wide the digits are."""
        return self._digit_metrics.horizontalAdvance(digits)

    def width(self, label: str, digits: str) -> float:
        """Return how wide a chip is."""
        return self._label_metrics.horizontalAdvance(label) + self.digits_width(digits) + 4 * _PADDING


class ChipObject(QPyTextObject):
    """Measures and paints chips: a small label and the digits, asked for at the moment of painting.

    The digits therefore follow the tables without any change of the document.
    """

    def __init__(self, words: Callable[[int], tuple[str, str]], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._fonts: dict[tuple[str, bool], _Fonts] = {}
        self._sizes: dict[tuple[int, bool], QSizeF] = {}

    def forget_sizes(self) -> None:
        """Measure all chips anew: their digits or the font changed."""
        self._sizes.clear()

    def intrinsicSize(self, doc: QTextDocument, pos_in_document: int, text_format: QTextFormat) -> QSizeF:  # noqa: N802
        """Return the size of a chip in the document; Qt asks for it at every keystroke in its paragraph."""
        key = (chip_number(text_format) or 0, text_format.toCharFormat().fontWeight() >= QFont.Weight.Bold)
        if key not in self._sizes:
            fonts = self._fonts_for(doc, text_format)
            self._sizes[key] = QSizeF(fonts.width(*self._text(text_format)), fonts.height)
        return self._sizes[key]

    def drawObject(  # noqa: N802
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        pos_in_document: int,
        text_format: QTextFormat,
    ) -> None:
        """Paint a chip."""
        label, digits = self._text(text_format)
        fonts, theme = self._fonts_for(doc, text_format), current_theme()
        line, back = (theme.error, theme.error_soft) if digits == UNKNOWN else (theme.accent, theme.selection)
        frame = QRectF(rect).adjusted(2, 0.5, -2, -0.5)
        baseline = QRectF(rect).top() + fonts.ascent
        is_selected = text_format.hasProperty(QTextFormat.Property.ForegroundBrush)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line, 1))
        # Over a selected chip Qt lays the colour of the selection, half transparent; white and ink stay legible.
        painter.setBrush(theme.surface if is_selected else _background(text_format, back))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(fonts.label)
        painter.setPen(theme.ink if is_selected else theme.muted)
        painter.drawText(QPointF(frame.left() + _PADDING, baseline), label)
        painter.setFont(fonts.digits)
        painter.setPen(theme.ink)
        painter.drawText(QPointF(frame.right() - _PADDING - fonts.digits_width(digits), baseline), digits)
        painter.restore()

    def _text(self, text_format: QTextFormat) -> tuple[str, str]:
        number = chip_number(text_format)
        return self._words(number) if number is not None else ("", "")

    def _fonts_for(self, doc: QTextDocument, text_format: QTextFormat) -> _Fonts:
        font = doc.defaultFont()
        is_bold = text_format.toCharFormat().fontWeight() >= QFont.Weight.Bold
        key = (font.key(), is_bold)
        if key not in self._fonts:
            font.setBold(is_bold)
            self._fonts[key] = _Fonts(font)
        return self._fonts[key]


def _background(text_format: QTextFormat, otherwise: QColor) -> QBrush:
    """Return the background of a mark that lies over a chip, else the chip's own."""
    has_own = text_format.hasProperty(QTextFormat.Property.BackgroundBrush)
    return text_format.background() if has_own else QBrush(otherwise)
