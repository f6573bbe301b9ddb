"""Keeps a second program out of an open 年报文件, on this machine or on another.

An operating-system lock on a small file beside the archive; it falls away by itself when the program that
holds it dies, whatever the cause. The file names user and machine for the one who is kept out.
"""

from __future__ import annotations

import errno
import getpass
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from model.errors import ArchiveInUseError, DiskFullError, FolderRefusedError, NameTooLongError, NoLocksError
from model.files import FULL

_BEYOND_THE_NAME: Final = 1 << 30
"""Which byte is locked on Windows, where nobody else can read a locked byte: one that no name reaches."""
_HELD: Final = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, 36})
"""What Unix and Windows (36 there is EDEADLK) say of a lock that another holds; anything else means no locks at all."""


def user_name() -> str:
    """Return the name of the user on this machine, empty when the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


@contextmanager
def locked(archive: Path) -> Iterator[None]:
    """Hold the lock of ``archive`` during the block.

    Raises ``ArchiveInUseError`` when it is held elsewhere, ``NoLocksError`` where the disk knows no locks, and
    ``FolderRefusedError``, ``DiskFullError`` or ``NameTooLongError`` when the file of the lock, or later the journal
    of SQLite, cannot be written.
    """
    sidecar = archive.with_name(f"{archive.name}.lock")
    descriptor = _taken(sidecar, archive)
    try:
        _write_name(descriptor)
        yield
    finally:
        _release(descriptor, sidecar)


def _taken(sidecar: Path, archive: Path) -> int:
    """Open and lock ``sidecar``; again when its last holder removed it in between."""
    while True:
        descriptor = _opened(sidecar, archive)
        try:
            is_ours = _take(descriptor)
        except OSError as problem:
            _release(descriptor, sidecar)
            raise NoLocksError(archive) from problem
        if not is_ours:
            holder = _name(descriptor)
            os.close(descriptor)
            raise ArchiveInUseError(archive, holder)
        if _is_there(descriptor, sidecar):
            return descriptor
        os.close(descriptor)


def _opened(sidecar: Path, archive: Path) -> int:
    try:
        with suppress(FileNotFoundError):
            os.lstat(archive.with_name(f"{archive.name}-journal"))
        return os.open(sidecar, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as problem:
        if problem.errno == errno.ENAMETOOLONG:
            raise NameTooLongError(archive) from problem
        if problem.errno in FULL:
            raise DiskFullError(archive) from problem
        raise FolderRefusedError(archive.parent) from problem


def _is_there(descriptor: int, sidecar: Path) -> bool:
    """Tell whether what is open is still the file of that name; on Windows no open file can be removed."""
    try:
        return sys.platform == "win32" or os.path.samestat(os.fstat(descriptor), sidecar.stat())
    except FileNotFoundError:
        return False


def _name(descriptor: int) -> str:
    """Return whom the file of a lock names; it may hold anything."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 400).decode("utf-8", "replace")
    return "".join(character for character in text if character.isprintable())


def _write_name(descriptor: int) -> None:
    """Say who holds the lock; on a full disk the lock holds without a name."""
    machine = os.environ.get("COMPUTERNAME") if sys.platform == "win32" else os.uname().nodename
    name = f"{user_name() or '未知用户'}，电脑：{machine or '未知'}".encode("utf-8", "replace")
    with suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.ftruncate(descriptor, os.write(descriptor, name))


def _release(descriptor: int, sidecar: Path) -> None:
    """Remove the file and let the lock go, in this order, so that nobody locks a file that is about to vanish.

    Windows removes no open file and refuses; there the order cannot be kept and does no harm, because the
    file of the next holder is refused as well. A file that took the place of ours, as when a disk was gone for a
    while, is another's.
    """
    try:
        is_ours = _is_there(descriptor, sidecar)
    except OSError:  # of a disk that is gone
        is_ours = False
    if not is_ours:
        os.close(descriptor)
        return
    try:
        sidecar.unlink(missing_ok=True)
    except OSError:
        os.close(descriptor)
        with suppress(OSError):
            sidecar.unlink(missing_ok=True)
    else:
        os.close(descriptor)


def _take_by_flock(descriptor: int) -> bool:
    fcntl: Any = importlib.import_module("fcntl")
    return _succeeds(fcntl.flock, descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _take_on_windows(descriptor: int) -> bool:
    msvcrt: Any = importlib.import_module("msvcrt")
    os.lseek(descriptor, _BEYOND_THE_NAME, os.SEEK_SET)
    return _succeeds(msvcrt.locking, descriptor, msvcrt.LK_NBLCK, 1)


def _succeeds(act: Callable[..., None], *arguments: int) -> bool:
    try:
        act(*arguments)
    except OSError as problem:
        if problem.errno in _HELD:
            return False
        raise
    return True


_take = _take_on_windows if sys.platform == "win32" else _take_by_flock
