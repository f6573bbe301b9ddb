"""The file formats a report can be exported to: one table that command line, window and self-test share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from export.blocks import Block
from export.compose import compose, one_line
from export.excel import write_workbook
from export.files import report_file_name
from export.fonts import FontSet, find_fonts
from export.pdf import Draft, DraftKind, PdfOptions, is_closing, write_pdf
from export.readback import pdf_differences, workbook_differences
from export.readback_flow import page_differences, word_differences
from export.web import write_fragment, write_page
from export.word import WordOptions, write_word
from model.checksum import checksum_words
from model.errors import AppError
from model.evaluation import Evaluation, evaluate
from model.form import Form
from model.report import Report


class UnsupportedFormatError(AppError):
    """A format was asked for that this program cannot write."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"暂不支持导出 {'、'.join(names)}，目前可以导出 {'、'.join(FORMATS)}。")


@dataclass(frozen=True)
class Document:
    """A report with everything that the writers take.

    ``draft`` are the marks of a report that is not final, ``fonts`` those of a PDF file where they are known
    already.
    """

    form: Form
    report: Report
    evaluation: Evaluation
    blocks: Sequence[Block]
    draft: Draft | None = None
    fonts: FontSet | None = None

    @property
    def author(self) -> str:
        """Return who signs every file: the office, never a person."""
        return one_line(self.report.office)

    @property
    def keywords(self) -> str:
        """Return what the properties of a file name: the 校验码 of the figures."""
        return checksum_words(self.report)


class Output(NamedTuple):
    """One file of a format: its ending, its writer, and what finds differences when it is read back.

    The writer returns a sentence for everything that could not be written as it should be.
    """

    ending: str
    write: Callable[[Document, Path], list[str]]
    differences: Callable[[Document, Path], list[str]]


def document_of(
    form: Form, report: Report, *, draft: Draft | None = None, closing: bool = True, fonts: FontSet | None = None
) -> Document:
    """Evaluate and compose a report for export, without 落款 and date unless ``closing``."""
    evaluation = evaluate(form, report)
    blocks = compose(form, report, evaluation)
    shown = [block for block in blocks if closing or not is_closing(block)]
    return Document(form, report, evaluation, shown, draft, fonts)


def draft_of_today() -> Draft:
    """Return the marks of a draft for which nothing else is said."""
    return Draft(DraftKind.FIRST, 1, datetime.now().astimezone().date(), watermark=True)


def outputs_of(names: Sequence[str]) -> list[Output]:
    """Return the files of the formats with these names; raise ``UnsupportedFormatError`` before any is written."""
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        raise UnsupportedFormatError(unknown)
    return [output for name in names for output in FORMATS[name]]


def output_path(document: Document, output: Output, folder: Path) -> Path:
    """Return where a file of ``document`` goes, under its customary name."""
    report = document.report
    return folder / report_file_name(report.office, report.year, output.ending, draft=document.draft is not None)


def _write_pdf(document: Document, path: Path) -> list[str]:
    options = PdfOptions(
        document.author,
        datetime.now().astimezone(),
        document.fonts or find_fonts(),
        document.draft,
        keywords=document.keywords,
    )
    result = write_pdf(document.blocks, path, options)
    if not result.missing:
        return []
    missing = "".join(result.missing)
    return [f"“{missing}”在本机的字体里都没有，PDF 中印成了〓；请安装含有这些字的字体后重新导出。"]


def _write_word(document: Document, path: Path) -> list[str]:
    write_word(document.blocks, path, WordOptions(document.author, document.draft, keywords=document.keywords))
    return []


def _write_page(document: Document, path: Path) -> list[str]:
    write_page(document.blocks, path, document.author, document.draft)
    return []


def _write_fragment(document: Document, path: Path) -> list[str]:
    write_fragment(document.blocks, path)
    return []


def _write_workbook(document: Document, path: Path) -> list[str]:
    write_workbook(document.form, document.report, document.evaluation, path, document.blocks)
    return []


def _pdf_differences(document: Document, path: Path) -> list[str]:
    return pdf_differences(path, document.blocks)


def _word_differences(document: Document, path: Path) -> list[str]:
    return word_differences(path, document.blocks)


def _page_differences(document: Document, path: Path) -> list[str]:
    return page_differences(path, document.blocks)


def _workbook_differences(document: Document, path: Path) -> list[str]:
    return workbook_differences(path, document.form, document.evaluation, document.blocks)


FORMATS: Final[Mapping[str, Sequence[Output]]] = {
    "pdf": (Output(".pdf", _write_pdf, _pdf_differences),),
    "docx": (Output(".docx", _write_word, _word_differences),),
    "xlsx": (Output(".xlsx", _write_workbook, _workbook_differences),),
    "html": (
        Output(".html", _write_page, _page_differences),
        Output("（网页正文）.html", _write_fragment, _page_differences),
    ),
}
