"""导出: where to, with which sentence before and after; the writing itself is done by the export package."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox

from export.files import report_file_name
from model.errors import AppError
from model.form import Form
from model.report import Report
from ui.notices import Tone
from ui.session import ReportSession
from ui.tasks import run_in_background
from ui.window import MainWindow


class Format(NamedTuple):
    """A format that can be chosen: its key in ``export.formats``, its name, and the filter of the file dialog."""

    key: str
    name: str
    ending: str
    filter: str


PDF = Format("pdf", "PDF", ".pdf", "PDF 文件 (*.pdf)")
EXCEL = Format("xlsx", "Excel", ".xlsx", "Excel 工作簿 (*.xlsx)")


def write_document(form: Form, report: Report, chosen: Format, path: Path) -> list[str]:
    """Write a report in a format; return a sentence for everything that is not as it should be."""
    from export.formats import FORMATS, document_of  # noqa: PLC0415 (start-up)

    (output,) = FORMATS[chosen.key]
    return output.write(document_of(form, report), path)


class ExportCommands(QObject):
    """Exports the report of a session. ``findings_wanted`` is what the user asks for instead of exporting errors."""

    findings_wanted = Signal()
    said = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._notices, self._settings = window, window.notices, window.settings
        self._confirmed: frozenset[str] = frozenset()

    def export(self, session: ReportSession, chosen: Format) -> None:
        """Ask where to, then write in the background and say what became of it."""
        if not self._errors_are_confirmed(session):
            return
        proposal = self._settings.export_folder / report_file_name(
            session.report.office, session.report.year, chosen.ending
        )
        target, _ = QFileDialog.getSaveFileName(self._window, f"导出 {chosen.name}", str(proposal), chosen.filter)
        if not target:
            return
        path = Path(target)
        if path.suffix.lower() != chosen.ending:
            path = path.with_name(path.name + chosen.ending)
        self._settings.export_folder = path.parent
        self._write(session, chosen, path)

    def _write(self, session: ReportSession, chosen: Format, path: Path) -> None:
        self._notices.dismiss("export")
        self.said.emit(f"正在导出 {chosen.name}……")
        work = partial(write_document, session.form, session.report, chosen, path)
        again = partial(self.export, session, chosen)
        run_in_background(work, partial(self._say_done, path), partial(self._say_refused, again))

    def _say_done(self, path: Path, remarks: list[str]) -> None:
        self.said.emit("")
        tone = Tone.WARNING if remarks else Tone.SUCCESS
        self._notices.show_notice(
            "export",
            tone,
            f"已导出到 {path}。{''.join(remarks)}",
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
