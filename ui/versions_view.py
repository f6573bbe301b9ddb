"""版本: the versions of a report, any two of them side by side (修改对照稿), and the list of corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
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
    ComparedVersions,
    comparison_page,
    write_comparison_document,
    write_comparison_page,
)
from export.files import safe_file_name
from export.handover import corrections_text
from model.archive import Version
from model.checksum import checksum
from model.comparison import Comparison, compare
from model.corrections import CorrectionList
from model.files import replacing
from model.form import Form
from model.report import Report
from ui.words import moment_words, version_words

_FILTERS: Final = "Word 文件 (*.docx);;PDF 文件 (*.pdf);;网页 (*.html)"
_NOW: Final = "现在的内容"


class VersionsDialog(QDialog):
    """Shows what differs between two states of the report. ``export_wanted`` carries the path that was chosen."""

    export_wanted = Signal(object)

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
        self._form, self._report, self._load = form, report, load_version
        self.old_box, self.new_box = self._box(versions), self._box(versions)
        self.old_box.setCurrentIndex(min(1, self.old_box.count() - 1))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.checksums = QLabel()
        self.checksums.setProperty("role", "muted")
        self.export_button = QPushButton("导出修改对照稿…")
        self.corrections_button = QPushButton("更正清单")
        self.corrections_button.setCheckable(True)
        self.corrections_button.setEnabled(bool(corrections))
        self._corrections = "".join(f"<pre>{escape(corrections_text(each))}</pre>" for each in corrections)
        self._lay_out()
        for box in (self.old_box, self.new_box):
            box.currentIndexChanged.connect(self._refresh)
        self.corrections_button.toggled.connect(self._refresh)
        self.export_button.clicked.connect(self._export)
        self._refresh()

    def _box(self, versions: Sequence[Version]) -> QComboBox:
        box = QComboBox()
        box.addItem(_NOW, None)
        for version in reversed(versions):
            box.addItem(f"{version_words(version)}　{moment_words(version.at)}", version.id)
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
        buttons.addWidget(self.export_button)
        buttons.addWidget(self.corrections_button)
        buttons.addWidget(self.checksums, 1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self.page, 1)
        layout.addLayout(buttons)
        self.resize(920, 620)

    def _state(self, box: QComboBox) -> Report:
        number = box.currentData()
        return self._report if number is None else self._load(number)

    def _compared(self) -> tuple[ComparedVersions, Comparison]:
        names = (self.old_box.currentText(), self.new_box.currentText())
        versions = ComparedVersions(self._report.office, self._report.year, *names)
        return versions, compare(self._form, self._state(self.old_box), self._state(self.new_box))

    def _refresh(self) -> None:
        shows_corrections = self.corrections_button.isChecked()
        self.page.setHtml(self._corrections if shows_corrections else comparison_page(*self._compared()))
        self.export_button.setEnabled(not shows_corrections)
        old, new = (checksum(self._state(box)) for box in (self.old_box, self.new_box))
        self.checksums.setText(f"校验码：原稿 {old}，现稿 {new}")

    def _export(self) -> None:
        proposal = safe_file_name(f"{self._report.office}{self._report.year}年年度报告修改对照稿.docx")
        chosen, kind = QFileDialog.getSaveFileName(self, "导出修改对照稿", proposal, _FILTERS)
        if chosen:
            ending = kind.rpartition("*")[2].rstrip(")") or ".docx"
            path = Path(chosen)
            self.export_wanted.emit(
                path if path.suffix.lower() in {".docx", ".pdf", ".html"} else Path(chosen + ending)
            )

    def write(self, path: Path) -> None:
        """Write the 修改对照稿 in the format that the ending names; raises the errors of ``replacing``."""
        versions, comparison = self._compared()
        match path.suffix.lower():
            case ".pdf":
                with replacing(path) as beside:
                    _print(comparison_page(versions, comparison), beside)
            case ".html":
                write_comparison_page(path, versions, comparison)
            case _:
                write_comparison_document(path, versions, comparison)


def _print(page: str, path: Path) -> None:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(25, 25, 25, 25), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(page)
    document.print_(writer)
