"""A TrueType font cut down to the glyphs of one document.

A glyph may appear in several variants that differ in advance width: a full-width mark that gave up half its square
is a glyph of its own. So the widths that a PDF file declares are those of its font, as PDF/A asks, and programs that
read text out of the file see neither overlaps nor gaps between characters.
"""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)
from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFile

_COPIED: Final = ("cvt ", "fpgm", "prep")
_LEAST_LENGTHS: Final = {"head": 54, "hhea": 36, "maxp": 6}
"""Lengths of the tables that are copied with a few numbers changed."""
_ARGUMENTS_ARE_WORDS: Final = 0x0001
_HAS_SCALE: Final = 0x0008
_MORE_COMPONENTS: Final = 0x0020
_HAS_TWO_SCALES: Final = 0x0040
_HAS_MATRIX: Final = 0x0080


class Variant(NamedTuple):
    """A glyph of the original font and the advance width it shall have, in font units."""

    glyph: int
    advance: int


def subset(font: TTFontFile, variants: Sequence[Variant]) -> bytes:
    """Return a font file whose glyph 0 is the original's and whose glyph *n* is ``variants[n - 1]``.

    The parts of composite glyphs follow after them. The tables are those that PDF 32000-1, 9.9 asks for.
    """
    glyphs = [Variant(0, int(font.hmetrics[0][0])), *variants]
    numbers: dict[int, int] = {}
    outlines: list[bytes] = []
    while len(outlines) < len(glyphs):
        outlines.append(_renumbered(_outline(font, glyphs[len(outlines)].glyph), numbers, glyphs))
    return _assembled(font, glyphs, outlines)


def is_sound(font: TTFontFile) -> bool:
    """Tell whether every glyph of a font can be taken out of it: tables, outlines and their parts lie in the file."""
    if any(len(_table(font, tag)) < length for tag, length in _LEAST_LENGTHS.items()):
        return False
    count = len(font.glyphPos) - 1
    length = font.get_table_pos("glyf")[1]
    if any(start > end for start, end in pairwise(font.glyphPos)) or font.glyphPos[-1] > length:
        return False
    if len(font.hmetrics) < count or max(font.charToGlyph.values(), default=0) >= count:
        return False
    try:
        return all(part < count for glyph in range(count) for _, part in _parts(_outline(font, glyph)))
    except struct.error:
        return False


def _outline(font: TTFontFile, glyph: int) -> bytes:
    start = font.get_table_pos("glyf")[0]
    return font.get_chunk(start + font.glyphPos[glyph], font.glyphPos[glyph + 1] - font.glyphPos[glyph])


def _number_of(glyph: int, numbers: dict[int, int], glyphs: list[Variant]) -> int:
    """Return the new number of a glyph that is part of another; the first time it joins the font."""
    if glyph not in numbers:
        numbers[glyph] = len(glyphs)
        glyphs.append(Variant(glyph, 0))
    return numbers[glyph]


def _renumbered(outline: bytes, numbers: dict[int, int], glyphs: list[Variant]) -> bytes:
    """Return an outline whose parts, where it is composite, are called by their new numbers."""
    changed = bytearray(outline)
    for offset, part in _parts(outline):
        struct.pack_into(">H", changed, offset, _number_of(part, numbers, glyphs))
    return bytes(changed)


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """Yield where in a composite outline its parts are called, and the glyph that is called there."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    offset, flags = 10, _MORE_COMPONENTS
    while flags & _MORE_COMPONENTS:
        flags, part = struct.unpack_from(">2H", outline, offset)
        yield offset + 2, part
        offset += _component_length(flags)


def _component_length(flags: int) -> int:
    length = 8 if flags & _ARGUMENTS_ARE_WORDS else 6
    if flags & _HAS_SCALE:
        return length + 2
    if flags & _HAS_TWO_SCALES:
        return length + 4
    return length + 8 if flags & _HAS_MATRIX else length


def _assembled(font: TTFontFile, glyphs: Sequence[Variant], outlines: Sequence[bytes]) -> bytes:
    from reportlab.pdfbase.ttfonts import TTFontMaker

    padded = [outline + bytes(-len(outline) % 4) for outline in outlines]
    offsets = list(accumulate((len(outline) for outline in padded), initial=0))
    metrics = [number for glyph in glyphs for number in (glyph.advance, int(font.hmetrics[glyph.glyph][1]) & 0xFFFF)]
    maker = TTFontMaker()
    for tag in _COPIED:
        with suppress(KeyError):
            maker.add(tag, _table(font, tag))
    maker.add("head", _patched(font, "head", {50: 1}))  # offsets of glyphs are 32 bits wide
    maker.add("hhea", _patched(font, "hhea", {34: len(glyphs)}))
    maker.add("hmtx", struct.pack(f">{len(metrics)}H", *metrics))
    maker.add("maxp", _patched(font, "maxp", {4: len(glyphs)}))
    maker.add("glyf", b"".join(padded))
    maker.add("loca", struct.pack(f">{len(offsets)}L", *offsets))
    return bytes(maker.makeStream())


def _patched(font: TTFontFile, tag: str, values: Mapping[int, int]) -> bytes:
    """Return a table with the 16-bit numbers at some offsets replaced."""
    table = bytearray(_table(font, tag))
    for offset, value in values.items():
        struct.pack_into(">H", table, offset, value)
    return bytes(table)


def _table(font: TTFontFile, tag: str) -> bytes:
    return bytes(font.get_table(tag))  # type: ignore[no-untyped-call]
