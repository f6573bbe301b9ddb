"""Typefaces in memory and the chain in which a character looks for its glyph."""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from export.fonts import DAMAGE, Face, FontSet, Role
from export.truetype import is_sound
from export.typesetting.characters import GETA
from export.typesetting.units import Glyph
from resources import open_resource

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFace

_WIDE: Final = 0.9
_WANTED_WIDE: Final = frozenset("“”‘’—…")
"""Marks that fill a square in Chinese; a face that has only the narrow Western ones lends none of them."""
_LAST_LATIN: Final = "\u024f"
_WITH_LATIN_FACE: Final = frozenset({Role.BODY, Role.SUBHEADING, Role.TABLE})


class UnusableFontError(ValueError):
    """A font file cannot be read; the caller skips it."""


class LoadedFace:
    """A typeface with its widths and outlines, read once and only read from then on."""

    def __init__(self, outlines: TTFontFace) -> None:
        self.outlines = outlines

    def has(self, char: str) -> bool:
        """Tell whether the face draws this character."""
        return bool(self.outlines.charToGlyph.get(ord(char), 0))

    def advance(self, char: str) -> float:
        """Return the width of a character in ems."""
        return float(self.outlines.charWidths.get(ord(char), self.outlines.defaultWidth)) / 1000


def load_face(face: Face) -> LoadedFace:
    """Read a typeface; raise ``UnusableFontError`` when the file is not what its name table promised."""
    loaded = _loaded(face.path, face.number)
    if loaded is None:
        raise UnusableFontError(str(face.path))
    return loaded


def is_readable(face: Face) -> bool:
    """Tell whether a typeface can be read and embedded."""
    return _loaded(face.path, face.number) is not None


@lru_cache(maxsize=16)
def _loaded(path: Path, number: int) -> LoadedFace | None:
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

    try:
        with open_resource(path) as file:
            outlines = TTFontFace(file, subfontIndex=number)
    except (TTFError, AttributeError, *DAMAGE):
        return None
    return LoadedFace(outlines) if is_sound(outlines) else None


class FontChain:
    """The faces of one role in the order in which they are asked; remembers what none of them has."""

    def __init__(self, fonts: FontSet, role: Role, missing: dict[str, None]) -> None:
        self._faces = fonts.faces(role)
        self._latin = fonts.faces(Role.LATIN) if role in _WITH_LATIN_FACE else self._faces
        self._missing = missing
        self._glyphs: dict[str, Glyph] = {}

    def __call__(self, char: str) -> Glyph:
        """Return the glyph of a character, the printer's mark for one that no face has."""
        glyph = self._glyphs.get(char)
        if glyph is None:
            glyph = self._glyphs[char] = self._look_up(char)
        return glyph

    def _look_up(self, char: str) -> Glyph:
        faces = self._latin if char <= _LAST_LATIN and char != "·" else self._faces
        having = (face for face in faces if is_readable(face) and load_face(face).has(char))
        first = next(having, None)
        if first is None:
            return self._geta(char)
        if char in _WANTED_WIDE and load_face(first).advance(char) < _WIDE:
            first = next((face for face in having if load_face(face).advance(char) >= _WIDE), first)
        return Glyph(char, first, load_face(first).advance(char))

    def _geta(self, char: str) -> Glyph:
        """Print 〓 for a character that no face has; the page keeps the character itself as its text."""
        self._missing[char] = None
        face = next(face for face in self._faces if is_readable(face) and load_face(face).has(GETA))
        return Glyph(char, face, 1.0)
