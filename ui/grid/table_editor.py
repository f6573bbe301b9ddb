"""One statutory table with its menu actions, its notes and its sentences: the widget that the window shows."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from model.cells import CellRef
from ui.grid.bubble import Bubble
from ui.grid.editing import EditableTable
from ui.grid.explanation import explain
from ui.grid.model import TableModel
from ui.session import ReportSession, Step


class TableEditor(QWidget):
    """Edits one table of the report that a session holds.

    ``explanation_changed`` carries what is known of the selected figure, ``summary_changed`` count, sum and
    average of the selected figures, empty for a single one; ``message`` carries sentences for the status bar.
    """

    summary_changed = Signal(str)
    explanation_changed = Signal(str)
    message = Signal(str)

    def __init__(self, session: ReportSession, table_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table_key = table_key
        self.view = EditableTable(TableModel(session, session.form.tables[table_key], self), self)
        self._bubble = Bubble(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.view.said.connect(self._say_beside)
        self.view.current_moved.connect(self._explain)
        session.changed.connect(self._on_changed)
        self._explain()

    def reveal(self, ref: CellRef) -> None:
        """Select a figure of this table and show it."""
        self.view.go_to(self.view.table_model.layout.by_ref[ref])
        self.view.setFocus()

    def _on_changed(self, _step: Step) -> None:
        self._explain()

    def _explain(self) -> None:
        cell = self.view.current_cell()
        if cell is None or cell.ref is None:
            return
        said = explain(self.session.form, self.session.report, self.session.evaluation, cell.ref)
        self.view.show_parts(said.parts)
        self.explanation_changed.emit(said.text)

    def _say_beside(self, area: QRect, sentence: str) -> None:
        self._bubble.say(sentence, area.translated(self.view.pos()))
        self.message.emit(sentence)
