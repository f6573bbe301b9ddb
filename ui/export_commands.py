"""导出: from the dialog to the files, in a thread, with a sentence before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMessageBox

from model.corrections import CorrectionList
from model.errors import AppError
from model.evaluation import Finding
from ui.long_work import CancelledError, LongWork, Tell
from ui.notices import Tone
from ui.page_setup import Snapshot, snapshot_of
from ui.session import ReportSession
from ui.window import MainWindow

if TYPE_CHECKING:
    from ui.export_dialog import ExportChoice


class ExportCancelledError(CancelledError):
    """The user stopped an export between two files."""

    def __init__(self, written: int) -> None:
        kept = f"，已经写好的 {written} 个文件留在文件夹里" if written else "，没有写任何文件"
        super().__init__(f"导出已取消{kept}。")


def write_files(
    snapshot: Snapshot,
    findings: tuple[Finding, ...],
    corrections: Sequence[CorrectionList],
    choice: ExportChoice,
    tell: Tell,
) -> tuple[list[Path], list[str]]:
    """Write all that was chosen; return the paths and a sentence for everything that is not as it should be.

    ``findings`` and ``corrections`` are listed on the 校核单. Safe in a thread; an ``AppError`` stops at the file that
    was not written, ``ExportCancelledError`` where the user stops.
    """
    from export.formats import FORMATS, document_of  # noqa: PLC0415 (start-up)
    from ui.export_dialog import REVIEW_SHEET, file_names  # noqa: PLC0415 (start-up)
    from ui.page_setup import office_fonts  # noqa: PLC0415 (start-up)

    setup = choice.setup
    document = document_of(
        snapshot.form, snapshot.report, draft=setup.draft, closing=setup.closing, fonts=office_fonts()
    )
    writers = [partial(output.write, document) for key in choice.formats if key in FORMATS for output in FORMATS[key]]
    if REVIEW_SHEET in choice.formats:
        from ui.review_view import sheet_of, write_review  # noqa: PLC0415 (start-up)

        writers.append(partial(write_review, sheet_of(snapshot, findings, corrections), choice.signatures))
    paths = [choice.folder / name for name in file_names(snapshot, choice)]
    remarks: list[str] = []
    for number, (write, path) in enumerate(zip(writers, paths, strict=True), start=1):
        if not tell(number, len(paths)):
            raise ExportCancelledError(number - 1)
        remarks += write(path)
    return paths, remarks


class ExportCommands(QObject):
    """Exports the report of a session. ``findings_wanted`` is what the user asks for instead of exporting errors.

    ``said`` carries what is going on, ``again_wanted`` asks for an export of what is in sight then; ``corrections``
    tells what was corrected since the report was final.
    """

    findings_wanted = Signal()
    again_wanted = Signal()
    said = Signal(str)

    def __init__(self, window: MainWindow, corrections: Callable[[], list[CorrectionList]]) -> None:
        super().__init__(window)
        self._corrections = corrections
        self._window, self._notices, self._settings = window, window.notices, window.settings
        self._confirmed: frozenset[str] = frozenset()

    def export(self, session: ReportSession, findings: tuple[Finding, ...]) -> None:
        """Ask what and where to, then write in the background and say what became of it."""
        from ui.export_dialog import LOOK, ExportDialog  # noqa: PLC0415 (start-up)

        dialog = ExportDialog(snapshot_of(session), findings, self._settings, self._window)
        answer, choice = dialog.exec(), dialog.choice
        dialog.deleteLater()
        if answer == LOOK:
            self.findings_wanted.emit()
        elif answer == QDialog.DialogCode.Accepted and self._errors_are_confirmed(session):
            self._write(session, dialog.findings, choice)

    def _write(self, session: ReportSession, findings: tuple[Finding, ...], choice: ExportChoice) -> None:
        from ui.export_dialog import REVIEW_SHEET  # noqa: PLC0415 (start-up)

        self._notices.dismiss("export")
        try:
            # All other files can be exported though the 年报文件 cannot be read any more.
            corrections = self._corrections() if REVIEW_SHEET in choice.formats else []
        except AppError as refusal:
            self._say_refused(refusal)
            return
        work = LongWork(self, self._notices, "export", "正在导出第 {} 个文件，共 {} 个……")
        work.said.connect(self.said)
        write = partial(write_files, snapshot_of(session), findings, corrections, choice)
        work.start(write, self._say_done, self._say_refused)

    def _say_done(self, written: tuple[list[Path], list[str]]) -> None:
        paths, remarks = written
        where = str(paths[0]) if len(paths) == 1 else f"{paths[0].parent}，共 {len(paths)} 个文件"
        self._notices.show_notice(
            "export",
            Tone.WARNING if remarks else Tone.SUCCESS,
            f"已导出到 {where}。{''.join(remarks)}",
            ("打开文件", partial(open_in_system, paths[0])),
            ("打开文件夹", partial(open_in_system, paths[0].parent)),
        )

    def _say_refused(self, problem: AppError) -> None:
        tone = Tone.INFORMATION if isinstance(problem, CancelledError) else Tone.ERROR
        self._notices.show_notice("export", tone, problem.sentence, ("重新导出…", self.again_wanted.emit))

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
