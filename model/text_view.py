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
from typing import Final, NamedTuple

from model.bound_numbers import bound_numbers, printed_number
from model.cells import CellRef, Value

_FULL: Final = str.maketrans("(),:;?!", "（），：；？！")
_HALF: Final = {full: chr(full - 0xFEE0) for full in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0B, 0xFF1D, 0xFF0E)}
_ONE_WAY: Final = tuple((chr(old), new if isinstance(new, str) else chr(new)) for old, new in (_FULL | _HALF).items())
# Line breaks, blanks, the comma of 3,119, the backslash of a typed "{{", and everything else.
_CHUNK: Final = re.compile(
    r"(?P<line>\n)|[^\S\n]+|(?<=\d)[,，](?=\d{3}(?!\d))|\\(?=\{\{)|"
    r"(?P<text>(?:[^\s,，\\]+|(?<!\d)[,，]|[,，](?!\d{3}(?!\d)))+|\\)"
)
_ENDS: Final = "。！？：；"
_HEADING: Final = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])[^。，,]{0,30}"
)
_STOPS: Final = re.compile(r"[。！？\n]")


class TextSpan(NamedTuple):
    """A stretch of a stored text, in code points."""

    start: int
    end: int
    quote: str


class Piece(NamedTuple):
    """A stretch of a view that begins ``at``, and where it is stored; ``taken`` from the tables it is one whole."""

    at: int
    start: int
    end: int
    taken: bool


@dataclass(frozen=True, eq=False)
class TextView:
    """The characters of a text without its layout; the same text has the same view, so views are cheap keys.

    ``pieces`` tell which stretches of ``plain`` stand for which of ``stored``, in order; ``bound`` are the stretches
    of ``plain`` that are taken from the tables.
    """

    stored: str
    plain: str
    pieces: tuple[Piece, ...]
    bound: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> TextSpan:
        """Return where ``plain[start:end]``, which is not empty, is stored."""
        first, last = self._piece(start), self._piece(end - 1)
        begin = first.start if first.taken else first.start + start - first.at
        stop = last.end if last.taken else last.start + end - last.at
        return TextSpan(begin, stop, self.stored[begin:stop])

    def _piece(self, at: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, at, key=lambda piece: piece.at) - 1]

    def is_bound(self, start: int, end: int) -> bool:
        """Tell whether a stretch of ``plain`` touches a number taken from the tables."""
        return any(start < stop and end > begin for begin, stop in self.bound)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The stretches between full stops and line breaks, in order."""
        return sentences_in(self.plain)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, str], ...]:
        """The paragraphs and where each begins, in order."""
        found = []
        start = 0
        for paragraph in self.plain.split("\n"):
            if paragraph:
                found.append((start, paragraph))
            start += len(paragraph) + 1
        return tuple(found)


def sentences_in(plain: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a view between full stops and line breaks, in order."""
    bounds = [0, *(match.end() for match in _STOPS.finditer(plain)), len(plain)]
    return tuple((start, end) for start, end in pairwise(bounds) if end > start)


def view_of(stored: str, values: Mapping[CellRef, Value]) -> TextView:
    """Return the view of a stored text in which bound numbers show ``values``."""
    return _view(stored, tuple(printed_number(source, values) for source in _sources(stored)))


@lru_cache(maxsize=64)
def _sources(stored: str) -> tuple[str, ...]:
    return tuple(number.source for number in bound_numbers(stored))


@lru_cache(maxsize=64)
def _view(stored: str, printed: tuple[str, ...]) -> TextView:
    plain: list[str] = []
    pieces: list[Piece] = []
    bound: list[tuple[int, int]] = []
    length = 0
    for text, start, end, taken in _pieces(stored, printed):
        if taken:
            bound.append((length, length + len(text)))
        plain.append(text)
        pieces.append(Piece(length, start, end, taken))
        length += len(text)
    return TextView(stored, _in_one_way("".join(plain)), tuple(pieces), tuple(bound))


def _in_one_way(text: str) -> str:
    """Return a text in the one way of writing; a few replacements are quicker than a look at every character."""
    for old, new in _ONE_WAY:
        text = text.replace(old, new)
    return text


def _pieces(stored: str, printed: tuple[str, ...]) -> Iterator[tuple[str, int, int, bool]]:
    """Yield what stands in the view, where it is stored, and whether it is taken from the tables."""
    at = 0
    for number, digits in zip(bound_numbers(stored), printed, strict=True):
        yield from _characters(stored, at, number.start)
        yield digits, number.start, number.end, True
        at = number.end
    yield from _characters(stored, at, len(stored))


def _characters(stored: str, start: int, end: int) -> Iterator[tuple[str, int, int, bool]]:
    for match in _CHUNK.finditer(stored, start, end):
        if match.lastgroup == "text":
            yield match.group(), match.start(), match.end(), False
        elif match.lastgroup == "line" and _ends_paragraph(stored, match.start()):
            yield "\n", match.start(), match.end(), False


def _ends_paragraph(stored: str, at: int) -> bool:
    """Tell a paragraph's end from the line breaks that a wrapped text brings along."""
    before = stored[max(0, at - 300) : at].rstrip()
    line = before[before.rfind("\n") + 1 :].strip()
    after = stored[at + 1 : at + 60].partition("\n")[0].strip()
    ended = before[-1:].translate(_FULL) in tuple(_ENDS) or not after
    return ended or bool(_HEADING.fullmatch(line)) or bool(_HEADING.match(after))
