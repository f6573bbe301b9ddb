"""Reads sentences with marked facts and tells how the fact finder judges them; see tests/files/facts.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from model.cells import CellRef, Value
from model.evaluation import Finding, evaluate
from model.fact_numbers import chinese_number
from model.fact_offers import fact_offers
from model.form import Severity
from model.report import Level, Report, Scope
from model.text_view import view_of
from tests.bases import shipped_form

FILES: Final = Path(__file__).parents[1] / "files"
FORM: Final = shipped_form("2021")
FIGURE_CHECKS: Final = re.compile(r"C(?:[1-9]|10|17|18)$|F7$")
_MARK: Final = re.compile(r"\{([^{}]*?)([!~]?)\}")
_DIGITS: Final = re.compile(r"[\d,]+(?:\.\d+)?|[零一二两三四五六七八九十百]+(?=件|$)")


class Fact(NamedTuple):
    """A marked stretch of a sentence: ok, contradiction or carry-over."""

    start: int
    end: int
    verdict: str


@dataclass(frozen=True)
class Sentence:
    """A sentence without its marks, its facts, and the report that it stands in."""

    text: str
    facts: tuple[Fact, ...]
    report: Report

    def __str__(self) -> str:
        return self.text


def sentences(name: str) -> Iterator[Sentence]:
    """Yield the sentences of a file in tests/files."""
    source = tomllib.loads((FILES / name).read_text(encoding="utf-8"))
    figures = source["figures"]
    for group in source["group"]:
        for marked in group["sentences"]:
            text, facts = _unmarked(marked)
            yield Sentence(text, facts, _report(figures, group, text))


def _unmarked(marked: str) -> tuple[str, tuple[Fact, ...]]:
    text, facts, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        verdict = {"": "ok", "!": "contradiction", "~": "carry-over"}[match[2]]
        facts.append(Fact(len(text), len(text) + len(match[1]), verdict))
        text += match[1]
        at = match.end()
    return text + marked[at:], tuple(facts)


def _report(figures: Mapping[str, Any], group: Mapping[str, Any], text: str) -> Report:
    office, scope = group.get("office", "清岚县人民政府办公室"), group.get("scope", "own")
    report = Report("2021", office, figures["year"], Level(group.get("level", "county")), Scope(scope))
    zero = group.get("zero", False)
    now = _cells({} if zero else figures["now"])
    last = replace(report, year=report.year - 1, cells=_cells({} if zero else figures["last_year"]))
    previous = last if group.get("previous", True) else None
    return replace(report, cells=now, texts={group.get("section", "overview"): text}, previous=previous)


def _cells(rows: Mapping[str, Any]) -> dict[CellRef, Value]:
    cells: dict[CellRef, Value] = {}
    for table in FORM.tables.values():
        for block in table.blocks:
            columns = [column.key for column in block.columns if not column.computed]
            for row in block.rows:
                if not row.computed:
                    listed = rows.get(f"{table.key}.{row.key}", [0] * len(columns))
                    for column, value in zip(columns, listed, strict=True):
                        written = Decimal(value) if isinstance(value, str) else value
                        cells[CellRef(table.key, row.key, column)] = written
    return cells


def figure_findings(report: Report) -> list[Finding]:
    found = evaluate(FORM, report).findings
    return [finding for finding in found if FIGURE_CHECKS.match(finding.check_id)]


def false_alarms(sentence: Sentence) -> list[str]:
    """Return the messages about a sentence that no mark asks for."""
    return [
        finding.message
        for finding in figure_findings(sentence.report)
        if not any(_is_about(finding, fact) and fact.verdict == _verdict(finding) for fact in sentence.facts)
    ]


def missed(sentence: Sentence) -> list[str]:
    """Return the marked stretches that are not found; a true number must be found with another in its place."""
    findings = figure_findings(sentence.report)
    lost = []
    for fact in sentence.facts:
        wanted, found = _with_another_number(sentence, fact) if fact.verdict == "ok" else (fact, findings)
        if not any(_is_about(finding, wanted) and wanted.verdict == _verdict(finding) for finding in found):
            lost.append(f"{sentence.text[fact.start : fact.end]}（{fact.start}）")
    return lost


def misled(sentence: Sentence) -> list[str]:
    """Return the true stretches for which, with another number in their place, a wrong one is offered first."""
    wrong = []
    for fact in sentence.facts:
        if fact.verdict != "ok":
            continue
        wanted, report = _changed(sentence, fact)
        offers = [one for one in fact_offers(FORM, report, evaluate(FORM, report)) if one.choices and not one.agrees]
        about = [one for one in offers if one.span and one.span.start < wanted.end and wanted.start < one.span.end]
        stated = view_of(sentence.text[fact.start : fact.end], {}).plain
        wrong += [one.choices[0].label for one in about if _number(one.choices[0].value) != _number(stated)]
    return wrong


def _with_another_number(sentence: Sentence, fact: Fact) -> tuple[Fact, list[Finding]]:
    """Return a true fact as a contradiction, and the findings when another number stands in its place."""
    wanted, report = _changed(sentence, fact)
    return wanted, figure_findings(report)


def _changed(sentence: Sentence, fact: Fact) -> tuple[Fact, Report]:
    stated = sentence.text[fact.start : fact.end]
    other = _DIGITS.sub(lambda match: str(_number(match[0]) * 2 + 5), stated)
    text = f"{sentence.text[: fact.start]}{other}{sentence.text[fact.end :]}"
    report = replace(sentence.report, texts=dict.fromkeys(sentence.report.texts, text))
    return Fact(fact.start, fact.start + len(other), "contradiction"), report


def _number(stated: str) -> Decimal:
    """Return the number in a stretch, written in digits or in Chinese numerals."""
    match = _DIGITS.search(stated)
    digits = match[0].replace(",", "") if match else "0"
    return Decimal(digits) if digits[0].isdecimal() else Decimal(chinese_number(digits) or 0)


def _verdict(finding: Finding) -> str:
    return "carry-over" if finding.severity is Severity.HINT else "contradiction"


def _is_about(finding: Finding, fact: Fact) -> bool:
    return finding.span is not None and finding.span.start < fact.end and fact.start < finding.span.end
