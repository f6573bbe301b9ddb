"""The panel of findings below the page: grouped by severity and place, one line when collapsed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.evaluation import Finding
from model.form import Form, Severity
from model.report import Explanation
from ui.header_bar import ElidedLabel
from ui.icons import icon
from ui.offers import Remedy
from ui.theme import Theme, current_theme

SEVERITY_WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "核实", Severity.HINT: "提示"}
NOTHING_FOUND: Final = "未发现问题"
_MOST_BUTTONS: Final = 4

_ROW: Final = Qt.ItemDataRole.UserRole
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
                return row if role == _ROW else None

    def _words(self, row: _Group | Finding) -> str:
        if isinstance(row, _Group):
            severity = SEVERITY_WORDS[row.severity] + ("（已说明）" if row.explained else "")
            return f"{severity} · {row.place}（{row.size} 处）"
        reason = self._reasons.get(row.key)
        if row.explained:
            return f"{row.message}（已说明：{reason.text}）" if reason else f"{row.message}（已说明）"
        return f"{row.message}（数字已变，原来的说明不再适用：{reason.text}）" if reason else row.message


class _LineDelegate(QStyledItemDelegate):
    """Paints headings and findings; a message takes as many lines as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._viewport = view.viewport()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height that the whole message needs at the width of the list."""
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        unit = metrics.height()
        width = self._viewport.width()
        room = QRect(0, 0, width - 3 * unit, 40 * unit)
        lines = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data())).height()
        return QSize(width, max(lines, unit) + (2 if isinstance(index.data(_ROW), _Group) else unit // 3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        theme, row = current_theme(), index.data(_ROW)
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


class _FindingsList(QListView):
    """A list that lays itself out anew when its width changes, so that no message is cut.

    ``menu_wanted`` carries the finding under the mouse and where on the screen.
    """

    menu_wanted = Signal(object, object)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        row = self.indexAt(event.pos()).data(_ROW)
        if isinstance(row, Finding):
            self.menu_wanted.emit(row, event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class FindingsPanel(QFrame):
    """All findings of the report. ``chosen`` carries the finding the user wants to go to.

    ``remedies`` says what can be done about a finding; ``dismissed_wanted`` asks for what was put aside.
    """

    chosen = Signal(object)
    collapsed_changed = Signal(bool)
    dismissed_wanted = Signal()

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._form = form
        self._raw: tuple[tuple[Finding, ...], Mapping[str, Explanation]] | None = None
        self.remedies: Callable[[Finding], list[Remedy]] = lambda _finding: []
        self.findings: list[Finding] = []
        self.current: Finding | None = None
        self._painted: tuple[object, ...] | None = None
        self.model = FindingsModel(form)
        self.list = _FindingsList(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("检查结果")
        self.list.clicked.connect(self._choose)
        self.list.menu_wanted.connect(self._open_menu)
        self._icon = QLabel()
        self._drawn: tuple[object, ...] = ()
        self._summary = QLabel()
        self._message = ElidedLabel()
        self._message.setProperty("role", "muted")
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.remedy_buttons: list[QToolButton] = []
        self._remedy_box = QHBoxLayout()
        self.dismissed_button = _button("", "查看、恢复标为“与表格无关”或已忽略的文字", self.dismissed_wanted.emit)
        self.dismissed_button.hide()
        self.previous_button = _button("上一处", "上一处问题（Shift+F8）", lambda: self.step(-1))
        self.next_button = _button("下一处", "下一处问题（F8）", lambda: self.step(1))
        self.fold_button = _button("", "", self.toggle)
        self._lay_out()
        self._collapsed = False
        self.show_collapsed(collapsed=False)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self._icon)
        bar.addWidget(self._summary)
        bar.addWidget(self._message, 1)
        bar.addLayout(self._remedy_box)
        for button in (self.dismissed_button, self.previous_button, self.next_button, self.fold_button):
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(2)
        layout.setContentsMargins(12, 3, 8, 3)
        layout.addLayout(bar)
        layout.addWidget(self.list, 1)

    @property
    def is_collapsed(self) -> bool:
        """Tell whether only one line is shown."""
        return self._collapsed

    def show_collapsed(self, *, collapsed: bool) -> None:
        """Show one line, or the line and the list."""
        self._collapsed = collapsed
        self.list.setVisible(not collapsed)
        self.setMaximumHeight(self.bar_height if collapsed else 16777215)
        self.setMinimumHeight(self.bar_height if collapsed else self.bar_height + 3 * self.fontMetrics().height())
        self.fold_button.setText("展开" if collapsed else "收起")
        self.fold_button.setToolTip("展开检查结果（F7）" if collapsed else "收起检查结果（F7）")
        if not collapsed:
            self._fill_list()
        self._paint_bar()
        self.collapsed_changed.emit(collapsed)

    def toggle(self) -> None:
        """Collapse or expand."""
        self.show_collapsed(collapsed=not self._collapsed)

    @property
    def summary(self) -> str:
        """Return the counts in words."""
        return self._summary.text()

    @property
    def followed_words(self) -> str:
        """Return what the one line says of the finding that is being followed."""
        return self._message.accessibleName()

    @property
    def bar_height(self) -> int:
        """Return the height of the one line in pixels."""
        return self.next_button.sizeHint().height() + 6

    def show_dismissed(self, count: int) -> None:
        """Say how many places were put aside."""
        self.dismissed_button.setVisible(count > 0)
        self.dismissed_button.setText(f"已忽略 {count} 处")

    def show_findings(self, findings: tuple[Finding, ...], reasons: Mapping[str, Explanation] | None = None) -> None:
        """Show the findings of a new evaluation; the one that is being followed stays marked while it exists.

        ``reasons`` are those given by the keys of findings.
        """
        if (findings, reasons or {}) == self._raw:
            return
        self._raw = (findings, reasons or {})
        self.findings = in_order(self._form, findings)
        if self.current is not None:
            self.current = next((f for f in self.findings if f.key == self.current.key), None)
        self._fill_list()
        self._paint_bar()

    def follow(self, finding: Finding | None) -> None:
        """Mark the finding that is being followed, or none."""
        self.current = finding
        self._mark_current()
        self._paint_bar()

    def step(self, by: int) -> None:
        """Choose the next finding, or with -1 the one before, beginning anew at the end."""
        if not self.findings:
            return
        keys = [finding.key for finding in self.findings]
        at = keys.index(self.current.key) if self.current is not None and self.current.key in keys else None
        start = (0 if by > 0 else -1) if at is None else (at + by) % len(keys)
        self.chosen.emit(self.findings[start])

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a change of theme or font size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_collapsed"):
            self.show_collapsed(collapsed=self._collapsed)

    def _fill_list(self) -> None:
        if not self._collapsed:
            self.model.show(self.findings, self._raw[1] if self._raw else {})
            self._mark_current()

    def _mark_current(self) -> None:
        for row, line in enumerate(self.model.rows):
            if self.current is not None and isinstance(line, Finding) and line.key == self.current.key:
                self.list.setCurrentIndex(self.model.index(row))
                return
        self.list.clearSelection()

    def _fill_remedies(self) -> None:
        for old in self.remedy_buttons:
            old.hide()
            old.deleteLater()
        wanted = self.remedies(self.current) if self.current is not None else []
        self.remedy_buttons = [_button(one.words, one.tip, one.act) for one in _first_and_last(wanted)]
        for button in self.remedy_buttons:
            self._remedy_box.addWidget(button)

    def _open_menu(self, finding: Finding, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("转到这一处", lambda: self.chosen.emit(finding))
        for remedy in self.remedies(finding):
            menu.addAction(remedy.words, remedy.act)
        menu.popup(place)

    def _paint_bar(self) -> None:
        theme = current_theme()
        counts = Counter(finding.severity for finding in self.findings if not finding.explained)
        state = (counts, theme, self._collapsed, bool(self.findings), self.fontMetrics().height())
        if self.current is None and state == self._painted:
            return  # typing changes nothing here
        self._painted = state if self.current is None else None
        self._fill_remedies()
        worst = next((severity for severity in Severity if counts[severity]), None)
        side = self.fontMetrics().height()
        name, colour = (worst.value, severity_colour(theme, worst)) if worst else ("done", theme.success)
        drawn = (name, colour.rgb(), side, self.devicePixelRatioF())
        if drawn != self._drawn:
            self._drawn = drawn
            self._icon.setPixmap(icon(name, colour, side).pixmap(QSize(side, side), self.devicePixelRatioF()))
        parts = [f"{counts[severity]} 处{SEVERITY_WORDS[severity]}" for severity in Severity if counts[severity]]
        self._summary.setText("检查结果：" + ("，".join(parts) if parts else NOTHING_FOUND))
        shown = self.current.message if self.current is not None and self._collapsed else ""
        self._message.show_words(shown)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(bool(self.findings))

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(_ROW)
        if isinstance(row, Finding):
            self.chosen.emit(row)


def _first_and_last(remedies: list[Remedy]) -> list[Remedy]:
    """Return as many remedies as the bar has room for: the likeliest, and those that are not offers of figures."""
    others = [remedy for remedy in remedies if not remedy.words.startswith("改为")]
    return [*remedies[: max(0, len(remedies) - len(others))][: _MOST_BUTTONS - len(others)], *others]


def _button(text: str, tip: str, act: object) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.clicked.connect(act)
    return button
