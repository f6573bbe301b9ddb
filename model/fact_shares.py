"""Percentages of the tables in a text: 「予以公开59件，占41.84%」 (C10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import Final, NamedTuple

from model.fact_checks import SECTIONS, expression_of, value_of
from model.fact_clauses import outer_clause_start
from model.fact_company import Organ, organ_of, speaks_of_another, speaks_without_limit
from model.fact_limits import is_limited_before
from model.fact_numbers import amounts_in
from model.fact_parts import is_part_of_unknown
from model.fact_topics import is_of_requests
from model.fact_words import LOOSE, METRICS, Kind, Reading, Word, words_in
from model.fact_years import year_of
from model.facts import stated_in
from model.figures import written
from model.finding import Facts, Finding, text_finding
from model.form import Check
from model.text_view import TextView

_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.(\d{1,4}))?)%")
_SHARE: Final = re.compile(
    r"(?:申请|的|信息|决定)*(?:(?:为|共|计)*\d+(?:件|条|份))?(?:(?P<rate>率)|[，、（]?(?:约?占比|占(?:全年|本年度?|政府信息公开|依申请公开|申请|办理|办结|答复|处理|受理|收到|新收|结果|总|各类|全部|所有|案件|件|数|量|的)*))(?:的|为|达|是|比例|：)*"
)
_WHOLE: Final = (
    Reading("requests.handled.total", "办理结果总计"),
    Reading("requests.new.total", "本年新收总计"),
    Reading("requests.new.total + requests.carried_in.total", "本年新收加上年结转"),
)
_SHARED_OUT: Final = {Kind.OUTCOME, Kind.APPLICANT}
_GROUPS: Final = {
    "denied": "denied_all",
    "unavailable": "unavailable_all",
    "not": "not_processed_all",
    "other": "other_all",
}


class Share(NamedTuple):
    """A stated percentage: where its word, its digits and its 「%」 stand, the metric and the number in percent."""

    start: int
    digits: int
    end: int
    metric: str
    stated: Decimal

    @property
    def places(self) -> int:
        """Return the decimal places of the stated number."""
        return -int(self.stated.as_tuple().exponent)


@lru_cache(maxsize=64)
def shares_in(view: TextView, year: int, organ: Organ) -> tuple[Share, ...]:
    """Return the percentages of a text in order; those taken from the tables are none."""
    return tuple(_shares_in(view, year, organ))


def _shares_in(view: TextView, year: int, organ: Organ) -> Iterator[Share]:
    plain = view.plain
    for start, end in view.sentences:
        if "%" not in plain[start:end]:
            continue
        words = [
            word
            for word in words_in(plain, start, end)
            if word.label.kind in _SHARED_OUT and word.label.metric not in LOOSE
        ]
        for match in _PERCENT.finditer(plain, start, end):
            word = next((one for one in reversed(words) if one.end <= match.start()), None)
            share = _SHARE.fullmatch(plain, word.end, match.start()) if word else None
            if word is None or not share or view.is_bound(*match.span()):
                continue
            if share["rate"] and not is_of_requests(plain, start, end):
                continue
            claimed = {claim.digits for claim in stated_in(view, year, organ) if claim.digits}
            amounts = list(amounts_in(plain, start, word.start))
            if is_part_of_unknown(plain, words, amounts, claimed, word.label.kind, start, word.start):
                continue  # 征地类申请63件，其中予以公开20件，占31.7%
            if _is_of_all(plain, words, word, start, match.start(), year, organ):
                yield Share(word.start, match.start(), match.end(), word.label.metric, Decimal(match[1]))


def _is_of_all(plain: str, words: Sequence[Word], word: Word, start: int, at: int, year: int, organ: Organ) -> bool:
    """Tell whether a share is that of one figure alone in the whole of this organ's work in this year."""
    told = plain[start : word.start]
    if (
        _is_of_both(told, plain[word.end : at])
        or not _is_of_year(told)
        or year_of(plain, start, word.start, year) != year
    ):
        return False
    if is_limited_before(plain, list(amounts_in(plain, start, word.start)), start, word.start, organ):
        return False
    begin = outer_clause_start(plain, start, word.start)
    first = next(one.start for one in words if one.start >= begin)
    return speaks_without_limit(plain, begin, first, organ) and not speaks_of_another(plain, start, word.start, organ)


