"""A Qt document that shows a stored text: plain paragraphs, and one chip per number taken from the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from ui.texts.chips import CHIP_TYPE, ChipObject, chip_format, chip_number
from ui.texts.stored_text import CHIP, ShownText

_PLAIN = QTextCharFormat()
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


class ReadText(NamedTuple):
    """What stands in a document: its text, and the expression of every chip; None for a stray chip character."""

    shown: str
    sources: tuple[str | None, ...]


class TextDocument(QTextDocument):
    """Shows a stored text and reads it back. Keeps no undo of its own.

    ``words`` gives the label and the digits of a number from its expression.
    """

    def __init__(self, words: Callable[[str], tuple[str, str]], parent: QObject) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self._sources: list[str] = []
        self._chips = ChipObject(lambda number: words(self._sources[number]), self)
        self.documentLayout().registerHandler(CHIP_TYPE, self._chips)

    def show_text(self, text: ShownText) -> None:
        """Replace everything by ``text``; the format of the paragraphs stays."""
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        self.insert(cursor, text)
        cursor.endEditBlock()

    def insert(self, cursor: QTextCursor, text: ShownText) -> None:
        """Replace the selection of ``cursor`` by ``text``."""
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        typed, *rest = text.text.split(CHIP)
        cursor.insertText(typed, _PLAIN)
        for source, following in zip(text.sources, rest, strict=True):
            cursor.insertText(CHIP, chip_format(self._number(source)))
            cursor.insertText(following, _PLAIN)
        cursor.setCharFormat(_PLAIN)
        cursor.endEditBlock()

    def read(self) -> ReadText:
        """Return what stands in the document; what an input method is composing does not."""
        shown = self.toRawText().translate(_LINE_ENDS)
        return ReadText(shown, tuple(self._read_sources()) if CHIP in shown else ())

    def _read_sources(self) -> Iterator[str | None]:
        """Yield the expression of every chip. Cursors would lay out the text at every step; fragments do not."""
        block = self.begin()
        while block.isValid():
            fragments = block.begin() if CHIP in block.text() else block.end()
            while not fragments.atEnd():
                fragment = fragments.fragment()
                for _ in range(fragment.text().count(CHIP)):
                    yield self.source_of(fragment.charFormat())
                fragments += 1
            block = block.next()

    def source_of(self, text_format: QTextFormat) -> str | None:
        """Return the expression of a chip from its format, None for any other format."""
        number = chip_number(text_format)
        return self._sources[number] if number is not None else None

    def measure_again(self, positions: Iterable[int]) -> None:
        """Lay out the chips at these UTF-16 positions anew, because their digits changed."""
        self._chips.forget_sizes()
        for position in positions:
            self.markContentsDirty(position, 1)

    def set_paragraphs(self, paragraph: QTextBlockFormat) -> None:
        """Give every paragraph the same format, after a change of the font."""
        self._chips.forget_sizes()
        cursor = QTextCursor(self)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(paragraph)

    def _number(self, source: str) -> int:
        if source not in self._sources:
            self._sources.append(source)
        return self._sources.index(source)
