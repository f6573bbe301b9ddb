"""Printed documents that the tests of the PDF writer share, and what real readers of PDF find in them."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest

from export.blocks import Block, Heading, Paragraph, Table, Title
from export.fonts import FontSet, bundled_fonts
from export.pdf import PdfOptions, PdfResult, render_pdf
from export.typesetting.geometry import SHEET_HEIGHT, Rect
from model.form import Form
from model.form_loader import load_form

MADE_AT = datetime(2025, 1, 20, 8, 30, tzinfo=UTC)
HAN = "全年主动公开政府信息做好依申请公开工作接受社会监督"


class PrintedChar(NamedTuple):
    """A character that a reader found on a page, with its box in points from the upper left corner."""

    char: str
    rect: Rect


@cache
def form(form_id: str = "2021") -> Form:
    return load_form(form_id)


@cache
def fonts() -> FontSet:
    return bundled_fonts()


def options() -> PdfOptions:
    return PdfOptions("青石县财政局", MADE_AT, fonts())


def rendered(*blocks: Block) -> PdfResult:
    return render_pdf(blocks, options())


def body(text: str) -> PdfResult:
    """Render a document of one paragraph."""
    return rendered(Paragraph(text, "overview"))


def table(key: str, figures: Mapping[str, str] | None = None, form_id: str = "2021", rest: str = "0") -> Table:
    """Return a statutory table; ``figures`` are keyed by row and column, all others are ``rest``."""
    of = form(form_id).tables[key]
    given = figures or {}
    texts = {ref: given.get(f"{ref.row}.{ref.column}", rest) for ref in of.layout.by_ref}
    return Table(of.section, of.name, of.layout, texts)


def heading(key: str) -> Heading:
    section = form().section(key)
    return Heading(section.title, 1, key)


def whole_report() -> list[Block]:
    """Return a report with every kind of block."""
    blocks: list[Block] = [Title(("青石县财政局", "2024年政府信息公开工作年度报告"))]
    blocks.append(Paragraph(HAN * 6 + "。", "report"))
    for section in form().sections:
        blocks.append(Heading(section.title, 1, section.key))
        if form().table_of_section(section.key):
            blocks.append(table(section.key))
        else:
            blocks += [Heading("（一）主动公开", 2, section.key), Paragraph(HAN * 8 + "。", section.key)]
    return blocks


def characters(content: bytes, page: int) -> list[PrintedChar]:
    """Return the characters that pdfium finds on a page (from 0), in their order."""
    with pdfium.PdfDocument(content) as document:
        found = document[page].get_textpage()
        text = [found.get_text_range(index, 1) for index in range(found.count_chars())]
        boxes = [found.get_charbox(index) for index in range(found.count_chars())]
    return [
        PrintedChar(char, Rect(left, SHEET_HEIGHT - top, right, SHEET_HEIGHT - bottom))
        for char, (left, bottom, right, top) in zip(text, boxes, strict=True)
    ]


def text_in(content: bytes, page: int, rect: Rect) -> str:
    """Return what pdfium reads inside a rectangle of a page."""
    with pdfium.PdfDocument(content) as document:
        found = document[page].get_textpage()
        text: str = found.get_text_bounded(rect.left, SHEET_HEIGHT - rect.bottom, rect.right, SHEET_HEIGHT - rect.top)
    return text


def darkness(content: bytes, page: int, rect: Rect) -> float:
    """Return how much of a rectangle is printed, 0 for white paper and 1 for black."""
    with pdfium.PdfDocument(content) as document:
        picture = document[page].render(scale=2, grayscale=True).to_pil()
        box = tuple(round(2 * edge) for edge in rect)
        part = picture.crop(box)
        histogram: list[int] = part.histogram()
    return 1 - sum(level * count for level, count in enumerate(histogram)) / (255 * sum(histogram))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def pages_by_pdfium(content: bytes) -> list[str]:
    with pdfium.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text_by_pdfium(content: bytes) -> str:
    return "\n".join(pages_by_pdfium(content))


def text_by_poppler(content: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run(
        [program, "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def squeezed(text: str) -> str:
    """Return a text without white space, in which readers may differ."""
    return "".join(text.split())


def lines_of(content: bytes, page: int = 0) -> list[str]:
    """Return the printed lines of a page of running text, the page number left out."""
    with pdfium.PdfDocument(content) as document:
        text: str = document[page].get_textpage().get_text_bounded()
    return [line.strip("\r") for line in text.split("\n")][:-1]
