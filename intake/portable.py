"""Reads digital PDF files: ruled tables with their merged cells, and the lines of text around them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from intake.refusals import (
    SourceDamagedError,
    SourceEncryptedError,
    SourceHopelessError,
    SourceScannedError,
    SourceTooLargeError,
)
from intake.source import Grid, GridCell, Paragraph, Place, Source, spread

if TYPE_CHECKING:
    from pdfplumber.page import Page

MAXIMUM_PAGES: Final = 120
_LINE_TOLERANCE: Final = 3.0
_SMALLEST_TABLE: Final = 4
_MAXIMUM_OBJECTS: Final = 60_000
_INDENT: Final = 12.0
_PADDING: Final = 12.0
_UNLOCKED: Final = -1  # pdfium's revision of a lock that is not there
_BROKEN: Final = (RecursionError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What the library raises, besides its own errors, where a file is not what it says."""


def read_pdf(name: str, content: bytes) -> Source:
    """Take a PDF apart; raise for one that is locked, scanned, damaged or far too long for a report."""
    pages, content = _opened(name, content)
    if pages > MAXIMUM_PAGES:
        raise SourceTooLargeError(name, f"有 {pages} 页")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    import pdfplumber  # noqa: PLC0415
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException  # noqa: PLC0415

    elements: list[Paragraph | Grid] = []
    pictures: list[int] = []
    tables = 0
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            for page in document.pages:
                found = list(_page(name, page, tables))
                tables += sum(isinstance(element, Grid) for element in found)
                elements += found
                if not found and page.images:
                    pictures.append(page.page_number)
                page.close()
    except (MalformedPDFException, PdfminerException, *_BROKEN) as problem:
        raise SourceDamagedError(name) from problem
    if not any(isinstance(element, Grid) or element.text.strip() for element in elements):
        raise SourceScannedError(name)
    pages_told = "、".join(map(str, pictures))
    remarks = (f"第 {pages_told} 页是图片，没有文字可读，请对照图片手工录入。",) if pictures else ()
    return Source(name, tuple(elements), wrapped=True, remarks=remarks)


def _opened(name: str, content: bytes) -> tuple[int, bytes]:
    """Return the number of pages and the file without its lock, by a second library that opens hostile files quickly.

    A file that only its owner's password protects opens without one. The first library gets it unlocked, because in
    the packaged program it cannot decipher.
    """
    from pypdfium2 import PdfDocument, PdfiumError, raw  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        with PdfDocument(content) as document:
            if raw.FPDF_GetSecurityHandlerRevision(document) != _UNLOCKED:
                unlocked = BytesIO()
                document.save(unlocked, flags=raw.FPDF_REMOVE_SECURITY)
                content = unlocked.getvalue()
            return len(document), content
    except PdfiumError as problem:
        if any(word in str(problem).lower() for word in ("password", "security")):
            raise SourceEncryptedError(name) from problem
        raise SourceDamagedError(name) from problem


def _page(name: str, page: Page, tables: int) -> Iterator[Paragraph | Grid]:
    """Yield the tables and the lines of a page from top to bottom."""
    if len(page.chars) + len(page.rects) + len(page.lines) + len(page.curves) > _MAXIMUM_OBJECTS:
        raise SourceHopelessError(name)
    words = page.extract_words(x_tolerance=2, y_tolerance=_LINE_TOLERANCE, keep_blank_chars=False)
    found = [table for table in page.find_tables() if len(table.cells) >= _SMALLEST_TABLE]
    parts: list[tuple[float, Paragraph | Grid]] = []
    for number, table in enumerate(found, start=tables + 1):
        parts.append((table.bbox[1], _grid(table, page.chars, page.page_number, number)))
    outside = [word for word in words if not any(_inside(word, table.bbox) for table in found)]
    parts += _lines(outside, page.page_number)
    for _, element in sorted(parts, key=lambda part: part[0]):
        yield element


def _inside(word: dict[str, Any], box: Sequence[float]) -> bool:
    left, top, right, bottom = box
    return bool(left <= (word["x0"] + word["x1"]) / 2 <= right and top <= (word["top"] + word["bottom"]) / 2 <= bottom)


