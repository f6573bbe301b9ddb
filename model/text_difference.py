"""What differs between two texts, in pieces that a person can read: kept, struck out, added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|.", re.DOTALL)
_SHORTEST_KEPT: Final = 2
"""A single character that two sentences share by chance is no reason to tear them into splinters."""
_LARGEST_PRODUCT: Final = 4_000_000
"""How many pairs of tokens are compared; larger paragraphs that differ are shown struck and anew."""


class RunKind(StrEnum):
    """What became of a piece of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    INSERTED = "inserted"


class Run(NamedTuple):
    """A piece of text and what became of it."""

    kind: RunKind
    text: str


def text_difference(old: str, new: str) -> tuple[Run, ...]:
    """Return the pieces that lead from ``old`` to ``new``.

    Kept and removed pieces in order are ``old``, kept and inserted ones ``new``. Numbers are never split, so
    that 28 instead of 26 is shown as two numbers.
    """
    runs = _joined(_by_paragraph(old, new))
    return _joined(_without_splinters(runs))


def _by_paragraph(old: str, new: str) -> Iterator[Run]:
    """Compare whole paragraphs first, which keeps long texts fast, then the words of those that differ."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, start, end, first, last in _steps(before, after):
        removed, inserted = "".join(before[start:end]), "".join(after[first:last])
        if kind == "equal":
            yield Run(RunKind.KEPT, removed)
        else:
            yield from _by_word(removed, inserted)


def _by_word(old: str, new: str) -> Iterator[Run]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _LARGEST_PRODUCT:
        yield from (Run(RunKind.REMOVED, old), Run(RunKind.INSERTED, new))
        return
    for kind, start, end, first, last in _steps(before, after):
        if kind == "equal":
            yield Run(RunKind.KEPT, "".join(before[start:end]))
        else:
            yield Run(RunKind.REMOVED, "".join(before[start:end]))
            yield Run(RunKind.INSERTED, "".join(after[first:last]))


def _steps(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _without_splinters(runs: Sequence[Run]) -> Iterator[Run]:
    """Give up kept pieces too short to mean anything when they stand between two changes."""
    for index, run in enumerate(runs):
        inside = 0 < index < len(runs) - 1
        if run.kind is RunKind.KEPT and inside and len(run.text) < _SHORTEST_KEPT and "\n" not in run.text:
            yield Run(RunKind.REMOVED, run.text)
            yield Run(RunKind.INSERTED, run.text)
        else:
            yield run


def _joined(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Put what was removed before what was inserted in its place, and drop empty pieces."""
    joined: list[Run] = []
    for kept, group in groupby((run for run in runs if run.text), key=lambda run: run.kind is RunKind.KEPT):
        pieces = list(group)
        for kind in (RunKind.KEPT,) if kept else (RunKind.REMOVED, RunKind.INSERTED):
            text = "".join(run.text for run in pieces if run.kind is kind)
            joined += [Run(kind, text)] if text else []
    return tuple(joined)
