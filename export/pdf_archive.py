"""The archival form of a PDF file: PDF/A-2b (ISO 19005-2) metadata, colour intent and dates, and its self-check."""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)
from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

from export.colour import srgb_profile

if TYPE_CHECKING:
    import pikepdf

_PROGRAM: Final = "政府信息公开工作年度报告编制软件"


def finish(raw: bytes, *, title: str, author: str, made_at: datetime) -> bytes:
    """Return the file with metadata, output intent and a fixed identity; equal input gives equal bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(raw)) as pdf:
        _describe(pdf, title, author, made_at)
        _intend_srgb(pdf)
        target = io.BytesIO()
        pdf.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return target.getvalue()


def _describe(pdf: pikepdf.Pdf, title: str, author: str, made_at: datetime) -> None:
    import pikepdf

    moment = pikepdf.models.metadata.encode_pdf_date(made_at)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = author
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