def _grid(table: Any, chars: list[dict[str, Any]], page: int, number: int) -> Grid:  # noqa: ANN401
    """Return a ruled table; where a cell spans several lines of the grid it covers all of them."""
    xs = _edges(x for cell in table.cells for x in (cell[0], cell[2]))
    ys = _edges(y for cell in table.cells for y in (cell[1], cell[3]))
    texts = {cell: _cell_text(chars, cell) for cell in table.cells}
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: cell[0]):
        rows.setdefault(_at(ys, cell[1]), []).append(texts[cell].replace("\n", ""))
    cells = []
    for cell in table.cells:
        top, left = _at(ys, cell[1]), _at(xs, cell[0])
        quote = " ".join(filter(None, rows[top]))[:200]
        place = Place(page=page, table=number, row=top + 1, quote=quote, box=tuple(cell))
        cells.append((top, left, _at(ys, cell[3]) - top, _at(xs, cell[2]) - left, GridCell(texts[cell], place)))
    return spread(cells)


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _LINE_TOLERANCE:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _cell_text(chars: list[dict[str, Any]], box: Sequence[float]) -> str:
    """Return the text of one cell, line by line; blanks between characters do not count in labels and figures."""
    inside = [char for char in chars if _inside(char, box)]
    lines: list[tuple[float, list[dict[str, Any]]]] = []
    for char in sorted(inside, key=lambda char: ((char["top"] + char["bottom"]) / 2, char["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if not lines or middle - lines[-1][0] > _LINE_TOLERANCE + char["size"] / 4:
            lines.append((middle, []))
        lines[-1][1].append(char)
    texts = [_joined(sorted(line, key=lambda char: char["x0"])) for _, line in lines]
    return ("" if _is_one_number(texts, lines, box) else "\n").join(texts).strip()


def _is_one_number(
    texts: Sequence[str], lines: Sequence[tuple[float, list[dict[str, Any]]]], box: Sequence[float]
) -> bool:
    """Tell whether a number was too wide for its cell and runs on in the next line."""
    if len(texts) < 2 or not all(re.fullmatch(r"[\d,.]+", text) for text in texts):
        return False
    widths = [sum(char["x1"] - char["x0"] for char in line) for _, line in lines[:-1]]
    digit = max(width / len(text) for width, text in zip(widths, texts, strict=False))
    return all(box[2] - box[0] - width < 1.5 * digit + _PADDING for width in widths)


def _joined(chars: Sequence[dict[str, Any]]) -> str:
    text = ""
    end = None
    for char in chars:
        if end is not None and char["x0"] - end > char["size"] * 0.6 and not text.endswith(" "):
            text += " "
        text += char["text"]
        end = char["x1"]
    return text.strip()


def _is_page_number(line: Sequence[dict[str, Any]]) -> bool:
    return re.fullmatch(r"[-—–－]+\d{1,4}[-—–－]+", "".join(word["text"] for word in line)) is not None


def _lines(words: list[dict[str, Any]], page: int) -> Iterator[tuple[float, Paragraph]]:
    """Yield the lines outside tables, columns kept apart by blanks in proportion to their distance."""
    lines: list[tuple[float, list[dict[str, Any]]]] = []
    for word in sorted(words, key=lambda word: ((word["top"] + word["bottom"]) / 2, word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if not lines or middle - lines[-1][0] > _LINE_TOLERANCE + 1:
            lines.append((middle, []))
        lines[-1][1].append(word)
    margin = min((word["x0"] for word in words), default=0.0)
    lines = [(middle, line) for middle, line in lines if not _is_page_number(line)]
    for number, (middle, line) in enumerate(lines, start=1):
        ordered = sorted(line, key=lambda word: word["x0"])
        text = ordered[0]["text"]
        for before, word in pairwise(ordered):
            gap = word["x0"] - before["x1"]
            text += (" " * max(2, round(gap / 5)) if gap > 9 else " " if gap > 2.5 else "") + word["text"]
        box = (
            ordered[0]["x0"],
            min(word["top"] for word in line),
            ordered[-1]["x1"],
            max(word["bottom"] for word in line),
        )
        place = Place(page=page, line=number, quote=text[:200], box=box)
        yield middle, Paragraph(text, place, indented=ordered[0]["x0"] > margin + _INDENT)
