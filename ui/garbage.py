"""Looks for garbage in the thread of the window only.

Python's own search runs in whichever thread happens to allocate. Closed dialogs are cycles of references, so a page
that is set in the background could destroy their widgets there, and Qt falls over at the next change of font or style.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS: Final = 1000
_YOUNG_ROUNDS: Final = 60


class GarbageCollector(QObject):
    """Takes the search for garbage over from Python: every second among young objects, every minute among all."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self, interval=_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Destroy what nobody refers to any more."""
        self._rounds += 1
        gc.collect(1 if self._rounds % _YOUNG_ROUNDS else 2)
