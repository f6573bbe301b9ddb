"""The office's words for what the model names in English."""

from __future__ import annotations

from datetime import date
from typing import Final

from model.report import Level, Scope

NOT_FOR_SECRETS: Final = "本程序用于编制依法向社会公开的年度报告，不得存储、处理涉密信息。"
LEVEL_WORDS: Final = {
    Level.PROVINCE: "省级政府及其办公厅",
    Level.CITY: "市级政府及其办公室",
    Level.COUNTY: "县级政府及其办公室",
    Level.TOWNSHIP: "乡镇政府、街道办事处",
    Level.DEPARTMENT: "政府部门",
}
SCOPE_WORDS: Final = {Scope.OWN: "本机关", Scope.AGGREGATE: "本级政府汇总"}

_OWN_OF_GOVERNMENT: Final = "以本级政府和政府办公厅（室）两个名义开展的工作，不含其他部门和下级政府"
_COVERED: Final = {
    (Level.TOWNSHIP, Scope.OWN): "本乡镇（街道）自己的工作",
    (Level.DEPARTMENT, Scope.OWN): "本部门自己的工作，不含下属独立单位和其他部门",
    (Level.COUNTY, Scope.AGGREGATE): "汇总所属部门和乡镇政府的报告",
    (Level.CITY, Scope.AGGREGATE): "汇总所属部门和县级政府的报告",
    (Level.PROVINCE, Scope.AGGREGATE): "汇总所属部门和地市级政府的报告",
    (Level.DEPARTMENT, Scope.AGGREGATE): "实行垂直管理的部门汇总全系统的报告",
}
_WEEKDAYS: Final = "一二三四五六日"
_LONG_PAST: Final = 90


def scopes_of(level: Level) -> tuple[Scope, ...]:
    """Return the scopes an organ of this level may report; a township rolls nothing up (通知第二部分)."""
    return (Scope.OWN,) if level is Level.TOWNSHIP else tuple(Scope)


def covered(level: Level | None, scope: Scope | None) -> str:
    """Return in words whose work a report covers; empty while that is not known."""
    if level is None or scope is None:
        return ""
    return _COVERED.get((level, scope), _OWN_OF_GOVERNMENT)


def year_words(year: int, scope: Scope | None) -> str:
    """Return how a report is listed: 2024 年度 · 本机关."""
    return f"{year} 年度 · {SCOPE_WORDS[scope]}" if scope else f"{year} 年度"


def day_words(day: date) -> str:
    """Return a day: 2025 年 1 月 31 日（星期五）."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日（星期{_WEEKDAYS[day.weekday()]}）"


def days_left_words(day: date, today: date) -> str:
    """Return how far away a deadline is; one of an old report alarms nobody."""
    left = (day - today).days
    if left == 0:
        return "今天截止"
    if left < -_LONG_PAST:
        return "已截止"
    return f"还有 {left} 天" if left > 0 else f"已过 {-left} 天"
