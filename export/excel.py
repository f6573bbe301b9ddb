"""Writes the tables of a report as an Excel workbook that adds up and checks itself."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from export.blocks import Block, Table, Title
from export.compose import one_line
from export.excel_package import finished_package
from export.excel_sheet import SheetWriter
from export.excel_style import Styles
from model.checksum import checksum_words
from model.evaluation import Evaluation
from model.files import replacing
from model.form import Form
from model.report import Report


def write_workbook(form: Form, report: Report, evaluation: Evaluation, path: Path, blocks: Sequence[Block]) -> None:
    """Write one sheet for each table of ``blocks`` to ``path``.

    Totals are live formulas with their values cached, typed cells are open and checked, every figure has its
    name (``requests.new.natural``), and checks stand outside the print area. Texts, notes and explanations
    stay out; the author is the office, and the properties of the file
    name the 校验码. Raises an ``AppError`` when the file cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(workbook_bytes(form, report, evaluation, blocks))


def workbook_bytes(form: Form, report: Report, evaluation: Evaluation, blocks: Sequence[Block]) -> bytes:
    """Return the workbook as the bytes of its file; equal reports give equal bytes."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    styles = Styles()
    book.remove(book.worksheets[0])
    cached = {}
    for number, table in enumerate((block for block in blocks if isinstance(block, Table)), start=1):
        writer = SheetWriter(book, styles, form, table, evaluation.values)
        writer.write(heading=form.section(table.section).title, office=one_line(report.office), year=report.year)
        cached[f"xl/worksheets/sheet{number}.xml"] = writer.cached
    package = BytesIO()
    book.save(package)
    title = next("".join(block.lines) for block in blocks if isinstance(block, Title))
    return finished_package(package.getvalue(), cached, title, one_line(report.office), checksum_words(report))
