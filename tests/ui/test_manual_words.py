"""What the manual calls a command or a key exists in the program under that very name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from docs.manual_page import MANUAL
from tests.ui.conftest import OpenWindow
from tests.ui.widgets import children
from ui.grid import editor, keyboard
from ui.window_menus import fill_web_menu

ROOT = Path(__file__).parents[2]
SOURCE = MANUAL.read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall("「([^」]+)」", SOURCE)))
KEYS = sorted(set(re.findall(r"`([^`]+)`", SOURCE)))
NOT_KEYS = {"8+1"}
ALSO_KEYS = {"Esc", "Ctrl", "Shift", "Ctrl+方向键", "Ctrl+Enter"}
"""Keys that are handled where they are pressed (closing, giving up, modifiers); the manual's tests do not find them."""


def plain(words: str) -> str:
    """Return words without the mark of their key and without the dots of a dialog."""
    return re.sub(r"\(&.\)|&", "", words).replace("…", "").partition("：")[0].strip()


def literals() -> Iterator[str]:
    """Yield every text in the source of the window, and the parts of those that are put together."""
    for file in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def menu_paths(menu: QMenu, path: str) -> Iterator[str]:
    """Yield 「文件→导出」 for every entry of a menu and of the menus inside it."""
    for action in menu.actions():
        here = f"{path}→{plain(action.text())}"
        yield here
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from menu_paths(inner, here)


def offered(opened: OpenWindow) -> set[str]:
    """Return the path of every entry that the menu bar offers on any page."""
    work, found = opened.work, set[str]()
    for page in ("proactive", "requests", "appeals", "overview", "report"):
        work.show_page(page)
        work.edit_menu.aboutToShow.emit()
        for menu in children(opened.window.menuBar(), QMenu):
            if plain(menu.title()) == "复制网页正文":
                fill_web_menu(work, menu)
        for top in work.menus.menus:
            found |= set(menu_paths(top, plain(top.title())))
    return found


def shortcuts(widget: QWidget) -> Iterator[str]:
    """Yield the keys of every action of a widget and of all inside it."""
    actions: list[QAction] = widget.actions() + [a for child in children(widget, QWidget) for a in child.actions()]
    for action in actions:
        yield from (key.toString() for key in action.shortcuts())


def pressed(key: str) -> str:
    """Return a key as Qt writes it; what people call Enter is Return, and Enter is that of the number block."""
    return QKeySequence(key.replace("Enter", "Return")).toString()


def test_that_every_menu_entry_of_the_manual_is_offered(opened: OpenWindow) -> None:
    paths = offered(opened)
    named = [command for command in COMMANDS if "→" in command]
    assert len(named) >= 40
    assert [command for command in named if plain(command) not in paths] == []


def test_that_every_button_of_the_manual_is_in_the_program(opened: OpenWindow) -> None:
    entries = {path.rpartition("→")[2] for path in offered(opened)}
    texts = set(literals())
    words = entries | {plain(text) for text in texts}
    named = [command for command in COMMANDS if "→" not in command]
    assert len(named) > 60
    unknown = [
        command
        for command in named
        if plain(command) not in words
        and not (command.endswith("…") and any(text.startswith(command[:-1]) for text in texts))
    ]
    assert unknown == []


def test_that_every_key_of_the_manual_does_something(opened: OpenWindow) -> None:
    known = set[str]()
    for page in ("requests", "overview"):
        opened.work.show_page(page)
        known |= set(shortcuts(opened.window))
    known |= {QKeySequence(key.value).toString() for key in (*keyboard._LEAVING, *editor._LEAVING)}
    known |= {
        QKeySequence(QKeyCombination(mask, key)).toString() for key, mask in (*keyboard._MOVES, *keyboard._HISTORY)
    }
    known |= {"F2", "Shift+Return", "Shift+Tab"}
    named = [key for key in KEYS if key not in NOT_KEYS | ALSO_KEYS]
    assert len(named) > 40
    assert [key for key in named if pressed(key) not in known] == []


def test_that_the_table_of_keys_leaves_out_no_key_of_the_menus(opened: OpenWindow) -> None:
    table = SOURCE.partition("## 快捷键一览")[2].partition("\n## ")[0]
    told = {pressed(key) for key in re.findall(r"`([^`]+)`", table)}
    in_the_menus = {key.toString() for action in opened.window.actions() for key in action.shortcuts()[:1]}
    assert in_the_menus - told - {f"Ctrl+{number}" for number in range(2, 9)} == set()
