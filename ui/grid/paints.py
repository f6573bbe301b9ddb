"""Pens and colours of the grid, made once for a theme: making them anew in every cell costs more than painting."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from model.form import Severity
from ui.theme import Theme


class Paints:
    """What the grid paints with. Lines are cosmetic: they stay equally thick at 125 and 150 %."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme = theme
        self._ratio = ratio
        thin = max(1, round(ratio))
        thick = max(2, round(2 * ratio))
        self.rule = _pen(theme.rule, thin)
        # Where the lines of a cell are drawn so that they fill the last or first pixels of it and no others.
        self.before_edge = math.ceil(thin / 2) / ratio
        self.after_edge = (thin // 2 + (0.5 if ratio % 1 else 0)) / ratio
        self.current = _pen(theme.accent, thick)
        self.part = _pen(theme.accent, thin, Qt.PenStyle.DashLine)
        self.part.setDashPattern([3, 2])
        self.ink = {severity: _ink(theme, severity) for severity in Severity}
        self.soft = {severity: _soft(theme, severity) for severity in Severity}
        self.strong = {severity: _mixed(self.soft[severity], self.ink[severity], 0.22) for severity in Severity}
        self.solid = {severity: _pen(self.ink[severity], thick) for severity in Severity}
        self.dashed = {severity: _pen(self.ink[severity], thin, Qt.PenStyle.DashLine) for severity in Severity}
        self.dashed_strong = {severity: _pen(self.ink[severity], thick, Qt.PenStyle.DashLine) for severity in Severity}
        self.selected = {colour.rgb(): _mixed(colour, theme.accent, 0.16) for colour in self._backgrounds()}

    def overhang(self, pen: QPen) -> int:
        """Return by how many logical pixels a line reaches above and left of where it is drawn."""
        return math.ceil((pen.width() // 2) / self._ratio)

    def _backgrounds(self) -> list[QColor]:
        theme = self.theme
        return [theme.typed, theme.computed, *self.soft.values(), *self.strong.values()]


def _ink(theme: Theme, severity: Severity) -> QColor:
    return {Severity.ERROR: theme.error, Severity.WARNING: theme.warning, Severity.HINT: theme.muted}[severity]


def _soft(theme: Theme, severity: Severity) -> QColor:
    return {
        Severity.ERROR: theme.error_soft,
        Severity.WARNING: theme.warning_soft,
        Severity.HINT: theme.typed,
    }[severity]


def _pen(colour: QColor, width: int, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, width, style)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _mixed(ground: QColor, other: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        ground.redF() * (1 - share) + other.redF() * share,
        ground.greenF() * (1 - share) + other.greenF() * share,
        ground.blueF() * (1 - share) + other.blueF() * share,
    )
