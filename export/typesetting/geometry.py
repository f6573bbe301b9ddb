"""Measures of an official page and the small shapes that lie on it.

All lengths are points (1/72 inch). The origin is the upper left corner of the sheet and y grows downwards, as
on a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

MILLIMETRE: Final = 72 / 25.4

SHEET_WIDTH: Final = 210 * MILLIMETRE
SHEET_HEIGHT: Final = 297 * MILLIMETRE
LEFT: Final = 28 * MILLIMETRE
"""订口 of GB/T 9704-2012, 5.1."""
TOP: Final = 37 * MILLIMETRE
"""天头 of the same article."""
MEASURE: Final = 156 * MILLIMETRE
DEPTH: Final = 225 * MILLIMETRE
"""Width and height of the 版心."""
FOLIO_SIZE: Final = 14.0  # 4号
FOLIO_DROP: Final = 7 * MILLIMETRE
"""From the 版心 down to the dashes of the page number (GB/T 9704-2012, 7.5)."""


@dataclass(frozen=True)
class PageStyle:
    """How much stands on a page: characters of a line, lines of a page, and the sizes of type in points.

    ``few_columns`` and ``many_columns`` are the sizes inside tables.
    """

    characters: int
    lines: int
    body: float
    title: float
    few_columns: float
    many_columns: float

    @property
    def pitch(self) -> float:
        """Return the distance from line to line."""
        return DEPTH / self.lines

    @property
    def advance(self) -> float:
        """Return the distance from character to character."""
        return MEASURE / self.characters

    @property
    def tracking(self) -> float:
        """Return what every character of running text gains or gives so that a line fills the measure.

        3号 is 16 points, 28 of them are a little wider than 156 mm.
        """
        return self.advance - self.body


OFFICIAL: Final = PageStyle(characters=28, lines=22, body=16, title=22, few_columns=10.5, many_columns=9)
"""22 lines of 28 characters in 3号, title in 2号 (GB/T 9704-2012, 5.2.3 and 7.3.1); tables in 5号 and 小5号."""
LARGE_TYPE: Final = PageStyle(characters=20, lines=16, body=22, title=26, few_columns=14, many_columns=10.5)
"""For readers who want large type: the body in 2号."""


class Rect(NamedTuple):
    """A rectangle in points, measured from the upper left corner of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def contains(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside or on the edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom
