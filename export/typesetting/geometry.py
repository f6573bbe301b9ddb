"""Measures of an official page and the small shapes that lie on it.

All lengths are points (1/72 inch). The origin is the upper left corner of the sheet and y grows downwards, as
on a screen. Measures: GB/T 9704-2012, 5.1 and 5.2 (A4, 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm, 22 lines of
28 characters) and 7.5 (page number 7 mm below the type area).
"""

from __future__ import annotations

from typing import Final, NamedTuple

MILLIMETRE: Final = 72 / 25.4

SHEET_WIDTH: Final = 210 * MILLIMETRE
SHEET_HEIGHT: Final = 297 * MILLIMETRE
LEFT: Final = 28 * MILLIMETRE
TOP: Final = 37 * MILLIMETRE
MEASURE: Final = 156 * MILLIMETRE
DEPTH: Final = 225 * MILLIMETRE
LINES: Final = 22
CHARACTERS: Final = 28

PITCH: Final = DEPTH / LINES
"""Distance from line to line."""
ADVANCE: Final = MEASURE / CHARACTERS
"""Distance from character to character."""
BODY_SIZE: Final = 16.0  # 3号
TITLE_SIZE: Final = 22.0  # 2号
FOLIO_SIZE: Final = 14.0  # 4号
FOLIO_DROP: Final = 7 * MILLIMETRE
TRACKING: Final = ADVANCE - BODY_SIZE
"""3号 is a little wider than 1/28 of the measure, so every character gives way by about 0.2 point."""


class Rect(NamedTuple):
    """A rectangle in points, measured from the upper left corner of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def contains(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside or on the edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom
