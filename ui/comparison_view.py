"""与上年对比: this year beside last year, the jumps lit, and a sentence about each change for the text."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.bound_numbers import bound_numbers, printed_text
from model.cells import Value
from model.figures import written
from model.report import Edit, EditKind
from model.year_comparison import YearLine, compare_years, drafted_sentence, with_sentence
from ui.chart import ComparisonChart, main_bars
from ui.page import Page
from ui.session import ReportSession, TextSelection
from ui.theme import current_theme

_COLUMNS: Final = ("指标", "本年", "上年", "增减", "增减百分比")
_NO_LAST_YEAR: Final = "还没有上年报告。用“文件”菜单的“读入报告”或“粘贴网页内容”读入上年报告，就可以在这里逐项对比。"
_TEXT: Final = "overview"


class ComparisonPage(Page):
    """Lists every total of both years. The sentence about the selected one goes into 总体情况 with live numbers."""

    def __init__(self, session: ReportSession) -> None:
        super().__init__()
        self._session = session
        self.lines: tuple[YearLine, ...] = ()
        self.table = QTableWidget(0, len(_COLUMNS))
        self.sentence_label = QLabel(wordWrap=True)
        self.insert_button = QPushButton("写入“总体情况”")
        self._guidance = QLabel(wordWrap=True)
        self._beside = QVBoxLayout()
        self._chart: QWidget | None = None
        self._lay_out()
        self.table.currentCellChanged.connect(lambda *_places: self._show_sentence())
        self.table.cellDoubleClicked.connect(lambda _row, _column: self.go_to_figure())
        self.insert_button.clicked.connect(self.insert_sentence)
        session.changed.connect(self._refresh_if_seen)

    def _lay_out(self) -> None:
        title = QLabel("与上年对比")
        title.setProperty("role", "title")
        self._guidance.setProperty("role", "muted")
        table = self.table
        table.setHorizontalHeaderLabels(_COLUMNS)
        table.setAccessibleName("与上年对比")
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setMinimumSectionSize(self.fontMetrics().height() * 2)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        row = QHBoxLayout()
        row.addWidget(table, 3)
        row.addLayout(self._beside, 2)
        foot = QHBoxLayout()
        self.sentence_label.setProperty("role", "strip")
        self.sentence_label.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + 12)
        foot.addWidget(self.sentence_label, 1)
        foot.addWidget(self.insert_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(self._guidance)
        column.addLayout(row, 1)
        column.addLayout(foot)
        self.setFocusProxy(table)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Bring the page up to date when it comes into sight."""
        self.refresh()
        super().showEvent(event)

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the figures as they are now; the selected line stays selected."""
        session = self._session
        previous = session.report.previous
        ref = self.lines[self.table.currentRow()].ref if 0 <= self.table.currentRow() < len(self.lines) else None
        self.lines = compare_years(session.form, session.evaluation) if previous is not None else ()
        self.table.setRowCount(len(self.lines))
        for row, line in enumerate(self.lines):
            self._fill_row(row, line)
        large = sum(line.large for line in self.lines)
        source = f"上年报告来源：{previous.source}。" if previous is not None and previous.source else ""
        told = f"{large} 项变化超过一半，已标出，请核对统计范围是否相同。" if large else ""
        self._guidance.setText(f"{told}{source}双击一行可以转到本年的格子。" if self.lines else _NO_LAST_YEAR)
        self._show_chart()
        at = next((row for row, line in enumerate(self.lines) if line.ref == ref), 0)
        if self.lines:
            self.table.setCurrentCell(at, 0)
        self._show_sentence()

    def _fill_row(self, row: int, line: YearLine) -> None:
        words = (line.label, _figure(line.now), _figure(line.then), _signed(line.change), _percent(line.percent))
        for column, text in enumerate(words):
            item = QTableWidgetItem(text)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            if not column:
                item.setToolTip(self._session.form.cells[line.ref].label)
            if line.large:
                item.setBackground(QBrush(current_theme().warning_soft))
                item.setToolTip("变化超过一半且不少于 10，请核对统计范围是否相同。")
            self.table.setItem(row, column, item)

    def _show_chart(self) -> None:
        if self._chart is not None:
            self._beside.removeWidget(self._chart)
            self._chart.deleteLater()
            self._chart = None
        report = self._session.report
        bars = main_bars(self._session.evaluation.values)
        if report.previous is None or not bars:
            return
        self._chart = ComparisonChart(f"{report.previous.year} 年", f"{report.year} 年", bars)
        self._chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._beside.addWidget(self._chart)

    def _current(self) -> YearLine | None:
        row = self.table.currentRow()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    @property
    def _sentence(self) -> str:
        line = self._current()
        return drafted_sentence(self._session.form, line) if line is not None else ""

    def _show_sentence(self) -> None:
        sentence = self._sentence
        self.sentence_label.setText(
            printed_text(sentence, self._session.evaluation.values) if sentence else "选一行，这里给出一句可写入的话。"
        )
        self.insert_button.setEnabled(bool(sentence))

    def insert_sentence(self) -> None:
        """Put the sentence into 总体情况, in one step, and show it there."""
        line, sentence, session = self._current(), self._sentence, self._session
        if line is None or not sentence:
            return
        text, start = with_sentence(session.report.texts.get(_TEXT, ""), line.ref.table, sentence)
        begin = text.index(sentence, start)
        place = TextSelection(_TEXT, begin, begin + len(sentence))
        if session.submit(Edit(EditKind.TEXT, texts={_TEXT: text}), "写入与上年的对比", place):
            count = sum(1 for _ in bound_numbers(sentence))
            self.message.emit(f"已写入“总体情况”，其中 {count} 个数字随表格变化。")
            session.reveal(place)

    def go_to_figure(self) -> None:
        """Show the selected figure in its table."""
        line = self._current()
        if line is not None:
            self._session.reveal(line.ref)


def _figure(value: Value) -> str:
    return written(value) or "空白"


def _signed(change: Value) -> str:
    return "" if change is None else f"+{written(change)}" if change > 0 else written(change)


def _percent(percent: Decimal | None) -> str:
    return "—" if percent is None else f"{percent:+f}%" if percent else "0%"
