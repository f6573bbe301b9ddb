"""Holds what was read against the form: printed totals beside computed ones, and how many relations hold.

The identities are a checksum for whoever accepts the reading; they never change a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.reading import Difference, Identities, Key
from intake.source import Place
from model.cells import CellRef, Value
from model.expression import holds
from model.form import Form
from model.report import Report
from model.totals import compute_totals


def differences_of(form: Form, report: Report, places: Mapping[Key, Place]) -> tuple[Difference, ...]:
    """Return every printed total that differs from the sum of its parts, all of which were read."""
    typed = {ref: value for ref, value in report.cells.items() if not form.cells[ref].computed}
    totals = compute_totals(form, typed)
    return tuple(
        Difference(ref, form.cells[ref].label, report.cells[ref], totals.values[ref], places.get(ref, Place()))
        for ref in form.computing
        if ref in report.cells
        and ref not in totals.incomplete
        and totals.values[ref] is not None
        and totals.values[ref] != report.cells[ref]
    )


def identities_of(form: Form, report: Report) -> Identities:
    """Count the relations of the tables whose figures were all read, and those of them that hold."""
    totals = compute_totals(form, report.cells)
    whole = {ref: value for ref, value in totals.values.items() if ref not in totals.incomplete}
    known = {ref: value for ref, value in {**whole, **report.cells}.items() if value is not None}
    results = [*_formulas(form, known, report), *_relations(form, known)]
    return Identities(sum(results), len(results))


def _formulas(form: Form, known: Mapping[CellRef, Value], report: Report) -> Iterator[bool]:
    for formula in form.formulas:
        if formula.target in report.cells and all(part in known for part in formula.expression.names):
            yield formula.expression.evaluate(known) == report.cells[formula.target]


def _relations(form: Form, known: Mapping[CellRef, Value]) -> Iterator[bool]:
    for check in form.checks.values():
        for relation in check.relations:
            names = (*relation.left.names, *relation.right.names)
            if relation.operator == "==" and names and all(name in known for name in names):
                yield holds(relation.operator, relation.left.evaluate(known), relation.right.evaluate(known))
