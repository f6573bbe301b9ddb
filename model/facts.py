"""Finds in a text the numbers that state a figure of the tables.

A claim is a word of the list, a number beside it, and nothing between them that could change what is meant.
Everything less certain is not a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from model.cells import Value
from model.fact_company import (
    Organ,
    clause_start,
    speaks_of_another,
    speaks_of_earlier,
    speaks_of_part_of_a_year,
    years_before,
)
from model.fact_lists import listed_claims
from model.fact_numbers import Amount, amounts_in
from model.fact_words import METRICS, Kind, Metric, Reading, Role, Word, words_in
from model.fact_zero import zero_claims
from model.text_view import TextView, sentences_in

_PLAIN: Final = (
    r"的|申请[书件表量]?|案件|件数|数量|总数|总量|总计|合计|共计|共有|共|计|为|是|达到|达|有|均|了|：|“|”|情况|全年|本年度?|"
    r"年内|累计|一共|（[^（）\d]*）|政府信息公开|政府信息|信息公开|依申请公开|依申请|信息|公开"
)
_BETWEEN: Final = {
    Kind.RECEIPT: (
        r"提出|提交|各类|有效|公民、?法人(?:或者?|和|及|与|、)其他组织|申请人|社会公众|公众|群众|完毕|并|依法|政务"
    ),
    Kind.OUTCOME: r"决定|答复|类|处理",
    Kind.APPLICANT: r"提出|提交|类",
    Kind.CARRY: r"继续|办理|答复",
    Kind.DOCUMENT: r"(?:行政)?规范性文件|(?:政府|部门)?规章|本机关|新",
    Kind.DECISION: r"案件|处理|作出",
    Kind.FEE: r"收入|收取|金额|总额",
}
_BETWEEN[Kind.HANDLING] = _BETWEEN[Kind.RECEIPT]
_GAPS: Final = {kind: re.compile(f"(?:{_PLAIN}|{_BETWEEN.get(kind, '的')})*") for kind in Kind}
_AFTER_GAPS: Final = {
    kind: re.compile(
        r"(?:的|政府信息公开|依申请公开|信息公开|申请件?|案件|被|作出|作|给予|因|属于|为|已经|已|经|依法|均|全部|是|涉及|按|由|需|进行|(?:行政)?规范性文件)*"
    )
    for kind in Kind
}
_UNITS: Final = {Kind.FEE: "元", Kind.RECEIPT: "件件次条份起宗例", Kind.HANDLING: "件件次条份起宗例"}
_CASES: Final = "件件次起宗例份"
_BOUNDARY: Final = re.compile(
    r"[，。；、）：（”\n]|$|(?:的)?(?:政府信息公开|信息公开|依申请公开|依申请)?(?:的)?(?:政府信息)?(?:公开)?申请|"
    r"政府信息公开|信息公开|依申请|其中|并|均|含|办结|答复|完毕"
)
_END: Final = re.compile(r"[，。；、）：（”\n]|$|完毕|了")
_CHANNEL: Final = re.compile(
    r"网上|网络|线上|在线|信函|邮寄|当面|现场|窗口|电子邮[件箱]|传真|平台|邮箱|口头|电话|来信|来访|按期|按时|按规定|逾期|延期|当场|即时|书面|转办|退回|平均"
)
_OTHER_TOPIC: Final = re.compile(
    r"建议|提案|信访[^举]|留言|热线|12345|问政|咨询|许可|审批|诉求|工单|舆情|来电|人次|不动产|网民|市民|意见|线索|投诉(?!类)|证明|证照|登记"
)
_TOPIC: Final = re.compile(r"申请公开|信息公开申请|公开申请|依申请")
_LEAD: Final = re.compile(r"(?:全年|本年度?|年内|一?共计?|累计)+$")
_OUR_APPLICATION: Final = re.compile(
    r"(?:^|公开|信息|收到?|到|受理|办理|答复|办结|[件条份个批]|的|各类|全部|[自]?然?人|企业|机构|组织|[，、；：（“》]|依)申请(?!行政复议|强制)"
)
_NOT_DONE: Final = re.compile(
    r"(?:拟|提请|提交|报请|推动|督促|指导|配合|起草|联合|转发|参与|代拟|审核|审查|备案|建议|计划|修订|修改|清理|公开|公布|发布|不|未)(?:、|和|及|或|了|的)?$|(?:制发|制定|修改|修订|废止)[、和及或]$"
)
_OTHER_CASES: Final = re.compile(
    r"(?:办理|受理|收到|审理|审结|办结|代理|参与|应对|处理|败诉|二审|一审|再审)(?:的|各类)?$"
)
_REDUCED: Final = re.compile(r"减免|免征|免收|停征|退还|取消|降低|减轻|少收|缓征")
_DECIDING: Final = re.compile(
    r"(?:20\d\d年度?|全年|本年度?|[我本](?:局|县|市|区|镇|乡|办|委|厅|省|机关|单位|部门|街道)|全[市县区镇乡省]|共计?|累计|依法|"
    r"作出|实施|办理|办结|其中|期间|和|及|与)*"
)
_PUBLISHED: Final = re.compile(
    r"公开|公示|发布|归集|上传|推送|受理|涉及|有关|关于|撤销|撤回|延续|变更|注销|网上|一般|简易|听证"
)


class Claim(NamedTuple):
    """A statement of a text about a figure.

    ``start`` and ``end`` enclose it in the view; ``digits`` the number, None where it is told in words
    (未收到). ``year_before`` marks one that stands under last year's date.
    """

    metric: Metric
    value: int | Value
    start: int
    end: int
    digits: tuple[int, int] | None
    year_before: bool = False


@lru_cache(maxsize=64)
def claims_in(view: TextView, year: int, organ: Organ) -> tuple[Claim, ...]:
    """Return the claims of a text about the figures of ``year``, in order; bound numbers are none."""
    found = []
    for start, paragraph in view.paragraphs:
        for claim in _claims_of_paragraph(paragraph, year, organ):
            digits = (claim.digits[0] + start, claim.digits[1] + start) if claim.digits else None
            if not (digits and view.is_bound(*digits)):
                found.append(claim._replace(start=claim.start + start, end=claim.end + start, digits=digits))
    return tuple(found)


@lru_cache(maxsize=512)
def _claims_of_paragraph(plain: str, year: int, organ: Organ) -> tuple[Claim, ...]:
    """Return the claims of one paragraph; typing changes one of them, so the others are kept."""
    found: dict[tuple[int, int, str], Claim] = {}
    for start, end in sentences_in(plain):
        words = tuple(words_in(plain, start, end))
        listed, taken = listed_claims(plain, words, start, end)
        told = [*listed, *zero_claims(plain, start, end)]
        raw = [Claim(METRICS[key], value, first, last, digits) for key, value, first, last, digits in told]
        for amount in amounts_in(plain, start, end):
            if not any(begin <= amount.start < stop for begin, stop in taken):
                raw += _claim(plain, words, amount, start, end)
        for claim in raw:
            dated = _dated(plain, claim, start, year, organ)
            if dated is not None:
                found.setdefault((dated.start, dated.end, dated.metric.key), dated)
    return tuple(sorted(found.values(), key=lambda claim: claim.start))


def _dated(plain: str, claim: Claim, start: int, year: int, organ: Organ) -> Claim | None:
    """Return a claim that is about this organ and this year, None otherwise."""
    at = claim.start
    carried = claim.metric.key.startswith("carried")
    if speaks_of_another(plain, start, at, organ) or speaks_of_part_of_a_year(plain, start, at):
        return None
    if not carried and speaks_of_earlier(plain, start, claim.digits[0] if claim.digits else at):
        return None
    years = years_before(plain, start, at)
    if not years or years[-1] == year or carried:
        return claim
    stale = years[-1] == year - 1 and f"{year}年" not in plain and len(set(years)) == 1
    return claim._replace(year_before=True) if stale else None


def _claim(plain: str, words: Sequence[Word], amount: Amount, start: int, end: int) -> Iterator[Claim]:
    """Yield the claim of one number, if there is a word for it on its left or else on its right."""
    left = _left(plain, words, amount)
    word = left or _right(plain, words, amount, end)
    if word is None or amount.unit not in _UNITS.get(word.label.kind, _CASES):
        return
    metric = _metric(plain, words, word, amount, start, end)
    if metric is not None:
        first, last = min(word.start, amount.start), max(word.end, amount.stop)
        lead = _LEAD.search(plain, start, first)
        first = lead.start() if lead else first
        yield Claim(metric, amount.value, first, last, (amount.start, amount.end))


def _left(plain: str, words: Sequence[Word], amount: Amount) -> Word | None:
    for word in reversed(words):
        if word.end > amount.start or word.label.metric == "neutral":
            continue
        if word.label.kind is Kind.NOUN:
            before = next((one for one in reversed(words) if one.end <= word.start), None)
            verb = before if before and before.label.kind is Kind.DOCUMENT else None
            if verb is None or not _GAPS[Kind.DOCUMENT].fullmatch(plain, verb.end, amount.start):
                return None
            return verb
        return word if _GAPS[word.label.kind].fullmatch(plain, word.end, amount.start) else None
    return None


_ON_THE_RIGHT: Final = {Kind.OUTCOME, Kind.CARRY, Kind.RESULT, Kind.APPEAL, Kind.HANDLING}


def _right(plain: str, words: Sequence[Word], amount: Amount, end: int) -> Word | None:
    word = next((one for one in words if one.start >= amount.stop and one.label.metric != "neutral"), None)
    if word is None or word.label.kind not in _ON_THE_RIGHT:
        return None
    if not _AFTER_GAPS[word.label.kind].fullmatch(plain, amount.stop, word.start):
        return None
    return word if _END.match(plain, word.end, end) or word.label.kind is Kind.CARRY else None


def _metric(plain: str, words: Sequence[Word], word: Word, amount: Amount, start: int, end: int) -> Metric | None:
    """Return what a word and its number speak of in their sentence, None when that is not certain."""
    kind, key = word.label
    clause = clause_start(plain, start, min(word.start, amount.start))
    head, sentence = plain[clause : word.start], plain[start:end]
    match kind:
        case Kind.RECEIPT | Kind.HANDLING:
            return METRICS[key] if _of_applications(plain, word, amount, clause, start, end) else None
        case Kind.CARRY:
            return METRICS[key] if "申请" in sentence or _about_applications(words, word) else None
        case Kind.OUTCOME:
            paragraph = plain[plain.rfind("\n", 0, start) + 1 : end]
            told = _about_applications(words, word) or bool(_TOPIC.search(paragraph)) or "答复" in sentence
            return METRICS[key] if told and "主动" not in head else None
        case Kind.APPLICANT:
            return _applicant(words, word) if "申请" in sentence or _about_applications(words, word) else None
        case Kind.APPEAL:
            return METRICS[f"{key}.total"] if _of_disclosure(plain, word, start) else None
        case Kind.RESULT:
            return _result(plain, words, word, start)
        case Kind.DOCUMENT:
            return _document(plain, words, word, amount, head)
        case Kind.DECISION:
            return METRICS[key] if _is_of_all_decisions(plain, word, amount, start) else None
        case Kind.FEE:
            return METRICS[key] if not _REDUCED.search(head) else None
    return None


def _about_applications(words: Sequence[Word], but: Word) -> bool:
    """Tell whether another word of the sentence tells of applications."""
    kinds = {Kind.OUTCOME, Kind.RECEIPT, Kind.HANDLING}
    return any(word.label.kind in kinds for word in words if word != but)


def _of_applications(plain: str, word: Word, amount: Amount, clause: int, start: int, end: int) -> bool:
    """Tell whether 收到 or 办结 speak of all applications, and of nothing else that is received or dealt with."""
    last = max(word.end, amount.stop)
    around = plain[clause : min(last + 8, end)]
    if _CHANNEL.search(plain, clause, last) or _OTHER_TOPIC.search(around) or plain[clause : word.start].endswith("不"):
        return False
    if word.end <= amount.start and not _BOUNDARY.match(plain, amount.stop, end):
        return False
    if "申请" in plain[start:end]:
        return bool(_OUR_APPLICATION.search(plain[start:end]))
    return bool(_TOPIC.search(plain, plain.rfind("\n", 0, start) + 1, start))


def _of_disclosure(plain: str, word: Word, start: int) -> bool:
    """Tell whether appeals are those against the organ's work on disclosure, not all that an organ decides on."""
    before = plain[start : word.start]
    if re.search("法院|检察院", before):
        return False
    if _OTHER_CASES.search(before) and not re.search("信息公开|依申请|申请公开", before):
        return False
    paragraph = plain[plain.rfind("\n", 0, start) + 1 : word.start]
    return bool(re.search("信息公开|依申请|申请公开", paragraph))


