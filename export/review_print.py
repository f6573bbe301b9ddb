"""The 校核单 as one printed page, with an annex for the findings that it has no room for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from export.blocks import Block, Heading, Table, Title
from export.comparison import correction_heading
from export.compose import one_line
from export.fonts import FontSet
from export.pdf import PdfOptions, PdfResult, render_pdf, write_pdf
from export.review_sheet import SECRECY_REVIEW, SIGNATURES, ReviewFinding, ReviewSheet
from export.typesetting.pages import set_pages
from model.corrections import CorrectionList, sides
from model.layout import CellRole, LayoutCell, TableLayout

_COLUMNS: Final = 10
_TO_SIGN: Final = "\n"
"""Two empty lines, so that a signature has room on the fullest page."""
_CORRECTIONS: Final = "附页：定稿以后的更正"
_ANNEX: Final = "附页：校核单没有列出的问题"


class _Cell(NamedTuple):
    """A text over some of the columns of the form."""

    text: str
    columns: int
    role: CellRole


_Row = tuple[_Cell, ...]


class ReviewPages(NamedTuple):
    """The one page that is signed, and the list of the findings for which it has no room."""

    page: list[Block]
    annex: list[Block]


def review_pages(sheet: ReviewSheet, fonts: FontSet, signatures: Mapping[str, str] | None = None) -> ReviewPages:
    """Return the printed 校核单, which is always one page.

    ``signatures`` are what was typed beside the names of ``SIGNATURES``. 保密审查 is left blank whatever was typed:
    it is signed by hand. The gravest findings stand on the page; those for which it has no room are counted there
    and listed in the annex.
    """
    given = signatures or {}
    fitting = bisect_left(
        range(1, len(sheet.findings) + 1),
        True,  # noqa: FBT003 (what is sought)
        key=lambda count: len(set_pages(_page(sheet, count, given), fonts).pages) > 1,
    )
    return ReviewPages(_page(sheet, fitting, given), [*_annex(sheet.findings[fitting:]), *_corrections_annex(sheet)])


def render_review_sheet(
    sheet: ReviewSheet, options: PdfOptions, signatures: Mapping[str, str] | None = None
) -> PdfResult:
    """Set the 校核单 and return the PDF file's bytes."""
    page, annex = review_pages(sheet, options.fonts, signatures)
    return render_pdf(page, options, annex)


def write_review_sheet(
    sheet: ReviewSheet, path: Path, options: PdfOptions, signatures: Mapping[str, str] | None = None
) -> PdfResult:
    """Write the 校核单 as a PDF file; raise an ``AppError`` when the target refuses."""
    page, annex = review_pages(sheet, options.fonts, signatures)
    return write_pdf(page, path, options, annex)


def _page(sheet: ReviewSheet, count: int, signatures: Mapping[str, str]) -> list[Block]:
    """Return the page with so many of the findings."""
    checked = [*_facts(sheet), *_groups(sheet)]
    listed, rest = sheet.findings[:count], sheet.findings[count:]
    signed = [*_findings(listed), *_reference(rest), *_signatures(signatures)]
    return [Title(("政府信息公开工作年度报告校核单",)), _form("校核结果", checked), _form("问题和签字", signed)]


def _annex(findings: Sequence[ReviewFinding]) -> list[Block]:
    if not findings:
        return []
    return [Heading(_ANNEX, 1, "review"), _form("问题清单", list(_findings(findings)), header_rows=1)]


def _corrections_annex(sheet: ReviewSheet) -> list[Block]:
    if not sheet.corrected:
        return []
    rows = [row for corrections in sheet.corrections for row in _corrections(corrections)]
    return [Heading(_CORRECTIONS, 1, "review"), _form("更正清单", rows)]


def _corrections(corrections: CorrectionList) -> Iterator[_Row]:
    """Yield everything that one correction changed but totals, with its reason."""
    yield (_text(correction_heading(corrections), _COLUMNS),)
    yield (_head("位置", 4), _head("原来", 2), _head("现在", 2), _head("原因", 2))
    for entry in corrections.entries:
        if not entry.is_computed:
            place, old, new = map(one_line, sides(entry))
            yield (_text(place, 4), _text(old, 2), _text(new, 2), _text(one_line(entry.reason) or "未写明", 2))


def _reference(rest: Sequence[ReviewFinding]) -> Iterator[_Row]:
    """Yield a line that counts the findings of the annex."""
    counts = Counter(line.state.value for line in rest)
    if counts:
        told = "、".join(f"{state} {count} 处" for state, count in counts.items())
        yield (_text(f"另有{told}，列在附页。", _COLUMNS),)


def _facts(sheet: ReviewSheet) -> Iterator[_Row]:
    yield (_name("单位", 2), _text(sheet.office or "（没有填）", 4), _name("年度", 2), _name(f"{sheet.year}年", 2))
    filled = f"{sheet.filled}／{sheet.fillable}"
    yield (_name("表格格式", 2), _text(sheet.notice, 4), _name("已填格数", 2), _name(filled, 2))
    checksum = sheet.checksum or "（还没有数）"
    yield (_name("核对结论", 2), _text(sheet.conclusion, 4), _name("校验码", 2), _name(checksum, 2))
    if sheet.corrected:
        yield (_name("更正", 2), _text(sheet.corrected, _COLUMNS - 2))


def _groups(sheet: ReviewSheet) -> Iterator[_Row]:
    yield (_head("检查组", 2), _head("检查编号", 4), _head("结论", 1), _head("说明", 3))
    for group in sheet.groups:
        checks = "、".join(group.checks)
        yield (_name(group.name, 2), _text(checks, 4), _name(group.verdict.value, 1), _text(group.remark, 3))


def _findings(findings: Sequence[ReviewFinding]) -> Iterator[_Row]:
    if findings:
        yield (_head("编号", 1), _head("状态", 1), _head("位置", 3), _head("问题和说明", 5))
    for line in findings:
        told = f"{line.message}说明：{line.explanation}" if line.explanation else line.message
        yield (_name(line.check_id, 1), _name(line.state.value, 1), _text(line.place, 3), _text(told, 5))


def _signatures(given: Mapping[str, str]) -> Iterator[_Row]:
    cells = [
        (_name(name, 2), _text("" if name == SECRECY_REVIEW else one_line(given.get(name, "")), 3))
        for name in SIGNATURES
    ]
    for left, right in zip(cells[::2], cells[1::2], strict=True):
        yield tuple(cell if cell.text else cell._replace(text=_TO_SIGN) for cell in (*left, *right))


def _head(text: str, columns: int) -> _Cell:
    return _Cell(text, columns, CellRole.COLUMN_LABEL)


def _name(text: str, columns: int) -> _Cell:
    """Return a short text in the middle of its cell."""
    return _Cell(text, columns, CellRole.ROW_LABEL)


def _text(text: str, columns: int) -> _Cell:
    """Return a text that begins at the left."""
    return _Cell(text, columns, CellRole.CORNER)


def _form(caption: str, rows: Sequence[_Row], header_rows: int = 0) -> Table:
    cells = []
    for top, row in enumerate(rows):
        lefts = accumulate((cell.columns for cell in row), initial=0)
        cells += [
            LayoutCell(top, left, 1, cell.columns, cell.role, cell.text) for left, cell in zip(lefts, row, strict=False)
        ]
    layout = TableLayout("review", len(rows), _COLUMNS, header_rows, 0, (1,) * _COLUMNS, tuple(cells))
    return Table("review", caption, layout)
