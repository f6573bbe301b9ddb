"""Subsets of TrueType fonts, read back by another library."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFontFile

from export.fonts import Face, Role, Source, bundled_fonts
from export.truetype import Variant, is_sound, subset
from export.typesetting.faces import UnusableFontError, is_readable, load_face

NAMES = [".notdef", "A", "acute", "scaled", "stretched", "turned", "nested"]
TRANSFORMS = {
    "scaled": (0.5, 0, 0, 0.5, 40, 60),
    "stretched": (0.5, 0, 0, 0.75, 40, 60),
    "turned": (0, 1, -1, 0, 300, 4000),
}


def composite_font() -> TTFont:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(NAMES)
    builder.setupCharacterMap({0x4E00 + number: name for number, name in enumerate(NAMES) if number})
    glyphs = {}
    for name in NAMES[:3]:
        pen = TTGlyphPen(dict.fromkeys(NAMES))
        pen.moveTo((10 * len(name), 0))
        pen.lineTo((500, 10))
        pen.qCurveTo((400, 300), (200, 500))
        pen.closePath()
        glyphs[name] = pen.glyph()
    for name, transform in TRANSFORMS.items():
        pen = TTGlyphPen(dict.fromkeys(NAMES))
        pen.addComponent("A", (1, 0, 0, 1, 0, 0))
        pen.addComponent("acute", transform)
        glyphs[name] = pen.glyph()
    pen = TTGlyphPen(dict.fromkeys(NAMES))
    pen.addComponent("turned", (1, 0, 0, 1, 7, 7))
    glyphs["nested"] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (600 + number, 0) for number, name in enumerate(NAMES)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular", "psName": "Test"})
    builder.setupOS2()
    builder.setupPost()
    return builder.font


@pytest.fixture
def path(tmp_path: Path) -> Path:
    composite_font().save(tmp_path / "composite.ttf")
    return tmp_path / "composite.ttf"


def drawing(font: TTFont, glyph: str) -> list[object]:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return list(pen.value)


def test_that_every_glyph_of_a_subset_looks_as_in_the_whole_font(path: Path) -> None:
    whole = TTFont(path)
    wanted = ["nested", "scaled", "A", "stretched", "turned"]
    variants = [Variant(NAMES.index(name), 700) for name in wanted]
    part = TTFont(io.BytesIO(subset(TTFontFile(str(path)), variants)))
    for number, name in enumerate(wanted, start=1):
        assert drawing(part, part.getGlyphName(number)) == drawing(whole, name), name


def test_that_variants_of_a_glyph_differ_in_their_advance_only(path: Path) -> None:
    part = TTFont(io.BytesIO(subset(TTFontFile(str(path)), [Variant(1, 600), Variant(1, 300)])))
    first, second = part.getGlyphName(1), part.getGlyphName(2)
    assert (part["hmtx"][first][0], part["hmtx"][second][0]) == (600, 300)
    assert drawing(part, first) == drawing(part, second)


def test_that_a_font_with_parts_beyond_its_end_is_not_sound(path: Path) -> None:
    whole = TTFontFile(str(path))
    assert is_sound(whole)
    start = whole.get_table_pos("glyf")[0] + whole.glyphPos[NAMES.index("nested")]
    for place, value in ((start + 12, b"\xff\xff"), (start + 10, b"\xff\xff")):
        content = bytearray(path.read_bytes())
        content[place : place + 2] = value
        assert not is_sound(TTFontFile(io.BytesIO(content)))


def test_that_a_font_without_measures_for_all_glyphs_is_not_sound(path: Path) -> None:
    font = TTFontFile(str(path))
    font.hmetrics = font.hmetrics[:2]
    assert not is_sound(font)


@pytest.mark.parametrize("tag", ["head", "hhea", "maxp"])
def test_that_a_font_whose_tables_are_cut_short_is_not_sound(path: Path, tag: str) -> None:
    font = TTFontFile(str(path))
    font.table[tag]["length"] = 5
    assert not is_sound(font)


def test_that_a_face_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"no font")
    face = Face(tmp_path / "x.ttf", 0, "x", Source.DROPPED)
    assert not is_readable(face)
    with pytest.raises(UnusableFontError):
        load_face(face)


def test_that_a_face_is_read_once() -> None:
    face = bundled_fonts().choices[Role.BODY].face
    assert load_face(face) is load_face(face._replace(family="another name"))
