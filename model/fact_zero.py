"""Statements that something did not happen: 未收到, 没有发生, 均未, 零."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from model.fact_lists import Listed

_DENIAL: Final = re.compile("[未没无零不0]")
"""Every denial has one of these; sentences without are most."""
_STOP: Final = r"(?=[，。；）\n]|$)"
_NO: Final = r"(?:未|没有|尚未|均未|都未|从未|未曾|不存在|无)"
_DISCLOSURE: Final = r"(?:(?:政府信息)?依申请公开(?:政府信息)?|政府信息公开|信息公开|政府信息)"
_ANY: Final = r"(?:任何|一件|一起|一例|过|有)*"
_RECEIVED: Final = re.compile(
    rf"(?:{_NO}(?:收到|接到|接收到?|受理){_ANY}(?:公民|、|法人|或者|或|和|及|与|其他组织|社会公众|群众|个人|企业|提出|提交|申请人|书面|的|关于)*"
    rf"(?:{_DISCLOSURE}(?:的)?(?:申请)?|申请)|{_NO}(?:任何)?{_DISCLOSURE}(?:的)?申请|(?:无|没有){_DISCLOSURE}(?<=依申请公开))"
    rf"(?:件|事项|情况|案件)?{_STOP}|零(?:依)?申请(?=[，。；、）\n]|$)|{_DISCLOSURE}(?:的)?(?:申请)?(?:数量|件数|总数|总量|数|量)(?:均|全部)?为(?:零|0){_STOP}"
)
# 未收到法人或其他组织的申请 says nothing of those of citizens.
_OF_SOME: Final = re.compile("法人|组织|企业|个人")
_OF_ALL: Final = re.compile("公民|公众|群众|申请人|任何|企业.*个人|个人.*企业|组织.*个人")
_APPEAL: Final = r"(?:行政复议|复议|行政诉讼|诉讼)"
_APPEALS: Final = (
    rf"{_APPEAL}(?:(?:案件|申请|案|的)*(?:、|和|或者?|及|与|以及|，)(?:被)?(?:提起|提出|引发|发生|申请)?{_APPEAL})*"
)
_CASES: Final = r"(?:申请|案件|情况|情形|事项|事件|现象|方面|案|的|件|数量|数|等|类)*"
_NO_APPEAL: Final = re.compile(
    rf"(?:{_NO}|零)(?:发生|出现|产生|引发|收到|涉及|被|有)?{_ANY}"
    r"(?:因|针对|对|[我本](?:局|县|市|区|镇|乡|办|委|厅|机关|单位|部门)|涉及|有关|相关|与|在|事务|事项|政府信息公开|信息公开|依申请公开|政务公开|政府信息|公开|工作|方面|领域|类|申请|引起|引发|产生|发生|导致|而|被|提起|提出|的|问题)*"
    rf"(?P<appeals>{_APPEALS}){_CASES}(?:发生|产生)?(?:{_STOP}|(?=、零))"
)
_APPEAL_NONE: Final = re.compile(
    rf"(?P<appeals>{_APPEALS}){_CASES}(?:均|都|全部)?(?:为零|为0|未发生|没有发生|未出现|未产生){_STOP}"
)
_CARRIED_IN: Final = re.compile(
    rf"(?:没有|无|未有)(?:上年度?|上一年度?|去年|\d{{4}}年度?)结转(?:的)?(?:至本年度?)?(?:政府信息公开|的|申请|件|案件|事项|情况)*{_STOP}"
)
_CARRIED_OUT: Final = re.compile(
    rf"(?:没有|无|未有)(?:任何|一件)?(?:申请)?(?:需要?)?(?:结转(?:到|至|下|入)?(?:下年度?|下一年度?|次年度?|明年)?)(?:继续)?(?:办理|答复)?(?:的)?(?:申请|件|案件|事项|情况)*{_STOP}"
)
_VERB: Final = "(?:新增|制发|制定|出台|印发|废止)"
_DOCUMENTS: Final = re.compile(
    rf"(?:未|没有|尚未|无)(?:新)?(?P<verb>{_VERB}(?:[、和及或]{_VERB})*)(?:过|任何|新的|印发|、|和|发布)*(?P<noun>(?:行政)?规范性文件|(?:政府|部门)?规章){_STOP}"
)
_DECISION: Final = r"行政(?:许可|处罚|强制)"
_DECISIONS: Final = re.compile(
    rf"(?:未|没有|无)(?:发生|作出|实施|开展|办理|产生|涉及)?(?:任何|过)?(?P<decisions>{_DECISION}(?:(?:、|和|及|与|或)(?:无)?{_DECISION})*)"
    rf"(?:决定|案件|行为|情况|业务|措施|事项|等)*{_STOP}"
)
_FEES: Final = re.compile(
    rf"(?:未|没有|无)(?:收取|产生|发生)?(?:任何)?行政事业性收费(?:费用|情况|收入)?{_STOP}|行政事业性收费(?:金额|收入|总额|总金额|数额)?(?:为|是)零{_STOP}"
)
_OF_REQUESTS: Final = re.compile("信息公开|申请")
_TOPIC: Final = re.compile("信息公开|依申请|申请公开|政务公开")


def zero_claims(plain: str, start: int, end: int) -> Iterator[Listed]:
    """Yield what a sentence says did not happen; what it did not lose (未败诉) or did not do in part is none."""
    if not _DENIAL.search(plain, start, end):
        return
    for match in _RECEIVED.finditer(plain, start, end):
        if not _OF_SOME.search(match[0]) or _OF_ALL.search(match[0]):
            yield _nothing("received", match)
    for pattern in (_NO_APPEAL, _APPEAL_NONE):
        for match in pattern.finditer(plain, start, end):
            if _TOPIC.search(plain, plain.rfind("\n", 0, start) + 1, end):
                yield from _appeals(match)
    if _OF_REQUESTS.search(plain, plain.rfind("\n", 0, start) + 1, end):
        yield from (_nothing("carried_in", match) for match in _CARRIED_IN.finditer(plain, start, end))
        yield from (_nothing("carried_out", match) for match in _CARRIED_OUT.finditer(plain, start, end))
    yield from (_nothing("fees", match) for match in _FEES.finditer(plain, start, end))
    for match in _DOCUMENTS.finditer(plain, start, end):
        yield from _documents(match)
    for match in _DECISIONS.finditer(plain, start, end):
        for word, key in (("许可", "licensing"), ("处罚", "penalty"), ("强制", "coercion")):
            if word in match["decisions"]:
                yield _nothing(key, match)


def _appeals(match: re.Match[str]) -> Iterator[Listed]:
    for word, key in (("复议", "reconsideration.total"), ("诉讼", "litigation.total")):
        if word in match["appeals"]:
            yield _nothing(key, match)


def _documents(match: re.Match[str]) -> Iterator[Listed]:
    noun, verbs = "rules" if "规章" in match["noun"] else "normative_documents", match["verb"]
    if verbs != "废止":
        yield _nothing(f"{noun}.issued", match)
    if "废止" in verbs:
        yield _nothing(f"{noun}.repealed", match)


def _nothing(key: str, match: re.Match[str]) -> Listed:
    return Listed(key, 0, match.start(), match.end(), None)
