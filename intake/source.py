"""What every container yields: paragraphs and tables of cells, each with the place where it stands.

The readers for Word, Excel, web pages, PDF and text make a ``Source``; one interpreter reads them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple


class Place(NamedTuple):
    """Where in a source something stands; numbers count from 1, 0 means that there is no such number.

    ``table`` counts the tables of the whole source, ``row`` the rows of one, ``line`` the paragraphs or lines.
    ``quote`` is what stands there, for lighting it in the source; ``box`` is left, top, right and bottom of it on
    a page of a PDF, in points from the upper left, empty where the source has no pages.
    """

    page: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    line: int = 0
    quote: str = ""
    box: tuple[float, ...] = ()

    def __str__(self) -> str:
        words = [f"第 {self.page} 页" if self.page else "", f"工作表“{self.sheet}”" if self.sheet else ""]
        if self.table and not self.sheet:
            words.append(f"第 {self.table} 张表")
        if self.row:
            words.append(f"第 {self.row} 行")
        elif self.line and not self.page:
            words.append(f"第 {self.line} 段")
        return "".join(words)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a physical line of a text in which lines are broken by width.

    ``indented`` says that a new paragraph begins here: None where the source does not tell.
    """

    text: str
    place: Place
    indented: bool | None = None


@dataclass(frozen=True, eq=False)
class GridCell:
    """One cell of a table; a merged cell is the same object at every position that it covers."""

    text: str
    place: Place


Row = Sequence[GridCell]

NOTHING: Final = GridCell("", Place())
"""Fills a grid where a row of the source has no cell."""


@dataclass(frozen=True)
class Grid:
    """A table whose merged cells are spread over all positions they cover, so that columns line up."""

    rows: tuple[tuple[GridCell, ...], ...]


class SourceLine(NamedTuple):
    """A paragraph, or a row of a table with its cells side by side, for showing the source."""

    text: str
    place: Place


@dataclass(frozen=True)
class Source:
    """A file or a paste, taken apart.

    ``wrapped`` says that paragraphs are physical lines which must be joined; ``title`` is the title that a
    web page or file gives itself; ``remarks`` are sentences for the user about what the file holds besides.
    """

    name: str
    elements: tuple[Paragraph | Grid, ...]
    wrapped: bool = False
    title: str = ""
    remarks: tuple[str, ...] = field(default=())

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Return the paragraphs in order."""
        return [element for element in self.elements if isinstance(element, Paragraph)]

    @property
    def grids(self) -> list[Grid]:
        """Return the tables in order."""
        return [element for element in self.elements if isinstance(element, Grid)]

    @property
    def lines(self) -> Iterator[SourceLine]:
        """Yield everything that stands in the source, in order."""
        for element in self.elements:
            if isinstance(element, Paragraph):
                yield SourceLine(element.text, element.place)
                continue
            for row in element.rows:
                cells = [
                    cell for at, cell in enumerate(row) if cell is not NOTHING and (not at or cell is not row[at - 1])
                ]
                if cells:
                    words = (" ".join(cell.text.split()) for cell in cells)
                    yield SourceLine(" │ ".join(words), cells[-1].place)


def set_apart(text: str) -> str:
    """Return what is raised or struck out so that its digits never join those of a figure beside it."""
    return f"[{text}]" if any(character.isdigit() for character in text) else text


def spread(cells: Sequence[tuple[int, int, int, int, GridCell]]) -> Grid:
    """Return the grid of merged ``cells``, each given as (top, left, height, width, cell); gaps become ``NOTHING``."""
    height = max((top + rows for top, _, rows, _, _ in cells), default=0)
    width = max((left + columns for _, left, _, columns, _ in cells), default=0)
    grid: list[list[GridCell | None]] = [[None] * width for _ in range(height)]
    for top, left, rows, columns, cell in cells:
        for row in range(top, top + rows):
            for column in range(left, left + columns):
                grid[row][column] = cell
    return Grid(tuple(tuple(cell or NOTHING for cell in row) for row in grid))
