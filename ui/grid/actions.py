"""What the menus offer for a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from ui.grid.table_editor import TableEditor

_Key = QKeySequence.StandardKey
_NOTHING_HAPPENED: Final = {"requests": "本年无申请（整表空白填 0）", "appeals": "无复议诉讼（整表空白填 0）"}


def make_actions(editor: TableEditor) -> list[QAction]:
    """Return the actions of a table, with separators; their keys count only while the table has the focus."""
    view = editor.view
    nothing = _NOTHING_HAPPENED.get(editor.table_key, "整表空白填 0")
    offered: list[tuple[str, Callable[[], object], list[QKeySequence]] | None] = [
        ("剪切", editor.cut, _keys(_Key.Cut)),
        ("复制", editor.copy, _keys(_Key.Copy)),
        ("粘贴", editor.paste, _keys(_Key.Paste)),
        ("复制整张表（带表头）", editor.copy_table, _keys("Ctrl+Shift+C")),
        ("清除", editor.clear, _keys(_Key.Delete)),
        ("全选", view.selectAll, _keys(_Key.SelectAll)),
        None,
        ("向下填充", editor.fill_down, _keys("Ctrl+D")),
        ("所选空白填 0", editor.fill_selection_with_zero, []),
        (nothing, editor.fill_blanks_with_zero, []),
        ("单元格备注…", editor.edit_note, _keys("Shift+F2")),
        None,
        ("放大", view.zoom_in, _keys(_Key.ZoomIn, "Ctrl+=")),
        ("缩小", view.zoom_out, _keys(_Key.ZoomOut)),
        ("显示整张表", view.show_whole, _keys("Ctrl+0")),
        ("恢复原大小", view.show_normal, []),
    ]
    return [_separator(editor) if entry is None else _action(editor, *entry) for entry in offered]


def _keys(*keys: str | QKeySequence.StandardKey) -> list[QKeySequence]:
    return [QKeySequence(key) for key in keys]


def _action(editor: TableEditor, text: str, act: Callable[[], object], keys: list[QKeySequence]) -> QAction:
    action = QAction(text, editor)
    action.setShortcuts(keys)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(act)
    return action


def _separator(editor: TableEditor) -> QAction:
    action = QAction(editor)
    action.setSeparator(True)
    return action
