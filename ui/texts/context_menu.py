"""The context menu of a text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QTextEdit

from ui.undo import UndoStack


def make_context_menu(editor: QTextEdit, undo: UndoStack) -> QMenu:
    """Return the usual commands of a text; undo and redo are those of the whole report."""
    menu = QMenu(editor)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    has_selection = editor.textCursor().hasSelection()
    commands: list[tuple[str, Callable[[], None], bool] | None] = [
        ("撤销", undo.undo, undo.can_undo),
        ("恢复", undo.redo, undo.can_redo),
        None,
        ("剪切", editor.cut, has_selection),
        ("复制", editor.copy, has_selection),
        ("粘贴", editor.paste, editor.canPaste()),
        ("删除", lambda: editor.textCursor().removeSelectedText(), has_selection),
        None,
        ("全选", editor.selectAll, not editor.document().isEmpty()),
    ]
    for command in commands:
        if command is None:
            menu.addSeparator()
        else:
            words, act, is_enabled = command
            menu.addAction(words, act).setEnabled(is_enabled)
    return menu
