"""Reading of clipboard HTML as lines of text: paragraphs, list numbers, rows of tables."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, NamedTuple

CHINESE: Final = (
    "[\u2018-\u201f\u2026\u2e80-\u2fdf\u3001-\u33ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
CELL_MARK: Final = "\t"
"""Stands between the cells of a row; HTML text holds no other tab."""


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCKS: Final = _tags(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre section article header footer main aside nav address "
    "center figure figcaption form fieldset table caption thead tbody tfoot tr"
)
_CELLS: Final = frozenset({"td", "th"})
_VOID: Final = _tags("area base br col embed hr img input link meta param source track wbr")
_UNREAD: Final = _tags("style script title template xml noscript svg object select textarea del")
_ENDED_BY_START: Final[Mapping[str, frozenset[str]]] = {
    "li": frozenset({"li"}),
    "td": _CELLS,
    "th": _CELLS,
    "tr": _CELLS | {"tr"},
}
_WALLS: Final = _CELLS | {"ul", "ol", "table"}
_TABLE_PARTS: Final = _CELLS | {"tr", "thead", "tbody", "tfoot", "table"}
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*comment-list", re.IGNORECASE)
_LABEL: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_LIST_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_SOURCE_BREAK: Final = "\r"
_CHINESE_DIGITS: Final = "一二三四五六七八九"


class ReadHtml(NamedTuple):
    """The lines of a fragment, cells of a row parted by ``CELL_MARK``, and how often what was met.

    The counts are numbers, bullets, pictures, tables and deleted (text that a revision took out).
    """

    text: str
    counts: Counter[str]


def read_html(html: str) -> ReadHtml:
    """Read clipboard HTML; never raises, whatever stands in it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return ReadHtml("\n".join(reader.finish()), reader.counts)


@dataclass
class _Flow:
    """Lines being written: of the page, of a table cell or of a list label."""

    lines: list[str] = field(default_factory=list)
    current: str = ""
    label: str = ""

    def write(self, text: str) -> None:
        if not self.current and text.strip():
            self.current, self.label = self.label, ""
        self.current += text

    def end_line(self) -> None:
        # The source of a page is broken at any place; between Chinese characters that is no space.
        line = re.sub(f"(?<={CHINESE}){_SOURCE_BREAK}+(?={CHINESE})", "", self.current)
        if line.strip():
            self.lines.append(line.replace(_SOURCE_BREAK, " ").strip(" "))
        self.current = ""


class _Element(NamedTuple):
    tag: str
    hidden: bool
    is_label: bool


class _List(NamedTuple):
    style: str
    numbers: list[int]


