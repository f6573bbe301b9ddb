"""What the pages with texts have in common: editors, the bar to search in, going to a place, zoom."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout

from ui.number_search import NumberSearch
from ui.page import Page
from ui.session import Place, ReportSession, TextSelection
from ui.texts.editor import TextEditor
from ui.texts.find_replace import FindBar
from ui.texts.finding_bubble import FindingBubble
from ui.texts.search import Search

_Key = QKeySequence.StandardKey
REST = 150
"""Milliseconds after the last key before lengths are counted anew."""

_ZOOM_STEP, _SMALLEST, _LARGEST = 10, 70, 250


class EditorsPage(Page):
    """A page with one or more text editors over a bar to search in.

    ``search`` is shared by the pages of a report, so that a search goes on from one to the next.
    """

    def __init__(self, session: ReportSession, editors: tuple[TextEditor, ...], search: Search | None) -> None:
        super().__init__()
        self.session = session
        self.search = search or Search(session)
        self.editors = {editor.key: editor for editor in editors}
        self._current = editors[0]
        self._zoom = 100
        self.setFocusProxy(editors[0])
        self.find_bar = FindBar(self.search, lambda: self._current)
        self.find_bar.message.connect(self.message)
        self.find_bar.found.connect(self._go_to)
        self.bubble = FindingBubble(session, self)
        self.bubble.remedies.said.connect(self.message)
        # Lengths and shares are read between words, not at every key; they must not make typing slower.
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.show_lengths)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 8, 16, 8)
        self.box.setSpacing(6)
        for editor in editors:
            self.bubble.watch(editor)
            editor.message.connect(self.message)
            editor.focused.connect(self._follow_focus)
            editor.zoom_wanted.connect(self.zoom)
            editor.selectionChanged.connect(self.find_bar.show_place)
            editor.selectionChanged.connect(self.show_summary)
            editor.edited.connect(self._rest.start)
        session.changed.connect(self._show_matches)
        self.search.changed.connect(self._show_matches)
        self.search.arrived.connect(self._follow_search)
        self._actions = [self._action(*command) if command else self._separator() for command in self.commands()]
        self.addActions(self._actions)
        self._show_matches()

    def commands(self) -> list[tuple[str, Callable[[], object], list[QKeySequence]] | None]:
        """Return what can be done on this page, with the keys of each; None is a line between."""
        return [
            ("剪切", partial(self._on_current, TextEditor.cut), _keys(_Key.Cut)),
            ("复制", partial(self._on_current, TextEditor.copy), _keys(_Key.Copy)),
            ("粘贴", partial(self._on_current, TextEditor.paste), _keys(_Key.Paste)),
            ("全选", partial(self._on_current, TextEditor.selectAll), _keys(_Key.SelectAll)),
            None,
            ("插入取自表格的数…", self.open_number_search, _keys("Ctrl+J")),
            ("处理光标处的问题…", self.open_remedies, _keys("Alt+Return")),
            None,
            ("查找…", lambda: self.open_search(replacing=False), _keys(_Key.Find)),
            ("替换…", lambda: self.open_search(replacing=True), _keys("Ctrl+H")),
            ("查找下一个", self.find_bar.find_next, _keys("F3")),
            ("查找上一个", self.find_bar.find_previous, _keys("Shift+F3")),
            None,
            ("放大", lambda: self.zoom(1), _keys(_Key.ZoomIn, "Ctrl+=")),
            ("缩小", lambda: self.zoom(-1), _keys(_Key.ZoomOut)),
            ("恢复原大小", lambda: self.zoom(0), _keys("Ctrl+0")),
        ]

    def show_summary(self) -> None:
        """Say how long the text in use is, and how much of it is selected."""
        selected = self._current.selected_count
        whole = f"共 {self._current.character_count:,} 字"
        self.summary_changed.emit(f"已选 {selected:,} 字，{whole}" if selected else whole)

    def show_lengths(self) -> None:
        """Say how long the texts are, after a change of them."""
        self.show_summary()

    def reveal(self, place: Place) -> None:
        """Show a stretch of one of this page's texts and put the focus there."""
        if isinstance(place, TextSelection) and place.text in self.editors:
            self._follow_focus(self.editors[place.text])
            self._current.reveal(place)

    def current_place(self) -> Place | None:
        """Return the selection in the editor in use."""
        return self._current.selected

    def edit_actions(self) -> list[QAction]:
        """Return what can be done with texts."""
        return self._actions

    def zoom(self, by: int) -> None:
        """Show the texts larger, smaller, or with 0 in their usual size."""
        wanted = self._zoom + by * _ZOOM_STEP if by else 100
        self._zoom = max(_SMALLEST, min(_LARGEST, wanted))
        for editor in self.editors.values():
            editor.set_scale(self._zoom / 100)
        self.zoom_changed.emit()

    @property
    def zoom_percent(self) -> int:
        """Return the size of the letters."""
        return self._zoom

    def open_search(self, *, replacing: bool) -> None:
        """Open the bar to search in, with the fields for replacing or without."""
        self.find_bar.open_search(replacing=replacing)

    @cached_property
    def number_search(self) -> NumberSearch:
        """Return the search of this page; it is made when it is first wanted, not at the start."""
        return NumberSearch(self)

    def open_number_search(self) -> None:
        """Look for a number of the tables and put it in at the caret."""
        self.bubble.select_digits(self._current)
        self.number_search.open_for(self._current)

    def open_remedies(self) -> None:
        """Open the menu of what can be done at the caret, for those who work without a mouse."""
        editor = self._current
        offset = editor.selected.start
        below = editor.rect_of(offset).bottomLeft()
        editor.context_menu(offset).popup(editor.mapToGlobal(below))

    def _on_current(self, act: Callable[[TextEditor], object]) -> None:
        act(self._current)

    def _action(self, words: str, act: Callable[[], object], keys: list[QKeySequence]) -> QAction:
        action = QAction(words, self)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(act)
        return action

    def _separator(self) -> QAction:
        separator = QAction(self)
        separator.setSeparator(True)
        return separator

    def _follow_focus(self, editor: TextEditor) -> None:
        self._current = editor
        self.setFocusProxy(editor)

    def _go_to(self, place: TextSelection) -> None:
        """Go to what was found; the window first brings another page into sight, which may not exist yet."""
        in_bar = self.find_bar.has_keyboard
        if place.text not in self.editors:
            self.session.reveal(place)
        self.search.arrived.emit(place, in_bar)

    def _follow_search(self, place: TextSelection, in_bar: bool) -> None:  # noqa: FBT001 (a signal's argument)
        """Select what was found in a text of this page."""
        editor = self.editors.get(place.text)
        if editor is None:
            return
        self._follow_focus(editor)
        editor.select_stretch(place.start, place.end)
        if in_bar and not self.find_bar.has_keyboard:
            self.find_bar.take_focus()

    def _show_matches(self) -> None:
        for key, editor in self.editors.items():
            editor.set_matches((match.place.start, match.place.end) for match in self.search.matches(key))
        self.find_bar.show_place()


def _keys(*keys: str | QKeySequence.StandardKey) -> list[QKeySequence]:
    return [QKeySequence(key) for key in keys]
