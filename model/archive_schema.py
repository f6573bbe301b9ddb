"""The 年报文件 as a SQLite file: its tables, how old files become new ones, and what a refusal of SQLite means."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from model.errors import (
    AppError,
    ArchiveDamagedError,
    ArchiveInUseError,
    ArchiveMovedError,
    ArchiveReadOnlyError,
    ArchiveTooNewError,
    ArchiveUnreachableError,
    DiskFullError,
    FileUnreadableError,
    NotAnArchiveError,
    TemporaryFolderError,
)
from model.files import FULL
from model.temporary import temporary_folder

APPLICATION_ID: Final = 0x676B6E62
"""「gknb」 in ASCII; SQLite keeps it in the header of the file."""

MIGRATIONS: tuple[str, ...] = (
    f"""
    PRAGMA application_id = {APPLICATION_ID};

    CREATE TABLE office (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL,
        level TEXT,
        texts TEXT NOT NULL
    ) STRICT;

    CREATE TABLE report (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        year INTEGER NOT NULL,
        scope TEXT NOT NULL,
        content TEXT NOT NULL,
        last_edit INTEGER NOT NULL,
        UNIQUE (year, scope)
    ) STRICT;

    CREATE TABLE edit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
        at_utc TEXT NOT NULL,
        author TEXT NOT NULL,
        kind TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX edit_of_report ON edit (report_id);

    CREATE TABLE change (
        edit_id INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
        place TEXT NOT NULL,
        before TEXT,
        after TEXT
    ) STRICT;
    CREATE INDEX change_of_edit ON change (edit_id);

    CREATE TABLE version (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
        edit_id INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        at_utc TEXT NOT NULL,
        content TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        UNIQUE (report_id, kind, number)
    ) STRICT;
    CREATE INDEX version_of_edit ON version (edit_id);

    CREATE TRIGGER edit_stays BEFORE UPDATE ON edit
    BEGIN SELECT RAISE (ABORT, 'an edit is never changed'); END;
    CREATE TRIGGER edit_goes_with_its_report BEFORE DELETE ON edit
    WHEN EXISTS (SELECT 1 FROM report WHERE id = OLD.report_id)
    BEGIN SELECT RAISE (ABORT, 'an edit is never deleted'); END;

    CREATE TRIGGER change_stays BEFORE UPDATE ON change
    BEGIN SELECT RAISE (ABORT, 'a change is never changed'); END;
    CREATE TRIGGER change_goes_with_its_edit BEFORE DELETE ON change
    WHEN EXISTS (SELECT 1 FROM edit WHERE id = OLD.edit_id)
    BEGIN SELECT RAISE (ABORT, 'a change is never deleted'); END;

    CREATE TRIGGER final_version_stays BEFORE UPDATE ON version WHEN OLD.kind = 'final'
    BEGIN SELECT RAISE (ABORT, 'a final version is never changed'); END;
    CREATE TRIGGER final_version_is_kept BEFORE DELETE ON version WHEN OLD.kind = 'final'
    BEGIN SELECT RAISE (ABORT, 'a final version is never deleted'); END;
    """,
)
"""What leads from each version of the schema to the next; the version is SQLite's ``user_version``."""

_SETTINGS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
)
_SECONDS_TO_WAIT: Final = 2.0
_HEADER_LENGTH: Final = 100
_VERSION_PLACE: Final = slice(60, 64)
"""Where SQLite keeps ``user_version`` (file format of SQLite, 1.3)."""
_LEFT_HALF_DONE: Final = frozenset({sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_CANTOPEN})


