"""Everything that follows from what people typed: computed figures and findings.

``evaluate`` is a pure function of a form and a report. A full evaluation is cheap, so it is made anew after
every keystroke and nothing is ever updated in place. What follows from the figures alone, and what is read in a
paragraph, is kept by pure caches: typing in a text leaves the figures the values that they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from model.cells import CellRef, Value
from model.expression import absolute, holds
from model.finding import ARITHMETIC_CHECKS, Facts, Finding, cell_finding, in_words, lowered_for_blanks
from model.form import Check, Form, Relation, Severity
from model.predicates import FIGURE_PREDICATES, PREDICATES, WRITING_PREDICATES
from model.report import Level, Report, Scope
from model.text_view import TextSpan, TextView
from model.totals import Totals, compute_totals

__all__ = ["Evaluation", "Finding", "TextSpan", "evaluate"]


@dataclass(frozen=True)
class Evaluation:
    """Derived state of one report.

    ``values`` has every figure of the form, unprinted subtotals included; a blank one is None. Last year's
    figures stand in it under ``CellRef.last_year``, computed by the form they were reported on.
    ``incomplete`` are computed figures of which some part is blank (未填全).
    """

    values: Mapping[CellRef, Value]
    incomplete: frozenset[CellRef]
    findings: tuple[Finding, ...]

    @property
    def open_errors(self) -> tuple[Finding, ...]:
        """Return the errors that are neither solved nor explained."""
        return tuple(finding for finding in self.findings if finding.is_open_error)


def evaluate(form: Form, report: Report, today: date | None = None) -> Evaluation:
    """Compute every total and every finding of ``report`` under ``form``.

    Never raises for wrong contents and keeps no state. Only with ``today`` are deadlines checked.
    """
    figures = _figures_of(_Figures(form, report))
    facts = Facts(form, report, figures.values, figures.unsure, today)
    writing = _about_writing(form, report.office, report.year, report.level, report.scope, tuple(facts.views.items()))
    kept = {**figures.found, **writing}
    findings = tuple(finding for check in form.checks.values() for finding in _findings(check, facts, kept))
    return Evaluation(figures.values, figures.incomplete, findings)


class _Figures:
    """A form and a report as the key of a cache: equal where everything but the texts is one and the same.

    The values are compared by identity, because they are frozen and an edit of a text hands them on.
    """

    def __init__(self, form: Form, report: Report) -> None:
        self.form, self.report = form, report
        self._parts = (form, report.cells, report.previous, report.as_printed, report.notes)
        self._head = (report.form_id, report.office, report.year, report.level, report.scope)

    def __hash__(self) -> int:
        return hash((*map(id, self._parts), self._head))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Figures)
            and self._head == other._head
            and all(mine is its for mine, its in zip(self._parts, other._parts, strict=True))
        )


class _FromFigures(NamedTuple):
    """What follows from the figures alone: the computed ones and, by check, what was found."""

    values: Mapping[CellRef, Value]
    incomplete: frozenset[CellRef]
    unsure: frozenset[CellRef]
    found: Mapping[str, tuple[Finding, ...]]


@lru_cache(maxsize=4)
def _figures_of(figures: _Figures) -> _FromFigures:
    """Return what follows from the figures; while a text is typed that stays as it is."""
    form, report = figures.form, replace(figures.report, texts={}, explanations={}, dismissed=frozenset())
    totals, last_year = compute_totals(form, report.cells), _last_year(form, report.previous)
    values, unsure = {**totals.values, **last_year.values}, totals.incomplete | last_year.incomplete
    facts = Facts(form, report, values, unsure)
    found = {
        check.id: tuple(PREDICATES[check.predicate](check, facts) if check.predicate else _broken(check, facts))
        for check in form.checks.values()
        if not check.predicate or check.predicate in FIGURE_PREDICATES
    }
    return _FromFigures(values, totals.incomplete, unsure, found)


@lru_cache(maxsize=16)
def _about_writing(
    form: Form,
    office: str,
    year: int,
    level: Level | None,
    scope: Scope | None,
    views: tuple[tuple[str, TextView], ...],
) -> Mapping[str, tuple[Finding, ...]]:
    """Return the findings of every check that looks at the writing alone.

    Such a check is given nothing but what stands in the arguments, so that what it found while figures were typed
    can be kept.
    """
    texts = {key: view.stored for key, view in views}
    report = Report(form.id, office, year, level, scope, texts=texts)
    facts = Facts(form, report, {}, frozenset(), given_views=dict(views))
    checks = (check for check in form.checks.values() if check.predicate in WRITING_PREDICATES)
    return {check.id: tuple(PREDICATES[check.predicate](check, facts)) for check in checks}


@lru_cache(maxsize=4)
def _last_year(form: Form, previous: Report | None) -> Totals:
    """Return last year's figures under their names of last year; none when its form is not known."""
    then = None
    if previous is not None:
        then = form if previous.form_id == form.id else form.earlier.get(previous.form_id)
    if previous is None or then is None:
        return Totals({}, frozenset())
    names, totals = then.last_year, compute_totals(then, previous.cells)
    return Totals(
        {names[ref]: value for ref, value in totals.values.items()},
        frozenset(names[ref] for ref in totals.incomplete),
    )


def _findings(check: Check, facts: Facts, kept: Mapping[str, tuple[Finding, ...]]) -> Iterator[Finding]:
    """Yield the findings of one check, lowered where the kind of organ is unknown and marked where explained.

    Text findings that were marked 与表格无关 are left out.
    """
    level = facts.report.level
    if check.levels and level is not None and level not in check.levels:
        return
    found = kept.get(check.id)
    for finding in PREDICATES[check.predicate](check, facts) if found is None else found:
        if finding.span is not None and finding.key in facts.report.dismissed:
            continue
        lowered = Severity.HINT if check.levels and level is None else finding.severity
        yield finding._replace(severity=lowered, explained=_explained(finding, facts))


def _explained(finding: Finding, facts: Facts) -> bool:
    """Tell whether a reason was given that still speaks of the figures as they are; none counts for a wrong sum."""
    explanation = facts.report.explanations.get(finding.key)
    if explanation is None or finding.check_id in ARITHMETIC_CHECKS:
        return False
    figures = {str(ref): value for ref, value in facts.values.items() if str(ref) in explanation.values}
    return all(figures.get(name) == value for name, value in explanation.values.items())


def _broken(check: Check, facts: Facts) -> Iterator[Finding]:
    values = facts.values
    for relation in check.relations:
        left, right = relation.left.evaluate(values), relation.right.evaluate(values)
        if holds(relation.operator, left, right):
            continue
        known = _knowledge(relation, facts)
        if known is None:
            continue
        words = dict(relation.words)
        words |= {name: in_words(values.get(ref)) for name, ref in relation.names.items()}
        words |= {"left": in_words(left), "right": in_words(right), "difference": in_words(absolute(left - right))}
        finding = cell_finding(check, relation.cells, words)
        yield finding if known else lowered_for_blanks(finding)


def _knowledge(relation: Relation, facts: Facts) -> bool | None:
    """Tell how well the figures of a relation are known.

    True: all are there. False: a blank is among them, so the finding can be no more than 核实. None: last
    year's figure is missing, or a whole side is blank, so that there is nothing to compare.
    """
    values = facts.values
    refs = (*relation.left.names, *relation.right.names)
    if any(ref.is_last_year and values.get(ref) is None for ref in refs):
        return None
    for side in (relation.left.names, relation.right.names):
        if side and all(values.get(ref) is None for ref in side):
            return None
    return not any(values.get(ref) is None or ref in facts.incomplete for ref in refs)
