"""A small bar chart of this year beside last year, painted in the colours of the theme."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from model.cells import CellRef, Value
from ui.theme import current_theme

_STEPS: Final = (1, 2, 2.5, 5, 10)
_MAIN_FIGURES: Final = {
    "本年新收": CellRef("requests", "new", "total"),
    "予以公开": CellRef("requests", "granted", "total"),
    "办理总计": CellRef("requests", "handled", "total"),
    "结转下年": CellRef("requests", "carried_out", "total"),
}


class Bars(NamedTuple):
    """One pair of bars: what is counted, last year, this year."""

    label: str
    before: int
    now: int


def main_bars(values: Mapping[CellRef, Value]) -> tuple[Bars, ...]:
    """Return the main figures of the 申请办理表 that are known in both years."""
    pairs = ((label, values.get(ref.last_year), values.get(ref)) for label, ref in _MAIN_FIGURES.items())
    return tuple(Bars(label, int(then), int(now)) for label, then, now in pairs if then is not None and now is not None)


def axis_maximum(largest: int) -> int:
    """Return a round number not below ``largest`` that five equal steps divide into whole numbers."""
    if largest <= 5:
        return 5
    power = math.pow(10, math.floor(math.log10(largest)))
    rounded = next(power * step for step in _STEPS if power * step >= largest)
    return math.ceil(rounded / 5) * 5


def number_lefts(centre: float, bar: float, widths: tuple[float, float], gap: float) -> tuple[float, float]:
    """Return where the numbers above a pair of bars begin: amid their bars, or as far apart as they need."""
    before, now = widths
    return (
        min(centre - 1 - (bar + before) / 2, centre - gap / 2 - before),
        max(centre + 1 + (bar - now) / 2, centre + gap / 2),
    )


class ComparisonChart(QWidget):
    """Pairs of bars with their numbers above."""

    def __init__(self, before: str, now: str, bars: tuple[Bars, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._now, self._bars = before, now, bars
        self.setAccessibleName("与上年对比")
        words = (f"{bar.label}：{before} {bar.before}，{now} {bar.now}" for bar in bars)
        self.setAccessibleDescription("；".join(words))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size below which labels would touch."""
        unit = self.fontMetrics().height()
        longest = max((self.fontMetrics().horizontalAdvance(bar.label) for bar in self._bars), default=0)
        return QSize((longest + unit) * max(1, len(self._bars)) + 3 * unit, unit * 9)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint axis, bars and legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        unit = metrics.height()
        top = axis_maximum(max((max(bar.before, bar.now) for bar in self._bars), default=0))
        left = metrics.horizontalAdvance(str(top)) + unit / 2
        plot = QRectF(left, unit * 2.3, self.width() - left, self.height() - unit * 3.8)
        self._paint_axis(painter, plot, top, unit)
        slot = plot.width() / max(1, len(self._bars))
        for place, bar in enumerate(self._bars):
            self._paint_pair(
                painter, QRectF(plot.left() + slot * place, plot.top(), slot, plot.height()), bar, top, unit
            )
        self._paint_legend(painter, metrics, unit)
        painter.end()

    def _paint_axis(self, painter: QPainter, plot: QRectF, top: int, unit: float) -> None:
        theme = current_theme()
        for step in range(6):
            y = plot.bottom() - plot.height() * step / 5
            painter.setPen(theme.line)
            painter.drawLine(round(plot.left()), round(y), round(plot.right()), round(y))
            painter.setPen(theme.muted)
            place = QRectF(0, y - unit / 2, plot.left() - unit / 3, unit)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(top * step // 5))

    def _paint_pair(self, painter: QPainter, slot: QRectF, bar: Bars, top: int, unit: float) -> None:
        theme = current_theme()
        width = min(unit * 2, slot.width() * 0.34)
        metrics = QFontMetricsF(painter.font())
        widths = metrics.horizontalAdvance(str(bar.before)), metrics.horizontalAdvance(str(bar.now))
        lefts = number_lefts(slot.center().x(), width, widths, unit / 4)
        for side, (count, colour) in enumerate(((bar.before, theme.rule), (bar.now, theme.accent))):
            height = slot.height() * count / top
            left = slot.center().x() + (side - 1) * width + (side * 2 - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRect(QRectF(left, slot.bottom() - height, width, height))
            painter.setPen(theme.ink)
            place = QRectF(lefts[side], slot.bottom() - height - unit * 1.1, widths[side] + 1, unit)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(count))
        below = QRectF(slot.left(), slot.bottom() + unit / 3, slot.width(), unit * 1.2)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, bar.label)

    def _paint_legend(self, painter: QPainter, metrics: QFontMetricsF, unit: float) -> None:
        theme = current_theme()
        right = float(self.width())
        entries: tuple[tuple[str, QColor], ...] = ((self._now, theme.accent), (self._before, theme.rule))
        for words, colour in entries:
            width = metrics.horizontalAdvance(words)
            right -= width
            painter.setPen(theme.ink)
            painter.drawText(QRectF(right, 0, width + 2, unit), Qt.AlignmentFlag.AlignLeft, words)
            right -= unit
            painter.fillRect(QRectF(right, unit * 0.2, unit * 0.65, unit * 0.65), colour)
            right -= unit
