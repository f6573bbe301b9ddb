"""What a report repeats: of last year's report, and of itself (D5, D12, Y6).

Numbers and dates do not count as difference. Titles of laws and the statutory sentences of a visible list (in the
form file) count neither as the same nor as different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from model.cells import CellRef, Value
from model.fact_checks import SECTIONS
from model.finding import Facts, Finding, section_finding, text_finding
from model.form import Check, Form
from model.report import Report
from model.text_view import TextView, view_of

COUNTED_RUN: Final = 8
"""How many characters must be the same in a row before they count as repeated."""
_NUMBER: Final = r"\d+(?:\.\d+)?"
_TITLE: Final = r"《[^》\n]{2,60}》|〔\d{4}〕\d+号"
_MARKS: Final = "，。；、：）”’？！"
_BOUND: Final = re.compile(r"\{\{[^{}\n]*\}\}")


class Repetition(NamedTuple):
    """How much of a text stands in another: the formula is ``same`` ÷ ``counted`` characters.

    ``runs`` are the stretches of the view that are the same for at least the wanted length.
    """

    same: int
    counted: int
    runs: tuple[tuple[int, int], ...]

    @property
    def percent(self) -> int:
        """Return the share of repeated characters in whole percent, 0 for an empty text."""
        return round(self.same * 100 / self.counted) if self.counted else 0


class _Reduced(NamedTuple):
    """A text without what does not count; ``places`` are the positions of its characters in the view."""

    text: str
    places: tuple[int, ...]


@lru_cache(maxsize=512)
def _reduced(plain: str, excluded: tuple[str, ...], *, numbers_differ: bool = False) -> _Reduced:
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _uncounted(excluded).finditer(plain):
        number = match.group()[0].isdigit()
        if number and numbers_differ:
            continue
        pieces += [plain[at : match.start()], "0" if number else "\0"]
        places += [*range(at, match.start()), match.start()]
        at = match.end()
    pieces.append(plain[at:])
    places += range(at, len(plain))
    return _Reduced("".join(pieces).replace("\n", "\0"), tuple(places))


@lru_cache(maxsize=8)
def _uncounted(excluded: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of what does not count: titles of laws, statutory sentences, numbers."""
    sentences = sorted(map(re.escape, excluded), key=len, reverse=True)
    return re.compile("|".join([_TITLE, *sentences, _NUMBER]))


@lru_cache(maxsize=512)
def _grams(text: str, length: int) -> frozenset[str]:
    pieces = (piece for piece in text.split("\0") if len(piece) >= length)
    return frozenset([piece[at : at + length] for piece in pieces for at in range(len(piece) - length + 1)])


