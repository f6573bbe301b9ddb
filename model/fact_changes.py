"""Where a text compares a number with last year's: 「收到申请143件，较上年增加22件」, 「是上年的2倍」, 「与上年持平」.

Only a comparison that stands right behind a number of the tables, or behind the name of one (申请量同比增长25%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from model.fact_clauses import outer_clause_start
from model.fact_company import Organ
from model.fact_limits import is_limited_before
from model.fact_numbers import amounts_in, chinese_number
from model.fact_topics import is_of_all_decisions, of_disclosure
from model.fact_words import METRICS, Kind, Metric, words_in
from model.facts import Claim, dated, stated_in
from model.text_view import TextView

_MORE: Final = "净增|增加|增长|上升|提高|提升|多|增幅为?|增"
_LESS: Final = "净减|减少|下降|降低|少|降幅为?|减"
_ABOUT: Final = "[一两二三四五六七八九]"
_CHANGE: Final = (
    r"(?:基本|大体|大致|有所|略有|大幅|明显|小幅|显著)?(?:(?P<level>持平)|翻了?(?P<turns>[一两二]?)番|"
    rf"(?P<way>{_MORE}|{_LESS})(?:了|达到?|为)?(?:(?P<number>\d{{1,9}}(?:\.\d{{1,4}})?)(?P<unit>件次|件|起|宗|份|条|%|倍|万元)(?![余多左])|"
    rf"(?P<tenths>{_ABOUT})成(?![余多左半])|(?P<times>{_ABOUT})倍(?![余多左半])|(?<=[加长升高少降低])(?=[，。；、）]|$)))"
)
_THEN: Final = r"(?P<then>上一?年度?|去年|(?P<year>20\d\d)年度?)(?:同期)?"
_BASE: Final = r"(?P<base>\d{1,9}(?:\.\d{1,6})?)(?:[件起宗]|万元)"
_BEHIND: Final = (
    r"(?:的?(?:政府信息公开|依申请公开|信息公开)?(?:申请|案件)?)?[，、（]?(?:(?:总量|数量|总数|申请量|受理量|数)?)"
)
_COMPARED: Final = rf"(?:(?:相?较于?|相?比|同|与){_THEN}(?:的?（?{_BASE}）?)?(?:相比|相较)?，?|(?:年度?)?同比){_CHANGE}"
_FIRST: Final = re.compile(rf"{_BEHIND}{_COMPARED}")
_TIMES: Final = rf"(?:是|为|相当于|达到?){_THEN}的(?P<ratio>\d{{1,4}}(?:\.\d{{1,4}})?)倍(?![余多左])"
_RATIO: Final = re.compile(_BEHIND + _TIMES)
_TOLD: Final = re.compile(rf"[，（]而?{_THEN}(?:总量|数量)?(?:为|是|共|有)*{_BASE}(?:的?申请)?(?=[，。；）]|$)）?")
_TOLD_FROM: Final = re.compile(rf"，[从由]{_THEN}的?{_BASE}(?:增加|增长|上升|减少|下降|增|升|减|降)[至到为]\d+[件起宗]")
_FROM: Final = re.compile(rf"[从由]{_THEN}的?{_BASE}")
_BARE: Final = re.compile(rf"，(?=[^，。；]*%){_CHANGE}")
_AFTER: Final = re.compile(rf"，{_CHANGE}")
_NEXT: Final = re.compile(rf"[，、（]?(?:同比)?{_CHANGE}")
_BASE_BEFORE: Final = re.compile(rf"[与同较比]{_THEN}相比，")
_COMPARES: Final = re.compile("[比较]|年度?的|持平")
_BASE_NAMED: Final = re.compile("比|较|年均|同期|以来")
_ANYWHERE: Final = re.compile(_COMPARED)
_ANYWHERE_TIMES: Final = re.compile(_TIMES)
_APPLICATIONS: Final = re.compile(
    r"(?:政府信息公开|依申请公开|信息公开|政府信息依申请公开)?(?:申请|办件)(?:的)?(?:总量|总数|件数|数量|数|量)(?:总体)?，?$"
)
_NAMED: Final = re.compile(r"(?:处理)?(?:决定|案件)?(?:的)?(?:总量|总数|件数|数量|数|量)?，?$")


class Sense(StrEnum):
    """What a stated number or word tells of this year's figure and last year's."""

    DIFFERENCE = "difference"  # 增加22件
    PERCENT = "percent"  # 增长18.18%, 下降两成
    TIMES = "times"  # 增长1.5倍
    RATIO = "ratio"  # 是上年的2.5倍, 翻一番
    LAST = "last"  # 上年为121件
    TREND = "trend"  # 有所增加, 持平


class Change(NamedTuple):
    """A stated comparison: where it stands, what is compared, and its number, falling ones negative.

    ``digits`` encloses its digits and is None where it is told in words. ``stated`` is this year's number where the
    text tells it.
    """

    start: int
    end: int
    digits: tuple[int, int] | None
    metric: Metric
    stated: int | Decimal | None
    sense: Sense
    change: Decimal

    @property
    def places(self) -> int:
        """Return the decimal places of the stated number; 两成 has -1."""
        return -int(self.change.as_tuple().exponent)


@lru_cache(maxsize=64)
def changes_in(view: TextView, year: int, organ: Organ) -> tuple[Change, ...]:
    """Return the stated comparisons with last year, in order; numbers taken from the tables are none."""
    found: dict[int, Change] = {}
    for claim in stated_in(view, year, organ):
        if claim.digits is None or claim.year_before or claim.value is None or claim.metric.most:
            continue
        for change in _of_claim(view, claim, year):
            found.setdefault(change.start, change)
    if _COMPARES.search(view.plain):
        for change in _of_names(view, year, organ):
            found.setdefault(change.start, change)
    kept = (one for one in found.values() if not (one.digits and view.is_bound(*one.digits)))
    return tuple(sorted(kept, key=lambda one: one.start))


def _of_claim(view: TextView, claim: Claim, year: int) -> Iterator[Change]:
    """Yield what is compared with last year inside a claim (由上年的121件增加到143件) and right behind it."""
    plain, first = view.plain, claim.digits[0] if claim.digits else claim.start
    inside = _FROM.search(plain, claim.start, first)
    if inside and _is_last(inside, year):
        yield from _read(inside, claim.metric, claim.value)
    at = max(claim.end, claim.digits[1] if claim.digits else 0)
    start = max((begin for begin, _ in view.sentences if begin <= claim.start), default=0)
    start = max(start, plain.rfind("；", start, claim.start))
    told = _TOLD.match(plain, at) or _TOLD_FROM.match(plain, at)
    if told and _is_last(told, year):
        yield from _read(told, claim.metric, claim.value)
        at = told.end()
    match = _FIRST.match(plain, at) or _RATIO.match(plain, at)
    # 收到申请104件，增长25.3% is against last year where no other year to compare with was named.
    before = _BASE_BEFORE.search(plain, start, claim.start)
    if match is None and before and _is_last(before, year):
        match = _AFTER.match(plain, at)
    elif match is None and not _BASE_NAMED.search(plain, start, at):
        match = _BARE.match(plain, at)
    yield from _chain(plain, match, claim.metric, claim.value, year)


def _of_names(view: TextView, year: int, organ: Organ) -> Iterator[Change]:
    """Yield what is compared with last year behind the name of a figure without its number: 申请量同比增长25%."""
    plain = view.plain
    for start, end in view.sentences:
        for match in (*_ANYWHERE.finditer(plain, start, end), *_ANYWHERE_TIMES.finditer(plain, start, end)):
            begin = outer_clause_start(plain, start, match.start() - 1)
            named = _name(plain, begin, match.start(), start)
            if named is None:
                continue
            metric, at = named
            words = tuple(words_in(plain, start, end))
            claim = dated(plain, words, Claim(metric, None, at, match.start(), None), start, year, organ)
            amounts = list(amounts_in(plain, start, match.start()))
            if claim and not claim.year_before and not is_limited_before(plain, amounts, start, at, organ):
                yield from _chain(plain, match, metric, None, year)


def _name(plain: str, begin: int, at: int, start: int) -> tuple[Metric, int] | None:
    """Return the metric that is named right before ``at`` and where its name begins."""
    found = _APPLICATIONS.search(plain, begin, at)
    if found:
        return METRICS["applications"], found.start()
    for word in words_in(plain, begin, at):
        if not _NAMED.fullmatch(plain, word.end, at):
            continue
        if word.label.kind is Kind.APPEAL and of_disclosure(plain, word, start):
            return METRICS[f"{word.label.metric}.total"], word.start
        if word.label.kind is Kind.DECISION and is_of_all_decisions(plain, word, at, start):
            return METRICS[word.label.metric], word.start
    return None


def _chain(
    plain: str, match: re.Match[str] | None, metric: Metric, stated: int | Decimal | None, year: int
) -> Iterator[Change]:
    """Yield a comparison and those that follow it: 较上年增加22件，增长18.18%."""
    while match and _is_last(match, year):
        yield from _read(match, metric, stated)
        match = _NEXT.match(plain, match.end())


def _is_last(match: re.Match[str], year: int) -> bool:
    named = match.groupdict().get("year")
    return not named or int(named) == year - 1


def _read(match: re.Match[str], metric: Metric, stated: int | Decimal | None) -> Iterator[Change]:
    """Yield what a comparison tells: last year's number, and the change, ratio or direction."""
    told = match.groupdict()
    sign = -1 if re.fullmatch(_LESS, told.get("way") or "") else 1

    def change(group: str, number: Decimal | int, sense: Sense, *, digits: bool = True) -> Change:
        begin = match.start("then" if group in {"base", "ratio"} else "way" if told.get("way") else group)
        if not digits:  # a word alone (增加) would not be found again: 较上年有所增加
            told_at = match.start("then") - 1 if told.get("then") else match.string.find("同比", match.start(), begin)
            begin = told_at if told_at >= 0 else begin
        end = match.end("unit") if group == "number" else match.end(group) if digits else match.end()
        # 「%」 is printed with the number where that is taken from the tables.
        stop = end if sense is Sense.PERCENT else match.end(group)
        span = (match.start(group), stop) if digits else None
        return Change(begin, end, span, metric, stated, sense, Decimal(number))

    if told.get("base"):
        yield change("base", Decimal(told["base"]), Sense.LAST)
    if told.get("ratio"):
        yield change("ratio", Decimal(told["ratio"]), Sense.RATIO)
    elif told.get("number"):
        sense = {"%": Sense.PERCENT, "倍": Sense.TIMES}.get(told["unit"], Sense.DIFFERENCE)
        yield change("number", Decimal(told["number"]) * sign, sense)
    elif told.get("tenths"):
        yield change("tenths", Decimal(f"{chinese_number(told['tenths'])}E1") * sign, Sense.PERCENT, digits=False)
    elif told.get("times"):
        yield change("times", sign * (chinese_number(told["times"]) or 0), Sense.TIMES, digits=False)
    elif told.get("turns") is not None:
        yield change("turns", 4 if told["turns"] in {"两", "二"} else 2, Sense.RATIO, digits=False)
    elif told.get("level"):
        yield change("level", 0, Sense.TREND, digits=False)
    elif told.get("way"):
        yield change("way", sign, Sense.TREND, digits=False)
