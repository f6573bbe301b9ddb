"""Whether a number in a sentence speaks of the organ of this report and of the whole of its work.

Each function answers in doubt that it does not, because a false alarm is worse than a miss.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from model.fact_clauses import BRACKETED, CLAUSE

_LEAD: Final = re.compile(
    r"^(?:[①-⑳]|其中|同时|此外|另外|另|并|而|且|截至|到|至|在|[一二三四五六七八九十]是|全年|年度?内|本年度?|今年|20\d\d年度?|去年|上一?年度?(?!的?结转|转|遗留|末|底)|共计?|累计|总计|一共|"
    r"（[一二三四五六七八九十]）|依申请公开(?:情况|方面|工作)?|\d{1,2}月\d{1,2}日|据统计|经统计|期间|年?[底末]|目前|涉及?|、|，|。|：)+"
)
_ORGAN: Final = re.compile(
    r"^(?!收办|承办|交办|督办|受办|联办|协办|共办|通过|借助|利用|办(?!公室))"
    r"([^，；：。、（）\d]{0,24}?(?:[局委厅镇乡办院馆站所队]|街道|园区|开发区|新区|部门|单位|本级|窗口|中心|办公室|政府|[县区市省]))"
    # 县科技局 is no 县, 县交通运输局行政审批股 no 县交通运输局.
    r"(?!公室|办公室|办(?![理结复件事])|[^，；：。、（）\d收受办答未无没共全累]{1,9}(?:[局委厅院馆股科室]|中心|大队|支队))"
    r"(?=共|全|累|收|接|受|新|办|答|制|废|印|出|现|没|未|无|依|对|予|不|被|行|作|自然人|法人|商业|科研|社会|其|本|今|年|均|都|也|仍|零|20|\d|的?政府信息)"
)
_SOME: Final = re.compile(
    r"^(?:全[市县区省镇乡])?(?:尚|仍|还|另)?(?:有|仅|只)*[\d一二两三四五六七八九十百]+[个家][^，；：。、（）\d]{0,8}?(?:部门|单位|机关|[局委县区市镇乡]|街道)(?!信息|工作)"
)
_WHO: Final = re.compile(r"^[我本全](?:[局县市区镇乡办委厅院省馆站所队处会司校]|机关|中心|单位|街道|部门|系统)")
_FIRST_OF_TWO: Final = re.compile("([^，；：。、（）和及]{1,24}?(?:[局委厅办]|政府))[、和及]")
_EVERYWHERE: Final = re.compile(
    r"(?:[全我本][省市县区州])?(?:各级|各地|各部门|[省市县区][省市县区]两级|政府系统|行政机关|政府及其部门|、)+|"
    r"[各全省市县区乡镇街道（）、]+[直]?各?(?:部门|单位)|[全我本][省市县区州]"
)
_UNLIMITED: Final = re.compile(
    r"(?:20\d\d年度?|全年|年内|本年度?|今年|当年|一年来|期间|也|均|都|仍|亦|且|但|又|还|尚|而|已|应|须|实际|共计?|合计|累计|总共|计|其中|其余|剩余|另有?|加上|"
    r"包括|含|以及|和|及|与|并|、|依法|依规|依申请|按照?|根据|程序|规定|要求|《[^》]*》|及时|规范|认真|妥善|严格|全面|高效|圆满|顺利|稳妥|有序|完成|"
    r"作出|办理|实施|发生|产生|出现|收取|处理|受理|接收|收到|备案|研判|审查|核查|新增?|提起|引发|引起|导致|分别是?|属于|涉及?|因|由|对|将|向|经|被|有|为|是|了|"
    r"不服|理由|申请人?|问题|复议|诉讼|案件|机关|决定|答复|判决|法院|结果|尚?在?(?:法定)?(?:办理)?[期时]限内|[尚仍]?未(?:能)?办结|[尚仍]?未到期|的|类|中|内|方面|领域|事项|工作|情况|数量|总量|"
    r"政府信息公开|政府信息|信息公开|依申请公开|政务公开|行政机关|零复议|零诉讼|“|”|…|\d+件)*"
)
_SELF: Final = re.compile(r"^(?:我|本)(?:[局县市区镇乡办委厅院省馆站所队处会司校]|机关|中心|单位|街道|部门|级|府)")
_AREA: Final = re.compile("[我本][省市县区州]")
_WHOLE: Final = re.compile(
    r"^全(?:市|县|区|省|镇|乡|街道|州|旗|域|系统)|^各级|^[我本](?:市|县|区|省)各|^各地|^各[县区市][^，。；\d]{0,12}部门"
)
_PARTS: Final = re.compile(
    r"[省市县区州]直|[市县区乡]、[市县区乡镇]|本级|各(?!类|项|级|种|地)|所属|下属|其他部门|有关部门"
)


class Organ(NamedTuple):
    """Whose report it is: its name, and whether it tells of a whole government area (汇总)."""

    name: str
    aggregate: bool


def organ_of(office: str, scope: str | None) -> Organ:
    """Return the organ of a report; without a scope its name tells whether it speaks for the whole area."""
    whole = office.endswith(("人民政府", "管委会", "管理委员会")) and "镇" not in office and "乡" not in office
    return Organ(office, scope == "aggregate" or (scope is None and whole))


def speaks_of_another(plain: str, start: int, at: int, organ: Organ) -> bool:
    """Tell whether the sentence up to ``at`` is about an organ or an area that this report does not cover.

    A report of the organ itself does not cover 全县; one of the whole area is not contradicted by 本级.
    """
    before, behind = BRACKETED.sub("", plain[start:at]), plain[at : at + 8]
    begins = [0, *(match.end() for match in CLAUSE.finditer(before))]
    told = (_is_another(_LEAD.sub("", before[begin:]), behind, organ) for begin in reversed(begins))
    return next((another for another in told if another is not None), False)


def speaks_without_limit(plain: str, begin: int, at: int, organ: Organ) -> bool:
    """Tell whether nothing in a clause up to ``at`` limits it to a way, a part or another's work.

    网上平台未收到申请 and 公共企事业单位收到申请12件 do not speak of the whole; every word that is not known limits.
    """
    head = _LEAD.sub("", BRACKETED.sub("", plain[begin:at]))
    if organ.aggregate:
        head = _EVERYWHERE.sub("", head, count=1) if _EVERYWHERE.match(head) else head
    joined = _FIRST_OF_TWO.match(head)
    head = head[joined.end() :] if joined and is_own(joined[1], organ) else head
    while (subject := _ORGAN.match(head + plain[at : at + 8])) and subject.end() <= len(head):
        if _is_another(head, plain[at : at + 8], organ) is not False:
            return False
        head = head[subject.end() :].lstrip("、和及")
    return bool(_UNLIMITED.fullmatch(_WHO.sub("", head, count=1)))


def _is_another(clause: str, behind: str, organ: Organ) -> bool | None:
    """Tell whether a clause names another subject than the organ; None when it names no subject before ``behind``."""
    if _SOME.match(clause):
        return True
    if _WHOLE.match(clause):
        return not organ.aggregate and not _covers(clause, organ)
    match = _ORGAN.match(clause + behind)
    if match is None or match.end() > len(clause):
        return True if _PARTS.match(clause) else None
    subject = match[1]
    if subject.endswith("本级") and not organ.aggregate and is_own(subject.removesuffix("本级"), organ):
        return False
    if _PARTS.search(subject):
        return True
    if _AREA.fullmatch(subject) and not organ.aggregate:
        return True
    if _SELF.match(subject):
        return bool(re.search("各", subject)) and not organ.aggregate
    return not all(is_own(one, organ) for one in re.split("[及和]", subject))


def _covers(clause: str, organ: Organ) -> bool:
    """Tell whether 全镇 or 全街道 are words of this organ for itself."""
    return any(clause.startswith(f"全{area}") and f"{area}人民政府" in organ.name for area in ("镇", "乡")) or (
        clause.startswith("全街道") and "街道" in organ.name
    )


def is_own(subject: str, organ: Organ) -> bool:
    """Tell whether a name such as 县发改局 or 区政府办 means the organ itself."""
    full = subject.replace("政府", "人民政府") if "人民政府" not in subject else subject
    names = {subject, full, f"{full}公室" if full.endswith("办") else full}
    if any(name in organ.name for name in names):
        # 市政府 inside the report of 市人民政府 for the whole city is only the city's own part.
        return not organ.aggregate or organ.name == subject or organ.name.endswith(f"{subject}办公室")
    return not organ.aggregate and _shortens(subject, organ.name)


def _shortens(subject: str, name: str) -> bool:
    """Tell whether 县住建局 is a short form of 清岚县住房和城乡建设局: the same characters in the same order."""
    if subject[-1] != name[-1] or len(subject) < 3:  # an area alone says too little: 县局
        return False
    rest = iter(name)
    return all(character in rest for character in subject)
