"""Statements that all of a number are of one sort: 收到申请25件，均为自然人申请."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from model.fact_lists import Listed
from model.fact_words import Kind, Word

if TYPE_CHECKING:
    from model.facts import Claim

_ALL: Final = re.compile(r"，(?:申请人)?(?P<said>(?:均|全部|都)(?:为|是|系|由)?)")
_END: Final = re.compile(r"(?:提出|提交)?的?(?:政府信息公开|依申请公开)?(?:申请)?(?=[，。；）]|$)")
_WHOLES: Final = frozenset({"received", "received_and_handled", "applications", "processed", "handled"})


def all_alike(plain: str, words: Sequence[Word], claims: Sequence[Claim]) -> Iterator[Listed]:
    """Yield the row or column that is said to hold the whole of a number told right before."""
    for claim in claims:
        match = _ALL.match(plain, claim.end) if claim.metric.key in _WHOLES and claim.value else None
        word = next((one for one in words if match and one.start == match.end()), None)
        if not (match and word and word.label.kind in {Kind.APPLICANT, Kind.OUTCOME}):
            continue
        end = _END.match(plain, word.end)
        if end:
            yield Listed(word.label.metric, claim.value or 0, match.start("said"), end.end(), None)
