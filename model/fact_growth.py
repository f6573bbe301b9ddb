"""Comparisons with last year: 「收到申请143件，较上年增加22件，增长18.18%」.

Only a comparison that stands right behind a number of the tables, and only where last year's report tells that number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import Final, NamedTuple

from model.fact_checks import SECTIONS, expression_of, of_last_year, value_of
from model.fact_company import Organ, organ_of
from model.fact_shares import rounded
from model.fact_words import Metric
from model.facts import stated_in
from model.figures import written
from model.finding import Facts, Finding, text_finding
from model.form import Check
from model.text_view import TextView

_MORE: Final = "增加|增长|上升|提高|提升|多|增幅为?|增"
_LESS: Final = "减少|下降|降低|少|降幅为?|减"
_CHANGE: Final = (
    rf"(?P<way>{_MORE}|{_LESS})(?:了|达到?|为)?(?P<number>\d{{1,9}}(?:\.\d{{1,4}})?)"
    r"(?P<unit>件次|件|起|宗|份|条|%|倍)(?![余多左])"
)
_BEHIND: Final = (
    r"(?:的?(?:政府信息公开|依申请公开|信息公开)?(?:申请|案件)?)?[，（]?(?:(?:总量|数量|总数|申请量|受理量|数)?)"
)
_FIRST: Final = re.compile(
    rf"{_BEHIND}(?:(?:较|比|同|与)(?:上一?年度?|去年|(?P<year>20\d\d)年度?)(?:同期)?(?:的?（?\d+[件起]）?)?(?:相比|相较)?，?|(?:年度?)?同比){_CHANGE}"
)
_BARE: Final = re.compile(rf"，(?=[^，。；]*%){_CHANGE}")
_BASE_NAMED: Final = re.compile("比|较|年均|同期|以来")
_NEXT: Final = re.compile(rf"[，、（]?(?:同比)?{_CHANGE}")


class Change(NamedTuple):
    """A stated change: where it stands, what changed, to what, and by how much, falling numbers negative.

    ``digits`` is where its number begins; ``unit`` is 「%」, 「倍」 or that of a count.
    """

    start: int
    digits: int
    end: int
    metric: Metric
    stated: int | Decimal
    change: Decimal
    unit: str

    @property
    def places(self) -> int:
        """Return the decimal places of the stated number."""
        return -int(self.change.as_tuple().exponent)


@lru_cache(maxsize=64)
def changes_in(view: TextView, year: int, organ: Organ) -> tuple[Change, ...]:
    """Return the stated changes of a text against last year, in order; numbers taken from the tables are none."""
    return tuple(_changes_in(view, year, organ))


def _changes_in(view: TextView, year: int, organ: Organ) -> Iterator[Change]:
    for claim in stated_in(view, year, organ):
        if claim.digits is None or claim.year_before or claim.value is None or claim.metric.most:
            continue
        at = max(claim.end, claim.digits[1])
        start = max((begin for begin, _ in view.sentences if begin <= claim.start), default=0)
        start = max(start, view.plain.rfind("；", start, claim.start))
        # 收到申请104件，增长25.3% is against last year where no other year to compare with was named.
        bare = not _FIRST.match(view.plain, at) and not _BASE_NAMED.search(view.plain, start, at)
        pattern = _BARE if bare else _FIRST
        while match := pattern.match(view.plain, at):
            named = match.groupdict().get("year")
            if named and int(named) != year - 1:
                break
            if not view.is_bound(*match.span("number")):
                sign = -1 if re.fullmatch(_LESS, match["way"]) else 1
                places = match.start("way"), match.start("number"), match.end()
                number = Decimal(match["number"]) * sign
                yield Change(*places, claim.metric, claim.value, number, match["unit"])
            pattern, at = _NEXT, match.end()


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
    if None in now or None in then or (change.unit in "%倍" and not all(then)):
        return True
    pairs = product([*now, change.stated], then)
    return any(_fits(change, Decimal(new or 0), Decimal(old or 0)) for new, old in pairs)


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
    exact = new - old
    if change.unit in "%倍":
        exact = exact * (100 if change.unit == "%" else 1) / old
    return change.change in rounded(exact, change.places)


GROWTH_PREDICATES: Final = MappingProxyType({"against_last_year": _against_last_year})
