"""The menu bar: every function of the program in words, with its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


class Command(NamedTuple):
    """One entry of a menu: its words, what it does, its keys. ``needs`` says what must be open for it."""

    words: str
    act: Callable[[], object]
    keys: tuple[str, ...] = ()
    needs: str = ""
    tip: str = ""


Entry = Command | None
"""An entry of a menu; None is a line between entries."""

NEEDS_ARCHIVE = "archive"
NEEDS_REPORT = "report"


class Menus:
    """Builds the menus and knows which entries can be used at present."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._needing: list[tuple[QAction, str]] = []
        self.actions: dict[str, QAction] = {}
        self.menus: list[QMenu] = []

    def add(self, title: str, entries: tuple[Entry, ...]) -> QMenu:
        """Add a menu to the menu bar."""
        menu = self._window.menuBar().addMenu(title)
        self.menus.append(menu)
        self.extend(menu, entries)
        return menu

    def extend(self, menu: QMenu, entries: tuple[Entry, ...]) -> None:
        """Add entries to a menu."""
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(self._action(entry))

    def add_choices(
        self, menu: QMenu, words: dict[str, str], current: str, choose: Callable[[str], object]
    ) -> dict[str, QAction]:
        """Add entries of which exactly one is ticked."""
        group = QActionGroup(self._window)
        made: dict[str, QAction] = {}
        for key, text in words.items():
            action = QAction(text, self._window, checkable=True)
            action.setChecked(key == current)
            action.triggered.connect(lambda _checked, key=key: choose(key))
            group.addAction(action)
            menu.addAction(action)
            made[key] = action
        return made

    def allow(self, available: set[str]) -> None:
        """Enable the entries whose need is met and disable the others."""
        for action, need in self._needing:
            action.setEnabled(need in available)

    def _action(self, command: Command) -> QAction:
        action = QAction(command.words, self._window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        plain = command.words.split("(")[0].rstrip("…")
        action.setToolTip(command.tip or plain)
        action.triggered.connect(lambda _checked: command.act())
        self.actions[plain] = action
        if command.needs:
            self._needing.append((action, command.needs))
        # Without this the keys of an entry would work only while its menu is in the menu bar of this window.
        self._window.addAction(action)
        return action
