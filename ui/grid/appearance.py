"""What each figure of a table shows, as a value: two of them are compared to know what must be repainted. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from model.cells import CellRef
from model.evaluation import Evaluation, Finding
from model.figures import written
from model.form import Severity
from model.notes import read_note
from model.report import Report

_FEW: Final = 3
_GRAVITY: Final = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.HINT: 0}


class Mark(NamedTuple):
    """What findings say about a figure.

    ``severity`` is that of the gravest one. ``unbalanced`` is True where such a finding names the figure
    first. ``framed`` is False where all findings only say that the figure is blank; ``plain`` is True where
    so many are blank that the mark would only be noise.
    """

    severity: Severity
    unbalanced: bool
    framed: bool
    plain: bool
    messages: tuple[str, ...]


class Appearance(NamedTuple):
    """What a figure shows: its text, its mark, its note, and whether the finding being followed names it.

    ``left_out`` strikes a figure through: it was read from a source and is not taken over.
    """

    text: str = ""
    mark: Mark | None = None
    note: str = ""
    pending: bool = False
    incomplete: bool = False
    followed: bool = False
    leads: bool = False
    left_out: bool = False

    @property
    def seen(self) -> tuple[object, ...]:
        """Return all of it that is painted; the sentences of the mark are read only where somebody points."""
        return (*self[:1], *self[2:], self.mark is not None and self.mark[:-1])


def appearances(
    refs: Iterable[CellRef], report: Report, evaluation: Evaluation, followed: Finding | None
) -> dict[CellRef, Appearance]:
    """Return what every figure of ``refs`` shows."""
    refs = tuple(refs)
    marks = marks_of(evaluation, len(refs) // _FEW)
    named = followed.cells if followed is not None else ()
    pending = {ref: read_note(note).pending for ref, note in report.notes.items()}
    return {
        ref: Appearance(
            text_of(ref, report, evaluation),
            marks.get(ref),
            report.notes.get(ref, ""),
            pending.get(ref, False),
            ref in evaluation.incomplete,
            ref in named,
            bool(named) and named[0] == ref,
        )
        for ref in refs
    }


def marks_of(evaluation: Evaluation, few: int) -> Mapping[CellRef, Mark]:
    """Return the mark of every figure that a finding names.

    A finding for which the office gave a reason is kept as a mere hint. Blanks are shown singly when there
    are no more than ``few`` of them: a table that is just being filled in stays white.
    """
    marks: dict[CellRef, Mark] = {}
    for finding in evaluation.findings:
        framed = any(evaluation.values.get(ref) is not None for ref in finding.cells)
        mark = _mark(finding, framed=framed, plain=not framed and len(finding.cells) > few)
        for place, ref in enumerate(finding.cells):
            mark = mark._replace(unbalanced=place == 0 and framed and finding.span is None)
            earlier = marks.get(ref)
            marks[ref] = mark if earlier is None else _joined(earlier, mark)
    return marks


def text_of(ref: CellRef, report: Report, evaluation: Evaluation) -> str:
    """Return what stands in a cell: the figure, else what a source printed there, such as 「/」."""
    printed = report.as_printed.get(ref)
    return written(evaluation.values.get(ref)) if printed is None else printed


def _mark(finding: Finding, *, framed: bool, plain: bool) -> Mark:
    if finding.explained:
        return Mark(Severity.HINT, False, framed, plain, (f"{finding.message}（已说明理由）",))  # noqa: FBT003
    return Mark(finding.severity, False, framed, plain, (finding.message,))  # noqa: FBT003


def _joined(one: Mark, other: Mark) -> Mark:
    gravest = max(one.severity, other.severity, key=_GRAVITY.__getitem__)
    worst = [mark for mark in (one, other) if mark.severity is gravest]
    return Mark(
        gravest,
        any(mark.unbalanced for mark in worst),
        one.framed or other.framed,
        one.plain and other.plain,
        one.messages + other.messages,
    )
