"""Reads web pages and what is pasted from them: tables with merged cells, paragraphs, the page's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from intake.plain_text import read_text
from intake.refusals import SourceEmptyError
from intake.source import Grid, GridCell, Paragraph, Place, Source, set_apart, spread

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SKIPPED: Final = frozenset({"script", "style", "noscript", "template", "head", "select", "button", "nav", "svg"})
_TYPED: Final = frozenset({"text", "number", "tel"})
"""Fields of a form that show what was typed into them."""
_BROKEN_LINES: Final = re.compile(r"<(?:p|div|br|li|body|section)[\s>/]", re.IGNORECASE)
_TABLES: Final = re.compile(r"(<table.*?</table>)", re.IGNORECASE | re.DOTALL)
_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt"}
    | {"fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"}
    | {"main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
"""``visibility`` does not count: an article saved from WeChat keeps the one it had before it was loaded."""
_STRUCK: Final = re.compile(r"line-through|vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LONGEST_SPAN: Final = 100
_MAXIMUM_CELLS: Final = 200_000
_MAXIMUM_DEPTH: Final = 200


def decoded_page(content: bytes) -> str:
    """Return the text of a web page in the encoding that it names, GB 2312 read as GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    named = _CHARSET.search(content[:4096])
    encoding = named[1].decode("ascii").lower() if named else "utf-8-sig"
    try:
        return content.decode("gb18030" if encoding.startswith("gb") else encoding)
    except (LookupError, UnicodeDecodeError):
        return (
            content.decode("utf-8", errors="strict")
            if _is_utf8(content)
            else content.decode("gb18030", errors="replace")
        )


def page_in_archive(name: str, content: bytes) -> bytes:
    """Return the page in a message (.mht, .mhtml) in which a browser saves it together with its pictures."""
    from email import message_from_bytes  # noqa: PLC0415

    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise SourceEmptyError(name)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_html(name: str, markup: str) -> Source:
    """Take a web page or a fragment of one apart. Nothing is fetched; scripts and hidden parts are left out."""
    from lxml import etree, html  # noqa: PLC0415

    if not _BROKEN_LINES.search(markup):
        markup = _with_line_breaks(markup)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(markup.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as problem:
        raise SourceEmptyError(name) from problem
    walk = _Walk()
    walk.enter(root, 0)
    walk.flush()
    title = (root.findtext(".//title") or "").strip()
    if not walk.elements:
        return read_text(name, str(root.xpath("string()")))
    return Source(name, tuple(walk.elements), title=re.split(r"[-_—|]", title)[0].strip() if title else "")


def _with_line_breaks(markup: str) -> str:
    """Return a text with tables marked up in it, such as Markdown, in which the lines of the text break as well."""
    parts = _TABLES.split(markup)
    return "".join(part if at % 2 else part.replace("\n", "<br>") for at, part in enumerate(parts))


class _Walk:
    """Collects paragraphs and tables in the order of the page."""

    def __init__(self) -> None:
        self.elements: list[Paragraph | Grid] = []
        self._text: list[str] = []
        self._tables = 0

    def enter(self, element: HtmlElement, depth: int) -> None:
        """Collect an element and everything in it; what follows it is the caller's."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED or depth > _MAXIMUM_DEPTH or _HIDDEN.search(element.get("style") or ""):
            return
        if tag == "table" and _is_data(element):
            self.flush()
            self._table(element)
            return
        block = tag in _BLOCKS
        if block:
            self.flush()
        start = len(self._text)
        self._text.append(element.text or "")
        for child in element:
            self.enter(child, depth + 1)
            self._text.append(child.tail or "")
        if block:
            self.flush()
        elif _stands_apart(element):
            self._text[start:] = [set_apart("".join(self._text[start:]))]

    def flush(self) -> None:
        """End the paragraph that is being collected."""
        text = re.sub(r"[ \t\r\n\xa0]+", " ", "".join(self._text)).strip()
        self._text.clear()
        if text:
            self.elements.append(Paragraph(text, Place(line=len(self.elements) + 1, quote=text[:200]), indented=True))

    def _table(self, table: HtmlElement) -> None:
        self._tables += 1
        cells: list[tuple[int, int, int, int, GridCell]] = []
        taken: set[tuple[int, int]] = set()
        for top, row in enumerate(_rows(table)):
            left = 0
            shown = [cell for cell in row if cell.tag in {"td", "th"} and not _HIDDEN.search(cell.get("style") or "")]
            texts = [_text_of(cell) for cell in shown]
            quote = " ".join(filter(None, texts))[:200]
            for cell, text in zip(shown, texts, strict=True):
                while (top, left) in taken:
                    left += 1
                height, width = _span(cell.get("rowspan")), _span(cell.get("colspan"))
                place = Place(table=self._tables, row=top + 1, quote=quote)
                cells.append((top, left, height, width, GridCell(text, place)))
                taken.update((top + down, left + right) for down in range(height) for right in range(width))
                left += width
            if len(taken) > _MAXIMUM_CELLS:
                break
        self.elements.append(spread(cells))


def _is_data(table: HtmlElement) -> bool:
    """Tell whether a table holds cells and not the layout of a page; a cell may hold a table of one cell."""
    if any(_has_cells(inner) for inner in table.iterdescendants("table")):
        return False
    return _has_cells(table)


def _has_cells(table: HtmlElement) -> bool:
    cells = table.iter("td", "th")
    return next(cells, None) is not None and next(cells, None) is not None


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the rows of a table, not those of tables in its cells, and none that is hidden."""
    for child in table:
        if _HIDDEN.search(child.get("style") or ""):
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _stands_apart(element: HtmlElement) -> bool:
    """Tell whether a text is raised, lowered or struck out."""
    return element.tag in {"sup", "sub", "del", "s", "strike"} or bool(_STRUCK.search(element.get("style") or ""))


def _span(text: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", text or "")
    return max(1, min(int(digits[1]), _LONGEST_SPAN)) if digits else 1


def _text_of(cell: HtmlElement) -> str:
    return "".join(_inner(cell)).replace("\xa0", " ").strip()


def _inner(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED or _HIDDEN.search(element.get("style") or ""):
        return
    if element.tag == "input" and (element.get("type") or "text").lower() in _TYPED:
        yield element.get("value") or ""
    elif _stands_apart(element):
        yield set_apart("".join(element.itertext()))
    else:
        yield element.text or ""
        for child in element:
            yield from _inner(child)
            if child.tag in {"br", "p", "div"}:
                yield "\n"
            yield child.tail or ""
