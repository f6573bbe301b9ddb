"""Backups of a 年报文件: made without being asked for, looked into before one is restored, thinned out over time."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from enum import StrEnum
from heapq import merge
from pathlib import Path
from typing import Any, Final, NamedTuple

from model.archive import Archive, ReportEntry
from model.archive_lock import locked
from model.archive_schema import copy_file, needs_migration
from model.errors import AppError
from model.files import replacing, short_stem

BACKUP_FOLDER: Final = "备份"
"""The folder of backups beside the 年报文件."""
FOLDER_ELSEWHERE: Final = "年报备份"
"""The folder of backups on another drive."""
KEPT: Final = 20
"""How many of the last backups are kept; of older ones, the last of each month."""

_NAME: Final = re.compile(r"(?P<stem>.+)-备份(?P<number>\d{4,})-(?P<at>\d{8}-\d{6})-(?P<occasion>[^-]+)\.gknb")
_ON_WINDOWS: Final = os.name == "nt"
_FIXED_DRIVE: Final = 3
_SECOND_PARTITION: Final = Path("/data")
"""Where the desktop systems of Chinese offices that are not Windows mount a second partition."""


class Occasion(StrEnum):
    """Before what a backup was made."""

    OPENING = "打开"
    IMPORT = "导入前"
    MIGRATION = "升级前"
    RESTORE = "恢复前"
    DELETION = "删除年度前"
    MANUAL = "手动"


_NEVER_THINNED: Final = {Occasion.RESTORE, Occasion.DELETION, Occasion.MANUAL}
"""What somebody made on purpose, or what alone holds a year that was deleted or a version that was replaced."""


class Backup(NamedTuple):
    """A backup that is there. ``number`` counts them, because a clock may be set back; ``at`` is local time."""

    path: Path
    number: int
    at: datetime
    occasion: str


class Contents(NamedTuple):
    """What a 年报文件 holds, for somebody who has to choose one."""

    office: str
    reports: tuple[ReportEntry, ...]
    finals: int


def backup_folder(archive: Path, drives: Sequence[Path] | None = None) -> Path:
    """Return where backups of ``archive`` go: to another drive where there is one, else beside it."""
    mark = hashlib.sha256(str(archive.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:6]
    for drive in other_drives(archive) if drives is None else drives:
        folder = drive / FOLDER_ELSEWHERE / f"{archive.stem}-{mark}"
        if drive.is_dir() and os.access(drive, os.W_OK) and _is_made(folder):
            return folder
    return archive.parent / BACKUP_FOLDER


def _is_made(folder: Path) -> bool:
    """Make a folder; the drive of a recovery system lets nobody do that, which Windows tells in no other way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def other_drives(archive: Path) -> list[Path]:
    """Return the built-in drives that ``archive`` is not on; a stick or a share may be gone or in other hands."""
    if _ON_WINDOWS:
        own = archive.resolve().drive.upper()
        return [Path(f"{drive}/") for drive in _fixed_drives() if drive != own]
    return [_SECOND_PARTITION] if _SECOND_PARTITION.is_mount() and not _same_device(_SECOND_PARTITION, archive) else []


def _fixed_drives() -> list[str]:
    windows: Any = ctypes
    kind = windows.windll.kernel32.GetDriveTypeW
    return [f"{letter}:" for letter in "DEFGHIJKLMNOPQRSTUVWXYZC" if kind(f"{letter}:\\") == _FIXED_DRIVE]


def back_up(archive: Archive, folder: Path, occasion: Occasion) -> Path | None:
    """Make a backup in ``folder`` and thin out the old ones; None when the newest one is still equal.

    Raises what ``Archive.backup`` raises.
    """
    state = archive.state()
    standing = backups(archive.path, folder)
    if standing and _state_of(standing[0].path) == state:
        return None
    path = new_backup(archive.path, folder, occasion)
    archive.backup(path)
    _thin_out(backups(archive.path, folder))
    return path


