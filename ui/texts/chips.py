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


class ChipObject(QPyTextObject):
    """Measures and paints chips: a small label and the digits, asked for at the moment of painting.

    The digits therefore follow the tables without any change of the document.
    """

    def __init__(self, words: Callable[[int], tuple[str, str]], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words

    def intrinsicSize(self, doc: QTextDocument, pos_in_document: int, text_format: QTextFormat) -> QSizeF:  # noqa: N802
        """Return the size of a chip in the document."""
        label, digits = self._text(text_format)
        font = _font(doc, text_format)
        width = _width(_label_font(font), label) + _width(_digit_font(font), digits) + 4 * _PADDING
        return QSizeF(width, QFontMetricsF(font).height())

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
        font, theme = _font(doc, text_format), current_theme()
        line, back = (theme.error, theme.error_soft) if digits == UNKNOWN else (theme.accent, theme.selection)
        frame = QRectF(rect).adjusted(2, 0.5, -2, -0.5)
        baseline = QRectF(rect).top() + QFontMetricsF(font).ascent()
        is_selected = text_format.hasProperty(QTextFormat.Property.ForegroundBrush)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line, 1))
        painter.setBrush(_background(text_format, back))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(_label_font(font))
        painter.setPen(theme.on_accent if is_selected else theme.muted)
        painter.drawText(QPointF(frame.left() + _PADDING, baseline), label)
        painter.setFont(_digit_font(font))
        painter.setPen(theme.on_accent if is_selected else theme.ink)
        painter.drawText(QPointF(frame.right() - _PADDING - _width(_digit_font(font), digits), baseline), digits)
        painter.restore()

    def _text(self, text_format: QTextFormat) -> tuple[str, str]:
        number = chip_number(text_format)
        return self._words(number) if number is not None else ("", "")


def _background(text_format: QTextFormat, otherwise: QColor) -> QBrush:
    """Return the background of a selection or mark that lies over a chip, else the chip's own."""
    has_own = text_format.hasProperty(QTextFormat.Property.BackgroundBrush)
    return text_format.background() if has_own else QBrush(otherwise)


def _font(doc: QTextDocument, text_format: QTextFormat) -> QFont:
    font = QFont(doc.defaultFont())
    font.setBold(text_format.toCharFormat().fontWeight() >= QFont.Weight.Bold)
    return font


def _label_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * _LABEL_SIZE)
    return small


def _digit_font(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)
