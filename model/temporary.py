"""Temporary folders, readable by their user only: removed when done, and swept up after a program that was killed."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from model.archive_lock import locked
from model.errors import AppError, NoLocksError, TemporaryFolderError

_PREFIX: Final = "nianbao-"
_MARK: Final = "in-use"
"""What is locked in a folder as long as it is in use; the lock falls away with the program."""
_FILES: Final = "files"
"""What is used of a folder, without what is locked; by it one of ours is told from a folder that somebody made."""
_SECONDS_TO_LOCK: Final = 60.0
"""A younger folder may belong to a program that has not come to lock it yet."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder in the user's private temporary folder for the length of the block.

    Raises ``TemporaryFolderError`` where that is refused.
    """
    with ExitStack() as resources:
        try:
            made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
            outer = Path(resources.enter_context(made)).resolve()
            with suppress(NoLocksError):  # then it is swept up by nobody
                resources.enter_context(locked(outer / _MARK))
            folder = outer / _FILES
            folder.mkdir(0o700)
        except (OSError, AppError) as problem:
            raise TemporaryFolderError from problem
        yield folder


def sweep() -> None:
    """Remove the temporary folders of programs that were killed before they could do it."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    try:
        young = time.time() - folder.lstat().st_mtime < _SECONDS_TO_LOCK
        if young or folder.is_symlink() or not (folder / _FILES).is_dir():
            return False
        with locked(folder / _MARK):
            return True
    except (AppError, OSError):  # in use, another user's, or gone meanwhile
        return False
