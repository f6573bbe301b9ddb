"""Reads text files and pasted text."""

from __future__ import annotations

import re
from typing import Final

from intake.margins import is_page_number
from intake.refusals import SourceKindError
from intake.source import Paragraph, Place, Source

_LINES: Final = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_WRAPPED_LINES: Final = 6


def decoded(name: str, content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or GB 18030, which WPS writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceKindError(name, "里面的文字编码认不出来，请用记事本打开，另存为 UTF-8 编码再读入。")


def read_text(name: str, text: str) -> Source:
    """Take a text apart into lines; a form feed begins a new page."""
    elements: list[Paragraph] = []
    pages = text.split("\f")
    number = 0
    for page, content in enumerate(pages, start=1):
        for line in _LINES.split(content):
            number += 1
            place = Place(page=page if len(pages) > 1 else 0, line=number, quote=line.strip()[:200])
            if not is_page_number(line):
                elements.append(Paragraph(line, place))
    return Source(name, tuple(elements), wrapped=_is_wrapped(elements))


def _is_wrapped(lines: list[Paragraph]) -> bool:
    """Tell whether paragraphs are broken by width: many lines of like length end in the middle of a sentence."""
    lengths = [len(line.text.strip()) for line in lines if len(line.text.strip()) > 20 and "|" not in line.text]
    open_ends = sum(
        not line.text.strip().endswith(("。", "：", ":", "；")) for line in lines if len(line.text.strip()) > 20
    )
    return len(lengths) >= _WRAPPED_LINES and max(lengths) <= 60 and open_ends > len(lengths) / 2
