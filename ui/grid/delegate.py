"""Paints one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from model.form import Severity
from model.layout import CellRole, LayoutCell
from ui.grid.appearance import Appearance, Mark
from ui.grid.headers import paint_label, paint_rules
from ui.grid.model import Index

if TYPE_CHECKING:
    from ui.grid.view import TableView

# A line of text is higher than its digits; where two lines share a cell the digits fit and the empty rest may overlap.
_UNCUT: Final = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextDontClip)


class CellDelegate(QStyledItemDelegate):
    """Paints figures from their :class:`~ui.grid.appearance.Appearance`."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a figure, or a label that stands between figures."""
        view = self._view
        cell = view.table_model.cell_at(index)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        if cell.ref is None:
            painter.setFont(view.table_font)
            paint_label(painter, view, cell, rect)
            return
        shown = view.table_model.appearances[cell.ref]
        is_current = view.is_current(cell)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        ground = self._ground(cell, shown)
        painter.fillRect(rect, view.paints.selected[ground.rgb()] if selected and not is_current else ground)
        paint_rules(painter, view, cell, rect)
        self._paint_text(painter, rect, shown)
        self._paint_frames(painter, rect, cell, shown, is_current=is_current)

    def _ground(self, cell: LayoutCell, shown: Appearance) -> QColor:
        paints, mark = self._view.paints, shown.mark
        plain = paints.theme.computed if cell.role is CellRole.COMPUTED else paints.theme.typed
        if mark is None or (mark.plain and not shown.followed):
            return plain
        if shown.followed:
            return paints.strong[mark.severity]
        return plain if mark.severity is Severity.HINT else paints.soft[mark.severity]

    def _paint_text(self, painter: QPainter, rect: QRect, shown: Appearance) -> None:
        view = self._view
        theme = view.paints.theme
        small = QRect(rect)
        if shown.incomplete:
            rect, small = self._shared(rect, shown)
        if shown.text:
            error = shown.mark is not None and shown.mark.severity is Severity.ERROR and not shown.followed
            painter.setFont(_struck(view.table_font) if shown.left_out else view.table_font)
            grey = shown.incomplete or shown.left_out
            painter.setPen(theme.muted if grey else theme.error if error else theme.ink)
            # The line box of a font reaches further up than down; digits are centred by their own height.
            painter.drawText(rect.translated(0, -view.digit_drop), _UNCUT, shown.text)
        if not small.isNull() and (shown.incomplete or (shown.pending and not shown.text)):
            self._paint_small(painter, small, "未填全" if shown.incomplete else "待报")

    def _shared(self, rect: QRect, shown: Appearance) -> tuple[QRect, QRect]:
        """Return the places of a figure and of the words under it.

        A frame leaves no room below, so there they stand beside the figure; in a narrow cell nowhere, for a
        figure is never cut and the tooltip says it too.
        """
        em = self._view.em
        words = round(2.5 * em)
        if shown.mark is not None and shown.mark.framed:
            if rect.width() <= words + em * (2 + len(shown.text)) // 2:
                return rect, QRect()
            return rect.adjusted(em // 3, 0, -words, 0), rect.adjusted(rect.width() - words, 0, -em // 3, 0)
        return (
            rect.adjusted(0, 0, 0, -rect.height() * 2 // 5),
            rect.adjusted(0, rect.height() // 2, 0, -rect.height() // 12),
        )

    def _paint_small(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._view.small_font)
        painter.setPen(self._view.paints.theme.muted)
        painter.drawText(rect, _UNCUT, text)

    def _paint_frames(
        self, painter: QPainter, rect: QRect, cell: LayoutCell, shown: Appearance, *, is_current: bool
    ) -> None:
        paints, mark = self._view.paints, shown.mark
        near = max(1, self._view.em // 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if mark is not None and (mark.framed or shown.followed):
            self._paint_frame(painter, rect, self._frame_pen(mark, shown), near)
        if self._view.is_part(cell):
            self._paint_frame(painter, rect, paints.part, near if mark is None else 2 * near)
        if is_current:
            self._paint_frame(painter, rect, paints.current, 0)
        if mark is not None and not mark.plain:
            self._paint_corner(painter, rect, paints.ink[mark.severity], right=True)
        if shown.note:
            self._paint_corner(painter, rect, paints.theme.accent, right=False)

    def _paint_frame(self, painter: QPainter, rect: QRect, pen: QPen, distance: int) -> None:
        """Draw a frame inside the lines of a cell.

        Half of a thick line lies above and left of where it is drawn. None of it may leave the cell, for the
        neighbour is not painted again when the frame goes.
        """
        start = distance + self._view.paints.overhang(pen)
        painter.setPen(pen)
        painter.drawRect(rect.adjusted(start, start, -distance - 2, -distance - 2))

    def _frame_pen(self, mark: Mark, shown: Appearance) -> QPen:
        paints, severity = self._view.paints, mark.severity
        if shown.leads if shown.followed else mark.unbalanced:
            return paints.solid[severity]
        return paints.dashed_strong[severity] if shown.followed else paints.dashed[severity]

    def _paint_corner(self, painter: QPainter, rect: QRect, colour: QColor, *, right: bool) -> None:
        side = max(5, self._view.em // 2)
        x, inward = (rect.right(), -side) if right else (rect.left(), side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour))
        top = rect.top()
        painter.drawPolygon(QPolygon([QPoint(x, top), QPoint(x + inward, top), QPoint(x, top + side)]))


def _struck(font: QFont) -> QFont:
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck
