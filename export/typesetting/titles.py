"""Titles too long for one line, broken at the sense into lines that look alike (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from export.typesetting.setting import SetLine, TextStyle, set_text

_SENSE: Final = re.compile(
    r"(?=（)|(?<=）)|(?=关于)|(?<!\d)(?=\d{4}年)"
    r"|(?:(?<=自治区|自治州|委员会|办公室|办公厅|办事处)|(?<=人民政府))(?!办公|的|）|人民政府)"
    r"|(?<=[局厅])(?!部|面|的|）|长|级|办公)"
)
"""Where a title may be broken: before and after what is in brackets, before a year, after the name of an organ."""
_MOST_BREAKS: Final = 8
"""A title with more places than these is broken by its width: nobody writes one."""


def title_lines(text: str, style: TextStyle, measure: float) -> list[SetLine]:
    """Set a title on as few lines as hold it, broken at the sense where that takes one line more at most.

    Where the words give no place, the lines become about equally long.
    """
    lines = set_text(text, style, measure)
    if len(lines) == 1:
        return lines
    return _at_the_sense(text, style, measure, len(lines)) or _balanced(text, style, measure)


def _at_the_sense(text: str, style: TextStyle, measure: float, count: int) -> list[SetLine]:
    """Return the most even lines, at least ``count`` of them, that end at the sense; none when words are too long."""
    places = [found.start() for found in _SENSE.finditer(text) if 0 < found.start() < len(text)]
    if len(places) > _MOST_BREAKS:
        return []
    for needed in (count, count + 1):
        fitting = [lines for lines in _divisions(text, places, style, measure, needed) if len(lines) == needed]
        if fitting:
            return min(fitting, key=_unevenness)
    return []


def _divisions(
    text: str, places: Sequence[int], style: TextStyle, measure: float, count: int
) -> Iterator[list[SetLine]]:
    """Yield the lines of a title for every choice of ``count`` - 1 of its places."""
    for chosen in combinations(places, count - 1):
        lines: list[SetLine] = []
        for start, end in pairwise((0, *chosen, len(text))):
            lines += [
                line._replace(start=line.start + start, end=line.end + start)
                for line in set_text(text[start:end], style, measure)
            ]
        yield lines


def _unevenness(lines: Sequence[SetLine]) -> float:
    widths = [line.right - line.left for line in lines]
    return max(widths) - min(widths)


def _balanced(text: str, style: TextStyle, measure: float) -> list[SetLine]:
    """Set a title in the narrowest column that takes no more lines."""
    lines = set_text(text, style, measure)
    narrow = measure
    while narrow > 2 * style.size:
        narrow -= style.size / 2
        narrower = set_text(text, style, narrow)
        if len(narrower) > len(lines):
            break
        lines = [line.moved((measure - narrow) / 2) for line in narrower]
    return lines
