"""Dragging a figure out of a table: taken at the edge of the selected cell, as a spreadsheet's selection is.

What is dragged is a number taken from the table, so that a text it is dropped on follows the table.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QDrag, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from model.bound_numbers import printed_number
from model.cells import CellRef
from ui.session import ReportSession
from ui.texts.clipboard import to_clipboard
from ui.theme import current_theme

EDGE: Final = 5
"""How many pixels inside its border a selected cell can be taken hold of."""


def is_at_edge(cell: QRect, point: QPoint) -> bool:
    """Tell whether a point lies on the border of a cell, where it can be taken hold of."""
    return cell.contains(point) and not cell.adjusted(EDGE, EDGE, -EDGE, -EDGE).contains(point)


def drag_figure(source: QWidget, session: ReportSession, ref: CellRef) -> None:
    """Drag a figure until it is dropped; returns afterwards."""
    digits = printed_number(str(ref), session.evaluation.values)
    drag = QDrag(source)
    drag.setMimeData(to_clipboard(f"{{{{{ref}}}}}", digits))
    words = f"{session.form.cells[ref].row.name} {digits}"
    drag.setPixmap(_picture(source, words))
    drag.exec(Qt.DropAction.CopyAction)


def _picture(source: QWidget, words: str) -> QPixmap:
    theme, metrics, ratio = current_theme(), source.fontMetrics(), source.devicePixelRatioF()
    size = QRect(0, 0, metrics.horizontalAdvance(words) + 16, metrics.height() + 8)
    picture = QPixmap(size.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.selection)
    painter = QPainter(picture)
    painter.setFont(source.font())
    painter.setPen(theme.accent)
    painter.drawRect(size.adjusted(0, 0, -1, -1))
    painter.setPen(theme.ink)
    painter.drawText(size, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return picture
