"""What the 年报文件 keeps, row by row: profile, reports, edits with their changes, versions."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from model.changes import Change, changes_between
from model.errors import ReportExistsError, ReportLockedError, ReportMissingError
from model.report import EditKind, Level, Report, Scope
from model.report_json import Json, json_text, report_from_json, report_to_json

_IS_LOCKED: Final = (
    "(SELECT kind FROM version WHERE report_id = report.id AND kind IN ('final', 'correction')"
    " ORDER BY id DESC LIMIT 1) IS 'final'"
)


class VersionKind(StrEnum):
    """What a version was made for. A final one locks the report until a correction opens it again."""

    SAVE = "save"  # Ctrl+S
    DRAFT = "draft"  # 初稿
    COMMENT = "comment"  # 征求意见稿
    REVIEW = "review"  # 送审稿
    FINAL = "final"  # 定稿
    CORRECTION = "correction"  # 更正


@dataclass(frozen=True)
class Profile:
    """What an office types once: its name, its kind, and texts offered again every year, by their key."""

    name: str
    level: Level | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


class ReportEntry(NamedTuple):
    """A report in the list of the archive. ``locked`` says 定稿锁定."""

    id: int
    year: int
    scope: Scope | None
    last_edit_at: datetime
    locked: bool


@dataclass(frozen=True)
class MadeEdit:
    """An edit that is to be recorded: of which report, why, and that report before and after it.

    ``author`` is who made it, empty for the author of the archive.
    """

    report_id: int
    kind: EditKind
    reason: str
    before: Report
    after: Report
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    author: str = ""


class RecordedEdit(NamedTuple):
    """An edit as the archive keeps it."""

    id: int
    at: datetime
    author: str
    kind: EditKind
    reason: str
    changes: tuple[Change, ...]


class Version(NamedTuple):
    """A report kept as it stood after ``edit_id``; ``number`` counts the versions of its kind from 1."""

    id: int
    edit_id: int
    kind: VersionKind
    number: int
    name: str
    at: datetime
    sha256: str


def read_profile(connection: sqlite3.Connection) -> Profile:
    """Return the profile of the office."""
    name, level, texts = connection.execute("SELECT name, level, texts FROM office").fetchone()
    return Profile(restored(name), None if level is None else Level(level), json.loads(texts))


def write_profile(connection: sqlite3.Connection, profile: Profile) -> None:
    """Put the profile of the office in the place of the one before."""
    connection.execute(
        "INSERT OR REPLACE INTO office (id, name, level, texts) VALUES (1, ?, ?, ?)",
        [_stored(profile.name), profile.level, json_text(dict(profile.texts))],
    )


def read_entries(connection: sqlite3.Connection) -> list[ReportEntry]:
    """Return the reports, the newest year first."""
    rows = connection.execute(
        f"SELECT report.id, year, scope, at_utc, {_IS_LOCKED} FROM report"
        " JOIN edit ON edit.id = last_edit ORDER BY year DESC, scope DESC"
    )
    return [
        ReportEntry(number, year, Scope(scope) if scope else None, datetime.fromisoformat(at), bool(is_locked))
        for number, year, scope, at, is_locked in rows
    ]


def read_report(connection: sqlite3.Connection, table: str, number: int) -> Report:
    """Return the report that a row of ``table`` holds; raise ``ReportMissingError`` when there is no such row."""
    row = connection.execute(f"SELECT content FROM {table} WHERE id = ?", [number]).fetchone()
    if row is None:
        raise ReportMissingError
    return report_from_json(json.loads(row[0]))


def insert_report(connection: sqlite3.Connection, report: Report) -> int:
    """Make a row for a new report and return its number; its contents come with its first edit."""
    with _unique(report):
        cursor = connection.execute(
            "INSERT INTO report (year, scope, content, last_edit) VALUES (?, ?, '', 0)",
            [report.year, report.scope or ""],
        )
    return int(cursor.lastrowid or 0)


def append_edits(connection: sqlite3.Connection, edits: Iterable[MadeEdit], author: str) -> None:
    """Append edits in order, and store the reports to which they lead."""
    results: dict[int, tuple[int, Report]] = {}
    for made in edits:
        changes = changes_between(made.before, made.after)
        if changes:
            results[made.report_id] = _append(connection, made, changes, author), made.after
    for report_id, (edit_id, report) in results.items():
        with _unique(report):
            connection.execute(
                "UPDATE report SET year = ?, scope = ?, content = ?, last_edit = ? WHERE id = ?",
                [report.year, report.scope or "", json_text(report_to_json(report)), edit_id, report_id],
            )


def read_edits(connection: sqlite3.Connection, report_id: int) -> Iterator[RecordedEdit]:
    """Yield the edits of a report in order."""
    rows = connection.execute(
        "SELECT edit.id, at_utc, author, kind, reason, place, before, after FROM edit"
        " JOIN change ON edit_id = edit.id WHERE report_id = ? ORDER BY edit.id, change.rowid",
        [report_id],
    )
    for (number, at, author, kind, reason), group in groupby(rows, key=lambda row: row[:5]):
        changes = tuple(Change(restored(place), _value(before), _value(after)) for *_, place, before, after in group)
        at_time = datetime.fromisoformat(at)
        yield RecordedEdit(number, at_time, restored(author), EditKind(kind), restored(reason), changes)


def read_versions(connection: sqlite3.Connection, report_id: int) -> list[Version]:
    """Return the versions of a report in the order in which they were made."""
    rows = connection.execute(
        "SELECT id, edit_id, kind, number, name, at_utc, sha256 FROM version WHERE report_id = ? ORDER BY id",
        [report_id],
    )
    return [
        Version(number, edit_id, VersionKind(kind), count, restored(name), datetime.fromisoformat(at), sha256)
        for number, edit_id, kind, count, name, at, sha256 in rows
    ]


def insert_version(
    connection: sqlite3.Connection, report_id: int, kind: VersionKind, name: str, at: datetime
) -> Version:
    """Keep a report as it stands; when the newest version is of the same kind, name and edit, return that one."""
    row = connection.execute("SELECT content, last_edit FROM report WHERE id = ?", [report_id]).fetchone()
    if row is None:
        raise ReportMissingError
    content, last_edit = row
    versions = read_versions(connection, report_id)
    if versions and (versions[-1].edit_id, versions[-1].kind, versions[-1].name) == (last_edit, kind, name):
        return versions[-1]
    number = 1 + sum(version.kind is kind for version in versions)
    connection.execute(
        "INSERT INTO version (report_id, edit_id, kind, number, name, at_utc, content, sha256)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            report_id,
            last_edit,
            kind,
            number,
            _stored(name),
            _moment(at),
            content,
            hashlib.sha256(content.encode()).hexdigest(),
        ],
    )
    return read_versions(connection, report_id)[-1]


def _append(connection: sqlite3.Connection, made: MadeEdit, changes: Iterable[Change], author: str) -> int:
    _refuse_locked(connection, made.report_id)
    cursor = connection.execute(
        "INSERT INTO edit (report_id, at_utc, author, kind, reason) VALUES (?, ?, ?, ?, ?)",
        [made.report_id, _moment(made.at), _stored(made.author or author), made.kind, _stored(made.reason)],
    )
    connection.executemany(
        "INSERT INTO change (edit_id, place, before, after) VALUES (?, ?, ?, ?)",
        [(cursor.lastrowid, _stored(change.place), _text(change.before), _text(change.after)) for change in changes],
    )
    return int(cursor.lastrowid or 0)


def _refuse_locked(connection: sqlite3.Connection, report_id: int) -> None:
    row = connection.execute(f"SELECT year, {_IS_LOCKED} FROM report WHERE id = ?", [report_id]).fetchone()
    if row is None:
        raise ReportMissingError
    year, is_locked = row
    if is_locked:
        raise ReportLockedError(year)


@contextmanager
def _unique(report: Report) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as problem:
        raise ReportExistsError(report.year) from problem


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _text(value: Json) -> str | None:
    return None if value is None else json_text(value)


def _value(text: str | None) -> Json:
    return None if text is None else json.loads(text)


def _stored(text: str) -> str:
    """Return a text as JSON writes it between its quotes: SQLite takes it whatever characters it has."""
    return json_text(text)[1:-1]


def restored(stored: str) -> str:
    """Return the text that ``_stored`` keeps; raise ``ValueError`` for one that it never kept."""
    return str(json.loads(f'"{stored}"'))
