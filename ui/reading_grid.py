"""A table as it was read from a source: every figure can be left out, and typed where none was read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from intake import Reading
from intake.reading import Key
from model.cells import CellRef
from model.figures import written
from model.form import FormTable, Severity
from ui.grid.appearance import Appearance, Mark
from ui.grid.editing import EditableTable
from ui.grid.edits import Change
from ui.grid.model import TableModel
from ui.session import ReportSession

_UNREAD: Final = "？"
"""Stands in a cell that could not be read for certain."""
READ_ONLY: Final = "读出的数字在这里只核对，读入以后再修改；没有读出的可以直接输入。"


def remarks_of(reading: Reading) -> dict[Key, tuple[Severity, str]]:
    """Return what must be looked at: unread cells, doubtful parts, totals that differ from their parts."""
    remarks: dict[Key, tuple[Severity, str]] = {}
    for difference in reading.printed_vs_computed:
        printed, computed = written(difference.printed), written(difference.computed)
        remarks[difference.ref] = (Severity.WARNING, f"来源印的是 {printed}，各分项之和是 {computed}")
    for doubtful in reading.doubtful:
        remarks[doubtful.key] = (Severity.WARNING, doubtful.reason)
    for unread in reading.unread:
        remarks[unread.ref] = (Severity.ERROR, f"没有读出：{unread.reason}")
    return remarks


class ReadingModel(TableModel):
    """Shows what the source prints, totals as printed, and marks what must be looked at."""

    def __init__(
        self, session: ReportSession, table: FormTable, reading: Reading, left_out: Callable[[], Collection[Key]]
    ) -> None:
        self._reading, self._left_out = reading, left_out
        self._remarks_of = remarks_of(reading)
        super().__init__(session, table)

    def refresh(self) -> None:
        """Show again which figures are left out."""
        self._show_difference()

    def can_be_typed(self, ref: CellRef) -> bool:
        """Tell whether a figure may be typed: what the source gave stays as it was read."""
        return ref not in self._reading.report.cells and ref not in self._reading.report.as_printed

    def make(self, change: Change, reveal: CellRef | None = None) -> bool:
        """Make a change, unless it touches what was read."""
        if change.edit is None or all(map(self.can_be_typed, change.edit.cells)):
            return super().make(change, reveal)
        self.refused.emit(reveal or next(iter(change.edit.cells)), READ_ONLY)
        return False

    def _appearances(self) -> dict[CellRef, Appearance]:
        left_out = self._left_out()
        return {ref: self._appearance(ref, left_out) for ref in self.layout.by_ref}

    def _appearance(self, ref: CellRef, left_out: Collection[Key]) -> Appearance:
        report, read = self.session.report, self._reading.report
        typed = (report.cells.get(ref), report.as_printed.get(ref)) != (read.cells.get(ref), read.as_printed.get(ref))
        remark = None if typed else self._remarks_of.get(ref)
        mark = None
        if remark is not None:
            severity, words = remark
            mark = Mark(severity, unbalanced=True, framed=True, plain=False, messages=(words,))
        unread = remark is not None and remark[0] is Severity.ERROR
        value = report.cells.get(ref)
        if value is None and not self._reading.lines:  # a total of what is being typed
            value = self.session.evaluation.values.get(ref)
        text = _UNREAD if unread else report.as_printed.get(ref) or written(value)
        return Appearance(text, mark, left_out=ref in left_out)


class ReadingGrid(EditableTable):
    """The table with the keys of a spreadsheet for moving; ``toggled`` asks to leave out or take what is selected."""

    toggled = Signal()

    def __init__(self, model: ReadingModel) -> None:
        super().__init__(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def open_editor(self, *, keeps_arrows: bool, text: str | None = None) -> None:
        """Open the editor on a figure that was not read."""
        model = self.table_model
        ref = self.current_ref
        if isinstance(model, ReadingModel) and not model.can_be_typed(ref):
            self.say(self.current_cell(), READ_ONLY)
        else:
            super().open_editor(keeps_arrows=keeps_arrows, text=text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave out or take what is selected with the space bar."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave out or take one figure."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.toggled.emit()
