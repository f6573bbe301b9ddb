"""The content of a document, free of any file format.

``compose`` makes the blocks once; the writers for PDF, Word, Excel and the web page only walk over them, so
two outputs of one report cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from model.cells import CellRef
from model.layout import TableLayout

WHOLE_REPORT: Final = "report"
"""The section of what stands outside the chapters: title, preface and closing."""


@dataclass(frozen=True)
class TextPlace:
    """Where in the report a printed text was typed: a key of ``Report.texts`` and code points of the stored text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Title:
    """The title of the report, one string per printed line (broken at the sense, never by width)."""

    lines: tuple[str, ...]
    place: TextPlace | None = None


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 is a chapter (一、), level 2 a customary sub-heading （一）."""

    text: str
    level: int
    section: str
    place: TextPlace | None = None


class ParagraphStyle(StrEnum):
    """How a paragraph is set."""

    BODY = "body"  # first line indented by two characters
    CLOSING = "closing"  # 落款 and date: right, indented from the right edge as GB/T 9704 asks


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text with every bound number already in digits.

    Its first ``lead`` characters are a sub-heading that runs on into the text: （一）主动公开情况。
    """

    text: str
    section: str
    style: ParagraphStyle = ParagraphStyle.BODY
    place: TextPlace | None = None
    lead: int = 0


@dataclass(frozen=True)
class Table:
    """A statutory table: its printed layout and the text of every figure (blank figures are empty strings)."""

    section: str
    caption: str
    layout: TableLayout
    figures: Mapping[CellRef, str] = field(default_factory=dict)


Block = Title | Heading | Paragraph | Table
