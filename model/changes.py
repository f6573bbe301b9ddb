"""What differs between two reports, place by place; replaying the differences leads from one to the other.

The archive keeps every edit as such a list, so that the history of a cell or a text can be shown and any
moment brought back. A place is named like a path: ``cells/requests.new.natural``, ``texts/overview``, ``level``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from model.report import Report
from model.report_json import Json, report_from_json, report_to_json

_BY_KEY: Final = ("cells", "as_printed", "texts", "notes", "explanations", "dismissed")
_TEXT: Final = "texts/"
_EXTRA: Final = "extra"


class Change(NamedTuple):
    """One place of a report before and after an edit, both as JSON; None where there was or is nothing.

    In a text both sides are ``[start, characters]``: from ``start``, counted in code points, the characters
    before give way to those after.
    """

    place: str
    before: Json
    after: Json


def changes_between(before: Report, after: Report) -> tuple[Change, ...]:
    """Return the places in which two reports differ, each once; none for equal reports."""
    if before.previous == after.previous:  # it is large and hardly ever changes
        before, after = replace(before, previous=None), replace(after, previous=None)
    old, new = _places(before), _places(after)
    return tuple(
        _change(place, old.get(place), new.get(place))
        for place in dict.fromkeys([*old, *new])
        if old.get(place) != new.get(place)
    )


def with_changes(report: Report, changes: Iterable[Change]) -> Report:
    """Return ``report`` after ``changes``, in order; they must have been made from this very report."""
    places = _places(report)
    for change in changes:
        places[change.place] = _after(change, places.get(change.place))
    return _report({place: item for place, item in places.items() if item is not None})


def _places(report: Report) -> dict[str, Json]:
    """Return every place of a report with what stands there, as JSON."""
    places = report_to_json(replace(report, extra={})) | {_EXTRA: dict(report.extra)}
    places["dismissed"] = dict.fromkeys(places["dismissed"], True)
    for section in _BY_KEY:
        places |= {f"{section}/{key}": item for key, item in places.pop(section).items()}
    return places


def _report(places: dict[str, Json]) -> Report:
    """Return the report that stands in ``places``; the inverse of ``_places``."""
    entries: dict[str, Json] = {section: {} for section in _BY_KEY}
    for place, item in places.items():
        section, slash, key = place.partition("/")
        if slash:
            entries[section][key] = item
        else:
            entries[place] = item
    entries["dismissed"] = list(entries["dismissed"])
    extra = entries.pop(_EXTRA, {})
    return replace(report_from_json(entries), extra=extra)


def _change(place: str, before: Json, after: Json) -> Change:
    if not place.startswith(_TEXT):
        return Change(place, before, after)
    old, new = before or "", after or ""
    start = shared_length(old, new)
    end = shared_length(old[start:][::-1], new[start:][::-1])
    removed, inserted = old[start : len(old) - end], new[start : len(new) - end]
    return Change(
        place,
        None if before is None else [start, removed],
        None if after is None else [start, inserted],
    )


def _after(change: Change, standing: Json) -> Json:
    if change.after is None or not change.place.startswith(_TEXT):
        return change.after
    start, inserted = change.after
    text = standing or ""
    end = start if change.before is None else start + len(change.before[1])
    return f"{text[:start]}{inserted}{text[end:]}"


def shared_length(first: str, second: str) -> int:
    """Return how many characters two texts share from their start."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(first), len(second)))
