"""A page as a value: what is printed where, ready for whatever draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from export.blocks import TextPlace
from export.typesetting.geometry import LEFT, Rect
from export.typesetting.setting import SetLine
from export.typesetting.units import PlacedGlyph
from model.cells import CellRef

_ASCENT: Final = 0.88
"""Part of the em that lies above the baseline in Chinese typefaces."""


class SetText(NamedTuple):
    """Glyphs on one baseline; ``x`` and ``baseline`` are points from the upper left corner of the sheet."""

    glyphs: tuple[PlacedGlyph, ...]
    x: float
    baseline: float
    size: float


class Bookmark(NamedTuple):
    """An entry of the document's outline, chapters on level 0; ``top`` is its height on the page."""

    title: str
    level: int
    top: float


class FigurePlace(NamedTuple):
    """Where a figure is printed."""

    ref: CellRef
    rect: Rect


class HeadingPlace(NamedTuple):
    """Where a line of a heading is printed that nobody typed: the title of a chapter, the customary title."""

    section: str
    rect: Rect


class TextSpot(NamedTuple):
    """Where a line of typed text is printed; ``start`` and ``end`` count code points of its printed paragraph."""

    place: TextPlace
    rect: Rect
    start: int
    end: int


@dataclass
class Page:
    """One page: texts, ruled lines as thin rectangles, outline entries, and where everything stands."""

    number: int
    texts: list[SetText] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    headings: list[HeadingPlace] = field(default_factory=list)
    figures: list[FigurePlace] = field(default_factory=list)
    spots: list[TextSpot] = field(default_factory=list)

    def print_line(self, line: SetLine, x: float, top: float, height: float, size: float) -> None:
        """Print a line in the middle of a strip that begins at ``top``."""
        if line.glyphs:
            self.texts.append(SetText(line.glyphs, x, top + (height - size) / 2 + _ASCENT * size, size))

    def remember(self, place: TextPlace | str, line: SetLine, length: int, top: float, height: float) -> None:
        """Remember where a line of a text of ``length`` printed characters was typed, or which section it heads.

        Where bound numbers made the printed text longer or shorter, the line stands for the whole text.
        """
        if not line.glyphs:
            return
        rect = Rect(LEFT + line.left, top, LEFT + line.right, top + height)
        if isinstance(place, str):
            self.headings.append(HeadingPlace(place, rect))
            return
        if place.end - place.start == length:
            place = TextPlace(place.text, place.start + line.start, place.start + line.end)
        self.spots.append(TextSpot(place, rect, line.start, line.end))
