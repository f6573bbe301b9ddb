"""The work in the window: the report in sight, and what menus and bars ask for."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from model.errors import AppError
from model.evaluation import Finding
from model.report import Report
from ui.archive_commands import ArchiveCommands
from ui.desk import Desk
from ui.export_commands import ExportCommands
from ui.findings_panel import NOTHING_FOUND
from ui.intake_commands import IntakeCommands
from ui.menus import NEEDS_ARCHIVE, NEEDS_REPORT, Menus
from ui.navigation import START
from ui.notices import Tone
from ui.print_commands import PrintCommands
from ui.report_file_commands import ReportFileCommands
from ui.report_view import ReportView
from ui.review_commands import ReviewCommands
from ui.safety_commands import SafetyCommands
from ui.session import Place, ReportSession, Step
from ui.settings import Appearance, FontSize
from ui.tasks import wait_for_tasks
from ui.window import MainWindow
from ui.window_menus import add_menus, fill_page_menu
from ui.word_list import WordListCommands
from ui.words import year_words

if TYPE_CHECKING:
    from pathlib import Path

    from ui.web_copy import WebPart

_LOW_SCREEN = 850
"""Below this height in pixels the findings are one line unless the user wants more."""


class Workbench(QObject):
    """Fills the window with what lies on the desk and does what its menus and bars ask for."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self.window, self.desk, self.settings = window, desk, window.settings
        self.notices, self.status, self.header = window.notices, window.status, window.header
        self.view: ReportView | None = None
        self.menus = Menus(window)
        self.archive_commands = ArchiveCommands(window, desk)
        self.report_file_commands = ReportFileCommands(window, desk)
        self.intake_commands = IntakeCommands(window, desk)
        self.export_commands = ExportCommands(window, desk.corrections)
        self.safety_commands = SafetyCommands(window, desk, self._current_place)
        self.print_commands = PrintCommands(window)
        self.review_commands = ReviewCommands(window, desk.corrections)
        self.word_list_commands = WordListCommands(window, desk)
        self._shown: tuple[Path | None, int] = None, 0
        self.edit_menu: QMenu
        self.page_menu: QMenu
        self.size_actions: dict[str, QAction]
        add_menus(self)
        self._fill_header()
        self._connect()
        window.may_close, window.settle = self.may_close, self._commit

    def _fill_header(self) -> None:
        for words, name in (
            ("撤销", "undo"),
            ("恢复", "redo"),
            ("检查", "check"),
            ("打印效果", "preview"),
            ("打印", "print"),
            ("导出", "export"),
        ):
            self.header.add_action(self.menus.actions[words], name, words)
        menu = self.header.year_button.menu()
        menu.aboutToShow.connect(partial(self.archive_commands.fill_year_menu, menu))

    def _connect(self) -> None:
        self.desk.session_changed.connect(self._show_session)
        self.desk.saved.connect(self._say_saved)
        self.desk.save_failed.connect(self._say_unsaved)
        self.archive_commands.said.connect(self.status.say)
        self.archive_commands.damage_found.connect(self.safety_commands.show_backup)
        self.safety_commands.said.connect(self.status.say)
        self.desk.backup_failed.connect(self._say_no_backup)
        self.archive_commands.report_file_wanted.connect(self.report_file_commands.export)
        self.intake_commands.report_file_dropped.connect(self.report_file_commands.import_file)
        self.intake_commands.archive_dropped.connect(self.archive_commands.open_file)
        self.export_commands.said.connect(self.status.say)
        self.print_commands.said.connect(self.status.say)
        self.review_commands.chosen.connect(self._follow)
        self.word_list_commands.said.connect(self.status.say)
        self.safety_commands.findings_wanted.connect(self.check)
        self.export_commands.findings_wanted.connect(self.check)
        self.export_commands.again_wanted.connect(self.export)
        self.status.zoom_wanted.connect(self.zoom)
        self.status.font_size_chosen.connect(self.choose_font_size)

    def show_desk(self) -> None:
        """Show the report that lies on the desk, or the first page when there is none."""
        self._show_session(self.desk.session)

    def _show_session(self, session: ReportSession | None) -> None:
        """Put the report that was opened into the window, or the first page when there is none."""
        self.menus.allow(self._available())
        if session is None:
            self._show_no_report()
            return
        shown = self.desk.path, self.desk.report_id
        page = self.view.current_key if self.view is not None and shown == self._shown else START
        self._shown = shown
        self._tell_of_correction()
        self.view = self._make_view(session)
        self.window.put_page(self.view)
        self._name_report(session.report)
        self._show_saved(self._state_words(session), "saved")
        session.undo_stack.changed.connect(self._show_steps)
        self._show_steps()
        fill_page_menu(self, self.page_menu)
        self.view.show_page(page)
        self.view.navigation.setFocus()

    def _tell_of_correction(self) -> None:
        """Say that a report is open for a correction, which is easily forgotten until the next report is due."""
        self.notices.dismiss("correction")
        if self.desk.correcting and not self.desk.read_only:
            lock = ("定稿锁定", self.safety_commands.lock)
            sentence = "这份报告定稿以后又打开更正，改完请再次定稿锁定。"
            self.notices.show_notice("correction", Tone.INFORMATION, sentence, lock)

    def _state_words(self, session: ReportSession) -> str:
        """Return what stands beside the year before anything was typed."""
        if not session.read_only_reason:
            return "已保存"
        return "只读" if self.desk.read_only else "已定稿锁定"

    def _show_no_report(self) -> None:
        self.notices.dismiss("correction")
        commands = self.archive_commands
        self.view = None
        self.header.show_report("", "")
        self.window.name_report("")
        self.status.offer_zoom(offered=False)
        self.window.put_page(commands.make_first_page() if self.desk.path is None else commands.make_empty_page())

    def _name_report(self, report: Report) -> None:
        year = year_words(report.year, report.scope)
        self.header.show_report(report.office, year)
        self.window.name_report(f"{report.office} {year}")

    def _on_changed(self, step: Step) -> None:
        if step.before.office != step.after.office:
            self._name_report(step.after)

    def _make_view(self, session: ReportSession) -> ReportView:
        view = ReportView(session, self.desk.contact)
        view.contact_changed.connect(self.archive_commands.keep_contact)
        view.page_changed.connect(self._on_page)
        view.summary_changed.connect(self.status.show_summary)
        view.message.connect(self.status.say)
        view.zoom_changed.connect(self._show_zoom)
        view.export_wanted.connect(self.export)
        view.want_preview(wanted=self.settings.flag("preview") is not False)
        view.preview_toggled.connect(lambda on: self.settings.set_flag("preview", value=on))
        session.refused.connect(self.status.say)
        session.changed.connect(self._on_changed)
        collapsed = self.settings.flag("findings_collapsed")
        view.panel.show_collapsed(collapsed=self.window.height() < _LOW_SCREEN if collapsed is None else collapsed)
        view.panel.collapsed_changed.connect(lambda on: self.settings.set_flag("findings_collapsed", value=on))
        return view

    def _show_steps(self) -> None:
        if self.view is None:
            return
        stack = self.view.session.undo_stack
        for words, can, text in (
            ("撤销", stack.can_undo, stack.undo_text),
            ("恢复", stack.can_redo, stack.redo_text),
        ):
            action = self.menus.actions[words]
            action.setEnabled(can)
            _name_step(action, words, text)

    def _on_page(self, key: str) -> None:
        self.status.offer_zoom(offered=key != START)
        self._show_zoom()

    def _show_zoom(self) -> None:
        if self.view is not None:
            self.status.show_zoom(self.view.zoom_percent, self.view.current_page.zoom_reset)

    def _available(self) -> set[str]:
        archive = {NEEDS_ARCHIVE} if self.desk.path is not None else set()
        return archive | ({NEEDS_REPORT} if self.desk.session is not None else set())

    def _say_saved(self) -> None:
        self.notices.dismiss("saving")
        session = self.desk.session
        if session is not None and not session.read_only_reason:  # else it was closed or locked since
            self._show_saved(f"已自动保存 {datetime.now():%H:%M}", "saved")  # noqa: DTZ005 (the clock on the wall)

    def _say_unsaved(self, problem: AppError) -> None:
        self._show_saved("没有保存", "unsaved")
        self.archive_commands.offer_retry(problem)

    def _say_no_backup(self, problem: AppError) -> None:
        self.notices.show_notice("backup", Tone.WARNING, f"没有做成备份，填写不受影响：{problem.sentence}")

    def _current_place(self) -> Place | None:
        return self.view.current_page.current_place() if self.view is not None else None

    def _show_saved(self, words: str, role: str) -> None:
        saved = self.header.saved
        saved.setText(words)
        if saved.property("role") != role:
            saved.setProperty("role", role)
            saved.style().polish(saved)

    # What the menus and the bars ask for

    def undo(self) -> None:
        """Take back the last step of the report in sight."""
        if self.view is not None and self._commit():
            self.view.session.undo_stack.undo()

    def redo(self) -> None:
        """Make the step that was taken back once more."""
        if self.view is not None and self._commit():
            self.view.session.undo_stack.redo()

    def check(self) -> None:
        """Open the findings and put the keyboard there; they are always up to date."""
        if self.view is None or not self._commit():
            return
        self.view.panel.show_collapsed(collapsed=False)
        self.view.panel.list.setFocus()
        self.status.say(self.view.panel.summary)

    def step_finding(self, by: int) -> None:
        """Go to the next finding, or with -1 to the one before."""
        if self.view is not None and self._commit():
            if self.view.panel.findings:
                self.view.panel.step(by)
            else:
                self.status.say(NOTHING_FOUND)

    def go_back(self) -> None:
        """Return to where the user was before following a finding."""
        if self.view is not None:
            self.view.go_back()

    def show_page(self, key: str) -> None:
        """Show a chapter."""
        if self.view is not None and self._commit():
            self.view.show_page(key)
            self.view.focus_page()

    def next_pane(self, by: int) -> None:
        """Move the keyboard to the next pane."""
        if self.view is not None:
            self.view.focus_next_pane(by)

    def zoom(self, by: int) -> None:
        """Enlarge or reduce the page in sight, or show the whole of it."""
        if self.view is not None:
            self.view.zoom(by)
            self._show_zoom()

    def toggle_preview(self) -> None:
        """Show or hide the printed page, or let it change places with the editor."""
        if self.view is not None and self._commit():
            self.view.toggle_preview()
            self._show_zoom()

    def print_report(self) -> None:
        """Print the report, a draft of it or its empty tables."""
        if self.view is not None and self._commit():
            self.print_commands.print(self.view.session)

    def export(self) -> None:
        """Export the report as PDF, Word, Excel or web page."""
        if self.view is not None and self._commit():
            self.export_commands.export(self.view.session, tuple(self.view.panel.findings))

    def review(self) -> None:
        """Show the 校核单."""
        if self.view is not None and self._commit():
            self.review_commands.show(self.view.session, tuple(self.view.panel.findings))

    def _follow(self, finding: Finding) -> None:
        if self.view is not None:
            self.view.follow(finding)

    def copy_web_text(self, part: WebPart) -> None:
        """Put the report, a chapter or a table on the clipboard for the editor of a website."""
        if self.view is not None and self._commit():
            from ui.page_setup import snapshot_of  # noqa: PLC0415 (start-up)
            from ui.web_copy import copy_web_text  # noqa: PLC0415 (start-up)

            copy_web_text(snapshot_of(self.view.session), part.part)
            self.status.say(f"已复制“{part.words}”，可以粘贴到网站后台的编辑框里。")

    def show_fonts(self) -> None:
        """Show which fonts pages are printed in, and why."""
        from ui.font_settings import FontDialog  # noqa: PLC0415 (start-up)

        dialog = FontDialog(self.window)
        dialog.exec()
        dialog.deleteLater()

    def toggle_findings(self) -> None:
        """Collapse the findings to one line, or expand them."""
        if self.view is not None:
            self.view.panel.toggle()

    def choose_font_size(self, size: FontSize) -> None:
        """Write the whole window larger or smaller, now and from now on."""
        self.size_actions[size.value].setChecked(True)
        self.window.choose_font_size(size)

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show the window light or dark, now and from now on."""
        self.window.choose_appearance(appearance)

    def may_close(self) -> bool:
        """Keep what was typed; ask only when something could not be kept."""
        if not self._commit() and self.view is not None and self.view.current_page.warn_of_loss():
            return False
        if not self.archive_commands.may_leave():
            return False
        wait_for_tasks()
        return True

    def _commit(self) -> bool:
        """Take what stands in an open editor; False when it is no figure, which is said there."""
        return self.view is None or self.view.current_page.commit()


def _name_step(action: QAction, words: str, step: str) -> None:
    """Name the step in the menu; the button in the header keeps its words."""
    action.setText(f"{words}：{step}" if step else words)
