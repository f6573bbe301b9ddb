"""修改历史: who changed what and when, for one place or for the whole report, and the way back to any moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from export.comparison import runs_markup
from model.archive import RecordedEdit
from model.bound_numbers import bound_numbers
from model.changes import shared_length
from model.figures import written
from model.form import Form
from model.history import HistoryEntry, gathered, history, place_in_form, place_of_cell, place_of_text
from model.text_difference import text_difference
from ui.asking import roomy
from ui.theme import current_theme
from ui.words import EDIT_WORDS, day_words, moment_words, place_words

_HEADINGS: Final = ("时间", "修改人", "位置", "操作", "修改前", "修改后")
_EVERY_DAY: Final = "全部日期"
_EVERYTHING: Final = "整份报告"
_LONGEST: Final = 40
_LONGEST_LIST: Final = 20
_BEFORE: Final = 6
"""Characters before a change that are shown of a long text in the list."""


class HistoryDialog(QDialog):
    """Lists the changes, the newest first. ``restore_wanted`` carries the number of the edit to go back to."""

    restore_wanted = Signal(int)

    def __init__(self, form: Form, edits: Sequence[RecordedEdit], place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("修改历史")
        self._form, self._edits = form, edits
        self._shown: list[HistoryEntry] = []
        self.place_box = QComboBox()
        self.place_box.setMaxVisibleItems(_LONGEST_LIST)
        self.place_box.addItem(_EVERYTHING, "")
        for each in _places(form, edits, place):
            self.place_box.addItem(place_words(form, each), each)
        self.place_box.setCurrentIndex(max(0, self.place_box.findData(place)))
        self.day_box = QComboBox()
        self.day_box.addItem(_EVERY_DAY, None)
        for day in sorted({_day(edit) for edit in edits}, reverse=True):
            self.day_box.addItem(day_words(day), day)
        self.table = self._make_table()
        self.detail = QTextBrowser()
        self.detail.setOpenLinks(False)
        theme = current_theme()
        self.detail.document().setDefaultStyleSheet(f"s{{color:{theme.error.name()}}}u{{color:{theme.accent.name()}}}")
        self.restore_button = QPushButton("恢复到这一刻…")
        self.restore_button.setToolTip("把报告恢复成所选这一步之后的样子；恢复本身也记入历史，可以撤销")
        self._lay_out()
        self.place_box.currentIndexChanged.connect(self._fill)
        self.day_box.currentIndexChanged.connect(self._fill)
        self.table.itemSelectionChanged.connect(self._show_detail)
        self.restore_button.clicked.connect(self._restore)
        self._fill()

    @property
    def shown(self) -> Sequence[HistoryEntry]:
        """Return the changes in the list, from top to bottom."""
        return self._shown

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADINGS))
        table.setHorizontalHeaderLabels(_HEADINGS)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAccessibleName("修改历史")
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(self.fontMetrics().height() * 4)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(2, self.fontMetrics().height() * 18)
        for column in (4, 5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for words, box in (("范围", self.place_box), ("日期", self.day_box)):
            label = QLabel(words)
            label.setBuddy(box)
            bar.addWidget(label)
            bar.addWidget(box)
        bar.addStretch(1)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self.table, 3)
        layout.addWidget(self.detail, 1)
        layout.addLayout(buttons)
        self.resize(roomy(self, 62, 38))

    def _fill(self) -> None:
        day = self.day_box.currentData()
        entries = gathered(history(self._edits, self.place_box.currentData() or None))
        self._shown = [entry for entry in reversed(entries) if day is None or _day(entry) == day]
        self.table.setRowCount(len(self._shown))
        for row, entry in enumerate(self._shown):
            for column, words in enumerate(self._words(entry)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(row, column, item)
        if self._shown:
            self.table.selectRow(0)
        self._show_detail()

    def _words(self, entry: HistoryEntry) -> tuple[str, ...]:
        act = EDIT_WORDS[entry.kind] + (f"（{entry.reason}）" if entry.reason else "")
        before, after = _around_the_change(_value_words(entry.before), _value_words(entry.after))
        return moment_words(entry.at), entry.author, place_words(self._form, entry.place), act, before, after

    def _show_detail(self) -> None:
        entry = self._selected()
        self.restore_button.setEnabled(entry is not None)
        if entry is None:
            self.detail.setPlainText("没有修改记录。")
            return
        self.detail.setHtml(runs_markup(text_difference(_value_words(entry.before), _value_words(entry.after))))

    def _selected(self) -> HistoryEntry | None:
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _restore(self) -> None:
        entry = self._selected()
        if entry is not None:
            self.restore_wanted.emit(entry.edit_id)
            self.accept()


def _places(form: Form, edits: Sequence[RecordedEdit], current: str) -> list[str]:
    """Return the figures and texts that were ever changed, in the order of the form, and the current one."""
    changed = {place_in_form(change.place) for edit in edits for change in edit.changes} | {current}
    texts = ["title", "preface", *(section.key for section in form.sections), "closing"]
    known = [*map(place_of_text, texts), *map(place_of_cell, form.cells)]
    return [place for place in known if place in changed]


def _day(entry: RecordedEdit | HistoryEntry) -> date:
    return entry.at.astimezone().date()


def _value_words(value: object) -> str:
    """Return a JSON value of the history as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int():
            return written(value)
        case dict():
            return str(value.get("text") or value.get("year") or "（有内容）")
        case _:
            return _without_expressions(str(value))


def _around_the_change(before: str, after: str) -> tuple[str, str]:
    """Return both sides for one line of the list each, of long texts the stretch where they begin to differ."""
    start = max(0, shared_length(before, after) - _BEFORE)
    return _stretch(before, start), _stretch(after, start)


def _stretch(text: str, start: int) -> str:
    if len(text) <= _LONGEST:
        return text.replace("\n", " ")
    left, right = ("…" if start else ""), ("…" if start + _LONGEST < len(text) else "")
    return f"{left}{text[start : start + _LONGEST]}{right}".replace("\n", " ")


def _without_expressions(text: str) -> str:
    """Show a number that a text takes from the tables as such; its expression means nothing to a reader."""
    for number in reversed(list(bound_numbers(text))):
        text = f"{text[: number.start]}［取自表格］{text[number.end :]}"
    return text
