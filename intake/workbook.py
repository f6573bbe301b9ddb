"""Reads Excel workbooks, old and new: every sheet as a table, with merged cells spread."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from intake.containers import Kind, package, part_of
from intake.printed import is_figure
from intake.refusals import SourceDamagedError, SourceEncryptedError, SourceTooLargeError, SourceUnsafeError
from intake.source import Grid, GridCell, Paragraph, Place, Source

_MAXIMUM_SHEETS: Final = 60
_MAXIMUM_CELLS: Final = 400_000
_MAXIMUM_MERGED: Final = 100_000


def read_workbook(name: str, content: bytes, kind: Kind) -> Source:
    """Take a workbook apart; formulas count with the result that was saved with them."""
    from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415

    if kind is Kind.EXCEL:
        _refuse_hostile_parts(name, content)
    elements: list[Paragraph | Grid] = []
    try:
        book = load_workbook(BytesIO(content))
        if len(book.sheet_names) > _MAXIMUM_SHEETS:
            raise SourceTooLargeError(name, f"有 {len(book.sheet_names)} 张工作表")
        for number, sheet_name in enumerate(book.sheet_names, start=1):
            elements += _sheet(name, book.get_sheet_by_name(sheet_name), sheet_name, number)
    except PasswordError as problem:
        raise SourceEncryptedError(name) from problem
    except (CalamineError, ValueError, OSError) as problem:
        raise SourceDamagedError(name) from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # how a library in Rust breaks down; no module exports it
            raise
        raise SourceDamagedError(name) from problem
    return Source(name, tuple(elements))


def _refuse_hostile_parts(name: str, content: bytes) -> None:
    with package(name, content) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                markup = part_of(name, archive, part)
                if b"<!DOCTYPE" in markup[:4096] or b"<!ENTITY" in markup:
                    raise SourceUnsafeError(name)


def _sheet(name: str, sheet: Any, title: str, number: int) -> list[Paragraph | Grid]:  # noqa: ANN401
    height, width = sheet.total_height, sheet.total_width
    if height * width > _MAXIMUM_CELLS:
        raise SourceTooLargeError(name, f"工作表“{title}”有 {height} 行")
    values = sheet.to_python(skip_empty_area=False)
    rows = [
        [GridCell(_text(value), Place(sheet=title, table=number, row=at, quote=_quote(row))) for value in row]
        for at, row in enumerate(values, start=1)
    ]
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


def _quote(row: list[object]) -> str:
    return " ".join(filter(None, map(_text, row)))[:200]
