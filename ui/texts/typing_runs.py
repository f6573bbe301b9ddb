"""Which keystrokes make up one undo step."""

from __future__ import annotations

from typing import Final, NamedTuple

PAUSE: Final = 2.0
"""Seconds without a keystroke after which a new step begins."""

_SENTENCE_ENDS: Final = tuple("。！？；\n")


class TextChange(NamedTuple):
    """What was taken out of a text and what was put in its place, at a code point offset."""

    start: int
    removed: str
    inserted: str

    @property
    def end(self) -> int:
        """Return where the text that was put in ends."""
        return self.start + len(self.inserted)


class TypingRuns:
    """Groups changes into runs: a run ends with a sentence, a pause, a jump or a change from typing to deleting.

    A line end, and typing over a selection, begin a run that the following typing continues.
    """

    def __init__(self) -> None:
        self._number = 0
        self._last: TextChange | None = None
        self._last_time = 0.0
        self._replacing = False

    def end(self) -> None:
        """Let the next change begin a new run."""
        self._last = None

    def number_of(self, change: TextChange, now: float, *, composing: bool = False) -> int:
        """Return the run that a change at ``now`` (seconds) belongs to.

        ``composing`` says that an input method is at work: what it takes out is about to be typed over.
        """
        if not self._continues(change, now):
            self._number += 1
        self._last, self._last_time = change, now
        self._replacing = composing and not change.inserted
        return self._number

    def _continues(self, change: TextChange, now: float) -> bool:
        last = self._last
        if last is None or (now - self._last_time > PAUSE and not self._replacing):
            return False
        if change.removed and change.inserted:
            return False
        if change.inserted:
            follows = bool(last.inserted) or self._replacing
            return follows and change.start == last.end and not self._ends_run(last, change)
        return not last.inserted and last.start in {change.start, change.start + len(change.removed)}

    @staticmethod
    def _ends_run(last: TextChange, change: TextChange) -> bool:
        ended = last.inserted.endswith(_SENTENCE_ENDS) and not last.inserted.endswith("\n")
        return ended or change.inserted.startswith("\n")
