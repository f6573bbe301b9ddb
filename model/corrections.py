"""更正: what was changed between one final version and the next, with the reason, as it has to be listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from model.archive_records import RecordedEdit, Version, VersionKind
from model.comparison import FigureDifference, TextDifference, compare
from model.form import Form
from model.history import place_of_cell, place_of_text
from model.report import Report


class Correction(NamedTuple):
    """One figure or text that a correction changed, and why."""

    difference: FigureDifference | TextDifference
    reason: str


class CorrectionList(NamedTuple):
    """What a correction changed: from which final version, to which; ``to`` is None while it is being made."""

    opened: Version
    since: Version
    to: Version | None
    entries: tuple[Correction, ...]


def correction_lists(
    form: Form,
    versions: Sequence[Version],
    edits: Sequence[RecordedEdit],
    load_version: Callable[[int], Report],
    now: Report,
) -> list[CorrectionList]:
    """Return one list for every correction of a report, in order.

    ``versions`` and ``edits`` are all of the report, ``now`` is the report as it stands. The reason of an entry
    is that of the last edit of its place which gives one, else the one for which the report was opened again.
    """
    lists = []
    for index, opened in enumerate(versions):
        if opened.kind is not VersionKind.CORRECTION:
            continue
        since = next((each for each in reversed(versions[:index]) if each.kind is VersionKind.FINAL), opened)
        to = next((each for each in versions[index:] if each.kind is VersionKind.FINAL), None)
        made = [edit for edit in edits if edit.id > opened.edit_id and (to is None or edit.id <= to.edit_id)]
        after = now if to is None else load_version(to.id)
        found = compare(form, load_version(since.id), after)
        differences: list[FigureDifference | TextDifference] = [*found.figures, *found.texts]
        entries = tuple(Correction(each, _reason(made, _place(each)) or opened.name) for each in differences)
        lists.append(CorrectionList(opened, since, to, entries))
    return lists


def _place(difference: FigureDifference | TextDifference) -> str:
    if isinstance(difference, FigureDifference):
        return place_of_cell(difference.ref)
    return place_of_text(difference.key)


def _reason(edits: Iterable[RecordedEdit], place: str) -> str:
    reasons = [edit.reason for edit in edits if edit.reason and any(change.place == place for change in edit.changes)]
    return reasons[-1] if reasons else ""
