"""版本: the versions of a report, any two of them side by side (修改对照稿), and the list of corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, Qt, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from export.comparison import (
    ChangeSheet,
    change_page,
    comparison_sheet,
    correction_sheet,
    write_change_document,
    write_change_page,
)
from export.files import safe_file_name
from model.archive import Version
from model.checksum import checksum
from model.comparison import compare
from model.corrections import CorrectionList
from model.files import replacing
from model.form import Form
from model.report import Report
from ui.asking import roomy
from ui.printing import PrinterRefusedError
from ui.settings import documents_folder
from ui.theme import current_theme, form_font
from ui.words import moment_words, version_words

_FILTERS: Final = "Word 文件 (*.docx);;PDF 文件 (*.pdf);;网页 (*.html)"
_NOW: Final = "现在的内容"
_SHORTEST: Final = 20
"""How many characters of a version are shown at least."""


class VersionsDialog(QDialog):
    """Shows what differs between two states of the report, or what was corrected.

    ``export_wanted`` carries the path that was chosen, ``print_wanted`` that the page in sight is to be printed,
    ``reasons_wanted`` that the correction under way is to be given reasons place by place.
    """

    export_wanted = Signal(object)
    print_wanted = Signal()
    reasons_wanted = Signal()

    def __init__(
        self,
        form: Form,
        report: Report,
        versions: Sequence[Version],
        load_version: Callable[[int], Report],
        corrections: Sequence[CorrectionList],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("版本和修改对照")
        self._form, self._report, self._load, self._corrections = form, report, load_version, corrections
        self.old_box, self.new_box = self._box(versions), self._box(versions)
        self.old_box.setCurrentIndex(self._first_old(versions))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.checksums = QLabel()
        self.checksums.setProperty("role", "muted")
        self.export_button = QPushButton("导出…")
        self.print_button = QPushButton("打印…")
        self.corrections_button = QPushButton("更正清单")
        self.corrections_button.setCheckable(True)
        self.corrections_button.setEnabled(bool(corrections))
        self.reasons_button = QPushButton("各处原因…")
        self._lay_out()
        for box in (self.old_box, self.new_box):
            box.currentIndexChanged.connect(self._show_comparison)
        self.corrections_button.toggled.connect(self._refresh)
        self.export_button.clicked.connect(self._export)
        self.print_button.clicked.connect(self.print_wanted)
        self.reasons_button.clicked.connect(self.reasons_wanted)
        self._refresh()

    def show_corrections(self, corrections: Sequence[CorrectionList]) -> None:
        """Show the corrections as they are listed now."""
        self._corrections = corrections
        self._refresh()

    @property
    def _underway(self) -> CorrectionList | None:
        last = self._corrections[-1] if self._corrections else None
        return last if last is not None and last.to is None else None

    def _first_old(self, versions: Sequence[Version]) -> int:
        """Return the entry to compare with first: what is being corrected, else the newest that is not as now."""
        if self._underway is not None:
            return self.old_box.findData(self._underway.since.id)
        newest = range(1, len(versions) + 1)
        other = (at for at in newest if self._load(self.old_box.itemData(at)) != self._report)
        return next(other, min(1, len(versions)))

    def _box(self, versions: Sequence[Version]) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_SHORTEST)  # a long name shall not make the window wider than the screen
        box.addItem(_NOW, None)
        for version in reversed(versions):
            words = f"{version_words(version)}　{moment_words(version.at)}"
            box.addItem(words, version.id)
            box.setItemData(box.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        return box

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for words, box in (("原稿(&O)", self.old_box), ("现稿(&N)", self.new_box)):
            label = QLabel(words)
            label.setBuddy(box)
            bar.addWidget(label)
            bar.addWidget(box, 1)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        for button in (self.export_button, self.print_button, self.corrections_button, self.reasons_button):
            buttons.addWidget(button)
        buttons.addWidget(self.checksums, 1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self.page, 1)
        layout.addLayout(buttons)
        self.resize(roomy(self, 58, 40))

    def _state(self, box: QComboBox) -> Report:
        number = box.currentData()
        return self._report if number is None else self._load(number)

    def _sheet(self) -> ChangeSheet:
        """Return what is in sight."""
        if self.corrections_button.isChecked():
            return correction_sheet(self._report, self._corrections)
        names = (self.old_box.currentText(), self.new_box.currentText())
        comparison = compare(self._form, self._state(self.old_box), self._state(self.new_box))
        return comparison_sheet(self._report, *names, comparison)

    def _show_comparison(self) -> None:
        self.corrections_button.setChecked(False)
        self._refresh()

    def _refresh(self) -> None:
        theme = current_theme()
        underway = self._underway
        can_reason = underway is not None and bool(underway.entries)
        self.reasons_button.setVisible(can_reason and self.corrections_button.isChecked())
        self.page.setHtml(change_page(self._sheet(), theme.error.name(), theme.accent.name()))
        old, new = (checksum(self._state(box)) for box in (self.old_box, self.new_box))
        self.checksums.setText(f"校验码：原稿 {old}，现稿 {new}")

    def _export(self) -> None:
        proposal = documents_folder() / safe_file_name(f"{self._sheet().title}.docx")
        chosen, kind = QFileDialog.getSaveFileName(self, "导出", str(proposal), _FILTERS)
        if chosen:
            ending = kind.rpartition("*")[2].rstrip(")") or ".docx"
            path = Path(chosen)
            self.export_wanted.emit(
                path if path.suffix.lower() in {".docx", ".pdf", ".html"} else Path(chosen + ending)
            )

    def write(self, path: Path) -> None:
        """Write what is in sight in the format that the ending names; raises the errors of ``replacing``."""
        sheet = self._sheet()
        match path.suffix.lower():
            case ".pdf":
                with replacing(path) as beside:
                    _write_pdf(sheet, beside)
            case ".html":
                write_change_page(path, sheet)
            case _:
                write_change_document(path, sheet)

    def print(self, printer: QPrinter) -> None:
        """Print what is in sight; raises ``PrinterRefusedError``."""
        printer.setFullPage(True)
        printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)
        printer.setDocName(self._sheet().title)
        _print(self._sheet(), printer)
        if printer.printerState() is QPrinter.PrinterState.Error:
            raise PrinterRefusedError(printer.printerName())


def _write_pdf(sheet: ChangeSheet, path: Path) -> None:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)
    writer.setTitle(sheet.title)
    _print(sheet, writer)


def _print(sheet: ChangeSheet, device: QPagedPaintDevice) -> None:
    """Set the changes on pages; Qt itself leaves two centimetres on every side and numbers them."""
    document = QTextDocument()
    document.setDefaultFont(form_font(12))
    document.setHtml(change_page(sheet))
    document.print_(device)
