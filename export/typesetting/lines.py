"""Where a paragraph is broken into lines: the breaks that make the whole paragraph look best.

The method is total fit (Knuth and Plass, Breaking Paragraphs into Lines, 1981), with white inside Chinese marks
as what shrinks and the gaps between characters as what stretches.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from export.typesetting.units import Unit

_TOLERANCE: Final = 0.01
_LINE: Final = 1.0
_COMFORTABLE_GAP: Final = 0.04
"""Opening every gap by this part of an em costs as much as one line."""
TORN_GAP: Final = 0.6
"""A line whose gaps would be opened by more than this part of an em is torn: it is left short instead."""
_TORN: Final = 1e5
_SQUEEZED: Final = 25.0
_WINDOW: Final = 5.0
"""Breaks that leave a line more than this many ems short are not tried while there is another."""
_LONELY: Final = 60.0
"""A last line of one character costs this much."""
_EMERGENCY: Final = 1e7


class Line(NamedTuple):
    """Units from ``start`` to ``end`` (exclusive); ``is_last`` tells whether the paragraph ends with it."""

    start: int
    end: int
    is_last: bool


class _Sums(NamedTuple):
    """Running sums over the units of a paragraph, each one longer than the paragraph."""

    width: list[float]
    squeezable: list[float]
    gaps: list[int]
    least: list[float]


def break_lines(units: Sequence[Unit], size: float, measure: float, indent: float = 0.0) -> list[Line]:
    """Return the lines of a paragraph set in ``size`` on ``measure`` points, the first one indented.

    No unit is lost. A line is wider than the measure only when a single unit is.
    """
    count = len(units)
    sums = _sums(units)
    best = [float("inf")] * (count + 1)
    origin = [0] * (count + 1)
    best[0] = 0.0
    for start in range(count):
        if best[start] == float("inf"):
            continue
        room = measure - (indent if start == 0 else 0.0)
        for end in _possible_ends(units, sums, start, room, size):
            cost = best[start] + _cost(units, sums, start, end, room, size)
            if cost < best[end]:
                best[end], origin[end] = cost, start
    return _trace(origin, count)


def _sums(units: Sequence[Unit]) -> _Sums:
    width = list(accumulate((unit.width for unit in units), initial=0.0))
    squeezable = list(accumulate((unit.before + unit.after + unit.glue for unit in units), initial=0.0))
    gaps = list(accumulate((int(unit.stretches) for unit in units), initial=0))
    return _Sums(width, squeezable, gaps, [whole - part for whole, part in zip(width, squeezable, strict=True)])


def _possible_ends(units: Sequence[Unit], sums: _Sums, start: int, room: float, size: float) -> Iterator[int]:
    """Yield the ends of a line that begins at ``start``: every good one, or the least bad."""
    count = len(units)
    furthest = max(bisect_right(sums.least, sums.least[start] + room + _TOLERANCE) - 1, start + 1)
    while furthest < count and units[furthest].is_space:
        furthest += 1
    shortest = sums.width[start] + room - _WINDOW * size
    found = False
    for end in range(furthest, start, -1):
        if found and sums.width[end] < shortest:
            return
        if end == count or units[end - 1].penalty != float("inf"):
            found = True
            yield end
    if not found:
        yield furthest


def _cost(units: Sequence[Unit], sums: _Sums, start: int, end: int, room: float, size: float) -> float:
    """Return how bad a line is: an ideal one costs 1."""
    last = end - 1
    hanging = units[last].width if units[last].is_space else units[last].glue
    slack = room - (sums.width[end] - sums.width[start] - hanging)
    if end == len(units):
        lonely = _LONELY if start > 0 and sums.width[end] - sums.width[start] < 1.6 * size else 0.0
        return _LINE + lonely + (0.0 if slack >= -_TOLERANCE else _squeeze_cost(units, sums, start, end, -slack))
    penalty = units[last].penalty
    base = _LINE + (_EMERGENCY if penalty == float("inf") else penalty)
    if slack < -_TOLERANCE:
        return base + _squeeze_cost(units, sums, start, end, -slack)
    gaps = sums.gaps[last] - sums.gaps[start]
    gap = max(slack, 0.0) / max(gaps, 1) / size
    return base + (_TORN + slack / size if gap > TORN_GAP else (gap / _COMFORTABLE_GAP) ** 2)


def _squeeze_cost(units: Sequence[Unit], sums: _Sums, start: int, end: int, excess: float) -> float:
    squeezable = sums.squeezable[end] - sums.squeezable[start] - units[end - 1].glue
    if excess > squeezable + _TOLERANCE:
        return _EMERGENCY
    at_the_end = units[end - 1].after >= excess
    return _LINE if at_the_end else _SQUEEZED * (excess / squeezable) ** 2 + 2 * _LINE


def _trace(origin: Sequence[int], count: int) -> list[Line]:
    lines: list[Line] = []
    end = count
    while end > 0:
        lines.append(Line(origin[end], end, is_last=end == count))
        end = origin[end]
    return lines[::-1]
