"""The report as a Word file: real styles, merged tables with repeated headers, and the page of a set document.

The parts of the package are templates in ``resources/word``. Nothing in them depends on the machine or the
moment, so equal reports give equal bytes.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Final, NamedTuple

from export.blocks import Block, Heading, Paragraph, Table, Title
from export.packages import package_entry
from export.pdf import Draft, is_closing
from export.templates import fill
from export.typesetting.characters import tokens
from export.typesetting.geometry import MEASURE, OFFICIAL
from export.typesetting.titles import LINES_OF_NAME, title_breaks, title_texts
from export.word_tables import WordTable, word_table
from model.files import replacing

PARITIES: Final = ("odd", "even")

_PARTS: Final[Mapping[str, str]] = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/theme.xml": "theme.xml",
}
"""The parts of the package and their templates; headers and footers come per parity of pages."""

_MEASURE: Final = 28
_TITLE_MEASURE: Final = MEASURE / OFFICIAL.title
"""Characters of a line of text and of the title."""
_LINES_OF_TITLE: Final = 2
_LONG_TOKEN: Final = 16
_FROM_RIGHT: Final = 2.0
_SLACK: Final = 0.5
"""Characters by which the room of a name that is broken is wider than its longest line."""
_YEAR: Final = re.compile(r"\d{4}年")


@dataclass(frozen=True)
class WordOptions:
    """What a Word file needs beside its blocks.

    ``author`` is the office. A ``draft`` says so in a line above every page, with 草稿 as a watermark if it asks
    for one. ``closing`` tells whether 落款 and date are written.
    ``keywords`` stand in the properties of the file only.
    """

    author: str
    draft: Draft | None = None
    closing: bool = True
    keywords: str = ""


class _Closing(NamedTuple):
    """How a line of the closing stands: its indents in characters and the side of the page that it keeps to."""

    left: float
    right: float
    side: str


class _Item(NamedTuple):
    """What follows in the text: a paragraph of a style, or a table.

    ``lead`` is the sub-heading that runs on into the first line. ``kept`` asks for the page of what follows.
    ``ragged`` lines are left short where a long token must begin the next one. ``inset`` is the white at both sides
    in twentieths of a point.
    """

    style: str = ""
    lines: tuple[str, ...] = ()
    closing: _Closing | None = None
    table: WordTable | None = None
    lead: str = ""
    kept: bool = False
    ragged: bool = False
    inset: int = 0


def write_word(blocks: Sequence[Block], path: Path, options: WordOptions) -> None:
    """Write the Word file, replacing an older one; raise an ``AppError`` when the target refuses."""
    content = word_bytes(blocks, options)
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def word_bytes(blocks: Sequence[Block], options: WordOptions) -> bytes:
    """Return the Word file's bytes; never raises for any text that ``compose`` made."""
    title = next(("".join(block.lines) for block in blocks if isinstance(block, Title)), "")
    values = {
        "PARITIES": PARITIES,
        "title": title,
        "author": options.author,
        "keywords": options.keywords,
        "draft": options.draft,
        "items": list(_items(blocks, options)),
    }
    package = BytesIO()
    with zipfile.ZipFile(package, "w") as target:
        for name, template in _PARTS.items():
            target.writestr(package_entry(name), fill("word", template, **values))
        for kind in ("header", "footer") if options.draft else ("footer",):
            for parity in PARITIES:
                part = fill("word", f"{kind}.xml", parity=parity, **values)
                target.writestr(package_entry(f"word/{kind}_{parity}.xml"), part)
    return package.getvalue()


def _items(blocks: Sequence[Block], options: WordOptions) -> Iterator[_Item]:
    """Yield paragraphs and tables in order; Word joins tables that touch, and wants a paragraph at the end.

    落款 and date stand at the end; the last lines of the text go to their page.
    """
    closing = [block.text for block in blocks if isinstance(block, Paragraph) and is_closing(block)]
    shown = [block for block in blocks if not is_closing(block)]
    is_closed = bool(closing) and options.closing
    for block, after in zip(shown, [*shown[1:], None], strict=False):
        yield _item(block)._replace(kept=is_closed and after is None)
        if isinstance(block, Table) and isinstance(after, Table | None):
            yield _Item("TableText")
    if is_closed:
        yield from _closing(closing)


