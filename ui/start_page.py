"""The start page: how far the report has come, what to do next, and by which day."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from model.form import Form
from ui.page import Page
from ui.progress import Fill, SectionState, section_states
from ui.session import ReportSession
from ui.theme import current_theme
from ui.words import SCOPE_WORDS, covered, day_words, days_left_words

_SIDE_BY_SIDE: Final = 50
"""Lines of text that the page must be wide for two columns of cards."""
_COLUMNS: Final = 15
_WIDE: Final = ((1, 0, 1, 3), (1, 3, 1, 3), (1, 6, 1, 3), (1, 9, 1, 6), (2, 0, 1, 9), (2, 9, 1, 6))
_NARROW: Final = ((1, 0, 1, 5), (1, 5, 1, 5), (1, 10, 1, 5), (2, 0, 1, 15), (3, 0, 1, 15), (4, 0, 1, 15))
"""Row, column, height and width in the grid of the three numbers, the deadline, the steps and the comparison."""


class Step(NamedTuple):
    """One of the things to do: what, how far, and its buttons with where they lead.

    A target is the key of a page, or ``findings``, ``pdf`` or ``excel``.
    """

    title: str
    state: str
    buttons: tuple[tuple[str, str], ...]
    done: bool


def steps(form: Form, states: dict[str, SectionState]) -> tuple[Step, ...]:
    """Return the steps to a finished report, in order."""
    tables = {table.section: table.name for table in form.tables.values()}
    texts = {section.key: section.short_title for section in form.sections if section.key not in tables}
    found = [state for state in states.values() if state.errors or state.warnings]
    errors, warnings = sum(state.errors for state in found), sum(state.warnings for state in found)
    counts = [f"{errors} 处错误"] * bool(errors) + [f"{warnings} 处核实"] * bool(warnings)
    return (
        _filling("填写三张表", "填写", tables, states),
        _filling("撰写文字", "撰写", texts, states),
        Step(
            "核对问题",
            "，".join(counts) or "未发现问题",
            (("逐处查看" if counts else "查看结果", "findings"),),
            not counts,
        ),
        Step("导出送审", "PDF、Word、Excel 和网页", (("导出…", "export"),), done=False),
    )


def _filling(title: str, verb: str, names: dict[str, str], states: dict[str, SectionState]) -> Step:
    missing = [key for key in names if states[key].fill is not Fill.FULL]
    if not missing:
        return Step(title, "、".join(names.values()), (("查看", next(iter(names))),), done=True)
    state = f"还缺：{'、'.join(names[key] for key in missing)}"
    return Step(title, state, ((f"去{verb}", missing[0]),), done=False)


class StartPage(Page):
    """The first page of the window. ``chosen`` carries the target of a step."""

    chosen = Signal(str)

    def __init__(self, session: ReportSession, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._today = today
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.step_buttons: list[QPushButton] = []
        self._is_narrow = False
        session.changed.connect(self._refresh_if_seen)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Bring the page up to date when it comes into sight."""
        self.refresh()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a change of the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "step_buttons"):
            # Not at once: Qt is going through all widgets, and a refresh deletes some.
            QTimer.singleShot(0, self, self._refresh_if_seen)

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Build the page anew; it is small and changes only here and there."""
        session = self._session
        states = section_states(session.form, session.report, session.evaluation)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(20, 14, 20, 14)
        grid.setSpacing(12)
        self._is_narrow = self._lacks_room
        places = _NARROW if self._is_narrow else _WIDE
        parts: list[QWidget | None] = [
            *self._number_cards(states),
            self._deadline_card(),
            self._steps_card(steps(session.form, states)),
            self._comparison(),
        ]
        grid.addLayout(self._heading(), 0, 0, 1, _COLUMNS)
        for part, place in zip(parts, places, strict=True):
            if part is not None:
                grid.addWidget(part, *place)
        grid.setRowStretch(5, 1)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self._scroll.setWidget(page)

    @property
    def _lacks_room(self) -> bool:
        return self.width() < self.fontMetrics().height() * _SIDE_BY_SIDE

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Put the cards below each other when there is no room side by side."""
        super().resizeEvent(event)
        if self._lacks_room is not self._is_narrow:
            QTimer.singleShot(0, self, self._refresh_if_seen)

    def _heading(self) -> QVBoxLayout:
        report = self._session.report
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(_label(f"{report.year} 年度报告编制进度", "title"))
        words = covered(report.level, report.scope)
        if report.scope is not None and words:
            column.addWidget(_label(f"报告范围：{SCOPE_WORDS[report.scope]}——{words}。", "muted"))
        return column

    def _number_cards(self, states: dict[str, SectionState]) -> list[_Card]:
        theme = current_theme()
        chapters = [states[section.key] for section in self._session.form.sections]
        done = sum(state.is_done for state in chapters)
        errors = sum(state.errors for state in states.values())
        warnings = sum(state.warnings for state in states.values())
        return [
            _number_card(
                f"{done}/{len(chapters)}", "已完成章节", (theme.success if done == len(chapters) else theme.ink).name()
            ),
            _number_card(str(errors), "必须改正的错误", (theme.error if errors else theme.success).name()),
            _number_card(str(warnings), "需要核实", (theme.warning if warnings else theme.success).name()),
        ]

    def _deadline_card(self) -> _Card:
        report, theme = self._session.report, current_theme()
        deadline = self._session.form.deadline(report.level, report.scope)
        if deadline is None:
            return _number_card("—", "填写单位类型和报告范围后，这里显示截止日期", theme.muted.name())
        day = deadline.in_year(report.year)
        today = self._today or date.today()  # noqa: DTZ011 (the office's own calendar)
        left = (day - today).days
        colour = theme.muted if left < -90 else theme.error if left < 0 else theme.warning if left <= 14 else theme.ink
        is_rest = day.weekday() >= 5 and left >= 0
        hint = "当天是休息日，请提前完成。" if is_rest else "本地要求更早的，以本地通知为准。"
        card = _number_card(days_left_words(day, today), f"报送并公布截止：{day_words(day)}", colour.name())
        card.column.insertWidget(2, _label(hint, "muted"))
        card.setToolTip(deadline.clause)
        return card

    def _steps_card(self, todo: tuple[Step, ...]) -> _Card:
        card = _Card("下一步")
        self.step_buttons = []
        first = next((step for step in todo if not step.done), None)
        for number, step in enumerate(todo, 1):
            card.column.addLayout(self._step_row(number, step, is_next=step is first))
        return card

    def _step_row(self, number: int, step: Step, *, is_next: bool) -> QHBoxLayout:
        theme = current_theme()
        row = QHBoxLayout()
        mark = QLabel("✓" if step.done else str(number))
        colour = theme.success if step.done else theme.accent if is_next else theme.muted
        mark.setStyleSheet(f"color:{colour.name()}; font-weight:700;")
        mark.setFixedWidth(self.fontMetrics().height() * 3 // 2)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(_label(step.title, "strong"))
        words.addWidget(_label(step.state, "muted"))
        row.addWidget(mark)
        row.addLayout(words, 1)
        for place, (text, target) in enumerate(step.buttons, 1):
            is_main = place == len(step.buttons)
            row.addWidget(self._step_button(f"{step.title}：{text}", text, target, primary=is_next and is_main))
        return row

    def _step_button(self, name: str, text: str, target: str, *, primary: bool) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("primary", primary)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.chosen.emit(target))
        button.setMinimumWidth(self.fontMetrics().height() * 6)
        self.step_buttons.append(button)
        return button

    def _comparison(self) -> _Card | None:
        """Return the comparison with last year, None unless both years have figures."""
        from ui.chart import ComparisonChart, main_bars  # noqa: PLC0415 (start-up)

        session = self._session
        previous, values = session.report.previous, session.evaluation.values
        if previous is None:
            return None
        bars = main_bars(values)
        if not bars:
            return None
        card = _Card("与上年对比（件）")
        chart = ComparisonChart(f"{previous.year} 年", f"{session.report.year} 年", bars)
        chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        card.column.addWidget(chart)
        return card


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(role == "muted")
    return label


class _Card(QFrame):
    """A white field with a column of widgets."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 10, 16, 12)
        if title:
            self.column.addWidget(_label(title, "heading"))


def _number_card(number: str, words: str, colour: str) -> _Card:
    card = _Card()
    figure = _label(number, "number")
    figure.setStyleSheet(f"color:{colour};")
    card.column.addWidget(figure)
    card.column.addWidget(_label(words, "muted"))
    card.column.addStretch(1)
    card.column.setSpacing(2)
    card.setAccessibleName(f"{words}：{number}")
    return card