_JOINED: Final = re.compile("(?:公开|提供|处理|自然人|企业|机构|组织)(?:的|申请)*(?:、|和|及|与|或者?)$")
_COMPARISON: Final = re.compile(
    r"(?:较|比|与|同)(?:上一?年度?|去年|20\d\d年度?)(?:同期)?[^。；，]*|同比[^。；，]*|上年度?结转"
)


def _is_of_both(told: str, between: str) -> bool:
    """Tell a share of two figures together: 予以公开12件、部分公开1件，占54.17%, 予以公开和部分公开占54.17%."""
    if _JOINED.search(told):
        return True
    return told.endswith(("、", "和", "及", "与", "或", "或者")) and "，" in between


def _is_of_year(told: str) -> bool:
    """Tell whether what stands before a share names neither last year nor a part of the year."""
    return not re.search(r"上年|去年|同期|季度|上半年|\d月", _COMPARISON.sub("", told))


def _percentages(check: Check, facts: Facts) -> Iterator[Finding]:
    """Compare shares (占51.85%) with the tables, for every base that offices use."""
    organ = organ_of(facts.report.office, facts.report.scope)
    for section in SECTIONS:
        text = facts.report.texts.get(section)
        if text and ("%" in text or "％" in text):
            view = facts.views[section]
            for share in shares_in(view, facts.report.year, organ):
                possible = possible_shares(share, facts)
                if possible and not any(fits for fits, *_ in possible):
                    yield _wrong_share(check, facts, section, view, share)


def possible_shares(share: Share, facts: Facts) -> list[tuple[bool, Reading, Reading]]:
    """Return the figures whose ratio a share may be and whether it is; none while one of them is blank."""
    group = _GROUPS.get(share.metric.split("_")[0])
    bases = [*_WHOLE, *([Reading(f"requests.{group}.total", "所属小计")] if group else [])]
    found = []
    for part, base in sorted(product(METRICS[share.metric].readings, bases), key=_is_of_other_rows):
        above, below = value_of(part, facts), value_of(base, facts)
        if above is None or (below is None and base in _WHOLE):
            return []
        if below:
            found.append((share.stated in rounded(Decimal(above) * 100 / Decimal(below), share.places), part, base))
    return found


def _is_of_other_rows(pair: tuple[Reading, Reading]) -> bool:
    """Tell whether a part and its base are of other rows; those of the same (新收自然人占新收总计) come first."""
    rows = [{ref.row for ref in expression_of(reading.source).names} for reading in pair]
    return rows[0] != rows[1] and not (rows[0].isdisjoint({"new", "carried_in"}) and pair[1] == _WHOLE[0])


def rounded(ratio: Decimal, places: int) -> set[Decimal]:
    """Return a ratio rounded and cut to decimal places; offices do both."""
    step = Decimal(1).scaleb(-places)
    return {ratio.quantize(step, mode) for mode in (ROUND_HALF_UP, ROUND_DOWN)}


def _wrong_share(check: Check, facts: Facts, section: str, view: TextView, share: Share) -> Finding:
    part, base = METRICS[share.metric].readings[0], _WHOLE[0]
    above, below = value_of(part, facts) or 0, value_of(base, facts) or 0
    ratio = (
        f"{(Decimal(above) * 100 / Decimal(below)).quantize(Decimal(1).scaleb(-share.places), ROUND_HALF_UP)}%"
        if below
        else "无法计算"
    )
    words = {
        "quote": view.plain[share.start : share.end],
        "name": part.name,
        "part": written(above),
        "base": written(below),
        "share": ratio,
    }
    cells = (*expression_of(part.source).names, *expression_of(base.source).names)
    return text_finding(check, section, view.span(share.start, share.end), words, cells)


SHARE_PREDICATES: Final = MappingProxyType({"percentages": _percentages})
