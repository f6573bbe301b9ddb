"""What tests of the menu 版本 share: choosing commands, answering and using dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from model.report import Edit, EditKind
from tests.ui.conftest import OpenWindow
from tests.ui.reports import NEW_NATURAL
from tests.ui.widgets import button, click


def trigger(opened: OpenWindow, words: str) -> None:
    """Choose a command in a menu."""
    opened.work.menus.actions[words].trigger()


def answer(words: str) -> None:
    """Press the button with these words in the dialog that opens next."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        click(button(dialog, words))

    QTimer.singleShot(0, press)


def type_figure(opened: OpenWindow, value: int) -> bool:
    """Type a figure; False when the report refuses it."""
    session = opened.desk.session
    assert session is not None
    return session.submit(Edit(EditKind.TYPING, cells={NEW_NATURAL: value}), "填写")


def value_of(opened: OpenWindow) -> object:
    """Return the figure that `type_figure` types."""
    session = opened.desk.session
    assert session is not None
    return session.report.cells[NEW_NATURAL]


def use_dialog(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
    """Use a dialog of a kind instead of waiting for somebody to do it."""

    def use(dialog: QDialog) -> int:
        dialog.show()
        act(dialog)
        dialog.close()
        return 0

    monkeypatch.setattr(kind, "exec", use)


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    """Answer every question for a file with a path and a kind."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_arguments: (str(path), kind))


def choose_words(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Answer the next question for words."""
    monkeypatch.setattr("ui.safety_commands.asked", lambda *_arguments: words)
