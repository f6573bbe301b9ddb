"""What was read from a source: a report, where each part of it stands, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from intake.source import Place, SourceLine
from model.cells import CellRef, Value
from model.report import Report

Key = CellRef | str
"""A figure, or the key of a text."""


class Unread(NamedTuple):
    """A cell that stays blank because it could not be read for certain; ``label`` names it in a clerk's words."""

    ref: CellRef
    label: str
    reason: str
    place: Place


class Doubtful(NamedTuple):
    """Something that was read and should be looked at: a figure with a remark, an office that is not named."""

    key: Key
    label: str
    reason: str
    place: Place


class Difference(NamedTuple):
    """A printed total and what its parts add up to."""

    ref: CellRef
    label: str
    printed: Value
    computed: Value
    place: Place


class Identities(NamedTuple):
    """How many of the relations whose figures were all read hold."""

    hold: int
    of: int

    def __str__(self) -> str:
        return f"{self.hold}/{self.of} 关系成立"


@dataclass(frozen=True)
class Reading:
    """The result of reading one source; nothing of it counts before somebody has accepted it.

    ``report`` holds figures, printed totals, what was no plain number, and texts; ``report.source`` names the
    source. ``places`` says where each of them stands. ``unread`` cells are blank in the report although the
    source may print them; ``doubtful`` parts were read and deserve a look. ``printed_vs_computed`` are totals
    that differ from the sum of their parts. ``remarks`` are sentences about the source as a whole,
    ``lines`` what stands in it, for showing it beside what was read.
    """

    report: Report
    places: Mapping[Key, Place]
    unread: tuple[Unread, ...]
    doubtful: tuple[Doubtful, ...]
    printed_vs_computed: tuple[Difference, ...]
    identities: Identities
    name: str
    remarks: tuple[str, ...] = ()
    lines: tuple[SourceLine, ...] = ()

    def source_of(self, key: Key) -> str:
        """Return where a part of the report comes from: 「来源：上年报告.pdf 第 4 页第 1 张表第 7 行」."""
        place = str(self.places[key]) if key in self.places else ""
        return f"来源：{self.name}{' ' + place if place else ''}"
