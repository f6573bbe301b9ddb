"""What can be done about a number that a text states: take it from the tables, or mark it as unrelated.

The user interface asks for the offers of a report and turns the chosen one into an edit::

    for offer in fact_offers(form, report, evaluation):
        session.submit(accept(report, offer, offer.choices[0]))   # 改为取自「本年新收总计」（45）
        session.submit(dismiss(offer))                             # 与表格无关
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from model.bound_numbers import UNKNOWN, printed_number
from model.evaluation import Evaluation
from model.fact_changes import Change, Sense, changes_in
from model.fact_checks import SECTIONS, claims_of, judge, of_last_year, readings_of, value_of
from model.fact_company import organ_of
from model.fact_growth import agrees_with_tables
from model.fact_shares import Share, possible_shares, shares_in
from model.fact_words import Role
from model.facts import Claim
from model.figures import written
from model.finding import Facts
from model.form import Form
from model.report import Edit, EditKind, Report
from model.text_view import TextSpan, TextView


class Choice(NamedTuple):
    """One figure that the number may be taken from: its name, its value in digits, and what is put in its place."""

    name: str
    value: str
    replacement: str

    @property
    def label(self) -> str:
        """Return the choice as a menu shows it."""
        return f"改为取自「{self.name}」（{self.value}）"


class FactOffer(NamedTuple):
    """A number in a text that states a figure of the tables.

    ``span`` encloses its digits in the stored text and is None where it is told in words (未收到). ``choices``
    are best first; ``key`` is that of the finding about it, also where there is no finding. ``agrees`` tells
    whether the tables bear it out.
    """

    section: str
    key: str
    quote: str
    span: TextSpan | None
    choices: tuple[Choice, ...]
    agrees: bool


def fact_offers(form: Form, report: Report, evaluation: Evaluation) -> tuple[FactOffer, ...]:
    """Return the offers for the typed numbers of a report's chapters, in reading order; dismissed ones are left out."""
    facts = Facts(form, report, evaluation.values, evaluation.incomplete)
    offers = [_offer(section, view, claim, facts) for section, view, claim in claims_of(facts)]
    organ = organ_of(report.office, report.scope)
    for section in SECTIONS:
        if report.texts.get(section):
            view = facts.views[section]
            offers += [_share_offer(section, view, share, facts) for share in shares_in(view, report.year, organ)]
            offers += [_change_offer(section, view, change, facts) for change in changes_in(view, report.year, organ)]
    places = {section: place for place, section in enumerate(SECTIONS)}
    offers.sort(key=lambda offer: (places[offer.section], offer.span.start if offer.span else 0))
    return tuple(offer for offer in offers if offer.key not in report.dismissed)


def accept(report: Report, offer: FactOffer, choice: Choice) -> Edit:
    """Return the edit that takes the number from the tables."""
    if offer.span is None:
        raise ValueError("the offer has no number to replace")
    text = report.texts[offer.section]
    changed = text[: offer.span.start] + choice.replacement + text[offer.span.end :]
    return Edit(EditKind.TEXT, texts={offer.section: changed}, reason=f"取自表格：{choice.name}")


def dismiss(offer: FactOffer) -> Edit:
    """Return the edit that marks the number as 与表格无关, so that it is never compared again."""
    return Edit(EditKind.DISMISSAL, dismissed={offer.key: True}, reason=f"与表格无关：{offer.quote}")


def _offer(section: str, view: TextView, claim: Claim, facts: Facts) -> FactOffer:
    found = judge(claim, view, facts)
    quote = view.span(claim.start, claim.end).quote
    key = f"C6:{section}:{quote}:{claim.metric.key}" if claim.denies else f"{claim.metric.check_id}:{section}:{quote}"
    span = view.span(*claim.digits) if claim.digits else None
    choices = tuple(_choices(claim, view, facts, agrees=found is None))
    return FactOffer(section, key, quote, span, choices if span else (), found is None)


def _share_offer(section: str, view: TextView, share: Share, facts: Facts) -> FactOffer:
    """Return the offer for a percentage: the ratios that fit, or those that may be meant where none does."""
    possible = possible_shares(share, facts)
    agrees = not possible or any(fits for fits, *_ in possible)
    sources = [
        (f"{part.name}占{base.name}的百分比", f"percent({part.source}, {base.source}, {share.places})")
        for fits, part, base in possible
        if fits or (not agrees and part.role is Role.MEANT)
    ]
    return _ratio_offer(
        "C10", section, view, (share.start, share.end, (share.digits, share.end)), sources, facts, agrees=agrees
    )


def _change_offer(section: str, view: TextView, change: Change, facts: Facts) -> FactOffer:
    """Return the offer for a change against last year, in the direction in which the sentence tells it."""
    agrees = agrees_with_tables(change, facts)
    reading = change.metric.readings[0]
    now, then = reading.source, of_last_year(reading).source
    more, less = (now, then) if change.change >= 0 else (then, now)
    difference = f"{more} - ({less})"
    sources = {
        Sense.PERCENT: [(f"{reading.name}比上年的增幅", f"percent({difference}, {then}, {change.places})")],
        Sense.DIFFERENCE: [(f"{reading.name}与上年之差", difference)],
        Sense.LAST: [(of_last_year(reading).name, then)],
    }.get(change.sense, [])
    return _ratio_offer("C18", section, view, (change.start, change.end, change.digits), sources, facts, agrees=agrees)


def _ratio_offer(
    check: str,
    section: str,
    view: TextView,
    place: tuple[int, int, tuple[int, int] | None],
    sources: Sequence[tuple[str, str]],
    facts: Facts,
    *,
    agrees: bool,
) -> FactOffer:
    """Return the offer for a computed number; one that the tables cannot tell or that fell below zero is no choice."""
    start, end, digits = place
    quote = view.span(start, end).quote
    key = f"{check}:{section}:{quote}"
    if digits is None:
        return FactOffer(section, key, quote, None, (), agrees)
    choices = []
    for name, source in sources:
        value = printed_number(source, facts.values)
        fits = value == view.plain[slice(*digits)]
        if value != UNKNOWN and not value.startswith("-") and (fits or not agrees):
            choices.append(Choice(name, value, f"{{{{{source}}}}}"))
    return FactOffer(section, key, quote, view.span(*digits), tuple(choices), agrees)


def _choices(claim: Claim, view: TextView, facts: Facts, *, agrees: bool) -> Iterator[Choice]:
    """Yield the figures that a claim may be taken from: those that agree with it first."""
    if claim.metric.key == "fees" and view.plain[claim.end - 2 : claim.end] != "万元":
        return
    valued = [(reading, value_of(reading, facts)) for reading in readings_of(claim, view, facts)]
    for reading, value in sorted(valued, key=lambda pair: pair[1] != claim.value):
        if value is not None and (not agrees or value == claim.value):
            yield Choice(reading.name, written(value), f"{{{{{reading.source}}}}}")
