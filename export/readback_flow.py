"""Reads Word files and web pages back, with other libraries than wrote them, and says what is not as composed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from export.blocks import Block, Table, Title

_Grid = dict[tuple[int, int], str]
"""The text of a table by row and column; a merged cell stands at every place it covers."""

_TEXTS: Final = frozenset({"h1", "h2", "h3", "p", "caption", "th", "td"})
_CELLS: Final = frozenset({"th", "td"})


class _Content(NamedTuple):
    """What a document shows: its paragraphs and its tables, each in their order, without blanks in the texts."""

    texts: list[str]
    tables: list[_Grid]


def word_differences(path: Path, blocks: Sequence[Block]) -> list[str]:
    """Return a sentence for every text, label and figure that a Word file lacks or has in another place."""
    return _differences(path, _word_content(path), blocks)


def page_differences(path: Path, blocks: Sequence[Block]) -> list[str]:
    """Return a sentence for every text, label and figure that a web page lacks or has in another place."""
    reader = _PageReader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return _differences(path, reader.content, blocks)


def _differences(path: Path, found: _Content, blocks: Sequence[Block]) -> list[str]:
    differences = []
    for wanted, text in zip_longest(_texts(blocks), found.texts):
        if wanted != text:
            differences.append(f"{path.name}：文字是“{text or ''}”，应为“{wanted or ''}”。")
            break  # everything behind a paragraph too many or too few is displaced
    tables = [block for block in blocks if isinstance(block, Table)]
    if len(tables) != len(found.tables):
        return [*differences, f"{path.name}：有{len(found.tables)}张表格，应有{len(tables)}张。"]
    for table, grid in zip(tables, found.tables, strict=True):
        wanted_grid = _grid(table)
        for place in sorted(wanted_grid | grid):
            if wanted_grid.get(place) != grid.get(place):
                where = f"{table.caption}第{place[0] + 1}行第{place[1] + 1}列"
                differences.append(
                    f"{path.name}：{where}是“{grid.get(place, '')}”，应为“{wanted_grid.get(place, '')}”。"
                )
    return differences


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Title):
            yield _squeezed("".join(block.lines))
        elif not isinstance(block, Table):
            yield _squeezed(block.text)


def _grid(table: Table) -> _Grid:
    return {
        place: _squeezed(table.figures.get(cell.ref, "") if cell.ref else cell.text)
        for place, cell in table.layout.by_position.items()
    }


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _word_content(path: Path) -> _Content:
    from docx import Document  # noqa: PLC0415
    from docx.table import Table as WordTable  # noqa: PLC0415

    content = _Content([], [])
    for item in Document(str(path)).iter_inner_content():
        if isinstance(item, WordTable):
            content.tables.append(_word_grid(item))
        elif item.text.strip():
            content.texts.append(_squeezed(item.text))
    return content


def _word_grid(table: object) -> _Grid:
    """Return the texts of a Word table; a cell that continues the one above has its text."""
    grid: _Grid = {}
    for row, line in enumerate(table._tbl.tr_lst):  # type: ignore[attr-defined]  # python-docx is quadratic in its public door
        column = 0
        for cell in line.tc_lst:
            text = _squeezed("".join(paragraph.text for paragraph in cell.p_lst))
            if cell.vMerge == "continue":
                text = grid[row - 1, column]
            for _ in range(cell.grid_span):
                grid[row, column] = text
                column += 1
    return grid


class _PageReader(HTMLParser):
    """Collects the paragraphs and tables of a web page; the captions of tables are no paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.content = _Content([], [])
        self._pieces: list[str] = []
        self._open = ""
        self._row = -1
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a text, a table or a row."""
        if tag == "table":
            self.content.tables.append({})
            self._row = -1
        elif tag == "tr":
            self._row += 1
        elif tag in _TEXTS:
            given = dict(attrs)
            self._span = int(given.get("rowspan") or 1), int(given.get("colspan") or 1)
            self._open, self._pieces = tag, []

    def handle_data(self, data: str) -> None:
        """Keep the text of what is open."""
        if self._open:
            self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Put a finished text where it belongs."""
        if tag != self._open:
            return
        text = _squeezed("".join(self._pieces))
        if tag in _CELLS:
            self._fill(text)
        elif tag != "caption":
            self.content.texts.append(text)
        self._open = ""

    def _fill(self, text: str) -> None:
        grid = self.content.tables[-1]
        column = next(column for column in range(len(grid) + 1) if (self._row, column) not in grid)
        for row in range(self._row, self._row + self._span[0]):
            for covered in range(column, column + self._span[1]):
                grid[row, covered] = text
