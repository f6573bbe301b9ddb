"""导出: where to, with which sentence before and after; the writing itself is done by the export package."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from export.compose import compose
from export.files import report_file_name
from model.errors import AppError
from model.evaluation import Evaluation
from model.form import Form
from model.report import Report
from ui.notices import Notices, Tone
from ui.session import ReportSession
from ui.settings import Settings
from ui.tasks import run_in_background


class Document(NamedTuple):
    """A kind of file that can be exported: its name, its ending, and what writes it.

    ``write`` returns a sentence that the user must know, or an empty string.
    """

    name: str
    ending: str
    filter: str
    write: Callable[[Form, Report, Evaluation, Path], str]


def write_pdf_file(form: Form, report: Report, evaluation: Evaluation, path: Path) -> str:
    """Write the whole report as PDF."""
    from export.pdf import PdfOptions, write_pdf  # noqa: PLC0415 (start-up)

    options = PdfOptions(author=report.office, made_at=datetime.now().astimezone())
    result = write_pdf(compose(form, report, evaluation), path, options)
    missing = "、".join(result.missing)
    return f"有 {len(result.missing)} 个字没有字体，印不出来：{missing}。" if missing else ""


def write_excel_file(form: Form, report: Report, evaluation: Evaluation, path: Path) -> str:
    """Write the tables as an Excel workbook."""
    from export.excel import write_workbook  # noqa: PLC0415 (start-up)

    write_workbook(form, report, evaluation, path, compose(form, report, evaluation))
    return ""


PDF = Document("PDF", ".pdf", "PDF 文件 (*.pdf)", write_pdf_file)
EXCEL = Document("Excel", ".xlsx", "Excel 工作簿 (*.xlsx)", write_excel_file)


class ExportCommands(QObject):
    """Exports the report of a session. ``findings_wanted`` is what the user asks for instead of exporting errors."""

    findings_wanted = Signal()
    said = Signal(str)

    def __init__(self, window: QWidget, notices: Notices, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._notices, self._settings = window, notices, settings
        self._confirmed: frozenset[str] = frozenset()

    def export(self, session: ReportSession, document: Document) -> None:
        """Ask where to, then write in the background and say what became of it."""
        if not self._errors_are_confirmed(session):
            return
        proposal = self._settings.export_folder / report_file_name(
            session.report.office, session.report.year, document.ending
        )
        chosen, _ = QFileDialog.getSaveFileName(self._window, f"导出 {document.name}", str(proposal), document.filter)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != document.ending:
            path = path.with_name(path.name + document.ending)
        self._settings.export_folder = path.parent
        self._write(session, document, path)

    def _write(self, session: ReportSession, document: Document, path: Path) -> None:
        self._notices.dismiss("export")
        self.said.emit(f"正在导出 {document.name}……")
        work = partial(document.write, session.form, session.report, session.evaluation, path)
        again = partial(self.export, session, document)
        run_in_background(work, partial(self._say_done, path), partial(self._say_refused, again))

    def _say_done(self, path: Path, remark: str) -> None:
        self.said.emit("")
        tone = Tone.WARNING if remark else Tone.SUCCESS
        self._notices.show_notice(
            "export",
            tone,
            f"已导出到 {path}。{remark}",
            ("打开文件", partial(open_in_system, path)),
            ("打开文件夹", partial(open_in_system, path.parent)),
        )

    def _say_refused(self, again: Callable[[], None], problem: AppError) -> None:
        self.said.emit("")
        self._notices.show_notice("export", Tone.ERROR, problem.sentence, ("重新选择位置…", again))

    def _errors_are_confirmed(self, session: ReportSession) -> bool:
        """Ask once for each set of open errors whether to export all the same."""
        errors = frozenset(finding.key for finding in session.evaluation.open_errors)
        if errors <= self._confirmed:
            return True
        box = QMessageBox(self._window)
        box.setWindowTitle("还有错误")
        box.setText(f"报告还有 {len(errors)} 处错误没有改正，也没有说明理由。")
        box.setInformativeText("现在导出的文件会带着这些错误。")
        look = box.addButton("查看错误", QMessageBox.ButtonRole.RejectRole)
        export = box.addButton("仍然导出", QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton("取消", QMessageBox.ButtonRole.DestructiveRole)
        box.setEscapeButton(cancel)
        box.setDefaultButton(look)
        box.exec()
        if box.clickedButton() is look:
            self.findings_wanted.emit()
        if box.clickedButton() is not export:
            return False
        self._confirmed = errors
        return True


def open_in_system(path: Path) -> None:
    """Open a file or folder with the program that the user's system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
