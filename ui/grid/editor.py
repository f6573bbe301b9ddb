"""The field in which one figure is typed, and the delegate that lays it over the cell."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

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


def can_be_typed(text: str) -> bool:
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
        """Show what stands in the cell, all of it selected."""
        if isinstance(editor, CellEditor):
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:  # noqa: N802
        """Lay the editor exactly over the cell."""
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))  # type: ignore[attr-defined]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Leave all keys to the editor, and keep it open while another window is in front."""
        if event.type() is QEvent.Type.KeyPress:
            return False
        if isinstance(event, QFocusEvent) and event.reason() in _PASSING:
            return False
        return super().eventFilter(editor, event)


class CellEditor(QLineEdit):
    """A line that accepts only what may be part of a figure.

    ``keeps_arrows`` tells the two ways of editing apart, as spreadsheets do: after F2 or a double click the
    arrow keys move the cursor in the text, after typing they leave the cell.
    """

    def __init__(self, parent: QWidget, view: EditableTable, cell: LayoutCell) -> None:
        super().__init__(parent)
        self._view = view
        self.cell = cell
        self.keeps_arrows = False
        self.setFont(view.table_font)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.setAccessibleName(view.table_model.path_of(cell))
        self.setObjectName("cell")
        self.setValidator(_FigureValidator(self, view.table_model.text_of(cell)))
        self.inputRejected.connect(self._say_rejected)

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
        """Take Tab before Qt moves the focus with it."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.keyPressEvent(event)
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

    def _say_rejected(self) -> None:
        self._view.say_not_a_figure(self.cell)


class _FigureValidator(QValidator):
    """Refuses characters that no figure has and turns full-width digits into plain ones while they are typed.

    What is ``standing`` in the cell may stay, for a source may have printed words there.
    """

    def __init__(self, parent: QObject, standing: str) -> None:
        super().__init__(parent)
        self._standing = frozenset(standing)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Return whether a text may stand in the editor, and the text with plain digits."""
        if not can_be_typed("".join(character for character in text if character not in self._standing)):
            return QValidator.State.Invalid, text, position
        return QValidator.State.Acceptable, "".join(map(_plain_digit, text)), position


def _plain_digit(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isdecimal() else character
