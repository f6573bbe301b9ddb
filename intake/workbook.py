"""Reads Excel workbooks, old and new: every sheet as a table, with merged cells spread."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from intake.containers import Kind, package, part_of, xml_of
from intake.printed import UNCOMPUTED, is_figure
from intake.refusals import SourceDamagedError, SourceEncryptedError, SourceTooLargeError, SourceUnsafeError
from intake.source import Grid, GridCell, Paragraph, Place, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAXIMUM_SHEETS: Final = 60
_MAXIMUM_CELLS: Final = 400_000
_MAXIMUM_MERGED: Final = 100_000


def read_workbook(name: str, content: bytes, kind: Kind) -> Source:
    """Take a workbook apart; formulas count with the result that was saved with them."""
    with _Breakdown(name):
        return _taken_apart(name, content, kind)


class _Breakdown:
    """Takes the breakdown of a library in Rust for a damaged file; its class is no Exception and exported nowhere."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, _trace: object) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise SourceDamagedError(self._name) from problem


def _taken_apart(name: str, content: bytes, kind: Kind) -> Source:
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook  # noqa: PLC0415

    uncomputed: Mapping[str, set[tuple[int, int]]] = {}
    if kind is Kind.EXCEL:
        _refuse_hostile_parts(name, content)
        uncomputed = _formulas_without_results(name, content)
    elements: list[Paragraph | Grid] = []
    try:
        book = load_workbook(BytesIO(content))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        if len(shown) > _MAXIMUM_SHEETS:
            raise SourceTooLargeError(name, f"有 {len(shown)} 张工作表")
        for number, title in enumerate(shown, start=1):
            sheet = book.get_sheet_by_name(title)
            elements += _sheet(name, sheet, title, number, uncomputed.get(title, frozenset()))
    except PasswordError as problem:
        raise SourceEncryptedError(name) from problem
    except (CalamineError, ValueError, OSError) as problem:
        raise SourceDamagedError(name) from problem
    return Source(name, tuple(elements))


def _refuse_hostile_parts(name: str, content: bytes) -> None:
    with package(name, content) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                markup = part_of(name, archive, part)
                if b"<!DOCTYPE" in markup[:4096] or b"<!ENTITY" in markup:
                    raise SourceUnsafeError(name)


def _formulas_without_results(name: str, content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Return by sheet the cells (row, column from 0) whose formula no program has computed before saving."""
    found: dict[str, set[tuple[int, int]]] = {}
    with package(name, content) as archive:
        parts = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts:
            return found
        relations = xml_of(name, part_of(name, archive, "xl/_rels/workbook.xml.rels"))
        targets = {str(relation.get("Id")): str(relation.get("Target", "")) for relation in relations}
        for sheet in xml_of(name, part_of(name, archive, "xl/workbook.xml")).iter("{*}sheet"):
            key = next((str(value) for name_, value in sheet.attrib.items() if str(name_).endswith("}id")), "")
            part = posixpath.normpath(posixpath.join("xl", targets.get(key, ""))).replace("/xl/", "xl/", 1).lstrip("/")
            if part in parts and b"<f" in (markup := part_of(name, archive, part)):
                found[sheet.get("name", "")] = set(_without_result(xml_of(name, markup)))
    return found


def _without_result(sheet: _Element) -> Iterator[tuple[int, int]]:
    """Yield formulas without a result; one whose result is the empty text (``t="str"``) was computed."""
    for cell in sheet.iter("{*}c"):
        place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r", ""))
        computed = cell.findtext("{*}v") or cell.get("t") == "str"
        if place and cell.find("{*}f") is not None and not computed:
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            yield int(place[2]) - 1, column - 1


def _sheet(
    name: str,
    sheet: Any,  # noqa: ANN401
    title: str,
    number: int,
    uncomputed: Collection[tuple[int, int]],
) -> list[Paragraph | Grid]:
    height, width = sheet.total_height, sheet.total_width
    if height * width > _MAXIMUM_CELLS:
        raise SourceTooLargeError(name, f"工作表“{title}”有 {height} 行")
    values = sheet.to_python(skip_empty_area=False)
    rows = []
    for at, row in enumerate(values):
        texts = [_text(value) for value in row]
        place = Place(sheet=title, table=number, row=at + 1, quote=" ".join(filter(None, texts))[:200])
        rows.append(
            [GridCell(UNCOMPUTED if (at, column) in uncomputed else text, place) for column, text in enumerate(texts)]
        )
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if (bottom - top + 1) * (right - left + 1) <= _MAXIMUM_MERGED and top < len(rows) and left < len(rows[top]):
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    grid = Grid(tuple(map(tuple, rows)))
    return [grid, *_paragraphs(grid)] if rows else []


def _paragraphs(grid: Grid) -> list[Paragraph]:
    """Return what stands alone in its row: titles, headings and texts."""
    found = []
    for row in grid.rows:
        cells = {id(cell): cell for cell in row if cell.text.strip()}
        if len(cells) == 1:
            [cell] = cells.values()
            if not is_figure(cell.text):
                found += [Paragraph(line, cell.place, indented=True) for line in cell.text.split("\n")]
    return found


def _text(value: object) -> str:
    """Return a cell as Excel shows a number: fifteen digits, whole numbers without a point."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    return str(value).strip()
