"""Tables on the clipboard: what Excel, WPS, Word and browsers put there, and what we put there. No Qt."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final, NamedTuple

Rows = list[list[str]]

_CELL: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|\Z)')
_NEEDS_QUOTES: Final = re.compile(r'[\t\n"]')
_FORMULA: Final = re.compile(r"'*[=+@\-](?![0-9.]*\Z)")
_LARGEST_SPAN: Final = 200


class SpannedCell(NamedTuple):
    """A cell to be written: its text and how many rows and columns it covers."""

    text: str
    height: int = 1
    width: int = 1
    is_label: bool = False


def read_clipboard(text: str, markup: str) -> Rows:
    """Return the table on the clipboard from its plain text and its HTML, empty when there is none.

    The plain text counts where it is a proper grid; a web page or Word may lose the grid in it, then the
    first HTML table is taken. All rows come out equally long.
    """
    rows = read_tsv(text)
    if rows and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
        return rows
    return _squared(read_html(markup) or rows)


def read_tsv(text: str) -> Rows:
    """Read tab-separated text as Excel and WPS write it.

    A cell with a tab, a line break or a quotation mark is quoted and its quotation marks are doubled; a
    quotation mark that is not closed stands for itself.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\0")
    if not text:
        return []
    text = text.removesuffix("\n")
    rows: Rows = [[]]
    for match in _CELL.finditer(text):
        quoted, plain, end = match.groups()
        rows[-1].append(_disarmed(plain if quoted is None else quoted.replace('""', '"')))
        if not end:
            break
        if end == "\n":
            rows.append([])
    return rows


def write_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Write tab-separated text that Excel and WPS read cell for cell; nothing in it can become a formula."""
    return "".join("\t".join(_quoted(_armed(cell)) for cell in row) + "\r\n" for row in rows)


def write_html(rows: Sequence[Sequence[SpannedCell]]) -> str:
    """Write an HTML table with merged cells; rows hold only the cells that begin in them."""
    body = "".join("<tr>" + "".join(map(_html_cell, row)) + "</tr>" for row in rows)
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{body}</table></body></html>'


def read_html(markup: str) -> Rows:
    """Read the first table of a web page; a merged cell has its text at the upper left and blanks elsewhere."""
    reader = _TableReader()
    reader.feed(markup)
    reader.close()
    if not reader.grid:
        return []
    height = max(row for row, _ in reader.grid) + 1
    width = max(column for _, column in reader.grid) + 1
    return [[_disarmed(reader.grid.get((row, column), "")) for column in range(width)] for row in range(height)]


def _squared(rows: Rows) -> Rows:
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _quoted(cell: str) -> str:
    if not _NEEDS_QUOTES.search(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _armed(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if _FORMULA.match(text) else text


def _disarmed(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _html_cell(cell: SpannedCell) -> str:
    tag = "th" if cell.is_label else "td"
    rows = f' rowspan="{cell.height}"' if cell.height > 1 else ""
    columns = f' colspan="{cell.width}"' if cell.width > 1 else ""
    text = html.escape(_armed(cell.text)).replace("\n", "<br>")
    return f"<{tag}{rows}{columns}>{text}</{tag}>"


class _TableReader(HTMLParser):
    """Collects the cells of the first table; a table inside a cell adds its text to that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grid: dict[tuple[int, int], str] = {}
        self._depth = 0
        self._hidden = 0
        self._finished = False
        self._row = -1
        self._column = 0
        self._text: list[str] | None = None
        self._span = (1, 1)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip ``<![if …]>`` and the like; the inherited method refuses words it does not know."""
        end = self.rawdata.find(">", i)
        return len(self.rawdata) if end < 0 else end + 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        self._hidden += tag in ("style", "script")
        self._depth += tag == "table"
        if self._finished or self._depth == 0:
            return
        if tag == "br" and self._text is not None:
            self._text.append("\n")
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self._row, self._column = self._row + 1, 0
        elif self._depth == 1 and tag in ("td", "th"):
            self._close_cell()
            self._open_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """Close a cell or the table."""
        self._hidden -= tag in ("style", "script") and self._hidden > 0
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self._close_cell()
        if tag == "table" and self._depth:
            self._depth -= 1
            self._finished = self._finished or self._depth == 0

    def handle_data(self, data: str) -> None:
        """Collect the text of the open cell."""
        if self._text is not None and not self._hidden:
            self._text.append(re.sub(r"[ \t\r\n]+", " ", data))

    def close(self) -> None:
        """Finish; a table that was cut off keeps its last cell."""
        super().close()
        self._close_cell()

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        self._row = max(self._row, 0)
        while (self._row, self._column) in self.grid:
            self._column += 1
        self._span = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
        self._text = []

    def _close_cell(self) -> None:
        if self._text is None:
            return
        text = "\n".join(line.strip(" ") for line in "".join(self._text).split("\n")).strip("\n ")
        height, width = self._span
        for row in range(self._row, self._row + height):
            for column in range(self._column, self._column + width):
                self.grid[row, column] = ""
        self.grid[self._row, self._column] = text
        self._column += width
        self._text = None


def _span(written: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", written or "")
    return min(max(int(digits.group(1)), 1), _LARGEST_SPAN) if digits else 1
