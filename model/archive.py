"""The 年报文件: one SQLite file with all reports of an office, every edit and every version.

One transaction writes an edit, its changes and the report that results, so the stored report always equals
the replay of its edits. The file may be copied when it is closed; while it is open ``Archive.backup`` copies it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Final, Self

from model.archive_lock import locked, user_name
from model.archive_records import (
    MadeEdit,
    Profile,
    RecordedEdit,
    ReportEntry,
    Version,
    VersionKind,
    append_edits,
    insert_report,
    insert_version,
    read_edits,
    read_entries,
    read_profile,
    read_report,
    read_versions,
    write_profile,
)
from model.archive_schema import connect, examine, migrate, read_into_memory, refusals, transaction
from model.errors import (
    ArchiveDamagedError,
    ArchiveExistsError,
    ArchiveMovedError,
    ArchiveOpenedReadOnlyError,
    FinalVersionKeptError,
    ReportFileError,
    ReportFileTooNewError,
    ReportMissingError,
)
from model.files import replacing, require_file
from model.report import EditKind, Report

__all__ = ["BLANK", "Archive", "Profile", "RecordedEdit", "ReportEntry", "Version", "VersionKind"]

BLANK: Final = Report("", "", 0)
"""What a report is before its first edit."""


class Archive:
    """An open 年报文件. It holds the lock on its file until ``close`` and may be used from several threads.

    Every method may raise ``ArchiveDamagedError``, ``ArchiveUnreachableError`` or ``ArchiveInUseError``, one that
    writes ``ArchiveReadOnlyError``, ``ArchiveOpenedReadOnlyError``, ``ArchiveMovedError`` and ``DiskFullError`` too;
    what was committed before stays. ``author`` is the name under which edits are recorded, ``read_only`` tells
    whether every write is refused.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, resources: ExitStack) -> None:
        self.path = path
        self.author = user_name()
        self.read_only = False
        self._connection = connection
        self._resources = resources
        self._file_lock = ExitStack()
        self._lock = RLock()
        self._newest = (0, 0)

    @classmethod
    def create(cls, path: Path, profile: Profile) -> Self:
        """Make a new archive for an office and open it; raise ``ArchiveExistsError`` rather than replace a file."""
        if os.path.lexists(path):  # which, unlike Path, takes a name that is too long for one that is not there
            raise ArchiveExistsError(path)
        with replacing(path) as beside, locked(path), refusals(path), closing(connect(beside)) as connection:
            migrate(connection)
            write_profile(connection, profile)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an archive for writing, an old one after bringing it to the present schema.

        Raises ``FileMissingError``, ``NotAnArchiveError``, ``ArchiveDamagedError``, ``ArchiveTooNewError``,
        ``ArchiveReadOnlyError``, ``ArchiveInUseError``, ``ArchiveUnreachableError`` or an error of ``locked``.
        """
        require_file(path)
        with ExitStack() as resources:
            file_lock = resources.enter_context(ExitStack())
            file_lock.enter_context(locked(path))
            with refusals(path, opening=True):
                connection = resources.enter_context(closing(connect(path)))
                examine(connection, path)
            with refusals(path):
                migrate(connection)
            archive = cls(path, connection, resources)
            archive._file_lock = file_lock
            archive._newest = archive.newest()
            archive._resources = resources.pop_all()  # until here a refusal lets go of everything
            return archive

    @classmethod
    def open_read_only(cls, path: Path) -> Self:
        """Open an archive as it stands at this moment, to look into it: without its lock, even beside a writer.

        What is read is a copy in memory, so that nothing at all is done to the file; every write is refused with
        ``ArchiveOpenedReadOnlyError``. Raises the other errors of ``open`` except those of the lock.
        """
        require_file(path)
        with ExitStack() as resources, refusals(path, opening=True):
            connection = resources.enter_context(closing(read_into_memory(path)))
            examine(connection, path)
            migrate(connection)
            connection.execute("PRAGMA query_only = ON")
            archive = cls(path, connection, resources.pop_all())
            archive.read_only = True
            return archive

    def reopen(self) -> None:
        """Open the file anew, once its disk is back that was gone for a while; what was open then stays useless.

        Raises what ``open`` raises, and ``ArchiveMovedError`` where another file lies in its place; then nothing is
        changed.
        """
        with self._lock:
            there = type(self).open(self.path)
            if there._newest != self._newest:
                there.close()
                raise ArchiveMovedError(self.path)
            old, self._resources = self._resources, there._resources
            self._connection, self._file_lock = there._connection, there._file_lock
            with suppress(sqlite3.Error, OSError):  # of a disk that is gone
                old.close()

    def unlock(self) -> None:
        """Let the lock go of an archive whose file is gone, so that what is put in its place can be opened."""
        self._file_lock.close()

    def close(self) -> None:
        """Close the file and let the lock go; the archive is of no use any more."""
        with self._lock:
            self._resources.close()

    def state(self) -> tuple[object, ...]:
        """Return what changes whenever anything is recorded; equal states have equal contents."""
        with self._reading() as connection:
            counts = connection.execute("SELECT group_concat(id) FROM report").fetchone()
            return *self.newest(), *counts, repr(self.profile)

    def newest(self) -> tuple[int, int]:
        """Return the numbers of the newest edit and the newest version, 0 where there is none."""
        with self._reading() as connection:
            row = connection.execute("SELECT (SELECT max(id) FROM edit), (SELECT max(id) FROM version)").fetchone()
            return int(row[0] or 0), int(row[1] or 0)

    @property
    def profile(self) -> Profile:
        """Return the profile of the office."""
        with self._reading() as connection:
            return read_profile(connection)

    def set_profile(self, profile: Profile) -> None:
        """Replace the profile of the office."""
        with self._transaction() as connection:
            write_profile(connection, profile)

    def reports(self) -> list[ReportEntry]:
        """Return the reports of the office, the newest year first."""
        with self._reading() as connection:
            return read_entries(connection)

    def load(self, report_id: int) -> Report:
        """Return a report; raise ``ReportMissingError`` when it is not there."""
        with self._reading() as connection:
            return read_report(connection, "report", report_id)

    def add_report(self, report: Report, kind: EditKind = EditKind.IMPORT, reason: str = "") -> int:
        """Take in a report and return its number; raise ``ReportExistsError`` when year and scope are taken.

        All of it becomes the first edit of the report, of ``kind`` and for ``reason``.
        """
        with self._transaction() as connection:
            report_id = insert_report(connection, report)
            append_edits(connection, [MadeEdit(report_id, kind, reason, BLANK, report)], self.author)
            return report_id

    def record(self, report_id: int, kind: EditKind, reason: str, before: Report, after: Report) -> None:
        """Append one edit, made now; see ``record_all``."""
        self.record_all([MadeEdit(report_id, kind, reason, before, after)])

    def record_all(self, edits: Sequence[MadeEdit]) -> None:
        """Append edits in order and store the reports to which they lead, all in one transaction.

        The report before each edit must be the one after the edit before it. An edit that changed nothing
        leaves no trace. Raises ``ReportLockedError``, ``ReportMissingError`` or ``ReportExistsError``.
        """
        with self._transaction() as connection:
            append_edits(connection, edits, self.author)

    def edits(self, report_id: int) -> list[RecordedEdit]:
        """Return the edits of a report in order; their changes, replayed upon ``BLANK``, give the stored report."""
        with self._reading() as connection:
            return list(read_edits(connection, report_id))

    def versions(self, report_id: int) -> list[Version]:
        """Return the versions of a report in the order in which they were made."""
        with self._reading() as connection:
            return read_versions(connection, report_id)

    def load_version(self, version_id: int) -> Report:
        """Return the report as a version keeps it; raise ``ReportMissingError`` when there is none."""
        with self._reading() as connection:
            return read_report(connection, "version", version_id)

    def make_version(self, report_id: int, kind: VersionKind, name: str = "", at: datetime | None = None) -> Version:
        """Keep the report as it is stored now, under a kind and perhaps a name; ``at`` is when that was, if not now.

        FINAL locks the report, CORRECTION opens it again. When nothing happened since the newest version and
        it is of the same kind and name, that one is returned: pressing Ctrl+S twice makes one version.
        """
        with self._transaction() as connection:
            return insert_version(connection, report_id, kind, name, at or datetime.now(UTC))

    def delete_report(self, report_id: int, backup: Path) -> None:
        """Delete a report with its history, after ``backup`` was made of the whole archive.

        Raises ``FinalVersionKeptError`` for a report with a final version, and the errors of ``backup``.
        """
        with self._lock:
            entry = next((entry for entry in self.reports() if entry.id == report_id), None)
            if entry is None:
                raise ReportMissingError
            if any(version.kind is VersionKind.FINAL for version in self.versions(report_id)):
                raise FinalVersionKeptError(entry.year)
            self.backup(backup)
            with self._transaction() as connection:
                connection.execute("DELETE FROM report WHERE id = ?", [report_id])

    def backup(self, path: Path) -> None:
        """Copy the archive as it stands to ``path``, replacing what is there unless it is open.

        Where the archive itself was and was taken away, it is put back; the lock there is still ours. Raises
        ``ArchiveInUseError`` and the errors of ``model.files.replacing``.
        """
        with (
            self._lock,
            replacing(path) as beside,
            nullcontext() if self.is_missing_from(path) else locked(path),
            refusals(path),
            closing(sqlite3.connect(beside)) as copy,
        ):
            self._connection.backup(copy)

    def is_missing_from(self, path: Path) -> bool:
        """Tell whether ``path`` is where the archive was opened and is no more."""
        return os.path.realpath(path) == os.path.realpath(self.path) and not os.path.lexists(path)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self.read_only:
            raise ArchiveOpenedReadOnlyError
        with self._lock, refusals(self.path), transaction(self._connection):
            yield self._connection
            newest = self.newest()  # before the end, after which nothing may fail any more
            self._connection.execute("COMMIT")
            self._newest = newest

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Read rows that may hold anything: a file can be sound for SQLite and senseless for us."""
        try:
            with self._lock, refusals(self.path):
                yield self._connection
        except (ValueError, RecursionError, ReportFileError, ReportFileTooNewError) as problem:
            raise ArchiveDamagedError(self.path) from problem
