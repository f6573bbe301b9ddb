"""Reads Word files as they stand after every tracked change is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from intake.containers import package, part_of, xml_of
from intake.refusals import SourceDamagedError
from intake.source import Grid, GridCell, Paragraph, Place, Source, set_apart, spread

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DROPPED: Final = frozenset(
    f"{_W}{tag}"
    for tag in ("del", "moveFrom", "rPr", "pPr", "delText", "instrText", "fldData", "sectPr", "txbxContent")
)
_MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(name: str, content: bytes) -> Source:
    """Take a .docx file apart; inserted text counts, deleted text does not, macros are never looked at."""
    with package(name, content) as archive:
        markup = part_of(name, archive, "word/document.xml").replace(_STRICT, _TRANSITIONAL)
    root = xml_of(name, markup)
    body = root.find(f"{_W}body")
    if body is None:
        raise SourceDamagedError(name)
    walk = _Walk()
    walk.enter(body)
    return Source(name, tuple(walk.elements))


class _Walk:
    """Collects paragraphs and tables in the order of the document."""

    def __init__(self) -> None:
        self.elements: list[Paragraph | Grid] = []
        self._tables = 0
        self._open = ""

    def enter(self, parent: _Element) -> None:
        """Collect what stands in a body or a container in it."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl" and _lays_out(child):
                for row in _rows(child):
                    for cell in _cells(row):
                        self.enter(cell)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"}:
                self.enter(child)

    def _paragraph(self, element: _Element) -> None:
        self._open += "".join(_texts(element))
        if _mark_is_deleted(element):
            return
        for text in self._open.split("\n"):
            place = Place(line=len(self.elements) + 1, quote=text.strip()[:200])
            self.elements.append(Paragraph(text, place, indented=True))
        self._open = ""
        for box in _text_boxes(element):
            self.enter(box)

    def _table(self, element: _Element) -> None:
        self._tables += 1
        cells: list[tuple[int, int, int, int, GridCell]] = []
        above: dict[int, int] = {}
        rows = [row for row in _rows(element) if row.find(f"{_W}trPr/{_W}del") is None]
        for top, row in enumerate(rows):
            left = _number(row, f"{_W}trPr/{_W}gridBefore")
            quote = " ".join(filter(None, (_cell_text(cell).strip() for cell in _cells(row))))[:200]
            for cell in _cells(row):
                width = max(1, _number(cell, f"{_W}tcPr/{_W}gridSpan"))
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and left in above:
                    at = above[left]
                    start, column, _, wide, origin = cells[at]
                    cells[at] = (start, column, top + 1 - start, wide, origin)
                else:
                    place = Place(table=self._tables, row=top + 1, quote=quote)
                    above[left] = len(cells)
                    cells.append((top, left, 1, width, GridCell(_cell_text(cell).strip(), place)))
                left += width
        self.elements.append(spread(cells))


def _lays_out(table: _Element) -> bool:
    """Tell whether a table arranges other tables on the page instead of holding cells itself."""
    return any(len(list(inner.iter(f"{_W}tc"))) > 1 for inner in table.iterdescendants(f"{_W}tbl"))


def _text_boxes(element: _Element) -> Iterator[_Element]:
    """Yield the text boxes anchored in a paragraph, not the likeness of them for old programs."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag not in {_FALLBACK, f"{_W}del", f"{_W}moveFrom"}:
            yield from _text_boxes(child)


def _rows(table: _Element) -> Iterator[_Element]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _cells(child)


def _cell_text(cell: _Element) -> str:
    parts: list[str] = []
    for paragraph in cell.iter(f"{_W}p"):
        parts += ["".join(_texts(paragraph)), "" if _mark_is_deleted(paragraph) else "\n"]
    return "".join(parts)


def _texts(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag in _DROPPED or child.tag == _FALLBACK:
            continue
        if child.tag == f"{_W}r" and (look := child.find(f"{_W}rPr")) is not None:
            yield from _run(child, look)
        elif child.tag in {f"{_W}t", _MATHS}:
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _texts(child)


def _run(run: _Element, look: _Element) -> Iterator[str]:
    """Yield the text of a run, nothing of a hidden one; digits that are raised or struck out stand in brackets."""
    if _is_on(look, "vanish"):
        return
    text = "".join(_texts(run))
    raised = look.find(f"{_W}vertAlign")
    apart = (raised is not None and raised.get(f"{_W}val") != "baseline") or _is_on(look, "strike", "dstrike")
    yield set_apart(text) if apart else text


def _is_on(look: _Element, *names: str) -> bool:
    marks = (look.find(f"{_W}{name}") for name in names)
    return any(mark is not None and mark.get(f"{_W}val", "true") not in {"0", "false", "off"} for mark in marks)


def _mark_is_deleted(paragraph: _Element) -> bool:
    """Tell whether the end of a paragraph was deleted, so that it runs on into the next."""
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and any(mark.find(f"{_W}{tag}") is not None for tag in ("del", "moveFrom"))


def _number(element: _Element, path: str) -> int:
    found = element.find(path)
    digits = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(digits), 100) if digits.isdigit() else 0
