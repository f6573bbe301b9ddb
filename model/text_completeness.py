"""Checks of what the chapters of text must contain (D1–D4, D6–D9, D11, D17).

Required is what the notice and the Regulation ask for. What lacks is an error once writing is well under way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from model.fact_checks import SECTIONS
from model.finding import Facts, Finding, section_finding, text_finding
from model.form import Check, Severity
from model.report import Level, Scope
from model.text_view import TextSpan, TextView

_ASPECTS: Final = {
    "主动公开": r"主动公开|公开.{0,8}信息|发布.{0,8}信息",
    "依申请公开": r"依申请|申请公开|公开申请",
    "政府信息管理": r"信息管理|信息.{0,10}(?:管理|清理|审查|审核|属性|归集|维护)|保密审查|规范性文件",
    "政府信息公开平台建设": r"平台|网站|新媒体|公众号|专栏|专区|公报",
    "监督保障": r"监督|保障|考核|培训|评议|责任追究|检查|抽查",
}
_SUPERVISION: Final = {"工作考核": r"考核|考评", "社会评议": r"评议|满意度", "责任追究": r"责任追究|追究|追责|问责"}
_PROBLEM: Final = re.compile(r"问题|不足|短板|差距|薄弱|有待|不够|欠缺|弱项|困难|不高|滞后")
_MEASURE: Final = re.compile(r"改进|整改|措施|举措|下一步|今后|下步|将|加强|强化|提升|完善|优化|推进|着力")
_THIS_YEARS_MEASURE: Final = re.compile(
    r"改进措施|改进举措|改进情况|下一步|今后|下步|针对(?:上述|以上|存在|这些|此)|为此|改进工作"
)
_ITEM: Final = re.compile(r"(?<![^。；：，、）\n-])([一二三四五六七八九])是")
_NOTHING: Final = re.compile(
    r"(?:五、|六、)?(?:存在的主要问题及改进情况|其他需要报告的事项)?[：。]?(?:本(?:年度|机关|单位))?(?:暂)?(?:没有|无)(?:其他)?(?:需要?报告的?)?(?:事项|问题|情况)?[。]?"
)
_FEE: Final = re.compile(r"处理费|收费|收取")
_SELF: Final = re.compile(
    r"[我本](?:局|县|市|区|镇|乡|办|委|厅|院|省|街道|机关|单位|部门|级|中心|府)|全(?:市|县|区|镇|乡|省|局|街道)|[市县区镇乡省](?:人民)?政府"
)
_BOTH_NAMES: Final = re.compile(r"名义|人民政府(?:和|及|与|、)[^。，]{0,16}办公[厅室]|政府(?:和|及|与|、)(?:政府)?办")


def _written(facts: Facts) -> Iterator[tuple[str, TextView]]:
    for section in SECTIONS:
        text = facts.report.texts.get(section, "")
        if text.strip():
            yield section, facts.views[section]


def _view(facts: Facts, section: str) -> TextView | None:
    return dict(_written(facts)).get(section)


def length(view: TextView) -> int:
    """Return how many characters a text has, punctuation counted and blanks not."""
    return len(view.plain) - view.plain.count("\n")


def _chapters(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find chapters that nobody has written while others are, and chapter titles typed into the text.

    A lacking chapter is an error once writing is well under way; before, it is to be looked at. A report of figures
    alone lacks none: its review sheet says that the texts were not looked at.
    """
    written = dict(_written(facts))
    under_way = sum(map(length, written.values())) >= int(str(check.parameters["minimum"]))
    for section in facts.form.sections:
        if section.kind == "text" and written and section.key not in written:
            finding = section_finding(check, section.key, {"title": section.title, "tell": "还没有写"})
            yield finding if under_way else finding._replace(severity=Severity.WARNING)
    for key, view in written.items():
        title = facts.form.section(key).title
        line = facts.report.texts[key].lstrip().partition("\n")[0].strip()
        if line[:2] != title[:2] or len(line) > len(title) + 12:
            continue
        start = facts.report.texts[key].index(line)
        span = TextSpan(start, start + len(line), line)
        if view.plain.startswith(title):
            tell = "由程序印出，正文里不必再写一遍"
            yield text_finding(check, key, span, {"title": title, "tell": tell})._replace(severity=Severity.HINT)
        else:
            tell = f"与模板不一致，正文里写的是“{view.plain[: len(line)].partition(chr(10))[0]}”"
            yield text_finding(check, key, span, {"title": title, "tell": tell})._replace(severity=Severity.WARNING)


