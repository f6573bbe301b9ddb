"""Finds ruled tables: the smallest boxes that lines enclose, and which of them touch.

Lines that nearly coincide are one, as the two sides of a border drawn as a thin box; pieces that nearly meet are one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from intake.page import Rule

_NEAR: Final = 3.0
"""Points by which lines may miss each other and still be one or meet."""
_SHORTEST: Final = 1.0
"""Points below which a piece of a line is the thickness of one."""
_OPEN: Final = 3
"""Lines that must end together to be those of a row or column without a line there."""
_MAXIMUM_CROSSINGS: Final = 250_000

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Corner = tuple[float, float]


class TooManyLinesError(ValueError):
    """There are more lines than any table has."""


def ruled_tables(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[list[Box]]:
    """Return the tables from top to bottom, each as its cells row by row; cells that share a corner belong together."""
    lying, standing = _joined(horizontal), _joined(vertical)
    if len(lying) * len(standing) > _MAXIMUM_CROSSINGS:
        raise TooManyLinesError
    cells = list(_cells(lying, standing))
    cells += _in_line(_cells(sorted([*lying, *_open_ends(lying, standing)]), standing), cells, across=0)
    cells += _in_line(_cells(lying, sorted([*standing, *_open_ends(standing, lying)])), cells, across=1)
    return sorted((sorted(group, key=_by_rows) for group in _touching(cells)), key=lambda group: _by_rows(group[0]))


def _by_rows(box: Box) -> tuple[float, float]:
    return box[1], box[0]


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Put lines that nearly coincide in one place and join their pieces; return them in the order of their places."""
    joined = []
    for group in _near_each_other(sorted(rule for rule in rules if rule.end - rule.start >= _SHORTEST)):
        at = sum(rule.at for rule in group) / len(group)
        pieces: list[Rule] = []
        for rule in sorted(group, key=lambda rule: rule.start):
            if pieces and rule.start <= pieces[-1].end + _NEAR:
                pieces[-1] = Rule(at, pieces[-1].start, max(pieces[-1].end, rule.end))
            else:
                pieces.append(Rule(at, rule.start, rule.end))
        joined += [piece for piece in pieces if piece.end - piece.start >= _NEAR]
    return joined


def _open_ends(lying: Sequence[Rule], standing: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the lines that close what is open above and below; with the arguments exchanged, at the sides.

    A row that a page break cuts has no line where the page ends; some tables have none at their sides.
    """
    held = [rule for rule in standing if any(_meet(line, rule) for line in lying)]
    ends = [Rule(end, rule.at, rule.at) for rule in held for end in (rule.start, rule.end)]
    for group in _near_each_other(sorted(ends)):
        at = group[0].at
        start, end = min(rule.start for rule in group), max(rule.end for rule in group)
        closed = any(abs(line.at - at) <= _NEAR and line.start < end and line.end > start for line in lying)
        if len(group) >= _OPEN and not closed:
            yield Rule(at, start, end)


def _in_line(found: Iterable[Box], cells: Sequence[Box], across: int) -> list[Box]:
    """Return those boxes that continue columns (``across`` 0) or rows (1) of the cells, if there are any."""
    edges = {side for cell in cells for side in cell[across::2]}
    return [
        box
        for box in found
        if (not cells or edges.issuperset(box[across::2]))
        and not any(
            left < box[2] and box[0] < right and top < box[3] and box[1] < bottom for left, top, right, bottom in cells
        )
    ]


def _near_each_other(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[-1].at > _NEAR:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _cells(lying: Sequence[Rule], standing: Sequence[Rule]) -> Iterator[Box]:
    """Yield for every place where two lines cross the smallest box to the right of it and below that lines enclose."""
    along = [[right for right, rule in enumerate(standing) if _meet(line, rule)] for line in lying]
    down: list[list[int]] = [[] for _ in standing]
    for line, crossed in enumerate(along):
        for rule in crossed:
            down[rule].append(line)
    crossing = [set(crossed) for crossed in along]
    for top, crossed in enumerate(along):
        for at, left in enumerate(crossed):
            rights, below = crossed[at + 1 :], down[left][bisect_right(down[left], top) :]
            found = next(((right, low) for low in below for right in rights if right in crossing[low]), None)
            if found is not None:
                yield standing[left].at, lying[top].at, standing[found[0]].at, lying[found[1]].at


def _meet(line: Rule, rule: Rule) -> bool:
    """Tell whether a lying and a standing line meet."""
    return (
        line.start - _NEAR <= rule.at <= line.end + _NEAR  # they may end a little before each other
        and rule.start - _NEAR <= line.at <= rule.end + _NEAR
    )


def _touching(cells: Iterable[Box]) -> list[list[Box]]:
    """Return the cells in groups that hang together by shared corners."""
    at_corner: dict[Corner, list[Box]] = {}
    for cell in cells:
        for corner in _corners(cell):
            at_corner.setdefault(corner, []).append(cell)
    groups, seen = [], set()
    for cell in [cells[0] for cells in at_corner.values()]:
        if cell in seen:
            continue
        seen.add(cell)
        group = [cell]
        for member in group:  # grows while it is gone through
            fresh = {other for corner in _corners(member) for other in at_corner[corner]} - seen
            seen |= fresh
            group += sorted(fresh)
        groups.append(group)
    return groups


def _corners(cell: Box) -> tuple[Corner, Corner, Corner, Corner]:
    left, top, right, bottom = cell
    return (left, top), (right, top), (left, bottom), (right, bottom)
