"""Takes out what stands in the margins of pages: their numbers, and headers and footers that return on every page.

Left in, they would cut a sentence in two where a page ends and stand in the middle of a chapter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from intake.source import Grid, Paragraph

_UPPER: Final = 70.0
_LOWER: Final = 100.0
"""Points from the edges of a page: text begins 72 below the upper one in a plain Word file, an official document has
its page number 28 mm above the lower one (GB/T 9704)."""
_NUMBER: Final = re.compile(r"[-—–－~·•.]*第?(\d{1,4})(?:页|[/／]\d{1,4}|[,，]?共\d{1,4}页)*[-—–－~·•.]*")
_DRESSED: Final = re.compile(r"[-—–－]+\d{1,4}[-—–－]+")
_DIGITS: Final = re.compile(r"\d+")

_Key = tuple[bool, str, int]


def is_page_number(line: str) -> bool:
    """Tell whether a line is a page number between dashes, as official documents have it."""
    return _DRESSED.fullmatch("".join(line.split())) is not None


def is_within(top: float, bottom: float, height: float) -> bool:
    """Tell whether something stands on a page of that height, and surely in none of its margins."""
    return bottom > _UPPER and top < height - _LOWER


def without_margins(
    pages: Sequence[Sequence[Paragraph | Grid]], heights: Sequence[float]
) -> Iterator[Paragraph | Grid]:
    """Yield what stands on the pages, from the first to the last, without what is in their margins.

    A line is in a margin where it is near the edge and returns on half of the pages, its digits aside; a number must
    grow with them. One page tells nothing by itself.
    """
    keys = [_keys(elements, number, heights[number]) for number, elements in enumerate(pages)]
    found = Counter(key for on_page in keys for key in set(on_page) - {None})
    wanted = max(2, len(pages) / 2)
    for elements, on_page in zip(pages, keys, strict=True):
        for element, key in zip(elements, on_page, strict=True):
            dressed = isinstance(element, Paragraph) and is_page_number(element.text)
            if not dressed and (key is None or found[key] < wanted):
                yield element


def _keys(elements: Sequence[Paragraph | Grid], number: int, height: float) -> list[_Key | None]:
    """Return for each element what tells it from the lines in the margins of other pages, None for what is in none."""
    keys: list[_Key | None] = []
    for at, element in enumerate(elements):
        if isinstance(element, Grid) or not element.place.box:
            keys.append(None)
            continue
        _, top, _, bottom = element.place.box
        text = "".join(element.text.split())
        printed = _NUMBER.fullmatch(text)
        outermost = at in {0, len(elements) - 1}
        if is_within(top, bottom, height) or (printed and not outermost):
            keys.append(None)
        else:
            shift = int(printed[1]) - number if printed else 0
            keys.append((top > _UPPER, _DIGITS.sub("0", text), shift))
    return keys
