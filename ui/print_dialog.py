"""打印: what is printed, on which paper, by which printer, with the pages as they will come out."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from model.checksum import checksum_words
from ui.page_setup import Snapshot
from ui.preview.pane import PreviewPane
from ui.printing import PrintJob, make_printer, page_numbers
from ui.settings import Settings
from ui.setup_form import SetupForm

_PAPERS: Final = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}
_SIDES: Final = {
    "single": ("单面", QPrinter.DuplexMode.DuplexNone),
    "long": ("双面（翻长边）", QPrinter.DuplexMode.DuplexLongSide),
    "short": ("双面（翻短边）", QPrinter.DuplexMode.DuplexShortSide),
}
_NO_PRINTER: Final = "本机没有安装打印机，可以“存为 PDF”后拿到别的电脑上打印。"
SAVE: Final = 2
"""The result of the dialog when a PDF file is wanted instead of paper."""


class PrintDialog(QDialog):
    """Asks how a report is printed. Accepted, ``job`` and ``printer`` say it; the result ``SAVE`` asks for a file."""

    def __init__(self, snapshot: Snapshot, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("打印")
        self._snapshot, self._settings = snapshot, settings
        self.printer_box, self.copies_box = QComboBox(), QSpinBox(minimum=1, maximum=99)
        self.paper_box, self.sides_box = QComboBox(), QComboBox()
        self.all_button, self.some_button = QRadioButton("全部(&A)"), QRadioButton("页码(&G)")
        self.pages_edit = QLineEdit()
        self.pages_edit.setPlaceholderText("例如 1-3，5")
        self.problem = QLabel()
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.form = SetupForm(settings, checksum_words(snapshot.report), for_paper=True)
        self.preview = PreviewPane(snapshot, self.form.setup)
        self.preview.view.leads_somewhere = lambda _point: False
        self._buttons = QDialogButtonBox()
        self.print_button = self._buttons.addButton("打印", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button = self._buttons.addButton("存为 PDF…", QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._fill()
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def job(self) -> PrintJob:
        """Return what is to be printed."""
        return PrintJob(self._snapshot, self.form.setup, self._pages() if self.some_button.isChecked() else None)

    def printer(self) -> QPrinter:
        """Return the printer as it was chosen, with paper, sides and copies."""
        printer = make_printer(self.printer_box.currentText(), _PAPERS[self.paper_box.currentData()])
        printer.setDuplex(_SIDES[self.sides_box.currentData()][1])
        printer.setCopyCount(self.copies_box.value())
        printer.setCollateCopies(True)
        printer.setDocName("政府信息公开工作年度报告")
        return printer

    def _fill(self) -> None:
        names = QPrinterInfo.availablePrinterNames()
        self.printer_box.addItems(names)
        wanted = self._settings.word("printer") or QPrinterInfo.defaultPrinterName()
        self.printer_box.setCurrentIndex(max(self.printer_box.findText(wanted), 0))
        self.paper_box.addItem("A4", "A4")
        self.paper_box.addItem("A3（放大）", "A3")
        self.paper_box.setCurrentIndex(max(self.paper_box.findData(self._settings.word("paper")), 0))
        for key, (words, _) in _SIDES.items():
            self.sides_box.addItem(words, key)
        self.sides_box.setCurrentIndex(max(self.sides_box.findData(self._settings.word("sides")), 0))
        self.all_button.setChecked(True)

    def _lay_out(self) -> None:
        pages = QHBoxLayout()
        pages.addWidget(self.all_button)
        pages.addWidget(self.some_button)
        pages.addWidget(self.pages_edit, 1)
        paper = QFormLayout()
        paper.addRow("打印机(&P)", self.printer_box)
        paper.addRow("份数(&C)", self.copies_box)
        paper.addRow("范围", pages)
        paper.addRow("纸张(&S)", self.paper_box)
        paper.addRow("单双面(&T)", self.sides_box)
        device, contents = QGroupBox("打印机"), QGroupBox("内容")
        device.setLayout(paper)
        QVBoxLayout(contents).addWidget(self.form)
        left = QVBoxLayout()
        left.addWidget(device)
        left.addWidget(contents)
        left.addWidget(self.problem)
        left.addStretch(1)
        left.addWidget(self._buttons)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addWidget(self.preview, 1)
        unit = self.fontMetrics().height()
        self.printer_box.setMaximumWidth(unit * 14)
        example = self.fontMetrics().horizontalAdvance(self.pages_edit.placeholderText())
        self.pages_edit.setMinimumWidth(example + unit)
        self.resize(min(unit * 58, 1280), min(unit * 38, 690))

    def _connect(self) -> None:
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        self.save_button.clicked.connect(self._save)
        self.form.changed.connect(self._show_setup)
        self.preview.was_set.connect(self._refresh)
        self.all_button.toggled.connect(self._refresh)
        self.pages_edit.textEdited.connect(lambda: self.some_button.setChecked(True))
        self.pages_edit.textChanged.connect(self._refresh)

    def _show_setup(self) -> None:
        self.preview.show_setup(self.form.setup)
        self._refresh()

    def _pages(self) -> tuple[int, ...] | None:
        return page_numbers(self.pages_edit.text(), self.preview.view.count)

    def _refresh(self) -> None:
        """Say what is missing before anything can be printed."""
        has_printer = self.printer_box.count() > 0
        bad = self.some_button.isChecked() and self.preview.view.count > 0 and self._pages() is None
        count = self.preview.view.count
        words = f"没有这样的页：请写 1 到 {count} 之间的页码，例如 1-3，5。" if bad else ""
        self.problem.setText(words or ("" if has_printer else _NO_PRINTER))
        self.print_button.setEnabled(has_printer and not bad and self.preview.is_current)

    def _accept(self) -> None:
        self._remember()
        self.accept()

    def _save(self) -> None:
        self._remember()
        self.done(SAVE)

    def _remember(self) -> None:
        self.form.remember()
        self._settings.set_word("printer", self.printer_box.currentText())
        self._settings.set_word("paper", self.paper_box.currentData())
        self._settings.set_word("sides", self.sides_box.currentData())
