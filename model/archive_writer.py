"""Writes edits into the 年报文件 in the background, so that nobody who types ever waits for a disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Condition, Lock, Thread
from typing import Final

from model.archive import Archive
from model.archive_records import MadeEdit
from model.errors import AppError, ArchiveMovedError, ArchiveUnreachableError
from model.report import EditKind, Report

_GATHERING_SECONDS: Final = 0.1
"""How long an edit waits for others with which it is committed; well below the 300 ms that may be lost."""
_SECONDS_BETWEEN_TRIES: Final = 5.0


class ArchiveWriter:
    """A queue with one thread: edits are committed in order, each within 300 ms of being made.

    When a commit fails everything stays queued; ``on_failure`` gets the error, and it is tried again every few
    seconds and on ``retry``. ``on_saved`` is called after every commit. Both are called in the writer's thread.
    """

    def __init__(self, archive: Archive, on_failure: Callable[[AppError], None], on_saved: Callable[[], None]) -> None:
        self._archive = archive
        self._on_failure = on_failure
        self._on_saved = on_saved
        self._queue: list[MadeEdit] = []
        self._queued_at: list[float] = []  # by a clock that nobody can set
        self._made = self._saved = 0
        self._failure: AppError | None = None
        self._hurry = self._closing = self._ended = False
        self._is_lost = False  # after the disk was gone, or the file, nothing can be written until it is opened anew
        self._changed = Condition()
        self._committing = Lock()
        self._thread = Thread(target=self._run, name="archive writer", daemon=True)
        self._thread.start()

    @property
    def unsaved(self) -> int:
        """Return how many edits are still in the queue."""
        with self._changed:
            return len(self._queue)

    def record(self, report_id: int, kind: EditKind, reason: str, before: Report, after: Report) -> None:
        """Queue an edit made now. Never waits and never fails."""
        with self._changed:
            self._queue.append(MadeEdit(report_id, kind, reason, before, after, author=self._archive.author))
            self._queued_at.append(time.monotonic())
            self._made += 1
            self._changed.notify_all()

    def flush(self) -> None:
        """Wait until every edit queued so far is committed; raise the ``AppError`` of a commit that fails."""
        with self._changed:
            wanted = self._made
            self._hasten()
            self._changed.wait_for(lambda: self._saved >= wanted or self._failure or self._ended)
            if self._saved >= wanted:
                return
            raise self._failure or RuntimeError("the thread of the archive writer has ended")

    def retry(self) -> None:
        """Try a failed commit again at once, without waiting for the outcome."""
        with self._changed:
            self._hasten()

    def continue_in_copy(self, path: Path) -> Archive:
        """Copy the archive to ``path`` and write into the copy from now on, the queued edits first (另存).

        The archive is closed and the open copy returned. Raises what ``Archive.backup`` and ``Archive.open``
        raise; then everything goes on as before.
        """
        with self._committing:
            old = self._archive
            is_put_back = old.is_missing_from(path)
            old.backup(path)
            if is_put_back:  # what is open is no file any more and would keep its own place locked
                old.unlock()
            copy = Archive.open(path)
            copy.author = old.author
            self._archive = copy
            old.close()
        self.retry()
        return copy

    def close(self) -> None:
        """Commit what is queued and end. When that fails its ``AppError`` is raised and the writer goes on."""
        self.flush()
        self.abandon()

    def abandon(self) -> None:
        """End without committing what is still queued; it is lost."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _hasten(self) -> None:
        self._failure = None
        self._hurry = True
        self._changed.notify_all()

    def _run(self) -> None:
        try:
            while batch := self._next_batch():
                self._commit(batch)
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _next_batch(self) -> tuple[MadeEdit, ...]:
        """Wait for edits and gather those that follow shortly; nothing when the writer is to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closing)
            pause = self._patience() if self._failure is None else _SECONDS_BETWEEN_TRIES
            self._changed.wait_for(lambda: self._hurry or self._closing, pause)
            self._hurry = False
            return () if self._closing else tuple(self._queue)

    def _patience(self) -> float:
        """Return how long to wait for more; what was made during a slow commit has waited already."""
        waited = time.monotonic() - self._queued_at[0] if self._queued_at else 0.0
        return max(0.0, _GATHERING_SECONDS - waited)

    def _commit(self, batch: tuple[MadeEdit, ...]) -> None:
        try:
            with self._committing:
                if self._is_lost:
                    with suppress(AppError):  # where that is refused, what is open may be of use again
                        self._archive.reopen()
                self._archive.record_all(batch)
                self._is_lost = False
        except AppError as problem:
            self._is_lost = self._is_lost or isinstance(problem, ArchiveMovedError | ArchiveUnreachableError)
            with self._changed:
                self._failure = problem
                self._changed.notify_all()
            self._on_failure(problem)
        else:
            with self._changed:
                del self._queue[: len(batch)], self._queued_at[: len(batch)]
                self._saved += len(batch)
                self._failure = None
                self._changed.notify_all()
            self._on_saved()
