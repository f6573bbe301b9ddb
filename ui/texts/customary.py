"""What is customary to write around the chapters: preface and closing. The notice asks for neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from export.compose import customary_title
from model.bound_numbers import stored_text
from model.form import Form
from model.report import Report

CONTACT: Final[Mapping[str, str]] = {"website": "公布网址", "address": "联系地址", "telephone": "联系电话"}
"""What a preface says about the office, by the keys under which the office's profile keeps it."""

_NUMERALS: Final = "零一二三四五六七八九十"


def default_title(report: Report) -> str:
    """Return the stored text of the title that is printed while none is typed."""
    return stored_text("\n".join(customary_title(report)))


def composed_preface(form: Form, report: Report, contact: Mapping[str, str]) -> str:
    """Return a preface: basis, number of chapters, period, and of ``contact`` what is known."""
    year = report.year
    sentences = [
        f"根据《中华人民共和国政府信息公开条例》第五十条和{form.notice}的规定，{report.office}编制{year}年政府信息公开工作年度报告。",
        f"本报告共{_NUMERALS[len(form.sections)]}个部分，数据统计期限自{year}年1月1日起至{year}年12月31日止。",
    ]
    known = {key: words.strip() for key, words in contact.items() if words.strip()}
    if "website" in known:
        sentences.append(f"本报告电子版可在{known['website']}查阅。")
    parts = [f"{name}：{known[key]}" for key, name in (("address", "地址"), ("telephone", "电话")) if key in known]
    if parts:
        sentences.append(f"如对本报告有疑问，请与{report.office}联系（{'；'.join(parts)}）。")
    return stored_text("".join(sentences))


def composed_closing(report: Report, day: date) -> str:
    """Return the closing: the office, and the day below it."""
    return stored_text(f"{report.office}\n{day.year}年{day.month}月{day.day}日")


def renewed(stored: str, from_year: int, to_year: int) -> str:
    """Return last year's text with its years moved on: the year of the report and the one after it."""
    moved = {str(from_year): str(to_year), str(from_year + 1): str(to_year + 1)}
    return re.sub(rf"(?<!\d)(?:{'|'.join(moved)})(?=\s*年)", lambda match: moved[match.group()], stored)
