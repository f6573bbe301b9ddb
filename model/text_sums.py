"""Sums inside a sentence: 上年结转8件、新收783件 against 办结788件、结转2件, and parts that exceed their whole (F7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from model.fact_checks import claims_of
from model.facts import Claim
from model.figures import written
from model.finding import Facts, Finding, text_finding
from model.form import Check, Severity
from model.text_view import TextView

_FLOW: Final = ("received", "carried_in", "handled", "carried_out")
_LIST: Final = re.compile(
    r"(?P<whole>\d+)(?P<unit>件|条|份|期|个|元|次|篇)(?:[，（：]{0,2}(?:其中|分别为|包括)[，：（]{0,2}|（)"
    r"(?P<parts>(?:[^，。；、：（）\d]{1,20}\d+(?P=unit)[、，]){2,}(?:和|及)?[^，。；、：（）\d]{1,20}\d+(?P=unit))(?=[。）；\n]|$)"
)
_WRITTEN_SUM: Final = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?(?:[+＋]\d+(?:\.\d+)?)+)[=＝](\d+(?:\.\d+)?(?:[+＋]\d+(?:\.\d+)?)*)(?![\d.+])"
)
_OF_ANOTHER_WHOLE: Final = re.compile("结转|办结|答复|新收|收到|受理|复议|诉讼|累计|上年|去年")
_RESULT: Final = re.compile("维持|纠正|撤销|审结")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def _sums_in_sentences(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find numbers of one sentence that do not add up, whatever the tables say."""
    seen: dict[str, TextView] = {}
    flows: dict[tuple[str, int], dict[str, Claim]] = {}
    for section, view, claim in claims_of(facts):
        seen[section] = view
        start = next(a for a, b in view.sentences if a <= claim.start < b)
        key = "carried_out" if claim.metric.key == "carried" else claim.metric.key
        flows.setdefault((section, start), {}).setdefault(key, claim)
    for (section, _), flow in flows.items():
        yield from _broken_flow(check, section, seen[section], flow)
    for section in ("overview", "problems", "others"):
        text = facts.report.texts.get(section)
        if text:
            view = facts.views[section]
            for start, end, tell, exact in _broken_sums(view):
                words = {"quote": _short(view.plain[start:end]), "tell": tell}
                finding = text_finding(check, section, view.span(start, end), words)
                yield finding if exact else finding._replace(severity=Severity.WARNING)


def _broken_flow(check: Check, section: str, view: TextView, flow: dict[str, Claim]) -> Iterator[Finding]:
    """Compare 新收＋上年结转 with 办结＋结转下年度 where one sentence tells all four."""
    if any(key not in flow for key in _FLOW):
        return
    new, carried_in, handled, carried_out = (Decimal(flow[key].value or 0) for key in _FLOW)
    # Some offices tell the applications dealt with as 收到, carry-over included.
    if handled + carried_out in {new + carried_in, new}:
        return
    start, end = min(flow[key].start for key in _FLOW), max(flow[key].end for key in _FLOW)
    left = f"收到 {written(new)}＋上年结转 {written(carried_in)}＝{written(new + carried_in)}"
    right = f"办结 {written(handled)}＋结转下年度 {written(carried_out)}＝{written(handled + carried_out)}"
    words = {"quote": _short(view.plain[start:end]), "tell": f"{left}，{right}"}
    yield text_finding(check, section, view.span(start, end), words)


def _broken_sums(view: TextView) -> Iterator[tuple[int, int, str, bool]]:
    for begin, paragraph in view.paragraphs:
        for start, end, tell, exact in _broken_sums_of(paragraph):
            yield begin + start, begin + end, tell, exact


@lru_cache(maxsize=512)
def _broken_sums_of(paragraph: str) -> tuple[tuple[int, int, str, bool], ...]:
    """Return the sums of one paragraph that are wrong; typing changes one of them, so the others are kept."""
    found = []
    for match in _WRITTEN_SUM.finditer(paragraph):
        left, right = _total(match[1]), _total(match[2])
        if left != right:
            found.append((match.start(), match.end(), f"左边是 {written(left)}，右边是 {written(right)}", True))
    for match in _LIST.finditer(paragraph):
        whole, parts = Decimal(match["whole"]), _total(match["parts"])
        if parts > whole and not _OF_ANOTHER_WHOLE.search(match["parts"]) and not _of_two_kinds(match["parts"]):
            found.append((match.start(), match.end(), f"各项相加是 {written(parts)}，总数是 {written(whole)}", False))
    return tuple(found)


def _of_two_kinds(parts: str) -> bool:
    """Tell whether only some parts of a list are results: 46件，其中信息公开类12件，维持31件，纠正6件."""
    results = [bool(_RESULT.search(part)) for part in _NUMBER.split(parts)[:-1] if "其他" not in part]
    return any(results) and not all(results)


def _total(text: str) -> Decimal:
    return sum((Decimal(number) for number in _NUMBER.findall(text)), Decimal(0))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


SUM_PREDICATES: Final = MappingProxyType({"sums_in_sentences": _sums_in_sentences})
