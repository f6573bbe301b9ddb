"""The office's words for what the model names in English."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from model.archive import Version, VersionKind
from model.cells import CellRef
from model.comparison import text_label
from model.form import Form
from model.report import EditKind, Level, Scope

NOT_FOR_SECRETS: Final = "本程序用于编制依法向社会公开的年度报告，不得存储、处理涉密信息。"
LEVEL_WORDS: Final = {
    Level.PROVINCE: "省级政府及其办公厅",
    Level.CITY: "市级政府及其办公室",
    Level.COUNTY: "县级政府及其办公室",
    Level.TOWNSHIP: "乡镇政府、街道办事处",
    Level.DEPARTMENT: "政府部门",
}
SCOPE_WORDS: Final = {Scope.OWN: "本机关", Scope.AGGREGATE: "本级政府汇总"}

VERSION_WORDS: Final = {
    VersionKind.SAVE: "保存",
    VersionKind.DRAFT: "初稿",
    VersionKind.COMMENT: "征求意见稿",
    VersionKind.REVIEW: "送审稿",
    VersionKind.FINAL: "定稿",
    VersionKind.CORRECTION: "更正",
}
EDIT_WORDS: Final = {
    EditKind.TYPING: "填写",
    EditKind.PASTE: "粘贴",
    EditKind.CLEAR: "清除",
    EditKind.FILL: "填充",
    EditKind.TEXT: "修改文字",
    EditKind.NOTE: "备注",
    EditKind.PROPERTY: "单位信息",
    EditKind.EXPLANATION: "说明理由",
    EditKind.DISMISSAL: "与表格无关",
    EditKind.IMPORT: "读入",
    EditKind.REPAIR: "按提示改正",
    EditKind.CARRY_OVER: "上年结转",
    EditKind.UNDO: "撤销",
    EditKind.REDO: "恢复",
    EditKind.RESTORE: "恢复到以前",
}
_PLACE_WORDS: Final = {
    "as_printed": "（原样文字）",
    "notes": "（备注）",
    "explanations": "说明的理由",
    "dismissed": "标为与表格无关",
    "previous": "上年报告",
    "level": "单位类型",
    "scope": "报告范围",
    "office": "单位名称",
    "year": "年度",
    "form": "报表格式",
    "source": "来源",
}

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


def version_words(version: Version) -> str:
    """Return how a version is listed: 送审稿第2稿 “报局长”."""
    words = VERSION_WORDS[version.kind]
    counted = words if version.kind in {VersionKind.SAVE, VersionKind.CORRECTION} else f"{words}第{version.number}稿"
    return f"{counted} “{version.name}”" if version.name else counted


def moment_words(moment: datetime) -> str:
    """Return a moment by the clock on the wall: 2025-01-10 09:30:05."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def place_words(form: Form, place: str) -> str:
    """Return where in a report a change was made, in the words of the form."""
    section, _, key = place.partition("/")
    if section == "texts":
        return text_label(form, key)
    if section in {"cells", "as_printed", "notes"}:
        cell = form.cells.get(CellRef(*key.split("."))) if key.count(".") == 2 else None
        return f"{cell.label if cell else key}{_PLACE_WORDS.get(section, '')}"
    return _PLACE_WORDS.get(section, section)
