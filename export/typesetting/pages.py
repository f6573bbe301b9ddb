"""Blocks assembled into pages, from top to bottom, with nothing torn apart that belongs together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple

from export.blocks import WHOLE_REPORT, Block, Heading, Paragraph, ParagraphStyle, Table, TextPlace, Title
from export.fonts import FontSet, Role
from export.typesetting.cells import CellStyle
from export.typesetting.characters import printable
from export.typesetting.faces import FontChain
from export.typesetting.geometry import DEPTH, FOLIO_DROP, FOLIO_SIZE, LEFT, MEASURE, OFFICIAL, TOP, PageStyle
from export.typesetting.setting import Alignment, SetLine, TextStyle, set_text
from export.typesetting.sheet import Bookmark, Page
from export.typesetting.table_drawing import draw_slice
from export.typesetting.tables import SetTable, Slice, first_slice, next_slice, set_table
from export.typesetting.titles import LINES_OF_NAME, title_lines
from export.typesetting.units import Lead

_TITLE_LEADING: Final = 1.6
_AFTER_TITLE: Final = 0.8
_AFTER_TABLE: Final = 0.3
_HEADER_RISE: Final = 12.0
_HEADER_SIZE: Final = 12.0  # 小4号
_ROUNDING: Final = 0.05
_WITH_CLOSING: Final = 2
"""So many lines of text stand at least on the page of 落款 and date."""


class SetPages(NamedTuple):
    """The pages of a document and the characters that no font has, in the order in which they came."""

    pages: tuple[Page, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Styles:
    """How each kind of text is set on pages of one style."""

    body: TextStyle
    closing: TextStyle
    headings: tuple[TextStyle, TextStyle]
    title: TextStyle
    header: TextStyle
    folio: TextStyle
    cells: CellStyle


def set_pages(
    blocks: Sequence[Block],
    fonts: FontSet,
    page: PageStyle = OFFICIAL,
    header: str = "",
    annex: Sequence[Block] = (),
) -> SetPages:
    """Set a document on A4 pages, ``header`` above each of them; there is at least one page.

    An ``annex`` begins a page of its own.
    """
    missing: dict[str, None] = {}
    styles = _styles({role: FontChain(fonts, role, missing) for role in Role}, page)
    setter = _PageSetter(page, styles)
    setter.set(blocks)
    setter.set_annex(annex)
    for sheet in setter.pages:
        _print_folio(sheet, styles.folio)
        _print_header(sheet, header, styles.header)
    return SetPages(tuple(setter.pages), tuple(missing))


def _styles(chains: dict[Role, FontChain], page: PageStyle) -> _Styles:
    indent = 2 * page.advance
    heading, subheading = (
        TextStyle(chains[role], page.body, Alignment.LEFT, page.tracking, indent)
        for role in (Role.HEADING, Role.SUBHEADING)
    )
    return _Styles(
        body=TextStyle(chains[Role.BODY], page.body, Alignment.JUSTIFIED, page.tracking, indent),
        closing=TextStyle(chains[Role.BODY], page.body, Alignment.LEFT, page.tracking),
        headings=(heading, subheading),
        title=TextStyle(chains[Role.TITLE], page.title, Alignment.CENTRED),
        header=TextStyle(chains[Role.SUBHEADING], _HEADER_SIZE, Alignment.RIGHT),
        folio=TextStyle(chains[Role.TABLE], FOLIO_SIZE, Alignment.LEFT),
        cells=CellStyle(chains[Role.TABLE], chains[Role.SUBHEADING], page),
    )


def _print_folio(sheet: Page, style: TextStyle) -> None:
    """Print the page number (GB/T 9704-2012, 7.5): odd ones on the right, even ones on the left, one 字 in."""
    line = set_text(f"—\u00a0{sheet.number}\u00a0—", style, MEASURE)[0]
    x = MEASURE - style.size - line.right if sheet.number % 2 else style.size
    sheet.print_line(line, LEFT + x, TOP + DEPTH + FOLIO_DROP - style.size / 2, style.size, style.size)


def _print_header(sheet: Page, header: str, style: TextStyle) -> None:
    for line in reversed(set_text(header, style, MEASURE)):
        sheet.print_line(line, LEFT, TOP - _HEADER_RISE - style.size, style.size, style.size)


class _PageSetter:
    """Fills pages from top to bottom; ``_depth`` is how much of the current type area is used."""

    def __init__(self, page: PageStyle, styles: _Styles) -> None:
        self.pages = [Page(1)]
        self._pitch = page.pitch
        self._advance = page.advance
        self._styles = styles
        self._depth = 0.0
        self._outline_level = -1

    @property
    def _left_over(self) -> float:
        return DEPTH - self._depth

    def set(self, blocks: Sequence[Block]) -> None:
        """Set all blocks."""
        position = 0
        while position < len(blocks):
            headings = [block for block in takewhile(_is_heading, blocks[position:]) if isinstance(block, Heading)]
            position += len(headings)
            follower = blocks[position] if position < len(blocks) else None
            position += self._set_group(headings, follower, blocks[position:])

    def set_annex(self, blocks: Sequence[Block]) -> None:
        """Set blocks, if there are any, on pages of their own."""
        if blocks:
            self._turn()
            self.set(blocks)

    def _set_group(self, headings: Sequence[Heading], follower: Block | None, rest: Sequence[Block]) -> int:
        """Set headings with the block that follows them; return how many blocks of ``rest`` are done."""
        match follower:
            case Table():
                self._set_table(headings, set_table(follower, self._styles.cells))
            case Title():
                self._set_headings(headings, 0.0)
                self._set_title(follower)
            case Paragraph(style=ParagraphStyle.CLOSING):
                self._set_headings(headings, self._closing_height(rest))
                closing = [block for block in takewhile(_is_closing, rest) if isinstance(block, Paragraph)]
                self._set_closing(closing)
                return len(closing)
            case Paragraph():
                self._set_paragraph(headings, follower, self._closing_height(rest[1:]))
            case _:
                self._set_headings(headings, 0.0)
        return 1

    def _set_paragraph(self, headings: Sequence[Heading], paragraph: Paragraph, closing: float) -> None:
        """Set a paragraph below its headings; ``closing`` points of 落款 and date that follow never stand alone.

        Where they would begin a page, the last lines of the paragraph go there with them.
        """
        lead = Lead(paragraph.lead, self._styles.headings[1].measurer)
        lines = set_text(paragraph.text, self._styles.body, MEASURE, lead)
        place = paragraph.place or paragraph.section
        moved = self._moved(len(lines), sum(map(len, map(self._heading_lines, headings))), closing)
        if moved == len(lines) and self._depth:
            self._turn()
        self._set_headings(headings, self._pitch * min(2, len(lines)))
        self._set_lines(lines[: len(lines) - moved], place, len(paragraph.text))
        if 0 < moved < len(lines):
            self._turn()
        self._set_lines(lines[len(lines) - moved :], place, len(paragraph.text))

    def _moved(self, count: int, above: int, closing: float) -> int:
        """Return how many of the ``count`` lines of the last paragraph go to the page of 落款 and date."""
        page = round(DEPTH / self._pitch)
        needed = math.ceil((closing - _ROUNDING) / self._pitch)
        if not needed or needed + _WITH_CLOSING > page:
            return 0
        free = math.floor((self._left_over + _ROUNDING) / self._pitch) - above - count
        if free >= needed or (free < 0 and free % page >= needed and -free % page != 1):
            return 0
        return _WITH_CLOSING if count >= 2 * _WITH_CLOSING else count

    def _set_title(self, title: Title) -> None:
        style = self._styles.title
        height = style.size * _TITLE_LEADING
        for text in title.lines:
            for line in title_lines(text, style, MEASURE):
                self._need(height)
                self._put(line, style.size, height, title.place or WHOLE_REPORT, len(text))
        self._snap(_AFTER_TITLE * self._pitch)

    def _set_headings(self, headings: Sequence[Heading], follows: float) -> None:
        """Set headings so that ``follows`` points of what comes next stand on the same page."""
        lines = [self._heading_lines(heading) for heading in headings]
        height = sum(map(len, lines)) * self._pitch
        if headings and height + follows <= DEPTH + _ROUNDING:
            self._need(height + follows)
        for heading, found in zip(headings, lines, strict=True):
            self._need(self._pitch)
            self._mark(heading)
            self._set_lines(found, heading.place or heading.section, len(heading.text))

    def _heading_lines(self, heading: Heading) -> list[SetLine]:
        return set_text(heading.text, self._styles.headings[min(heading.level, 2) - 1], MEASURE)

    def _mark(self, heading: Heading) -> None:
        """Enter a heading in the outline; no level is skipped, as readers ask."""
        self._outline_level = min(heading.level - 1, self._outline_level + 1)
        self.pages[-1].bookmarks.append(Bookmark(printable(heading.text), self._outline_level, TOP + self._depth))

    def _set_closing(self, closing: Sequence[Paragraph]) -> None:
        """Set 落款 and date one line below the text (GB/T 9704-2012, 7.3.5.2), together on one page."""
        lines = [self._closing_lines(paragraph) for paragraph in closing]
        height = self._closing_height(closing)
        if height <= DEPTH:
            self._need(height)
        if self._depth:
            self._snap(self._pitch)
        widths = [max((line.right for line in found), default=0.0) for found in lines]
        lefts = _closing_lefts(widths, self._advance)
        for paragraph, found, left in zip(closing, lines, lefts, strict=True):
            shown = [line.moved(left + line_left) for line, line_left in zip(found, _to_the_right(found), strict=True)]
            self._set_lines(shown, paragraph.place or paragraph.section, len(paragraph.text))

    def _closing_lines(self, paragraph: Paragraph) -> list[SetLine]:
        """Set a name or the date; a name of several lines is broken at the sense."""
        measure = MEASURE - 2 * self._advance
        lines = set_text(paragraph.text, self._styles.closing, measure)
        is_long_name = 1 < len(lines) <= LINES_OF_NAME
        return title_lines(paragraph.text, self._styles.closing, measure) if is_long_name else lines

    def _closing_height(self, blocks: Sequence[Block]) -> float:
        """Return the height of 落款 and date with the empty line above them, zero where none is next."""
        closing = [block for block in takewhile(_is_closing, blocks) if isinstance(block, Paragraph)]
        return (sum(map(len, map(self._closing_lines, closing))) + 1) * self._pitch if closing else 0.0

    def _set_lines(self, lines: Sequence[SetLine], place: TextPlace | str, length: int) -> None:
        for line in lines:
            self._need(self._pitch)
            self._put(line, self._styles.body.size, self._pitch, place, length)

    def _put(self, line: SetLine, size: float, height: float, place: TextPlace | str, length: int) -> None:
        """Print a line at the current depth and remember where its text was typed."""
        top = TOP + self._depth
        self.pages[-1].print_line(line, LEFT, top, height, size)
        self.pages[-1].remember(place, line, length, top, height)
        self._depth += height

    def _need(self, height: float) -> None:
        """Begin a new page unless ``height`` points are left on this one."""
        if self._depth and self._left_over < height - _ROUNDING:
            self._turn()

    def _turn(self) -> None:
        self.pages.append(Page(len(self.pages) + 1))
        self._depth = 0.0

    def _snap(self, least: float) -> None:
        """Go down by at least ``least`` points to the next line of the page."""
        self._depth = min(math.ceil((self._depth + least - _ROUNDING) / self._pitch) * self._pitch, DEPTH)

    def _set_table(self, headings: Sequence[Heading], shown: SetTable) -> None:
        """Set a table below its headings: whole here, else whole on a new page, else broken."""
        whole = Slice((), 0, shown.layout.row_count)
        height = shown.least_height(whole.rows)
        above = sum(map(len, map(self._heading_lines, headings)))
        if above * self._pitch + height <= DEPTH:
            self._set_headings(headings, height)
            self._need(height)
            self._draw(shown, whole)
        else:
            self._set_broken(headings, above * self._pitch, shown)
        self._snap(_AFTER_TABLE * self._pitch)

    def _set_broken(self, headings: Sequence[Heading], above: float, shown: SetTable) -> None:
        """Set a table that no page holds, as many rows on each page as it takes."""
        if self._depth and first_slice(shown, self._left_over - above) is None:
            self._turn()
        self._set_headings(headings, 0.0)
        part = first_slice(shown, self._left_over) or next_slice(shown, 0, self._left_over)
        self._draw(shown, part)
        while part.end < shown.layout.row_count:
            self._turn()
            part = next_slice(shown, part.end, DEPTH)
            self._draw(shown, part)

    def _draw(self, shown: SetTable, part: Slice) -> None:
        self._depth += draw_slice(self.pages[-1], shown, part, TOP + self._depth, self._left_over)


def _is_heading(block: Block) -> bool:
    return isinstance(block, Heading)


def _is_closing(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style is ParagraphStyle.CLOSING


def _to_the_right(lines: Sequence[SetLine]) -> list[float]:
    """Return by how much each line moves so that all end where the longest does."""
    longest = max((line.right for line in lines), default=0.0)
    return [longest - line.right for line in lines]


def _closing_lefts(widths: Sequence[float], advance: float) -> list[float]:
    """Return the left edges of 落款 lines and of the date below them (GB/T 9704-2012, 7.3.5.2).

    The names end two characters from the right and the date begins two characters further in; a date longer
    than the name ends two characters from the right and the name moves in.
    """
    right = MEASURE - 2 * advance
    if len(widths) < 2:
        return [right - width for width in widths]
    *names, date = widths
    widest = max(names)
    if date <= widest:
        return [right - width for width in names] + [right - widest + 2 * advance]
    left = right - date
    return [max(left - 2 * advance, 0.0) + widest - width for width in names] + [left]