def _item(block: Block) -> _Item:
    match block:
        case Title():
            return _title(block.lines)
        case Heading():
            return _Item(f"Heading{min(block.level, 2)}", (block.text,))
        case Paragraph():
            lead, rest = block.text[: block.lead], block.text[block.lead :]
            # Word breaks no web address and would pull the line before a long one apart.
            is_torn = any(len(token) >= _LONG_TOKEN and token.isascii() for token in tokens(block.text))
            return _Item("BodyOfReport", (rest,), lead=lead, ragged=is_torn)
        case Table():
            return _Item(table=word_table(block))


def _title(lines: Sequence[str]) -> _Item:
    """Return a title whose lines end where those of the printed page do.

    Inside a name that takes several lines Word breaks by itself, in a column as wide as the longest of them unless
    that took more lines: who reads the file takes the line above the year for the whole name.
    """
    places = [title_breaks(line, _TITLE_MEASURE) for line in lines]
    pieces = list(_divided(lines, places))
    if len(pieces) <= _LINES_OF_TITLE:
        return _Item("Title", tuple(pieces))
    year = [place for place in places[-1][-1:] if _YEAR.match(lines[-1], place)]
    kept = tuple(_divided(lines, [*([] for _ in lines[:-1]), year]))
    white = _TITLE_MEASURE - max(map(_characters, pieces)) - _SLACK
    is_narrow = white > 0 and sum(ceil(_characters(line) / _TITLE_MEASURE) for line in kept) == len(pieces)
    return _Item("Title", kept, inset=round(10 * OFFICIAL.title * white) if is_narrow else 0)


def _divided(lines: Sequence[str], places: Sequence[Sequence[int]]) -> Iterator[str]:
    """Yield the lines into which every line is divided at its places."""
    for line, breaks in zip(lines, places, strict=True):
        yield from (line[start:end].strip() for start, end in pairwise((0, *breaks, len(line))))


def _closing(texts: Sequence[str]) -> Iterator[_Item]:
    """Yield 落款 and date as GB/T 9704-2012, 7.3.5.2 asks.

    The names end two characters from the right and the date begins two characters further in; a date longer
    than the names ends two characters from the right, and the names move in.
    """
    *names, last = texts
    widths = [_closing_width(name) for name in names or texts]
    end = _MEASURE - _FROM_RIGHT
    name_left, date_left = end - max(widths), end - _characters(last)
    date, moved = _Closing(0.0, _FROM_RIGHT, "right"), 0.0
    if date_left >= name_left:
        date = _Closing(name_left + _FROM_RIGHT, 0.0, "left")
    else:
        moved = name_left - max(date_left - _FROM_RIGHT, 0.0)
    for name, width in zip(names, widths, strict=False):
        left = end - moved - width - _SLACK if _characters(name) > width else 0.0
        yield _Item("ClosingOfReport", (name,), _Closing(max(left, 0.0), _FROM_RIGHT + moved, "right"), kept=True)
    yield _Item("ClosingOfReport", (last,), date if names else _Closing(0.0, _FROM_RIGHT, "right"))


def _closing_width(name: str) -> float:
    """Return the characters of the longest line of a name, which is broken at the sense where it takes several."""
    longest = _MEASURE - _FROM_RIGHT
    width = _characters(name)
    if longest < width <= LINES_OF_NAME * longest:
        width = max(map(_characters, title_texts(name, longest)))
    return min(width, longest)


def _characters(text: str) -> float:
    """Return the width of a text in Chinese characters.

    A Latin letter or digit is half as wide, and Word leaves a quarter between it and a Chinese character.
    """
    wide = [unicodedata.east_asian_width(char) in "WFA" for char in text]
    return sum(1.0 if each else 0.5 for each in wide) + 0.25 * sum(one != other for one, other in pairwise(wide))
