"""Searching and replacing in the report's texts, without any widget.

A search sees a text as it is printed: the digits of a number taken from the tables are found too, but never
replaced. Full-width and half-width, capital and small letters count as the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from model.bound_numbers import printed_number
from model.report import Edit, EditKind
from ui.session import ReportSession, TextSelection
from ui.texts.stored_text import ShownText, stored_from

TEXTS: Final = ("title", "preface", "overview", "problems", "others", "closing")
"""The keys of the texts in the order in which they are printed."""

_SAME: Final = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"\u3000": " ", "\u00a0": " "}
    | {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    | {chr(code): chr(code - 0xFEE0 + 32) for code in range(ord("Ａ"), ord("Ｚ") + 1)}
)


class Match(NamedTuple):
    """A found stretch of a stored text; ``is_fixed`` when a number taken from the tables is part of it."""

    place: TextSelection
    is_fixed: bool


class Search(QObject):
    """What is looked for, and where it stands; shared by all pages with texts.

    ``changed`` is emitted when the question changes or the search is opened or closed. ``arrived`` carries the
    :class:`TextSelection` that was found, and whether the keyboard is to stay in the bar.
    """

    changed = Signal()
    arrived = Signal(object, bool)

    def __init__(self, session: ReportSession) -> None:
        super().__init__(session)
        self.session = session
        self.words = ""
        self.replacement = ""
        self.everywhere = False
        self.is_open = False
        self.is_replacing = False

    def ask(self, *, words: str | None = None, replacement: str | None = None, everywhere: bool | None = None) -> None:
        """Change the question."""
        before = (self.words, self.replacement, self.everywhere)
        self.words = self.words if words is None else words
        self.replacement = self.replacement if replacement is None else replacement
        self.everywhere = self.everywhere if everywhere is None else everywhere
        if before != (self.words, self.replacement, self.everywhere):
            self.changed.emit()

    def open(self, *, replacing: bool = False) -> None:
        """Open the search, with replacing or without."""
        self.is_open, self.is_replacing = True, replacing
        self.changed.emit()

    def close(self) -> None:
        """Close the search; the question is kept."""
        self.is_open = False
        self.changed.emit()

    def matches(self, key: str) -> list[Match]:
        """Return what is found in one text; nothing while the search is closed."""
        stored = self.session.report.texts.get(key, "")
        wanted = self.words.translate(_SAME)
        if not self.is_open or not wanted or not stored:
            return []
        printed = ShownText(stored, self._digits)
        return [_match(key, printed, start, start + len(wanted)) for start in _occurrences(wanted, printed.text)]

    def all_matches(self, key: str) -> list[Match]:
        """Return what is found in the texts that are searched when the user is in text ``key``."""
        return [match for each in (TEXTS if self.everywhere else (key,)) for match in self.matches(each)]

    def next_match(self, here: TextSelection, *, backwards: bool = False) -> Match | None:
        """Return the match after (or before) a selection, from the other end when there is none."""
        found = self.all_matches(here.text)
        order = [TEXTS.index(match.place.text) for match in found]
        mine = TEXTS.index(here.text)
        if backwards:
            before = [m for m, text in zip(found, order, strict=True) if (text, m.place.end) <= (mine, here.start)]
            return before[-1] if before else found[-1] if found else None
        after = [m for m, text in zip(found, order, strict=True) if (text, m.place.start) >= (mine, here.end)]
        return after[0] if after else found[0] if found else None

    def replace(self, matches: Iterable[Match], words: str) -> int:
        """Replace matches in one undo step and return how many; those that are fixed stay."""
        found = [match for match in matches if not match.is_fixed]
        keys = dict.fromkeys(match.place.text for match in found)
        texts = {key: self._replaced(key, [m.place for m in found if m.place.text == key]) for key in keys}
        if not found:
            return 0
        first = found[0].place
        accepted = self.session.submit(Edit(EditKind.TEXT, texts=texts), words, first._replace(end=first.start))
        return len(found) if accepted else 0

    def _replaced(self, key: str, places: list[TextSelection]) -> str:
        shown = ShownText(self.session.report.texts[key])
        text = shown.text
        for place in reversed(places):
            start, end = shown.shown_offset(place.start), shown.shown_offset(place.end, end=True)
            text = text[:start] + self.replacement + text[end:]
        return stored_from(text, shown.sources)

    def _digits(self, source: str) -> str:
        return printed_number(source, self.session.evaluation.values)


def _occurrences(wanted: str, printed: str) -> Iterator[int]:
    text = printed.translate(_SAME)
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + len(wanted))


def _match(key: str, printed: ShownText, start: int, end: int) -> Match:
    place = TextSelection(key, printed.stored_offset(start), printed.stored_offset(end, end=True))
    is_fixed = any(
        segment.source is not None and segment.shown < end and start < segment.shown_end for segment in printed.segments
    )
    return Match(place, is_fixed)
