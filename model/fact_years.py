"""Which year a number in a sentence is of, and whether it is of the whole year.

A year that is named governs what follows it in its paragraph, until another is named; one that is only compared with
(较2024年) or that dates a thing (2024年印发) governs nothing.
"""

from __future__ import annotations

import re
from typing import Final

from model.fact_clauses import clause_start

_QUOTED: Final = re.compile(r"《[^》]*》|〔[^〕]*〕|“[^”]*”")
# Each way begins with a character of its own, so that the search leaps from one to the next.
_YEAR: Final = re.compile(
    r"2(?<!\d2)(?<![较比与同从由自照据]2)(0\d\d)年(?!度?(?:结转|报告|印发|制定|出台|以来|起|存在|整改|的\d+(?:\.\d+)?倍))|今年|本年|"
    r"(?P<last>(?:去(?<![^，；。：\n]去)年|上(?<![^，；。：\n]上)一?年度?)(?=[，我本全共县市区因]|政府信息公开(?!工作|年)|[未没无](?=[收受发制作被有])|[收受接新办答](?!理?到?的)))"
)
_WHOLE_YEAR: Final = re.compile(r"(?:\d{4}年)?0?1月0?1日(?:起)?|(?:\d{4}年)?12月(?:31日|底)(?:止)?")
_PART_OF_YEAR: Final = re.compile(
    r"季度|上半年|下半年|\d{1,2}月|[一二三四五六七八九十]月份|每月|每年|[人月日周年]均|平均|历年|(?<!今年)以来|自\d{4}年|近[三五\d]年|上年同期|同期|20\d\d年?[-—–~～至到]20\d\d年|名义|五年|三年|\d+个?(?:工作)?[日天]内|本届|任期|(?<![年度告计至])期间|假期|节日|当[天日](?=，)|上线后|启用后"
)
# 自2019年以来收到486件，2025年收到104件: the second number is of the whole year again.
_WHOLE_AGAIN: Final = re.compile(r"(?<=[，；：])(?:20\d\d年度?|全年|本年度?)(?=[，我本全共收受办答新累已县市区])")
_PLAN_PERIOD: Final = re.compile("十[一二三四五六]五”?(?:规划)?(?:时期|期间|以来)")
_EARLIER: Final = re.compile(r"(?<![从由])(?:上年|去年|上一年|前年|往年|前一年)(?!度?(?:结转|转入|遗留))")


def year_of(plain: str, start: int, at: int, year: int) -> int:
    """Return the year that governs ``at`` in the sentence from ``start``, in a report of ``year``.

    A sentence that names none follows the one before it where it begins with 其中, or where its paragraph does not
    name the year of the report at all.
    """
    told = _years(plain, start, at, year)
    if told:
        return told[-1]
    first, last = plain.rfind("\n", 0, start) + 1, plain.find("\n", at)
    paragraph = plain[first : last if last >= 0 else None]
    if not plain.startswith("其中", start) and any(name in paragraph for name in (f"{year}年", "今年", "本年")):
        return year
    return next(reversed(_years(plain, first, start, year)), year)


def _years(plain: str, start: int, end: int, year: int) -> list[int]:
    """Return the years that begin in a stretch; what stands behind one tells what it is."""
    if "年" not in plain[start:end]:
        return []
    text = _QUOTED.sub("", plain[start:end])
    found = _YEAR.finditer(text + plain[end : end + 4])
    return [
        2000 + int(one[1]) if one[1] else year - (one["last"] is not None) for one in found if one.start() < len(text)
    ]


def speaks_of_part_of_a_year(plain: str, start: int, at: int) -> bool:
    """Tell whether a quarter, a month or several years are meant."""
    if plain.startswith("全年", at):
        start = clause_start(plain, start, at)
    for match in _WHOLE_AGAIN.finditer(plain, start, at + 1):
        start = min(match.end(), at)
    text = _WHOLE_YEAR.sub("", _QUOTED.sub("", plain[start:at]))
    return bool(_PART_OF_YEAR.search(text) or _PLAN_PERIOD.search(plain, start, at))


def speaks_of_earlier(plain: str, start: int, at: int) -> bool:
    """Tell whether last year is meant by the clause before ``at``."""
    return bool(_EARLIER.search(plain, clause_start(plain, start, at), at))
