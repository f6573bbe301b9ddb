"""What the menus do with the 年报文件 and its years, and what is said when it refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from model.backups import BACKUP_FOLDER, Occasion, new_backup
from model.errors import (
    AppError,
    ArchiveDamagedError,
    ArchiveInUseError,
    ArchiveReadOnlyError,
    ArchiveUnreachableError,
    FolderRefusedError,
    NoLocksError,
    NotAnArchiveError,
)
from model.form_loader import form_for_year
from model.report import Edit, EditKind
from model.report_file import read_report_file
from resources import resource
from ui.archive_place import (
    BESIDE_PROGRAM,
    is_beside_program,
    is_on_stick,
    proposed_folder,
    system_drive,
    writable_drives,
)
from ui.asking import agreed, asked
from ui.desk import ENDING, Desk
from ui.export_commands import open_in_system
from ui.notices import Action, Tone
from ui.settings import data_folder, documents_folder
from ui.window import MainWindow
from ui.words import year_words

if TYPE_CHECKING:
    from ui.first_start import FirstStartPage, NewOffice

_ARCHIVES: Final = f"年报文件 (*{ENDING})"
_ONLY_THE_REPORT: Final = (
    "年报文件所在的磁盘读不出来，整个文件另存不了。请接好磁盘再重试；接不上的，把现在这份报告导出成报告文件，"
    "以后打开年报文件或它的备份，再导入。"
)
_SAMPLE_NAME: Final = f"样例年报文件{ENDING}"


class ArchiveCommands(QObject):
    """The commands of the menu 文件 that concern the 年报文件.

    ``said`` carries a sentence for the status bar. ``damage_found`` carries the path of a 年报文件 that cannot be
    read and the refusal. ``report_file_wanted`` asks to export the report in sight, the only thing that is left.
    """

    said = Signal(str)
    damage_found = Signal(object, object)
    report_file_wanted = Signal()

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._notices, self._settings = window.notices, window.settings
        desk.set_author(self._settings.author)

    def make_first_page(self) -> QWidget:
        """Return what stands in the window while no 年报文件 is open."""
        from ui.first_start import FirstStartPage  # noqa: PLC0415 (start-up)

        page = FirstStartPage(self._proposed_folder())
        page.begun.connect(partial(self._begin, page))
        page.open_wanted.connect(self.open)
        page.sample_wanted.connect(self.open_sample)
        page.move_wanted.connect(partial(self._move, page))
        return page

    def make_empty_page(self) -> QWidget:
        """Return what stands in the window while the 年报文件 has no year."""
        from ui.first_start import EmptyArchivePage  # noqa: PLC0415 (start-up)

        page = EmptyArchivePage()
        page.new_year_wanted.connect(self.new_year)
        return page

    # Opening

    def open(self) -> None:
        """Ask which 年报文件 to open."""
        if not self._window.settle():
            return
        chosen, _ = QFileDialog.getOpenFileName(self._window, "打开年报文件", str(self._folder()), _ARCHIVES)
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path, report_id: int = 0) -> bool:
        """Open a 年报文件; a refusal is said and leaves things as they are, unless a backup can be looked at."""
        if not self._window.settle():
            return False
        try:
            self._desk.open(path, report_id)
        except (ArchiveDamagedError, NotAnArchiveError) as refusal:
            self.damage_found.emit(path, refusal)
            return False
        except AppError as refusal:
            self._notices.show_notice("archive", Tone.ERROR, refusal.sentence, *self._ways_out(path, refusal))
            return False
        self._remember()
        if is_on_stick(path):
            self._offer_copy(path)
        return True

    def _ways_out(self, path: Path, refusal: AppError) -> list[Action]:
        """Return what can still be done with a 年报文件 that could not be opened for writing."""
        if isinstance(refusal, ArchiveInUseError | ArchiveReadOnlyError | FolderRefusedError | NoLocksError):
            return [("只读打开", partial(self._open_read_only, path))]
        return []

    def _open_read_only(self, path: Path) -> None:
        self._try(partial(self._desk.open_read_only, path), partial(self._notices.dismiss, "archive"))

    def _offer_copy(self, path: Path) -> None:
        """Offer to go on in a copy on this machine: a stick is pulled out, lost and worn."""
        sentence = "这个年报文件在 U 盘上，U 盘拔出、丢失或损坏，内容就没有了。建议复制到本机，今后在本机的文件中填写。"
        copy = ("复制到本机…", partial(self._copy_from_stick, path))
        self._notices.show_notice("stick", Tone.WARNING, sentence, copy)

    def _copy_from_stick(self, path: Path) -> None:
        target = self._ask_target("复制到本机", self._proposed_folder() / path.name)
        if target is not None:
            self._try(partial(self._desk.save_as, target), partial(self._say_saved_as, target))

    @staticmethod
    def _proposed_folder() -> Path:
        return proposed_folder(documents_folder(), writable_drives(), system_drive())

    def open_sample(self) -> None:
        """Open the sample, a 年报文件 of its own in which everything may be tried."""
        path = data_folder() / _SAMPLE_NAME
        if path.exists():
            self.open_file(path)
        else:
            self._try(partial(self._make_sample, path), self._remember)

    def _make_sample(self, path: Path) -> None:
        report = read_report_file(resource("sample", "report.json")).report
        self._desk.create(path, report.office, report.level)
        self._desk.add_report(report, "样例")

    def _begin(self, _page: FirstStartPage, office: NewOffice) -> None:
        with suppress(OSError):  # Where the folder cannot be made, making the file says so.
            office.file.parent.mkdir(parents=True, exist_ok=True)
        made = self._try(lambda: self._desk.create(office.file, office.name, office.level), self._remember)
        if made:
            self.new_year()

    def _move(self, page: FirstStartPage) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, "年报文件放在哪个文件夹", str(self._folder()))
        if chosen and self._may_lie_in(Path(chosen)):
            page.use_folder(Path(chosen))

    def _may_lie_in(self, folder: Path) -> bool:
        """Tell whether a 年报文件 may lie in a folder, and say why when it may not."""
        if is_beside_program(folder):
            self._notices.show_notice("place", Tone.WARNING, BESIDE_PROGRAM)
            return False
        self._notices.dismiss("place")
        return True

    # Copies

    def save_as(self) -> None:
        """Ask where to copy the 年报文件 and go on in the copy."""
        if not self._window.settle():
            return
        path = self._ask_target("另存年报文件", self._desk.path or documents_folder())
        if path is None:
            return
        try:
            self._desk.save_as(path)
        except ArchiveUnreachableError:  # the old file cannot even be read any more
            export = ("导出报告文件…", self.report_file_wanted.emit)
            self._notices.show_notice("archive", Tone.ERROR, _ONLY_THE_REPORT, export)
        except AppError as refusal:
            self._notices.show_notice("archive", Tone.ERROR, refusal.sentence)
        else:
            self._say_saved_as(path)

    def _say_saved_as(self, path: Path) -> None:
        self._remember()
        self._notices.dismiss("saving")
        self.said.emit(f"已另存，现在使用的是 {path}。")

    def back_up(self) -> None:
        """Ask where to copy the 年报文件 and stay in the old one."""
        here = self._desk.path
        if here is None or not self._window.settle():
            return
        proposal = new_backup(here, here.parent / BACKUP_FOLDER, Occasion.MANUAL)
        path = self._ask_target("备份年报文件", proposal)
        if path is not None:
            self._try(lambda: self._desk.backup(path), partial(self._say_backed_up, path))

    def _say_backed_up(self, path: Path) -> None:
        show = ("打开文件夹", partial(open_in_system, path.parent))
        self._notices.show_notice("backup", Tone.SUCCESS, f"已备份到 {path}。", show)

    def _ask_target(self, title: str, proposal: Path) -> Path | None:
        with suppress(OSError):  # the dialog then begins elsewhere
            proposal.parent.mkdir(parents=True, exist_ok=True)
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(proposal), _ARCHIVES)
        path = Path(chosen)
        if not chosen or not self._may_lie_in(path.parent):
            return None
        return path if path.suffix.lower() == ENDING else path.with_name(path.name + ENDING)

    # Years

    def new_year(self) -> None:
        """Ask for a new year and show it."""
        from ui.new_year import NewYearDialog  # noqa: PLC0415 (start-up)

        profile = self._desk.profile
        if profile is None or not self._window.settle():
            return
        existing = {(entry.year, entry.scope) for entry in self._desk.entries}
        today = date.today()  # noqa: DTZ011 (the office's own calendar)
        dialog = NewYearDialog(
            form_for_year(today.year),
            profile.name,
            profile.level,
            existing,
            self._desk.last_report,
            today,
            self._window,
        )
        choice = dialog.choice if dialog.exec() == QDialog.DialogCode.Accepted else None
        dialog.deleteLater()
        if choice is not None:
            self._try(lambda: self._desk.add_year(*choice), self._remember)

    def show_year(self, report_id: int) -> None:
        """Bring another report of the 年报文件 into sight."""
        if report_id != self._desk.report_id:
            self._try(lambda: self._desk.show(report_id), self._remember)

    def fill_year_menu(self, menu: QMenu) -> None:
        """List the years and scopes of the 年报文件, the present one ticked."""
        menu.clear()
        for entry in self._desk.entries:
            action = menu.addAction(year_words(entry.year, entry.scope))
            action.setCheckable(True)
            action.setChecked(entry.id == self._desk.report_id)
            action.triggered.connect(lambda _checked, number=entry.id: self.show_year(number))
        menu.addSeparator()
        menu.addAction("新建年度…").triggered.connect(self.new_year)

    def delete_year(self) -> None:
        """Ask before the report in sight is deleted; a backup is made first."""
        session = self._desk.session
        if session is None or not self._window.settle():
            return
        name = year_words(session.report.year, session.report.scope)
        text = f"删除 {name}的报告？"
        more = (
            "先在年报文件旁的“备份”文件夹中留一份备份，然后从年报文件中删除这个年度。"
            "要找回来，用菜单“版本”里的“从备份恢复”。"
        )
        if agreed(self._window, "删除年度", text, more, "备份并删除"):
            self._try(self._delete)

    def _delete(self) -> None:
        backup = self._desk.delete_report()
        show = ("打开文件夹", partial(open_in_system, backup.parent))
        self._notices.show_notice("backup", Tone.SUCCESS, f"已删除。删除前的备份在 {backup}。", show)
        self._remember()

    # Versions and the office

    def make_version(self) -> None:
        """Keep the report as it stands, without a question."""
        self._try(self._desk.make_version, lambda: self.said.emit("已保存。"))

    def make_named_version(self) -> None:
        """Ask for a name and keep the report under it."""
        if not self._window.settle():
            return
        name = asked(self._window, "命名保存", "版本名称：")
        if name:
            self._try(lambda: self._desk.make_version(name), lambda: self.said.emit(f"已保存为“{name}”。"))

    def edit_office(self) -> None:
        """Ask for name and kind of the office, and for the name under which edits are recorded from now on."""
        from ui.office import OfficeDialog  # noqa: PLC0415 (start-up)

        profile = self._desk.profile
        if profile is None or not self._window.settle():
            return
        dialog = OfficeDialog(profile.name, profile.level, self._settings.author, self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if not accepted:
            return
        if dialog.author != self._settings.author:
            self._settings.author = dialog.author
            self._desk.set_author(self._settings.author)
        changed = replace(profile, name=dialog.name, level=dialog.level)
        if changed == profile:
            return
        session = self._desk.session
        if self._try(lambda: self._desk.set_profile(changed)) and session is not None:
            properties = {"office": dialog.name, "level": dialog.level}
            session.submit(Edit(EditKind.PROPERTY, properties=properties), "更改单位信息")

    def keep_contact(self, texts: Mapping[str, str]) -> None:
        """Remember address, telephone and website for the years to come."""
        profile = self._desk.profile
        if profile is not None:
            self._try(lambda: self._desk.set_profile(replace(profile, texts={**profile.texts, **texts})))

    # When writing fails

    def offer_retry(self, problem: AppError) -> None:
        """Say that the disk refuses; nothing is lost while the program runs."""
        count = self._desk.unsaved
        sentence = f"有 {count} 步修改还没有写入磁盘：{problem.sentence}"
        retry = ("重试", self._desk.retry)
        self._notices.show_notice("saving", Tone.ERROR, sentence, retry, ("另存…", self.save_as))

    def may_leave(self) -> bool:
        """Write what is queued; when that fails, ask whether to leave all the same."""
        try:
            self._desk.close()
        except AppError as problem:
            lost = agreed(
                self._window, "修改没有保存", problem.sentence, "现在退出会丢失还没有写入的修改。", "不保存并退出"
            )
            if lost:
                self._desk.abandon()
            else:
                self.offer_retry(problem)
            return lost
        return True

    def _folder(self) -> Path:
        return self._desk.path.parent if self._desk.path is not None else documents_folder()

    def _remember(self) -> None:
        if self._desk.path is not None and self._desk.path != data_folder() / _SAMPLE_NAME:
            self._settings.archive = self._desk.path
            self._settings.report_id = self._desk.report_id
        if self._desk.path is None or not is_on_stick(self._desk.path):
            self._notices.dismiss("stick")
        self._notices.dismiss("archive")

    def _try(self, act: Callable[[], object], after: Callable[[], object] = lambda: None) -> bool:
        """Do something that the world may refuse; a refusal is said."""
        if not self._window.settle():
            return False
        try:
            act()
        except AppError as refusal:
            self._notices.show_notice("archive", Tone.ERROR, refusal.sentence)
            return False
        after()
        return True
