"""Reads digital PDF files: ruled tables with their merged cells, and the lines of text around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from intake.margins import is_within, without_margins
from intake.page import UNKNOWN, Glyph, PageContent, content_of_page
from intake.refusals import (
    SourceDamagedError,
    SourceEncryptedError,
    SourceHopelessError,
    SourceScannedError,
    SourceTooLargeError,
)
from intake.ruled import Box, TooManyLinesError, ruled_tables
from intake.source import Grid, GridCell, Paragraph, Place, Source, spread

MAXIMUM_PAGES: Final = 120
_LINE_TOLERANCE: Final = 3.0
_SMALLEST_TABLE: Final = 4
_INDENT: Final = 12.0
_PADDING: Final = 12.0
_FRONT: Final = 40
"""Elements at the beginning among which the title must stand; that of the file's properties is often of another one."""
_WIDEST: Final = 200
"""Blanks for the widest gap in a line; a damaged file may have one of miles."""


def read_pdf(name: str, content: bytes) -> Source:
    """Take a PDF apart; raise for one that is locked, scanned, damaged or far too long for a report."""
    pages: list[list[Paragraph | Grid]] = []
    heights: list[float] = []
    pictures: list[int] = []
    tables = 0
    with _opened(name, content) as document:
        title = "".join(property_of(document, "Title").split())
        if len(document) > MAXIMUM_PAGES:
            raise SourceTooLargeError(name, f"有 {len(document)} 页")
        for number, on_page in enumerate(_pages(name, document), start=1):
            pages.append(list(_elements(name, on_page, number, tables)))
            heights.append(on_page.height)
            tables += sum(isinstance(element, Grid) for element in pages[-1])
            if not pages[-1] and on_page.has_pictures:
                pictures.append(number)
    elements = tuple(without_margins(pages, heights))
    if not any(map(_is_readable, elements)):
        raise SourceScannedError(name)
    pages_told = "、".join(map(str, pictures))
    remarks = (f"第 {pages_told} 页是图片，没有文字可读，请对照图片手工录入。",) if pictures else ()
    printed = "".join("".join(element.text.split()) for element in elements[:_FRONT] if isinstance(element, Paragraph))
    return Source(name, elements, wrapped=True, title=title if title in printed else "", remarks=remarks)


def _is_readable(element: Paragraph | Grid) -> bool:
    texts = [element.text] if isinstance(element, Paragraph) else [cell.text for row in element.rows for cell in row]
    return any(set(text) - {UNKNOWN, " ", "\n", "-"} for text in texts)


def _opened(name: str, content: bytes) -> Any:  # noqa: ANN401
    """Return the document; one that only its owner's password protects opens without it."""
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        return PdfDocument(content)
    except PdfiumError as problem:
        if any(word in str(problem).lower() for word in ("password", "security")):
            raise SourceEncryptedError(name) from problem
        raise SourceDamagedError(name) from problem


def property_of(document: Any, key: str) -> str:  # noqa: ANN401
    """Return one of the properties of a document of pypdfium2, empty where it has none or it is damaged."""
    try:
        return str(document.get_metadata_value(key))
    except UnicodeDecodeError:
        return ""


def _pages(name: str, document: Any) -> Iterator[PageContent]:  # noqa: ANN401
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    for number in range(len(document)):
        try:
            page = document[number]
            content = content_of_page(page)
            page.close()
        except PdfiumError as problem:
            raise SourceDamagedError(name) from problem
        if content.crowded:
            raise SourceHopelessError(name)
        yield content


def _elements(name: str, content: PageContent, page: int, tables: int) -> Iterator[Paragraph | Grid]:
    """Yield the tables and the lines of a page from top to bottom."""
    try:
        found = ruled_tables(content.horizontal, content.vertical)
    except TooManyLinesError as problem:
        raise SourceHopelessError(name) from problem
    found = [cells for cells in found if _is_table(cells)]
    outside = [glyph for glyph in content.glyphs if not glyph.text.isspace()]
    parts: list[tuple[float, Paragraph | Grid]] = []
    for number, cells in enumerate(found, start=tables + 1):
        parts.append((cells[0][1], _grid(cells, content.glyphs, page, number)))
        bounds = _bounds(cells)
        outside = [glyph for glyph in outside if not _inside(glyph, bounds)]
    parts += _lines(outside, page, content.height)
    for _, element in sorted(parts, key=lambda part: part[0]):
        yield element


