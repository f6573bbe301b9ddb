"""The checks that compare a text with the tables (C1–C10, C17).

Three verdicts: the text contradicts the table, it holds only with last year's carry-over, or it cannot be told,
which is silence. A message names both values and never says which of them is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from model.cells import PREVIOUS, CellRef
from model.expression import Expression, Number, absolute, parse_expression
from model.fact_company import organ_of
from model.fact_words import Metric, Reading, Role
from model.facts import Claim, claims_in
from model.figures import written
from model.finding import Facts, Finding, text_finding
from model.form import Check, Severity
from model.text_view import TextView
from model.text_years import years_left_over

SECTIONS: Final = ("overview", "problems", "others")
"""The chapters of text, in the order in which they are read."""


_CARRIED_INSIDE: Final = re.compile(
    r"(?:的?(?:政府信息公开|依申请公开|信息公开)?申请)?(?:[，（]其中[：，]?(?:含|包括)?|（(?:含|包括)?|，(?:含|包括))(?:上|去)一?年度?[^，。；\d]{0,6}结转"
)
_NAME: Final = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+")
_CARRY_OVER_TOLD: Final = re.compile(
    r"(?:上|去|前)一?年度?[^，。；、\d]{0,4}(?:结转|转入|转来|遗留)|(?:含|从)[^，。；、\d]{0,8}结转|结转[^，。；、\d]{0,2}(?:上|去)年|"
    r"20\d\d年度?[^，。；、\d]{0,4}(?:结转|转入|转来|遗留)(?!下|至下|到下)"
)


class Contradiction(NamedTuple):
    """A claim that the tables do not bear out, with the reading to which it is compared.

    ``role`` is CARRY_OVER where the claim holds with last year's carry-over only.
    """

    claim: Claim
    reading: Reading
    value: Number
    role: Role


@lru_cache(maxsize=512)
def expression_of(source: str) -> Expression[CellRef]:
    """Return the parsed expression of a reading."""
    return parse_expression(source, CellRef.parse)


def value_of(reading: Reading, facts: Facts) -> Number | None:
    """Return the value of a reading, None while a figure of it is blank or not whole."""
    expression = expression_of(reading.source)
    if any(facts.values.get(ref) is None or ref in facts.incomplete for ref in expression.names):
        return None
    return expression.evaluate(facts.values)


def claims_of(facts: Facts) -> Iterator[tuple[str, TextView, Claim]]:
    """Yield every claim of a report's chapters with the chapter and its view."""
    report = facts.report
    organ = organ_of(report.office, report.scope)
    for section in SECTIONS:
        text = report.texts.get(section)
        if text:
            view = facts.views[section]
            for claim in claims_in(view, report.year, organ):
                yield section, view, claim


def of_last_year(reading: Reading) -> Reading:
    """Return the same reading of last year's figures."""
    source = _NAME.sub(rf"{PREVIOUS}.\g<0>", reading.source)
    return reading._replace(source=source, name=f"上年报告的{reading.name}")


def readings_of(claim: Claim, view: TextView, facts: Facts) -> tuple[Reading, ...]:
    """Return the figures that a claim may mean, the likeliest first.

    Under last year's date those of last year come first; where they are not at hand, a claim means this year only if
    its date seems to be left over. Before 「其中上年结转」 those with the carry-over come first.
    """
    readings = claim.metric.readings
    if claim.metric.check_id == "C1" and _CARRIED_INSIDE.match(
        view.plain, max(claim.end, claim.digits[1] + 1 if claim.digits else 0)
    ):
        readings = tuple(sorted(readings, key=lambda reading: "carried_in" not in reading.source))
    if not claim.year_before:
        return readings
    then = tuple(map(of_last_year, readings))
    if any(value_of(reading, facts) is None for reading in then):
        return readings if _is_date_left_over(claim, view, facts) else ()
    return (*then, *readings)


def _is_date_left_over(claim: Claim, view: TextView, facts: Facts) -> bool:
    paragraph = view.plain.rfind("\n", 0, claim.start) + 1
    return any(paragraph <= date.start() < claim.start for date in years_left_over(view, facts.report.year))


