"""Where the caret stood in a text, for when undo or redo brings the text back."""

from __future__ import annotations

from typing import Final

_KEPT: Final = 200

Selection = tuple[int, int]
"""Anchor and caret."""


class CaretMemory:
    """Remembers selections by the stored text in which they stood; the oldest are forgotten."""

    def __init__(self) -> None:
        self._selections: dict[str, Selection] = {}

    def keep(self, stored: str, selection: Selection) -> None:
        """Remember where the caret stands in a text."""
        self._selections[stored] = selection
        while len(self._selections) > _KEPT:
            del self._selections[next(iter(self._selections))]

    def forget(self, stored: str) -> None:
        """Remember nothing of a text that no undo leads back to."""
        self._selections.pop(stored, None)

    def of(self, stored: str) -> Selection | None:
        """Return where the caret stood in a text, None when that is not known."""
        return self._selections.get(stored)
