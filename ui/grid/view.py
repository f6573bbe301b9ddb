"""The table on the screen: bands of labels, figures, selection, editing and zoom."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from model.cells import CellRef
from model.layout import LayoutCell
from ui.grid.delegate import CellDelegate
from ui.grid.geometry import Geometry, Ruler, fitted
from ui.grid.headers import BandHeader, Corner
from ui.grid.model import Index, TableModel
from ui.grid.paints import Paints
from ui.grid.positions import Area, area_between, area_of, figures_in, whole_area
from ui.theme import current_theme, form_font

_ZOOM_STEP: Final = 1.1
_SMALLEST: Final = 0.5
_LARGEST: Final = 2.5
_NEAREST: Final = QAbstractItemView.ScrollHint.EnsureVisible
_Flag = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """One statutory table.

    Its columns always fill the width exactly; the zoom changes the size of the letters and with it the height
    of the rows. ``said`` carries a figure and a sentence that belongs beside it, ``zoomed`` the zoom in percent.
    """

    current_moved = Signal()
    selection_moved = Signal()
    said = Signal(object, str)
    zoomed = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table_model = model
        self._zoom = 1.0
        self._shows_whole = False
        self._room = QSize()
        self._far: LayoutCell | None = None
        self._current = next(iter(model.layout.by_ref.values()))
        self._parts: frozenset[CellRef] = frozenset()
        self._measure(900)
        self.paints = Paints(current_theme(), self.devicePixelRatioF())
        self._corner = Corner(self)
        self._set_up()
        self.setModel(model)
        for cell in model.layout.cells:
            if (cell.height > 1 or cell.width > 1) and self._is_in_body(cell):
                index = model.index_of(cell)
                self.setSpan(index.row(), index.column(), cell.height, cell.width)
        self.relayout()
        self.go_to(self._current)

    def _set_up(self) -> None:
        layout = self.table_model.layout
        self._bands = BandHeader(Qt.Orientation.Horizontal, self), BandHeader(Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(self._bands[0])
        self.setVerticalHeader(self._bands[1])
        self.horizontalHeader().setVisible(layout.header_rows > 0)
        self.verticalHeader().setVisible(layout.label_columns > 0)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setAutoScroll(False)  # bring_into_sight scrolls, at the right moment
        for part in (self, self.horizontalHeader(), self.verticalHeader()):
            part.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName(self.table_model.table.name)

    # Geometry and zoom

    @property
    def zoom(self) -> float:
        """Return the size of the letters, 1 for that of the window."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Change the size of the letters."""
        self._shows_whole = False
        self._zoom = min(_LARGEST, max(_SMALLEST, zoom))
        self.relayout()

    def zoom_in(self) -> None:
        """Make the letters one step larger."""
        self.set_zoom(self._zoom * _ZOOM_STEP)

    def zoom_out(self) -> None:
        """Make the letters one step smaller."""
        self.set_zoom(self._zoom / _ZOOM_STEP)

    def show_normal(self) -> None:
        """Give the letters the size of those of the window."""
        self.set_zoom(1.0)

    def show_whole(self) -> None:
        """Make the letters as small as is needed to show all rows, now and whenever the window changes."""
        self._shows_whole = True
        self.relayout()

    def relayout(self) -> None:
        """Fit the columns to the width and the rows to their labels."""
        room = self._room = self.contentsRect().size()
        if self._shows_whole:
            self._find_whole_zoom(room)
        self._measure(room.width())
        scrolls = self.geometry_of_table.rows[-1] > room.height()
        if scrolls:
            self._measure(room.width() - self.verticalScrollBar().sizeHint().width())
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff)
        self._apply_sections()

    def band_size(self) -> QSize:
        """Return the width of the band of row labels and the height of that of column labels."""
        layout, geometry = self.table_model.layout, self.geometry_of_table
        return QSize(geometry.columns[layout.label_columns], geometry.rows[layout.header_rows])

    def _measure(self, width: int) -> None:
        points = self.font().pointSizeF() * self._zoom
        self.table_font, self.small_font = form_font(points), form_font(points * 0.66)
        metrics = QFontMetrics(self.table_font)
        self.em = metrics.horizontalAdvance("国")
        self.digit_drop = round(metrics.ascent() - (metrics.capHeight() + metrics.height()) / 2)

        def text_height(text: str, room: int) -> int:
            return metrics.boundingRect(QRect(0, 0, room, 9999), Qt.TextFlag.TextWordWrap, text).height()

        ruler = Ruler(self.em, text_height, metrics.horizontalAdvance, dense=self._shows_whole)
        self.geometry_of_table: Geometry = fitted(self.table_model.layout, width, ruler)

    def _find_whole_zoom(self, room: QSize) -> None:
        """Take the largest zoom up to 1 at which all rows are in sight, the smallest when there is none."""
        low, high = round(_SMALLEST * 50), 50
        while low < high:
            self._zoom = (middle := (low + high + 1) // 2) / 50
            self._measure(room.width())
            low, high = (middle, high) if self.geometry_of_table.rows[-1] <= room.height() else (low, middle - 1)
        self._zoom = low / 50

    def _apply_sections(self) -> None:
        layout, geometry = self.table_model.layout, self.geometry_of_table
        for edges, header, start in (
            (geometry.columns, self.horizontalHeader(), layout.label_columns),
            (geometry.rows, self.verticalHeader(), layout.header_rows),
        ):
            for section in range(header.count()):
                header.resizeSection(section, edges[start + section + 1] - edges[start + section])
        self.updateGeometries()
        for band in self._bands:
            band.place_labels()
        self.viewport().update()
        self.zoomed.emit(round(self._zoom * 100))

    def updateGeometries(self) -> None:  # noqa: N802 (Qt's name)
        """Lay the corner between the two bands."""
        super().updateGeometries()
        band = self.band_size()
        self._corner.setGeometry(0, 0, band.width(), band.height())
        self._corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fit the table to the new size."""
        super().resizeEvent(event)
        if self.contentsRect().size() != self._room:  # a scrollbar that comes or goes changes only the viewport
            self.relayout()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Take over a new theme, font or resolution."""
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.FontChange,
            QEvent.Type.PaletteChange,
            QEvent.Type.StyleChange,
            QEvent.Type.DevicePixelRatioChange,
        ) and hasattr(self, "_corner"):
            self.paints = Paints(current_theme(), self.devicePixelRatioF())
            self.relayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 (Qt's name)
        """Scroll, and let the merged labels of the band that scrolls stay in sight."""
        super().scrollContentsBy(dx, dy)
        for band, way in zip(self._bands, (dx, dy), strict=True):
            if way:
                band.follow_scrolling()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Zoom with Ctrl, scroll without."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif event.angleDelta().y():
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()

    # Current figure and selection

    def current_cell(self) -> LayoutCell:
        """Return the figure that typing goes to."""
        return self._current

    @property
    def current_ref(self) -> CellRef:
        """Return the name of the figure that typing goes to."""
        ref = self._current.ref
        assert ref is not None  # labels are never current
        return ref

    def far_cell(self) -> LayoutCell:
        """Return the end of the selection that Shift with an arrow moves."""
        return self._far or self._current

    def is_current(self, cell: LayoutCell) -> bool:
        """Tell whether typing goes to this figure."""
        return cell is self._current

    def is_part(self, cell: LayoutCell) -> bool:
        """Tell whether the selected total adds up this figure."""
        return cell.ref in self._parts

    def is_filled(self, cell: LayoutCell) -> bool:
        """Tell whether anything stands in a figure."""
        return bool(self.table_model.appearance_of(cell).text)

    def go_to(self, cell: LayoutCell) -> None:
        """Select one figure and show it."""
        self._far = None
        self.selectionModel().setCurrentIndex(self.table_model.index_of(cell), _Flag.NoUpdate)
        self._select(area_of(cell))
        self.bring_into_sight(cell)

    def show_amid(self, cell: LayoutCell) -> None:
        """Select one figure and, where it was out of sight, show it with what stands around it."""
        self.bring_into_sight(cell, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.go_to(cell)

    def bring_into_sight(self, cell: LayoutCell, hint: QAbstractItemView.ScrollHint = _NEAREST) -> None:
        """Scroll as far as is needed to show a figure, not at all when it is in sight."""
        index = self.table_model.index_of(cell)
        if not self.viewport().rect().contains(self.visualRect(index)):
            # What is still to be painted comes first, else Qt paints everything anew instead of moving the picture.
            self.viewport().repaint(0, 0, 1, 1)
            self.scrollTo(index, hint)

    def extend_to(self, cell: LayoutCell) -> None:
        """Select from the current figure to another one; the current figure stays."""
        self._far = cell
        self._select(area_between(self.table_model.layout, self._current, cell))
        self.bring_into_sight(cell)

    def selectAll(self) -> None:  # noqa: N802 (Qt's name)
        """Select all figures."""
        self._select(whole_area(self.table_model.layout))

    def select_under(self, label: LayoutCell) -> None:
        """Select the figures below or beside a label."""
        layout = self.table_model.layout
        area = area_of(label)
        if label.top < layout.header_rows:
            area = Area(layout.header_rows, area.left, layout.row_count - 1, area.right)
        else:
            area = Area(area.top, layout.label_columns, area.bottom, layout.column_count - 1)
        figures = figures_in(layout, area)
        self.go_to(figures[0])
        self.extend_to(figures[-1])

    def selected_area(self) -> Area:
        """Return the selected area of the printed grid."""
        layout = self.table_model.layout
        ranges = self.selectionModel().selection().toList()
        if not ranges:
            return area_of(self._current)
        return Area(
            min(part.top() for part in ranges) + layout.header_rows,
            min(part.left() for part in ranges) + layout.label_columns,
            max(part.bottom() for part in ranges) + layout.header_rows,
            max(part.right() for part in ranges) + layout.label_columns,
        )

    def rect_in_view(self, cell: LayoutCell) -> QRect:
        """Return where a figure lies in this widget."""
        rect = self.visualRect(self.table_model.index_of(cell))
        return QRect(self.viewport().mapTo(self, rect.topLeft()), rect.size())

    def selected_figures(self) -> list[LayoutCell]:
        """Return the selected figures in reading order."""
        return figures_in(self.table_model.layout, self.selected_area())

    def show_parts(self, parts: frozenset[CellRef]) -> None:
        """Outline the figures that the selected total adds up."""
        changed, self._parts = self._parts ^ parts, parts
        for ref in changed:
            cell = self.table_model.layout.by_ref.get(ref)
            if cell is not None:
                self.update(self.table_model.index_of(cell))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Repaint what depends on the current figure and tell the listeners."""
        before = self._current
        if current.isValid():
            self._current = self.table_model.cell_at(current)
        super().currentChanged(current, previous)
        for band in self._bands:
            band.update_labels(before, self._current)
        self.current_moved.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        """Tell the listeners."""
        super().selectionChanged(selected, deselected)
        self.selection_moved.emit()

    def _select(self, area: Area) -> None:
        layout, model = self.table_model.layout, self.table_model
        first = model.index(area.top - layout.header_rows, area.left - layout.label_columns)
        last = model.index(area.bottom - layout.header_rows, area.right - layout.label_columns)
        self.selectionModel().select(QItemSelection(first, last), _Flag.ClearAndSelect)

    def _is_in_body(self, cell: LayoutCell) -> bool:
        layout = self.table_model.layout
        return cell.top >= layout.header_rows and cell.left >= layout.label_columns
