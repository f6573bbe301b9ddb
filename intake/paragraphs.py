"""Joins physical lines into the paragraphs that were broken into them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from intake.source import Paragraph

_BEGINS: Final = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]\s*[^\d]")
_PAGE_NUMBER: Final = re.compile(r"[-—–－~]\s*\d{1,4}\s*[-—–－~]")
_FULL: Final = 0.85
_ENDS: Final = ("。", "！", "？", "：", ":", "；")


def joined(lines: Sequence[Paragraph]) -> list[str]:
    """Return paragraphs: a line that fills the width continues in the next unless that one is indented."""
    kept = [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text.strip())]
    widest = max((_width(line.text.strip()) for line in kept), default=0)
    paragraphs: list[str] = []
    full = False
    for line in kept:
        text = line.text.strip()
        new = line.indented if line.indented is not None else _BEGINS.match(text) is not None
        if full and not new:
            paragraphs[-1] = _glued(paragraphs[-1], text)
        else:
            paragraphs.append(text)
        full = _width(text) >= widest * _FULL or (
            widest > 40 and not text.endswith(_ENDS) and _width(text) > widest / 2
        )
    return paragraphs


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _glued(before: str, after: str) -> str:
    """Join two lines; between Latin words the line break was a blank."""
    blank = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before}{' ' if blank else ''}{after}"
