"""校核单: from the dialog to paper, to a file, or to the place of a finding."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog

from export.files import report_file_name
from model.corrections import CorrectionList
from model.errors import AppError
from model.evaluation import Finding
from ui.export_commands import open_in_system
from ui.notices import Tone
from ui.page_setup import snapshot_of
from ui.session import ReportSession
from ui.tasks import run_in_background
from ui.window import MainWindow


class ReviewCommands(QObject):
    """Shows the 校核单 of a session; ``chosen`` carries the finding that the user wants to go to.

    ``corrections`` tells what was corrected since the report was final.
    """

    chosen = Signal(object)

    def __init__(self, window: MainWindow, corrections: Callable[[], list[CorrectionList]]) -> None:
        super().__init__(window)
        self._corrections = corrections
        self._window, self._notices, self._settings = window, window.notices, window.settings

    def show(self, session: ReportSession, findings: tuple[Finding, ...]) -> None:
        """Show the 校核单 and do what was chosen there."""
        from ui.review_view import GO, PRINT, SAVE, ReviewDialog, review_pdf, write_review  # noqa: PLC0415 (start-up)

        try:
            corrections = self._corrections()
        except AppError as refusal:
            self._say_refused(refusal)
            return
        dialog = ReviewDialog(snapshot_of(session), findings, self._settings, self._window, corrections)
        answer = dialog.exec()
        sheet, signatures = dialog.sheet, dialog.signatures
        if answer == GO:
            self.chosen.emit(dialog.chosen)
        elif answer == PRINT:
            self._print(partial(review_pdf, sheet, signatures))
        elif answer == SAVE:
            path = self._ask_path(session)
            if path is not None:
                work = partial(write_review, sheet, signatures, path)
                run_in_background(work, partial(self._say_saved, path), self._say_refused)
        dialog.deleteLater()

    def _print(self, make: partial[bytes]) -> None:
        from PySide6.QtGui import QPageSize  # noqa: PLC0415 (start-up)
        from PySide6.QtPrintSupport import QPrintDialog  # noqa: PLC0415 (start-up)

        from ui.printing import make_printer, print_all, use_whole_sheets  # noqa: PLC0415 (start-up)

        printer = make_printer(self._settings.word("printer"), QPageSize.PageSizeId.A4)
        if QPrintDialog(printer, self._window).exec() == QDialog.DialogCode.Accepted:
            use_whole_sheets(printer, QPageSize.PageSizeId.A4)
            run_in_background(partial(print_all, make, printer), self._say_printed, self._say_refused)

    def _ask_path(self, session: ReportSession) -> Path | None:
        from ui.export_dialog import REVIEW_ENDING  # noqa: PLC0415 (start-up)

        name = report_file_name(session.report.office, session.report.year, REVIEW_ENDING)
        proposal = str(self._settings.export_folder / name)
        target, _ = QFileDialog.getSaveFileName(self._window, "校核单存为 PDF", proposal, "PDF 文件 (*.pdf)")
        if not target:
            return None
        return Path(target) if target.lower().endswith(".pdf") else Path(f"{target}.pdf")

    def _say_saved(self, path: Path, _remarks: list[str]) -> None:
        show = ("打开文件", partial(open_in_system, path))
        self._notices.show_notice("review", Tone.SUCCESS, f"校核单已存为 {path}。", show)

    def _say_printed(self, _nothing: None) -> None:
        self._notices.show_notice("review", Tone.SUCCESS, "校核单已送到打印机。")

    def _say_refused(self, problem: AppError) -> None:
        self._notices.show_notice("review", Tone.ERROR, problem.sentence)