class _Reader(HTMLParser):
    """Walks the tags as a browser would, forgiving what is not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.counts: Counter[str] = Counter()
        self._flows = [_Flow()]
        self._elements: list[_Element] = []
        self._lists: list[_List] = []
        self._rows: list[list[str]] = []

    def finish(self) -> list[str]:
        """Close whatever is open and return the lines."""
        self._close_down_to(0)
        self._flows[0].end_line()
        return self._flows[0].lines

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip Word's ``<![if …]>``; the inherited method refuses words it does not know."""
        end = self.rawdata.find(">", i)
        return len(self.rawdata) if end < 0 else end + 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        attributes = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            self._meet_void(tag)
            return
        self._end_by_start(tag)
        if tag in _BLOCKS:
            self._flows[-1].end_line()
        style = attributes.get("style", "")
        hidden = tag in _UNREAD or bool(_HIDDEN.search(style)) or "msocomanchor" in attributes.get("class", "").lower()
        is_label = bool(_LABEL.search(style))
        self._elements.append(_Element(tag, hidden or self._is_hidden, is_label))
        self._open(tag, attributes, is_label=is_label)

    def handle_endtag(self, tag: str) -> None:
        """Close an element with everything open inside it; an end without a start is nothing."""
        for index in range(len(self._elements) - 1, -1, -1):
            open_tag = self._elements[index].tag
            if open_tag == tag:
                self._end(index)
                return
            if open_tag in _CELLS and tag not in _TABLE_PARTS:
                return

    def _end(self, index: int) -> None:
        """Close an element; a character style that ends within a block opened later ends without closing it."""
        element = self._elements[index]
        is_style = element.tag not in _BLOCKS | _CELLS and not element.is_label
        if is_style and any(later.tag in _BLOCKS | _CELLS for later in self._elements[index:]):
            del self._elements[index]
        else:
            self._close_down_to(index)

    def handle_data(self, data: str) -> None:
        """Write text with its white space made single."""
        if not self._is_hidden:
            broken = re.sub(r"[ \t\f]*[\r\n][ \t\r\n\f]*", _SOURCE_BREAK, data)
            self._flows[-1].write(re.sub(r"[ \t\f]+", " ", broken))
        elif self._elements[-1].tag == "del":
            self.counts["deleted"] += 1

    @property
    def _is_hidden(self) -> bool:
        return bool(self._elements) and self._elements[-1].hidden

    def _meet_void(self, tag: str) -> None:
        if tag in {"br", "hr"}:
            self._flows[-1].end_line()
        elif tag == "img" and not self._is_hidden:
            self.counts["pictures"] += 1

    def _end_by_start(self, tag: str) -> None:
        """Close what the start of ``tag`` closes: an item by the next item, a paragraph by any block."""
        ended = _ENDED_BY_START.get(tag) or (frozenset({"p"}) if tag in _BLOCKS else frozenset())
        for index in range(len(self._elements) - 1, -1, -1):
            open_tag = self._elements[index].tag
            if open_tag in ended:
                self._close_down_to(index)
            elif open_tag in _WALLS:
                return

    def _open(self, tag: str, attributes: Mapping[str, str], *, is_label: bool) -> None:
        if is_label or tag in _CELLS:
            self._flows.append(_Flow())
        elif tag in {"ul", "ol"}:
            start = attributes.get("start", "")
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1
            self._lists.append(_List(_list_style(tag, attributes), [first]))
        elif tag == "li" and self._lists and not self._is_hidden:
            self._flows[-1].label = self._next_label(self._lists[-1])
        elif tag == "tr":
            self._rows.append([])

    def _close_down_to(self, index: int) -> None:
        while len(self._elements) > index:
            self._close(self._elements.pop())

    def _close(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flows[-1].end_line()
        if element.is_label or tag in _CELLS:
            flow = self._flows.pop()
            flow.end_line()
            if element.is_label:
                self._flows[-1].write(self._label(" ".join(flow.lines)))
            self._keep_cell(flow.lines, is_cell=tag in _CELLS)
        elif tag in {"ul", "ol"}:
            self._lists.pop()
        elif tag == "li":
            self._flows[-1].label = ""
        elif tag == "tr":
            self._end_row(self._rows.pop())

    def _keep_cell(self, lines: list[str], *, is_cell: bool) -> None:
        if not is_cell:
            return
        if self._rows:
            self._rows[-1].append("\n".join(lines))
        else:
            self._flows[-1].lines += lines

    def _end_row(self, cells: list[str]) -> None:
        """Write a row as one line; a row of a single cell keeps its paragraphs."""
        self._flows[-1].lines += (
            cells[0].split("\n") if len(cells) == 1 else [CELL_MARK.join(cell.replace("\n", "") for cell in cells)]
        )
        if len(cells) > 1 and not any(element.tag == "tr" for element in self._elements):
            self.counts["rows"] += 1

    def _label(self, written: str) -> str:
        """Return an automatic number as it is kept; a bullet is dropped."""
        label = "".join(written.split())
        is_number = len(label) > 1 and any(map(str.isalnum, label))
        if is_number or (len(label) == 1 and unicodedata.numeric(label, None) is not None):
            self.counts["numbers"] += 1
            return label
        self.counts["bullets"] += bool(label)
        return ""

    def _next_label(self, items: _List) -> str:
        """Return the number of the next item of an HTML list, nothing for a bullet."""
        if items.style in {"disc", "none"}:
            self.counts["bullets"] += items.style == "disc"
            return ""
        number = items.numbers[0]
        items.numbers[0] += 1
        self.counts["numbers"] += 1
        if items.style == "chinese":
            return f"{chinese_number(number)}、"
        if items.style == "alpha" and 1 <= number <= 26:
            return f"{chr(ord('a') + number - 1)}."
        return f"{number}."


def chinese_number(number: int) -> str:
    """Return 1 to 99 in Chinese (十二), any other number in digits."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE_DIGITS[tens - 1]}十"
    return head + (_CHINESE_DIGITS[ones - 1] if ones else "")


def _list_style(tag: str, attributes: Mapping[str, str]) -> str:
    """Return how the items of a list are marked: disc, none, decimal, alpha or chinese."""
    match = _LIST_STYLE.search(attributes.get("style", ""))
    style = match.group(1).lower() if match else ""
    if style == "none":
        return "none"
    if any(word in style for word in ("cjk", "chinese", "japanese")):
        return "chinese"
    if "alpha" in style or "latin" in style or attributes.get("type") in {"a", "A"}:
        return "alpha"
    return "decimal" if tag == "ol" or "decimal" in style else "disc"
