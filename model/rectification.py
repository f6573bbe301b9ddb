"""The problems that a report names, one by one: next year they are the list of what had to be put right (整改)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from model.report import Edit, EditKind, Explanation, Report

_NUMBERED: Final = re.compile(
    r"(?:[一二三四五六七八九十]是|其[一二三四五六七八九十][，、]|(?<!\d)[（(]?[1-9][）).．、](?!\d)|第[一二三四五六七八九十][，、])"
)
_MEASURES: Final = re.compile(r"改进(?:措施|情况|方向|工作)|下一步|整改措施|今后")
_OPENING: Final = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]+[）)、])?\s*(?:存在的?)?(?:主要)?(?:问题|不足)(?:和不足)?[：:。]?$"
)
_KEY: Final = "rectified"
_DONE: Final = "已整改"
_HEADING: Final = 30
"""A line shorter than this that speaks of measures is a heading."""
_SENTENCE: Final = re.compile(r"[^。！？；;\n]+")


def listed_problems(text: str) -> tuple[str, ...]:
    """Return the problems of a chapter 存在的主要问题及改进情况 in order, without their numbers and the measures.

    ``text`` is as printed. Where problems are not numbered, each clause that ends with 。 or ； is one.
    """
    named = _before_measures(text)
    numbered = list(_numbered(named))
    found = numbered or [match.group().strip() for match in _SENTENCE.finditer(named)]
    cleaned = (problem.strip().rstrip("；;，,。") for problem in found)
    return tuple(problem for problem in cleaned if problem and not _OPENING.match(problem))


def is_rectified(report: Report, problem: str) -> bool:
    """Tell whether the office ticked a problem of last year's report off as put right."""
    return _key(problem) in report.explanations


def rectify(problem: str, *, done: bool) -> Edit:
    """Return the edit that ticks a problem off, or takes the tick back.

    The tick is an explanation kept under the words of the problem: what the office says about last year's item.
    """
    said = Explanation(_DONE, {}) if done else None
    reason = f"{_DONE if done else '未整改'}：{problem}"
    return Edit(EditKind.EXPLANATION, explanations={_key(problem): said}, reason=reason)


def _key(problem: str) -> str:
    return f"{_KEY}:problems:{problem}"


def _before_measures(text: str) -> str:
    """Return what stands before the measures; where a text begins with them, all of it."""
    pieces = re.split(r"(?<=[。\n])", text)
    before: list[str] = []
    for piece in pieces:
        begin = _MEASURES.search(piece)
        if begin is not None and (begin.start() < 12 or len(piece) < _HEADING) and "".join(before).strip():
            break
        before.append(piece)
    return "".join(before)


def _numbered(text: str) -> Iterator[str]:
    marks = list(_NUMBERED.finditer(text))
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        passage = text[mark.end() : end]
        yield "".join(passage.split("。", maxsplit=1)[0].split("\n"))
