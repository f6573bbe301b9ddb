"""Looks for garbage in the thread of the window only.

Python's own search runs in whichever thread happens to allocate. Closed dialogs are cycles of references, so a page
that is set in the background could destroy their widgets there, and Qt falls over at the next change of font or style.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS: Final = 200
_ROUNDS: Final = 300
"""Rounds of young objects before all are looked through, which takes as long as setting a line of text."""


class GarbageCollector(QObject):
    """Takes the search for garbage over from Python: often among young objects, every minute among all.

    The long search waits until hardly anything was made since the last round: it falls into a pause of the user.
    """

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
        resting = gc.get_count()[0] < gc.get_threshold()[0]
        if self._rounds < _ROUNDS or not resting:
            gc.collect(0)
        else:
            gc.collect()
            self._rounds = 0
