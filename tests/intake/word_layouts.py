"""Word files that print the statutory tables as Word, WPS and converters build them, well and badly."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from model.form import Form
from model.layout import LayoutCell, TableLayout
from tests.intake.layouts import OFFICE, YEAR, Printed, text_of
from tests.intake.packages import W

Table = Callable[[TableLayout, Printed], str]
Inside = Callable[[str], str]

WORD: dict[str, Callable[[Form, Printed], str]] = {}
"""The markup of the body of each layout whose columns are certain."""
BROKEN_WORD: dict[str, Callable[[Form, Printed], str]] = {}

_NAMES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write_word(path: Path, body: str, *, section: str = "") -> Path:
    """Write a whole .docx that Word, WPS and LibreOffice open."""
    document = f"<w:document {_NAMES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
    return path


def run(text: str, properties: str = "") -> str:
    inner = "<w:br/>".join(
        f'<w:t xml:space="preserve">{html.escape(part, quote=False)}</w:t>' for part in text.split("\n")
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def para(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def td(inside: str, width: int = 1, more: str = "") -> str:
    properties = f'<w:tcW w:w="{width * 700}" w:type="dxa"/><w:gridSpan w:val="{width}"/>{more}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tbl(layout: TableLayout, rows: Sequence[str]) -> str:
    grid = "".join(
        f'<w:gridCol w:w="{700 * weight // min(layout.column_weights)}"/>' for weight in layout.column_weights
    )
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def merged_rows(layout: TableLayout, printed: Printed, inside: Inside = para, *, merges: bool = True) -> list[str]:
    """The rows of a table as Word writes them; without ``merges`` cells below a merged one are merely empty."""
    rows = []
    for top in range(layout.row_count):
        cells, column = [], 0
        while column < layout.column_count:
            cell = layout.by_position[top, column]
            mark = '<w:vMerge w:val="restart"/>' if cell.top == top else "<w:vMerge/>"
            text = text_of(cell, printed) if cell.top == top else ""
            cells.append(td(inside(text), cell.width, mark if merges and cell.height > 1 else ""))
            column += cell.width
        rows.append("".join(cells))
    return rows


def body_of(form: Form, printed: Printed, table: Table, line: Inside = para) -> str:
    parts = [line(f"{OFFICE}{YEAR}年政府信息公开工作年度报告"), line("本报告依据有关规定编制。")]
    for section in form.sections:
        parts.append(line(section.title))
        found = form.table_of_section(section.key)
        told = f"{YEAR}年，本局做好第“{section.short_title[2:]}”章所列的工作。"
        parts.append(table(found.layout, printed) if found else line(told))
    return "".join(parts)


def word(name: str, table: Table, *, broken: bool = False, line: Inside = para) -> None:
    target = BROKEN_WORD if broken else WORD
    target[name] = lambda form, printed: body_of(form, printed, table, line)


def with_inside(inside: Inside) -> Table:
    return lambda layout, printed: tbl(layout, merged_rows(layout, printed, inside))


# ---------------------------------------------------------------- what stands in a cell


def _in_runs(text: str) -> str:
    return f"<w:p>{''.join(run(c, '<w:b/>') for c in text)}<w:proofErr w:type='spellStart'/></w:p>"


def _tracked(text: str) -> str:
    """A figure that replaced another one, both still there as a tracked change."""
    if not text.isdigit():
        return para(text)
    old = '<w:del w:id="9" w:author="甲"><w:r><w:delText>77</w:delText></w:r></w:del>'
    return f'<w:p>{old}<w:ins w:id="8" w:author="甲">{run(text)}</w:ins></w:p>'


def _field(text: str) -> str:
    """A figure that Word computed with a formula."""
    if not text.isdigit():
        return para(text)
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(B2:B9)</w:instrText></w:r>'
    parts = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return f"<w:p>{code}{parts[0]}{run(text)}{parts[1]}</w:p>"


def _formula(text: str) -> str:
    """A figure typed into a formula."""
    names = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    return f"<w:p><m:oMath {names}><m:r><m:t>{text}</m:t></m:r></m:oMath></w:p>" if text.isdigit() else para(text)


def _hidden(text: str) -> str:
    return f"<w:p>{run('88', '<w:vanish/>')}{run(text)}</w:p>"


def _controlled(text: str) -> str:
    inner = f"<w:p><w:sdt><w:sdtContent>{run(text)}</w:sdtContent></w:sdt></w:p>"
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def _nested(text: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{para(text)}</w:tc></w:tr></w:tbl><w:p/>"


def _linked(text: str) -> str:
    return f'<w:p><w:hyperlink w:anchor="a"><w:smartTag w:element="d">{run(text)}</w:smartTag></w:hyperlink></w:p>'


def _wrapped(text: str) -> str:
    return para(text[:2]) + para(text[2:]) if len(text) > 3 and not text[0].isdigit() else para(f" {text}\u00a0")


for _name, _inside in {
    "plain": para,
    "figures in runs": _in_runs,
    "tracked figures": _tracked,
    "computed fields": _field,
    "hidden text": _hidden,
    "figures in formulas": _formula,
    "content controls": _controlled,
    "nested cells": _nested,
    "links": _linked,
    "wrapped labels": _wrapped,
}.items():
    word(_name, with_inside(_inside))

# ---------------------------------------------------------------- how the table is built


def _unmerged(layout: TableLayout, printed: Printed) -> str:
    return tbl(layout, merged_rows(layout, printed, merges=False))


def _only_grid(layout: TableLayout, printed: Printed) -> str:
    """Neither spans nor merges: a cell at every position, as converters write them."""
    rows = []
    for top in range(layout.row_count):
        cells = [(layout.by_position[top, left], left) for left in range(layout.column_count)]
        rows.append("".join(td(para(text_of(c, printed) if (c.top, c.left) == (top, at) else "")) for c, at in cells))
    return tbl(layout, rows)


def _old_merge(layout: TableLayout, printed: Printed) -> str:
    """Cells merged to the right with ``hMerge``, as old programs write them."""
    rows = []
    for top in range(layout.row_count):
        cells = []
        for left in range(layout.column_count):
            cell = layout.by_position[top, left]
            first = (cell.top, cell.left) == (top, left)
            across = "" if cell.width == 1 else f'<w:hMerge w:val="{"restart" if left == cell.left else "continue"}"/>'
            down = "" if cell.height == 1 else f'<w:vMerge w:val="{"restart" if cell.top == top else "continue"}"/>'
            cells.append(td(para(text_of(cell, printed) if first else ""), 1, across + down))
        rows.append("".join(cells))
    return tbl(layout, rows)


def _beginning_cells(layout: TableLayout, printed: Printed, span: Callable[[LayoutCell], int]) -> str:
    rows = []
    for top in range(layout.row_count):
        cells = [cell for cell in layout.cells if cell.top == top]
        rows.append("".join(td(para(text_of(cell, printed)), span(cell)) for cell in cells))
    return tbl(layout, rows)


def _header_apart(layout: TableLayout, printed: Printed) -> str:
    rows = merged_rows(layout, printed)
    if not layout.header_rows:
        return tbl(layout, rows)
    return tbl(layout, rows[: layout.header_rows]) + "<w:p/>" + tbl(layout, rows[layout.header_rows :])


def _cut(layout: TableLayout, printed: Printed, *, repeated: bool) -> str:
    rows = merged_rows(layout, printed)
    at = layout.row_count // 2
    if not layout.label_columns:
        return tbl(layout, rows)
    head = rows[: layout.header_rows] if repeated else []
    return tbl(layout, rows[:at]) + para("- 4 -") + tbl(layout, [*head, *rows[at:]])


def _boxed(layout: TableLayout, printed: Printed) -> str:
    """The table in a text box, with the picture of it that old programs show instead."""
    inside = tbl(layout, merged_rows(layout, printed))
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{inside}<w:p/></w:txbxContent></wps:txbx></wps:wsp>"
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict>"
    both = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    return f"<w:p><w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r></w:p>"


def _whole_in_cell(layout: TableLayout, printed: Printed) -> str:
    inner = tbl(layout, merged_rows(layout, printed))
    return f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"


def _tabbed(layout: TableLayout, printed: Printed) -> str:
    """No table at all: cells kept apart by tabulators."""
    rows = [[text_of(c, printed) for c in layout.cells if c.top == top] for top in range(layout.row_count)]
    return "".join(f"<w:p>{'<w:r><w:tab/></w:r>'.join(run(text) for text in row)}</w:p>" for row in rows)


word("no vertical merges", _unmerged)
word("a cell at each position", _only_grid)
word("old merges", _old_merge)
word("header apart", _header_apart)
word("cut in two", lambda a, b: _cut(a, b, repeated=False))
word("cut in two, header repeated", lambda a, b: _cut(a, b, repeated=True))
word("text boxes", _boxed)
word("table in a cell", _whole_in_cell)
word("heading runs", with_inside(para), line=lambda text: f"<w:p>{run(text[:3])}{run(text[3:], '<w:b/>')}</w:p>")
word("cells below merged ones lacking", lambda a, b: _beginning_cells(a, b, lambda c: c.width), broken=True)
word("no spans", lambda a, b: _beginning_cells(a, b, lambda c: 1), broken=True)
word("tabulators", _tabbed, broken=True)
