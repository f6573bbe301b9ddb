"""Typefaces embedded in a PDF file: one subset per face, addressed by glyph, with an exact map back to text."""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final, Protocol

from export.truetype import Variant, subset
from export.typesetting.characters import GETA
from export.typesetting.faces import LoadedFace

_MOST_PAIRS: Final = 100  # entries of one bfchar block, PDF 32000-1, 9.10.3
_SYMBOLIC: Final = 4  # PDF 32000-1, table 123


class _Document(Protocol):
    """The part of reportlab's document that a font writes itself into."""

    idToObject: dict[str, Any]  # noqa: N815  # reportlab's own name

    def Reference(self, thing: object, name: str | None = None) -> object:  # noqa: N802  # reportlab's own name
        """Return a reference to an object of the file, which gets a number."""


class EmbeddedFont:
    """One typeface of one document (a Type 0 font with two-byte codes).

    Every character gets the next code when it is first shown, another one when it is shown with another
    advance. A character that the face lacks is drawn as the printer's mark but keeps its own text, so nothing
    is lost when text is copied out of the file.
    """

    def __init__(self, loaded: LoadedFace, name: str) -> None:
        self.name = name
        self._loaded = loaded
        self._codes: dict[tuple[str, int], int] = {}
        self._advances: dict[str, int] = {}

    def code(self, char: str, advance: int) -> int:
        """Return the two-byte code of a character with an advance in thousandths of an em."""
        return self._codes.setdefault((char, advance), len(self._codes) + 1)

    def advance(self, char: str) -> int:
        """Return the natural advance of a character in thousandths of an em."""
        if char not in self._advances:
            self._advances[char] = round(self._loaded.advance(self._drawn(char)) * 1000)
        return self._advances[char]

    def _drawn(self, char: str) -> str:
        return char if self._loaded.has(char) else GETA

    def addObjects(self, document: _Document) -> None:  # noqa: N802  # reportlab calls it by this name
        """Write the font with exactly the glyphs that were shown; reportlab calls this when it saves."""
        from reportlab.pdfbase import pdfdoc

        content = self._subset()
        base_name = pdfdoc.PDFName(f"{_tag(content)}+{self._loaded.outlines.name.decode('ascii', 'replace')}")
        advances = [advance for _, advance in self._codes]
        system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": base_name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(system),
            "FontDescriptor": self._descriptor(document, base_name, content),
            "DW": 1000,
            "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(advances)]),
            "CIDToGIDMap": "/Identity",
        }
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": base_name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(pdfdoc.PDFDictionary(descendant))]),
            "ToUnicode": _stream(document, _unicode_map([char for char, _ in self._codes])),
        }
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(pdfdoc.PDFDictionary(font))

    def _subset(self) -> bytes:
        outlines = self._loaded.outlines
        scale = outlines.unitsPerEm / 1000
        variants = []
        for char, advance in self._codes:
            variants.append(Variant(outlines.charToGlyph[ord(self._drawn(char))], round(advance * scale)))
        return subset(outlines, variants)

    def _descriptor(self, document: _Document, base_name: object, content: bytes) -> object:
        from reportlab.pdfbase import pdfdoc

        outlines = self._loaded.outlines
        values = {
            "Type": "/FontDescriptor",
            "FontName": base_name,
            "Flags": _SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray(outlines.bbox),
            "ItalicAngle": outlines.italicAngle,
            "Ascent": outlines.ascent,
            "Descent": outlines.descent,
            "CapHeight": outlines.capHeight,
            "StemV": outlines.stemV,
            "FontFile2": _stream(document, content, Length1=len(content)),
        }
        return document.Reference(pdfdoc.PDFDictionary(values))


def _stream(document: _Document, content: bytes, **entries: int) -> object:
    from reportlab.pdfbase import pdfdoc

    stream = pdfdoc.PDFStream(content=content)
    for key, value in entries.items():
        stream.dictionary[key] = value
    return document.Reference(stream)


def _tag(content: bytes) -> str:
    """Return the six capital letters that mark a subset (PDF 32000-1, 9.6.4), the same for the same glyphs."""
    return "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(content).digest()[:6])


def _unicode_map(chars: Sequence[str]) -> bytes:
    """Return the map from codes to text, characters beyond the basic plane as surrogate pairs."""
    pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in enumerate(chars, start=1)]
    blocks = [pairs[at : at + _MOST_PAIRS] for at in range(0, len(pairs), _MOST_PAIRS)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