def _applicant(words: Sequence[Word], word: Word) -> Metric:
    """Return the metric of a column, under the row that the sentence told last."""
    rows = [one for one in words if one.end <= word.start and one.label.kind in {Kind.OUTCOME, Kind.CARRY}]
    metric = METRICS[word.label.metric]
    if not rows or rows[-1].label.metric == "carried":
        return metric
    row = rows[-1].label.metric
    new = metric.readings[0]
    own = Reading(new.source.replace("requests.new.", f"requests.{row}."), new.name.replace("本年新收", "相应结果"))
    return metric._replace(readings=(own, *(reading._replace(role=Role.POSSIBLE) for reading in metric.readings)))


def _is_of_all_decisions(plain: str, word: Word, amount: Amount, start: int) -> bool:
    """Tell whether all decisions of a kind are counted, not cases, one kind of licence or what was published."""
    begin = max(start, *(plain.rfind(mark, start, word.start) + 1 for mark in "，；：。（、\n"))
    head, gap = plain[begin : word.start], plain[word.end : amount.start]
    return bool(_DECIDING.fullmatch(head) and "案件" not in gap and not _PUBLISHED.search(plain, start, amount.start))


def _result(plain: str, words: Sequence[Word], word: Word, start: int) -> Metric | None:
    appeals = [one for one in words if one.end <= word.start and one.label.kind is Kind.APPEAL]
    if not appeals or "；" in plain[appeals[-1].end : word.start] or not _of_disclosure(plain, appeals[-1], start):
        return None
    return METRICS[f"{appeals[-1].label.metric}.{word.label.metric}"]


def _document(plain: str, words: Sequence[Word], word: Word, amount: Amount, head: str) -> Metric | None:
    """Return the metric of 制发, 废止 or 现行有效 for the kind of document that is named beside."""
    if _NOT_DONE.search(head):
        return None
    nouns = [one for one in words if one.label.kind is Kind.NOUN]
    known = [one for one in words if one.label.kind is Kind.NOUN or one.label == (Kind.OTHER, "")]
    inside = [one for one in nouns if word.end <= one.start and one.end <= amount.start]
    after = [one for one in nouns if one.start == amount.stop or plain[amount.stop : one.start] in {"的", "政府"}]
    before = [one for one in known if one.end <= word.start]
    noun = next(iter(inside or after or before[-1:]), None)
    if noun is None or noun.label.kind is not Kind.NOUN:
        return None
    adjacent = bool(inside or after) or noun.end == word.start
    if not adjacent and plain[word.start : word.start + 2] in {"制定", "印发", "出台"}:
        return None
    if not inside and not after and re.match(r"[一-鿿]", plain[amount.stop : amount.stop + 1]):
        return None
    return METRICS[f"{noun.label.metric}.{word.label.metric}"]
