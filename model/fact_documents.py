"""Which figure of the 主动公开表 a verb and a kind of document tell: 制定规章2件、规范性文件21件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from model.fact_clauses import clause_start
from model.fact_gaps import GAPS
from model.fact_numbers import Amount
from model.fact_words import METRICS, Kind, Label, Metric, Word

_LISTED_BEFORE: Final = re.compile(r"[共计有为：]*\d+[件部](?:、|和|及|与)(?:行政|市|省|政府)?")
_LONE: Final = re.compile(
    r"(?:20\d\d年度?|全年|本年度?|今年|年内|截至|\d{1,2}月\d{1,2}日|[年月]?底|[我本][省市县区]|[省市县区]|人民|政府|本级|部门|现有|目前|，|：|（[一二三四五六七八九十]）)*"
)
# 县政府规范性文件 may be one organ's of two, 规范性文件 a policy of any kind: only the statutory name alone is known.
_LONE_BEHIND: Final = re.compile(
    r"(?:(?:20\d\d年度?|全年|本年度?|截至年底|现有|，|[省市]?(?:人民)?(?:政府)?规章\d+件[，、和])*)"
)
_LONE_END: Final = re.compile("[，。；、）\n]|$")
_PUBLISHED: Final = re.compile("公开|发布|解读|备案|审查")
_OTHER_NOUNS: Final = {Label(Kind.OTHER), Label(Kind.OTHER, "documents")}
_NOT_DONE: Final = re.compile(
    r"(?:拟|提请|提交|报请|推动|督促|指导|配合|起草|联合|转发|参与|代拟|审核|审查|备案|建议|计划|修订|修改|清理|公开|公布|发布|不|未)(?:、|和|及|或|了|的)?$|(?:重新|再次)$|(?:制发|制定|修改|修订|废止)[、和及或并]$"
)


def verb_of(plain: str, words: Sequence[Word], amount: Amount) -> Word | None:
    """Return the verb of a kind of document, told once before a list: 制定规章1件、规范性文件2件."""
    noun = words[-1]
    if not GAPS[Kind.DOCUMENT].fullmatch(plain, noun.end, amount.start):
        return None
    for before in reversed(words[:-1]):
        between = plain[before.end : noun.start]
        if before.label.kind is Kind.DOCUMENT:
            return before if GAPS[Kind.DOCUMENT].fullmatch(between) else None
        if before.label.kind is not Kind.NOUN or not _LISTED_BEFORE.fullmatch(between):
            return None
        noun = before
    return None


def lone_documents(plain: str, noun: Word, amount: Amount) -> Word | None:
    """Return 规章, 行政规范性文件 as words of their own where no verb says what was done with them: 市政府规章2件."""
    start = max(plain.rfind(mark, 0, noun.start) + 1 for mark in "。！？\n")
    rules = noun.label.metric == "rules"
    if not (rules or plain.startswith("行政", noun.start)):
        return None
    if not (_LONE if rules else _LONE_BEHIND).fullmatch(plain, start, noun.start):
        return None
    if not re.fullmatch("[共计有为：]*", plain[noun.end : amount.start]) or not _LONE_END.match(plain, amount.stop):
        return None
    return Word(Label(Kind.DOCUMENT, f"{noun.label.metric}.any"), noun.start, noun.end)


def document_metric(plain: str, words: Sequence[Word], word: Word, amount: Amount, head: str) -> Metric | None:
    """Return the metric of 制发, 废止 or 现行有效 for the kind of document that is named beside."""
    if word.label.metric.endswith(".any"):
        return METRICS[word.label.metric]
    if _NOT_DONE.search(head):
        return None
    nouns = [one for one in words if one.label.kind is Kind.NOUN]
    known = [one for one in words if one.label.kind is Kind.NOUN or one.label in _OTHER_NOUNS]
    inside = [one for one in nouns if word.end <= one.start and one.end <= amount.start]
    after = [one for one in nouns if one.start == amount.stop or plain[amount.stop : one.start] in {"的", "政府"}]
    before = [one for one in known if one.end <= word.start]
    noun = next(iter(inside[-1:] or after or before[-1:]), None)
    if noun is None or noun.label.kind is not Kind.NOUN:
        return None
    if not inside and not after and _PUBLISHED.search(plain, clause_start(plain, 0, noun.start), noun.start):
        return None
    adjacent = bool(inside or after) or noun.end == word.start
    if not adjacent and plain[word.start : word.start + 2] in {"制定", "印发", "出台"}:
        return None
    if not inside and not after and re.match(r"[一-鿿]", plain[amount.stop : amount.stop + 1]):
        return None
    return METRICS[f"{noun.label.metric}.{word.label.metric}"]
