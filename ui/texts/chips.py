"""The chip: one character of a document that shows a number taken from the tables."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from model.bound_numbers import UNKNOWN
from ui.theme import Theme, current_theme

CHIP_TYPE: Final = int(QTextFormat.ObjectTypes.UserObject) + 1
_NUMBER: Final = int(QTextFormat.Property.UserProperty) + 1
_WEIGHT: Final = int(QTextFormat.Property.FontWeight)
_BOLD: Final = int(QFont.Weight.Bold)
_LABEL_SIZE: Final = 0.72
_PADDING: Final = 5.0
_KEPT: Final = 500


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


class _Look(NamedTuple):
    """What a chip's picture depends on beside the theme; ``mark`` is the colour of a mark that lies over it."""

    label: str
    digits: str
    fonts: tuple[str, bool]
    mark: int | None
    size: tuple[float, float]
    ratio: float
    is_selected: bool


class ChipObject(QPyTextObject):
    """Measures and paints chips: a small label and the digits, asked for at the moment of painting.

    The digits therefore follow the tables without any change of the document.
    """

    def __init__(self, words: Callable[[int], tuple[str, str]], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._fonts: dict[tuple[str, bool], _Fonts] = {}
        self._sizes: dict[tuple[int, bool], QSizeF] = {}
        self._pictures: dict[_Look, QPixmap] = {}
        self._theme: Theme | None = None

    def forget_sizes(self) -> None:
        """Measure all chips anew: their digits or the font changed."""
        self._sizes.clear()

    def intrinsicSize(self, doc: QTextDocument, pos_in_document: int, text_format: QTextFormat) -> QSizeF:  # noqa: N802
        """Return the size of a chip in the document; Qt asks for it at every keystroke in its paragraph."""
        key = (text_format.intProperty(_NUMBER), text_format.intProperty(_WEIGHT) >= _BOLD)
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
        """Paint a chip, from its picture where it was painted before; this is asked for at every keystroke."""
        area = QRectF(rect)
        look, theme = self._look(doc, text_format, area, painter.deviceTransform().m11()), current_theme()
        if self._theme is not theme or len(self._pictures) >= _KEPT:
            self._theme = theme
            self._pictures.clear()
        if look not in self._pictures:
            self._pictures[look] = _picture(look, self._fonts_for(doc, text_format), theme)
        painter.drawPixmap(QPointF(round(area.left()), round(area.top())), self._pictures[look])

    def _look(self, doc: QTextDocument, text_format: QTextFormat, area: QRectF, ratio: float) -> _Look:
        # Over a selected chip Qt lays the colour of the selection, half transparent; white and ink stay legible.
        is_selected = text_format.hasProperty(QTextFormat.Property.ForegroundBrush)
        has_mark = text_format.hasProperty(QTextFormat.Property.BackgroundBrush) and not is_selected
        mark = text_format.background().color().rgba() if has_mark else None
        fonts = self._font_key(doc, text_format)
        size = area.width(), area.height()
        return _Look(*self._text(text_format), fonts, mark, size, ratio, is_selected=is_selected)

    def _text(self, text_format: QTextFormat) -> tuple[str, str]:
        number = chip_number(text_format)
        return self._words(number) if number is not None else ("", "")

    def _fonts_for(self, doc: QTextDocument, text_format: QTextFormat) -> _Fonts:
        key = self._font_key(doc, text_format)
        if key not in self._fonts:
            font = doc.defaultFont()
            font.setBold(key[1])
            self._fonts[key] = _Fonts(font)
        return self._fonts[key]

    def _font_key(self, doc: QTextDocument, text_format: QTextFormat) -> tuple[str, bool]:
        return doc.defaultFont().key(), text_format.intProperty(_WEIGHT) >= _BOLD


def _picture(look: _Look, fonts: _Fonts, theme: Theme) -> QPixmap:
    """Paint a chip once."""
    width, height = look.size
    picture = QPixmap(ceil(width * look.ratio), ceil(height * look.ratio))
    picture.setDevicePixelRatio(look.ratio)
    picture.fill(Qt.GlobalColor.transparent)
    line, back = (theme.error, theme.error_soft) if look.digits == UNKNOWN else (theme.accent, theme.selection)
    frame = QRectF(0, 0, width, height).adjusted(2, 0.5, -2, -0.5)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1))
    fill = back if look.mark is None else QColor.fromRgba(look.mark)
    painter.setBrush(theme.surface if look.is_selected else fill)
    painter.drawRoundedRect(frame, 4, 4)
    painter.setFont(fonts.label)
    painter.setPen(theme.ink if look.is_selected else theme.muted)
    painter.drawText(QPointF(frame.left() + _PADDING, fonts.ascent), look.label)
    painter.setFont(fonts.digits)
    painter.setPen(theme.ink)
    painter.drawText(QPointF(frame.right() - _PADDING - fonts.digits_width(look.digits), fonts.ascent), look.digits)
    painter.end()
    return picture
