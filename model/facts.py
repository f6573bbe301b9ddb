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
from model.fact_all import all_alike
from model.fact_clauses import clause_start, outer_clause_start
from model.fact_company import Organ, speaks_of_another, speaks_without_limit
from model.fact_documents import document_metric, lone_documents, verb_of
from model.fact_gaps import AFTER_GAPS, COMPARED, GAPS
from model.fact_limits import is_limited_before
from model.fact_lists import listed_claims
from model.fact_numbers import Amount, amounts_in
from model.fact_parts import is_part_of_unknown
from model.fact_topics import (
    counts_something_else,
    is_of_all_decisions,
    is_of_all_outcomes,
    is_of_requests,
    is_of_requests_by_name,
    of_applications,
    of_disclosure,
)
from model.fact_words import LOOSE, METRICS, Kind, Label, Metric, Reading, Role, Word, words_in
from model.fact_years import speaks_of_earlier, speaks_of_part_of_a_year, year_of
from model.fact_zero import zero_claims
from model.text_view import TextView, sentences_in

_HEADING: Final = re.compile(r"[^，。；：\d]{0,8}(?:依申请公开|信息公开申请)[^，。；：\d]{0,8}")
_UNITS: Final = {
    Kind.FEE: "元",
    Kind.DOCUMENT: "件件次起宗例份部",
    Kind.RECEIPT: "件件次条份起宗例",
    Kind.HANDLING: "件件次条份起宗例",
}
_WORDLESS: Final = re.compile("[未没无零]|公开|政府信息|申请[总数量]")
_APPLICATIONS: Final = re.compile(
    r"(?:依申请公开(?:政府)?(?:信息)?|政府信息公开|信息公开|政府信息|(?:^|(?<=[年度，：]))申请(?=总|数|量))(?:的)?(?:申请公开|申请)?"
    r"(?:办理|受理|接收|请求|事项|办件|收件|件数|数量|总数|总量|总计|合计|共计|案件|件|量|数|共|为|是|有|达|：)*(?<!政府信息公开)(?<!信息公开)(?<!政府信息)"
    rf"(?:(?:{COMPARED})(?:达到?|为|共)?)?$"
)
_COMPARISON: Final = re.compile(rf"(?:{COMPARED})(?:达到?|为|共)?$")
_ATTRIBUTES: Final = re.compile("公文|属性|发文|文件|不予公开")
_CASES: Final = "件件次起宗例份"
_FROM_TO: Final = {"carried_in": -1, "carried_out": 1}
_YEAR_OF_CARRY: Final = re.compile(r"(20\d\d)年([底末]?)")
_ALL_IN_TIME: Final = re.compile(r"，(?:按时|按期|如期)?(?:办结|答复|办理)率(?:均?为|达到?|均)?100%")
_END: Final = re.compile(
    r"[，。；、）：（”\n]|$|完毕|了|提出|提交|案件?(?=[，。；、）]|$)|申请(?:[，。；、）]|$|不予|予以|无法)"
)
_NEXT_NUMBER: Final = re.compile(r"[^，。；、）\n]{0,8}\d")
_SOME_OF_THEM: Final = re.compile("(?<!有效)的")
_LEAD: Final = re.compile(r"(?:全年|本年度?|年内|一?共计?|累计)+$")
_ON_THE_RIGHT: Final = {Kind.OUTCOME, Kind.CARRY, Kind.RESULT, Kind.APPEAL, Kind.HANDLING, Kind.APPLICANT}
_SHARING: Final = {Kind.OUTCOME, Kind.APPLICANT, Kind.APPEAL, Kind.DECISION}
_OF_REQUESTS: Final = {Kind.RECEIPT, Kind.HANDLING, Kind.CARRY, Kind.OUTCOME, Kind.APPLICANT}
_BARE: Final = {"received", "received_and_handled", "processed", "handled", "handled_in_time"}
_OF_DOCUMENTS: Final = {Kind.DOCUMENT, Kind.NOUN}
_SAME_MATTER: Final = {
    **dict.fromkeys(("C1", "C2", "C3", "C4"), _OF_REQUESTS),
    "C5": {Kind.APPEAL, Kind.RESULT},
    **dict.fromkeys(("C7", "C8"), _OF_DOCUMENTS),
    "C17": {Kind.DECISION, Kind.FEE},
}
_SO: Final = re.compile(r"(?:的|而|，|故|因此|导致|情形|原因|等|依法|作出|答复|决定)*")
_SHARED: Final = re.compile(r"(?:案件|申请|的)*(?:、|和|及|与|以及|或者?)(?:被)?(?:提起)?")
_REDUCED: Final = re.compile(r"减免|免征|免收|停征|退还|取消|降低|减轻|少收|缓征")


