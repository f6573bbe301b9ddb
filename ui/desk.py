"""What lies on the desk: the open 年报文件, its writer, and the session of the report in sight."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from model.archive import Archive, Profile, ReportEntry, VersionKind
from model.archive_lock import user_name
from model.archive_writer import ArchiveWriter
from model.backups import (
    BACKUP_FOLDER,
    Occasion,
    back_up,
    back_up_before_migration,
    backup_folder,
    new_backup,
    restore,
)
from model.carry_over import carry_over
from model.corrections import CorrectionList, correction_lists
from model.errors import AppError, ArchiveOpenedReadOnlyError, ReportLockedError
from model.files import sweep_beside
from model.form import Form
from model.form_loader import form_for_year, load_form
from model.report import EditKind, Level, Report, Scope
from model.text_style import read_words, with_words
from ui.intake_choice import Choice, edit_of
from ui.session import ReportSession

ENDING: Final = ".gknb"
"""The ending of a 年报文件."""
_WORDS: Final = "words"
"""Under this key the profile of the office keeps its list of words."""


class Desk(QObject):
    """At most one 年报文件 is open, and at most one of its reports.

    ``session_changed`` carries the new session, or None. ``saved`` says that every edit made so far is on the
    disk, ``save_failed`` carries the refusal; both arrive in the window's thread. ``backup_failed`` says why no backup
    could be made.
    """

    session_changed = Signal(object)
    saved = Signal()
    save_failed = Signal(object)
    backup_failed = Signal(object)
    _committed = Signal()
    _refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session: ReportSession | None = None
        self.report_id = 0
        self._archive: Archive | None = None
        self._writer: ArchiveWriter | None = None
        self._author = user_name()
        self._committed.connect(self._on_committed)
        self._refused.connect(self.save_failed)

    @property
    def path(self) -> Path | None:
        """Return where the open 年报文件 lies."""
        return self._archive.path if self._archive is not None else None

    @property
    def read_only(self) -> bool:
        """Tell whether the 年报文件 was opened only to look at it."""
        return self._archive is not None and self._archive.read_only

    @property
    def profile(self) -> Profile | None:
        """Return what is known of the office."""
        return self._archive.profile if self._archive is not None else None

    def contact(self) -> Mapping[str, str]:
        """Return what is known of address, telephone and website of the office."""
        return self._archive.profile.texts if self._archive is not None else {}

    @property
    def entries(self) -> list[ReportEntry]:
        """Return the reports of the 年报文件, the newest first."""
        return self._archive.reports() if self._archive is not None else []

    @property
    def unsaved(self) -> int:
        """Return how many edits are not on the disk yet."""
        return self._writer.unsaved if self._writer is not None else 0

    # The 年报文件

    def create(self, path: Path, name: str, level: Level | None) -> None:
        """Make a 年报文件 for an office and open it; raises what ``Archive.create`` raises."""
        self._use(Archive.create(path, Profile(name, level)), 0)

    def open(self, path: Path, report_id: int = 0) -> None:
        """Open a 年报文件 with one of its reports, the newest unless ``report_id`` names another.

        Raises what ``Archive.open`` raises; what was open before then stays open.
        """
        is_open = self.path is not None and os.path.realpath(path) == os.path.realpath(self.path)
        if not is_open or self.read_only:
            if path.is_file():
                back_up_before_migration(path, backup_folder(path))
            self._use(Archive.open(path), report_id)
            QTimer.singleShot(0, self, partial(self.back_up, Occasion.OPENING))

    def open_read_only(self, path: Path) -> None:
        """Open a 年报文件 to look at it, even while another has it open; raises ``Archive.open_read_only``'s errors."""
        self._use(Archive.open_read_only(path), 0)

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the open 年报文件, which is kept as a backup itself, and open it."""
        archive = self.written()
        path, shown = archive.path, self.report_id
        with closing(Archive.open_read_only(backup)):  # both are refused before anything is closed
            archive.backup(new_backup(path, backup_folder(path), Occasion.RESTORE))
            self.close()
        try:
            restore(backup, path)
        finally:
            self.open(path, shown)

    def back_up(self, occasion: Occasion) -> None:
        """Keep the 年报文件 as it is on the disk; where that is refused, the user is told and goes on."""
        if self._archive is None or self._archive.read_only or not self.report_id:
            return
        sweep_beside(self._archive.path.parent)
        try:
            self._flush()
            back_up(self._archive, backup_folder(self._archive.path), occasion)
        except AppError as refusal:
            self.backup_failed.emit(refusal)

    def close(self) -> None:
        """Write what is still queued and close the 年报文件; an ``AppError`` leaves it open."""
        if self._writer is not None:
            self._writer.close()
        self.abandon()

    def abandon(self) -> None:
        """Close the 年报文件 without writing what is still queued."""
        self._release()
        self._put(None, 0)

    def _release(self) -> None:
        writer, archive = self._writer, self._archive
        self._writer = self._archive = None
        if writer is not None:
            writer.abandon()
        if archive is not None:
            archive.close()

    def retry(self) -> None:
        """Try again to write what could not be written."""
        if self._writer is not None:
            self._writer.retry()

    def backup(self, path: Path) -> None:
        """Copy the 年报文件 as it stands, with every edit made so far."""
        self._flush()
        self._opened().backup(path)

    def save_as(self, path: Path) -> None:
        """Copy the 年报文件 and go on in the copy, with the edits that could not be written so far.

        The copy can be written to although the 年报文件 was opened only to look at it.
        """
        assert self._writer is not None
        was_read_only = self.read_only
        with suppress(AppError):  # What is queued goes into the copy; this is how one escapes a failing disk.
            self._writer.flush()
        self._archive = self._writer.continue_in_copy(path)
        if was_read_only and self.session is not None:
            self.show(self.report_id)

    def set_profile(self, profile: Profile) -> None:
        """Replace what is known of the office."""
        self._opened().set_profile(profile)

    def set_author(self, name: str) -> None:
        """Record edits under this name from now on; those that still wait for the disk keep the name before."""
        self._author = name
        if self._archive is not None:
            self._archive.author = name

    def set_words(self, text: str) -> None:
        """Replace the office's own list of words (错敏词表) and check the report in sight by it; empty for none."""
        profile = self._opened().profile
        others = {key: words for key, words in profile.texts.items() if key != _WORDS}
        self.set_profile(replace(profile, texts={**others, _WORDS: text} if text else others))
        if self.session is not None:
            self.session.use_form(self._with_words(load_form(self.session.report.form_id)))

    def _with_words(self, form: Form) -> Form:
        rules = read_words(self._opened().profile.texts.get(_WORDS, ""))
        return with_words(form, rules) if rules else form

    # Its reports

    def show(self, report_id: int) -> None:
        """Bring a report of the open 年报文件 into sight; raises ``ReportMissingError`` and what reading raises."""
        self._flush()
        archive, writer = self._opened(), self._writer
        assert writer is not None
        report = archive.load(report_id)
        form = self._with_words(load_form(report.form_id))
        session = ReportSession(form, report, partial(writer.record, report_id))
        if any(entry.locked for entry in archive.reports() if entry.id == report_id):
            session.read_only_reason = ReportLockedError(report.year).sentence
        if archive.read_only:
            session.read_only_reason = ArchiveOpenedReadOnlyError().sentence
        self._put(session, report_id)

    def add_year(self, year: int, level: Level, scope: Scope, read: Choice | None = None) -> None:
        """Add a year and show it; from last year's report only 上年结转 comes over, as one edit.

        ``read`` is last year's report from elsewhere; without it that of the 年报文件 counts, if there is one.
        """
        archive = self._opened()
        last = self.last_report(year - 1, scope)
        form = form_for_year(year)
        blank = Report(form.id, archive.profile.name, year, level, scope)
        self.show(archive.add_report(blank, EditKind.PROPERTY, "新建年度"))
        if self.session is None:
            return
        if read is not None:
            self.session.submit(edit_of(form, self.session.report, read), "带入上年结转")
        elif last is not None:
            self.session.submit(carry_over(form, last), "带入上年结转")

    def last_report(self, year: int, scope: Scope) -> Report | None:
        """Return the report of a year and scope, None when the 年报文件 has none."""
        for entry in self.entries:
            if (entry.year, entry.scope) == (year, scope):
                return self._opened().load(entry.id)
        return None

    def add_report(self, report: Report, reason: str) -> None:
        """Take in a report from elsewhere and show it; raises ``ReportExistsError``."""
        self.back_up(Occasion.IMPORT)
        self.show(self._opened().add_report(report, EditKind.IMPORT, reason))

    def delete_report(self) -> Path:
        """Delete the report in sight after a backup beside the 年报文件; return the path of the backup."""
        self._flush()
        archive = self._opened()
        backup = new_backup(archive.path, archive.path.parent / BACKUP_FOLDER, Occasion.DELETION)
        archive.delete_report(self.report_id, backup)
        self._show_newest(0)
        return backup

    def make_version(self, name: str = "", kind: VersionKind = VersionKind.SAVE) -> None:
        """Keep the report in sight as it stands now, perhaps under a name."""
        self.written().make_version(self.report_id, kind, name)

    def lock(self, kind: VersionKind, name: str) -> None:
        """Make the report in sight final, or open it again for a correction; what can be undone ends there."""
        self.make_version(name, kind)
        self.show(self.report_id)

    @property
    def locked(self) -> bool:
        """Tell whether the report in sight is locked as final."""
        return any(entry.locked for entry in self.entries if entry.id == self.report_id)

    @property
    def correcting(self) -> bool:
        """Tell whether the report in sight was final and is open again for a correction."""
        return self.has_final and not self.locked

    @property
    def has_final(self) -> bool:
        """Tell whether the report in sight was ever made final."""
        return any(version.kind is VersionKind.FINAL for version in self._opened().versions(self.report_id))

    def corrections(self) -> list[CorrectionList]:
        """Return what was corrected of the report in sight since it was final; raises what reading raises."""
        archive, session, number = self._opened(), self.session, self.report_id
        versions = archive.versions(number)
        if session is None or all(version.kind is not VersionKind.CORRECTION for version in versions):
            return []
        self._flush()
        return correction_lists(session.form, versions, archive.edits(number), archive.load_version, session.report)

    def written(self) -> Archive:
        """Return the open 年报文件 with every edit made so far in it; raises the refusal of a commit that fails."""
        self._flush()
        return self._opened()

    def _opened(self) -> Archive:
        assert self._archive is not None, "commands that need a 年报文件 are disabled while none is open"
        return self._archive

    def _flush(self) -> None:
        if self._writer is not None:
            self._writer.flush()

    def _use(self, archive: Archive, report_id: int) -> None:
        try:
            self._flush()
        except AppError:
            archive.close()
            raise
        self._release()
        self._archive = archive
        archive.author = self._author
        self._writer = ArchiveWriter(archive, self._refused.emit, self._committed.emit)
        self._show_newest(report_id)

    def _show_newest(self, wanted: int) -> None:
        numbers = [entry.id for entry in self.entries]
        if numbers:
            self.show(wanted if wanted in numbers else numbers[0])
        else:
            self._put(None, 0)

    def _put(self, session: ReportSession | None, report_id: int) -> None:
        old, self.session, self.report_id = self.session, session, report_id
        if old is None and session is None and self._archive is None:
            return
        self.session_changed.emit(session)
        if old is not None:
            old.deleteLater()

    def _on_committed(self) -> None:
        if not self.unsaved:
            self.saved.emit()
