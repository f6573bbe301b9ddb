"""What can still be read of a damaged 年报文件, put upon its newest good backup.

A backup holds everything up to its day. The reports as they stood last, the versions made since and what is known of
the office are taken from the damaged file as far as SQLite can read it; what cannot be read any more is named.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from model.archive import BLANK, Archive, Profile, VersionKind
from model.archive_records import read_profile, restored
from model.archive_schema import copy_file, private_copy
from model.errors import AppError, ArchiveDamagedError, ArchiveExistsError
from model.files import replacing
from model.report import EditKind, Report
from model.report_json import report_from_json

_REASON: Final = "从损坏的年报文件中抢救"
_MOST_ROWS: Final = 1_000_000
"""More edits, versions or reports than any office makes."""
_MEANINGLESS: Final = (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, RecursionError, AppError)
"""What is raised when rows are read that may hold anything."""


class Salvage(NamedTuple):
    """What came of it, in sentences: what was taken from the damaged file, and what is missing."""

    path: Path
    taken: tuple[str, ...]
    missing: tuple[str, ...]


class _Kept(NamedTuple):
    """What is known of a version besides its report."""

    kind: VersionKind
    name: str
    at: datetime


class _Found(NamedTuple):
    """A report that could be read, as it stood last (``kept`` is None) or in a version."""

    report: Report
    kept: _Kept | None


def salvage(damaged: Path, backup: Path | None, target: Path) -> Salvage:
    """Make ``target`` out of ``backup`` and of what is readable in ``damaged``, which is not touched.

    Raises ``ArchiveDamagedError`` when there is neither a backup nor anything readable, ``ArchiveExistsError``, and
    ``FileUnreadableError`` and the errors of ``Archive.open`` and ``model.files.replacing``; then nothing is left.
    """
    if target.exists():
        raise ArchiveExistsError(target)
    try:
        return _salvaged(damaged, backup, target)
    except AppError:  # half of it would later be taken for all that was left
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise


def _salvaged(damaged: Path, backup: Path | None, target: Path) -> Salvage:
    with _rows_of(damaged) as rows:
        last_edit, last_version = rows.last("edit"), rows.last("version")
        with closing(_base(damaged, backup, target, rows)) as archive:
            known_edit, known_version = archive.newest()
            taken = list(_take_profile(archive, rows))
            versions = list(rows.versions(known_version + 1, last_version))
            taken += [words for each in (*versions, *rows.reports()) for words in _take(archive, each)]
            missing = list(_missing(archive, rows, max(0, last_edit - known_edit)))
            lost = last_version - known_version - len(versions)
            missing += [f"备份之后存的 {lost} 个版本没有取回。"] if lost > 0 else []
    return Salvage(target, tuple(taken), tuple(missing))


def missing_since(damaged: Path, backup: Path) -> tuple[str, ...]:
    """Return in sentences what ``backup`` lacks of what was in ``damaged``, as far as that can still be read.

    Neither file is touched. Raises what ``Archive.open_read_only`` raises for the backup, and ``FileUnreadableError``.
    """
    with closing(Archive.open_read_only(backup)) as archive:
        known_edit, known_version = archive.newest()
        known = {(entry.year, entry.scope) for entry in archive.reports()}
    with _rows_of(damaged) as rows:
        years = dict.fromkeys(
            each.report.year for each in rows.reports() if (each.report.year, each.report.scope) not in known
        )
        last_edit, last_version = rows.last("edit"), rows.last("version")
    if not last_edit:
        return ("损坏的文件里读不出备份之后改过什么。",)
    told = [f"里面没有备份之后新建的 {year} 年报告。" for year in years]
    if last_edit > known_edit:
        told.append(f"里面没有备份之后的 {last_edit - known_edit} 步修改。")
    if last_version > known_version:
        told.append(f"里面没有备份之后存的 {last_version - known_version} 个版本。")
    return tuple(told) or ("备份之后没有再修改过。",)


@contextmanager
def _rows_of(damaged: Path) -> Iterator[_Rows]:
    with private_copy(damaged) as copy, closing(sqlite3.connect(copy)) as connection:
        yield _Rows(connection)


def _base(damaged: Path, backup: Path | None, target: Path, rows: _Rows) -> Archive:
    if backup is not None:
        with replacing(target) as beside:
            copy_file(backup, beside)
        return Archive.open(target)
    readable = [found.report for found in rows.reports()]
    if not readable:
        raise ArchiveDamagedError(damaged)
    return Archive.create(target, Profile(readable[0].office, readable[0].level))


def _take_profile(archive: Archive, rows: _Rows) -> Iterator[str]:
    profile = rows.profile()
    if profile is not None and profile != archive.profile:
        archive.set_profile(profile)
        yield "取回了单位信息。"


def _take(archive: Archive, found: _Found) -> Iterator[str]:
    """Bring one report to the state that was found; nothing for one that the backup has just so."""
    report, kept = found
    entry = next((each for each in archive.reports() if (each.year, each.scope) == (report.year, report.scope)), None)
    before = BLANK if entry is None else archive.load(entry.id)
    if kept is None and before == report:
        return
    number = archive.add_report(report, EditKind.IMPORT, _REASON) if entry is None else entry.id
    if entry is not None and before != report:
        if entry.locked:
            archive.make_version(number, VersionKind.CORRECTION, _REASON)
        archive.record(number, EditKind.IMPORT, _REASON, before, report)
    if kept is None:
        yield f"{report.year} 年的报告已恢复到损坏前最后一次保存的内容。"
        return
    archive.make_version(number, kept.kind, kept.name, kept.at)
    if kept.kind is VersionKind.FINAL:
        yield f"取回了 {report.year} 年的一份定稿。"
    elif kept.name and kept.kind is not VersionKind.CORRECTION:
        yield f"取回了 {report.year} 年的版本“{kept.name}”。"


def _missing(archive: Archive, rows: _Rows, edits: int) -> Iterator[str]:
    readable = {(found.report.year, found.report.scope) for found in rows.reports()}
    for entry in archive.reports():
        if (entry.year, entry.scope) not in readable:
            yield f"{entry.year} 年的报告在损坏的文件中读不出来，保留了备份中的内容，备份之后的修改没有了。"
    if edits:
        yield f"备份之后的 {edits} 步修改，修改记录里只合记为一步。"


class _Rows:
    """The rows of a damaged file, each read by itself, so that one that is broken takes no other with it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def last(self, table: str) -> int:
        """Return the number of the last row that a table ever had, else of the last it has; 0 when neither is readable.

        A damaged number may be anything: one that no office reaches is none.
        """
        for query in ("SELECT seq FROM sqlite_sequence WHERE name = ?1", f"SELECT max(id), ?1 FROM {table}"):
            row = self._row(query, table)
            if row and isinstance(row[0], int) and 0 <= row[0] <= _MOST_ROWS:
                return row[0]
        return 0

    def reports(self) -> Iterator[_Found]:
        """Yield the reports as they stood last."""
        for number in range(1, self.last("report") + 1):
            report = _report(self._row("SELECT content FROM report WHERE id = ?", number))
            if report is not None:
                yield _Found(report, None)

    def versions(self, first: int, last: int) -> Iterator[_Found]:
        """Yield the versions with these numbers."""
        for number in range(first, last + 1):
            row = self._row("SELECT content, kind, name, at_utc FROM version WHERE id = ?", number)
            report = _report(row)
            if row is not None and report is not None:
                with suppress(*_MEANINGLESS):
                    kept = _Kept(VersionKind(row[1]), restored(row[2]), datetime.fromisoformat(row[3]))
                    yield _Found(report, kept)

    def profile(self) -> Profile | None:
        """Return what is known of the office, None where that cannot be read."""
        try:
            return read_profile(self._connection)
        except _MEANINGLESS:
            return None

    def _row(self, query: str, value: object) -> tuple[Any, ...] | None:
        try:
            row: tuple[Any, ...] | None = self._connection.execute(query, [value]).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            return None
        return row


def _report(row: tuple[Any, ...] | None) -> Report | None:
    if row is None:
        return None
    try:
        return report_from_json(json.loads(row[0]))
    except _MEANINGLESS:
        return None
