"""A small window around an editor or a page, with the undo of the real one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from model.cells import CellRef
from model.form_loader import load_form
from model.report import Edit, EditKind, Report
from tests.ui import widgets
from ui.session import Place, ReportSession, TextSelection
from ui.texts.editor import TextEditor
from ui.texts.page import EditorsPage

form_of = cache(load_form)
NATURAL = CellRef.parse("requests.new.natural")
TOTAL = "requests.new.total"


def make_session(text: str = "", key: str = "overview", **other: object) -> ReportSession:
    report = Report("2021", "甲县人民政府办公室", 2024, cells={NATURAL: 35}, texts={key: text} if text else {})
    return ReportSession(form_of("2021"), Report(**{**report.__dict__, **other}))


def set_figure(session: ReportSession, value: int) -> None:
    session.submit(Edit(EditKind.TYPING, cells={NATURAL: value}), "输入 1 格", NATURAL)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.1
        return self.now


class Bench(QMainWindow):
    """Holds a page, undo and redo on their keys, and goes to revealed places as the shell does."""

    def __init__(self, session: ReportSession, inside: QWidget) -> None:
        super().__init__()
        self.session, self.inside = session, inside
        self.places: list[Place] = []
        self.setCentralWidget(inside)
        for keys, act in (("Ctrl+Z", session.undo_stack.undo), ("Ctrl+Y", session.undo_stack.redo)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(act)
            self.addAction(action)
        session.revealed.connect(self._reveal)

    def _reveal(self, place: Place) -> None:
        self.places.append(place)
        if isinstance(place, TextSelection) and isinstance(self.inside, TextEditor | EditorsPage):
            self.inside.reveal(place)


_on_screen: list[Bench] = []


def show(qtbot: QtBot, session: ReportSession, inside: QWidget) -> Bench:
    bench = Bench(session, inside)
    qtbot.addWidget(bench)
    _on_screen[:] = [bench]
    bench.resize(800, 500)
    with qtbot.waitActive(bench):
        bench.show()
        bench.activateWindow()
    inside.setFocus()
    return bench


def type_keys(qtbot: QtBot, text: str) -> None:
    """Type as a person does: every key goes to whoever has the focus, Chinese through an input method."""
    for character in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        if character == "\n":
            qtbot.keyClick(widget, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
        elif character.isascii():
            qtbot.keyClicks(widget, character)  # type: ignore[no-untyped-call]
        else:
            compose(widget, commit=character)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    widgets.press(widget, key, modifier)


def compose(widget: QWidget, preedit: str = "", commit: str = "") -> None:
    """Send what a Chinese input method sends: text being composed, and text that is done."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def put_caret(editor: TextEditor, position: int, anchor: int | None = None) -> None:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(position if anchor is None else anchor)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def copy(text: str = "", html: str = "", formats: Iterable[tuple[str, bytes]] = ()) -> None:
    """Put something on the clipboard as another program does."""
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    for name, contents in formats:
        data.setData(name, contents)
    QGuiApplication.clipboard().setMimeData(data)
