"""What tests of the grid find inside it."""

from __future__ import annotations

from typing import TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.grid.desk import NONE, Desk
from ui.grid.bubble import Bubble
from ui.grid.note_editor import NoteEditor

Child = TypeVar("Child", bound=QWidget)


def child(parent: QWidget, kind: type[Child], number: int = 0) -> Child:
    """Return a widget of a kind inside another."""
    widgets = cast("list[QWidget]", parent.findChildren(QWidget))
    return [widget for widget in widgets if isinstance(widget, kind)][number]


def bubble(desk: Desk) -> Bubble:
    """Return what is said beside a figure."""
    return child(desk.editor, Bubble)


def note_editor(desk: Desk) -> NoteEditor:
    """Return the small window for notes."""
    return child(desk.editor, NoteEditor)


def click(desk: Desk, name: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Click on a figure."""
    point = desk.view.visualRect(desk.model.index_of(desk.cell(name))).center()
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, modifiers, point)


def assert_stays(desk: Desk, text: str = "1.5", at: str = "new.natural") -> None:
    """Assert that the keyboard is in a cell with all of a refused text selected and a sentence beside it."""
    assert desk.here == at
    assert desk.cell_editor.text() == text
    assert desk.cell_editor.selectedText() == text
    assert desk.cell_editor.property("refused")
    assert bubble(desk).isVisible()
    assert bubble(desk).text().endswith("按 Esc 恢复原样。")
