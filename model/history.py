"""The history of a report: who changed what and when, place by place, and every moment brought back.

The archive keeps each edit as a list of changes; everything here is computed from that list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from model.archive import BLANK
from model.archive_records import RecordedEdit
from model.cells import CellRef
from model.changes import Change, with_changes
from model.replacement import replacement
from model.report import Edit, EditKind, Report
from model.report_json import Json

_OF_A_CELL: Final = ("cells", "as_printed", "notes")
_PAUSE: Final = timedelta(minutes=5)


class HistoryEntry(NamedTuple):
    """One change of one place: what stood there before and after, as JSON, None where there was or is nothing.

    Both sides of a text are the whole text as it was stored, so that they can be compared by a reader.
    """

    edit_id: int
    at: datetime
    author: str
    kind: EditKind
    reason: str
    place: str
    before: Json
    after: Json


def place_of_cell(ref: CellRef) -> str:
    """Return the place under which the history keeps a figure."""
    return f"cells/{ref}"


def place_of_text(key: str) -> str:
    """Return the place under which the history keeps a text."""
    return f"texts/{key}"


def history(edits: Iterable[RecordedEdit], place: str | None = None) -> list[HistoryEntry]:
    """Return every change, or those of one place, in the order in which they were made.

    ``edits`` are all edits of a report from the first on. For a figure, what was printed in its place
    (``as_printed``) and its note (``notes``) belong to its history.
    """
    wanted = None if place is None else _places_together(place)
    return [entry for entry in _entries(edits) if wanted is None or entry.place in wanted]


def gathered(entries: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    """Return the entries as a person made them: what was typed into one text in one go is one entry.

    The editor records every keystroke; such entries are joined while the same person goes on in the same text on the
    same day without a pause of five minutes. An entry stands for the last edit in it; one that came to nothing is
    left out.
    """
    joined: list[HistoryEntry] = []
    for entry in entries:
        if joined and _goes_on(joined[-1], entry):
            joined[-1] = entry._replace(before=joined[-1].before)
        else:
            joined.append(entry)
    return [entry for entry in joined if entry.before != entry.after]


def place_in_form(place: str) -> str:
    """Return the place whose history ``place`` belongs to: a note belongs to its figure."""
    section, _, key = place.partition("/")
    return f"cells/{key}" if section in _OF_A_CELL else place


def report_at(edits: Sequence[RecordedEdit], edit_id: int) -> Report:
    """Return the report as it stood after an edit; raise ``KeyError`` for one that is not among ``edits``."""
    if all(edit.id != edit_id for edit in edits):
        raise KeyError(edit_id)
    return with_changes(BLANK, [change for edit in edits if edit.id <= edit_id for change in edit.changes])


def going_back(now: Report, then: Report, moment: datetime) -> Edit:
    """Return the edit that turns ``now`` into ``then``, the report of ``moment``; it erases nothing."""
    local = moment.astimezone()
    reason = f"恢复到 {local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"
    return replacement(now, then, reason, EditKind.RESTORE)


def _places_together(place: str) -> set[str]:
    section, _, key = place.partition("/")
    return {f"{part}/{key}" for part in _OF_A_CELL} if section == "cells" else {place}


def _goes_on(last: HistoryEntry, entry: HistoryEntry) -> bool:
    same = (last.place, last.author, last.kind, last.reason) == (entry.place, entry.author, entry.kind, entry.reason)
    if not same or entry.kind is not EditKind.TEXT:
        return False
    begun, ended = last.at.astimezone(), entry.at.astimezone()
    return begun.date() == ended.date() and abs(ended - begun) < _PAUSE  # a clock may be set back


def _entries(edits: Iterable[RecordedEdit]) -> Iterator[HistoryEntry]:
    texts: dict[str, str] = {}
    for edit in edits:
        for change in edit.changes:
            before, after = change.before, change.after
            if change.place.startswith("texts/"):
                standing = texts.get(change.place, "")
                before = None if before is None else standing
                after = _text_after(change, standing)
                texts[change.place] = after or ""
            yield HistoryEntry(edit.id, edit.at, edit.author, edit.kind, edit.reason, change.place, before, after)


def _text_after(change: Change, before: str) -> str | None:
    if change.after is None:
        return None
    start, inserted = change.after
    removed = "" if change.before is None else change.before[1]
    return f"{before[:start]}{inserted}{before[start + len(removed) :]}"
