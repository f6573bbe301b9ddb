"""Checks of what a report says about itself: its year, its parts, its organ, its fees (C12–C15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from model.cells import CellRef
from model.finding import Facts, Finding, section_finding, text_finding
from model.form import Check, Severity
from model.text_view import TextView

_PERIOD: Final = re.compile(r"(20\d\d)年0?1月0?1日[^。，；]{0,6}?至(20\d\d)年12月31日")
_NAMED_YEAR: Final = re.compile(r"(20\d\d)年度?(?=政府信息公开(?:工作)?(?:年度)?报告)")
_OPENING_YEAR: Final = re.compile(
    r"(?:^|(?<=[。；：）\n])|(?<=情况)|(?<=方面)|(?<=工作))(?:[一二三四五六七八九十]是)?(20\d\d)年度?(?=[，我本全共县市区局镇乡])"
)
_LEGITIMATE: Final = re.compile(r"比|较|同期|上年|上一年|去年|结转|整改|问题|印发|以来|以前|年起|报告")
_PLAN: Final = re.compile(r"(20\d\d)年度?，?(?:我|本|全)?[^，。；0-9]{0,6}?将(?:进一步|继续|着力|持续|重点|从|以|在)")
_DATE: Final = re.compile(r"(20\d\d)年\d{1,2}月\d{1,2}日")
_PLACES: Final[Mapping[str, str]] = {"title": "标题", "preface": "前言", "closing": "落款"}
_NUMERALS: Final = "零一二三四五六七八九十"
_PART_COUNT: Final = re.compile(r"([一二三四五六七八九十]|\d{1,2})(?:个|大|项)?(?:部分|章节?)")
_SELVES: Final = ("局", "委", "厅", "镇", "乡", "街道", "校", "院")
_NO_NOTICE: Final = re.compile(
    r"(?:未|没有|未曾)(?:发出|发送|启动|开展|下发)[^。；]{0,10}(?:收费|缴费)(?:通知|工作|程序)?"
)


def _views(facts: Facts, *sections: str) -> Iterator[tuple[str, TextView]]:
    for section in sections:
        text = facts.report.texts.get(section)
        if text:
            yield section, facts.views[section]


def _report_year(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find years that were left over from an earlier report, in title, preface, body and date."""
    year = facts.report.year
    for section, view in _views(facts, "title", "preface"):
        for match in (*_PERIOD.finditer(view.plain), *_NAMED_YEAR.finditer(view.plain)):
            if any(int(found) != year for found in match.groups()):
                yield _year(check, section, view, match, "标题、统计期限和报告年度应当一致")
    for section, view, match, why in _doubtful_years(facts):
        yield _year(check, section, view, match, why)._replace(severity=Severity.WARNING)


def _doubtful_years(facts: Facts) -> Iterator[tuple[str, TextView, re.Match[str], str]]:
    """Yield the years that may well be right, with what speaks against them."""
    year = facts.report.year
    for section, view in _views(facts, "overview", "others"):
        for match in years_left_over(view, year):
            yield section, view, match, "这一段没有写到报告年度，请核对是否沿用了上年的年份"
    for pattern, why, sections in (
        (_PLAN, "下一步打算通常写下一年度", ("problems", "others")),
        (_DATE, "年度报告在次年编制，请核对落款日期", ("closing",)),
    ):
        for section, view in _views(facts, *sections):
            for match in pattern.finditer(view.plain):
                if int(match[1]) <= year:
                    yield section, view, match, why


def years_left_over(view: TextView, year: int) -> Iterator[re.Match[str]]:
    """Yield the dates of last year which open a sentence and for which a report of ``year`` gives no reason."""
    for match in _OPENING_YEAR.finditer(view.plain) if f"{year - 1}年" in view.plain else ():
        if int(match[1]) == year - 1 and _is_left_over(view, match, year):
            yield match


