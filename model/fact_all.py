"""Statements that all of a number are of one sort: 收到申请25件，均为自然人申请; 行政复议2件，均维持原决定."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from model.fact_lists import Listed
from model.fact_words import Kind, Word

if TYPE_CHECKING:
    from model.facts import Claim

_ALL: Final = re.compile(
    r"，(?:申请人|结果)?(?P<said>(?:均|全部|都)(?:为|是|系|由|因|被|获|经)?(?:(?:行政)?复议机[关构]|(?:人民)?法院)?)"
)
_END: Final = re.compile(
    r"(?:提出|提交)?的?(?:政府信息公开|依申请公开)?(?:申请|案件|行政行为|信息)?(?:而?(?:不予公开|无法提供|不予处理))?(?=[，。；）]|$)"
)
_WHOLES: Final = frozenset({"received", "received_and_handled", "applications", "processed", "handled"})


def all_alike(plain: str, words: Sequence[Word], claims: Sequence[Claim]) -> Iterator[Listed]:
    """Yield the figure that is said to be the whole of a number told right before."""
    for claim in claims:
        match = _ALL.match(plain, claim.end) if claim.value else None
        word = next((one for one in words if match and one.start == match.end()), None)
        key = _part(claim.metric.key, word) if word else None
        end = _END.match(plain, word.end) if word and key else None
        if match and end and key:
            yield Listed(key, claim.value or 0, match.start("said"), end.end(), None)


def _part(whole: str, word: Word) -> str | None:
    """Return the metric of a word as a part of a whole, None where it is no part of it."""
    kind, metric = word.label
    if whole in _WHOLES and kind in {Kind.APPLICANT, Kind.OUTCOME}:
        return metric
    if whole.endswith(".total") and kind is Kind.RESULT:
        return f"{whole.removesuffix('total')}{metric}"
    if whole.endswith("_all") and metric.startswith(whole.removesuffix("all")):
        return metric
    return None
