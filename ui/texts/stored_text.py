r"""A stored text and what is shown of it, with offsets between the two.

Stored text is plain: ``{{expression}}`` is a number taken from the tables and ``\{{`` a typed ``{{``. An editor
shows each such number as one character, ``CHIP``; a search sees its digits. Offsets count code points; Qt
counts UTF-16 units, which :func:`utf16_position` and :func:`code_point_offset` convert.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from model.bound_numbers import bound_numbers, stored_text

CHIP: Final = "\ufffc"
"""The one character that stands for a number taken from the tables; Qt's object replacement character."""

REPLACEMENT: Final = "\ufffd"
"""Shown in place of a character that no document can hold."""

_ESCAPED: Final = re.compile(r"\\\{\{")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_ODD_LINE_END: Final = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NONCHARACTERS: Final = "".join(
    ["\ufdd0-\ufdef", *(chr(plane + low) for plane in range(0, sys.maxunicode, 0x10000) for low in (0xFFFE, 0xFFFF))]
)
_IMPOSSIBLE: Final = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{_NONCHARACTERS}]")


_ORDINARY: Final = re.compile("[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*")
"""What hardly any text goes beyond; it is matched far more quickly than all exceptions are looked for."""


class Segment(NamedTuple):
    """A stretch of stored text beside what is shown of it, both in code points.

    ``source`` is the expression of a number taken from the tables, None for typed text.
    """

    stored: int
    stored_end: int
    shown: int
    shown_end: int
    source: str | None

    @property
    def is_plain(self) -> bool:
        """Tell whether every character is shown as it is stored."""
        return self.source is None and self.stored_end - self.stored == self.shown_end - self.shown


class _Stretch(NamedTuple):
    """A stretch of stored text; of typed text what lies before ``shown_from`` is not shown."""

    start: int
    end: int
    shown_from: int
    source: str | None


class ShownText:
    """What is shown of a stored text, and where each part of it stands.

    ``show`` gives what stands for a number taken from the tables, from its expression. A character that no
    document can hold shows as ``REPLACEMENT``, so that offsets stay true.
    """

    def __init__(self, stored: str, show: Callable[[str], str] = lambda _source: CHIP) -> None:
        pieces: list[str] = []
        segments: list[Segment] = []
        length = 0
        typed = _displayable(stored)
        for start, end, shown_from, source in _stretches(stored):
            piece = typed[shown_from:end] if source is None else show(source)
            segments.append(Segment(start, end, length, length + len(piece), source))
            pieces.append(piece)
            length += len(piece)
        self.text = "".join(pieces)
        self.segments = tuple(segments)
        self._stored_length = len(stored)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the expressions of the numbers taken from the tables, in order."""
        return tuple(segment.source for segment in self.segments if segment.source is not None)

    def shown_offset(self, stored: int, *, end: bool = False) -> int:
        """Return where a stored offset is shown; inside a number, its start, or its end for the end of a stretch."""
        index = bisect_right(self.segments, stored, key=lambda segment: segment.stored) - 1
        if index < 0 or stored >= self._stored_length:
            return len(self.text) if self.segments else 0
        segment = self.segments[index]
        if segment.is_plain:
            return segment.shown + stored - segment.stored
        return segment.shown_end if end and stored > segment.stored else segment.shown

    def stored_offset(self, shown: int, *, end: bool = False) -> int:
        """Return where a shown offset is stored; inside a number, its start, or its end for the end of a stretch."""
        index = bisect_right(self.segments, shown, key=lambda segment: segment.shown) - 1
        if index < 0 or shown >= len(self.text):
            return self._stored_length
        segment = self.segments[index]
        if segment.is_plain:
            return segment.stored + shown - segment.shown
        return segment.stored_end if end and shown > segment.shown else segment.stored


def stored_from(shown: str, sources: Iterable[str | None]) -> str:
    """Return the stored form of shown text whose ``CHIP`` characters stand for ``sources`` in order.

    None marks a stray ``CHIP``, which is dropped, as is whatever no document can hold.
    """
    typed, *rest = _possible(shown).split(CHIP)
    stored = ""
    for source, following in zip(sources, rest, strict=True):
        if source is not None:
            stored += _typed_before_number(typed) + f"{{{{{source or ' '}}}}}"
            typed = following
        else:
            typed += following
    return stored + stored_text(typed)


def without_impossible(text: str) -> str:
    """Return text with one kind of line end and without characters that no document can hold."""
    return _possible(text).replace(CHIP, "")


def utf16_position(text: str, offset: int) -> int:
    """Return the UTF-16 position of a code point offset."""
    return offset + (len(_ASTRAL.findall(text, 0, offset)) if _has_astral(text) else 0)


@lru_cache(maxsize=64)
def _has_astral(text: str) -> bool:
    """Tell whether a text has characters that take two UTF-16 units; asked for every mark of a text."""
    return _ASTRAL.search(text) is not None


def code_point_offset(text: str, position: int) -> int:
    """Return the code point offset of a UTF-16 position; inside a surrogate pair, that of its character."""
    if not _has_astral(text):
        return min(position, len(text))
    return len(text.encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))


def changed_stretch(before: str, after: str, caret: int) -> tuple[int, int, int]:
    """Return where two texts differ: the common start, then where the difference ends in each of them.

    ``caret`` is where the caret stands in ``after``; of a repeated character it tells which one is new.
    """
    latest = min(len(before), len(after), max(0, caret - max(0, len(after) - len(before))))
    start = _longest(latest, lambda length: before[:length] == after[:length])
    room = min(len(before), len(after)) - start
    tail = _longest(room, lambda length: before[len(before) - length :] == after[len(after) - length :])
    return start, len(before) - tail, len(after) - tail


def _longest(limit: int, is_same: Callable[[int], bool]) -> int:
    """Return the greatest length up to ``limit`` that is the same, by halving: this is asked at every key."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_same(middle) else (low, middle - 1)
    return low


def _possible(text: str) -> str:
    if _ORDINARY.fullmatch(text):
        return text
    return _IMPOSSIBLE.sub("", _ODD_LINE_END.sub("\n", text.replace("\r\n", "\n")))


def _displayable(stored: str) -> str:
    """Return stored text with every odd character replaced, one for one."""
    if _ORDINARY.fullmatch(stored) and CHIP not in stored:
        return stored
    return _IMPOSSIBLE.sub(REPLACEMENT, _ODD_LINE_END.sub("\n", stored)).replace(CHIP, REPLACEMENT)


def _typed_before_number(typed: str) -> str:
    r"""Return the stored form of typed text before a number; a ``\`` or ``\{`` there would make it typed text."""
    return re.sub(r"\\(?=\{?\Z)", "＼", stored_text(typed))


def _stretches(stored: str) -> Iterator[_Stretch]:
    """Yield the stretches of a stored text: numbers and typed text."""
    end = 0
    for number in bound_numbers(stored):
        yield from _typed_stretches(stored, end, number.start)
        yield _Stretch(number.start, number.end, number.start, number.source)
        end = number.end
    yield from _typed_stretches(stored, end, len(stored))


def _typed_stretches(stored: str, start: int, end: int) -> Iterator[_Stretch]:
    r"""Yield typed text; of ``\{{`` the first two characters show as one, so that each brace has its own offset."""
    for escaped in _ESCAPED.finditer(stored, start, end):
        if start < escaped.start():
            yield _Stretch(start, escaped.start(), start, None)
        start = escaped.start() + len("\\{")
        yield _Stretch(escaped.start(), start, start - 1, None)
    if start < end:
        yield _Stretch(start, end, start, None)
