"""The only door to a thread for work that would make the window wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

from model.errors import AppError

_Result = TypeVar("_Result")


class _Task(QObject, Generic[_Result]):
    """One piece of work; lives in the window's thread, and only ``run`` is called in another."""

    finished = Signal(object, object)

    def __init__(
        self,
        work: Callable[[], _Result],
        on_done: Callable[[_Result], None],
        on_failed: Callable[[AppError], None],
    ) -> None:
        super().__init__(QCoreApplication.instance())
        self._work = work
        self._on_done = on_done
        self._on_failed = on_failed
        self.finished.connect(self._deliver)

    def run(self) -> None:
        """Do the work and report; an exception must not end in the pool, where nobody would see it."""
        try:
            result, problem = self._work(), None
        except Exception as error:  # noqa: BLE001 (an outermost door; raised again in the window's thread)
            self.finished.emit(None, error)
        else:
            self.finished.emit(result, problem)

    def _deliver(self, result: _Result, problem: Exception | None) -> None:
        self.deleteLater()
        if problem is None:
            self._on_done(result)
        elif isinstance(problem, AppError):
            self._on_failed(problem)
        else:
            raise problem


def run_in_background(
    work: Callable[[], _Result], on_done: Callable[[_Result], None], on_failed: Callable[[AppError], None]
) -> None:
    """Run ``work`` in a thread and hand over its result, or the refusal it met, in the thread of the window.

    ``work`` may use immutable values and paths only. Anything but an ``AppError`` is a bug; it is raised in
    the window's thread, where the program's exception hook sees it.
    """
    QThreadPool.globalInstance().start(_Task(work, on_done, on_failed).run)


def wait_for_tasks() -> None:
    """Wait until no work runs any more, so that no file is left half made when the program ends."""
    QThreadPool.globalInstance().waitForDone()
