"""The bands of labels above and beside a table: merged as in the printed form, in sight while the table scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from model.layout import CellRole, LayoutCell
from ui.grid.geometry import balanced, in_lines, is_upright, padding

if TYPE_CHECKING:
    from ui.grid.view import TableView


_UNLIMITED: Final = 9_999


class BandHeader(QHeaderView):
    """Paints all labels of one band from the printed layout, the text in the visible part of each merged label."""

    def __init__(self, orientation: Qt.Orientation, view: TableView) -> None:
        super().__init__(orientation, view)
        self._view = view
        layout = view.table_model.layout
        self._is_horizontal = horizontal = orientation is Qt.Orientation.Horizontal
        self._cells = [
            cell
            for cell in layout.cells
            if (cell.top < layout.header_rows) is horizontal and (cell.left < layout.label_columns) is not horizontal
        ]
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setHighlightSections(False)
        self.setAccessibleName("列标题" if horizontal else "行标题")

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of the band; Qt uses the height of a horizontal one and the width of a vertical one."""
        return self._view.band_size()

    def rect_of(self, cell: LayoutCell) -> QRect:
        """Return where a label lies in the viewport, scrolled with the table in the band's own direction."""
        geometry, band = self._view.geometry_of_table, self._view.band_size()
        rect = QRect(geometry.left(cell), geometry.top(cell), geometry.width(cell), geometry.height(cell))
        if self._is_horizontal:
            return rect.translated(-band.width() - self.offset(), 0)
        return rect.translated(0, -band.height() - self.offset())

    def update_labels(self, before: LayoutCell, after: LayoutCell) -> None:
        """Repaint the labels that lead to only one of two figures."""
        for cell in self._cells:
            if self._leads_to(cell, before) is not self._leads_to(cell, after):
                self.viewport().update(self.rect_of(cell))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the labels that need it."""
        painter = QPainter(self.viewport())
        painter.setFont(self._view.table_font)
        current = self._view.current_cell()
        visible, dirty = self.viewport().rect(), event.region()
        for cell in self._cells:
            rect = self.rect_of(cell)
            if dirty.intersects(rect):
                hot = self._leads_to(cell, current)
                paint_label(painter, self._view, cell, rect, self._sticky(cell, rect, visible), hot=hot)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select the rows or columns under a label."""
        point = event.position().toPoint()
        cell = next((cell for cell in self._cells if self.rect_of(cell).contains(point)), None)
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self._view.select_under(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Do nothing: widths and heights follow the window."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Do nothing."""

    def _sticky(self, cell: LayoutCell, rect: QRect, visible: QRect) -> QRect:
        """Return where the text of a label stands: in the visible part of a merged one, where it fits there."""
        if cell.width == 1 and cell.height == 1:
            return rect
        part = rect.intersected(visible)
        lacking = text_height(self._view, cell, rect.width()) - part.height()
        if lacking <= 0:
            return part
        return part.adjusted(0, -lacking, 0, 0) if part.top() > rect.top() else part.adjusted(0, 0, 0, lacking)

    def _leads_to(self, label: LayoutCell, figure: LayoutCell) -> bool:
        if self._is_horizontal:
            return label.left < figure.left + figure.width and figure.left < label.left + label.width
        return label.top < figure.top + figure.height and figure.top < label.top + label.height


class Corner(QWidget):
    """The cell at the upper left between the two bands."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        layout = view.table_model.layout
        self._cells = [
            cell for cell in layout.cells if cell.top < layout.header_rows and cell.left < layout.label_columns
        ]
        self.setAccessibleName("\n".join(cell.text for cell in self._cells))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the explanation that the form prints there."""
        painter = QPainter(self)
        painter.setFont(self._view.table_font)
        geometry = self._view.geometry_of_table
        for cell in self._cells:
            rect = QRect(geometry.left(cell), geometry.top(cell), geometry.width(cell), geometry.height(cell))
            paint_label(painter, self._view, cell, rect, rect, hot=False)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select the whole table, as the corner does in a spreadsheet."""
        self._view.selectAll()


def paint_label(
    painter: QPainter, view: TableView, cell: LayoutCell, rect: QRect, visible: QRect, *, hot: bool
) -> None:
    """Paint a label into ``rect`` with its text in the middle of what is ``visible`` of it."""
    theme = view.paints.theme
    painter.fillRect(rect, theme.selection if hot else theme.header)
    paint_rules(painter, view, cell, rect)
    painter.setPen(theme.ink)
    if is_upright(cell):
        painter.drawText(visible, Qt.AlignmentFlag.AlignCenter, upright(cell.text, visible.height(), view))
        return
    room = padding(cell, view.em)
    text = visible.adjusted(room, 0, -room, 0)
    painter.drawText(text, text_flags(cell), balanced(cell, text.width() // view.em))


def paint_rules(painter: QPainter, view: TableView, cell: LayoutCell, rect: QRect) -> None:
    """Draw the lines of a cell: each cell its right and lower one, the first ones also left and above."""
    paints = view.paints
    painter.setPen(paints.rule)
    left, top = rect.left(), rect.top()
    right, bottom = left + rect.width() - paints.before_edge, top + rect.height() - paints.before_edge
    painter.drawLine(QLineF(right, top, right, bottom))
    painter.drawLine(QLineF(left, bottom, right, bottom))
    if cell.left == 0:
        painter.drawLine(QLineF(left + paints.after_edge, top, left + paints.after_edge, bottom))
    if cell.top == 0:
        painter.drawLine(QLineF(left, top + paints.after_edge, right, top + paints.after_edge))


def text_height(view: TableView, cell: LayoutCell, width: int) -> int:
    """Return how high the text of a label is when it is wrapped into a width."""
    metrics = QFontMetrics(view.table_font)
    if is_upright(cell):
        return 2 * metrics.height()
    room = QRect(0, 0, width - 2 * padding(cell, view.em), _UNLIMITED)
    text = balanced(cell, room.width() // view.em)
    return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


def text_flags(cell: LayoutCell) -> int:
    """Return how a label is aligned: row labels to the left as in the form, all else in the middle."""
    left = cell.role in (CellRole.ROW_LABEL, CellRole.CORNER) and not _stands_alone(cell)
    horizontal = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
    # Never TextWrapAnywhere: with it a line may begin with a comma.
    return int(horizontal | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


def upright(text: str, height: int, view: TableView) -> str:
    """Return a text written downwards: one character to a line, more where the height is short."""
    lines = max(1, height // QFontMetrics(view.table_font).height())
    return in_lines(text, -(-len(text) // lines))


def _stands_alone(cell: LayoutCell) -> bool:
    return cell.left == 0 and cell.width == 1
