"""One statutory table with its menu actions, its notes and its sentences: the widget that the window shows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, QRect, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from model.cells import CellRef
from model.layout import LayoutCell
from ui.grid.actions import make_actions
from ui.grid.clipboard import read_clipboard
from ui.grid.copying import copied, printed_area
from ui.grid.editing import EditableTable
from ui.grid.edits import Change, cleared, filled_down, filled_with_zero, note_set
from ui.grid.explanation import FigureExplanation, explain
from ui.grid.model import TableModel
from ui.grid.note_editor import NoteEditor
from ui.grid.pasting import pasted
from ui.grid.positions import Area, sources_above
from ui.grid.summary import summary_of
from ui.session import ReportSession, Step
from ui.texts.clipboard import STORED_TEXT


class TableEditor(QWidget):
    """Edits one table of the report that a session holds.

    ``explanation_changed`` carries what is known of the selected figure, ``summary_changed`` count, sum and
    average of the selected figures, empty for a single one; ``message`` carries sentences for the status bar,
    ``zoom_changed`` the zoom in percent. ``menu_actions`` are for the menus of the window; their keys work
    while the table has the focus.
    """

    summary_changed = Signal(str)
    explanation_changed = Signal(str)
    message = Signal(str)
    zoom_changed = Signal(int)

    def __init__(self, session: ReportSession, table_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table_key = table_key
        self._model = TableModel(session, session.form.tables[table_key], self)
        self.view = EditableTable(self._model, self)
        self._note_editor = NoteEditor(self)
        self._has_refused = False
        self._told_explanation: str | None = None
        self._told_summary: str | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.menu_actions = make_actions(self)
        self.view.addActions(self.menu_actions)
        self._connect()

    def _connect(self) -> None:
        self.view.said.connect(self._on_said)
        self.view.current_moved.connect(self._on_moved)
        self.view.selection_moved.connect(self._summarise)
        self._note_editor.finished.connect(self._set_note)
        self._note_editor.closed.connect(self.view.setFocus)
        self.view.zoomed.connect(self.zoom_changed)
        self.session.changed.connect(self._on_changed)
        self._on_moved()

    @property
    def explanation(self) -> str:
        """Return what is known of the selected figure: its arithmetic, what it counts, on which clause."""
        return self._explained().text

    def reveal(self, ref: CellRef) -> None:
        """Select a figure of this table, show it and take the focus."""
        self.view.show_amid(self._model.layout.by_ref[ref])
        self.view.setFocus()

    def commit_pending(self) -> bool:
        """Take what stands in an open editor or note, before something is saved; False when it is no figure."""
        self._note_editor.finish()
        return self.view.commit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Say again what is selected: the window may have shown another page."""
        super().showEvent(event)
        self._told_explanation = self._told_summary = None
        self._explain()
        self._summarise()

    # What the menus do

    def copy(self) -> None:
        """Copy the selected figures cell for cell."""
        self._copy(self.view.selected_area())

    def copy_table(self) -> None:
        """Copy the whole table with its labels, merged as in the printed form."""
        self._copy(printed_area(self._model.layout))

    def cut(self) -> None:
        """Copy the selected figures and empty them."""
        if self.view.commit():
            self.copy()
            self.clear()

    def paste(self) -> None:
        """Paste a value or a block from the clipboard as one step."""
        if not self.view.commit():
            return
        data = QGuiApplication.clipboard().mimeData()
        rows = read_clipboard(data.text(), data.html()) if data else []  # an empty clipboard has no data at all
        session = self.session
        self._make(pasted(session.form, session.report, self._model.layout, rows, self.view.selected_area()))

    def clear(self) -> None:
        """Empty the selected figures, with what is being typed; of a total, remove what a source printed."""
        self.view.close_editor()
        self._make(cleared(self.session.form, self.session.report, self._selected_refs()))

    def fill_down(self) -> None:
        """Copy the first row of the selection downwards; of a single row, copy the row above it."""
        if self.view.commit():
            self._make(
                filled_down(self.session.report, sources_above(self._model.layout, self.view.selected_figures()))
            )

    def fill_selection_with_zero(self) -> None:
        """Put 0 into the blank figures of the selection."""
        self._fill_with_zero(self._selected_refs())

    def fill_blanks_with_zero(self) -> None:
        """Put 0 into all blank figures of the table: nothing of the kind happened this year."""
        self._fill_with_zero(self._model.layout.by_ref)

    def edit_note(self) -> None:
        """Open the note of the current figure beside it."""
        ref = self.view.current_ref
        if not self.view.commit():
            return
        title = self.session.form.cells[ref].label
        stored = self.session.report.notes.get(ref, "")
        self._note_editor.open(ref, title, stored, self._place_of(self.view.current_cell()))

    def _fill_with_zero(self, refs: Iterable[CellRef]) -> None:
        if self.view.commit():
            self._make(filled_with_zero(self.session.form, self.session.report, refs))

    def _copy(self, area: Area) -> None:
        content = copied(self._model.layout, area, self._model.text_of)
        data = QMimeData()
        data.setText(content.text)
        data.setHtml(content.markup)
        if area.width == area.height == 1 and self.view.selected_area() == area:
            # Pasted into a text of this program a single figure follows the table; a table ignores this form.
            data.setData(STORED_TEXT, f"{{{{{self.view.current_ref}}}}}".encode())
        QGuiApplication.clipboard().setMimeData(data)
        self.message.emit(f"已复制 {area.height} 行 {area.width} 列。")

    # Listening

    def _make(self, change: Change) -> None:
        """Make a change and say what it did; what could not be done is said beside the selection too."""
        if change.edit is not None and self.session.read_only_reason:
            change = Change(None, "", self.session.read_only_reason)
        if change.edit is not None:
            self._model.make(change, self.view.current_ref)
        if change.message and (change.edit is None or change.urgent):
            self.view.say(self.view.current_cell(), change.message)
        elif change.message:
            self.message.emit(change.message)

    def _set_note(self, ref: CellRef, note: str) -> None:
        self._make(note_set(self.session.form, ref, note))

    def _on_moved(self) -> None:
        self._note_editor.finish()
        self._explain()

    def _on_changed(self, _step: Step) -> None:
        if self._has_refused:
            self._has_refused = False
            self.message.emit("")  # what was wrong before is none of what is typed now
        self._explain()
        self._summarise()

    def _explain(self) -> None:
        said = self._explained()
        self.view.show_parts(said.parts)
        if said.text != self._told_explanation:
            self._told_explanation = said.text
            self.explanation_changed.emit(said.text)

    def _explained(self) -> FigureExplanation:
        return explain(self.session.form, self.session.report, self.session.evaluation, self.view.current_ref)

    def _summarise(self) -> None:
        values = self.session.evaluation.values
        summary = summary_of([values[ref] for ref in self._selected_refs()])
        if summary != self._told_summary:
            self._told_summary = summary
            self.summary_changed.emit(summary)

    def _on_said(self, _cell: LayoutCell, sentence: str) -> None:
        self.message.emit(sentence)
        self._has_refused = bool(sentence)

    def _place_of(self, cell: LayoutCell) -> QRect:
        return self.view.rect_in_view(cell).translated(self.view.pos())

    def _selected_refs(self) -> list[CellRef]:
        return [cell.ref for cell in self.view.selected_figures() if cell.ref is not None]
