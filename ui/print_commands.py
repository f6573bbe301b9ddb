"""打印: from the dialog to the printer, in a thread, with a sentence at the end."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog

from export.files import report_file_name
from model.errors import AppError
from model.files import replacing
from ui.export_commands import open_in_system
from ui.long_work import CancelledError, LongWork
from ui.notices import Tone
from ui.page_setup import set_pages, snapshot_of
from ui.session import ReportSession
from ui.tasks import run_in_background
from ui.window import MainWindow

if TYPE_CHECKING:
    from ui.printing import PrintJob


class PrintCommands(QObject):
    """Prints the report of a session; ``said`` carries what is going on."""

    said = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._notices, self._settings = window, window.notices, window.settings

    def print(self, session: ReportSession) -> None:
        """Ask how, then print or write a PDF file."""
        from ui.print_dialog import SAVE, PrintDialog  # noqa: PLC0415 (start-up)
        from ui.printing import print_job  # noqa: PLC0415 (start-up)

        dialog = PrintDialog(snapshot_of(session), self._settings, self._window)
        answer, job = dialog.exec(), dialog.job
        if answer == SAVE:
            self._save(job)
        elif answer == QDialog.DialogCode.Accepted:
            self._notices.dismiss("print")
            printer = dialog.printer()
            work = LongWork(self, self._notices, "print", "正在打印第 {} 页，共 {} 页……")
            work.said.connect(self.said)
            say_printed = partial(self._say_printed, printer.printerName())
            work.start(partial(print_job, job, printer), say_printed, self._say_refused)
        dialog.deleteLater()

    def _say_printed(self, name: str, count: int) -> None:
        self._notices.show_notice("print", Tone.SUCCESS, f"已把 {count} 页送到打印机“{name}”。")

    def _say_refused(self, problem: AppError) -> None:
        tone = Tone.INFORMATION if isinstance(problem, CancelledError) else Tone.ERROR
        self._notices.show_notice("print", tone, problem.sentence)

    def _save(self, job: PrintJob) -> None:
        report = job.snapshot.report
        marked = job.setup.draft is not None
        ending = "（空白表）.pdf" if job.setup.blank_forms else ".pdf"
        proposal = self._settings.export_folder / report_file_name(report.office, report.year, ending, draft=marked)
        target, _ = QFileDialog.getSaveFileName(self._window, "存为 PDF", str(proposal), "PDF 文件 (*.pdf)")
        if not target:
            return
        path = Path(target)
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        self._settings.export_folder = path.parent
        self._notices.dismiss("print")
        run_in_background(partial(_write, job, path), partial(self._say_saved, path), self._say_refused)

    def _say_saved(self, path: Path, _nothing: None) -> None:
        show = ("打开文件", partial(open_in_system, path)), ("打开文件夹", partial(open_in_system, path.parent))
        self._notices.show_notice("print", Tone.SUCCESS, f"已存为 {path}。", *show)


def _write(job: PrintJob, path: Path) -> None:
    content = set_pages(job.snapshot, job.setup).content
    with replacing(path) as temporary:
        temporary.write_bytes(content)
