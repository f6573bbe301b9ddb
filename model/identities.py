"""The identities of a report's tables as sums of signed figures that must be nought.

Other than the evaluation, which computes totals, they hold printed totals as figures of their own, because a
mistake may stand in these too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from model.cells import CellRef, Value
from model.expression import Number
from model.form import Form
from model.report import Report

IDENTITY_CHECKS = frozenset({"A1", "A2", "A3", "A4", "A9", "Y1", "Y2"})
"""The checks of the form that are identities."""


class Identity(NamedTuple):
    """``constant`` and the signed figures add up to nought; ``constant`` holds last year's figures.

    ``blank`` are the figures of it that are not known.
    """

    check_id: str
    signs: Mapping[CellRef, int]
    constant: Number
    blank: tuple[CellRef, ...]

    def rest(self, figures: Mapping[CellRef, Value]) -> Number:
        """Return by how much it fails; blanks count as nothing."""
        return self.constant + sum(sign * (figures.get(ref) or 0) for ref, sign in self.signs.items())

    def moved(self, change: Mapping[CellRef, Number]) -> Number:
        """Return by how much a change of figures moves the rest."""
        return sum(self.signs.get(ref, 0) * added for ref, added in change.items())


def identities_of(form: Form, report: Report, values: Mapping[CellRef, Value]) -> tuple[Identity, ...]:
    """Return the identities between the figures that stand in a report, printed totals included."""
    found = [*_totals(form, report), *_relations(form, report, values)]
    unique = {(identity.check_id, tuple(sorted(identity.signs.items()))): identity for identity in found}
    return tuple(unique.values())


def _parts(form: Form, report: Report, ref: CellRef) -> dict[CellRef, int]:
    """Return the standing figures of which a figure is made: itself, or its parts where it was not printed."""
    formula = form.computing.get(ref)
    if formula is None or report.cells.get(ref) is not None:
        return {ref: 1}
    return _expanded(form, report, formula.expression.names)


def _expanded(form: Form, report: Report, names: tuple[CellRef, ...]) -> dict[CellRef, int]:
    signs: dict[CellRef, int] = {}
    for name in names:
        for ref, sign in _parts(form, report, name).items():
            signs[ref] = signs.get(ref, 0) + sign
    return signs


def _totals(form: Form, report: Report) -> Iterator[Identity]:
    for formula in form.formulas:
        if report.cells.get(formula.target) is None:
            continue
        signs = _expanded(form, report, formula.expression.names)
        signs[formula.target] = signs.get(formula.target, 0) - 1
        yield _identity(formula.check_id, signs, 0, report)


def _relations(form: Form, report: Report, values: Mapping[CellRef, Value]) -> Iterator[Identity]:
    """Yield the relations of checks that are plain sums on both sides."""
    for check_id in ("A1", "Y1", "Y2"):
        check = form.checks.get(check_id)
        for relation in check.relations if check else ():
            signs: dict[CellRef, int] = {}
            constant: Number = 0
            known = True
            minus = {relation.right.names[-1]} if check_id == "Y2" else set()
            for side, names in ((1, relation.left.names), (-1, relation.right.names)):
                for name in names:
                    sign = -side if name in minus and side < 0 else side
                    if name.is_last_year:
                        known = known and values.get(name) is not None
                        constant += sign * (values.get(name) or 0)
                        continue
                    for ref, part in _parts(form, report, name).items():
                        signs[ref] = signs.get(ref, 0) + sign * part
            if known:
                yield _identity(check_id, signs, constant, report)


def told_by_texts(form: Form, report: Report, told: Iterable[tuple[tuple[CellRef, ...], Number]]) -> Iterator[Identity]:
    """Yield what the texts say of sums of figures, as identities; they are evidence, not rules."""
    for names, value in told:
        yield _identity("C", _expanded(form, report, names), -value, report)


def _identity(check_id: str, signs: Mapping[CellRef, int], constant: Number, report: Report) -> Identity:
    kept = {ref: sign for ref, sign in signs.items() if sign}
    blank = tuple(ref for ref in kept if report.cells.get(ref) is None)
    return Identity(check_id, kept, constant, blank)