class Claim(NamedTuple):
    """A statement of a text about a figure.

    ``start`` and ``end`` enclose it in the view; ``digits`` the number, None where it is told in words
    (未收到, 均为自然人). ``year_before`` marks one that stands under last year's date and is compared with last year's
    report.
    """

    metric: Metric
    value: int | Value
    start: int
    end: int
    digits: tuple[int, int] | None
    year_before: bool = False

    @property
    def denies(self) -> bool:
        """Tell whether this says in words that something did not happen."""
        return self.digits is None and not self.value


@lru_cache(maxsize=64)
def claims_in(view: TextView, year: int, organ: Organ) -> tuple[Claim, ...]:
    """Return the claims of a text about the figures of ``year``, in order; bound numbers are none."""
    stated = stated_in(view, year, organ)
    return tuple(claim for claim in stated if not (claim.digits and view.is_bound(*claim.digits)))


@lru_cache(maxsize=64)
def stated_in(view: TextView, year: int, organ: Organ) -> tuple[Claim, ...]:
    """Return the claims of a text with those that are taken from the tables, in order."""
    found = []
    heading = ""
    for begin, paragraph in view.paragraphs:
        start = begin - len(heading)
        for claim in _claims_of_paragraph(heading + paragraph, year, organ):
            if claim.start < len(heading):
                continue
            digits = (claim.digits[0] + start, claim.digits[1] + start) if claim.digits else None
            found.append(claim._replace(start=claim.start + start, end=claim.end + start, digits=digits))
        # A heading tells what its paragraph speaks of: （二）依申请公开 / 全年收到27件。
        heading = f"{paragraph}。" if _HEADING.fullmatch(paragraph) else ""
    return tuple(found)


@lru_cache(maxsize=512)
def _claims_of_paragraph(plain: str, year: int, organ: Organ) -> tuple[Claim, ...]:
    """Return the claims of one paragraph; typing changes one of them, so the others are kept."""
    found: dict[tuple[int, int, str], Claim] = {}
    for start, end in sentences_in(plain):
        words = tuple(words_in(plain, start, end))
        if words or _WORDLESS.search(plain, start, end):
            for claim in _of_one_subject(list(_claims_of_sentence(plain, words, start, end, year, organ))):
                found.setdefault((claim.start, claim.end, claim.metric.key), claim)
    return tuple(sorted(found.values(), key=lambda claim: claim.start))


def _claims_of_sentence(
    plain: str, words: Sequence[Word], start: int, end: int, year: int, organ: Organ
) -> Iterator[Claim]:
    listed, taken = listed_claims(plain, words, start, end)
    told = [*listed, *zero_claims(plain, start, end)]
    raw = [Claim(METRICS[key], value, first, last, digits) for key, value, first, last, digits in told]
    amounts = list(amounts_in(plain, start, end))
    for amount in amounts:
        if not any(begin <= amount.start < stop for begin, stop in taken):
            raw += _claim(plain, words, amount, start, end)
    claimed: set[tuple[int, int]] = set()
    kept: list[Claim] = []
    for claim in sorted(raw, key=lambda one: one.start):
        ours = dated(plain, words, claim, start, year, organ)
        bare = claim.metric.key in _BARE
        if ours and is_limited_before(plain, amounts, start, ours.start, organ, bare=bare):
            continue
        kind = _kind(claim) if claim.digits else None
        if ours is None or (kind and is_part_of_unknown(plain, words, amounts, claimed, kind, start, claim.start)):
            continue
        claimed |= {claim.digits} if claim.digits else set()
        kept.append(ours)
    yield from kept
    for key, value, first, last, digits in all_alike(plain, words, kept):
        yield Claim(METRICS[key], value, first, last, digits, kept[-1].year_before)


