"""What the pages with texts have in common: editors, the bar to search in, going to a place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.session import ReportSession, TextSelection
from ui.texts.editor import TextEditor
from ui.texts.find_replace import FindBar
from ui.texts.search import Search


class EditorsPage(QWidget):
    """A page with one or more text editors over a bar to search in.

    ``message`` carries a sentence for the user, ``summary_changed`` a few words on how much is written.
    Ctrl+F and Ctrl+H open the bar; F3 and Shift+F3 go on searching.
    """

    message = Signal(str)
    summary_changed = Signal(str)

    def __init__(self, session: ReportSession, editors: tuple[TextEditor, ...], search: Search | None) -> None:
        super().__init__()
        self.session = session
        self.search = search or Search(session)
        self.editors = {editor.key: editor for editor in editors}
        self._current = editors[0]
        self.find_bar = FindBar(self.search, lambda: self._current)
        self.find_bar.message.connect(self.message)
        self.box = QVBoxLayout(self)
        for editor in editors:
            editor.message.connect(self.message)
            editor.focused.connect(self._follow_focus)
            editor.selectionChanged.connect(self.find_bar.show_place)
        session.changed.connect(self._show_matches)
        self.search.changed.connect(self._show_matches)
        self.search.moved.connect(self._follow_search)
        self._add_shortcut(QKeySequence(QKeySequence.StandardKey.Find), lambda: self.open_search(replacing=False))
        self._add_shortcut(QKeySequence("Ctrl+H"), lambda: self.open_search(replacing=True))
        self._add_shortcut(QKeySequence(Qt.Key.Key_F3), self.find_bar.find_next)
        self._add_shortcut(QKeySequence("Shift+F3"), self.find_bar.find_previous)

    def reveal(self, selection: TextSelection) -> None:
        """Show a stretch of one of this page's texts and put the focus there."""
        self._current = self.editors[selection.text]
        self._current.reveal(selection)

    def open_search(self, *, replacing: bool) -> None:
        """Open the bar to search in, with the fields for replacing or without."""
        self.find_bar.open_search(replacing=replacing)

    def _add_shortcut(self, keys: QKeySequence, act: object) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _follow_focus(self, editor: TextEditor) -> None:
        self._current = editor

    def _follow_search(self, place: TextSelection) -> None:
        """Select what a search has found; another page's text is shown by the window first."""
        editor = self.editors.get(place.text)
        if editor is None:
            return
        if not self.isVisible():
            self.session.reveal(place)
            self.find_bar.take_focus()
        self._current = editor
        editor.select_stretch(place.start, place.end)

    def _show_matches(self) -> None:
        for key, editor in self.editors.items():
            editor.set_matches((match.place.start, match.place.end) for match in self.search.matches(key))
        self.find_bar.show_place()
