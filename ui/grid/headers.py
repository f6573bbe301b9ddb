"""The bands of labels above and beside a table: merged as in the printed form, in sight while the table scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLineF, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from model.layout import CellRole, LayoutCell
from ui.grid.geometry import balanced, in_lines, is_upright, padding

if TYPE_CHECKING:
    from ui.grid.view import TableView


_UNLIMITED: Final = 9_999


class _Label(NamedTuple):
    """A label where it lies while nothing is scrolled, with its text as it is wrapped there.

    ``needed`` is the height of the text, ``room`` what stays free left and right of it, ``flags`` its alignment.
    """

    cell: LayoutCell
    rect: QRect
    text: str
    needed: int
    room: int
    flags: int


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
        self._labels: list[_Label] = []
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setHighlightSections(False)
        self.setAccessibleName("列标题" if horizontal else "行标题")

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of the band; Qt uses the height of a horizontal one and the width of a vertical one."""
        return self._view.band_size()

    def place_labels(self) -> None:
        """Take over a new geometry of the table; scrolling then only moves what is known."""
        band = self._view.band_size()
        shift = QPoint(-band.width(), 0) if self._is_horizontal else QPoint(0, -band.height())
        self._labels = [_label(self._view, cell, _rect_of(self._view, cell).translated(shift)) for cell in self._cells]
        self.viewport().update()

    def rect_of(self, cell: LayoutCell) -> QRect:
        """Return where a label lies in the viewport, scrolled with the table in the band's own direction."""
        return self._labels[self._cells.index(cell)].rect.translated(self._scrolled())

    def update_labels(self, before: LayoutCell, after: LayoutCell) -> None:
        """Repaint the labels that lead to only one of two figures."""
        for label in self._labels:
            if self._leads_to(label.cell, before) is not self._leads_to(label.cell, after):
                self.viewport().update(label.rect.translated(self._scrolled()))

    def follow_scrolling(self) -> None:
        """Repaint the merged labels: their text stays in sight, so moving their pixels is not enough.

        At 125 and 150 % all of them, for moved pixels may leave a gap in a line.
        """
        between_pixels = self.devicePixelRatioF() % 1 > 0
        for label in self._labels:
            if between_pixels or label.cell.width > 1 or label.cell.height > 1:
                self.viewport().update(label.rect.translated(self._scrolled()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the labels that need it."""
        painter = QPainter(self.viewport())
        painter.setFont(self._view.table_font)
        scrolled, current = self._scrolled(), self._view.current_cell()
        painter.translate(scrolled)
        visible = self.viewport().rect().translated(-scrolled)
        dirty = event.region().translated(-scrolled)
        for label in self._labels:
            if dirty.intersects(label.rect):
                hot = self._leads_to(label.cell, current)
                _paint(painter, self._view, label, _sticky(label, visible), hot=hot)

    def _scrolled(self) -> QPoint:
        return QPoint(-self.offset(), 0) if self._is_horizontal else QPoint(0, -self.offset())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select the rows or columns under a label."""
        place = event.position().toPoint() - self._scrolled()
        label = next((label for label in self._labels if label.rect.contains(place)), None)
        if label is not None and event.button() is Qt.MouseButton.LeftButton:
            self._view.select_under(label.cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Do nothing: widths and heights follow the window."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Do nothing."""

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
        for cell in self._cells:
            paint_label(painter, self._view, cell, _rect_of(self._view, cell))

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select the whole table, as the corner does in a spreadsheet."""
        self._view.selectAll()


def paint_label(painter: QPainter, view: TableView, cell: LayoutCell, rect: QRect) -> None:
    """Paint a label that never scrolls away in parts into ``rect``."""
    _paint(painter, view, _label(view, cell, rect), rect, hot=False)


def _paint(painter: QPainter, view: TableView, label: _Label, visible: QRect, *, hot: bool) -> None:
    """Paint a label with its text in the middle of what is ``visible`` of it."""
    theme = view.paints.theme
    painter.fillRect(label.rect, theme.selection if hot else theme.header)
    paint_rules(painter, view, label.cell, label.rect)
    painter.setPen(theme.ink)
    if is_upright(label.cell):
        painter.drawText(visible, Qt.AlignmentFlag.AlignCenter, upright(label.cell.text, visible.height(), view))
    else:
        painter.drawText(visible.adjusted(label.room, 0, -label.room, 0), label.flags, label.text)


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


def _rect_of(view: TableView, cell: LayoutCell) -> QRect:
    geometry = view.geometry_of_table
    return QRect(geometry.left(cell), geometry.top(cell), geometry.width(cell), geometry.height(cell))


def _label(view: TableView, cell: LayoutCell, rect: QRect) -> _Label:
    """Return a label with its text wrapped into its rectangle."""
    room = padding(cell, view.em)
    text = balanced(cell, (rect.width() - 2 * room) // view.em)
    metrics = QFontMetrics(view.table_font)
    if is_upright(cell):
        longest = max(1, (rect.width() - 2) // view.em)
        return _Label(cell, rect, text, -(-len(text) // longest) * metrics.height(), room, 0)
    place = QRect(0, 0, rect.width() - 2 * room, _UNLIMITED)
    needed = metrics.boundingRect(place, Qt.TextFlag.TextWordWrap, text).height()
    return _Label(cell, rect, text, needed, room, _text_flags(cell))


def _sticky(label: _Label, visible: QRect) -> QRect:
    """Return where the text of a label stands: in the visible part of a merged one, where it fits there."""
    cell, rect = label.cell, label.rect
    if cell.width == 1 and cell.height == 1:
        return rect
    part = rect.intersected(visible)
    lacking = label.needed - part.height()
    if lacking <= 0:
        return part
    return part.adjusted(0, -lacking, 0, 0) if part.top() > rect.top() else part.adjusted(0, 0, 0, lacking)


def _text_flags(cell: LayoutCell) -> int:
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
