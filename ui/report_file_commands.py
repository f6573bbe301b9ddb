"""导入、导出报告文件: one report as a file that other tools understand."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox

from export.files import report_file_name
from model.backups import Occasion
from model.errors import AppError, ArchiveOpenedReadOnlyError, ReportExistsError, ReportLockedError
from model.form_loader import CURRENT_FORM, load_form
from model.replacement import replacement
from model.report import Report
from model.report_file import ReadReport, read_report_file, write_report_file
from ui.desk import Desk
from ui.export_commands import open_in_system
from ui.notices import Tone
from ui.window import MainWindow
from ui.words import year_words

_FILTER: Final = "报告文件 (*.json)"


class ReportFileCommands(QObject):
    """Reads and writes report files."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._notices, self._settings = window.notices, window.settings

    def export(self) -> None:
        """Ask where to write the report in sight."""
        session = self._desk.session
        if session is None or not self._window.settle():
            return
        name = report_file_name(session.report.office, session.report.year, ".json")
        proposal = self._settings.export_folder / name
        chosen, _ = QFileDialog.getSaveFileName(self._window, "导出报告文件", str(proposal), _FILTER)
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(".json") else Path(f"{chosen}.json")
        try:
            write_report_file(session.report, path)
        except AppError as refusal:
            self._notices.show_notice("report file", Tone.ERROR, refusal.sentence)
            return
        self._settings.export_folder = path.parent
        show = ("打开文件夹", partial(open_in_system, path.parent))
        self._notices.show_notice("report file", Tone.SUCCESS, f"已导出报告文件 {path}。", show)

    def import_chosen(self) -> None:
        """Ask which report file to read."""
        if not self._window.settle():
            return
        folder = str(self._settings.export_folder)
        chosen, _ = QFileDialog.getOpenFileName(self._window, "导入报告文件", folder, _FILTER)
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Take a report file into the 年报文件; one of the same year and scope is replaced as one step."""
        if not self._window.settle():
            return
        self._notices.dismiss("report file")
        try:
            read = read_report_file(path, load_form(CURRENT_FORM))
            done = self._take_in(read.report, path.name)
        except AppError as refusal:
            self._notices.show_notice("report file", Tone.ERROR, refusal.sentence)
            return
        if done:
            self._say_read(read, path)

    def _take_in(self, report: Report, source: str) -> bool:
        if self._desk.read_only:
            raise ArchiveOpenedReadOnlyError
        same = [entry for entry in self._desk.entries if (entry.year, entry.scope) == (report.year, report.scope)]
        if not same:
            self._desk.add_report(report, source)
            return True
        if same[0].locked:
            raise ReportLockedError(report.year)
        if not self._may_replace(year_words(report.year, report.scope), source):
            return False
        if same[0].id != self._desk.report_id:
            self._desk.show(same[0].id)
        session = self._desk.session
        if session is None or session.form.id != report.form_id:
            raise ReportExistsError(report.year)
        self._desk.back_up(Occasion.IMPORT)
        session.submit(replacement(session.report, report, source), f"导入 {source}")
        return True

    def _may_replace(self, name: str, source: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, "导入报告文件", f"{name}的报告已经有了。", parent=self._window)
        box.setInformativeText(f"用“{source}”的内容替换它？替换后可以撤销。")
        replace = box.addButton("替换", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is replace

    def _say_read(self, read: ReadReport, path: Path) -> None:
        if read.warnings:
            sentence = f"已导入 {path.name}。注意：{''.join(read.warnings)}"
            self._notices.show_notice("report file", Tone.WARNING, sentence)
        else:
            self._notices.show_notice("report file", Tone.SUCCESS, f"已导入 {path.name}。")
