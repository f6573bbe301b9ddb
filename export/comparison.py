"""修改对照稿: what differs between two versions, struck and underlined, as a page and as a Word file."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from model.comparison import Comparison, FigureDifference, TextDifference
from model.files import replacing
from model.text_difference import Run, RunKind

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MARKS: Final = {RunKind.KEPT: "", RunKind.REMOVED: "s", RunKind.INSERTED: "u"}
_COLOURS: Final = {RunKind.REMOVED: "a61b1b", RunKind.INSERTED: "0b5cab"}
_LEGEND: Final = "划线的是删去的，下划线的是增加的。"
_EQUAL: Final = "两个版本没有不同。"
_HEADINGS: Final = ("位置", "原数", "现数")
_LONGEST_KEPT: Final = 400
"""Characters of an unchanged stretch that are shown; of a longer one its beginning and end."""


class ComparedVersions(NamedTuple):
    """Whose report of which year is compared, and what the two versions are called."""

    office: str
    year: int
    old: str
    new: str

    @property
    def title(self) -> str:
        """Return the title of the document."""
        return f"{self.office}{self.year}年政府信息公开工作年度报告修改对照稿"


def comparison_page(versions: ComparedVersions, comparison: Comparison) -> str:
    """Return the differences as a web page that needs nothing from elsewhere."""
    body = [
        f"<h1>{escape(versions.title)}</h1>",
        f"<p>{escape(versions.old)} → {escape(versions.new)}。{_LEGEND}</p>",
    ]
    if comparison.figures:
        body.append("<h2>数字</h2>" + _figure_table(comparison.figures))
    body += [_text_section(text) for text in comparison.texts]
    if not comparison.figures and not comparison.texts:
        body.append(f"<p>{_EQUAL}</p>")
    style = (
        "h1{font-size:large}h2{font-size:medium}body{font-family:SimSun,serif;line-height:1.7}table{border-collapse:collapse}"
        "td,th{border:1px solid #888;padding:2px 8px}s{color:#a61b1b}u{color:#0b5cab}.sum{color:#666}"
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(versions.title)}</title>'
        f"<style>{style}</style></head><body>{''.join(body)}</body></html>"
    )


def write_comparison_page(path: Path, versions: ComparedVersions, comparison: Comparison) -> None:
    """Write the page; raises the errors of ``model.files.replacing``."""
    with replacing(path) as beside:
        beside.write_text(comparison_page(versions, comparison), encoding="utf-8")


def write_comparison_document(path: Path, versions: ComparedVersions, comparison: Comparison) -> None:
    """Write the Word file, with real struck and underlined text; raises the errors of ``model.files.replacing``."""
    from docx import Document as new_document  # noqa: N813, PLC0415

    document = new_document()
    _prepare(document, versions)
    document.add_heading(versions.title, 1)
    document.add_paragraph(f"{versions.old} → {versions.new}。{_LEGEND}")
    if comparison.figures:
        document.add_heading("数字", 2)
        _add_figures(document, comparison.figures)
    for text in comparison.texts:
        document.add_heading(text.label, 2)
        _add_text(document, text)
    if not comparison.figures and not comparison.texts:
        document.add_paragraph(_EQUAL)
    content = BytesIO()
    document.save(content)
    with replacing(path) as beside:
        beside.write_bytes(content.getvalue())


# ---------------------------------------------------------------- page


def runs_markup(runs: tuple[Run, ...]) -> str:
    """Return a text with its changes struck and underlined, as a piece of a page."""
    return "".join(_piece(run) for run in _shortened(runs))


def _figure_table(figures: tuple[FigureDifference, ...]) -> str:
    head = "".join(f"<th>{words}</th>" for words in _HEADINGS)
    rows = "".join(_figure_row(figure) for figure in figures)
    return f'<table border="1" cellspacing="0" cellpadding="4"><tr>{head}</tr>{rows}</table>'


def _figure_row(figure: FigureDifference) -> str:
    mark = ' class="sum"' if figure.computed else ""
    old, new = (escape(text or "空") for text in (figure.old, figure.new))
    return f"<tr{mark}><td>{escape(_named(figure))}</td><td><s>{old}</s></td><td><u>{new}</u></td></tr>"


def _text_section(text: TextDifference) -> str:
    return f"<h2>{escape(text.label)}</h2><p>{runs_markup(text.runs)}</p>"


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


def _prepare(document: Document, versions: ComparedVersions) -> None:
    """Set Chinese fonts, which the built-in template lacks, and say whose file it is."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    for name in ("Normal", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.name = "SimSun"
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.keys()):
            if "Theme" in key:
                del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), "宋体")
    properties = document.core_properties
    properties.author = properties.last_modified_by = versions.office
    properties.title = versions.title
    properties.comments = ""


def _add_figures(document: Document, figures: tuple[FigureDifference, ...]) -> None:
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.text = words
    for figure in figures:
        label, old, new = table.add_row().cells
        label.text = _named(figure)
        _add_run(old.paragraphs[0], Run(RunKind.REMOVED, figure.old or "空"))
        _add_run(new.paragraphs[0], Run(RunKind.INSERTED, figure.new or "空"))


def _add_text(document: Document, text: TextDifference) -> None:
    paragraph = document.add_paragraph()
    for run in _shortened(text.runs):
        for number, line in enumerate(run.text.split("\n")):
            if number:
                paragraph = document.add_paragraph()
            _add_run(paragraph, run._replace(text=line))


def _add_run(paragraph: Paragraph, run: Run) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415

    if run.text:
        added = paragraph.add_run(run.text)
        added.font.strike = True if run.kind is RunKind.REMOVED else None
        added.font.underline = True if run.kind is RunKind.INSERTED else None
        if run.kind in _COLOURS:
            added.font.color.rgb = RGBColor.from_string(_COLOURS[run.kind].upper())
