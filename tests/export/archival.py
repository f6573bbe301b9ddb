"""What in the structure of a PDF file contradicts PDF/A-2b, as far as this program could get it wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

_FORBIDDEN: Final = frozenset({"/AA", "/OpenAction", "/JavaScript", "/EmbeddedFiles", "/XFA", "/SMask", "/ca", "/CA"})
"""Entries that run something, carry something or are transparent; none of them is needed here."""


def archival_problems(content: bytes) -> list[str]:
    """Return what in the structure of a PDF file contradicts PDF/A-2b; no validator, but empty when nothing does."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        problems = [*_identity_problems(pdf), *pdf.check_pdf_syntax()]
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                problems += _object_problems(thing)
    return problems


def _identity_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "the file is encrypted"
    if "/ID" not in pdf.trailer:
        yield "the file has no identifier"
    if pdf.Root.get("/OutputIntents") is None:
        yield "there is no output intent"
    with pdf.open_metadata() as metadata:
        if (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) != ("2", "B"):
            yield "the metadata do not claim PDF/A-2b"
        if metadata.get("dc:title", "") != str(pdf.docinfo.get("/Title", "")):
            yield "the title differs between metadata and information"


def _object_problems(thing: Any) -> Iterator[str]:  # noqa: ANN401  # pikepdf's objects are typed by their contents
    yield from (f"forbidden entry {key}" for key in sorted(_FORBIDDEN & set(thing.keys())))
    kind = thing.get("/Type")
    if kind == "/Font" and thing.get("/Subtype") == "/Type0":
        descendant = thing.DescendantFonts[0]
        if "/ToUnicode" not in thing or "/CIDToGIDMap" not in descendant:
            yield f"font {thing.BaseFont} has no map to text or to glyphs"
        if "/FontFile2" not in descendant.FontDescriptor:
            yield f"font {thing.BaseFont} is not embedded"
    elif kind == "/Font" and thing.get("/Subtype") != "/CIDFontType2":
        yield f"font {thing.get('/BaseFont')} is of a kind that is never embedded here"
    if kind == "/Annot":
        yield "there is an annotation"
