"""A table as it was read from a source: nothing can be typed, every figure can be left out."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from intake import Reading
from intake.reading import Key
from model.cells import CellRef
from model.figures import written
from model.form import Form, FormTable, Severity
from ui.grid.appearance import Appearance, Mark
from ui.grid.editing import EditableTable
from ui.grid.model import TableModel
from ui.session import ReportSession

_UNREAD = "？"
"""Stands in a cell that could not be read for certain."""


def reading_session(form: Form, reading: Reading) -> ReportSession:
    """Return a session on what was read; nobody may edit in it."""
    session = ReportSession(form, reading.report)
    session.read_only_reason = "这里只核对读出的内容，读入以后再修改。"
    return session


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

    def _appearances(self) -> dict[CellRef, Appearance]:
        left_out = self._left_out()
        return {ref: self._appearance(ref, left_out) for ref in self.layout.by_ref}

    def _appearance(self, ref: CellRef, left_out: Collection[Key]) -> Appearance:
        report = self._reading.report
        remark = self._remarks_of.get(ref)
        mark = None
        if remark is not None:
            severity, words = remark
            mark = Mark(severity, unbalanced=True, framed=True, plain=False, messages=(words,))
        unread = remark is not None and remark[0] is Severity.ERROR
        text = _UNREAD if unread else report.as_printed.get(ref) or written(report.cells.get(ref))
        return Appearance(text, mark, left_out=ref in left_out)


class ReadingGrid(EditableTable):
    """The table with the keys of a spreadsheet for moving; ``toggled`` asks to leave out or take what is selected."""

    toggled = Signal()

    def __init__(self, model: ReadingModel) -> None:
        super().__init__(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

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
