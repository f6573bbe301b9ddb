"""新建年度: which year, which kind of organ, whose work; and what comes over from last year."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from model.form import Form
from model.form_loader import form_for_year
from model.report import Level, Report, Scope
from ui.intake_choice import Choice, Target
from ui.last_year_source import LastYearSource, carried_total
from ui.words import LEVEL_WORDS, SCOPE_WORDS, covered, day_words, scopes_of, year_words


class NewYear(NamedTuple):
    """What the user chose; ``last`` is last year's report where it was read from a source."""

    year: int
    level: Level
    scope: Scope
    last: Choice | None = None


class LevelBox(QComboBox):
    """Asks for 单位类型; nothing is chosen for the user."""

    def __init__(self, level: Level | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("请选择")
        for known, words in LEVEL_WORDS.items():
            self.addItem(words, known.value)
        self.setCurrentIndex(-1 if level is None else list(LEVEL_WORDS).index(level))

    @property
    def level(self) -> Level | None:
        """Return what was chosen."""
        return list(LEVEL_WORDS)[self.currentIndex()] if self.currentIndex() >= 0 else None


class NewYearDialog(QDialog):
    """Asks for a new year and for last year's report.

    ``existing`` are the years and scopes that the 年报文件 already has; ``last_report`` returns one of them.
    """

    def __init__(
        self,
        form: Form,
        office: str,
        level: Level | None,
        existing: Container[tuple[int, Scope | None]],
        last_report: Callable[[int, Scope], Report | None],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建年度")
        self._form, self._office = form, office
        self._existing, self._last_report = existing, last_report
        self.year_box = QComboBox()
        for year in range(today.year, form.first_year - 1, -1):
            self.year_box.addItem(f"{year} 年度", year)
        self.year_box.setCurrentIndex(min(1, self.year_box.count() - 1))
        self.level_box = LevelBox(level)
        self.scope_buttons = {scope: QRadioButton() for scope in Scope}
        self._group = QButtonGroup(self)
        self.last_year = LastYearSource(self._target)
        self._note = QLabel()
        self._buttons = QDialogButtonBox()
        self._lay_out()
        self.scope_buttons[Scope.OWN].setChecked(True)
        self.year_box.currentIndexChanged.connect(self._refresh)
        self.level_box.currentIndexChanged.connect(self._refresh)
        self._group.buttonToggled.connect(self._refresh)
        self.last_year.changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        office = QLabel(self._office, wordWrap=True)
        form.addRow("单位", office)
        form.addRow("报告年度(&Y)", self.year_box)
        form.addRow("单位类型(&L)", self.level_box)
        scopes = QVBoxLayout()
        for button in self.scope_buttons.values():
            self._group.addButton(button)
            scopes.addWidget(button)
        form.addRow(_beside_first_line("报告范围"), scopes)
        form.addRow(_beside_first_line("上年报告"), self.last_year)
        self._note.setWordWrap(True)
        self._note.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
        self._note.setProperty("role", "muted")
        self._accept = self._buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setDefault(True)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._note, 1)
        layout.addWidget(self._buttons)
        self.setFixedWidth(self.fontMetrics().height() * 36)

    @property
    def choice(self) -> NewYear | None:
        """Return what was chosen, None while something is missing."""
        level = self.level_box.level
        if level is None:
            return None
        year = int(self.year_box.currentData())
        return NewYear(year, level, self._scope, self.last_year.read_for(year))

    def _target(self) -> Target:
        year = int(self.year_box.currentData())
        return Target(form_for_year(year), year, only_last_year=True, office=self._office)

    @property
    def sentence(self) -> str:
        """Return what will happen, or why nothing can."""
        return self._note.text()

    @property
    def _scope(self) -> Scope:
        return next(scope for scope, button in self.scope_buttons.items() if button.isChecked())

    def _refresh(self) -> None:
        level = self.level_box.level
        year = int(self.year_box.currentData())
        self.last_year.show_year(self._form, year, self._last_report(year - 1, self._scope))
        for scope, button in self.scope_buttons.items():
            words = covered(level, scope)
            button.setText(f"{SCOPE_WORDS[scope]}：{words}" if words else SCOPE_WORDS[scope])
            button.setEnabled(level is None or scope in scopes_of(level))
            if button.isChecked() and not button.isEnabled():
                self.scope_buttons[Scope.OWN].setChecked(True)
        choice = self.choice
        if choice is None:
            self._note.setText("请选择单位类型。它决定截止日期，也决定规章一栏该不该有数字。")
        elif (choice.year, choice.scope) in self._existing:
            self._note.setText(f"{year_words(choice.year, choice.scope)}的报告已经有了，可在窗口上方的年度列表中打开。")
        else:
            self._note.setText(self._consequence(choice))
        self._accept.setEnabled(choice is not None and (choice.year, choice.scope) not in self._existing)

    def _consequence(self, choice: NewYear) -> str:
        last = choice.last.report if choice.last else self._last_report(choice.year - 1, choice.scope)
        if last is None:
            missing = year_words(choice.year - 1, choice.scope)
            carried = f"年报文件中没有 {missing}的报告。不读入上年报告也可以新建，所有格子都是空白。"
        else:
            total = carried_total(self._form, last)
            carried = (
                f"从 {year_words(last.year, choice.scope)}的报告带入：上年结转 {total} 件，逐列填入申请办理表。"
                "其余格子都是空白；上年现行有效件数显示在主动公开表旁，不填入。"
            )
        deadline = self._form.deadline(choice.level, choice.scope)
        until = f"\n报送并公布截止：{day_words(deadline.in_year(choice.year))}。" if deadline else ""
        return carried + until


def _beside_first_line(words: str) -> QLabel:
    """Return a label for several lines that stands beside the first; a form would put it lower."""
    label = QLabel(words)
    label.setFixedHeight(label.sizeHint().height())
    return label