def back_up_before_migration(archive: Path, folder: Path) -> Path | None:
    """Copy a 年报文件 of an older schema as it is, before opening it brings it up to date; None for a present one."""
    if not needs_migration(archive):
        return None
    with locked(archive):
        path = new_backup(archive, folder, Occasion.MIGRATION)
        with replacing(path) as beside:
            copy_file(archive, beside)
    return path


def backups(archive: Path, folder: Path) -> list[Backup]:
    """Return the backups of a 年报文件 that are in ``folder``, the newest first."""
    found, stem = [], short_stem(archive)
    with suppress(OSError):
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match is not None and match["stem"] == stem:
                with suppress(ValueError):
                    at = datetime.strptime(match["at"], "%Y%m%d-%H%M%S")  # noqa: DTZ007 (local time, as it is shown)
                    found.append(Backup(path, int(match["number"]), at, match["occasion"]))
    return sorted(found, key=lambda backup: backup.number, reverse=True)


def every_backup(archive: Path) -> list[Backup]:
    """Return the backups on another drive and beside the 年报文件, the newest first.

    In one folder the numbers tell which is newer, because a clock may be set back; between two only the clock can.
    """
    folders = dict.fromkeys([backup_folder(archive), archive.parent / BACKUP_FOLDER])
    return list(merge(*(backups(archive, folder) for folder in folders), key=lambda each: each.at, reverse=True))


def look_inside(path: Path) -> Contents:
    """Return what a 年报文件 or a backup holds without changing it; raises what ``Archive.open_read_only`` raises."""
    with closing(Archive.open_read_only(path)) as archive:
        entries = tuple(archive.reports())
        finals = sum(version.kind == "final" for entry in entries for version in archive.versions(entry.id))
        return Contents(archive.profile.name, entries, finals)


def newest_good(candidates: Sequence[Backup]) -> Backup | None:
    """Return the newest backup that can be read whole."""
    return next((backup for backup in candidates if _is_good(backup.path)), None)


def restore(backup: Path, archive: Path) -> None:
    """Put ``backup`` in the place of ``archive``, which must be closed and kept elsewhere if it is of any worth.

    A backup that cannot be read whole changes nothing. Raises what reading and ``model.files.replacing`` raise, and
    ``ArchiveInUseError``.
    """
    with closing(Archive.open_read_only(backup)) as source:
        source.reports()
    with locked(archive), replacing(archive) as beside:
        copy_file(backup, beside)
        # Were the power cut in between, what an old journal undoes would be undone in the new file.
        archive.with_name(f"{archive.name}-journal").unlink(missing_ok=True)


def new_backup(archive: Path, folder: Path, occasion: Occasion) -> Path:
    """Return the name in ``folder`` under which the next backup of a 年报文件 is found again."""
    standing = backups(archive, folder)
    number = standing[0].number + 1 if standing else 1
    moment = datetime.now().astimezone()
    return folder / f"{short_stem(archive)}-备份{number:04}-{moment:%Y%m%d-%H%M%S}-{occasion}.gknb"


def _thin_out(standing: Sequence[Backup]) -> None:
    for backup in _superfluous(standing):
        with suppress(OSError):  # held by another program; it goes next time
            backup.path.unlink()


def _superfluous(standing: Sequence[Backup]) -> Iterator[Backup]:
    """Yield the backups that are neither among the last ones nor the last of their month; the newest come first."""
    months = set()
    for backup in [each for each in standing if each.occasion not in _NEVER_THINNED][KEPT:]:
        month = (backup.at.year, backup.at.month)
        if month in months:
            yield backup
        months.add(month)


def _is_good(path: Path) -> bool:
    try:
        look_inside(path)
    except AppError:
        return False
    return True


def _state_of(path: Path) -> tuple[object, ...] | None:
    try:
        with closing(Archive.open_read_only(path)) as archive:
            return archive.state()
    except AppError:
        return None


def _same_device(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.resolve().parent.stat().st_dev
    except OSError:
        return True