@contextmanager
def refusals(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Turn what SQLite refuses inside the block into an ``AppError``; anything that is a bug of ours passes.

    While a file is being opened nothing is known of it yet, and every complaint of SQLite is about the file.
    """
    try:
        yield
    except sqlite3.DatabaseError as problem:
        refusal = _refusal(problem, path) or (ArchiveDamagedError(path) if opening else None)
        if refusal is None:
            raise
        raise refusal from problem
    except UnicodeDecodeError as problem:  # in a complaint of SQLite that quotes what stands in the file
        raise ArchiveDamagedError(path) from problem


def connect(path: Path) -> sqlite3.Connection:
    """Open a SQLite file for several threads, without transactions of Python's own making."""
    connection = sqlite3.connect(path, timeout=_SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False)
    with ExitStack() as on_refusal:
        on_refusal.callback(connection.close)
        for setting in _SETTINGS:
            connection.execute(setting)
        on_refusal.pop_all()
    return connection


def read_into_memory(path: Path) -> sqlite3.Connection:
    """Return a copy in memory of a SQLite file as it stands; the file is not touched, even beside its writer.

    What a writer that died left half done is undone in the copy; SQLite itself would undo it in the file.
    """
    memory = connect(Path(":memory:"))
    with ExitStack() as on_refusal:
        on_refusal.callback(memory.close)
        try:
            _copy(f"{path.resolve().as_uri()}?mode=ro", memory)
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode not in _LEFT_HALF_DONE:
                raise
            with private_copy(path) as copy:
                _copy(copy.as_uri(), memory)
        on_refusal.pop_all()
    return memory


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """Copy a SQLite file with its journal to the user's private temporary folder for the length of the block.

    Raises ``FileUnreadableError`` for a medium that fails, and ``TemporaryFolderError``.
    """
    with temporary_folder() as folder:
        copy = folder / "copy.gknb"
        journal = path.with_name(f"{path.name}-journal")
        try:
            shutil.copyfile(path, copy)
            if journal.exists():
                shutil.copyfile(journal, copy.with_name(f"{copy.name}-journal"))
        except OSError as problem:
            raise TemporaryFolderError if problem.errno in FULL else FileUnreadableError(path) from problem
        yield copy


def needs_migration(path: Path) -> bool:
    """Tell whether opening a file for writing would bring it to a newer schema first; of any other file, False."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_LENGTH)
    except OSError:
        return False
    version = int.from_bytes(header[_VERSION_PLACE], "big")
    return header.startswith(b"SQLite format 3\0") and 0 < version < len(MIGRATIONS)


def copy_file(path: Path, target: Path) -> None:
    """Copy a file as it is, of whatever schema, into the empty file ``target``."""
    with (
        refusals(path, opening=True),
        closing(read_into_memory(path)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def _copy(address: str, memory: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(address, uri=True, timeout=_SECONDS_TO_WAIT)) as source:
        source.backup(memory)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to the present schema, each step whole or not at all; a new file starts from nothing."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for number, step in enumerate(MIGRATIONS[version:], version + 1):
        with transaction(connection):
            # A script begins by committing what is open, here nothing; therefore it has to begin anew itself.
            connection.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {number}; COMMIT;")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Begin a transaction that is undone at the end of the block, unless it was committed there."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        if connection.in_transaction:  # SQLite itself ends it when the disk is full
            connection.execute("ROLLBACK")


def examine(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours, newer, damaged or read-only; one in order is left as it is."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise NotAnArchiveError(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise ArchiveTooNewError(path)
    (verdict,) = connection.execute("PRAGMA integrity_check (1)").fetchone()
    if version < 1 or verdict != "ok" or not _expected_schema(version) <= _schema(connection):
        raise ArchiveDamagedError(path)
    with transaction(connection):  # which a read-only file allows; a write into it is refused
        connection.execute(f"PRAGMA user_version = {version}")


def _expected_schema(version: int) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as pattern:
        for step in MIGRATIONS[:version]:
            pattern.executescript(step)
        return _schema(pattern)


def _schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def _refusal(problem: sqlite3.Error, path: Path) -> AppError | None:
    """Return what an error of SQLite means to the user, None for one that only a bug of ours can cause."""
    code = getattr(problem, "sqlite_errorcode", None)
    if code is None:  # the module itself complains in this way of text that is not UTF-8, and of wrong use in others
        return ArchiveDamagedError(path) if type(problem) is sqlite3.OperationalError else None
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return ArchiveMovedError(path)
    match code & 0xFF:
        case sqlite3.SQLITE_NOTADB:
            return NotAnArchiveError(path)
        case sqlite3.SQLITE_CORRUPT:
            return ArchiveDamagedError(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return ArchiveReadOnlyError(path)
        case sqlite3.SQLITE_FULL:
            return DiskFullError(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ArchiveInUseError(path, "")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return ArchiveUnreachableError(path)
    return None
