"""Set pages drawn into a PDF file."""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from export.fonts import Face
from export.pdf_fonts import EmbeddedFont
from export.typesetting.faces import load_face
from export.typesetting.geometry import DEPTH, LEFT, MEASURE, SHEET_HEIGHT, SHEET_WIDTH, TOP
from export.typesetting.sheet import Page, SetText
from export.typesetting.units import PlacedGlyph
from resources import open_resource

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_UNNOTICED: Final = 60
"""A step that differs from a glyph's own advance by more thousandths of an em makes a variant of the glyph: programs
that read text take wider gaps for spaces and overlaps for new lines."""
_GRAIN: Final = 50
"""Variants differ by this many thousandths of an em, so that there are few of them."""
_WATERMARK: Final = "草稿"
_WATERMARK_FORM: Final = "draft"
_WATERMARK_SIZE: Final = 190.0
_WATERMARK_GREY: Final = 0.93


def draw(pages: Sequence[Page], watermark: Face | None = None) -> bytes:
    """Return a PDF file of the pages, with 草稿 in ``watermark`` pale below their text."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=(SHEET_WIDTH, SHEET_HEIGHT), pageCompression=0, invariant=1, lang="zh-CN", pdfVersion=(1, 7)
    )
    canvas.setViewerPreference("DisplayDocTitle", "true")
    pen = _Pen(canvas)
    if watermark is not None:
        _define_watermark(canvas, watermark)
    for page in pages:
        if watermark is not None:
            canvas.doForm(_WATERMARK_FORM)
        pen.draw(page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _define_watermark(canvas: Canvas, face: Face) -> None:
    """Draw 草稿 as outlines, which no reader takes for text, across the type area."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    from export.outline_pen import outline_operators

    canvas.beginForm(_WATERMARK_FORM, 0, 0, SHEET_WIDTH, SHEET_HEIGHT)
    canvas.setFillGray(_WATERMARK_GREY)
    canvas.translate(LEFT + MEASURE / 2, SHEET_HEIGHT - TOP - DEPTH / 2)
    canvas.rotate(45)
    with open_resource(face.path) as file, TTFont(file, fontNumber=face.number, lazy=True) as font:
        scale = _WATERMARK_SIZE / font["head"].unitsPerEm
        canvas.translate(-_WATERMARK_SIZE * len(_WATERMARK) / 2, -0.38 * _WATERMARK_SIZE)
        canvas.scale(scale, scale)
        for char in _WATERMARK:
            for operator in (*outline_operators(font.getGlyphSet(), font.getBestCmap()[ord(char)]), "f"):
                canvas.addLiteral(operator)
            canvas.translate(font["head"].unitsPerEm, 0)
    canvas.endForm()


class _Pen:
    """Draws set pages on a reportlab canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._fonts: dict[Face, EmbeddedFont] = {}
        self._keys = (f"place{number}" for number in itertools.count(1))

    def draw(self, page: Page) -> None:
        """Draw one page: outline entries, ruled lines, then the text in its reading order."""
        for bookmark, key in zip(page.bookmarks, self._keys, strict=False):
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
            codes = "".join(code for step in steps for code in _codes(font, step)).replace("><", "")
            x, y = text.x + steps[0].glyph.x, SHEET_HEIGHT - text.baseline
            self._write(f"1 0 0 1 {x:.3f} {y:.3f} Tm /{font.name} {text.size:.4g} Tf [{codes}] TJ")

    def _font(self, face: Face) -> EmbeddedFont:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = EmbeddedFont(load_face(face), f"F{len(self._fonts) + 1}")
            self._canvas._doc.delayedFonts.append(font)  # type: ignore[attr-defined]  # no public door
        return font


class _Step(NamedTuple):
    """A glyph and the distance to the next one in thousandths of an em, None after the last of a line."""

    glyph: PlacedGlyph
    width: float | None


def _steps(text: SetText) -> list[_Step]:
    following = [*(glyph.x for glyph in text.glyphs[1:]), None]
    return [
        _Step(glyph, None if x is None else (x - glyph.x) / text.size * 1000)
        for glyph, x in zip(text.glyphs, following, strict=True)
    ]


def _codes(font: EmbeddedFont, step: _Step) -> Iterator[str]:
    """Yield the code of a glyph and what its advance still lacks."""
    natural = font.advance(step.glyph.char)
    if step.width is None:
        yield f"<{font.code(step.glyph.char, natural):04X}>"
        return
    is_natural = abs(step.width - natural) <= _UNNOTICED
    advance = natural if is_natural else max(round(step.width / _GRAIN) * _GRAIN, 0)
    yield f"<{font.code(step.glyph.char, advance):04X}>"
    rest = round(advance - step.width)
    if rest:
        yield str(rest)
