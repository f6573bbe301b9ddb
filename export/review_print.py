"""The 校核单 as a printed page: blocks for the page engine, and the PDF file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from export.blocks import Block, Table, Title
from export.compose import one_line
from export.pdf import PdfOptions, PdfResult, render_pdf, write_pdf
from export.review_sheet import SECRECY_REVIEW, SIGNATURES, ReviewSheet
from model.layout import CellRole, LayoutCell, TableLayout

_COLUMNS: Final = 10


class _Cell(NamedTuple):
    """A text over some of the columns of the form."""

    text: str
    columns: int
    role: CellRole


_Row = tuple[_Cell, ...]


def review_blocks(sheet: ReviewSheet, signatures: Mapping[str, str] | None = None) -> list[Block]:
    """Return the printed 校核单, on one page unless there are many findings.

    ``signatures`` are what was typed beside the names of ``SIGNATURES``. 保密审查 is left blank whatever was typed:
    it is signed by hand. The groups and the findings are two tables, so that a long list begins a page of its own
    and never leaves the title alone.
    """
    title = Title(("政府信息公开工作年度报告校核单",))
    checked, open_ones = [*_facts(sheet), *_groups(sheet)], [*_findings(sheet), *_signatures(signatures or {})]
    return [title, _form("校核结果", checked), _form("问题和签字", open_ones)]


def render_review_sheet(
    sheet: ReviewSheet, options: PdfOptions, signatures: Mapping[str, str] | None = None
) -> PdfResult:
    """Set the 校核单 and return the PDF file's bytes."""
    return render_pdf(review_blocks(sheet, signatures), options)


def write_review_sheet(
    sheet: ReviewSheet, path: Path, options: PdfOptions, signatures: Mapping[str, str] | None = None
) -> PdfResult:
    """Write the 校核单 as a PDF file; raise an ``AppError`` when the target refuses."""
    return write_pdf(review_blocks(sheet, signatures), path, options)


def _facts(sheet: ReviewSheet) -> Iterator[_Row]:
    yield (_name("单位", 2), _text(sheet.office or "（没有填）", 4), _name("年度", 2), _name(f"{sheet.year}年", 2))
    filled = f"{sheet.filled}／{sheet.fillable}"
    yield (_name("表格格式", 2), _text(sheet.notice, 4), _name("已填格数", 2), _name(filled, 2))
    checksum = sheet.checksum or "（还没有数）"
    yield (_name("核对结论", 2), _text(sheet.conclusion, 4), _name("校验码", 2), _name(checksum, 2))


def _groups(sheet: ReviewSheet) -> Iterator[_Row]:
    yield (_head("检查组", 2), _head("检查编号", 4), _head("结论", 1), _head("说明", 3))
    for group in sheet.groups:
        checks = "、".join(group.checks)
        yield (_name(group.name, 2), _text(checks, 4), _name(group.verdict.value, 1), _text(group.remark, 3))


def _findings(sheet: ReviewSheet) -> Iterator[_Row]:
    if sheet.findings:
        yield (_head("编号", 1), _head("状态", 1), _head("位置", 3), _head("问题和说明", 5))
    for line in sheet.findings:
        told = f"{line.message}说明：{line.explanation}" if line.explanation else line.message
        yield (_name(line.check_id, 1), _name(line.state.value, 1), _text(line.place, 3), _text(told, 5))


def _signatures(given: Mapping[str, str]) -> Iterator[_Row]:
    cells = [
        (_name(name, 2), _text("" if name == SECRECY_REVIEW else one_line(given.get(name, "")), 3))
        for name in SIGNATURES
    ]
    for left, right in zip(cells[::2], cells[1::2], strict=True):
        yield (*left, *right)


def _head(text: str, columns: int) -> _Cell:
    return _Cell(text, columns, CellRole.COLUMN_LABEL)


def _name(text: str, columns: int) -> _Cell:
    """Return a short text in the middle of its cell."""
    return _Cell(text, columns, CellRole.ROW_LABEL)


def _text(text: str, columns: int) -> _Cell:
    """Return a text that begins at the left."""
    return _Cell(text, columns, CellRole.CORNER)


def _form(caption: str, rows: Sequence[_Row]) -> Table:
    cells = []
    for top, row in enumerate(rows):
        lefts = accumulate((cell.columns for cell in row), initial=0)
        cells += [
            LayoutCell(top, left, 1, cell.columns, cell.role, cell.text) for left, cell in zip(lefts, row, strict=False)
        ]
    layout = TableLayout("review", len(rows), _COLUMNS, 0, 0, (1,) * _COLUMNS, tuple(cells))
    return Table("review", caption, layout)
