"""The table with keyboard, mouse and editors: what is done with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QWidget

from model.cells import CellRef
from model.figures import quoted
from model.layout import CellRole, LayoutCell
from ui.grid import keyboard
from ui.grid.bubble import Bubble
from ui.grid.dragging import drag_figure, is_at_edge
from ui.grid.editor import CellEditor, EditingDelegate
from ui.grid.model import TableModel
from ui.grid.positions import Direction, is_typed, next_among, next_typed, step
from ui.grid.view import TableView

_NOT_A_FIGURE: Final = "这里只能填数字，例如 35、1,234 或 26+9；按 Esc 恢复原样。"
_FORSAKEN: Final = "还没有填进表里，请改好，或按 Esc 恢复原样；再关一次窗口，就不保留它。"
_WAY_BACK: Final = "；按 Esc 恢复原样。"
_COMPUTED: Final = "这一格由程序按各分项计算，不用填写。"


class EditableTable(TableView):
    """The table as people use it, with the keys of a spreadsheet.

    What is typed and is no figure stays in its editor, with a sentence beside it, and the table stays at that cell:
    nothing typed is lost unless the user gives it up with Escape.
    """

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        self._tab_start: LayoutCell | None = None
        self._held: QPoint | None = None
        self._selects = True
        super().__init__(model, parent)
        self.viewport().setMouseTracking(True)
        self.setItemDelegate(EditingDelegate(self))
        self.bubble = Bubble(self)
        self._told = self.current_cell()
        self._has_told = False
        model.refused.connect(self._say_refused)
        self.current_moved.connect(self._leave_told)
        self.zoomed.connect(self._follow_told)
        self.verticalScrollBar().valueChanged.connect(self._follow_told)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Do what the key does in a spreadsheet; leave all other keys to the window."""
        event.setAccepted(keyboard.press(self, event))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 (Qt's name)
        """Take text that an input method commits without composing it first, such as full-width digits.

        Qt opens an editor only for text that is being composed and loses the rest.
        """
        if event.commitString() and not event.preeditString() and self.editor() is None:
            self.type_text(event.commitString())
            event.accept()
        else:
            super().inputMethodEvent(event)

    def focusInEvent(self, _event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Let input methods write where figures can be typed; an open editor has the keyboard again.

        Qt's own handler turns input methods off here and paints the whole table anew, which happens after
        every keystroke that ends an edit.
        """
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, is_typed(self.current_cell()))
        editor = self.editor()
        if editor is not None:
            editor.setFocus()

    def focusOutEvent(self, _event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Do nothing: the current figure stays marked while an editor or another part has the focus."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select the figure under the mouse; with Shift, select as far as there."""
        self._selects = self.commit()
        cell = self._figure_under(event)
        if cell is None or not self._selects:
            return
        if event.button() is Qt.MouseButton.LeftButton and self._can_be_held(event):
            self._held = event.position().toPoint()
        elif event.button() is Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.extend_to(cell)
        elif event.button() is Qt.MouseButton.LeftButton or cell not in self.selected_figures():
            self.go_to(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select as far as the mouse is dragged, the first figure staying the current one, or drag a figure out."""
        if not event.buttons():
            self._show_cursor(event)
            return
        if self._held is not None:
            self._drag_from(event)
        if self._held is not None or not self._selects:
            return
        cell = self._figure_under(event)
        if cell is not None and event.buttons() & Qt.MouseButton.LeftButton and cell is not self.far_cell():
            self.extend_to(cell)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let go of a figure that was taken hold of and not dragged."""
        self._held = None

    def _can_be_held(self, event: QMouseEvent) -> bool:
        """Tell whether the mouse is on the edge of the one selected figure."""
        if event.modifiers() or len(self.selected_figures()) != 1 or self.editor() is not None:
            return False
        return is_at_edge(self.visualRect(self.currentIndex()), event.position().toPoint())

    def _show_cursor(self, event: QMouseEvent) -> None:
        shape = Qt.CursorShape.OpenHandCursor if self._can_be_held(event) else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def _drag_from(self, event: QMouseEvent) -> None:
        assert self._held is not None
        way = (event.position().toPoint() - self._held).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._held, self._selects = None, False
            drag_figure(self, self.table_model.session, self.current_ref)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Edit the figure."""
        if self._figure_under(event) is not None and event.button() is Qt.MouseButton.LeftButton:
            self.open_editor(keeps_arrows=True)

    def go_to(self, cell: LayoutCell) -> None:
        """Select one figure and show it, once what was typed is taken."""
        if self.commit():
            self._tab_start = None
            super().go_to(cell)

    def extend_to(self, cell: LayoutCell) -> None:
        """Select from the current figure to another one, once what was typed is taken."""
        if self.commit():
            super().extend_to(cell)

    def leave_by(self, key: Qt.Key, direction: Direction) -> None:
        """Move on after Enter, Tab or an arrow key, as a spreadsheet does.

        In a larger selection Enter and Tab go round inside it. After a row was filled with Tab, Enter
        returns to the column where the row was begun.
        """
        cell = self.current_cell()
        is_tab = key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if not is_tab and key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_to(step(self.table_model.layout, cell, direction))
        elif not self._go_round(cell, direction):
            start = self._tab_start
            layout = self.table_model.layout
            if not is_tab and start is not None:
                cell = layout.by_position[cell.top, start.left]
            self.go_to(next_typed(layout, cell, direction))
            self._tab_start = (start or cell) if is_tab else None

    def _go_round(self, cell: LayoutCell, direction: Direction) -> bool:
        selected = self.selected_figures()
        if len(selected) < 2 or cell not in selected:
            return False
        typed = [other for other in selected if is_typed(other)]
        following = next_among(typed or selected, cell, direction)
        self.selectionModel().setCurrentIndex(
            self.table_model.index_of(following), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.bring_into_sight(following)
        return True

    def _figure_under(self, event: QMouseEvent) -> LayoutCell | None:
        point = event.position().toPoint()
        inside = self.viewport().rect()
        point.setX(min(max(point.x(), inside.left()), inside.right()))
        point.setY(min(max(point.y(), inside.top()), inside.bottom()))
        index = self.indexAt(point)
        cell = self.table_model.cell_at(index) if index.isValid() else None
        return cell if cell is not None and cell.ref is not None else None

    # Editing

    def editor(self) -> CellEditor | None:
        """Return the open editor."""
        widget = self.indexWidget(self.currentIndex())
        return widget if isinstance(widget, CellEditor) else None

    def type_text(self, text: str) -> None:
        """Begin to type over the current figure."""
        self.open_editor(keeps_arrows=False, text=text)

    def open_editor(self, *, keeps_arrows: bool, text: str | None = None) -> None:
        """Open the editor on what stands in the current figure, or on ``text`` in its place."""
        cell = self.current_cell()
        if cell.role is not CellRole.FIGURE or self.table_model.session.read_only_reason:
            self.say(cell, self.table_model.session.read_only_reason or _COMPUTED)
            return
        self.bring_into_sight(cell)
        self.edit(self.currentIndex(), QAbstractItemView.EditTrigger.AllEditTriggers, None)  # type: ignore[call-overload]
        editor = self.editor()
        assert editor is not None  # the figure can be typed
        editor.keeps_arrows = keeps_arrows
        if text is None:
            editor.deselect()
            editor.end(False)  # noqa: FBT003 (Qt's argument)
        else:
            editor.insert(text)

    def take(self) -> bool:
        """Take what stands in the open editor; return False, and say why, when it is no figure."""
        editor = self.editor()
        return editor is None or self.table_model.setData(self.currentIndex(), editor.text())

    def commit(self) -> bool:
        """Take what stands in the open editor and close it; return False, and stay there, when it is no figure."""
        editor = self.editor()
        if editor is None:
            return True
        QGuiApplication.inputMethod().commit()  # what is being composed belongs to it
        if not self.take():
            self.bring_into_sight(self.current_cell())
            editor.setFocus()
            return False
        self.close_editor()
        return True

    def commit_to_selection(self) -> None:
        """Put what stands in the open editor into all selected figures."""
        editor = self.editor()
        refs = [cell.ref for cell in self.selected_figures() if is_typed(cell) and cell.ref is not None]
        if editor is not None and self.table_model.enter(refs, editor.text(), self.current_ref):
            self.close_editor()

    def warn_of_loss(self) -> bool:
        """Say that what is refused would be lost; return False when there is nothing, or the user knows."""
        editor = self.editor()
        if editor is None or editor.is_forsaken:
            return False
        editor.is_forsaken = True
        self.say(editor.cell, f"“{quoted(editor.text())}”{_FORSAKEN}")
        return True

    def close_editor(self) -> None:
        """Close the open editor without taking what stands in it."""
        editor = self.editor()
        if editor is not None:
            self.unsay()
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.setFocus()

    # Saying

    def say(self, cell: LayoutCell, sentence: str) -> None:
        """Say a sentence beside a figure; it stays while something refused stands there."""
        editor = self.editor()
        self._told, self._has_told = cell, True
        self.bubble.say(sentence, self.rect_in_view(cell), stays=editor is not None and editor.is_refused)
        self.said.emit(cell, sentence)

    def unsay(self) -> None:
        """Take back, here and wherever else it was said, what was about a text that stands there no more."""
        if self._has_told:
            self._has_told = False
            self.bubble.hide()
            self.said.emit(self._told, "")

    def say_not_a_figure(self, cell: LayoutCell) -> None:
        """Say what may be typed here."""
        self.say(cell, _NOT_A_FIGURE)

    def _say_refused(self, ref: CellRef, sentence: str) -> None:
        editor = self.editor()
        if editor is not None:
            editor.show_refused()
            sentence = sentence.removesuffix("。") + _WAY_BACK
        self.say(self.table_model.layout.by_ref[ref], sentence)

    def _leave_told(self) -> None:
        self._has_told = False
        self.bubble.hide()

    def _follow_told(self, _value: int) -> None:
        if self.bubble.isVisible():
            self.bubble.follow(self.rect_in_view(self._told))
