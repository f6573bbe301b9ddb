"""Where last year's report comes from in 新建年度, and what it brings into 上年结转, column by column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
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

from model.carry_over import carry_over
from model.errors import AppError
from model.figures import written
from model.form import Form
from model.report import Report
from ui.intake_choice import Choice, Target
from ui.intake_commands import FILTER, NOTHING_PASTED, SourceReader, ask
from ui.settings import documents_folder

if TYPE_CHECKING:
    from intake import Reading


class LastYearSource(QWidget):
    """Offers to read last year's report from a file or from the clipboard. ``changed`` says that it was."""

    changed = Signal()

    def __init__(self, target: Callable[[], Target]) -> None:
        super().__init__()
        self._target = target
        self._choice: Choice | None = None
        self._reader = SourceReader(self)
        self._reader.done.connect(self._confirm)
        self._reader.refused.connect(self._say_refused)
        self._words = QLabel(wordWrap=True)
        self.table = _LowTable(1, 0)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for words, act in (("从文件读入…", self.read_chosen), ("粘贴网页内容", self.paste)):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.table.setVerticalHeaderLabels(["上年结转"])
        self.table.setAccessibleName("带入上年结转的数字")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # How high header and row are is known only when the dialog is shown in its own font.
        self.table.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addLayout(buttons)
        column.addWidget(self.table)

    @property
    def words(self) -> str:
        """Return where last year's report comes from, or why it could not be read."""
        return self._words.text()

    def read_for(self, year: int) -> Choice | None:
        """Return what was read as the report of the year before ``year``."""
        choice = self._choice
        return choice if choice is not None and choice.report.year == year - 1 else None

    def show_year(self, form: Form, year: int, archived: Report | None) -> None:
        """Show what comes over into ``year``: from what was read, else from the report of the 年报文件."""
        read = self.read_for(year)
        last = read.report if read is not None else archived
        if read is not None:
            self._words.setText(f"来源：{read.report.source}（{read.report.office}，{read.report.year} 年）")
        else:
            here = f"年报文件中的 {year - 1} 年报告"
            self._words.setText(here if archived is not None else f"年报文件中没有 {year - 1} 年的报告，可以读入：")
        self.table.setVisible(last is not None)
        if last is not None:
            self._show_carried(form, last)

    def read_chosen(self) -> None:
        """Ask which file holds last year's report."""
        chosen, _ = QFileDialog.getOpenFileName(self, "读入上年报告", str(documents_folder()), FILTER)
        if chosen:
            self._reader.read_file(Path(chosen))

    def paste(self) -> None:
        """Read last year's report from what was copied in a browser or a document."""
        if not self._reader.read_clipboard():
            self._words.setText(NOTHING_PASTED)

    def _confirm(self, reading: Reading, content: bytes) -> None:
        if not self.isVisible():  # the dialog was closed in the meantime
            return
        choice = ask(reading, self._target(), content, self.window())
        if choice is not None:
            self._choice = choice
            self.changed.emit()

    def _say_refused(self, refusal: AppError) -> None:
        self._words.setText(refusal.sentence)

    def _show_carried(self, form: Form, last: Report) -> None:
        carried = carry_over(form, last).cells
        refs = [ref for ref, cell in form.cells.items() if ref.row == "carried_in" and not cell.computed]
        self.table.setColumnCount(len(refs))
        self.table.setHorizontalHeaderLabels([form.cells[ref].column.label for ref in refs])
        for column, ref in enumerate(refs):
            item = QTableWidgetItem(written(carried.get(ref)) or "空白")
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.table.setItem(0, column, item)


class _LowTable(QTableWidget):
    """A table that is no higher than its one row; Qt's own is never lower than three."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of header and row."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


def carried_total(form: Form, last: Report) -> int:
    """Return how many applications come over from last year."""
    return sum(int(value) for value in carry_over(form, last).cells.values() if value is not None)
