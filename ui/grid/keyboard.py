"""Which key does what in a grid, as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from model.layout import LayoutCell
from ui.grid.positions import Direction, edge_of_line, edge_of_table, jump, step

if TYPE_CHECKING:
    from ui.grid.editing import EditableTable

Move = Callable[["EditableTable", LayoutCell], LayoutCell]

_NONE: Final = Qt.KeyboardModifier.NoModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_ARROWS: Final = {
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
}


def press(view: EditableTable, event: QKeyEvent) -> bool:
    """Do what a key asks for; return False when it is none of the grid's keys."""
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    history = _HISTORY.get((key, modifiers))
    if history is not None:
        history(view)
        return True
    move = _MOVES.get((key, modifiers & ~_SHIFT))
    if move is not None:
        _go(view, move, extend=bool(modifiers & _SHIFT))
        return True
    if key in _LEAVING and not modifiers & ~_SHIFT:
        _leave(view, key, backwards=bool(modifiers & _SHIFT))
        return True
    if modifiers == _NONE and key in (Qt.Key.Key_F2, Qt.Key.Key_Backspace):
        view.open_editor(keeps_arrows=key == Qt.Key.Key_F2, text=None if key == Qt.Key.Key_F2 else "")
        return True
    if event.text() and event.text().isprintable() and not modifiers & ~_SHIFT:
        view.type_text(event.text())
        return True
    return False


def _go(view: EditableTable, move: Move, *, extend: bool) -> None:
    if extend:
        view.extend_to(move(view, view.far_cell()))
    else:
        view.go_to(move(view, view.current_cell()))


def _leave(view: EditableTable, key: Qt.Key, *, backwards: bool) -> None:
    view.leave_by(key, _LEAVING[key][backwards])


def _arrow(direction: Direction) -> Move:
    return lambda view, cell: step(view.table_model.layout, cell, direction)


def _jump(direction: Direction) -> Move:
    return lambda view, cell: jump(view.table_model.layout, cell, direction, view.is_filled)


def _line_edge(direction: Direction) -> Move:
    return lambda view, cell: edge_of_line(view.table_model.layout, cell, direction)


def _table_edge(*, last: bool) -> Move:
    return lambda view, _cell: edge_of_table(view.table_model.layout, last=last)


def _page(direction: Direction) -> Move:
    def move(view: EditableTable, cell: LayoutCell) -> LayoutCell:
        room = view.viewport().height() - view.geometry_of_table.height(cell)
        reached = cell
        while (further := step(view.table_model.layout, reached, direction)) is not reached:
            if abs(view.geometry_of_table.top(further) - view.geometry_of_table.top(cell)) > room:
                break
            reached = further
        return reached

    return move


_HISTORY: Final[dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[EditableTable], None]]] = {
    (Qt.Key.Key_Z, _CONTROL): lambda view: view.table_model.session.undo_stack.undo(),
    (Qt.Key.Key_Y, _CONTROL): lambda view: view.table_model.session.undo_stack.redo(),
    (Qt.Key.Key_Z, _CONTROL | _SHIFT): lambda view: view.table_model.session.undo_stack.redo(),
}
_LEAVING: Final = {
    Qt.Key.Key_Return: (Direction.DOWN, Direction.UP),
    Qt.Key.Key_Enter: (Direction.DOWN, Direction.UP),
    Qt.Key.Key_Tab: (Direction.RIGHT, Direction.LEFT),
    Qt.Key.Key_Backtab: (Direction.LEFT, Direction.LEFT),
}
_MOVES: Final[dict[tuple[Qt.Key, Qt.KeyboardModifier], Move]] = {
    **{(key, _NONE): _arrow(direction) for key, direction in _ARROWS.items()},
    **{(key, _CONTROL): _jump(direction) for key, direction in _ARROWS.items()},
    (Qt.Key.Key_Home, _NONE): _line_edge(Direction.LEFT),
    (Qt.Key.Key_End, _NONE): _line_edge(Direction.RIGHT),
    (Qt.Key.Key_Home, _CONTROL): _table_edge(last=False),
    (Qt.Key.Key_End, _CONTROL): _table_edge(last=True),
    (Qt.Key.Key_PageUp, _NONE): _page(Direction.UP),
    (Qt.Key.Key_PageDown, _NONE): _page(Direction.DOWN),
}