def _is_table(cells: Sequence[Box]) -> bool:
    """Tell a table from a frame and from the shaded lines of a text, which are one column."""
    return len(cells) >= _SMALLEST_TABLE and len({left for left, _, _, _ in cells}) > 1


def _bounds(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _inside(glyph: Glyph, box: Box) -> bool:
    left, top, right, bottom = box
    return left <= (glyph.left + glyph.right) / 2 <= right and top <= glyph.middle <= bottom


def _grid(boxes: Sequence[Box], glyphs: Sequence[Glyph], page: int, number: int) -> Grid:
    """Return a ruled table; where a cell spans several lines of the grid it covers all of them."""
    xs = _edges(x for box in boxes for x in (box[0], box[2]))
    ys = _edges(y for box in boxes for y in (box[1], box[3]))
    texts = {box: _cell_text(glyphs, box) for box in boxes}
    rows: dict[int, list[str]] = {}
    for box in sorted(boxes):
        rows.setdefault(_at(ys, box[1]), []).append(texts[box].replace("\n", ""))
    cells = []
    for box in boxes:
        top, left = _at(ys, box[1]), _at(xs, box[0])
        quote = " ".join(filter(None, rows[top]))[:200]
        place = Place(page=page, table=number, row=top + 1, quote=quote, box=box)
        cells.append((top, left, _at(ys, box[3]) - top, _at(xs, box[2]) - left, GridCell(texts[box], place)))
    return spread(cells)


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _LINE_TOLERANCE:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _cell_text(glyphs: Sequence[Glyph], box: Box) -> str:
    """Return the text of one cell, line by line; blanks between characters do not count in labels and figures."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(
        (glyph for glyph in glyphs if _inside(glyph, box)), key=lambda glyph: (glyph.middle, glyph.left)
    ):
        if not lines or glyph.middle - lines[-1][0].middle > _LINE_TOLERANCE + glyph.height / 4:
            lines.append([])
        lines[-1].append(glyph)
    texts = [_joined(sorted(line, key=lambda glyph: glyph.left)) for line in lines]
    return ("" if _is_one_number(texts, lines, box) else "\n").join(texts).strip()


def _is_one_number(texts: Sequence[str], lines: Sequence[Sequence[Glyph]], box: Box) -> bool:
    """Tell whether a number was too wide for its cell and runs on in the next line."""
    if len(texts) < 2 or not all(re.fullmatch(r"[\d,.]+", text) for text in texts):
        return False
    widths = [sum(glyph.right - glyph.left for glyph in line) for line in lines[:-1]]
    digit = max(width / len(text) for width, text in zip(widths, texts, strict=False))
    return all(box[2] - box[0] - width < 1.5 * digit + _PADDING for width in widths)


def _joined(glyphs: Sequence[Glyph]) -> str:
    text = ""
    end = None
    for glyph in glyphs:
        if end is not None and glyph.left - end > glyph.height * 0.6 and not text.endswith(" "):
            text += " "
        text += glyph.text
        end = glyph.right
    return text.strip()


def _lines(glyphs: Sequence[Glyph], page: int, height: float) -> Iterator[tuple[float, Paragraph]]:
    """Yield the lines outside tables, columns kept apart by blanks in proportion to their distance."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.left)):
        if not lines or glyph.middle - lines[-1][0].middle > _LINE_TOLERANCE + 1:
            lines.append([])
        lines[-1].append(glyph)
    within = [glyph for glyph in glyphs if is_within(glyph.top, glyph.bottom, height)] or glyphs
    margin = min((glyph.left for glyph in within), default=0.0)
    for number, line in enumerate(lines, start=1):
        middle, ordered = line[0].middle, sorted(line, key=lambda glyph: glyph.left)
        text = ordered[0].text + "".join(
            _gap(after.left - glyph.right) + after.text for glyph, after in pairwise(ordered)
        )
        place = Place(page=page, line=number, quote=text[:200], box=_bounds([glyph[1:] for glyph in ordered]))
        yield middle, Paragraph(text, place, indented=ordered[0].left > margin + _INDENT)


def _gap(width: float) -> str:
    return " " * max(2, round(min(width / 5, _WIDEST))) if width > 9 else " " if width > 2.5 else ""
