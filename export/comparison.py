"""修改对照稿 and 更正清单: what differs between two versions, struck and underlined, as a page and as a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from model.comparison import Comparison, FigureDifference, TextDifference
from model.corrections import CorrectionList
from model.files import replacing
from model.report import Report
from model.text_difference import Run, RunKind

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as DocxTable
    from docx.text.paragraph import Paragraph

_MARKS: Final = {RunKind.KEPT: "", RunKind.REMOVED: "s", RunKind.INSERTED: "u"}
REMOVED_COLOUR: Final = "#a61b1b"
INSERTED_COLOUR: Final = "#0b5cab"
"""On white paper; a screen may have its own."""
_LEGEND: Final = "划线的是删去的，下划线的是增加的。"
_EQUAL: Final = "两个版本没有不同。"
_UNCHANGED: Final = "还没有改动。"
_HEADINGS: Final = ("位置", "原数", "现数")
_REASON: Final = "原因"
_LONGEST_KEPT: Final = 400
"""Characters of an unchanged stretch that are shown; of a longer one its beginning and end."""


class ChangeGroup(NamedTuple):
    """Figures and texts that were changed together. ``reasons`` are those of both, in order, or None."""

    heading: str
    figures: tuple[FigureDifference, ...]
    texts: tuple[TextDifference, ...]
    reasons: tuple[str, ...] | None = None


class ChangeSheet(NamedTuple):
    """A document that lists changes: whose it is, its title, the line below, and the changes or ``nothing``."""

    office: str
    title: str
    intro: str
    groups: tuple[ChangeGroup, ...]
    nothing: str


def comparison_sheet(report: Report, old: str, new: str, comparison: Comparison) -> ChangeSheet:
    """Return the 修改对照稿 of two versions of ``report``, which are called ``old`` and ``new``."""
    group = ChangeGroup("", comparison.figures, comparison.texts)
    return ChangeSheet(
        report.office,
        f"{report.office}{report.year}年政府信息公开工作年度报告修改对照稿",
        f"{old} → {new}。{_LEGEND}",
        (group,),
        _EQUAL,
    )


def correction_sheet(report: Report, lists: Sequence[CorrectionList]) -> ChangeSheet:
    """Return the 更正清单 of a report: for each correction cell, old, new and reason."""
    return ChangeSheet(
        report.office,
        f"{report.office}{report.year}年政府信息公开工作年度报告更正清单",
        f"定稿之后更正的内容。{_LEGEND}",
        tuple(map(_corrected, lists)),
        _UNCHANGED,
    )


def correction_heading(corrections: CorrectionList) -> str:
    """Return when and for which reason a report was opened for a correction."""
    day = corrections.opened.at.astimezone()
    state = "（更正中，尚未再次定稿）" if corrections.to is None else ""
    return f"{day.year}年{day.month}月{day.day}日更正{state}，原因：{corrections.opened.name or '未写明'}"


def _corrected(corrections: CorrectionList) -> ChangeGroup:
    # The list has all figures first, then the texts.
    differences = [entry.difference for entry in corrections.entries]
    return ChangeGroup(
        correction_heading(corrections),
        tuple(each for each in differences if isinstance(each, FigureDifference)),
        tuple(each for each in differences if isinstance(each, TextDifference)),
        tuple(entry.reason or "未写明" for entry in corrections.entries),
    )


# ---------------------------------------------------------------- page


def change_page(sheet: ChangeSheet, removed: str = REMOVED_COLOUR, inserted: str = INSERTED_COLOUR) -> str:
    """Return the changes as a web page that needs nothing from elsewhere, with colours for struck and added."""
    body = [f"<h1>{escape(sheet.title)}</h1>", f"<p>{escape(sheet.intro)}</p>"]
    for group in sheet.groups:
        body += _group_markup(group, sheet.nothing)
    style = (
        "h1{font-size:large}h2{font-size:medium}"
        "body{font-family:FangSong,SimSun,'Noto Serif SC',serif}p{line-height:160%}"
        "table{border-collapse:collapse}td,th{border:1px solid #888;padding:3px 8px}tr{break-inside:avoid}"
        f"s{{color:{removed}}}u{{color:{inserted}}}.sum{{color:#777}}"
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(sheet.title)}</title>'
        f"<style>{style}</style></head><body>{''.join(body)}</body></html>"
    )


def write_change_page(path: Path, sheet: ChangeSheet) -> None:
    """Write the page; raises the errors of ``model.files.replacing``."""
    with replacing(path) as beside:
        beside.write_text(change_page(sheet), encoding="utf-8")


def runs_markup(runs: tuple[Run, ...]) -> str:
    """Return a text with its changes struck and underlined, as a piece of a page."""
    return "".join(_piece(run) for run in _shortened(runs))


def _group_markup(group: ChangeGroup, nothing: str) -> Iterator[str]:
    if group.heading:
        yield f"<h2>{escape(group.heading)}</h2>"
    if group.figures:
        head = "".join(f"<th>{words}</th>" for words in _headings(group))
        rows = "".join(_figure_row(figure, reason) for figure, reason in _with_reasons(group))
        table = '<table border="1" cellspacing="0" cellpadding="4">'
        yield f"{table}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    for text, reason in _texts_with_reasons(group):
        why = f"<p>{_REASON}：{escape(reason)}</p>" if reason else ""
        yield f"<h2>{escape(text.label)}</h2><p>{runs_markup(text.runs)}</p>{why}"
    if not group.figures and not group.texts:
        yield f"<p>{nothing}</p>"


def _headings(group: ChangeGroup) -> tuple[str, ...]:
    return _HEADINGS if group.reasons is None else (*_HEADINGS, _REASON)


def _with_reasons(group: ChangeGroup) -> list[tuple[FigureDifference, str | None]]:
    reasons = group.reasons or (None,) * len(group.figures)
    return list(zip(group.figures, reasons, strict=False))


def _texts_with_reasons(group: ChangeGroup) -> list[tuple[TextDifference, str]]:
    reasons = ("",) * len(group.texts) if group.reasons is None else group.reasons[len(group.figures) :]
    return list(zip(group.texts, reasons, strict=True))


def _figure_row(figure: FigureDifference, reason: str | None) -> str:
    mark = ' class="sum"' if figure.computed else ""
    old, new = (escape(text or "空") for text in (figure.old, figure.new))
    why = "" if reason is None else f"<td>{escape(reason)}</td>"
    return f"<tr{mark}><td>{escape(_named(figure))}</td><td><s>{old}</s></td><td><u>{new}</u></td>{why}</tr>"


def _piece(run: Run) -> str:
    words, mark = escape(run.text).replace("\n", "<br>"), _MARKS[run.kind]
    return f"<{mark}>{words}</{mark}>" if mark else words


def _named(figure: FigureDifference) -> str:
    return f"{figure.label}（自动计算）" if figure.computed else figure.label


def _shortened(runs: tuple[Run, ...]) -> Iterator[Run]:
    """Leave out the middle of long stretches in which nothing changed."""
    for run in runs:
        if run.kind is RunKind.KEPT and len(run.text) > _LONGEST_KEPT:
            half = _LONGEST_KEPT // 2
            yield run._replace(text=f"{run.text[:half]}……\n……{run.text[-half:]}")
        else:
            yield run


# ---------------------------------------------------------------- Word


def write_change_document(path: Path, sheet: ChangeSheet) -> None:
    """Write the Word file, with real struck and underlined text; raises the errors of ``model.files.replacing``."""
    from docx import Document as new_document  # noqa: N813, PLC0415

    document = new_document()
    _prepare(document, sheet)
    document.add_heading(sheet.title, 1)
    document.add_paragraph(sheet.intro)
    for group in sheet.groups:
        _add_group(document, group, sheet.nothing)
    content = BytesIO()
    document.save(content)
    with replacing(path) as beside:
        beside.write_bytes(content.getvalue())


def _prepare(document: Document, sheet: ChangeSheet) -> None:
    """Set A4 and Chinese fonts, which the built-in template lacks, and say whose file it is."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    for name, face, size in (("Normal", "宋体", 12), ("Heading 1", "黑体", 16), ("Heading 2", "黑体", 13)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.bold = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.keys()):
            if "Theme" in key:
                del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), face)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    _add_page_number(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.author = properties.last_modified_by = sheet.office
    properties.title = sheet.title
    properties.comments = ""


def _add_page_number(paragraph: Paragraph) -> None:
    """Write — 1 — in the middle; python-docx has no door to fields."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _settle(table: DocxTable) -> None:
    """Set a table in 5号, repeat its head on every page and break no row; python-docx has no door to the last two."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    for paragraph in (paragraph for cell in table._cells for paragraph in cell.paragraphs):
        for run in paragraph.runs:
            run.font.size = Pt(10.5)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_group(document: Document, group: ChangeGroup, nothing: str) -> None:
    if group.heading:
        document.add_heading(group.heading, 2)
    if group.figures:
        _add_figures(document, group)
    for text, reason in _texts_with_reasons(group):
        document.add_heading(text.label, 2)
        _add_text(document, text)
        if reason:
            document.add_paragraph(f"{_REASON}：{reason}")
    if not group.figures and not group.texts:
        document.add_paragraph(nothing)


def _add_figures(document: Document, group: ChangeGroup) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    headings = _headings(group)
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        cell.text = words
    for figure, reason in _with_reasons(group):
        label, old, new, *why = table.add_row().cells
        label.text = _named(figure)
        _add_run(old.paragraphs[0], Run(RunKind.REMOVED, figure.old or "空"))
        _add_run(new.paragraphs[0], Run(RunKind.INSERTED, figure.new or "空"))
        for cell in why:
            cell.text = reason or ""
    _settle(table)
    table.autofit = False
    for column, width in zip(table.columns, (106, 27, 27) if group.reasons is None else (66, 22, 22, 50), strict=True):
        column.width = Mm(width)  # which one program reads
        for cell in column.cells:
            cell.width = Mm(width)  # and another


def _add_text(document: Document, text: TextDifference) -> None:
    paragraph = document.add_paragraph()
    for run in _shortened(text.runs):
        for number, line in enumerate(run.text.split("\n")):
            if number:
                paragraph = document.add_paragraph()
            _add_run(paragraph, run._replace(text=line))


def _add_run(paragraph: Paragraph, run: Run) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415

    colours = {RunKind.REMOVED: REMOVED_COLOUR, RunKind.INSERTED: INSERTED_COLOUR}
    if run.text:
        added = paragraph.add_run(run.text)
        added.font.strike = True if run.kind is RunKind.REMOVED else None
        added.font.underline = True if run.kind is RunKind.INSERTED else None
        if run.kind in colours:
            added.font.color.rgb = RGBColor.from_string(colours[run.kind].removeprefix("#").upper())
