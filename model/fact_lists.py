"""Figures told in a row: 「制发、废止、现行有效分别为3件、1件、12件」 and 「……均为0件」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from model.fact_numbers import number_value
from model.fact_topics import is_of_requests_only
from model.fact_words import Kind, Word

_RESPECTIVELY: Final = re.compile(
    r"(?:数量|件数|案件|申请|的|数)*(?:均?(?:较|比)(?:上年|去年|20\d\d年)度?(?:有所|均|都)?(?:上升|增加|增长|下降|减少)，)?"
    r"(?:分别|依次)(?:为|是|有|共|达到?|办理|收到|作出|：)*"
    r"(?P<list>\d+(?:件|条|起|宗|份|例)?(?:(?:、|，|和|及|与)\d+(?:件|条|起|宗|份|例)?)+)"
)
_EACH: Final = re.compile(
    r"(?:分别|依次|各)[^，。；：\d]{1,20}\d+(?:件|条|起|宗|份|例)?(?:(?:、|，|和|及|与)\d+(?:件|条|起|宗|份|例)?)+"
)
_JOINING: Final = re.compile("分别|依次|[各均都]|全部")
_ALL_ZERO: Final = re.compile(
    r"(?:案件|申请|决定|数量|件数|数|情况)*(?:均|都|全部)(?:为|是)(?P<list>[0零〇])(?:件|起|宗|万?元)?"
)
_JOINT: Final = re.compile(
    r"(?:案件|政府信息公开申请|申请|的|数量|决定|数)*(?:、|和|及|与|以及)(?:本年度?|当年|被)?|(?:的|政府信息公开|依申请公开|申请|案件|数量|件数|数)+|"
)
_DIGITS: Final = re.compile(r"\d+|[零〇]")


class Listed(NamedTuple):
    """A claim before its company is judged: metric, value, and where claim and digits stand."""

    key: str
    value: int | Decimal
    start: int
    end: int
    digits: tuple[int, int] | None


def listed_claims(
    plain: str, words: Sequence[Word], start: int, end: int
) -> tuple[list[Listed], list[tuple[int, int]]]:
    """Return the claims told in a row, and the stretches whose numbers must not be read one by one."""
    claims: list[Listed] = []
    taken: list[tuple[int, int]] = []
    if not _JOINING.search(plain, start, end):
        return claims, taken
    for match in _RESPECTIVELY.finditer(plain, start, end):
        taken.append(match.span())
        claims += _aligned(plain, words, match, requests=is_of_requests_only(plain, start, end))
    # 「县公安局、县教育局分别收到88件、45件」: each number has an owner of its own.
    taken += [match.span() for match in _EACH.finditer(plain, start, end)]
    for match in _ALL_ZERO.finditer(plain, start, end):
        row = _row(plain, words, match.start())
        taken.append(match.span())
        claims += [Listed(key, 0, row[0].start, match.end(), match.span("list")) for key in _keys(row)]
    return claims, taken


def _aligned(plain: str, words: Sequence[Word], match: re.Match[str], *, requests: bool) -> Iterator[Listed]:
    row = _row(plain, words, match.start())
    keys = _keys(row, requests=requests)
    numbers = list(_DIGITS.finditer(plain, *match.span("list")))
    values = [value for number in numbers if (value := number_value(number.group())) is not None]
    if len(keys) != len(values) or len(values) != len(numbers):
        return
    for number, value, key in zip(numbers, values, keys, strict=True):
        yield Listed(key, value, row[0].start, number.end(), number.span())


def _row(plain: str, words: Sequence[Word], at: int) -> list[Word]:
    """Return the words that stand joined before ``at``."""
    row: list[Word] = []
    for word in reversed(words):
        if word.end <= at and _JOINT.fullmatch(plain, word.end, at):
            row.insert(0, word)
            at = word.start
        elif row or word.end <= at:
            break
    return row


def _keys(row: Sequence[Word], *, requests: bool = False) -> list[str]:
    """Return the metrics of words in a row; none when one of them cannot be told for certain.

    新收 and 办结 are those of ``requests`` where the sentence speaks of nothing else.
    """
    nouns = [word.label.metric for word in row if word.label.kind is Kind.NOUN]
    if len(row) == 2 and row[0].label.kind is Kind.DOCUMENT and row[1].label.metric == "documents":
        return [f"{noun}.{row[0].label.metric}" for noun in ("rules", "normative_documents")]
    told = {"carried_in", "carried_out", *(("received", "handled") if requests else ())}
    keys: list[str] = []
    for kind, metric in (word.label for word in row):
        if kind is Kind.APPEAL:
            keys += ["reconsideration.total", "litigation.total"] if metric == "appeals" else [f"{metric}.total"]
        elif kind is Kind.DOCUMENT and len(nouns) == 1:
            keys.append(f"{nouns[0]}.{metric}")
        elif kind in {Kind.OUTCOME, Kind.DECISION, Kind.APPLICANT} or metric in told:
            keys.append(metric)
        elif kind is not Kind.NOUN:
            return []
    return keys
