"""Tables are found from their lines, however these are drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from intake.page import Rule
from intake.ruled import Box, TooManyLinesError, ruled_tables

Lines = tuple[list[Rule], list[Rule]]


@st.composite
def tables(draw: st.DrawFn) -> list[Box]:
    """Boxes of a table with merged cells, edges at least ten points apart."""
    edges = st.lists(st.integers(10, 60), min_size=2, max_size=6)
    xs, ys = ([sum(steps[:at], 40) for at in range(len(steps) + 1)] for steps in (draw(edges), draw(edges)))
    free = {(column, row) for column in range(len(xs) - 1) for row in range(len(ys) - 1)}
    boxes: list[Box] = []
    for column, row in sorted(free):
        if (column, row) in free:
            width, height = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            covered = {(column + right, row + down) for right in range(width) for down in range(height)}
            if not covered <= free:
                width, height, covered = 1, 1, {(column, row)}
            free -= covered
            boxes.append((xs[column], ys[row], xs[column + width], ys[row + height]))
    return boxes


def sides(boxes: Sequence[Box]) -> Lines:
    """Draw every side of every box."""
    horizontal = [Rule(y, left, right) for left, top, right, bottom in boxes for y in (top, bottom)]
    return horizontal, [Rule(x, top, bottom) for left, top, right, bottom in boxes for x in (left, right)]


def in_pieces(rules: Sequence[Rule], chance: random.Random) -> Iterator[Rule]:
    """Cut lines, leave small gaps, move each a little: as programs draw the borders of neighbouring cells."""
    for rule in rules:
        cuts = [
            rule.start,
            *sorted(chance.uniform(rule.start, rule.end) for _ in range(chance.randint(0, 3))),
            rule.end,
        ]
        for start, end in pairwise(cuts):
            yield Rule(rule.at + chance.uniform(0, 1), start + chance.uniform(0, 1), end + chance.uniform(0, 1))


def doubled(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Draw every line as a thin box, by its two long sides and its two short ends."""
    for rule in rules:
        yield from (rule, rule._replace(at=rule.at + 0.5))


def rounded(found: list[list[Box]]) -> list[list[Box]]:
    return [[tuple(round(side / 5) for side in box) for box in cells] for cells in found]  # type: ignore[misc]


@given(tables())
def test_that_every_cell_is_found(boxes: list[Box]) -> None:
    assert [box for cells in ruled_tables(*sides(boxes)) for box in cells] == sorted(boxes, key=lambda box: box[1::-1])


@given(tables(), st.randoms(use_true_random=False))
def test_that_the_way_the_lines_are_drawn_does_not_matter(boxes: list[Box], chance: random.Random) -> None:
    horizontal, vertical = sides(boxes)
    found = ruled_tables(doubled(list(in_pieces(horizontal, chance))), doubled(list(in_pieces(vertical, chance))))
    [cells] = found
    assert len(cells) == len(boxes)
    for cell, box in zip(cells, sorted(boxes, key=lambda box: box[1::-1]), strict=True):
        assert all(abs(side - edge) <= 3 for side, edge in zip(cell, box, strict=True)), (cell, box)


@given(tables(), st.integers(0, 3))
def test_that_a_regular_table_without_a_line_at_one_end_is_closed_there(boxes: list[Box], side: int) -> None:
    edge = (min if side < 2 else max)(box[side] for box in boxes)
    lines = sides(boxes)
    across = lines[0 if side % 2 else 1]
    along = {place for box in boxes if box[side] == edge for place in box[(side + 1) % 2 :: 2]}
    beside = {place for box in boxes if box[side] != edge for place in box[(side + 1) % 2 :: 2]}
    assume(len(along) > 2 and (not beside or along <= beside))
    across[:] = [rule for rule in across if rule.at != edge]
    assert [box for cells in ruled_tables(*lines) for box in cells] == sorted(boxes, key=lambda box: box[1::-1])


@given(tables(), st.integers(8, 40))
def test_that_tables_apart_from_each_other_are_two(boxes: list[Box], distance: int) -> None:
    lower = max(box[3] for box in boxes) + distance - min(box[1] for box in boxes)
    moved = [(left, top + lower, right, bottom + lower) for left, top, right, bottom in boxes]
    above, below = ruled_tables(*sides([*moved, *boxes]))
    assert len(above) == len(below) == len(boxes)
    assert max(box[3] for box in above) < min(box[1] for box in below)


def test_that_standing_lines_alone_are_no_table() -> None:
    assert ruled_tables([], [Rule(at, 0, 100) for at in (10, 40, 70)]) == []


def test_that_lines_that_enclose_nothing_are_no_table() -> None:
    assert ruled_tables([Rule(10, 0, 100), Rule(40, 0, 100)], [Rule(50, 0, 30)]) == []


def test_that_the_thickness_of_a_line_is_no_line() -> None:
    short = [Rule(at, 10, 10.4) for at in range(0, 100, 4)]
    assert ruled_tables(short, [Rule(at, 0, 100) for at in (10, 40, 70)]) == []


def test_that_more_lines_than_any_table_has_are_refused_at_once() -> None:
    many = [Rule(4.0 * at, 0, 100_000) for at in range(1_000)]
    with pytest.raises(TooManyLinesError):
        ruled_tables(many, many)
