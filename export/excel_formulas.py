"""Turns the sums and relations of a form into Excel formulas over the cells of a sheet.

The formulas use only ``SUM``, ``IF`` and ``COUNT``, which every spreadsheet program has and every clerk can read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from model.cells import CellRef, Value
from model.expression import Expression, Number
from model.form import Form, Relation

Place = Callable[[CellRef], tuple[int, int]]
"""Where a figure stands in a sheet: row and column, counted from 1."""


class Linear(NamedTuple):
    """A constant and a multiple of each of some printed figures."""

    terms: Mapping[CellRef, Number]
    constant: Number

    def value(self, values: Mapping[CellRef, Value]) -> Value:
        """Return what the Excel formula gives for ``values``: None when all its figures are blank."""
        known = [(ref, values.get(ref)) for ref in self.terms]
        if all(value is None for _, value in known):
            return None
        return self.constant + sum(self.terms[ref] * (value or 0) for ref, value in known)

    def minus(self, other: Linear) -> Linear:
        """Return the difference of two linear forms."""
        terms = dict(self.terms)
        for ref, factor in other.terms.items():
            terms[ref] = terms.get(ref, 0) - factor
        return Linear(terms, self.constant - other.constant)


class CheckLine(NamedTuple):
    """One instance of a check: the figure beside which it stands, and what must be 0."""

    anchor: CellRef
    difference: Linear


class CheckGroup(NamedTuple):
    """All instances of one check in one table."""

    check_id: str
    title: str
    lines: tuple[CheckLine, ...]


def linear(form: Form, expression: Expression[CellRef]) -> Linear:
    """Return a sum of a form as a linear form of printed figures; subtotals that are not printed are spread out.

    The factor of a figure is found by evaluating the expression with that figure alone.
    """
    constant = expression.evaluate({})
    terms: dict[CellRef, Number] = defaultdict(int)
    for name in expression.names:
        factor = expression.evaluate({name: 1}) - constant
        parts: Mapping[CellRef, Number] = {name: 1}
        if not form.cells[name].printed:
            parts = linear(form, form.computing[name].expression).terms
        for part, inner in parts.items():
            terms[part] += factor * inner
    return Linear(terms, constant)


def check_groups(form: Form, table: str) -> list[CheckGroup]:
    """Return what a sheet can check by itself: the form's equations between figures of one table.

    These are the equations that hold for every kind of organ and need no last year, and every sum.
    """
    lines: dict[str, list[CheckLine]] = defaultdict(list)
    for check in form.checks.values():
        for relation in check.relations if not check.levels else ():
            if relation.operator == "==" and all(_within(form, table, ref) for ref in _figures(relation)):
                difference = linear(form, relation.left).minus(linear(form, relation.right))
                lines[check.id].append(CheckLine(relation.cells[0], difference))
    for formula in form.formulas:
        if formula.target.table == table and form.cells[formula.target].printed:
            target = Linear({formula.target: 1}, 0)
            difference = target.minus(linear(form, formula.expression))
            lines[formula.check_id].append(CheckLine(formula.target, difference))
    return [CheckGroup(key, form.checks[key].title, tuple(lines[key])) for key in sorted(lines)]


def total_formula(parts: Linear, place: Place) -> str:
    """Return the formula of a total, which is blank while all its parts are."""
    return f'=IF(COUNT({_listed(parts.terms, place, ",")})=0,"",{_sum(parts, place)})'


def ranges(refs: Iterable[CellRef], place: Place) -> str:
    """Return the cells of ``refs`` as few ranges as possible, divided by spaces: ``D6:I30 K6``."""
    return _listed(refs, place, " ")


def address(row: int, column: int) -> str:
    """Return the name of a cell, such as ``D6``."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """Return the name of a column counted from 1: A, B, … Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _figures(relation: Relation) -> tuple[CellRef, ...]:
    return (*relation.left.names, *relation.right.names)


def _within(form: Form, table: str, ref: CellRef) -> bool:
    return ref.table == table and ref in form.cells


def _sum(parts: Linear, place: Place) -> str:
    """Return ``SUM(...)`` of the figures with factor 1, less that of those with -1, and so on."""
    by_factor: dict[Number, list[CellRef]] = defaultdict(list)
    for ref, factor in parts.terms.items():
        by_factor[factor].append(ref)
    by_factor.pop(0, None)
    text = ""
    for factor in sorted(by_factor, reverse=True):
        size = "" if abs(factor) == 1 else f"{abs(factor)}*"
        text += f"{'-' if factor < 0 else '+'}{size}SUM({_listed(by_factor[factor], place, ',')})"
    return (text + (f"{parts.constant:+}" if parts.constant else "")).removeprefix("+")


def _listed(refs: Iterable[CellRef], place: Place, divider: str) -> str:
    return divider.join(_rectangles({place(ref) for ref in refs}))


def _rectangles(cells: set[tuple[int, int]]) -> Iterator[str]:
    """Yield cells as ranges: runs down each column, then equal runs of neighbouring columns as one."""
    by_span: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column in sorted({column for _, column in cells}):
        for span in _runs(sorted(row for row, other in cells if other == column)):
            by_span[span].append(column)
    for (top, bottom), columns in sorted(by_span.items()):
        for left, right in _runs(columns):
            first, last = address(top, left), address(bottom, right)
            yield first if first == last else f"{first}:{last}"


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of every run of consecutive numbers in a sorted list."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield run[0], run[-1]
