"""核对返回的修改: our own report, edited elsewhere, as changed paragraphs and figures, old beside new."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intake import Reading
from intake.changes import ChangedCell, ChangedParagraph, Changes, accepted, changes_between
from model.form import Form
from model.report import Edit, EditKind, Report
from model.text_difference import RunKind, text_difference
from ui.session import ReportSession
from ui.theme import current_theme

_CHANGE: Final = Qt.ItemDataRole.UserRole
_WHOLE: Final = 2
"""The result of the dialog when the user wants to look at everything that was read."""


def came_back(report: Report, reading: Reading) -> bool:
    """Tell whether what was read is the report in sight, edited elsewhere."""
    read = reading.report
    same = (read.form_id, read.office, read.year) == (report.form_id, report.office, report.year)
    return same and bool(report.cells or report.texts)


def chosen_changes(session: ReportSession, reading: Reading, parent: QWidget) -> Edit | None:
    """Let the user choose among the changes; an empty edit for none of them, None when all is to be looked at."""
    changes = changes_between(session.form, session.report, reading)
    sheet = ChangesSheet(session.form, changes, reading, parent)
    result = sheet.exec()
    edit = Edit(EditKind.IMPORT)
    if result == QDialog.DialogCode.Accepted:
        edit = accepted(session.report, sheet.chosen_paragraphs, sheet.chosen_cells)
    sheet.deleteLater()
    return edit if result != _WHOLE else None


class ChangesSheet(QDialog):
    """Lists what came back different by chapter; each change has a box, and so has each chapter."""

    def __init__(self, form: Form, changes: Changes, reading: Reading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对返回的修改")
        self._form, self._changes, self._reading = form, changes, reading
        self.tree = QTreeWidget()
        self.old, self.new = QTextEdit(readOnly=True), QTextEdit(readOnly=True)
        self._place = QLabel()
        self._buttons = QDialogButtonBox()
        self._fill()
        self._lay_out()
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self.tree.itemChanged.connect(lambda _item, _column: self._refresh())
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first.child(0))
        self._refresh()

    def _fill(self) -> None:
        self.tree.setHeaderLabels(["修改", "原来", "返回"])
        for section in self._form.sections:
            found = list(self._of_section(section.key))
            if not found:
                continue
            chapter = QTreeWidgetItem([section.short_title])
            chapter.setFlags(chapter.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            self.tree.addTopLevelItem(chapter)
            for words, change in found:
                item = QTreeWidgetItem(chapter, [words, _short(change.old), _short(change.new)])
                item.setData(0, _CHANGE, change)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(0, Qt.CheckState.Checked)
        self.tree.expandAll()

    def _of_section(self, key: str) -> Iterator[tuple[str, ChangedParagraph | ChangedCell]]:
        table = self._form.table_of_section(key)
        for number, paragraph in enumerate((p for p in self._changes.paragraphs if p.text == key), 1):
            yield _kind(paragraph, number), paragraph
        for cell in self._changes.cells:
            if table is not None and cell.ref.table == table.key:
                yield cell.label, cell

    def _lay_out(self) -> None:
        columns = QSplitter(Qt.Orientation.Horizontal)
        for words, view in (("原来", self.old), ("返回", self.new)):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(QLabel(words))
            column.addWidget(view)
            view.setAccessibleName(words)
            columns.addWidget(part)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.tree)
        halves.addWidget(columns)
        whole = self._buttons.addButton("查看全部读入内容…", QDialogButtonBox.ButtonRole.ActionRole)
        whole.clicked.connect(lambda: self.done(_WHOLE))
        self._accept = self._buttons.addButton("采用选中的修改", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(self._summary(), wordWrap=True))
        layout.addWidget(halves, 1)
        foot = QHBoxLayout()
        self._place.setProperty("role", "muted")
        foot.addWidget(self._place, 1)
        foot.addWidget(self._buttons)
        layout.addLayout(foot)
        self.tree.setColumnWidth(0, self.fontMetrics().height() * 18)
        for section in (1, 2):
            self.tree.header().setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        parent = self.parentWidget()
        self.resize(parent.size() - QSize(60, 80) if parent is not None else QSize(1280, 640))

    def _summary(self) -> str:
        paragraphs, cells = len(self._changes.paragraphs), len(self._changes.cells)
        if not paragraphs and not cells:
            return f"“{self._reading.name}”与当前报告相同，没有修改。"
        unread = len(self._reading.unread)
        kept = f"有 {unread} 格没有读出，保持原样。" if unread else ""
        return (
            f"“{self._reading.name}”是这份报告的修改稿：{paragraphs} 处文字、{cells} 格数字不同。"
            f"没有改动的取自表格的数字仍随表格变化。{kept}"
        )

    @property
    def chosen_paragraphs(self) -> list[ChangedParagraph]:
        """Return the paragraphs that are ticked."""
        return [change for change in self._chosen() if isinstance(change, ChangedParagraph)]

    @property
    def chosen_cells(self) -> list[ChangedCell]:
        """Return the figures that are ticked."""
        return [change for change in self._chosen() if isinstance(change, ChangedCell)]

    def items(self) -> Iterator[QTreeWidgetItem]:
        """Yield the entries of all changes."""
        for at in range(self.tree.topLevelItemCount()):
            chapter = self.tree.topLevelItem(at)
            assert chapter is not None
            for place in range(chapter.childCount()):
                yield chapter.child(place)

    def _chosen(self) -> list[object]:
        return [item.data(0, _CHANGE) for item in self.items() if item.checkState(0) is Qt.CheckState.Checked]

    def _refresh(self) -> None:
        self._accept.setEnabled(bool(self._chosen()))

    def _show_current(self) -> None:
        item = self.tree.currentItem()
        change = item.data(0, _CHANGE) if item is not None else None
        if not isinstance(change, ChangedParagraph | ChangedCell):
            self.old.clear()
            self.new.clear()
            self._place.clear()
            return
        runs = text_difference(change.old, change.new)
        theme = current_theme()
        marks = ((self.old, RunKind.REMOVED, theme.error_soft), (self.new, RunKind.INSERTED, theme.success_soft))
        for view, kind, colour in marks:
            pieces = [
                f'<span style="background:{colour.name()}">{_markup(run.text)}</span>'
                if run.kind is kind
                else _markup(run.text)
                for run in runs
                if run.kind in (RunKind.KEPT, kind)
            ]
            view.setHtml("".join(pieces))
        place = str(change.place)
        self._place.setText(f"来源：{self._reading.name}{' ' + place if place else ''}")


def _kind(change: ChangedParagraph, number: int) -> str:
    what = "新增" if not change.old else "删去" if not change.new else "修改"
    return f"{number}. {what}的段落"


def _short(words: str) -> str:
    line = words.replace("\n", " ")
    return f"{line[:40]}…" if len(line) > 40 else line or "（空白）"


def _markup(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
