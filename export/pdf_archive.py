"""The archival form of a PDF file: PDF/A-2b (ISO 19005-2) metadata, colour intent and dates, and its self-check."""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from export.colour import srgb_profile

if TYPE_CHECKING:
    import pikepdf

_PROGRAM: Final = "政府信息公开工作年度报告编制软件"
_FORBIDDEN: Final = frozenset({"/AA", "/OpenAction", "/JavaScript", "/EmbeddedFiles", "/XFA", "/SMask", "/ca", "/CA"})
"""Entries that run something, carry something or are transparent; none of them is needed here."""


class Description(NamedTuple):
    """What a PDF file says about itself; ``made_at`` has a time zone."""

    title: str
    author: str
    made_at: datetime
    keywords: str = ""


def finish(raw: bytes, description: Description) -> bytes:
    """Return the file with metadata, output intent and a fixed identity; equal input gives equal bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(raw)) as pdf:
        _describe(pdf, description)
        _intend_srgb(pdf)
        target = io.BytesIO()
        generate = pikepdf.ObjectStreamMode.generate
        pdf.save(target, min_version="1.7", deterministic_id=True, object_stream_mode=generate, compress_streams=True)
    return target.getvalue()


def _describe(pdf: pikepdf.Pdf, description: Description) -> None:
    from pikepdf.models.metadata import encode_pdf_date

    moment = encode_pdf_date(description.made_at)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = description.title
    pdf.docinfo["/Author"] = description.author
    if description.keywords:
        pdf.docinfo["/Keywords"] = description.keywords
    pdf.docinfo["/Creator"] = _PROGRAM
    pdf.docinfo["/CreationDate"] = moment
    pdf.docinfo["/ModDate"] = moment
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata.load_from_docinfo(pdf.docinfo)
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
        metadata["dc:language"] = ["zh-CN"]


def _intend_srgb(pdf: pikepdf.Pdf) -> None:
    """Say that the colours of the file are sRGB, with the profile itself inside (ISO 19005-2, 6.2.3)."""
    import pikepdf

    profile = pdf.make_stream(srgb_profile())
    profile.N = 3
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])


def archival_problems(content: bytes) -> list[str]:
    """Return what in the structure of a PDF file contradicts PDF/A-2b, in English; an empty list when nothing does.

    This checks what this program could get wrong: it is no replacement for a validator.
    """
    import pikepdf

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
