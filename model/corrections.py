"""更正: what was changed between one final version and the next, with the reason, as it has to be listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from model.archive_records import RecordedEdit, Version, VersionKind
from model.cells import CellRef
from model.comparison import FigureDifference, TextDifference, compare
from model.form import Form
from model.history import place_of_cell, place_of_text
from model.report import Edit, EditKind, Explanation, Report
from model.text_difference import RunKind

_KEY: Final = "correction"
_BETWEEN: Final = "；"
_BY_HAND: Final = {EditKind.TYPING, EditKind.PASTE, EditKind.CLEAR, EditKind.FILL}
"""Edits whose reason is a person's own; of others it is where the figures came from, which explains no correction."""
_LONGEST: Final = 40
"""Characters of a piece of a text that are shown."""


class Correction(NamedTuple):
    """One figure or text that a correction changed, and why; ``usual`` is the reason while none of its own is given."""

    difference: FigureDifference | TextDifference
    reason: str
    usual: str = ""

    @property
    def place(self) -> str:
        """Return the place under which the history keeps the figure or text."""
        if isinstance(self.difference, FigureDifference):
            return place_of_cell(self.difference.ref)
        return place_of_text(self.difference.key)

    @property
    def is_computed(self) -> bool:
        """Tell whether it changed only because its parts did; then their reasons are its own."""
        return isinstance(self.difference, FigureDifference) and self.difference.computed


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
    is the one given for its place, else that of the last edit of its place if a person gave one, else the one for
    which the report was opened again.
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
        entries = [_corrected(each, opened, made, after) for each in differences]
        lists.append(CorrectionList(opened, since, to, tuple(_with_parts(form, entries))))
    return lists


def sides(entry: Correction) -> tuple[str, str, str]:
    """Return what was corrected in words, and both sides of it; of a text the pieces that were changed."""
    difference = entry.difference
    if isinstance(difference, FigureDifference):
        named = f"{difference.label}（自动计算）" if difference.computed else difference.label
        return named, difference.old or "空", difference.new or "空"
    old, new = (
        " … ".join(run.text.strip() for run in difference.runs if run.kind is kind).replace("\n", " ")
        for kind in (RunKind.REMOVED, RunKind.INSERTED)
    )
    return difference.label, _short(old), _short(new)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def give_reasons(opened: Version, reasons: Mapping[str, str]) -> Edit:
    """Return the edit that gives places corrected since ``opened`` reasons of their own; an empty one takes it back.

    A reason is an explanation kept under the number of the correction and the place, so that it lies in the report
    and in the version in which the correction ends.
    """
    said = {_key(opened, place): Explanation(words) if words else None for place, words in reasons.items()}
    return Edit(EditKind.EXPLANATION, explanations=said, reason="填写更正原因")


def _key(opened: Version, place: str) -> str:
    return f"{_KEY}:{opened.number}:{place}"


def _corrected(
    difference: FigureDifference | TextDifference, opened: Version, made: Iterable[RecordedEdit], after: Report
) -> Correction:
    entry = Correction(difference, opened.name)
    usual = _reason(made, entry.place) or opened.name
    said = after.explanations.get(_key(opened, entry.place))
    return Correction(difference, said.text if said is not None else usual, usual)


def _with_parts(form: Form, entries: Iterable[Correction]) -> list[Correction]:
    """Give every total the reasons of its parts, each once; parts come before totals in the formulas."""
    listed = list(entries)
    known = {each.difference.ref: each for each in listed if isinstance(each.difference, FigureDifference)}
    because: dict[CellRef, dict[str, None]] = {
        ref: {entry.reason: None} for ref, entry in known.items() if not entry.is_computed
    }
    for ref, formula in form.computing.items():
        because[ref] = {words: None for part in formula.expression.names for words in because.get(part, {})}
    return [
        entry._replace(reason=_BETWEEN.join(because[entry.difference.ref]) or entry.usual)
        if isinstance(entry.difference, FigureDifference) and entry.is_computed
        else entry
        for entry in listed
    ]


def _reason(edits: Iterable[RecordedEdit], place: str) -> str:
    made = [edit for edit in edits if any(change.place == place for change in edit.changes)]
    return made[-1].reason if made and made[-1].kind in _BY_HAND else ""
