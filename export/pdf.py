"""The report as a PDF file: a set official document with embedded fonts, outline and archival form (PDF/A-2b)."""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)
from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from export.blocks import Block, Title
from export.files import replacing
from export.fonts import Face, FontSet, find_fonts
from export.pdf_archive import finish
from export.pdf_fonts import EmbeddedFont
from export.typesetting.characters import printable
from export.typesetting.faces import load_face
from export.typesetting.geometry import SHEET_HEIGHT, SHEET_WIDTH
from export.typesetting.pages import FigurePlace, Page, SetText, TextSpot, set_pages
from export.typesetting.units import PlacedGlyph

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_LANGUAGE: Final = "zh-CN"
_UNNOTICED: Final = 60
"""A step that differs from a glyph's own advance by more thousandths of an em makes a variant of the glyph: programs
that read text take wider gaps for spaces and overlaps for new lines."""
_GRAIN: Final = 50


@dataclass(frozen=True)
class PdfOptions:
    """What a PDF file needs beside its blocks.

    ``author`` is the office; ``made_at`` is written as the date of the file, so that the same content gives
    the same bytes.
    """

    author: str
    made_at: datetime
    fonts: FontSet = field(default_factory=find_fonts)


@dataclass(frozen=True)
class PagePlaces:
    """Where report contents stand on one page, for clicks in the preview."""

    figures: tuple[FigurePlace, ...]
    texts: tuple[TextSpot, ...]


@dataclass(frozen=True)
class PdfResult:
    """A finished PDF file, one ``PagePlaces`` per page, and the characters that no font has."""

    content: bytes
    places: tuple[PagePlaces, ...]
    missing: tuple[str, ...]


def render_pdf(blocks: Sequence[Block], options: PdfOptions) -> PdfResult:
    """Set the blocks and return the file's bytes."""
    pages, missing = set_pages(blocks, options.fonts)
    title = next((printable("".join(block.lines)) for block in blocks if isinstance(block, Title)), "")
    raw = _drawn(pages, title)
    content = finish(raw, title=title, author=printable(options.author), made_at=options.made_at)
    places = tuple(PagePlaces(tuple(page.figures), tuple(page.spots)) for page in pages)
    return PdfResult(content, places, missing)


def write_pdf(blocks: Sequence[Block], path: Path, options: PdfOptions) -> PdfResult:
    """Write the PDF file, replacing an older one; raise an ``AppError`` when the target refuses."""
    result = render_pdf(blocks, options)
    with replacing(path) as temporary:
        temporary.write_bytes(result.content)
    return result


def _drawn(pages: Sequence[Page], title: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=(SHEET_WIDTH, SHEET_HEIGHT), pageCompression=1, invariant=1, lang=_LANGUAGE, pdfVersion=(1, 7)
    )
    canvas.setTitle(title)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    pen = _Pen(canvas)
    for page in pages:
        pen.draw(page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Pen:
    """Draws set pages on a reportlab canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._fonts: dict[Face, EmbeddedFont] = {}
        self._bookmarks = 0

    def draw(self, page: Page) -> None:
        """Draw one page."""
        for bookmark in page.bookmarks:
            key = f"b{self._bookmarks}"
            self._bookmarks += 1
            self._canvas.bookmarkHorizontalAbsolute(key, SHEET_HEIGHT - bookmark.top)
            self._canvas.addOutlineEntry(bookmark.title, key, bookmark.level, closed=False)
        for rule in page.rules:
            width, height = rule.right - rule.left, rule.bottom - rule.top
            self._write(f"{rule.left:.2f} {SHEET_HEIGHT - rule.bottom:.2f} {width:.2f} {height:.2f} re")
        if page.rules:
            self._write("f")
        self._write("BT")
        for text in page.texts:
            self._show(text)
        self._write("ET")

    def _write(self, code: str) -> None:
        self._canvas.addLiteral(code)

    def _show(self, text: SetText) -> None:
        """Show one line of glyphs, each with the step to its neighbour as its own advance."""
        for face, run in itertools.groupby(_steps(text), key=lambda step: step.glyph.face):
            steps = list(run)
            font = self._font(face)
            array = []
            for glyph, step in steps:
                natural = font.advance(glyph.char)
                wanted = natural if step is None or abs(step - natural) <= _UNNOTICED else round(step / _GRAIN) * _GRAIN
                array.append(f"<{font.code(glyph.char, wanted):04X}>")
                if step is not None and round(wanted - step):
                    array.append(str(round(wanted - step)))
            x, y = text.x + steps[0].glyph.x, SHEET_HEIGHT - text.baseline
            self._write(f"1 0 0 1 {x:.3f} {y:.3f} Tm /{font.name} {text.size:.4g} Tf")
            self._write(f"[{''.join(array)}] TJ".replace("><", ""))

    def _font(self, face: Face) -> EmbeddedFont:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = EmbeddedFont(load_face(face), f"F{len(self._fonts) + 1}")
            self._canvas._doc.delayedFonts.append(font)  # type: ignore[attr-defined]  # no public door
        return font


class _Step(NamedTuple):
    glyph: PlacedGlyph
    width: float | None


def _steps(text: SetText) -> list[_Step]:
    """Return the glyphs with the distance to the next one in thousandths of an em, None after the last."""
    following = [*(glyph.x for glyph in text.glyphs[1:]), None]
    return [
        _Step(glyph, None if x is None else (x - glyph.x) / text.size * 1000)
        for glyph, x in zip(text.glyphs, following, strict=True)
    ]
