"""What tests of the window ask of widgets."""

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

_Kind = TypeVar("_Kind", bound=QWidget)


def children(widget: QWidget, kind: type[_Kind]) -> list[_Kind]:
    """Return all widgets of a kind inside a widget."""
    inside: Iterable[QWidget] = widget.findChildren(QWidget)
    return [child for child in inside if isinstance(child, kind)]


def button(widget: QWidget, words: str) -> QPushButton:
    """Return the button with these words."""
    return next(candidate for candidate in children(widget, QPushButton) if candidate.text() == words)


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click with the left button, in the middle unless a place is named."""
    QTest.mouseClick(
        widget,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        widget.rect().center() if place is None else place,
    )


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press and release a key."""
    QTest.keyClick(widget, key, modifiers)
