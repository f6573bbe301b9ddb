"""The list of findings: grouped by severity and place, each message whole."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from model.evaluation import Finding
from model.form import Form, Severity
from model.report import Explanation
from ui.icons import icon
from ui.theme import Theme, current_theme

SEVERITY_WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "核实", Severity.HINT: "提示"}
ROW: Final = Qt.ItemDataRole.UserRole
"""The role under which a line gives its finding or group."""

_Index = QModelIndex | QPersistentModelIndex


class _Group(NamedTuple):
    """A heading: which severity at which place, and how many; whether they are explained."""

    severity: Severity
    place: str
    size: int
    explained: bool


def severity_colour(theme: Theme, severity: Severity) -> QColor:
    """Return the colour of a severity; its icon differs too, so that colour is never the only sign."""
    return {Severity.ERROR: theme.error, Severity.WARNING: theme.warning, Severity.HINT: theme.accent}[severity]


def place_words(form: Form, section: str) -> str:
    """Return what the office calls the place of a finding: the table, the chapter, or the whole report."""
    table = form.table_of_section(section)
    if table is not None:
        return table.name
    titles = {part.key: part.short_title for part in form.sections}
    return titles.get(section, "标题与落款")


def in_order(form: Form, findings: tuple[Finding, ...]) -> list[Finding]:
    """Return findings by severity, then in printed order of chapters, those that are explained last."""
    severities = list(Severity)
    sections = [section.key for section in form.sections]

    def rank(finding: Finding) -> tuple[bool, int, int]:
        place = sections.index(finding.section) if finding.section in sections else len(sections)
        return finding.explained, severities.index(finding.severity), place

    return sorted(findings, key=rank)


class FindingsModel(QAbstractListModel):
    """Headings and findings in one flat list."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self._reasons: Mapping[str, Explanation] = {}
        self.rows: list[_Group | Finding] = []

    def show(self, findings: list[Finding], reasons: Mapping[str, Explanation] | None = None) -> None:
        """Take over findings that are in order, and the reasons given for findings by their keys."""
        self._reasons = reasons or {}
        rows: list[_Group | Finding] = []
        for (severity, section, explained), part in groupby(findings, lambda f: (f.severity, f.section, f.explained)):
            members = list(part)
            rows.append(_Group(severity, place_words(self._form, section), len(members), explained))
            rows += members
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's signature)
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let only findings be chosen; headings are passed over by the arrow keys."""
        if index.isValid() and isinstance(self.rows[index.row()], Finding):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return one aspect of a line."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                words = self._words(row)
                return f"{SEVERITY_WORDS[row.severity]}：{words}" if isinstance(row, Finding) else words
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.message}\n依据：{row.basis}" if isinstance(row, Finding) else None
            case _:
                return row if role == ROW else None

    def _words(self, row: _Group | Finding) -> str:
        if isinstance(row, _Group):
            severity = SEVERITY_WORDS[row.severity] + ("（已说明）" if row.explained else "")
            return f"{severity} · {row.place}（{row.size} 处）"
        reason = self._reasons.get(row.key)
        if row.explained:
            return f"{row.message}（已说明：{reason.text}）" if reason else f"{row.message}（已说明）"
        return f"{row.message}（数字已变，原来的说明不再适用：{reason.text}）" if reason else row.message


def line_height(index: _Index, metrics: QFontMetrics, width: int) -> int:
    """Return the height that a heading or a whole message needs in a list of this width."""
    unit = metrics.height()
    room = QRect(0, 0, width - 3 * unit, 40 * unit)
    lines = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data())).height()
    return max(lines, unit) + (2 if isinstance(index.data(ROW), _Group) else unit // 3)


class LineDelegate(QStyledItemDelegate):
    """Paints headings and findings; a message takes as many lines as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._viewport = view.viewport()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height that the whole message needs at the width of the list."""
        width = self._viewport.width()
        return QSize(width, line_height(index, option.fontMetrics, width))  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        theme, row = current_theme(), index.data(ROW)
        unit = option.fontMetrics.height()  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(option.font)  # type: ignore[attr-defined]
        if isinstance(row, _Group):
            font = QFont(painter.font())
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(theme.muted if row.explained else severity_colour(theme, row.severity))
            painter.drawText(rect.adjusted(unit // 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        elif isinstance(row, Finding):
            if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
                painter.fillRect(rect, theme.selection)
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.accent)
            elif option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
                painter.fillRect(rect, theme.header)
            place = QRect(rect.left() + unit, rect.top() + unit // 6, unit, unit)
            icon(row.severity.value, severity_colour(theme, row.severity), unit).paint(painter, place)
            painter.setPen(theme.muted if row.explained else theme.ink)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(rect.adjusted(unit * 5 // 2, 0, -unit // 2, 0), flags, str(index.data()))
        painter.restore()


class FindingsList(QListView):
    """A list that lays itself out anew when its width changes, so that no message is cut.

    ``menu_wanted`` carries the finding under the mouse and where on the screen.
    """

    menu_wanted = Signal(object, object)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask for a menu of what can be done about the finding under the mouse."""
        row = self.indexAt(event.pos()).data(ROW)
        if isinstance(row, Finding):
            self.menu_wanted.emit(row, event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Break the messages anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a finding with Enter or the space bar as with a click."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
