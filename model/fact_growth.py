"""Judges what a text says of this year's figures beside last year's (C18)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from types import MappingProxyType
from typing import Final

from model.fact_changes import Change, Sense, changes_in
from model.fact_checks import SECTIONS, expression_of, of_last_year, value_of
from model.fact_company import organ_of
from model.fact_shares import rounded
from model.figures import written
from model.finding import Facts, Finding, text_finding
from model.form import Check
from model.text_view import TextView

_LEVEL: Final = Decimal("0.1")
"""How much of last year's number may be gained or lost by what is called 持平."""


def _against_last_year(check: Check, facts: Facts) -> Iterator[Finding]:
    """Compare stated changes with this and last year's figures, for every customary reading of both."""
    if facts.report.previous is None:
        return
    organ = organ_of(facts.report.office, facts.report.scope)
    for section in SECTIONS:
        if facts.report.texts.get(section):
            view = facts.views[section]
            for change in changes_in(view, facts.report.year, organ):
                yield from _judged(check, facts, section, view, change)


def agrees_with_tables(change: Change, facts: Facts) -> bool:
    """Tell whether a stated change fits a customary reading of both years, or cannot be judged."""
    readings = change.metric.readings
    now = [value_of(reading, facts) for reading in readings]
    then = [value_of(of_last_year(reading), facts) for reading in readings]
    if None in now or None in then:
        return True
    if change.sense in {Sense.PERCENT, Sense.TIMES, Sense.RATIO} and not all(then):
        return True
    if change.sense is Sense.TREND:
        return any(_fits(change, Decimal(new or 0), Decimal(old or 0)) for new, old in zip(now, then, strict=True))
    stated = [] if change.stated is None else [change.stated]
    return any(_fits(change, Decimal(new or 0), Decimal(old or 0)) for new, old in product([*now, *stated], then))


def _judged(check: Check, facts: Facts, section: str, view: TextView, change: Change) -> Iterator[Finding]:
    if agrees_with_tables(change, facts):
        return
    reading = change.metric.readings[0]
    new, old = Decimal(value_of(reading, facts) or 0), Decimal(value_of(of_last_year(reading), facts) or 0)
    difference = f"{'多' if new >= old else '少'} {written(abs(new - old))}"
    if old:
        difference += f"（{((new - old) * 100 / old).quantize(Decimal('0.01'), ROUND_HALF_UP)}%）"
    words = {
        "quote": view.plain[change.start : change.end],
        "name": reading.name,
        "now": written(new),
        "then": written(old),
        "difference": difference,
    }
    names = expression_of(reading.source).names
    yield text_finding(check, section, view.span(change.start, change.end), words, names)


def _fits(change: Change, new: Decimal, old: Decimal) -> bool:
    """Tell whether a change is that from ``old`` to ``new``, rounded or cut as offices do."""
    match change.sense:
        case Sense.LAST:
            return change.change == old
        case Sense.TREND if change.change == 0:
            return abs(new - old) <= max(Decimal(1), old * _LEVEL)
        case Sense.TREND:
            return (new - old) * change.change > 0
        case Sense.RATIO:
            exact = new / old
        case Sense.TIMES:
            exact = (new - old) / old
        case Sense.PERCENT:
            exact = (new - old) * 100 / old
        case _:
            exact = new - old
    return change.change in rounded(exact, change.places)


GROWTH_PREDICATES: Final = MappingProxyType({"against_last_year": _against_last_year})
