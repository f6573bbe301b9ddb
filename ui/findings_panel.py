"""The panel of findings below the page: the list and what can be done, one line when collapsed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.evaluation import Finding
from model.form import Form, Severity
from model.report import Explanation
from ui.findings_list import (
    ROW,
    SEVERITY_WORDS,
    FindingsList,
    FindingsModel,
    LineDelegate,
    in_order,
    line_height,
    severity_colour,
)
from ui.header_bar import ElidedLabel
from ui.icons import icon
from ui.offers import Remedy
from ui.theme import current_theme

NOTHING_FOUND: Final = "未发现问题"
_MOST_BUTTONS: Final = 4
_MARGINS: Final = 12, 3, 8, 3
_GAP: Final = 2


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
        self.list = FindingsList(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(LineDelegate(self.list))
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
        bar.setSpacing(8)
        bar.addWidget(self._icon)
        bar.addWidget(self._summary)
        bar.addWidget(self._message, 1)
        bar.addLayout(self._remedy_box)
        for button in (self.dismissed_button, self.previous_button, self.next_button, self.fold_button):
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(_GAP)
        layout.setContentsMargins(*_MARGINS)
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
        self.setMinimumHeight(self.bar_height if collapsed else self.bar_height + 5 * self.fontMetrics().height() // 2)
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

    def height_for(self, most: int) -> int:
        """Return the height of the bar and the list with all its lines, or as many whole ones as ``most`` has room for.

        A heading is never the last of them.
        """
        left, top, right, bottom = _MARGINS
        height = fitting = self.next_button.sizeHint().height() + top + bottom + _GAP
        for row, line in enumerate(self.model.rows):
            height += line_height(self.model.index(row), self.list.fontMetrics(), self.width() - left - right)
            if height > most:
                break
            if isinstance(line, Finding):
                fitting = height
        return max(fitting, self.minimumHeight())

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
        row = index.data(ROW)
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
