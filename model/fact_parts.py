"""Whether a number is a part of a whole that the tables do not tell: 征地类申请47件，其中予以公开21件.

A whole that is no claim itself, because it is of another year, organ or kind, has no parts that are claims.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from model.fact_numbers import Amount
from model.fact_words import Kind, Word

_PARTS_FOLLOW: Final = re.compile("其中|(?<=[件宗起份])(?:政府信息公开|依申请公开|信息公开|申请|案件|的)*中(?![止级])")
_COMPARED: Final = re.compile(r"较|比|上年|去年|20\d\d年的$")
_SUM: Final = re.compile("(?:共|共计|合计|总计|应办理?)$")
_CASES: Final = frozenset({"件", "件次", "宗", "起", "份", "例"})

Place = tuple[int, int]


def is_part_of_unknown(
    plain: str,
    words: Sequence[Word],
    amounts: Sequence[Amount],
    claimed: Collection[Place],
    kind: Kind,
    start: int,
    at: int,
) -> bool:
    """Tell whether the number of a claim that begins ``at`` belongs to a whole that is not among the ``claimed``."""
    whole: Amount | None = None
    match kind:
        case Kind.HANDLING:
            # 其中，商业企业申请12件，答复12件: the whole stands in an earlier sentence.
            parts = {Kind.OUTCOME, Kind.APPLICANT}
            if plain.startswith("其中", start):
                return any(word.end <= at and word.label.kind in parts for word in words)
            whole = _of_applications(plain, amounts, max(start, plain.rfind("；", start, at) + 1), at)
        case Kind.OUTCOME | Kind.APPLICANT | Kind.DOCUMENT:
            whole = _announced(plain, amounts, start, at)
        case Kind.RESULT:
            appeals = [word for word in words if word.end <= at and word.label.kind is Kind.APPEAL]
            whole = _behind(amounts, appeals[-1:], at)
        case _:  # decisions
            whole = _behind(amounts, [word for word in words if word.end <= at and word.label.kind is kind][:1], at)
    return whole is not None and (whole.start, whole.end) not in claimed


def _announced(plain: str, amounts: Sequence[Amount], start: int, at: int) -> Amount | None:
    """Return the number before the last 其中 or 件申请中; one in brackets or compared with is passed over."""
    markers = list(_PARTS_FOLLOW.finditer(plain, max(start, plain.rfind("；", start, at)), at))
    if not markers:
        return None
    end = markers[-1].start()
    for amount in reversed(amounts):
        bracketed = plain.rfind("（", start, amount.start) > plain.rfind("）", start, amount.start)
        if amount.stop > end or amount.unit not in _CASES or (bracketed and "）" in plain[amount.stop : end]):
            continue
        clause = max(plain.rfind(mark, start, amount.start) for mark in "，；：。（")
        before = plain[max(clause + 1, start) : amount.start]
        if not _COMPARED.search(before):
            return None if _SUM.search(before) else amount
    return None


def _of_applications(plain: str, amounts: Sequence[Amount], start: int, at: int) -> Amount | None:
    """Return the last number before ``at`` if applications are counted: 征地信息公开申请47件，答复47件."""
    amount = next((one for one in reversed(amounts) if one.stop <= at and one.unit in _CASES), None)
    return amount if amount and plain.endswith("申请", start, amount.start) else None


def _behind(amounts: Sequence[Amount], words: Sequence[Word], at: int) -> Amount | None:
    """Return the first number behind a word, if it stands before ``at``."""
    return next((one for word in words for one in amounts if word.end <= one.start < at), None)