def _covered(text: str, known: frozenset[str], length: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a paragraph of which every part of ``length`` characters is known."""
    runs: list[tuple[int, int]] = []
    for at in range(len(text) - length + 1):
        if text[at : at + length] in known:
            if runs and at <= runs[-1][1]:
                runs[-1] = (runs[-1][0], at + length)
            else:
                runs.append((at, at + length))
    return tuple(runs)


def repetition(plain: str, other: str, run: int, excluded: tuple[str, ...] = ()) -> Repetition:
    """Return how much of ``plain`` stands in ``other``, with the runs of at least ``run`` characters."""
    same = counted = start = 0
    runs: list[tuple[int, int]] = []
    for paragraph in plain.split("\n"):
        found = _repetition_of(paragraph, other, run, excluded)
        same, counted = same + found.same, counted + found.counted
        runs += [(start + first, start + last) for first, last in found.runs]
        start += len(paragraph) + 1
    return Repetition(same, counted, tuple(runs))


@lru_cache(maxsize=512)
def _repetition_of(paragraph: str, other: str, run: int, excluded: tuple[str, ...]) -> Repetition:
    """Return how much of one paragraph stands in ``other``; typing changes one of them, so the others are kept."""
    text, places = _reduced(paragraph, excluded)
    known = _reduced(other, excluded).text
    same = sum(end - start for start, end in _covered(text, _grams(known, COUNTED_RUN), COUNTED_RUN))
    runs = _covered(text, _grams(known, run), run)
    trimmed = tuple(_trimmed(paragraph, places[start], places[end - 1] + 1) for start, end in runs)
    return Repetition(same, len(text) - text.count("\0"), trimmed)


def repeated_within(plain: str, run: int, excluded: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text that stood in it before, for at least ``run`` characters."""
    found: list[tuple[int, int]] = []
    before: list[str] = []
    start = 0
    for paragraph in plain.split("\n"):
        text, places = _reduced(paragraph, excluded, numbers_differ=True)
        runs = [*_repeated_in_itself(text, run), *(one for earlier in before for one in _shared(text, earlier, run))]
        for first, last in _merged(runs):
            begin, end = _trimmed(paragraph, places[first], places[last - 1] + 1)
            found.append((start + begin, start + end))
        if len(text) >= run:
            before.append(text)
        start += len(paragraph) + 1
    return tuple(found)


@lru_cache(maxsize=4096)
def _shared(text: str, earlier: str, run: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a paragraph that stand in an earlier one."""
    # Where a part stands twice, the second place is found as a repetition within the paragraph.
    parts = (text.find(part) for part in _grams(earlier, run) & _grams(text, run))
    return tuple(_merged([(at, at + run) for at in parts]))


def _merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order, those that lie in or over one another as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=512)
def _repeated_in_itself(text: str, run: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a paragraph that stood in it before."""
    runs: list[tuple[int, int]] = []
    # A run of ``run`` characters holds a piece of half that length that begins at a multiple of it.
    half = run // 2
    for at in range(0, len(text) - half + 1, half):
        piece = text[at : at + half]
        before = -1 if "\0" in piece or (runs and at < runs[-1][1]) else text.find(piece, 0, at)
        while before >= 0:
            start, end = _widest(text, before, at)
            if end - start >= run:
                runs.append((start, end))
                break
            before = text.find(piece, before + 1, at)
    return tuple(runs)


def _widest(text: str, before: int, at: int) -> tuple[int, int]:
    """Return the stretch around ``at`` that also stands around ``before``, without overlapping it."""
    distance = at - before
    start = end = at
    while start > distance and text[start - 1] == text[start - 1 - distance] != "\0":
        start -= 1
    while end < len(text) and text[end] == text[end - distance] != "\0" and end - distance < start:
        end += 1
    return start, end


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the marks of punctuation at its ends."""
    while start < end - 1 and plain[start] in _MARKS:
        start += 1
    while end > start + 1 and plain[end - 1] in _MARKS:
        end -= 1
    return start, end


def last_years_text(previous: Report | None) -> str:
    """Return the chapters of text of last year's report, one after the other; empty without one."""
    return _joined(tuple(previous.texts.get(section, "") for section in SECTIONS)) if previous else ""


@lru_cache(maxsize=8)
def _joined(texts: tuple[str, ...]) -> str:
    return "\n".join(view_of(_BOUND.sub("0", text), {}).plain for text in texts if text)


def repeats_of(form: Form, report: Report, values: Mapping[CellRef, Value], section: str) -> Repetition | None:
    """Return how much of one chapter stands in last year's report; None without either, or without the check."""
    text, last, check = report.texts.get(section, ""), last_years_text(report.previous), form.checks.get("D5")
    if not text or not last or check is None:
        return None
    run, excluded = _settings(check)
    return repetition(view_of(text, values).plain, last, run, excluded)


def _views(facts: Facts) -> Iterator[tuple[str, TextView]]:
    for section in SECTIONS:
        text = facts.report.texts.get(section)
        if text:
            yield section, facts.views[section]


def _settings(check: Check) -> tuple[int, tuple[str, ...]]:
    listed = check.parameters.get("excluded", ())
    excluded = tuple(map(str, listed)) if isinstance(listed, list | tuple) else ()
    return int(str(check.parameters["run"])), excluded


def _repeats_last_year(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find long stretches of last year's report, and a report that repeats more than half of it."""
    last = last_years_text(facts.report.previous)
    if not last:
        return
    run, excluded = _settings(check)
    same = counted = 0
    for section, view in _views(facts):
        found = repetition(view.plain, last, run, excluded)
        same, counted = same + found.same, counted + found.counted
        for start, end in found.runs:
            words = {"tell": f"“{_short(view.plain[start:end])}”等 {end - start} 个字与上年报告相同"}
            yield text_finding(check, section, view.span(start, end), words)
    whole = Repetition(same, counted, ())
    if whole.percent > int(str(check.parameters["percent"])):
        yield section_finding(check, "report", {"tell": f"整份报告的文字{formula_of(whole)}"})


def _problems_repeat_last_year(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find a chapter of problems that repeats more than half of last year's."""
    previous = facts.report.previous
    last = previous.texts.get("problems", "") if previous else ""
    view = dict(_views(facts)).get("problems")
    if not last or view is None:
        return
    run, excluded = _settings(check)
    found = repetition(view.plain, view_of(_BOUND.sub("0", last), {}).plain, run, excluded)
    if found.percent > int(str(check.parameters["percent"])):
        yield section_finding(check, "problems", {"formula": formula_of(found)})


def _repeats_itself(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find stretches that stand in the report a second time."""
    run, excluded = _settings(check)
    views = dict(_views(facts))
    joined = "\n".join(view.plain for view in views.values())
    repeated = repeated_within(joined, run, excluded)
    begin = 0
    for section, view in views.items():
        for start, end in repeated:
            if begin <= start and end <= begin + len(view.plain):
                span = view.span(start - begin, end - begin)
                yield text_finding(check, section, span, {"quote": _short(joined[start:end])})
        begin += len(view.plain) + 1


def formula_of(found: Repetition) -> str:
    """Return the share with its formula, in words, as what it is: 参考值."""
    formula = f"连续 {COUNTED_RUN} 字以上相同的 {found.same} 字÷全文 {found.counted} 字"
    return f"约 {found.percent}% 与上年相同（参考值，{formula}）"


def _short(text: str) -> str:
    line = text.replace("\n", "")
    return line if len(line) <= 24 else f"{line[:24]}…"


REPETITION_PREDICATES: Final = MappingProxyType(
    {
        "repeats_last_year": _repeats_last_year,
        "problems_repeat_last_year": _problems_repeat_last_year,
        "repeats_itself": _repeats_itself,
    }
)
