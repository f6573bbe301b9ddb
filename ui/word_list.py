"""导入错敏词表: the office's own list of words, kept in the 年报文件 and checked from then on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from model.errors import AppError, FileUnreadableError
from model.text_style import read_words
from ui.desk import Desk
from ui.notices import Tone
from ui.window import MainWindow

_FILTER = "词表 (*.txt *.csv)"
_ENCODINGS = ("utf-8-sig", "gb18030")
_HOW = "每行写一条，先写错词，再写正词，中间用 Tab、逗号、“→”或“=”隔开。"
MAXIMUM_SIZE = 1_000_000
"""Bytes; the longest lists in use have a few thousand words."""


class WordListError(AppError):
    """A file in which no pair of words was found."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} 里没有读到词条，词表没有改动。{_HOW}")


def read_word_file(path: Path) -> str:
    """Return the text of a list of words; raise an ``AppError`` when there is none in it."""
    try:
        content = path.read_bytes()[:MAXIMUM_SIZE]
    except OSError as problem:
        raise FileUnreadableError(path) from problem
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if read_words(text):
            return text
    raise WordListError(path)


class WordListCommands(QObject):
    """Imports a list of words, and does without it again. ``said`` carries a sentence for the status bar."""

    said = Signal(str)

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices = window, desk, window.notices

    def import_chosen(self) -> None:
        """Ask for a file and take its words in place of the list so far."""
        folder = str(self._window.settings.export_folder)
        chosen, _ = QFileDialog.getOpenFileName(self._window, "导入错敏词表", folder, _FILTER)
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Take the words of a file in place of the list so far."""
        try:
            text = read_word_file(path)
            self._desk.set_words(text)
        except AppError as refusal:
            self._notices.show_notice("words", Tone.ERROR, refusal.sentence)
            return
        count = len(read_words(text))
        self._notices.show_notice("words", Tone.SUCCESS, f"已导入 {count} 条错敏词，文字里出现时会提示。")

    def remove(self) -> None:
        """Do without the list."""
        try:
            self._desk.set_words("")
        except AppError as refusal:
            self._notices.show_notice("words", Tone.ERROR, refusal.sentence)
            return
        self.said.emit("已停用导入的错敏词表。")
