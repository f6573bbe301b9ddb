"""Last year's report as others send it: a web page, a PDF, a Word file made of a report."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QDialog

from export.formats import document_of, output_path, outputs_of
from model.cells import CellRef
from model.report import Report
from tests.bases import shipped_form
from tests.ui.reports import full_report

CARRIED_IN = CellRef("requests", "carried_in", "natural")
LAST_CARRIED_OUT = CellRef("requests", "carried_out", "natural")
LAST_NEW = CellRef("requests", "new", "natural")


def last_year() -> Report:
    """The report of the year before, with three applications of natural persons carried over."""
    report = full_report()
    return replace(report, year=2023, cells={**report.cells, LAST_NEW: 12, LAST_CARRIED_OUT: 3})


def file_of(report: Report, ending: str, folder: Path) -> Path:
    """Write a report in a format and return the file."""
    document = document_of(shipped_form(report.form_id), report)
    [output, *_] = outputs_of([ending])
    path = output_path(document, output, folder)
    output.write(document, path)
    return path


def scanned(report: Report, folder: Path) -> Path:
    """Write a report as a PDF whose pages are pictures, as a scanner does."""
    import pypdfium2  # type: ignore[import-untyped]
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    source = file_of(report, "pdf", folder)
    target = folder / "扫描件.pdf"
    with pypdfium2.PdfDocument(source) as document:
        canvas = Canvas(str(target))
        for page in document:
            width, height = page.get_size()
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(page.render(scale=1.5).to_pil()), 0, 0, width, height)
            canvas.showPage()
        canvas.save()
    return target


def copy_page(report: Report, folder: Path) -> None:
    """Copy the web page of a report, as a browser does."""
    data = QMimeData()
    markup = file_of(report, "html", folder).read_text(encoding="utf-8")
    data.setHtml(markup)
    data.setText("政府信息公开工作年度报告")
    QApplication.clipboard().setMimeData(data)


def open_dialog() -> QDialog | None:
    """Return the dialog that waits for an answer."""
    dialog = QApplication.activeModalWidget()
    return dialog if isinstance(dialog, QDialog) else None
