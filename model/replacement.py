"""One report put in the place of another as a single edit, so that it can be undone and is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from model.report import Edit, EditKind, Report

_Key = TypeVar("_Key")

_PROPERTIES = ("office", "level", "scope", "previous", "source", "extra")


def replacement(old: Report, new: Report, reason: str, kind: EditKind = EditKind.IMPORT) -> Edit:
    """Return the edit that turns ``old`` into ``new``; both must be of the same year and form."""
    return Edit(
        kind,
        cells=_changes(old.cells, new.cells),
        as_printed={ref: new.as_printed.get(ref) for ref in {**old.as_printed, **new.as_printed}},
        texts=_changes(old.texts, new.texts, gone=""),
        notes=_changes(old.notes, new.notes),
        explanations=_changes(old.explanations, new.explanations),
        dismissed={key: key in new.dismissed for key in old.dismissed ^ new.dismissed},
        properties={name: getattr(new, name) for name in _PROPERTIES if getattr(new, name) != getattr(old, name)},
        reason=reason,
    )


def _changes(old: Mapping[_Key, Any], new: Mapping[_Key, Any], gone: object = None) -> dict[_Key, Any]:
    """Return what to set for each key that differs; ``gone`` stands for one that is no longer there."""
    return {key: new.get(key, gone) for key in {**old, **new} if old.get(key) != new.get(key)}
