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
from model.form import Severity
from model.report import Level, Report, Scope
from tests.bases import shipped_form

FILES: Final = Path(__file__).parents[1] / "files"
FIGURE_CHECKS: Final = re.compile(r"C(?:[1-9]|10|17|18)$|F7$")
_MARK: Final = re.compile(r"\{([^{}]*?)([!~]?)\}")
_DIGITS: Final = re.compile(r"[\d,]+(?:\.\d+)?")


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
    form = shipped_form("2021")
    cells: dict[CellRef, Value] = {}
    for table in form.tables.values():
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
    found = evaluate(shipped_form("2021"), report).findings
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


def _with_another_number(sentence: Sentence, fact: Fact) -> tuple[Fact, list[Finding]]:
    """Return a true fact as a contradiction, and the findings when another number stands in its place."""
    stated = sentence.text[fact.start : fact.end]
    other = _DIGITS.sub(lambda match: str(Decimal(match[0].replace(",", "")) * 2 + 5), stated)
    text = f"{sentence.text[: fact.start]}{other}{sentence.text[fact.end :]}"
    found = figure_findings(replace(sentence.report, texts=dict.fromkeys(sentence.report.texts, text)))
    return Fact(fact.start, fact.start + len(other), "contradiction"), found


def _verdict(finding: Finding) -> str:
    return "carry-over" if finding.severity is Severity.HINT else "contradiction"


def _is_about(finding: Finding, fact: Fact) -> bool:
    return finding.span is not None and finding.span.start < fact.end and fact.start < finding.span.end
