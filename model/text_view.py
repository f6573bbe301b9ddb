"""A stored text as a reader sees it, with the way back to where each character is stored.

Bound numbers stand in it as printed digits, brackets and commas are full-width, digits are half-width, and spaces
and the line breaks of a wrapped paragraph are gone, so that the finders of facts meet one way of writing only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from model.bound_numbers import bound_numbers, printed_number
from model.cells import CellRef, Value
from model.finding import TextSpan

_FULL: Final = str.maketrans("(),:;?!", "（），：；？！")
_HALF: Final = {full: chr(full - 0xFEE0) for full in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0B, 0xFF1D, 0xFF0E)}
_ENDS: Final = "。！？：；"
_HEADING: Final = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])[^。，,]{0,30}"
)
_STOPS: Final = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class TextView:
    """The characters of a text without its layout.

    ``starts`` and ``ends`` give for each character of ``plain`` the code points of ``stored`` it stands for;
    ``bound`` are the stretches of ``plain`` that are taken from the tables.
    """

    stored: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    bound: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> TextSpan:
        """Return where ``plain[start:end]``, which is not empty, is stored."""
        first, last = self.starts[start], self.ends[end - 1]
        return TextSpan(first, last, self.stored[first:last])

    def is_bound(self, start: int, end: int) -> bool:
        """Tell whether a stretch of ``plain`` touches a number taken from the tables."""
        return any(start < stop and end > begin for begin, stop in self.bound)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The stretches between full stops and line breaks, in order."""
        bounds = [0, *(match.end() for match in _STOPS.finditer(self.plain)), len(self.plain)]
        return tuple((start, end) for start, end in pairwise(bounds) if end > start)

    @cached_property
    def _breaks(self) -> tuple[int, ...]:
        return (-1, *(at for at, character in enumerate(self.plain) if character == "\n"))

    def paragraph(self, at: int) -> str:
        """Return the paragraph around a position of ``plain``."""
        breaks = self._breaks
        number = bisect_right(breaks, at - 1 if self.plain[at : at + 1] == "\n" else at)
        return self.plain[breaks[number - 1] + 1 : breaks[number] if number < len(breaks) else len(self.plain)]


def view_of(stored: str, values: Mapping[CellRef, Value]) -> TextView:
    """Return the view of a stored text in which bound numbers show ``values``."""
    return _view(stored, tuple(printed_number(number.source, values) for number in bound_numbers(stored)))


@lru_cache(maxsize=64)
def _view(stored: str, printed: tuple[str, ...]) -> TextView:
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    bound: list[tuple[int, int]] = []
    for text, start, end, taken in _pieces(stored, printed):
        if taken:
            bound.append((len(plain), len(plain) + len(text)))
        plain += text
        starts += [start] * len(text)
        ends += [end] * len(text)
    return TextView(stored, "".join(plain), tuple(starts), tuple(ends), tuple(bound))


def _pieces(stored: str, printed: tuple[str, ...]) -> Iterator[tuple[str, int, int, bool]]:
    """Yield what stands in the view, where it is stored, and whether it is taken from the tables."""
    at = 0
    for number, digits in zip(bound_numbers(stored), printed, strict=True):
        yield from _characters(stored, at, number.start)
        yield digits, number.start, number.end, True
        at = number.end
    yield from _characters(stored, at, len(stored))


def _characters(stored: str, start: int, end: int) -> Iterator[tuple[str, int, int, bool]]:
    for at in range(start, end):
        character = stored[at]
        if character == "\n":
            if _ends_paragraph(stored, at):
                yield character, at, at + 1, False
        elif not (character.isspace() or _separates_thousands(stored, at) or _escapes(stored, at)):
            yield character.translate(_HALF).translate(_FULL), at, at + 1, False


def _escapes(stored: str, at: int) -> bool:
    return stored[at] == "\\" and stored[at + 1 : at + 3] == "{{"


def _separates_thousands(stored: str, at: int) -> bool:
    """Tell whether the comma here belongs to a number such as 3,119."""
    if stored[at] not in ",，":
        return False
    after = stored[at + 1 : at + 5]
    return stored[at - 1 : at].isdigit() and after[:3].isdigit() and len(after) >= 3 and not after[3:].isdigit()


def _ends_paragraph(stored: str, at: int) -> bool:
    """Tell a paragraph's end from the line breaks that a wrapped text brings along."""
    before = stored[max(0, at - 300) : at].rstrip()
    line = before[before.rfind("\n") + 1 :].strip()
    after = stored[at + 1 : at + 60].partition("\n")[0].strip()
    ended = before[-1:].translate(_FULL) in tuple(_ENDS) or not after
    return ended or bool(_HEADING.fullmatch(line)) or bool(_HEADING.match(after))
