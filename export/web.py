"""The report as a web page, and as a fragment to paste into the editor of a content system.

The fragment carries its styles inline and has neither script nor class nor anything from elsewhere; tables are
real tables whose cells say what they are the head of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from export.blocks import Block, Heading, Paragraph, ParagraphStyle, Table, Title
from export.pdf import Draft
from export.templates import fill
from export.typesetting.cells import GROUP_ORDINAL, is_left_aligned
from export.typesetting.characters import address_parts, is_web_address, tokens
from export.typesetting.titles import sense_places
from model.files import replacing
from model.layout import CellRole, LayoutCell, TableLayout

_NUMBER: Final = re.compile(r"^[一二三四五六七八九十]+、")
_HAN: Final = re.compile("[\u4e00-\u9fff]+")
_SHORT_LABEL: Final = 3
"""A label of so few characters (自然人) stays on one line."""
_LABELS: Final = frozenset({CellRole.BAND, CellRole.COLUMN_LABEL, CellRole.ROW_LABEL})


class Part(NamedTuple):
    """What of a report is meant: a chapter by its key, of it only the table, or with no key the whole."""

    section: str = ""
    table_only: bool = False


WHOLE: Final = Part()


class _Cell(NamedTuple):
    """A cell; ``scope`` says for what a head stands and is empty for what heads nothing.

    A label has ``parts``; where it is ``kept`` its lines end only between them.
    """

    tag: str
    scope: str
    rows: int
    columns: int
    left: bool
    parts: tuple[str, ...]
    kept: bool


class _Group(NamedTuple):
    """Rows that belong together: the head of a table, or a body under its band."""

    tag: str
    rows: list[list[_Cell]]


class _Table(NamedTuple):
    """A table; ``shares`` are the widths of its columns in hundredths of the table."""

    caption: str
    shares: list[float]
    groups: list[_Group]


class _Run(NamedTuple):
    """A stretch of a line: of its sub-heading or not, kept on one line or broken between its ``parts``."""

    is_lead: bool
    is_kept: bool
    parts: tuple[str, ...]


class _Item(NamedTuple):
    """What follows in the text: an element with its lines, or a table."""

    tag: str = ""
    style: str = ""
    lines: tuple[tuple[_Run, ...], ...] = ()
    table: _Table | None = None


def write_page(blocks: Sequence[Block], path: Path, author: str, draft: Draft | None = None) -> None:
    """Write the whole page to a file; raise an ``AppError`` when the target refuses."""
    _write(page(blocks, author, draft), path)


def write_fragment(blocks: Sequence[Block], path: Path) -> None:
    """Write the fragment to a file, ready to be copied; raise an ``AppError`` when the target refuses."""
    _write(fragment(blocks), path)


def page(blocks: Sequence[Block], author: str, draft: Draft | None = None) -> str:
    """Return a page that needs no other file. ``author`` is the office; a ``draft`` says so in its first line."""
    title = next(("".join(block.lines) for block in blocks if isinstance(block, Title)), author)
    return fill("web", "page.html", title=title, author=author, **_contents(blocks, WHOLE), draft=draft)


def fragment(blocks: Sequence[Block], part: Part = WHOLE) -> str:
    """Return the whole report, one chapter or one table as HTML for a clipboard or a content system."""
    return fill("web", "fragment.html", **_contents(blocks, part), draft=None)


def _contents(blocks: Sequence[Block], part: Part) -> dict[str, object]:
    captions = {block.section: _NUMBER.sub("", block.text) for block in reversed(blocks) if isinstance(block, Heading)}
    items = [_item(block, captions) for block in blocks if _is_in(block, part)]
    return {"items": items, "alone": part.table_only}


def _write(text: str, path: Path) -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _is_in(block: Block, part: Part) -> bool:
    if not part.section:
        return True
    if isinstance(block, Title) or block.section != part.section:
        return False
    return isinstance(block, Table) or not part.table_only


def _item(block: Block, captions: dict[str, str]) -> _Item:
    match block:
        case Title():
            return _Item("h1", "title", tuple(map(_name_runs, block.lines)))
        case Heading():
            level = min(block.level, 2)
            return _Item(f"h{level + 1}", f"heading{level}", (_runs(block.text),))
        case Paragraph():
            if block.style is ParagraphStyle.CLOSING:
                return _Item("p", "closing", (_name_runs(block.text),))
            return _Item("p", "body", (_runs(block.text, block.lead),))
        case Table():
            weights = block.layout.column_weights
            shares = [round(100 * weight / sum(weights), 1) for weight in weights]
            return _Item(table=_Table(captions.get(block.section, block.caption), shares, list(_groups(block))))


def _runs(text: str, lead: int = 0) -> tuple[_Run, ...]:
    """Divide a line into its sub-heading, what is never broken, what a browser would not break, and the rest."""
    runs = [_Run(True, False, (text[:lead],))] if lead else []  # noqa: FBT003 (fields of a tuple)
    plain = ""
    for token in tokens(text[lead:]):
        is_number = "-" in token and token.replace("-", "").isdecimal()
        parts = tuple(address_parts(token)) if "@" in token or is_web_address(token) else (token,)
        if is_number or len(parts) > 1:
            runs += [_Run(False, False, (plain,)), _Run(False, is_number, parts)]  # noqa: FBT003
            plain = ""
        else:
            plain += token
    return (*runs, _Run(False, False, (plain,)))  # noqa: FBT003


def _name_runs(text: str) -> tuple[_Run, ...]:
    """Divide a title or 落款 where it may be broken at the sense."""
    places = (0, *sense_places(text), len(text))
    return (_Run(False, False, tuple(text[start:end] for start, end in pairwise(places))),)  # noqa: FBT003


def _groups(table: Table) -> Iterator[_Group]:
    """Yield the head of a table and its bodies; a band across the table begins a body."""
    layout = table.layout
    if layout.header_rows:
        yield _Group("thead", [_row(table, row) for row in range(layout.header_rows)])
    body: list[list[_Cell]] = []
    for row in range(layout.header_rows, layout.row_count):
        if body and _is_band(layout, row):
            yield _Group("tbody", body)
            body = []
        body.append(_row(table, row))
    if body:
        yield _Group("tbody", body)


def _is_band(layout: TableLayout, row: int) -> bool:
    return layout.by_position[row, 0].role is CellRole.BAND


def _row(table: Table, row: int) -> list[_Cell]:
    return [_cell(table, cell) for cell in table.layout.cells if cell.top == row]


def _cell(table: Table, cell: LayoutCell) -> _Cell:
    text = table.figures.get(cell.ref, "") if cell.ref else cell.text
    scope = _scope(cell) if text and cell.role in _LABELS else ""
    tag, parts = "th" if scope else "td", _label_parts(cell, text)
    kept = len(parts) > 1 or (cell.role is CellRole.COLUMN_LABEL and len(text) <= _SHORT_LABEL)
    return _Cell(tag, scope, cell.height, cell.width, is_left_aligned(cell, text), parts, kept)


def _label_parts(cell: LayoutCell, text: str) -> tuple[str, ...]:
    """Divide a label of a narrow column at the sense: most Chinese words have two characters (社会 公益 组织)."""
    ordinal = GROUP_ORDINAL.match(text) if cell.height > 1 else None
    start = ordinal.end() if ordinal else 0
    words = text[start:]
    is_narrow = cell.width == 1 and (cell.role is CellRole.COLUMN_LABEL or ordinal)
    if cell.ref or not is_narrow or len(words) % 2 or not _HAN.fullmatch(words):
        return (text,)
    pairs = [words[at : at + 2] for at in range(0, len(words), 2)]
    return tuple(part for part in (text[:start], *pairs) if part)


def _scope(cell: LayoutCell) -> str:
    """Return for what a label stands: its column or columns, its row, or the rows of its group."""
    if cell.role is CellRole.COLUMN_LABEL:
        return "colgroup" if cell.width > 1 else "col"
    return "rowgroup" if cell.role is CellRole.BAND or cell.height > 1 else "row"
