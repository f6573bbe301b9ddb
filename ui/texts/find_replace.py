"""The bar under a text in which one searches and replaces."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from model.bound_numbers import stored_text
from ui.session import TextSelection
from ui.texts.editor import TextEditor
from ui.texts.search import Match, Search


class FindBar(QWidget):
    """Searches from the caret of the editor that ``current_editor`` returns.

    Enter goes to the next match, Shift+Enter to the one before, Escape closes. ``found`` carries the
    :class:`TextSelection` to go to, ``message`` a sentence for the user.
    """

    found = Signal(object)
    message = Signal(str)

    def __init__(self, search: Search, current_editor: Callable[[], TextEditor]) -> None:
        super().__init__()
        self._search, self._current_editor = search, current_editor
        self._words = QLineEdit(placeholderText="查找")
        self._replacement = QLineEdit(placeholderText="替换为")
        self._everywhere = QCheckBox("全部文字")
        self._status = QLabel()
        self._status.setProperty("role", "muted")
        self._replace_row: list[QWidget] = []
        self._lay_out()
        self._words.textChanged.connect(lambda words: search.ask(words=words))
        self._replacement.textChanged.connect(lambda words: search.ask(replacement=words))
        self._everywhere.toggled.connect(lambda on: search.ask(everywhere=on))
        search.changed.connect(self._follow_search)
        self._follow_search()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        close = QToolButton()
        close.setText("×")
        close.setToolTip("关闭查找（Esc）")
        close.setAccessibleName("关闭查找")
        close.clicked.connect(self.close_search)
        self._replace_row = [
            self._replacement,
            self._button("替换", self.replace_one),
            self._button("全部替换", self.replace_all),
        ]
        find_row = [self._words, self._button("上一个", self.find_previous), self._button("下一个", self.find_next)]
        for column, (above, below) in enumerate(zip(find_row, self._replace_row, strict=True)):
            grid.addWidget(above, 0, column)
            grid.addWidget(below, 1, column)
        grid.addWidget(self._everywhere, 0, 3)
        grid.addWidget(self._status, 0, 4)
        grid.addWidget(close, 0, 5, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(4, 3)
        self._words.setAccessibleName("查找内容")
        self._replacement.setAccessibleName("替换为")
        self._everywhere.setToolTip("在标题、前言、各章文字和落款里查找和替换")

    def open_search(self, *, replacing: bool) -> None:
        """Open the bar with what is selected as the words to look for."""
        editor = self._current_editor()
        here = editor.selected
        selected = editor.stored[here.start : here.end]
        self._search.open(replacing=replacing)
        if selected and "\n" not in selected and "{{" not in selected:
            self._words.setText(selected)
        self.take_focus()

    def close_search(self) -> None:
        """Close the bar and go back to the text."""
        self._search.close()
        self._current_editor().setFocus()

    @property
    def has_keyboard(self) -> bool:
        """Tell whether the focus is in the bar."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def take_focus(self) -> None:
        """Put the caret into the words to look for."""
        self._words.setFocus()
        self._words.selectAll()

    def find_next(self) -> None:
        """Go to the next match."""
        self._go(backwards=False)

    def find_previous(self) -> None:
        """Go to the match before."""
        self._go(backwards=True)

    def replace_one(self) -> None:
        """Replace the selected match, then go to the next one."""
        here = self._current_editor().selected
        match = next((match for match in self._search.matches(here.text) if match.place == here), None)
        if match is None:
            self._go(backwards=False)
        elif match.is_fixed:
            self.message.emit("这里的数字取自表格，未替换。要改数字，请改表格。")
            self._go(backwards=False)
        elif self._search.replace([match], "替换 1 处"):
            end = here.start + len(stored_text(self._search.replacement))
            self._go_from(TextSelection(here.text, end, end))

    def replace_all(self) -> None:
        """Replace every match in one undo step and say how many."""
        matches = self._search.all_matches(self._current_editor().key)
        count = sum(not match.is_fixed for match in matches)
        if not self._search.replace(matches, f"替换 {count} 处"):
            count = 0
        kept = sum(match.is_fixed for match in matches)
        sentence = f"已替换 {count} 处。" if count else "没有替换任何文字。"
        self.message.emit(f"{sentence}{kept} 处数字取自表格，未替换。" if kept else sentence)

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Search with Enter, close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_search()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def show_place(self) -> None:
        """Say which of how many matches is selected."""
        if not self._search.is_open:
            return
        here = self._current_editor().selected
        matches = self._search.all_matches(here.text)
        places = [match.place for match in matches]
        if here in places:
            self._status.setText(f"第 {places.index(here) + 1} 处，共 {len(places)} 处")
        elif self._search.words:
            self._status.setText(f"共 {len(places)} 处" if places else "没有找到")
        else:
            self._status.setText("")

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, autoDefault=False)
        button.clicked.connect(act)
        return button

    def _follow_search(self) -> None:
        self.setVisible(self._search.is_open)
        for widget in self._replace_row:
            widget.setVisible(self._search.is_replacing)
        for field, words in ((self._words, self._search.words), (self._replacement, self._search.replacement)):
            if field.text() != words:
                field.setText(words)
        self._everywhere.setChecked(self._search.everywhere)

    def _go(self, *, backwards: bool) -> None:
        self._go_from(self._current_editor().selected, backwards=backwards)

    def _go_from(self, here: TextSelection, *, backwards: bool = False) -> None:
        match: Match | None = self._search.next_match(here, backwards=backwards)
        if match is not None:
            self.found.emit(match.place)
        self.show_place()
