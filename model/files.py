"""Files on disk are replaced whole or not at all (architecture rule 9).

A file is written beside its target and then takes its place, so that a target is whole or untouched,
whatever happens in between.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from model.errors import (
    AppError,
    DiskFullError,
    FileMissingError,
    FileNotWrittenError,
    FileUnreadableError,
    FolderRefusedError,
    NameTooLongError,
    TargetInUseError,
)

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says when a disk, or the user's share of it, is full."""

_LONGEST_STEM: Final = 180
"""How many bytes of a name are kept where something is put behind it; Linux takes 255 in all."""
_TEMPORARY: Final = re.compile(r"\.[0-9a-f]{12}\.tmp(-journal)?")
_SECONDS_TO_WRITE: Final = 3600.0
"""An older file beside a target is no longer being written to."""
_PAUSES: Final = (0.05, 0.1, 0.2)
"""How long to wait, in seconds, before a target that is held by another program is tried again."""


def require_file(path: Path) -> None:
    """Raise ``FileMissingError`` unless a file is there: no folder, no link without an end, no impossible name.

    Raises ``FileUnreadableError`` where the system does not let one look.
    """
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except PermissionError as problem:
        raise FileUnreadableError(path) from problem
    except (OSError, ValueError) as problem:
        raise FileMissingError(path) from problem
    if not is_file:
        raise FileMissingError(path)


def short_stem(path: Path) -> str:
    """Return the name of a file without its ending, for the names of files made of it.

    A very long one is cut short, with a mark by which it is told apart from others that begin in the same way.
    """
    whole = path.stem.encode("utf-8", "surrogateescape")
    if len(whole) <= _LONGEST_STEM:
        return path.stem
    return f"{whole[:_LONGEST_STEM].decode('utf-8', 'ignore')}~{hashlib.sha256(whole).hexdigest()[:6]}"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a path beside ``target`` to write to; it takes the target's place when the block ends well.

    The folder is made when it is missing. Raises an ``AppError`` for every refusal of the system, with the
    target as it was and nothing left behind.
    """
    goal = Path(os.path.realpath(target))
    temporary = goal.with_name(f".{os.urandom(6).hex()}.tmp")
    try:
        _prepare(goal.parent, temporary)
        yield temporary
        _flush(temporary)
        _put(temporary, goal)
    except OSError as problem:
        raise _refusal(problem, goal) from problem
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def sweep_beside(folder: Path) -> None:
    """Remove what programs that were killed while they wrote left in a folder."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _TEMPORARY.fullmatch(path.name):
                with suppress(OSError):
                    if time.time() - path.lstat().st_mtime > _SECONDS_TO_WRITE:
                        path.unlink()


def _prepare(folder: Path, temporary: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep_beside(folder)
        temporary.touch(exist_ok=False)
    except (PermissionError, FileNotFoundError, FileExistsError, NotADirectoryError) as problem:
        raise FolderRefusedError(folder) from problem


def _flush(temporary: Path) -> None:
    """Bring the bytes to the disk before the old file is given up; a name may otherwise outlive a power cut."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())


def _put(temporary: Path, goal: Path) -> None:
    """Move ``temporary`` over ``goal``; a virus scanner may hold either for a moment, so try more than once."""
    for pause in _PAUSES:
        with suppress(PermissionError):
            temporary.replace(goal)
            return
        time.sleep(pause)
    try:
        temporary.replace(goal)
    except PermissionError as problem:
        raise TargetInUseError(goal) from problem


def _refusal(problem: OSError, goal: Path) -> AppError:
    if problem.errno in FULL:
        return DiskFullError(goal)
    if problem.errno == errno.ENAMETOOLONG:
        return NameTooLongError(goal)
    return FileNotWrittenError(goal, problem)
