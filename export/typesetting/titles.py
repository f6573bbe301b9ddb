"""Titles too long for one line, broken at the sense into lines that look alike (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final
from unicodedata import east_asian_width

from export.fonts import Face, Source
from export.typesetting.setting import Alignment, SetLine, TextStyle, set_text
from export.typesetting.units import Glyph

_SENSE: Final = re.compile(
    r"(?=（)|(?<=）)|(?=关于)|(?<!\d)(?=\d{4}年)"
    r"|(?:(?<=自治区|自治州|委员会|办公室|办公厅|办事处)|(?<=人民政府))(?!办公|的|）|人民政府)"
    r"|(?<=[局厅])(?!部|面|的|）|长|级|办公)"
)
"""Where a title may be broken: before and after what is in brackets, before a year, after the name of an organ."""
LINES_OF_NAME: Final = 3
"""A 落款 of more lines is no name, and is broken by its width."""
_MOST_BREAKS: Final = 8
"""A title with more places than these is broken by its width: nobody writes one."""


_WIDE: Final = frozenset("WFA")
_NARROW_WIDTH: Final = 0.56
"""Ems of a Western letter or digit: half an em in most faces, a little more in those that may take their place."""


def _model(char: str) -> Glyph:
    """Measure a character as every Chinese face has it, so that all files of a report break its title alike."""
    return Glyph(char, _NO_FACE, 1.0 if east_asian_width(char) in _WIDE else _NARROW_WIDTH)


_NO_FACE: Final = Face(Path(), 0, "", Source.BUNDLED)
_MODEL: Final = TextStyle(_model, 1.0, Alignment.CENTRED)
"""A title in letters of the size 1, in which lengths count characters."""


def title_lines(text: str, style: TextStyle, measure: float) -> list[SetLine]:
    """Set a title on the lines that ``title_breaks`` names; in a face too wide for one of them it takes more."""
    places = title_breaks(text, measure / (style.size + style.tracking))
    return [line for start, end in _pieces(text, places) for line in _set(text, start, end, style, measure)]


def title_breaks(text: str, measure: float) -> list[int]:
    """Return where a title is broken on lines of so many characters, whatever faces it is set in.

    It takes as few lines as hold it, or one more if they can then end at the sense. Where the words give no place,
    the lines become about equally long.
    """
    lines = set_text(text, _MODEL, measure)
    if len(lines) > 1:
        lines = _at_the_sense(text, measure, len(lines)) or _balanced(text, 0, len(text), measure)
    return [line.start for line in lines[1:]]


def sense_places(text: str) -> list[int]:
    """Return where a title may be broken at the sense, whatever its width."""
    return [found.start() for found in _SENSE.finditer(text) if 0 < found.start() < len(text)]


def title_texts(text: str, measure: float) -> list[str]:
    """Return the lines of a title as ``title_breaks`` has them."""
    return [text[start:end].strip() for start, end in _pieces(text, title_breaks(text, measure))]


def _pieces(text: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield from pairwise((0, *places, len(text)))


def _set(text: str, start: int, end: int, style: TextStyle, measure: float) -> list[SetLine]:
    lines = set_text(text[start:end], style, measure)
    return [line._replace(start=line.start + start, end=line.end + start) for line in lines]


def _at_the_sense(text: str, measure: float, count: int) -> list[SetLine]:
    """Return the most even lines, at least ``count`` of them, that end at the sense as often as they can."""
    places = sense_places(text)
    if len(places) > _MOST_BREAKS:
        return []
    for needed in (count, count + 1):
        for breaks in range(min(needed - 1, len(places)), 0, -1):
            fitting = [lines for lines in _divisions(text, places, breaks, measure) if len(lines) == needed]
            if fitting:
                return min(fitting, key=_unevenness)
    return []


def _divisions(text: str, places: Sequence[int], breaks: int, measure: float) -> Iterator[list[SetLine]]:
    """Yield the lines of a title for every choice of so many ``breaks`` among its places."""
    for chosen in combinations(places, breaks):
        yield [line for start, end in _pieces(text, chosen) for line in _balanced(text, start, end, measure)]


def _unevenness(lines: Sequence[SetLine]) -> float:
    widths = [line.right - line.left for line in lines]
    return max(widths) - min(widths)


@lru_cache(maxsize=256)  # the divisions of one title share their pieces
def _balanced(text: str, start: int, end: int, measure: float) -> list[SetLine]:
    """Set a piece of a title in the narrowest column that takes no more lines."""
    lines = _set(text, start, end, _MODEL, measure)
    narrow = measure
    while len(lines) > 1 and narrow > 2:
        narrow -= 0.5
        narrower = _set(text, start, end, _MODEL, narrow)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines
