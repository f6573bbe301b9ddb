"""Printing: what the dialog asks, and real pages out of a printer that writes a file."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from export.pdf import Draft, DraftKind
from model.checksum import checksum_words
from model.evaluation import evaluate
from tests.ui.conftest import OpenWindow
from tests.ui.reports import form_2021, full_report
from tests.ui.widgets import button, click
from ui.page_setup import PageSetup, Snapshot, set_pages
from ui.pdf_pages import draw_pages
from ui.print_dialog import PrintDialog
from ui.printing import (
    PrintCancelledError,
    PrinterRefusedError,
    PrintJob,
    page_numbers,
    print_job,
    print_pages,
    use_whole_sheets,
)
from ui.settings import Settings

DRAFT = Draft(DraftKind.FOR_COMMENT, 2, date(2025, 1, 9))


def _snapshot() -> Snapshot:
    report = full_report()
    return Snapshot(form_2021(), report, evaluate(form_2021(), report))


def _file_printer(path: Path, size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    use_whole_sheets(printer, size)
    return printer


def _darkness(image: QImage) -> list[int]:
    """Return how much ink stands in each row of a page, in steps of a hundredth of its height."""
    step = image.height() / 100
    rows = []
    for part in range(100):
        ys = range(int(part * step), int((part + 1) * step), 2)
        rows.append(sum(255 - image.pixelColor(x, y).lightness() for y in ys for x in range(0, image.width(), 2)))
    return rows


def _distance(one: QImage, other: QImage) -> int:
    """Return how much two pages differ, seen from afar."""
    size = QSize(60, 84)
    first, second = (image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation) for image in (one, other))
    points = [(x, y) for y in range(size.height()) for x in range(size.width())]
    return sum(abs(first.pixelColor(x, y).lightness() - second.pixelColor(x, y).lightness()) for x, y in points)


def test_that_a_printed_draft_shows_its_header_line_on_every_page(qapp: QApplication, tmp_path: Path) -> None:
    job = PrintJob(_snapshot(), PageSetup(draft=DRAFT))
    told: list[tuple[int, int]] = []

    def tell(*step: int) -> bool:
        told.append((step[0], step[1]))
        return True

    count = print_job(job, _file_printer(tmp_path / "out.pdf"), tell)
    assert told == [(number, count) for number in range(1, count + 1)]
    printed = draw_pages((tmp_path / "out.pdf").read_bytes(), range(count + 1), 1.0)
    clean = draw_pages(set_pages(job.snapshot, PageSetup()).content, range(count), 1.0)
    assert len(printed) == count >= 3
    for page in range(count):
        strip = range(9, 12)  # hundredths of the sheet, between the upper edge and the text
        assert sum(_darkness(printed[page].image)[row] for row in strip) > 5_000, page
        assert sum(_darkness(clean[page].image)[row] for row in strip) < 500, page


def test_that_paper_shows_what_the_file_shows(qapp: QApplication, tmp_path: Path) -> None:
    content = set_pages(_snapshot(), PageSetup()).content
    print_pages(content, [1, 0], _file_printer(tmp_path / "out.pdf"), lambda *_: True)
    printed = draw_pages((tmp_path / "out.pdf").read_bytes(), range(3), 1.0)
    shown = draw_pages(content, range(2), 1.0)
    assert sorted(printed) == [0, 1]
    for page in (0, 1):
        alike, unlike = (_distance(printed[page].image, shown[other].image) for other in (1 - page, page))
        assert alike * 4 < unlike


def test_that_a3_is_the_same_page_enlarged(qapp: QApplication, tmp_path: Path) -> None:
    content = set_pages(_snapshot(), PageSetup()).content
    print_pages(content, [0], _file_printer(tmp_path / "out.pdf", QPageSize.PageSizeId.A3), lambda *_: True)
    printed = draw_pages((tmp_path / "out.pdf").read_bytes(), [0], 0.7071)[0].image
    assert abs(printed.height() - 842) <= 2
    alike, unlike = (_distance(printed, picture.image) for picture in draw_pages(content, [0, 1], 1.0).values())
    assert alike * 4 < unlike


@pytest.mark.qt_log_ignore("QPainter::begin", "QPdf")
def test_that_a_printer_that_takes_nothing_gets_a_sentence(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(PrinterRefusedError, match="没有接受打印任务"):
        print_job(PrintJob(_snapshot(), PageSetup()), _file_printer(tmp_path / "没有" / "out.pdf"), lambda *_: True)


def test_that_blank_forms_have_the_tables_and_no_figure_or_sentence(qapp: QApplication) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(set_pages(_snapshot(), PageSetup(blank_forms=True)).content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "本年新收政府信息公开申请数量" in text
    assert "清岚县人民政府办公室" in text
    assert "未收取信息处理费" not in text
    assert "总体情况" not in text
    places = set_pages(_snapshot(), PageSetup(blank_forms=True)).places
    printed = [cell.ref for cell in form_2021().cells.values() if cell.printed]
    assert {figure.ref for page in places for figure in page.figures} == set(printed)


def test_that_large_type_takes_more_pages(qapp: QApplication) -> None:
    snapshot = _snapshot()
    long = replace(snapshot.report, texts={**snapshot.report.texts, "overview": "一句很平常的话。" * 300})
    snapshot = Snapshot(snapshot.form, long, evaluate(snapshot.form, long))
    usual, large = (len(set_pages(snapshot, PageSetup(large_type=on)).places) for on in (False, True))
    assert large > usual


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("1-3，5", (0, 1, 2, 4)),
        ("2", (1,)),
        ("３－４", None),
        ("3－4", (2, 3)),
        ("1、2、2", (0, 1)),
        ("", None),
        ("0", None),
        ("6", None),
        ("3-2", None),
        ("一", None),
        ("1-", None),
    ],
)
def test_that_page_numbers_are_read_as_people_write_them(words: str, pages: tuple[int, ...] | None) -> None:
    if words == "３－４":
        pages = (2, 3)
    assert page_numbers(words, 5) == pages


@given(st.sets(st.integers(1, 30), min_size=1))
def test_that_written_page_numbers_are_read_back(numbers: set[int]) -> None:
    assert page_numbers("，".join(map(str, sorted(numbers))), 30) == tuple(number - 1 for number in sorted(numbers))


def _dialog(qtbot: QtBot, settings: Settings) -> PrintDialog:
    dialog = PrintDialog(_snapshot(), settings)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.preview.is_current, timeout=30_000)
    return dialog


def test_that_the_choices_are_remembered_but_not_the_day_and_the_blank_forms(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    dialog = _dialog(qtbot, settings)
    assert dialog.job.setup == PageSetup()
    dialog.form.kind_box.setCurrentIndex(3)
    dialog.form.number_box.setValue(4)
    dialog.form.watermark_box.setChecked(True)
    dialog.form.closing_box.setChecked(False)
    dialog.form.large_box.setChecked(True)
    dialog.form.blank_box.setChecked(True)
    dialog.paper_box.setCurrentIndex(1)
    click(dialog.save_button)
    again = _dialog(qtbot, Settings(tmp_path / "settings.ini"))
    setup = again.job.setup
    assert setup.draft is not None
    assert (setup.draft.kind, setup.draft.number, setup.draft.watermark) == (DraftKind.FOR_APPROVAL, 4, True)
    assert (setup.closing, setup.large_type, setup.blank_forms) == (False, True, False)
    assert again.paper_box.currentData() == "A3"


def test_that_a_draft_shows_the_checksum_when_asked_but_blank_tables_never(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(qtbot, Settings(tmp_path / "settings.ini"))
    words = checksum_words(full_report())
    assert not dialog.form.checksum_box.isEnabled()
    dialog.form.kind_box.setCurrentIndex(1)
    dialog.form.checksum_box.setChecked(True)
    draft = dialog.job.setup.draft
    assert draft is not None
    assert draft.header.endswith(f"　{words}")
    dialog.form.blank_box.setChecked(True)
    draft = dialog.job.setup.draft
    assert draft is not None
    assert words not in draft.header


def test_that_the_preview_of_the_dialog_follows_its_choices(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(qtbot, Settings(tmp_path / "settings.ini"))
    count = dialog.preview.view.count
    dialog.form.blank_box.setChecked(True)
    qtbot.waitUntil(lambda: dialog.preview.is_current, timeout=30_000)
    assert dialog.preview.result is not None
    assert dialog.preview.result.setup.blank_forms
    assert dialog.preview.view.count <= count


def test_that_without_a_printer_a_file_is_offered(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    dialog = _dialog(qtbot, Settings(tmp_path / "settings.ini"))
    assert not dialog.print_button.isEnabled()
    assert "没有安装打印机" in dialog.problem.text()
    assert dialog.save_button.isEnabled()


def test_that_a_page_that_is_not_there_cannot_be_printed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["办公室打印机"])
    dialog = _dialog(qtbot, Settings(tmp_path / "settings.ini"))
    assert dialog.print_button.isEnabled()
    dialog.some_button.setChecked(True)
    dialog.pages_edit.setText("99")
    assert not dialog.print_button.isEnabled()
    assert "没有这样的页" in dialog.problem.text()
    dialog.pages_edit.setText("1")
    assert dialog.print_button.isEnabled()
    assert dialog.job.pages == (0,)


def test_that_the_window_writes_a_pdf_file_of_a_draft(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(_window: object, _title: str, proposal: str, _filter: str) -> tuple[str, str]:
        return str(opened.folder / Path(proposal).name), ""

    def drive() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PrintDialog)
        dialog.form.kind_box.setCurrentIndex(1)
        click(button(dialog, "存为 PDF…"))

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    QTimer.singleShot(0, drive)
    opened.work.print_report()
    qtbot.waitUntil(lambda: "已存为" in opened.window.notices.sentence("print"), timeout=30_000)
    (file,) = opened.folder.glob("*（草稿）.pdf")
    assert file.read_bytes().startswith(b"%PDF")


def test_that_the_window_prints_and_says_so(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(PrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(PrintDialog, "printer", lambda _dialog: _file_printer(tmp_path / "out.pdf"))
    opened.work.print_report()
    qtbot.waitUntil(lambda: "页送到打印机" in opened.window.notices.sentence("print"), timeout=30_000)
    assert (tmp_path / "out.pdf").stat().st_size > 10_000


def test_that_printing_stops_between_two_pages_when_it_is_cancelled(tmp_path: Path) -> None:
    printer, asked = _file_printer(tmp_path / "out.pdf"), []

    def tell(number: int, _count: int) -> bool:
        asked.append(number)
        return number < 2

    with pytest.raises(PrintCancelledError, match="打印已取消"):
        print_job(PrintJob(_snapshot(), PageSetup()), printer, tell)
    assert asked == [1, 2]
    assert printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Idle)
