"""Writes the manual page that lists every check with its severity and basis, from the form file.

    python -m docs.check_list

A test holds the page to the form file.
"""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from model.form import Check, Form, Severity
from model.form_loader import CURRENT_FORM, load_form

PAGE: Final = Path(__file__).parent / "manual" / "检查项目.md"

_SEVERITIES: Final = {Severity.ERROR: "错误", Severity.WARNING: "核实", Severity.HINT: "提示"}
_LEVELS: Final = {
    "province": "省级",
    "city": "地市级",
    "county": "县级",
    "township": "乡镇",
    "department": "部门",
}
_GROUPS: Final = {
    "A": "表内的数",
    "Y": "与上年报告",
    "T": "文字里的数和号码",
    "C": "文字与表格",
    "F": "句子里的加法",
    "D": "完整与写作",
    "E": "数是否合理",
    "G": "报送与格式",
}
_INTRODUCTION: Final = """\
# 检查项目

程序边填边查，不联网。本页由报表格式文件生成，列出全部检查项目。

- **级别**：错误是数学上或者条文上不成立，出稿前要改正或者写明理由；核实是很可能有误，请再看一眼；提示是供参考。
  同一项目在把握不大时会降一级：空白格没有填全、单位类型没有填写时，不报错误。
- **依据**：通知原文是文件写明的；按表推算是由表格结构或者法条推出的；通行做法没有文件规定，各地通常这样做。
- 文字里的数与表格不同，程序只列出两边的数和常见原因，不判断哪一边对。与表格无关的数可以标为“与表格无关”，以后不再比较。
- 除表内加法外，每一项都可以写明理由；数改变以后，理由要重新确认。
"""


def check_list(form: Form) -> str:
    """Return the page as Markdown."""
    return "\n".join([_INTRODUCTION, *_sections(form)])


def _sections(form: Form) -> Iterator[str]:
    for letter, name in _GROUPS.items():
        checks = [check for check in form.checks.values() if check.id.startswith(letter)]
        if checks:
            yield f"## {name}\n"
            yield from (_entry(form, check) for check in checks)


def _entry(form: Form, check: Check) -> str:
    lines = [
        f"### {check.id}　{check.title}\n",
        f"- 级别：{_SEVERITIES[check.severity]}{_limits(check)}",
        f"- 位置：{_place(form, check)}",
        f"- 依据：{check.basis}",
        f"- 提示语：{_shown(check.message)}",
        *_excluded(check),
        "",
    ]
    return "\n".join(lines)


def _excluded(check: Check) -> Iterator[str]:
    """Yield the sentences that are not counted as repeated, so that everybody can see them."""
    listed = check.parameters.get("excluded", ())
    if isinstance(listed, list | tuple) and listed:
        sentences = "、".join(f"“{sentence}”" for sentence in listed)
        yield f"- 不计入的固定表述：《》内的法规和文件名称、文号，以及{sentences}"


def _limits(check: Check) -> str:
    levels = [name for level, name in _LEVELS.items() if level in check.levels]
    return f"（{'、'.join(levels)}；单位类型没有填写时只提示）" if levels else ""


def _place(form: Form, check: Check) -> str:
    titles = {section.key: section.title for section in form.sections}
    return titles.get(check.section, "全篇")


def _shown(message: str) -> str:
    """Return a message with 「…」 where figures and words are put in."""
    return "".join(text + ("…" if name is not None else "") for text, name, _, _ in string.Formatter().parse(message))


if __name__ == "__main__":
    PAGE.write_text(check_list(load_form(CURRENT_FORM)), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