def _year(check: Check, section: str, view: TextView, match: re.Match[str], why: str) -> Finding:
    words = {"quote": match.group(), "why": why, "place": _PLACES.get(section, "文字")}
    span = view.span(match.start(), match.end())
    return text_finding(check, section, span, words)


def _is_left_over(view: TextView, match: re.Match[str], year: int) -> bool:
    """Tell whether nothing beside last year's date explains why it stands there."""
    paragraph = next(text for start, text in view.paragraphs if start <= match.start() <= start + len(text))
    sentence = next(view.plain[a:b] for a, b in view.sentences if a <= match.start() < b)
    return f"{year}年" not in paragraph and not _LEGITIMATE.search(sentence)


def _part_count(check: Check, facts: Facts) -> Iterator[Finding]:
    """Compare the number of parts and the names that the preface gives with the chapters of the form."""
    titles = [section.title.partition("、")[2] for section in facts.form.sections]
    for section, view in _views(facts, "preface"):
        for match in _PART_COUNT.finditer(view.plain):
            count = _NUMERALS.find(match[1]) if not match[1].isdigit() else int(match[1])
            named = [title for title in titles if title in view.plain]
            lacking = [title for title in titles if title not in named] if len(named) >= 2 else []
            if count != len(titles) or lacking:
                tell = f"前言列出的名目里没有“{'”“'.join(lacking)}”" if lacking else f"报告有 {len(titles)} 章"
                span = view.span(match.start(), match.end())
                yield text_finding(check, section, span, {"quote": match.group(), "tell": tell})
                return


def _one_organ(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find another organ's name in the title, and 我局 in the report of a town."""
    office = facts.report.office
    for section, view in _views(facts, "title"):
        line = view.plain.partition("\n")[0]
        named = re.sub(r"20\d\d年.*$", "", line)
        if len(named) >= 4 and office and not (named in office or office in view.plain):
            words = {"quote": named, "tell": f"报告机关是“{office}”"}
            yield text_finding(check, section, view.span(0, len(named)), words)
    own = [self for self in _SELVES if self in re.sub(r"办公室$|人民政府$", "", office)[-4:]]
    foreign = "|".join(self for self in _SELVES if self not in own)
    if not office:
        return
    pattern = re.compile(rf"我(?<![“《自]我)({foreign})(?!们|国|省|市|县|区)")
    for section, view in _views(facts, "preface", "overview", "problems", "others"):
        match = pattern.search(view.plain)
        if match:
            words = {"quote": match.group(), "tell": f"报告机关是“{office}”"}
            yield text_finding(check, section, view.span(match.start(), match.end()), words)


def _unpaid_without_notice(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find a statement that no fee notice was sent beside applications that lapsed for want of payment."""
    ref = CellRef("requests", "other_unpaid", "total")
    count = facts.values.get(ref)
    for section, view in _views(facts, "others") if count else ():
        match = _NO_NOTICE.search(view.plain)
        if match:
            words = {"quote": match.group(), "count": str(count)}
            yield text_finding(check, section, view.span(match.start(), match.end()), words, (ref,))


def _deadline(check: Check, facts: Facts) -> Iterator[Finding]:
    """Tell of a deadline that is near or past, where the day is known."""
    deadline = facts.form.deadline(facts.report.level, facts.report.scope)
    if deadline is None or facts.today is None:
        return
    day = deadline.in_year(facts.report.year)
    left = (day - facts.today).days
    if left > int(str(check.parameters["days"])):
        return
    words = {
        "day": f"{day.year}年{day.month}月{day.day}日",
        "left": f"还有 {left} 天" if left > 0 else ("就是今天" if left == 0 else f"已经过去 {-left} 天"),
        "clause": deadline.clause,
    }
    finding = section_finding(check, "report", words)
    yield finding if left < 0 else finding._replace(severity=Severity.WARNING)


YEAR_PREDICATES: Final = MappingProxyType(
    {
        "report_year": _report_year,
        "part_count": _part_count,
        "one_organ": _one_organ,
        "unpaid_without_notice": _unpaid_without_notice,
        "deadline": _deadline,
    }
)
