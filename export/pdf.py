"""The report as a PDF file: a set official document with embedded fonts, outline and archival form (PDF/A-2b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from export.blocks import Block, Paragraph, ParagraphStyle, Title
from export.fonts import FontSet, Role, find_fonts
from export.pdf_archive import Description, finish
from export.pdf_drawing import draw
from export.typesetting.characters import printable
from export.typesetting.geometry import LARGE_TYPE, OFFICIAL
from export.typesetting.pages import set_pages
from export.typesetting.sheet import FigurePlace, HeadingPlace, TextSpot
from model.files import replacing


class DraftKind(StrEnum):
    """What a draft is sent out for."""

    FIRST = "初稿"
    FOR_COMMENT = "征求意见稿"
    FOR_APPROVAL = "送审稿"


@dataclass(frozen=True)
class Draft:
    """The marks of a draft: a line above every page and, if wanted, a pale 草稿 below the text.

    ``checksum`` are the words for the 校验码 of its figures where that is to be printed, else empty.
    """

    kind: DraftKind
    number: int
    day: date
    watermark: bool = False
    checksum: str = ""

    @property
    def header(self) -> str:
        """Return the line above every page."""
        day = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        return "　".join(filter(None, (self.kind, f"第{self.number}稿", day, self.checksum)))


@dataclass(frozen=True)
class PdfOptions:
    """What a PDF file needs beside its blocks.

    ``author`` is the office. ``made_at`` (with a time zone) is written as the date of the file; nothing else in
    it depends on the moment, so the same content gives the same bytes. ``closing`` tells whether 落款 and date
    are printed, ``large_type`` sets 2号 instead of 3号 for readers who want it. ``keywords`` stand in the properties
    of the file only.
    """

    author: str
    made_at: datetime
    fonts: FontSet = field(default_factory=find_fonts)
    draft: Draft | None = None
    closing: bool = True
    large_type: bool = False
    keywords: str = ""


@dataclass(frozen=True)
class PagePlaces:
    """Where report contents stand on one page, in points from its upper left corner, for clicks in the preview."""

    figures: tuple[FigurePlace, ...]
    texts: tuple[TextSpot, ...]
    headings: tuple[HeadingPlace, ...]


@dataclass(frozen=True)
class PdfResult:
    """A finished PDF file, one ``PagePlaces`` per page, and the characters that no font has.

    A missing character is printed as 〓 and keeps its own text in the file.
    """

    content: bytes
    places: tuple[PagePlaces, ...]
    missing: tuple[str, ...]


def render_pdf(blocks: Sequence[Block], options: PdfOptions, annex: Sequence[Block] = ()) -> PdfResult:
    """Set the blocks, an ``annex`` on pages of its own, and return the file's bytes.

    Needs no file and no screen; never raises for any text.
    """
    shown = [block for block in blocks if options.closing or not is_closing(block)]
    page_style = LARGE_TYPE if options.large_type else OFFICIAL
    header = options.draft.header if options.draft else ""
    pages, missing = set_pages(shown, options.fonts, page_style, header, annex)
    title = next((printable("".join(block.lines)) for block in shown if isinstance(block, Title)), "")
    watermark = options.fonts.choices[Role.HEADING].face if options.draft and options.draft.watermark else None
    description = Description(title, printable(options.author), options.made_at, options.keywords)
    content = finish(draw(pages, watermark), description)
    places = tuple(PagePlaces(tuple(page.figures), tuple(page.spots), tuple(page.headings)) for page in pages)
    return PdfResult(content, places, missing)


def write_pdf(blocks: Sequence[Block], path: Path, options: PdfOptions, annex: Sequence[Block] = ()) -> PdfResult:
    """Write the PDF file, replacing an older one; raise an ``AppError`` when the target refuses."""
    result = render_pdf(blocks, options, annex)
    with replacing(path) as temporary:
        temporary.write_bytes(result.content)
    return result


def is_closing(block: Block) -> bool:
    """Tell whether a block is a line of 落款 and date."""
    return isinstance(block, Paragraph) and block.style is ParagraphStyle.CLOSING
