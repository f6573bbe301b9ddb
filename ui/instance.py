"""One program at a time for each user: a second start wakes the window that is already open.

The operating system holds the lock, so a program that was killed leaves none behind. No network is used: the
second start leaves a note in the data folder, which the first one watches.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

_ANY_PROCESS: Final = -1  # ASFW_ANY of AllowSetForegroundWindow


class SingleInstance(QObject):
    """``woken`` carries the file with which a second start was called, empty for none.

    Where the lock cannot be written, as on a full disk, every start is a first one: nobody shall be kept out.
    """

    woken = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._note = folder / "wake"
        self._lock = QLockFile(str(folder / "program.lock"))
        self._lock.setStaleLockTime(0)
        held_by_another = not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError
        self.is_first = not held_by_another
        if self.is_first:
            with suppress(OSError):
                self._note.unlink(missing_ok=True)
            self._watcher = QFileSystemWatcher([str(folder)], self)
            self._watcher.directoryChanged.connect(self._look)

    def wake_first(self, file: str) -> None:
        """Ask the program that is open to come to the front, and to open ``file`` if one is named.

        Raises ``OSError`` where the note cannot be written.
        """
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 (only Windows keeps windows of others from coming to the front)

            ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
        unfinished = self._note.with_suffix(".part")
        unfinished.write_text(file, encoding="utf-8")
        unfinished.replace(self._note)

    def release(self) -> None:
        """Let the next start be the first one."""
        self._lock.unlock()

    def _look(self) -> None:
        if self._note.exists():
            file = self._note.read_text(encoding="utf-8")
            self._note.unlink(missing_ok=True)
            self.woken.emit(file)
