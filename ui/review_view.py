"""校核单 on the screen: what was checked with which result, what is open, and the lines to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from export.compose import one_line
from export.pdf import PdfOptions
from export.review_print import render_review_sheet, write_review_sheet
from export.review_sheet import SECRECY_REVIEW, SIGNATURES, FindingState, ReviewSheet, Verdict, review_sheet
from model.corrections import CorrectionList
from model.evaluation import Finding
from ui.icons import icon
from ui.page_setup import Snapshot, office_fonts
from ui.settings import Settings
from ui.theme import current_theme

_DAY: Final = "日期"
_WORDS: Final = {
    Verdict.PASSED: "done",
    Verdict.TO_CORRECT: "error",
    Verdict.TO_EXPLAIN: "warning",
    Verdict.NOT_CHECKED: "hint",
    FindingState.TO_CORRECT: "error",
    FindingState.TO_EXPLAIN: "warning",
    FindingState.EXPLAINED: "done",
}
PRINT, SAVE, GO = 2, 3, 4
"""Results of the dialog: paper, a PDF file, or the finding that was chosen is wanted."""


def sheet_of(
    snapshot: Snapshot, findings: tuple[Finding, ...], corrections: Sequence[CorrectionList] = ()
) -> ReviewSheet:
    """Return the 校核单 with every finding in sight, those about fonts included, and the corrections made."""
    evaluation = replace(snapshot.evaluation, findings=findings)
    return review_sheet(snapshot.form, snapshot.report, evaluation, corrections)


def review_pdf(sheet: ReviewSheet, signatures: dict[str, str]) -> bytes:
    """Return the 校核单 as a PDF file; safe in a thread."""
    return render_review_sheet(sheet, _options(sheet), signatures).content


def write_review(sheet: ReviewSheet, signatures: dict[str, str], path: Path) -> list[str]:
    """Write the 校核单 as a PDF file; raise an ``AppError`` when the target refuses."""
    write_review_sheet(sheet, path, _options(sheet), signatures)
    return []


def remembered_signatures(settings: Settings) -> dict[str, str]:
    """Return the names that were typed last; the day and 保密审查 are never remembered."""
    names = {name: settings.word(f"review_{number}") for number, name in enumerate(SIGNATURES)}
    return {name: words for name, words in names.items() if words and name not in (_DAY, SECRECY_REVIEW)}


def _options(sheet: ReviewSheet) -> PdfOptions:
    return PdfOptions(one_line(sheet.office), datetime.now().astimezone(), office_fonts())


class ReviewDialog(QDialog):
    """Shows a 校核单; ``chosen`` is the finding to go to when the result is ``GO``."""

    def __init__(
        self,
        snapshot: Snapshot,
        findings: tuple[Finding, ...],
        settings: Settings,
        parent: QWidget | None = None,
        corrections: Sequence[CorrectionList] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("校核单")
        self.sheet = sheet_of(snapshot, findings, corrections)
        self.chosen: Finding | None = None
        self._settings = settings
        self._sources = {(finding.check_id, finding.message): finding for finding in findings}
        self.groups = _table(["核对项目", "结果", "说明", "依据编号"], 3)
        self.findings = _table(["结果", "位置", "问题", "说明理由", "依据编号"], 1, 2)
        self.edits = {name: QLineEdit() for name in SIGNATURES}
        self._fill()
        self._lay_out()

    @property
    def signatures(self) -> dict[str, str]:
        """Return what was typed beside the names."""
        return {name: edit.text().strip() for name, edit in self.edits.items() if edit.text().strip()}

    def _fill(self) -> None:
        self.groups.setRowCount(len(self.sheet.groups))
        for row, group in enumerate(self.sheet.groups):
            _put(
                self.groups,
                row,
                (group.name, group.verdict.value, group.remark, "、".join(group.checks)),
                (1, _WORDS[group.verdict]),
            )
        self.findings.setRowCount(len(self.sheet.findings))
        for row, line in enumerate(self.sheet.findings):
            shown = (line.state.value, line.place, line.message, line.explanation, line.check_id)
            _put(self.findings, row, shown, (0, _WORDS[line.state]))
        for name, typed in remembered_signatures(self._settings).items():
            self.edits[name].setText(typed)
        today = datetime.now().astimezone()
        self.edits[_DAY].setText(f"{today.year}年{today.month}月{today.day}日")
        secrecy = self.edits[SECRECY_REVIEW]
        secrecy.setEnabled(False)
        secrecy.setPlaceholderText("打印后由审查人手签")

    def _lay_out(self) -> None:
        sheet = self.sheet
        heading = QLabel(f"{sheet.office or '（没有填单位）'}　{sheet.year}年　{sheet.conclusion}")
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        facts = QLabel(f"已填 {sheet.filled}／{sheet.fillable} 格，校验码 {sheet.checksum or '（还没有数）'}")
        if sheet.corrected:
            facts.setText(f"{facts.text()}。{sheet.corrected}")
        facts.setProperty("role", "muted")
        names = QGridLayout()
        for number, (name, edit) in enumerate(self.edits.items()):
            names.addWidget(QLabel(name), number // 3, number % 3 * 2)
            names.addWidget(edit, number // 3, number % 3 * 2 + 1)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(facts)
        layout.addWidget(self.groups, 4)
        if sheet.findings:
            layout.addWidget(QLabel("双击一行可以去到出问题的地方。"))
            layout.addWidget(self.findings, 3)
        layout.addLayout(names)
        layout.addWidget(self._buttons())
        unit = self.fontMetrics().height()
        self.resize(min(unit * 54, 1200), min(unit * 36, 680))
        self.findings.cellDoubleClicked.connect(self._go)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        for words, result in (("打印…", PRINT), ("存为 PDF…", SAVE)):
            button = buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _checked, result=result: self._finish(result))
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def _go(self, row: int, _column: int) -> None:
        line = self.sheet.findings[row]
        self.chosen = self._sources.get((line.check_id, line.message))
        if self.chosen is not None:
            self._finish(GO)

    def done(self, result: int) -> None:
        """Remember the names however the dialog is left."""
        for number, name in enumerate(SIGNATURES):
            if name not in (_DAY, SECRECY_REVIEW):
                self._settings.set_word(f"review_{number}", self.edits[name].text().strip())
        super().done(result)

    def _finish(self, result: int) -> None:
        self.done(result)


def _table(headings: list[str], *long: int) -> QTableWidget:
    """Return a table whose ``long`` columns share the room that the others leave; their words wrap."""
    table = QTableWidget(0, len(headings))
    table.setHorizontalHeaderLabels(headings)
    table.verticalHeader().hide()
    table.setWordWrap(True)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    for column in long:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def _put(table: QTableWidget, row: int, words: tuple[str, ...], mark: tuple[int, str]) -> None:
    """Fill a row; the column of the result gets an icon, so that colour is never the only sign."""
    theme = current_theme()
    colours: dict[str, QColor] = {
        "done": theme.success,
        "error": theme.error,
        "warning": theme.warning,
        "hint": theme.muted,
    }
    for column, text in enumerate(words):
        item = QTableWidgetItem(text)
        item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if column == mark[0]:
            item.setIcon(icon(mark[1], colours[mark[1]], 16))
            item.setForeground(colours[mark[1]])
        table.setItem(row, column, item)