def _of_one_subject(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Leave out documents and decisions told twice in a sentence, for two organs: 县政府制发4件，县政府办制发5件."""
    values: dict[str, set[int | Value]] = {}
    for claim in claims:
        values.setdefault(claim.metric.key, set()).add(claim.value)
    for claim in claims:
        if claim.metric.check_id not in {"C7", "C8", "C17"} or len(values[claim.metric.key]) == 1:
            yield claim


def _kind(claim: Claim) -> Kind | None:
    """Return what kind of number a claim is where it may be a part of another; None where it is a whole."""
    match claim.metric.check_id:
        case "C2":
            return Kind.HANDLING if claim.metric.key.startswith("handled") else None
        case "C3":
            return Kind.OUTCOME
        case "C4":
            return Kind.APPLICANT
        case "C5":
            return None if claim.metric.key.endswith(".total") else Kind.RESULT
        case "C7" | "C8":
            return Kind.DOCUMENT
        case "C17":
            return None if claim.metric.key == "fees" else Kind.DECISION
    return None


def _head(plain: str, words: Sequence[Word], claim: Claim, start: int) -> tuple[int, int]:
    """Return where the clause of a claim begins and where its first word of the same matter stands.

    What limits the first number of a list limits them all: 涉企行政许可3120件、行政处罚501件.
    """
    begin = outer_clause_start(plain, start, claim.start)
    if claim.metric.key.endswith(".any"):
        return begin, begin  # all of what stands before it is known
    if claim.digits is None or claim.metric.key == "applications":
        return begin, claim.start
    kinds = _SAME_MATTER[claim.metric.check_id]
    first = (word.start for word in words if begin <= word.start < claim.start and word.label.kind in kinds)
    return begin, next(first, claim.start)


def dated(plain: str, words: Sequence[Word], claim: Claim, start: int, year: int, organ: Organ) -> Claim | None:
    """Return a claim that is about this organ and this year, None otherwise."""
    at = claim.start
    carried = claim.metric.key.startswith("carried")
    said = plain[claim.start : claim.end]
    named = _YEAR_OF_CARRY.search(said)
    if named and named[2] and claim.metric.key == "carried_in" and int(named[1]) == year:
        claim = claim._replace(metric=METRICS["carried_out"])  # 2025年底结转 in the report of 2025
    elif named and claim.metric.key in _FROM_TO and int(named[1]) != year + _FROM_TO[claim.metric.key]:
        return None  # 结转2025年 in the report of 2025 is carried into it, 2025年结转 out of it
    if speaks_of_another(plain, start, at, organ) or speaks_of_part_of_a_year(plain, start, at):
        return None
    if not speaks_without_limit(plain, *_head(plain, words, claim, start), organ):
        return None
    governing = year_of(plain, start, clause_start(plain, start, at) if carried else at, year)
    if governing not in {year, year - 1}:
        return None
    if governing == year - 1:
        # 2024年制发的规范性文件3件已废止: some of last year's, of which this year tells.
        return None if _SOME_OF_THEM.search(said) else claim._replace(year_before=True)
    if not carried and speaks_of_earlier(plain, start, claim.digits[0] if claim.digits else at):
        return None
    return claim


def _claim(plain: str, words: Sequence[Word], amount: Amount, start: int, end: int) -> Iterator[Claim]:
    """Yield the claim of one number, if there is a word for it on its left or else on its right."""
    word = _left(plain, words, amount) or _right(plain, words, amount, end) or _noun(plain, amount, start, end)
    if word is None or amount.unit not in _UNITS.get(word.label.kind, _CASES):
        return
    if plain[max(start, word.start - 1) : word.start] in {"多", "少"}:  # 比上年多办结7件
        return
    metric = _metric(plain, words, word, amount, start, end)
    if metric is not None:
        first, last = min(word.start, amount.start), max(word.end, amount.stop)
        lead = _LEAD.search(plain, start, first)
        first = lead.start() if lead else first
        yield Claim(metric, amount.value, first, last, (amount.start, amount.end))


def _left(plain: str, words: Sequence[Word], amount: Amount) -> Word | None:
    """Return the word on the left that an amount belongs to."""
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if word.end > amount.start or word.label.metric == "neutral":
            continue
        if word.label.kind is Kind.NOUN:
            return verb_of(plain, words[: at + 1], amount) or lone_documents(plain, word, amount)
        if not GAPS[word.label.kind].fullmatch(plain, word.end, amount.start):
            return None
        return _whole(plain, words[:at], word)
    return None


def _noun(plain: str, amount: Amount, start: int, end: int) -> Word | None:
    """Return 依申请公开 itself where no verb says what was done: 依申请公开件143件."""
    compared = _COMPARISON.search(plain, start, amount.start) if plain[amount.start - 1] in "到达为共至" else None
    clause = clause_start(plain, start, compared.start() if compared else amount.start - 1)
    match = _APPLICATIONS.search(plain, clause, amount.start)
    if match is None or _ATTRIBUTES.search(plain, start, end) or "主动公开" in plain[clause : amount.start]:
        return None
    return Word(Label(Kind.RECEIPT, "applications"), match.start(), match.end()) if amount.unit in _CASES else None


def _whole(plain: str, before: Sequence[Word], word: Word) -> Word | None:
    """Return a word as the words before it complete it: a reason (不掌握而无法提供) names the row.

    None where two of them share one number: 予以公开、部分公开共71件.
    """
    last = before[-1] if before else None
    if last is None or last.label.kind is not word.label.kind or word.label.kind not in _SHARING:
        return word
    between, group = plain[last.end : word.start], word.label.metric.removesuffix("_all")
    if group == word.label.metric.removesuffix("_all") and "等" in between and _SO.fullmatch(between):
        return Word(word.label, last.start, word.end)  # 因本机关不掌握等原因无法提供: several reasons
    is_reason = group != word.label.metric and last.label.metric.startswith(group) and last.label != word.label
    if is_reason and _SO.fullmatch(between):
        return Word(last.label, last.start, word.end)
    return None if _SHARED.fullmatch(between) else word


def _right(plain: str, words: Sequence[Word], amount: Amount, end: int) -> Word | None:
    behind = [one for one in words if one.start >= amount.stop and one.label.metric != "neutral"]
    word = behind[0] if behind else None
    if word is None or word.label.kind not in _ON_THE_RIGHT:
        return None
    if (
        len(behind) > 1
        and behind[1].label.kind is word.label.kind
        and _SHARED.fullmatch(plain, word.end, behind[1].start)
    ):
        return None  # 26件因本机关不掌握、没有现成信息等原因无法提供
    if word.label.kind is Kind.OUTCOME and len(behind) > 1 and _SO.fullmatch(plain, word.end, behind[1].start):
        word = _whole(plain, behind[:1], behind[1]) or word
    if not AFTER_GAPS[word.label.kind].fullmatch(plain, amount.stop, word.start):
        return None
    if word.label.kind is Kind.CARRY:
        return None if _NEXT_NUMBER.match(plain, word.end, end) else word
    return word if _END.match(plain, word.end, end) else None


def _metric(plain: str, words: Sequence[Word], word: Word, amount: Amount, start: int, end: int) -> Metric | None:
    """Return what a word and its number speak of in their sentence, None when that is not certain."""
    kind, key = word.label
    clause = clause_start(plain, start, min(word.start, amount.start))
    head = plain[clause : word.start]
    if kind is not Kind.DOCUMENT and counts_something_else(plain, clause, amount):
        return None
    match kind:
        case Kind.RECEIPT | Kind.HANDLING:
            if key == "handled_in_time" and _ALL_IN_TIME.match(plain, amount.stop, end):
                key = "handled"
            return METRICS[key] if of_applications(plain, word, amount, clause, start, end) else None
        case Kind.CARRY:
            return METRICS[key] if _is_whole_carry(plain, words, word, start, end) else None
        case Kind.OUTCOME:
            told = _about_applications(words, word) or is_of_requests(plain, start, end)
            told = told and not _is_of_a_column(plain, words, word, clause)
            return METRICS[key] if told and is_of_all_outcomes(plain, word, head, start, amount, end) else None
        case Kind.APPLICANT:
            return _applicant(words, word) if _is_applicant(plain, words, word, start, end) else None
        case Kind.APPEAL:
            return METRICS[f"{key}.total"] if of_disclosure(plain, word, start) else None
        case Kind.RESULT:
            return _result(plain, words, word, start)
        case Kind.DOCUMENT:
            return document_metric(plain, words, word, amount, head)
        case Kind.DECISION:
            return METRICS[key] if is_of_all_decisions(plain, word, amount.start, start) else None
        case Kind.FEE:
            return METRICS[key] if not _REDUCED.search(head) else None
    return None


def _is_whole_carry(plain: str, words: Sequence[Word], word: Word, start: int, end: int) -> bool:
    """Tell whether a carry-over is that of all applications, not of one column or row: 自然人117件（含上年结转5件）."""
    before = [one for one in words if one.end <= word.start]
    between = plain[before[-1].end : word.start] if before else ""
    if before and before[-1].label.kind in {Kind.APPLICANT, Kind.OUTCOME} and between.rfind("（") > between.rfind("）"):
        return False
    return "申请" in plain[start:end] or _about_applications(words, word) or is_of_requests(plain, start, len(plain))


def _about_applications(words: Sequence[Word], but: Word) -> bool:
    """Tell whether another word of the sentence tells of applications."""
    kinds = {Kind.OUTCOME, Kind.RECEIPT, Kind.HANDLING}
    return any(word.label.kind in kinds for word in words if word != but)


def _is_of_a_column(plain: str, words: Sequence[Word], word: Word, clause: int) -> bool:
    """Tell whether a result is that of the applicants named before: 科研机构申请2件，予以公开1件."""
    columns = [one for one in words if one.end <= word.start and one.label.kind is Kind.APPLICANT]
    if not columns:
        return False
    if columns[-1].start >= clause and not re.search(r"\d", plain[columns[-1].end : word.start]):
        return True
    totals = {Kind.RECEIPT, Kind.HANDLING, Kind.CARRY, Kind.OUTCOME}
    return len(columns) == 1 and not any(one.label.kind in totals for one in words if one.end <= columns[0].start)


def _is_applicant(plain: str, words: Sequence[Word], word: Word, start: int, end: int) -> bool:
    """Tell whether a word for applicants stands where applications for information are told."""
    if word.label.metric in LOOSE:
        return is_of_requests_by_name(plain, start, word.start)
    told = "申请" in plain[start:end] or _about_applications(words, word)
    return told or is_of_requests(plain, start, end)


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


def _result(plain: str, words: Sequence[Word], word: Word, start: int) -> Metric | None:
    appeals = [one for one in words if one.end <= word.start and one.label.kind is Kind.APPEAL]
    if not appeals or "；" in plain[appeals[-1].end : word.start] or not of_disclosure(plain, appeals[-1], start):
        return None
    return METRICS[f"{appeals[-1].label.metric}.{word.label.metric}"]
