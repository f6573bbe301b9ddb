"""What the menu 版本 offers: history, versions, 定稿锁定 and 更正, backups, 核验 and 工作移交."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from model.archive import Archive, VersionKind
from model.backups import every_backup, newest_good
from model.cells import CellRef
from model.corrections import CorrectionList, give_reasons
from model.errors import AppError, ArchiveDamagedError
from model.files import short_stem
from model.history import going_back, place_of_cell, place_of_text, report_at
from ui.asking import agreed, asked, widen
from ui.desk import ENDING, Desk
from ui.export_commands import open_in_system
from ui.notices import Tone
from ui.progress import blank_count
from ui.session import Place, ReportSession, TextSelection
from ui.settings import documents_folder
from ui.tasks import run_in_background
from ui.window import MainWindow
from ui.words import VERSION_WORDS, moment_words

if TYPE_CHECKING:
    from ui.versions_view import VersionsDialog

_NOT_FINAL = "改正错误或写明理由，把空格填上（没有发生的填 0）以后再定稿。存为初稿、送审稿和导出都不受影响。"
_Result = TypeVar("_Result")


class SafetyCommands(QObject):
    """The commands by which nothing is lost.

    ``findings_wanted`` is what the user asks for when the report cannot be final yet.
    """

    said = Signal(str)
    findings_wanted = Signal()

    def __init__(self, window: MainWindow, desk: Desk, current_place: Callable[[], Place | None]) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices = window, desk, window.notices
        self._current_place = current_place

    # History and versions

    def show_history(self) -> None:
        """Show who changed what, at first for the place in which the keyboard is."""
        from ui.history_view import HistoryDialog  # noqa: PLC0415 (start-up)

        session = self._desk.session
        if session is None or not self._window.settle():
            return
        place = _history_place(self._current_place())
        edits = self._tried(lambda: self._desk.written().edits(self._desk.report_id))
        if edits is not None:
            dialog = HistoryDialog(session.form, edits, place, self._window)
            dialog.restore_wanted.connect(self.go_back_to)
            dialog.exec()
            dialog.deleteLater()

    def go_back_to(self, edit_id: int) -> None:
        """Bring the report back to where it stood after an edit, as a new edit that can be undone."""
        session = self._desk.session
        edits = self._tried(lambda: self._desk.written().edits(self._desk.report_id))
        if session is None or edits is None:
            return
        then = report_at(edits, edit_id)
        moment = next(edit.at for edit in edits if edit.id == edit_id)
        words = f"恢复到 {moment_words(moment)}"
        if session.submit(going_back(session.report, then, moment), words):
            self.said.emit(f"已{words}，可以撤销。")

    def show_versions(self) -> None:
        """Show the versions and what differs between any two of them."""
        from ui.versions_view import VersionsDialog  # noqa: PLC0415 (start-up)

        session = self._desk.session
        if session is None or not self._window.settle():
            return
        archive = self._tried(self._desk.written)
        if archive is None:
            return
        form, report, corrections = session.form, session.report, self._desk.corrections()
        versions = archive.versions(self._desk.report_id)
        dialog = VersionsDialog(form, report, versions, archive.load_version, corrections, self._window)
        dialog.reasons_button.setEnabled(not session.read_only_reason)
        dialog.reasons_wanted.connect(lambda: self._give_reasons(session, dialog))
        dialog.export_wanted.connect(
            lambda path: self._try(partial(dialog.write, path), partial(self._show_file, path))
        )
        dialog.print_wanted.connect(lambda: self._print(dialog))
        dialog.exec()
        dialog.deleteLater()

    def _give_reasons(self, session: ReportSession, dialog: VersionsDialog) -> None:
        """Let each place of the correction under way have its own reason, then list it anew."""
        lists = self._tried(self._desk.corrections)
        if lists is None or not self._reasons_given(session, lists[-1], "", "确定", dialog):
            return
        lists = self._tried(self._desk.corrections)
        if lists is not None:
            dialog.show_corrections(lists)

    def _reasons_given(
        self, session: ReportSession, underway: CorrectionList, question: str, act: str, parent: QWidget
    ) -> bool:
        """Show what the correction under way changed and take the reasons; False for 取消."""
        from ui.correction_reasons import CorrectionReasonsDialog  # noqa: PLC0415 (start-up)

        dialog = CorrectionReasonsDialog(underway, question, act, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        if accepted:
            session.submit(give_reasons(underway.opened, dialog.reasons), "填写更正原因")
        dialog.deleteLater()
        return accepted

    def _print(self, dialog: VersionsDialog) -> None:
        from PySide6.QtPrintSupport import QPrintDialog  # noqa: PLC0415 (start-up)

        from ui.printing import make_printer  # noqa: PLC0415 (start-up)

        printer = make_printer(self._window.settings.word("printer"), QPageSize.PageSizeId.A4)
        if QPrintDialog(printer, dialog).exec() == QDialog.DialogCode.Accepted:
            self._try(partial(dialog.print, printer), lambda: self.said.emit("已送到打印机。"))

    def mark(self, kind: VersionKind) -> None:
        """Keep the report as 初稿, 征求意见稿 or 送审稿."""
        if not self._window.settle():
            return
        kept = f"已保存为{VERSION_WORDS[kind]}。"
        self._try(lambda: self._desk.make_version("", kind), lambda: self.said.emit(kept))

    # 定稿锁定 and 更正

    def lock(self) -> None:
        """Ask, then keep the report as final; from then on it refuses edits.

        A report with an open error or a blank figure is not final.
        """
        session = self._desk.session
        if session is None or not self._window.settle():
            return
        missing = final_obstacles(session)
        if missing:
            if agreed(self._window, "还不能定稿", missing, _NOT_FINAL, "去查看"):
                self.findings_wanted.emit()
            return
        if self._may_lock(session):
            self._try(lambda: self._desk.lock(VersionKind.FINAL, ""), lambda: self.said.emit("已定稿锁定。"))

    def _may_lock(self, session: ReportSession) -> bool:
        """Ask; at the end of a correction by the list of what it changed, where reasons can still be given."""
        lists = self._tried(self._desk.corrections)
        if lists is None:
            return False
        question = "把现在的内容作为定稿并锁定？"
        if lists and lists[-1].to is None and lists[-1].entries:
            return self._reasons_given(session, lists[-1], question, "定稿锁定", self._window)
        more = "锁定后不能再修改；确需修改时用“更正”重新打开，并会列出更正清单。"
        return agreed(self._window, "定稿锁定", question, more, "定稿锁定")

    def correct(self) -> None:
        """Ask for the reason, then open a final report again."""
        if not self._desk.locked:
            self.said.emit("这份报告没有定稿锁定，可以直接修改。")
            return
        reason = asked(self._window, "更正", "更正的原因（会写入更正清单，各处还可以另写）：")
        if reason:
            act = partial(self._desk.lock, VersionKind.CORRECTION, reason)
            self._try(act, lambda: self.said.emit("已打开更正，改完后请再次定稿锁定。"))

    # Backups

    def restore(self) -> None:
        """Show what each backup holds, then put the chosen one in the place of the open 年报文件."""
        from ui.backups_view import BackupsDialog  # noqa: PLC0415 (start-up)

        path = self._desk.path
        if path is None:
            return
        if self._desk.read_only:
            self.said.emit("年报文件是只读打开的，不能从备份恢复。")
            return
        if not self._window.settle():
            return
        found = every_backup(path)
        if not found:
            self.said.emit("还没有备份。")
            return
        archive = self._tried(self._desk.written)
        if archive is None:
            return
        dialog = BackupsDialog(found, archive, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            backup = dialog.chosen
            restored = f"已恢复到 {backup.at:%Y-%m-%d %H:%M:%S} 的备份。"
            self._try(lambda: self._desk.restore(backup.path), lambda: self.said.emit(restored))
        dialog.deleteLater()

    def show_backup(self, damaged: Path, refusal: AppError) -> None:
        """Open the newest good backup of a damaged 年报文件 to look at, and say what is not in it."""
        from model.salvage import missing_since  # noqa: PLC0415 (start-up)

        backup = newest_good(every_backup(damaged))
        rescue = ("抢救到新文件", partial(self.rescue, damaged))
        if backup is None:
            ways = (rescue,) if isinstance(refusal, ArchiveDamagedError) else ()
            self._notices.show_notice("archive", Tone.ERROR, refusal.sentence, *ways)
            return
        missing = self._tried(lambda: missing_since(damaged, backup.path))
        if missing is not None and self._try(lambda: self._desk.open_read_only(backup.path)):
            sentence = (
                f"年报文件“{damaged.name}”已经损坏。现在显示的是 {backup.at:%Y-%m-%d %H:%M} 的备份，只能查看，"
                f"{''.join(missing)}要接着填写，请点“抢救到新文件”，损坏的文件和备份都不会改动。"
            )
            self._notices.show_notice("archive", Tone.ERROR, sentence, rescue)

    def rescue(self, damaged: Path) -> None:
        """Make a new 年报文件 out of the newest good backup and what can be read of a damaged one, and open it."""
        from model.salvage import salvage  # noqa: PLC0415 (start-up)

        if not self._window.settle():
            return
        backup = newest_good(every_backup(damaged))
        target = damaged.with_name(f"{short_stem(damaged)}-抢救{datetime.now().astimezone():%Y%m%d-%H%M%S}{ENDING}")
        result = self._tried(lambda: salvage(damaged, backup.path if backup else None, target))
        if result is not None and self._try(lambda: self._desk.open(result.path)):
            settings = self._window.settings  # or the next start would begin with the damaged file again
            settings.archive, settings.report_id = result.path, self._desk.report_id
            base = f"以 {backup.at:%Y-%m-%d %H:%M} 的备份为底，" if backup else "没有可用的备份，"
            said = "".join((*result.taken, *result.missing)) or "损坏的文件中没有比备份更新的内容。"
            sentence = f"原文件已损坏，没有改动它；{base}已另建并打开 {result.path.name}。{said}"
            self._notices.show_notice("archive", Tone.WARNING, sentence)

    # Passing on

    def verify(self) -> None:
        """Ask for a file and tell whether its figures are those of the final version, or else of the report."""
        from intake.verification import verify_file  # noqa: PLC0415 (start-up)

        kinds = "报告的文件 (*.xlsx *.xls *.docx *.pdf *.html *.htm *.json);;所有文件 (*)"
        chosen, _ = QFileDialog.getOpenFileName(self._window, "核验文件", str(documents_folder()), kinds)
        session = self._desk.session
        if not chosen or not self._window.settle():
            return
        has_final = session is not None and self._desk.has_final
        archive = self._desk.path if has_final else None
        reference = session.report if session is not None and not has_final else None
        self.said.emit("正在核验……")
        work = partial(verify_file, Path(chosen), archive, reference, "现在打开的报告")
        run_in_background(work, lambda result: self._say_verified(Path(chosen).name, list(result.told())), self._refuse)

    def _say_verified(self, name: str, lines: list[str]) -> None:
        self.said.emit("")
        box = QMessageBox(QMessageBox.Icon.NoIcon, "核验文件", f"{name}\n{lines[0]}", parent=self._window)
        box.setInformativeText("\n".join(lines[1:12]))
        if len(lines) > 12:
            box.setDetailedText("\n".join(lines[1:]))
        box.addButton("关闭", QMessageBox.ButtonRole.AcceptRole)
        widen(box)
        box.exec()

    def hand_over(self) -> None:
        """Ask where to, then pack everything the successor needs, in the background: final reports are set again."""
        path = self._desk.path
        if path is None or not self._window.settle():
            return
        proposal = str(documents_folder() / f"{short_stem(path)}-工作移交.zip")
        chosen, _ = QFileDialog.getSaveFileName(self._window, "工作移交", proposal, "压缩文件 (*.zip)")
        if not chosen:
            return
        target = Path(chosen) if chosen.lower().endswith(".zip") else Path(f"{chosen}.zip")
        if self._try(self._desk.written):
            self.said.emit("正在打包……")
            run_in_background(partial(_pack, path, target), lambda _: self._show_packed(target), self._refuse)

    def _show_packed(self, target: Path) -> None:
        self.said.emit("")
        self._show_file(target)

    # Saying

    def _show_file(self, path: Path) -> None:
        show = ("打开文件夹", partial(open_in_system, path.parent))
        self._notices.show_notice("export", Tone.SUCCESS, f"已写出 {path}。", show)

    def _tried(self, act: Callable[[], _Result]) -> _Result | None:
        """Return what ``act`` returns; a refusal is said and gives None."""
        try:
            return act()
        except AppError as refusal:
            self._refuse(refusal)
            return None

    def _try(self, act: Callable[[], object], after: Callable[[], object] = lambda: None) -> bool:
        try:
            act()
        except AppError as refusal:
            self._refuse(refusal)
            return False
        after()
        return True

    def _refuse(self, refusal: AppError) -> None:
        self.said.emit("")
        self._notices.show_notice("archive", Tone.ERROR, refusal.sentence)


def _pack(path: Path, target: Path) -> None:
    """Pack a 年报文件 as it stands on the disk; nothing that is done to it meanwhile gets in the way."""
    from export.handover import write_handover  # noqa: PLC0415 (start-up)

    with closing(Archive.open_read_only(path)) as archive:
        write_handover(archive, target)


def final_obstacles(session: ReportSession) -> str:
    """Return in one sentence what keeps a report from being final, empty for nothing."""
    errors, blanks = len(session.evaluation.open_errors), blank_count(session.form, session.report)
    found = [f"{errors} 处错误没有改正，也没有说明理由"] if errors else []
    found += [f"{blanks} 格没有填"] if blanks else []
    return f"还有 {'，'.join(found)}。" if found else ""


def _history_place(place: Place | None) -> str:
    if isinstance(place, CellRef):
        return place_of_cell(place)
    return place_of_text(place.text) if isinstance(place, TextSelection) else ""
