"""导出: which formats into which folder, as clean copy or draft, and what is still open in the report."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from export.files import report_file_name
from export.formats import FORMATS
from export.missing_characters import CHECK_ID, missing_character_findings
from model.checksum import checksum_words
from model.evaluation import Finding
from model.form import Severity
from ui.page_setup import PageSetup, Snapshot, set_pages
from ui.progress import blank_count
from ui.review_view import remembered_signatures
from ui.settings import Settings
from ui.setup_form import SetupForm
from ui.tasks import run_in_background

REVIEW_SHEET: Final = "review"
"""Stands beside the keys of ``export.formats``: the 校核单, which stays in the office."""
REVIEW_ENDING: Final = "（校核单）.pdf"
FORMAT_WORDS: Final = {
    "pdf": "PDF 全文（报送、公开）",
    "docx": "Word 文档（可在 WPS 里修改）",
    "xlsx": "Excel 表格（三张表）",
    "html": "网页（整页和可粘贴的正文）",
    REVIEW_SHEET: "校核单（单位留存，不外发）",
}
_USUAL: Final = "pdf,docx,xlsx"
LOOK: Final = 2
"""The result of the dialog when the user would rather look at what is open."""


class ExportChoice(NamedTuple):
    """What is to be written: keys of formats, the folder, how the pages are set, the names on the 校核单."""

    formats: tuple[str, ...]
    folder: Path
    setup: PageSetup
    signatures: dict[str, str]


def open_words(findings: tuple[Finding, ...], blanks: int) -> str:
    """Return in one sentence what of a report is still open, empty for nothing."""
    counts = Counter(finding.severity for finding in findings if not finding.explained)
    parts = []
    if counts[Severity.ERROR]:
        parts.append(f"{counts[Severity.ERROR]} 处错误没有改正，也没有说明理由")
    if counts[Severity.WARNING]:
        parts.append(f"{counts[Severity.WARNING]} 处需要核实")
    if blanks:
        parts.append(f"{blanks} 格没有填")
    return f"还有 {'，'.join(parts)}。" if parts else ""


class ExportDialog(QDialog):
    """Asks what to export. ``findings`` are all that is open; characters that no font has join them in a moment."""

    def __init__(
        self, snapshot: Snapshot, findings: tuple[Finding, ...], settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导出")
        self._snapshot, self._settings = snapshot, settings
        self.findings = findings
        self.boxes = {key: QCheckBox(words) for key, words in FORMAT_WORDS.items()}
        self.folder_edit = QLineEdit(str(settings.export_folder))
        self.folder_button = QPushButton("选择…")
        self.form = SetupForm(settings, checksum_words(snapshot.report), for_paper=False)
        self.files_label, self.open_label, self.problem = QLabel(), QLabel(), QLabel()
        self.look_button = QPushButton("去查看")
        self._buttons = QDialogButtonBox()
        self.export_button = self._buttons.addButton("导出", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._recall()
        self._lay_out()
        self._say_open()
        self._connect()
        self._refresh()
        run_in_background(partial(missing_characters, snapshot), self._take_missing, lambda _problem: None)

    @property
    def choice(self) -> ExportChoice:
        """Return what is chosen at present."""
        formats = tuple(key for key, box in self.boxes.items() if box.isChecked())
        folder = Path(self.folder_edit.text().strip())
        return ExportChoice(formats, folder, self.form.setup, remembered_signatures(self._settings))

    def _recall(self) -> None:
        chosen = (self._settings.word("export_formats") or _USUAL).split(",")
        for key, box in self.boxes.items():
            box.setChecked(key in chosen)

    def _lay_out(self) -> None:
        formats, setup = QGroupBox("导出什么"), QGroupBox("稿别")
        column = QVBoxLayout(formats)
        for box in self.boxes.values():
            column.addWidget(box)
        QVBoxLayout(setup).addWidget(self.form)
        upper = QHBoxLayout()
        upper.addWidget(formats, 1)
        upper.addWidget(setup, 1)
        folder = QHBoxLayout()
        folder.addWidget(QLabel("存到"))
        folder.addWidget(self.folder_edit, 1)
        folder.addWidget(self.folder_button)
        warned = QHBoxLayout()
        warned.addWidget(self.open_label, 1)
        warned.addWidget(self.look_button)
        self.files_label.setProperty("role", "muted")
        self.problem.setProperty("role", "error")
        for label in (self.files_label, self.open_label, self.problem):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(upper)
        layout.addLayout(folder)
        layout.addWidget(self.files_label)
        layout.addLayout(warned)
        layout.addWidget(self.problem)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 38)

    def _take_missing(self, missing: tuple[str, ...]) -> None:
        if isValid(self):
            others = tuple(finding for finding in self.findings if finding.check_id != CHECK_ID)
            self.findings = others + missing_character_findings(self._snapshot.report, missing)
            self._say_open()

    def _say_open(self) -> None:
        form, report, _ = self._snapshot
        words = open_words(self.findings, blank_count(form, report))
        self.open_label.setText(f"{words}仍然可以导出，校核单会列出这些问题。" if words else "没有需要处理的问题。")
        self.look_button.setVisible(bool(words))

    def _connect(self) -> None:
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        self.folder_button.clicked.connect(self._choose_folder)
        self.look_button.clicked.connect(lambda: self.done(LOOK))
        self.folder_edit.textChanged.connect(self._refresh)
        self.form.changed.connect(self._refresh)
        for box in self.boxes.values():
            box.toggled.connect(self._refresh)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择文件夹", self.folder_edit.text())
        if folder:
            self.folder_edit.setText(folder)

    def _refresh(self) -> None:
        """Show which files will come about, and what is missing before that."""
        choice = self.choice
        names = file_names(self._snapshot, choice)
        lines = [f"{name}（替换已有的文件）" if (choice.folder / name).exists() else name for name in names]
        self.files_label.setText("\n".join(lines))
        exists = bool(self.folder_edit.text().strip()) and choice.folder.is_dir()
        problem = "" if exists else "没有这个文件夹，请重新选择。"
        self.problem.setText(problem or ("" if choice.formats else "请至少选择一种格式。"))
        self.export_button.setEnabled(exists and bool(choice.formats))

    def _accept(self) -> None:
        choice = self.choice
        self._settings.set_word("export_formats", ",".join(choice.formats))
        self._settings.export_folder = choice.folder
        self.form.remember()
        self.accept()


def missing_characters(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the characters of a report that no font has; safe in a thread."""
    return set_pages(snapshot, PageSetup()).missing


def file_names(snapshot: Snapshot, choice: ExportChoice) -> list[str]:
    """Return the customary names of the files that a choice makes, in order."""
    endings = [output.ending for key in choice.formats if key in FORMATS for output in FORMATS[key]]
    report, marked = snapshot.report, choice.setup.draft is not None
    names = [report_file_name(report.office, report.year, ending, draft=marked) for ending in endings]
    if REVIEW_SHEET in choice.formats:
        names.append(report_file_name(report.office, report.year, REVIEW_ENDING))
    return names
