"""The steps of a report, which can be taken back and made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from model.report import Edit, EditKind, Report

if TYPE_CHECKING:
    from ui.session import Place

UNDO_LIMIT: Final = 1000
"""How many steps can be undone; older ones stay in the history, from which any moment can be brought back."""


@dataclass
class UndoStep:
    """Swaps two reports; there is no inverse operation that could be wrong.

    ``words`` name it in the edit menu, ``reveal`` is shown again when it is taken back or made once more. Steps that
    follow each other with the same ``merge_key`` are one, unless it is empty.
    """

    edit: Edit
    before: Report
    after: Report
    words: str
    reveal: Place | None
    merge_key: str


class UndoStack(QObject):
    """The steps of one session; ``changed`` says that there are others to take back or to make again.

    It is no ``QUndoStack``: that one destroys its commands a second time when the garbage collector has taken them.
    """

    changed = Signal()

    def __init__(
        self, show: Callable[[Report, EditKind, str], None], reveal: Callable[[Place], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._show, self._reveal = show, reveal
        self._steps: list[UndoStep] = []
        self._index = 0

    def push(self, step: UndoStep) -> None:
        """Make a step; what was taken back before it can be made again no more."""
        self._show(step.after, step.edit.kind, step.edit.reason)
        del self._steps[self._index :]
        last = self._steps[-1] if self._steps else None
        if last is not None and step.merge_key and last.merge_key == step.merge_key:
            last.after = step.after
            if last.after == last.before:
                self._steps.pop()
        else:
            self._steps.append(step)
            del self._steps[:-UNDO_LIMIT]
        self._index = len(self._steps)
        self.changed.emit()

    def undo(self) -> None:
        """Take back the last step, if there is one."""
        if self._index:
            step = self._steps[self._index - 1]
            self._show(step.before, EditKind.UNDO, "")
            self._index -= 1
            self._follow(step)

    def redo(self) -> None:
        """Make the step that was taken back last once more, if there is one."""
        if self._index < len(self._steps):
            step = self._steps[self._index]
            self._show(step.after, EditKind.REDO, step.edit.reason)
            self._index += 1
            self._follow(step)

    def _follow(self, step: UndoStep) -> None:
        if step.reveal is not None:
            self._reveal(step.reveal)
        self.changed.emit()

    @property
    def count(self) -> int:
        """Return how many steps there are, those that were taken back included."""
        return len(self._steps)

    @property
    def undo_text(self) -> str:
        """Return the words of the step that undo takes back, empty when there is none."""
        return self._steps[self._index - 1].words if self._index else ""

    @property
    def redo_text(self) -> str:
        """Return the words of the step that redo makes again, empty when there is none."""
        return self._steps[self._index].words if self._index < len(self._steps) else ""

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        """Tell whether there is a step to make again."""
        return self._index < len(self._steps)