def _five_aspects(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find aspects of which nothing is written; an error once the chapter has some length."""
    view = _view(facts, "overview")
    under_way = view is not None and length(view) >= int(str(check.parameters["minimum"]))
    for finding in _lacking(check, facts, _ASPECTS):
        yield finding if under_way else finding._replace(severity=Severity.WARNING)


def _supervision(check: Check, facts: Facts) -> Iterator[Finding]:
    yield from _lacking(check, facts, _SUPERVISION)


def _lacking(check: Check, facts: Facts, wanted: dict[str, str]) -> Iterator[Finding]:
    view = _view(facts, "overview")
    lacking = [name for name, pattern in wanted.items() if view and not re.search(pattern, view.plain)]
    if lacking:
        yield section_finding(check, "overview", {"lacking": "、".join(lacking)})


def _overview_length(check: Check, facts: Facts) -> Iterator[Finding]:
    guideline = facts.form.section("overview").guideline
    view = _view(facts, "overview")
    if view and length(view) > guideline:
        far = "，已经超出一半以上" if length(view) > guideline * 3 // 2 else ""
        yield section_finding(check, "overview", {"length": str(length(view)), "limit": str(guideline), "far": far})


def _is_nothing(view: TextView) -> bool:
    return bool(_NOTHING.fullmatch(view.plain.replace("\n", "")))


def _problems_and_measures(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find a chapter with problems but no measures, or the reverse, and numbers of both that differ."""
    view = _view(facts, "problems")
    if view is None or _is_nothing(view) or length(view) < int(str(check.parameters["minimum"])):
        return
    lacking = [name for name, kind in (("存在的问题", _PROBLEM), ("改进措施", _MEASURE)) if not kind.search(view.plain)]
    if lacking:
        yield section_finding(check, "problems", {"tell": f"没有看到{'和'.join(lacking)}"})
        return
    year = facts.report.year
    if re.search(f"针对{year - 1}年[^。；]{{0,8}}问题", view.plain) and not _THIS_YEARS_MEASURE.search(view.plain):
        words = {"tell": f"措施写的是针对{year - 1}年的问题，没有看到针对{year}年问题的改进措施"}
        yield section_finding(check, "problems", words)._replace(severity=Severity.HINT)
        return
    rows = [len(row) for row in _rows(view)]
    if len(rows) >= 2 and rows[0] != rows[1] and min(rows[:2]) >= 2:
        words = {"tell": f"前面分 {rows[0]} 条，后面分 {rows[1]} 条，请核对问题与措施是否一一对应"}
        yield section_finding(check, "problems", words)._replace(severity=Severity.HINT)


def _rows(view: TextView) -> list[list[str]]:
    """Return the numerals of 一是, 二是… in the rows in which they stand."""
    rows: list[list[str]] = []
    for match in _ITEM.finditer(view.plain):
        if match[1] == "一" or not rows:
            rows.append([])
        rows[-1].append(match[1])
    return rows


def _thin_problems(check: Check, facts: Facts) -> Iterator[Finding]:
    view = _view(facts, "problems")
    minimum = int(str(check.parameters["minimum"]))
    if view and (_is_nothing(view) or length(view) < minimum):
        yield section_finding(check, "problems", {"length": str(length(view)), "minimum": str(minimum)})


def _handling_fee(check: Check, facts: Facts) -> Iterator[Finding]:
    view = _view(facts, "others")
    if view and not _is_nothing(view) and not _FEE.search(view.plain):
        yield section_finding(check, "others", {})


def _nothing_else(check: Check, facts: Facts) -> Iterator[Finding]:
    view = _view(facts, "others")
    if view and _is_nothing(view):
        yield section_finding(check, "others", {"text": view.plain.strip("。\n")})


def _concrete(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find an overview of some length that names no organ or no number."""
    view = _view(facts, "overview")
    if view is None or length(view) < int(str(check.parameters["minimum"])):
        return
    office = facts.report.office
    named = _SELF.search(view.plain) or (office and (office in view.plain or office[-6:] in view.plain))
    counted = re.search(r"\d(?!\d{0,3}年)", re.sub(r"《[^》]*》|〔\d+〕\d+号|20\d\d年", "", view.plain))
    lacking = [name for name, there in (("本机关的名称或自称", named), ("具体数字", counted)) if not there]
    if lacking:
        yield section_finding(check, "overview", {"lacking": "、".join(lacking)})


def _scope_told(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find a government's report that does not say for whom it speaks."""
    report = facts.report
    text = "".join(report.texts.get(key, "") for key in ("preface", "overview"))
    if not text.strip() or report.level in {Level.DEPARTMENT, Level.TOWNSHIP}:
        return
    if report.scope is Scope.AGGREGATE and "汇总" not in text:
        yield section_finding(check, "report", {"tell": "没有写明汇总了所属部门和下级政府的情况"})
    office = re.search(r"政府办公[厅室]$", report.office)
    if report.scope is Scope.OWN and office and not _BOTH_NAMES.search(text):
        yield section_finding(check, "report", {"tell": "没有写明包括以政府和政府办公厅（室）两个名义开展的工作"})


COMPLETENESS_PREDICATES: Final = MappingProxyType(
    {
        "chapters": _chapters,
        "five_aspects": _five_aspects,
        "supervision": _supervision,
        "overview_length": _overview_length,
        "problems_and_measures": _problems_and_measures,
        "thin_problems": _thin_problems,
        "handling_fee": _handling_fee,
        "nothing_else": _nothing_else,
        "concrete": _concrete,
        "scope_told": _scope_told,
    }
)
