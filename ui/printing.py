"""Pages on paper: drawn by pdfium at the resolution of the printer, band by band, so that memory stays small."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import ceil
from typing import Final, NamedTuple

from PySide6.QtCore import QMarginsF, QRect
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from model.errors import AppError
from ui.long_work import CancelledError, Tell
from ui.page_setup import PageSetup, Snapshot, set_pages
from ui.pdf_pages import draw_part, page_count
from ui.preview.pages_view import SHEET

_FINEST: Final = 600
"""Dots to the inch beyond which the eye gains nothing; finer printers get every dot doubled."""
_BAND: Final = 600
_RANGE: Final = re.compile(r"(\d+)(?:-(\d+))?")
_LIKE_HYPHEN: Final = str.maketrans("－—–~～至、，；;", "------,,,,")


class PrinterRefusedError(AppError):
    """The printer takes no pages: switched off, disconnected, or its file cannot be written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"打印机“{name}”没有接受打印任务，请检查它是否开机、联机、有纸，或换一台打印机再打印。")


class PrintCancelledError(CancelledError):
    """The user stopped printing between two pages."""

    def __init__(self) -> None:
        super().__init__("打印已取消。已经送到打印机的页可能还会印出来。")


class PrintJob(NamedTuple):
    """What is printed: a report set in a way, and its pages from 0 (None for all)."""

    snapshot: Snapshot
    setup: PageSetup
    pages: tuple[int, ...] | None = None


def page_numbers(words: str, count: int) -> tuple[int, ...] | None:
    """Read page numbers as people write them (「1-3，5」) and return them from 0, in order; None for no such pages."""
    pages: list[int] = []
    for part in words.translate(_LIKE_HYPHEN).replace(" ", "").strip(",").split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= count:
            return None
        pages += range(first - 1, last)
    return tuple(dict.fromkeys(pages))


def make_printer(name: str, size: QPageSize.PageSizeId) -> QPrinter:
    """Return a printer of the system with whole sheets of a size; an empty name means the usual one."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    use_whole_sheets(printer, size)
    return printer


def use_whole_sheets(printer: QPrinter, size: QPageSize.PageSizeId) -> None:
    """Measure from the edge of the sheet: the pages bring their own margins."""
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF()))


def print_job(job: PrintJob, printer: QPrinter, tell: Tell) -> int:
    """Set and print a job; return how many pages went to the printer.

    ``tell`` is asked before each page whether to go on. Safe in a thread; raises ``PrinterRefusedError`` and
    ``PrintCancelledError``.
    """
    pdf = set_pages(job.snapshot, job.setup)
    pages = tuple(range(len(pdf.places))) if job.pages is None else job.pages
    print_pages(pdf.content, pages, printer, tell)
    return len(pages)


def print_all(make: Callable[[], bytes], printer: QPrinter) -> None:
    """Print every page of the PDF file that ``make`` returns."""
    content = make()
    print_pages(content, range(page_count(content)), printer, lambda _number, _count: True)


def print_pages(content: bytes, pages: Sequence[int], printer: QPrinter, tell: Tell) -> None:
    """Print pages of a PDF file, each as large as its sheet of paper allows."""
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError(printer.printerName())
    try:
        for number, page in enumerate(pages, start=1):
            if not tell(number, len(pages)):
                printer.abort()
                raise PrintCancelledError
            if number > 1 and not printer.newPage():
                raise PrinterRefusedError(printer.printerName())
            _paint(painter, printer, content, page)
    finally:
        painter.end()


def _paint(painter: QPainter, printer: QPrinter, content: bytes, page: int) -> None:
    resolution = printer.resolution()
    sheet = printer.pageLayout().fullRectPixels(resolution)
    scale = min(sheet.width() / SHEET[0], sheet.height() / SHEET[1])
    dots = ceil(resolution / _FINEST)
    width, height = round(SHEET[0] * scale / dots), round(SHEET[1] * scale / dots)
    left = (sheet.width() - width * dots) // 2
    for top in range(0, height, _BAND):
        part = QRect(0, top, width, min(_BAND, height - top))
        image = draw_part(content, page, scale / dots, part)
        painter.drawImage(QRect(left, top * dots, image.width() * dots, image.height() * dots), image)