def judge(claim: Claim, view: TextView, facts: Facts) -> Contradiction | None:
    """Return how the tables contradict a claim; None when they agree or nothing can be told.

    Under last year's date the claim is compared with last year's report; that it holds for this year is C12's to tell.
    """
    values = [(reading, value_of(reading, facts)) for reading in readings_of(claim, view, facts)]
    if not values or any(value is None for _, value in values):
        return None
    if claim.metric.most and (claim.value or 0) <= (values[0][1] or 0):
        return None
    fitting = {reading.role for reading, value in values if value == claim.value}
    if Role.MEANT in fitting or Role.POSSIBLE in fitting:
        return None
    reading, value = values[0]
    role = Role.CARRY_OVER if Role.CARRY_OVER in fitting else Role.MEANT
    if role is Role.CARRY_OVER and (claim.year_before or _CARRY_OVER_TOLD.search(_sentence(view, claim.start))):
        return None
    return Contradiction(claim, reading, value or 0, role)


def _sentence(view: TextView, at: int) -> str:
    return next((view.plain[start:end] for start, end in view.sentences if start <= at < end), "")


def _text_against_table(check: Check, facts: Facts) -> Iterator[Finding]:
    """Compare every number of this check with the figures it may mean."""
    for section, view, claim in claims_of(facts):
        if claim.metric.check_id != check.id or claim.denies:
            continue
        found = judge(claim, view, facts)
        if found:
            yield _contradiction(check, facts, section, view, found)


def _said_not_to_have_happened(check: Check, facts: Facts) -> Iterator[Finding]:
    """Compare what a text says did not happen with the tables; a carry-over is not 收到."""
    for section, view, claim in claims_of(facts):
        found = judge(claim, view, facts) if claim.denies else None
        if found:
            finding = _contradiction(check, facts, section, view, found._replace(role=Role.MEANT))
            yield finding._replace(key=f"{finding.key}:{claim.metric.key}")


def _contradiction(check: Check, facts: Facts, section: str, view: TextView, found: Contradiction) -> Finding:
    claim, reading, value, role = found
    names = expression_of(reading.source).names
    table = facts.form.tables[names[0].table.removeprefix(f"{PREVIOUS}.")].name
    unit = "万元" if claim.metric.key == "fees" else ""
    words = {
        "quote": view.plain[claim.start : claim.end],
        "stated": written(claim.value),
        "table": f"上年报告{table}" if names[0].is_last_year else table,
        "name": reading.name.removeprefix("上年报告的"),
        "value": f"{written(value)}{unit}",
        "difference": f"{written(absolute(value - (claim.value or 0)))}{unit}",
    }
    own = () if names[0].is_last_year else names
    finding = text_finding(check, section, view.span(claim.start, claim.end), words, own)
    if claim.year_before:
        return finding._replace(severity=Severity.WARNING)
    if role is not Role.CARRY_OVER:
        return finding
    carried = CellRef.parse("requests.carried_in.total")
    message = str(check.parameters["carry_over"]).format_map(words | {"carried": written(facts.values[carried])})
    return finding._replace(severity=Severity.HINT, message=message, cells=(*names, carried))


def _may_differ(metric: Metric) -> bool:
    """Tell whether two numbers of a metric may both be right, because each may be another figure or a part."""
    return len(metric.readings) > 3 or metric.most or metric.readings[0].role is Role.POSSIBLE


def _same_fact_twice(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find a fact that the texts tell with two values while the tables cannot tell which is right."""
    first: dict[str, tuple[TextView, Claim]] = {}
    for section, view, claim in claims_of(facts):
        known = claim.year_before or value_of(claim.metric.readings[0], facts) is not None
        if known or _may_differ(claim.metric):
            continue
        before_view, before = first.setdefault(claim.metric.key, (view, claim))
        if before.value != claim.value:
            words = {
                "quote": view.plain[claim.start : claim.end],
                "other": before_view.plain[before.start : before.end],
                "name": claim.metric.readings[0].name,
            }
            names = expression_of(claim.metric.readings[0].source).names
            yield text_finding(check, section, view.span(claim.start, claim.end), words, names)


Predicate = Callable[[Check, Facts], Iterator[Finding]]

FACT_PREDICATES: Final[Mapping[str, Predicate]] = MappingProxyType(
    {
        "text_against_table": _text_against_table,
        "said_not_to_have_happened": _said_not_to_have_happened,
        "same_fact_twice": _same_fact_twice,
    }
)
