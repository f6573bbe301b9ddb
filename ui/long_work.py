"""Work of many steps in a thread that says how far it is and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from model.errors import AppError
from ui.notices import Notices, Tone
from ui.tasks import run_in_background

_Result = TypeVar("_Result")
_PATIENCE: Final = 800
"""Milliseconds after which 取消 is offered: what is done sooner would only flash."""

Tell = Callable[[int, int], bool]
"""Hears the number of the step under way and of all; tells whether to go on."""


class CancelledError(AppError):
    """The user stopped a long work; the sentence says what is done already."""


class LongWork(QObject):
    """One work under way. ``said`` carries how far it is, and an empty sentence at its end.

    ``words`` name a step (「正在导出第 {} 个文件，共 {} 个……」); ``subject`` is that of the notices about the work.
    """

    said = Signal(str)

    def __init__(self, parent: QObject, notices: Notices, subject: str, words: str) -> None:
        super().__init__(parent)
        self._notices, self._words = notices, words
        self._subject = f"{subject}-progress"
        self._cancelled = Event()
        self._latest = "正在准备……"
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._timer.timeout.connect(self._offer)
        self.said.connect(self._show)

    def start(
        self, work: Callable[[Tell], _Result], on_done: Callable[[_Result], None], on_failed: Callable[[AppError], None]
    ) -> None:
        """Run ``work`` in a thread; it asks before each step whether to go on."""
        self._timer.start()
        run_in_background(partial(work, self._tell), partial(self._end, on_done), partial(self._end, on_failed))

    def _tell(self, number: int, count: int) -> bool:
        """Say how far the work is; called in its thread."""
        if self._cancelled.is_set():
            return False
        self.said.emit(self._words.format(number, count))
        return True

    def _show(self, sentence: str) -> None:
        self._latest = sentence
        if sentence and self._notices.sentence(self._subject) and not self._cancelled.is_set():
            self._offer()

    def _offer(self) -> None:
        self._notices.show_notice(self._subject, Tone.INFORMATION, self._latest, ("取消", self._cancel))

    def _cancel(self) -> None:
        self._cancelled.set()
        self._notices.show_notice(self._subject, Tone.INFORMATION, "正在取消……")

    def _end(self, then: Callable[[_Result], None], result: _Result) -> None:
        if not isValid(self):  # the window was closed meanwhile
            return
        self._timer.stop()
        self.said.emit("")
        self._notices.dismiss(self._subject)
        self.deleteLater()
        then(result)
