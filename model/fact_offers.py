"""What can be done about a number that a text states: take it from the tables, or mark it as unrelated.

The user interface asks for the offers of a report and turns the chosen one into an edit::

    for offer in fact_offers(form, report, evaluation):
        session.submit(accept(report, offer, offer.choices[0]))   # 改为取自「本年新收总计」（45）
        session.submit(dismiss(offer))                             # 与表格无关
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.evaluation import Evaluation
from model.fact_checks import claims_of, judge, value_of
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
    offers = (_offer(section, view, claim, facts) for section, view, claim in claims_of(facts))
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
    check = claim.metric.check_id if claim.digits else "C6"
    key = f"{check}:{section}:{quote}" if claim.digits else f"{check}:{section}:{quote}:{claim.metric.key}"
    span = view.span(*claim.digits) if claim.digits else None
    choices = tuple(_choices(claim, view, facts, agrees=found is None))
    return FactOffer(section, key, quote, span, choices if span else (), found is None)


def _choices(claim: Claim, view: TextView, facts: Facts, *, agrees: bool) -> Iterator[Choice]:
    """Yield the figures that a claim may be taken from: those that agree with it first."""
    if claim.metric.key == "fees" and view.plain[claim.end - 2 : claim.end] != "万元":
        return
    valued = [(reading, value_of(reading, facts)) for reading in claim.metric.readings]
    for reading, value in sorted(valued, key=lambda pair: pair[1] != claim.value):
        if value is not None and (not agrees or value == claim.value):
            yield Choice(reading.name, written(value), f"{{{{{reading.source}}}}}")
