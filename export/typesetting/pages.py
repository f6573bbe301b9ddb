"""Blocks assembled into pages: what stands where, ready to be drawn by whatever draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from export.blocks import Block, Heading, Paragraph, ParagraphStyle, Table, TextPlace, Title
from export.fonts import FontSet, Role
from export.typesetting.characters import printable
from export.typesetting.faces import FontChain
from export.typesetting.geometry import (
    ADVANCE,
    BODY_SIZE,
    DEPTH,
    FOLIO_DROP,
    FOLIO_SIZE,
    LEFT,
    MEASURE,
    PITCH,
    TITLE_SIZE,
    TOP,
    TRACKING,
    Rect,
)
from export.typesetting.setting import Alignment, SetLine, TextStyle, set_text
from export.typesetting.tables import (
    CellStyle,
    SetTable,
    Slice,
    first_slice,
    next_slice,
    ruled_runs,
    set_table,
)
from export.typesetting.units import PlacedGlyph
from model.cells import CellRef

_ASCENT: Final = 0.88
"""Part of the em above the baseline in Chinese typefaces."""
_TITLE_PITCH: Final = 1.2 * PITCH
_AFTER_TITLE: Final = 0.6 * PITCH
_LINE_WIDTH: Final = 0.5
_ROUNDING: Final = 0.05


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


class TextSpot(NamedTuple):
    """Where a stretch of typed text is printed."""

    place: TextPlace
    rect: Rect


@dataclass
class Page:
    """One page: texts, ruled lines as thin rectangles, outline entries, and where report contents stand."""

    number: int
    texts: list[SetText] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    figures: list[FigurePlace] = field(default_factory=list)
    spots: list[TextSpot] = field(default_factory=list)


class SetPages(NamedTuple):
    """The pages of a document and the characters that no font has, in the order in which they came."""

    pages: tuple[Page, ...]
    missing: tuple[str, ...]


def set_pages(blocks: Sequence[Block], fonts: FontSet) -> SetPages:
    """Set a document on A4 pages; there is at least one page."""
    setter = _PageSetter(fonts)
    setter.set(blocks)
    return SetPages(tuple(setter.pages), tuple(setter.missing))


class _PageSetter:
    """Fills pages from top to bottom; ``_depth`` is how much of the current type area is used."""

    def __init__(self, fonts: FontSet) -> None:
        self.missing: dict[str, None] = {}
        self.pages = [Page(1)]
        self._depth = 0.0
        self._outline_level = -1
        chains = {role: FontChain(fonts, role, self.missing) for role in Role}
        indent = 2 * ADVANCE

        def running(role: Role, alignment: Alignment) -> TextStyle:
            return TextStyle(chains[role], BODY_SIZE, alignment, TRACKING, indent)

        self._body = running(Role.BODY, Alignment.JUSTIFIED)
        self._closing = TextStyle(chains[Role.BODY], BODY_SIZE, Alignment.LEFT, TRACKING)
        self._headings = {1: running(Role.HEADING, Alignment.LEFT), 2: running(Role.SUBHEADING, Alignment.LEFT)}
        self._title = TextStyle(chains[Role.TITLE], TITLE_SIZE, Alignment.CENTRED)
        self._folio = TextStyle(chains[Role.TABLE], FOLIO_SIZE, Alignment.LEFT)
        self._cells = CellStyle(chains[Role.TABLE], chains[Role.SUBHEADING])

    @property
    def _page(self) -> Page:
        return self.pages[-1]

    @property
    def _left_over(self) -> float:
        return DEPTH - self._depth

    def set(self, blocks: Sequence[Block]) -> None:
        """Set all blocks and number the pages."""
        position = 0
        while position < len(blocks):
            position = self._set_group(blocks, position)
        for page in self.pages:
            self._number(page)

    def _set_group(self, blocks: Sequence[Block], position: int) -> int:
        """Set headings together with what follows them, or a single block; return the next position."""
        end = position
        while end < len(blocks) and isinstance(blocks[end], Heading):
            end += 1
        headings = [block for block in blocks[position:end] if isinstance(block, Heading)]
        follower = blocks[end] if end < len(blocks) else None
        if isinstance(follower, Table):
            self._set_headed_table(headings, follower)
            return end + 1
        if headings:
            self._set_headings(headings, self._needed_after_heading(follower))
            return end
        if isinstance(follower, Title):
            self._set_title(follower)
        elif isinstance(follower, Paragraph):
            return self._set_paragraphs(blocks, position)
        return position + 1

    def _needed_after_heading(self, follower: Block | None) -> float:
        """Return the room that must stay below a heading so that it is not alone at the foot of a page."""
        if not isinstance(follower, Paragraph):
            return 0.0
        return PITCH * min(2, len(set_text(follower.text, self._body, MEASURE)))

    def _set_title(self, title: Title) -> None:
        for text in title.lines:
            for line in _balanced(text, self._title):
                self._need(_TITLE_PITCH)
                self._put(line, TITLE_SIZE, _TITLE_PITCH, title.place, len(text))
        self._snap(_AFTER_TITLE)

    def _set_headings(self, headings: Sequence[Heading], needed_after: float) -> None:
        set_lines = [set_text(heading.text, self._headings[min(heading.level, 2)], MEASURE) for heading in headings]
        needed = sum(len(lines) for lines in set_lines) * PITCH + needed_after
        if needed <= DEPTH:
            self._need(needed)
        for heading, lines in zip(headings, set_lines, strict=True):
            self._need(PITCH)
            self._mark(heading)
            self._set_lines(lines, heading.place, len(heading.text))

    def _mark(self, heading: Heading) -> None:
        """Enter a heading in the outline; a level is never skipped, as readers ask."""
        self._outline_level = min(heading.level - 1, self._outline_level + 1)
        self._page.bookmarks.append(Bookmark(printable(heading.text), self._outline_level, TOP + self._depth))

    def _set_paragraphs(self, blocks: Sequence[Block], position: int) -> int:
        paragraph = blocks[position]
        assert isinstance(paragraph, Paragraph)
        if paragraph.style is ParagraphStyle.CLOSING:
            closing = []
            for block in blocks[position:]:
                if not isinstance(block, Paragraph) or block.style is not ParagraphStyle.CLOSING:
                    break
                closing.append(block)
            self._set_closing(closing)
            return position + len(closing)
        self._set_lines(set_text(paragraph.text, self._body, MEASURE), paragraph.place, len(paragraph.text))
        return position + 1

    def _set_closing(self, closing: Sequence[Paragraph]) -> None:
        """Set 落款 and date (GB/T 9704-2012, 7.3.5.2): two characters from the right, the date two further in."""
        self._snap(PITCH if self._depth else 0.0)
        if self._left_over < PITCH * len(closing) - _ROUNDING:
            self._turn()
        measure = MEASURE - 2 * ADVANCE
        lines = [(paragraph, set_text(paragraph.text, self._closing, measure)) for paragraph in closing]
        lefts = _closing_lefts([max((line.right for line in found), default=0.0) for _, found in lines])
        for (paragraph, found), left in zip(lines, lefts, strict=True):
            shifted = [line.moved(left) for line in found]
            self._set_lines(shifted, paragraph.place, len(paragraph.text))

    def _set_lines(self, lines: Sequence[SetLine], place: TextPlace | None, length: int) -> None:
        for line in lines:
            self._need(PITCH)
            self._put(line, BODY_SIZE, PITCH, place, length)

    def _put(self, line: SetLine, size: float, pitch: float, place: TextPlace | None, length: int) -> None:
        """Print a line at the current depth and remember where its text was typed."""
        top = TOP + self._depth
        self._page.texts.append(SetText(line.glyphs, LEFT, top + (pitch - size) / 2 + _ASCENT * size, size))
        if place is not None:
            rect = Rect(LEFT + line.left, top, LEFT + line.right, top + pitch)
            self._page.spots.append(TextSpot(_part(place, line, length), rect))
        self._depth += pitch

    def _need(self, height: float) -> None:
        if self._depth and self._left_over < height - _ROUNDING:
            self._turn()

    def _turn(self) -> None:
        self.pages.append(Page(len(self.pages) + 1))
        self._depth = 0.0

    def _snap(self, least: float) -> None:
        """Go down by at least ``least`` points to the next line of the page."""
        self._depth = min(math.ceil((self._depth + least - _ROUNDING) / PITCH) * PITCH, DEPTH)

    def _set_headed_table(self, headings: Sequence[Heading], table: Table) -> None:
        """Set a table below its heading: whole here, whole on a new page, or broken, the first that is possible."""
        shown = set_table(table, self._cells)
        rows = range(shown.layout.row_count)
        above = sum(len(set_text(heading.text, self._headings[min(heading.level, 2)], MEASURE)) for heading in headings)
        whole = shown.least_height(rows)
        if above * PITCH + whole <= DEPTH:
            self._set_headings(headings, whole)
            self._need(whole)
            self._draw(shown, Slice((), 0, len(rows)))
        else:
            self._set_broken(headings, shown)
        self._snap(0.0)

    def _set_broken(self, headings: Sequence[Heading], shown: SetTable) -> None:
        lines = sum(len(set_text(heading.text, self._headings[min(heading.level, 2)], MEASURE)) for heading in headings)
        part = first_slice(shown, self._left_over - lines * PITCH)
        if part is None and self._depth:
            self._turn()
        self._set_headings(headings, 0.0)
        part = first_slice(shown, self._left_over) or next_slice(shown, 0, self._left_over)
        while True:
            self._draw(shown, part)
            if part.end >= shown.layout.row_count:
                return
            self._turn()
            part = next_slice(shown, part.end, DEPTH)

    def _draw(self, shown: SetTable, part: Slice) -> None:
        """Print the rows of a slice at the current depth."""
        page, top = self._page, TOP + self._depth
        heights = shown.heights(part.rows, self._left_over)
        tops = [top]
        for height in heights:
            tops.append(tops[-1] + height)
        for cell, first, last in shown.shown_cells(part):
            left = LEFT + shown.edges[cell.cell.left]
            right = LEFT + shown.edges[cell.cell.left + cell.cell.width]
            rect = Rect(left, tops[first], right, tops[last + 1])
            if cell.cell.ref is not None:
                page.figures.append(FigurePlace(cell.cell.ref, rect))
            offset = (rect.bottom - rect.top - len(cell.lines) * cell.leading) / 2
            for number, line in enumerate(cell.lines):
                baseline = rect.top + offset + number * cell.leading + (cell.leading - cell.size) / 2
                x = left + (right - left - cell.width) / 2
                page.texts.append(SetText(line.glyphs, x, baseline + _ASCENT * cell.size, cell.size))
        half = _LINE_WIDTH / 2
        across, down = ruled_runs(shown, part)
        edges = [LEFT + edge for edge in shown.edges]
        page.rules += [
            Rect(edges[start] - half, tops[row] - half, edges[end] + half, tops[row] + half)
            for row, start, end in across
        ]
        page.rules += [
            Rect(edges[column] - half, tops[start] - half, edges[column] + half, tops[end] + half)
            for column, start, end in down
        ]
        self._depth += sum(heights)

    def _number(self, page: Page) -> None:
        """Print the page number (GB/T 9704-2012, 7.5): odd ones on the right, even ones on the left."""
        line = set_text(f"— {page.number} —", self._folio, MEASURE)[0]
        is_odd = page.number % 2 == 1
        x = LEFT + (MEASURE - FOLIO_SIZE - line.right if is_odd else FOLIO_SIZE)
        dash_middle = TOP + DEPTH + FOLIO_DROP
        page.texts.append(SetText(line.glyphs, x, dash_middle + 0.38 * FOLIO_SIZE, FOLIO_SIZE))


def _balanced(text: str, style: TextStyle) -> list[SetLine]:
    """Set a line of a title; one that is too long becomes lines of about equal length."""
    lines = set_text(text, style, MEASURE)
    measure = MEASURE
    while len(lines) > 1:
        measure -= style.size / 2
        narrower = set_text(text, style, measure)
        if len(narrower) > len(lines):
            break
        lines = [line.moved((MEASURE - measure) / 2) for line in narrower]
    return lines


def _closing_lefts(widths: Sequence[float]) -> list[float]:
    """Return the left edges of 落款 lines and the date below them, all right ends within the measure."""
    right = MEASURE - 2 * ADVANCE
    if len(widths) < 2:
        return [right - width for width in widths]
    *names, date = widths
    widest = max(names)
    if date <= widest:
        return [right - width for width in names] + [right - widest + 2 * ADVANCE]
    left = right - date
    return [max(left - 2 * ADVANCE, 0.0) + widest - width for width in names] + [left]


def _part(place: TextPlace, line: SetLine, length: int) -> TextPlace:
    """Return the stretch of typed text that a line prints; the whole text where bound numbers changed it."""
    if place.end - place.start != length:
        return place
    return TextPlace(place.text, place.start + line.start, place.start + line.end)
