"""The field in which one figure is typed, and the delegate that lays it over the cell."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QWidget

from model.figures import MARKS
from model.layout import LayoutCell
from ui.grid.delegate import CellDelegate
from ui.grid.model import Index
from ui.grid.positions import Direction

if TYPE_CHECKING:
    from ui.grid.editing import EditableTable

_SIGNS: Final = frozenset("+-−=.,。件份条项个次起宗万元" + "".join(MARKS))
_PASSING: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_LEAVING: Final = {
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
}


def may_be_a_figure(text: str) -> bool:
    """Tell whether a figure may contain these characters: digits of any width, signs and units."""
    return all(map(_may_stand_in_a_figure, text))


def _may_stand_in_a_figure(character: str) -> bool:
    plain = unicodedata.normalize("NFKC", character)
    return plain.isspace() or plain.isdecimal() or plain in _SIGNS or unicodedata.category(character) == "Cf"


class EditingDelegate(CellDelegate):
    """Paints figures and makes editors for them."""

    def __init__(self, view: EditableTable) -> None:
        super().__init__(view)
        self._table = view

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        """Return the field in which a figure is typed."""
        return CellEditor(parent, self._table, self._table.table_model.cell_at(index))

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 (Qt's name)
        """Show what stands in the cell, all of it selected; what was typed stays, whatever the cell becomes beneath."""
        if isinstance(editor, CellEditor) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:  # noqa: N802
        """Lay the editor exactly over the cell, in letters of the same size."""
        editor.setFont(self._table.table_font)
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))  # type: ignore[attr-defined]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Leave all keys to the editor; keep it open while another window is in front, and where it is refused."""
        if event.type() is QEvent.Type.KeyPress:
            return False
        if isinstance(event, QFocusEvent) and event.reason() in _PASSING:
            return False
        if event.type() is QEvent.Type.FocusOut and (
            QApplication.focusWidget() is self._table or not self._table.take()
        ):
            return False  # the table gives the focus back, or takes what was typed before it does anything else
        return super().eventFilter(editor, event)


class CellEditor(QLineEdit):
    """The line in which a figure is typed; it keeps whatever was typed until that is taken or given up.

    ``keeps_arrows`` tells the two ways of editing apart, as spreadsheets do: after F2 or a double click the
    arrow keys move the cursor in the text, after typing they leave the cell. ``is_refused`` holds while what stands
    here was refused as a figure, ``is_forsaken`` while the user knows that it would be lost.
    """

    def __init__(self, parent: QWidget, view: EditableTable, cell: LayoutCell) -> None:
        super().__init__(parent)
        self._view = view
        self.cell = cell
        self.keeps_arrows = self.is_refused = self.is_forsaken = False
        self._standing = frozenset(view.table_model.text_of(cell))
        self._is_strange = False
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.setAccessibleName(view.table_model.path_of(cell))
        self.setObjectName("cell")
        self.setValidator(_PlainDigits(self))
        self.textChanged.connect(self._follow_text)

    def show_refused(self) -> None:
        """Show that this is no figure, all of it selected so that typing replaces it."""
        self._mark(refused=True)
        self.keeps_arrows = True
        self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Select what is refused again; Qt forgets the selection when the keyboard is elsewhere."""
        super().focusInEvent(event)
        if self.is_refused:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the cell with Enter, Tab and, after typing, with the arrow keys; Escape gives the edit up."""
        direction = self._leaving_direction(event)
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._view.close_editor()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._view.commit_to_selection()
        elif direction is None:
            super().keyPressEvent(event)
        elif self._view.commit():
            self._view.leave_by(key, direction)

    def event(self, event: QEvent) -> bool:
        """Take Tab before Qt moves the focus with it, and Escape before the window goes back with it."""
        if not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.type() is QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.keyPressEvent(event)
            return True
        if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def _leaving_direction(self, event: QKeyEvent) -> Direction | None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return Direction.UP if shift else Direction.DOWN
            case Qt.Key.Key_Tab:
                return Direction.RIGHT
            case Qt.Key.Key_Backtab:
                return Direction.LEFT
        if self.keeps_arrows or shift:
            return None
        return _LEAVING.get(Qt.Key(event.key()))

    def _follow_text(self, text: str) -> None:
        """Take back what was said of another text, and say at once when this one cannot become a figure.

        What stood in the cell is not strange, for a source may have printed words there.
        """
        self._view.bring_into_sight(self.cell)
        if self.is_refused:
            self._mark(refused=False)
            self._view.unsay()
        self.is_forsaken = False
        was_strange = self._is_strange
        self._is_strange = not may_be_a_figure("".join(one for one in text if one not in self._standing))
        if self._is_strange and not was_strange:
            self._view.say_not_a_figure(self.cell)
        elif was_strange and not self._is_strange:
            self._view.unsay()

    def _mark(self, *, refused: bool) -> None:
        self.is_refused = refused
        self.setProperty("refused", refused)
        self.style().polish(self)


class _PlainDigits(QValidator):
    """Turns full-width digits into plain ones while they are typed; refuses nothing."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Return the text with plain digits."""
        return QValidator.State.Acceptable, "".join(map(_plain_digit, text)), position


def _plain_digit(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isdecimal() else character
