"""The one mutable object: which report is open, its evaluation, and the undo stack.

Every change goes through :meth:`ReportSession.submit`; every view listens to :attr:`ReportSession.changed`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from model.cells import CellRef
from model.evaluation import Evaluation, Finding, evaluate
from model.form import Form
from model.report import Edit, EditKind, Report
from ui.undo import UndoStack, UndoStep


class TextSelection(NamedTuple):
    """A stretch of one of the report's texts, in code points of the stored text."""

    text: str
    start: int
    end: int


Place = CellRef | TextSelection | str
"""Where to go: a figure, a stretch of text, or the key of a section."""

Recorder = Callable[[EditKind, str, Report, Report], None]
"""Takes the kind and reason of an edit and the report before and after it; the archive's writer is one."""


class Step(NamedTuple):
    """What a change did; views compare the two sides and repaint what differs."""

    before: Report
    after: Report
    evaluation_before: Evaluation
    evaluation_after: Evaluation


class ReportSession(QObject):
    """The open report with its evaluation, undo stack and archive.

    ``changed`` carries a :class:`Step` after every edit, undo and redo. ``revealed`` asks the window to show
    a :data:`Place`. ``highlighted`` carries the :class:`Finding` that is being followed, or None. ``refused``
    carries a sentence for the user when an edit cannot be made.
    """

    changed = Signal(object)
    revealed = Signal(object)
    highlighted = Signal(object)
    refused = Signal(str)

    def __init__(self, form: Form, report: Report, recorder: Recorder | None = None) -> None:
        super().__init__()
        self.form = form
        self.report = report
        self.evaluation = evaluate(form, report)
        self.undo_stack = UndoStack(self.show, self.reveal, self)
        self.read_only_reason = ""
        self._recorder = recorder

    def submit(self, edit: Edit, words: str, reveal: Place | None = None, merge_key: str = "") -> bool:
        """Make an edit: apply it, push it on the undo stack, record it, tell the views.

        ``words`` name the step in the edit menu (「粘贴 150 格」). ``reveal`` is shown again by undo and redo.
        Consecutive edits with the same non-empty ``merge_key`` are one undo step. Returns False when
        nothing changed or the report is read-only, which is then said through ``refused``.
        """
        if self.read_only_reason:
            self.refused.emit(self.read_only_reason)
            return False
        after = self.report.with_edit(edit)
        if after == self.report:
            return False
        self.undo_stack.push(UndoStep(edit, self.report, after, words, reveal, merge_key))
        return True

    def use_form(self, form: Form) -> None:
        """Check the report by other rules from now on; nothing of the report or its history changes."""
        before = self.evaluation
        self.form = form
        self.evaluation = evaluate(form, self.report)
        self.changed.emit(Step(self.report, self.report, before, self.evaluation))

    def reveal(self, place: Place) -> None:
        """Ask the window to show a place."""
        self.revealed.emit(place)

    def highlight(self, finding: Finding | None) -> None:
        """Mark the places of a finding in the views, or none."""
        self.highlighted.emit(finding)

    def show(self, report: Report, kind: EditKind, reason: str) -> None:
        """Make ``report`` the current one, record the change and tell the views; only the undo stack calls this."""
        before, evaluation_before = self.report, self.evaluation
        self.report = report
        self.evaluation = evaluate(self.form, report)
        if self._recorder is not None:
            self._recorder(kind, reason, before, report)
        self.changed.emit(Step(before, report, evaluation_before, self.evaluation))
