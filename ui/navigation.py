"""The list at the left: the start page, the chapters with marks that say how far they have come, the comparison."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from model.form import Form
from ui.icons import icon
from ui.progress import REPORT_SECTION, Fill, SectionState
from ui.theme import current_theme

COMPARISON: Final = "comparison"
"""The key of the page 与上年对比."""
START: Final = "start"
"""The key of the start page."""

HOVER: Final = 500
"""Milliseconds that a dragged figure must rest on an entry before its page opens."""

_STATE: Final = Qt.ItemDataRole.UserRole
_KEY: Final = Qt.ItemDataRole.UserRole + 1
_ICON: Final = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex


class _Entry(NamedTuple):
    key: str
    label: str
    icon: str


class NavigationModel(QAbstractListModel):
    """The entries and the state of each chapter."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        chapters = (
            _Entry(section.key, section.short_title, "table" if section.kind == "table" else "text")
            for section in form.sections
        )
        self.entries = (
            _Entry(START, "首页", "home"),
            *chapters,
            _Entry(REPORT_SECTION, "标题与落款", "title"),
            _Entry(COMPARISON, "与上年对比", "compare"),
        )
        self._states: dict[str, SectionState] = {}

    def show_states(self, states: dict[str, SectionState]) -> None:
        """Take over new states and repaint the entries that differ."""
        old, self._states = self._states, states
        for row, entry in enumerate(self.entries):
            if old.get(entry.key) != states.get(entry.key):
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, key: str) -> int:
        """Return the row of an entry; raise ``KeyError`` when there is none."""
        for row, entry in enumerate(self.entries):
            if entry.key == key:
                return row
        raise KeyError(key)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's signature)
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return one aspect of an entry."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        state = self._states.get(entry.key)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.label
            case Qt.ItemDataRole.ToolTipRole:
                return state.words if state else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.label}，{state.words}" if state else entry.label
            case _:
                return {_STATE: state, _KEY: entry.key, _ICON: entry.icon}.get(role)


class _EntryDelegate(QStyledItemDelegate):
    """Paints an entry: icon, label, mark. The mark differs in shape as well as in colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 (Qt's name)
        """Return a size in which the bold label is never cut."""
        metrics = QFontMetrics(_bold(option.font))  # type: ignore[attr-defined]
        unit = metrics.height()
        label = metrics.horizontalAdvance(str(index.data()))
        return QSize(label + 6 * unit, round(unit * 2.1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one entry."""
        theme, unit = current_theme(), option.fontMetrics.height()  # type: ignore[attr-defined]
        rect: QRect = option.rect.adjusted(unit // 3, 2, -unit // 3, -2)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selection if selected else theme.header)
            painter.drawRoundedRect(rect, 6, 6)
        if selected:
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(QRect(rect.left(), rect.top() + 7, 3, rect.height() - 14), 1.5, 1.5)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 6, 6)
        colour = theme.accent if selected else theme.ink
        side = round(unit * 1.05)
        place = QRect(rect.left() + unit // 2, rect.center().y() - side // 2, side, side)
        icon(index.data(_ICON), theme.accent if selected else theme.muted, side).paint(painter, place)
        painter.setFont(_bold(option.font) if selected else option.font)  # type: ignore[attr-defined]
        painter.setPen(colour)
        painter.drawText(
            rect.adjusted(unit * 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data()
        )
        section = index.data(_STATE)
        if isinstance(section, SectionState):
            centre = QRect(rect.right() - unit * 5 // 2, rect.top(), unit * 2, rect.height())
            _paint_mark(painter, centre, section, unit)
        painter.restore()


def _paint_mark(painter: QPainter, place: QRect, state: SectionState, unit: int) -> None:
    theme = current_theme()
    if state.errors:
        _paint_count(painter, place, state.errors, theme.error, unit, filled=True)
    elif state.fill is Fill.EMPTY:
        _paint_circle(painter, place, unit, half=False)
    elif state.warnings:
        _paint_count(painter, place, state.warnings, theme.warning, unit, filled=False)
    elif state.fill is Fill.PARTIAL:
        _paint_circle(painter, place, unit, half=True)
    else:
        side = round(unit * 0.95)
        square = QRect(place.center().x() - side // 2, place.center().y() - side // 2, side, side)
        icon("done", theme.success, side).paint(painter, square)


def _paint_count(painter: QPainter, place: QRect, count: int, colour: QColor, unit: int, *, filled: bool) -> None:
    """Paint a number of errors on a filled round shape, a number to verify in an outlined square one."""
    theme = current_theme()
    height = round(unit * 0.95)
    shape = QRect(0, 0, round(unit * 1.6), height)
    shape.moveCenter(place.center())
    radius = height / 2 if filled else 3
    painter.setPen(colour)
    painter.setBrush(colour if filled else theme.warning_soft)
    painter.drawRoundedRect(shape, radius, radius)
    font = _bold(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.82)
    painter.setFont(font)
    painter.setPen(theme.surface if filled else colour)
    painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, str(count) if count < 100 else "99+")


def _paint_circle(painter: QPainter, place: QRect, unit: int, *, half: bool) -> None:
    theme = current_theme()
    side = round(unit * 0.66)
    circle = QRect(0, 0, side, side)
    circle.moveCenter(place.center())
    painter.setPen(theme.muted)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(circle)
    if half:
        painter.setBrush(theme.muted)
        painter.drawChord(circle, 90 * 16, 180 * 16)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


class Navigation(QListView):
    """The list itself. ``chosen`` carries the key of the entry that became current by the user's hand.

    ``entered`` tells that the keyboard is wanted in the page: after a click or Enter, as on the tab of a sheet.
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = NavigationModel(form)
        self.setModel(self.entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("章节导航")
        self._fit_width()
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self._hovered = ""
        self._opening = QTimer(self, singleShot=True, interval=HOVER)
        self._opening.timeout.connect(self._open_hovered)
        self.selectionModel().currentChanged.connect(self._tell)
        self.clicked.connect(self.entered)
        self.activated.connect(self.entered)

    def show_states(self, states: dict[str, SectionState]) -> None:
        """Show how far each chapter has come."""
        self.entries.show_states(states)

    def show_current(self, key: str) -> None:
        """Mark an entry as current without telling anybody."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.entries.index(self.entries.row_of(key)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Let a figure be dragged across the list to a text on another page."""
        from ui.texts.clipboard import STORED_TEXT  # noqa: PLC0415 (start-up)

        if event.mimeData().hasFormat(STORED_TEXT):
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 (Qt's name)
        """Open the page over which a dragged figure rests; nothing can be dropped on the list itself."""
        index = self.indexAt(event.position().toPoint())
        key = str(index.data(_KEY)) if index.isValid() else ""
        if key != self._hovered:
            self._hovered = key
            self._opening.start()
        event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802 (Qt's name)
        """Open no page any more."""
        self._hovered = ""
        self._opening.stop()

    def _open_hovered(self) -> None:
        if self._hovered:
            self.setCurrentIndex(self.entries.index(self.entries.row_of(self._hovered)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a change of the font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_width()

    def _fit_width(self) -> None:
        self.setFixedWidth(self.sizeHintForColumn(0) + 2)

    def _tell(self, current: QModelIndex) -> None:
        self.chosen.emit(current.data(_KEY))
