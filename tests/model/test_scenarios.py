"""Every check as the office would tell it: reports that raise it and reports that do not.

The scenarios are files in tests/scenarios; README.md there explains how they are written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from model.cells import CellRef
from model.evaluation import Finding, evaluate
from model.finding import Facts
from model.form import Severity
from model.predicates import PREDICATES, WRITING_PREDICATES
from model.report import Edit, EditKind, Explanation, Level, Report, Scope
from tests.bases import SCENARIOS, base_report, figure, shipped_form

SEVERITIES = {"错误": Severity.ERROR, "核实": Severity.WARNING, "提示": Severity.HINT}

SETTING = {"title", "base", "change", "blank", "marks", "notes", "texts", "level", "scope", "explain"} | {
    "previous",
    "previous_change",
    "previous_blank",
    "previous_texts",
    "office",
    "today",
}
EXPECTED = {"severity", "section", "cells", "message", "count", "explained"}

FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SCENARIOS.glob("*.toml"))}
RAISING = [(check, scenario) for check, file in FILES.items() for scenario in file["raises"]]
SILENT = [(check, scenario) for check, file in FILES.items() for scenario in file["silent"]]


def _title(value: object) -> str:
    return str(value["title"]) if isinstance(value, dict) else str(value)


def _refs(names: Iterable[str]) -> list[CellRef]:
    return [CellRef.parse(name) for name in names]


def _changed(report: Report, change: Mapping[str, Any], blank: Iterable[str]) -> Report:
    figures = {CellRef.parse(name): figure(written) for name, written in change.items()}
    _must_exist(report, [*figures, *_refs(blank)])
    return report.with_edit(Edit(EditKind.TYPING, cells={**figures, **dict.fromkeys(_refs(blank))}))


def _must_exist(report: Report, refs: Iterable[CellRef]) -> None:
    unknown = [str(ref) for ref in refs if ref not in shipped_form(report.form_id).cells]
    assert not unknown, f"the form has no figure {unknown}"


def report_of(scenario: Mapping[str, Any]) -> Report:
    """Return the report that a scenario describes, without its explanation."""
    report = base_report(scenario["base"])
    report = _changed(report, scenario.get("change", {}), scenario.get("blank", ()))
    marks = {CellRef.parse(name): mark for name, mark in scenario.get("marks", {}).items()}
    notes = {CellRef.parse(name): note for name, note in scenario.get("notes", {}).items()}
    report = report.with_edit(
        Edit(
            EditKind.TYPING,
            cells=dict.fromkeys(marks),
            as_printed=marks,
            notes=notes,
            texts=scenario.get("texts", {}),
        )
    )
    level, scope = scenario.get("level", report.level), scenario.get("scope", report.scope)
    return replace(
        report,
        office=scenario.get("office", report.office),
        level=None if level == "unknown" else Level(level),
        scope=None if scope == "unknown" else Scope(scope),
        previous=_previous(report.previous, scenario),
    )


def _previous(previous: Report | None, scenario: Mapping[str, Any]) -> Report | None:
    wanted = scenario.get("previous")
    if wanted:
        previous = None if wanted == "none" else base_report(wanted)
    if previous is None:
        return None
    changed = _changed(previous, scenario.get("previous_change", {}), scenario.get("previous_blank", ()))
    return changed.with_edit(Edit(EditKind.TYPING, texts=scenario.get("previous_texts", {})))


def findings_of(check: str, report: Report, today: date | None = None) -> list[Finding]:
    evaluation = evaluate(shipped_form(report.form_id), report, today)
    return [finding for finding in evaluation.findings if finding.check_id == check]


def _explained(report: Report, finding: Finding, reason: str) -> Report:
    values = evaluate(shipped_form(report.form_id), report).values
    explanation = Explanation(reason, {str(ref): values[ref] for ref in finding.cells})
    return report.with_edit(Edit(EditKind.EXPLANATION, explanations={finding.key: explanation}))


def _fits(finding: Finding, scenario: Mapping[str, Any]) -> bool:
    """Tell whether a finding is the one that a scenario expects."""
    cells = _refs(scenario.get("cells", ()))
    fragments = scenario.get("message", [])
    return (
        finding.severity is SEVERITIES[scenario["severity"]]
        and scenario.get("section", finding.section) == finding.section
        and list(finding.cells[:1]) == (cells[:1] or list(finding.cells[:1]))
        and set(cells) <= set(finding.cells)
        and all(fragment in finding.message for fragment in fragments)
        and scenario.get("explained", False) == finding.explained
    )


@pytest.mark.parametrize(("check", "scenario"), RAISING, ids=_title)
def test_that_a_check_is_raised_as_the_scenario_says(check: str, scenario: Mapping[str, Any]) -> None:
    report = report_of(scenario)
    found = findings_of(check, report, scenario.get("today"))
    if "explain" in scenario:
        for finding in found:
            report = _explained(report, finding, scenario["explain"])
        found = findings_of(check, report)
    said = "\n".join(f"{finding.severity} {finding.cells} {finding.message}" for finding in found)
    assert any(_fits(finding, scenario) for finding in found), said or "nothing was found"
    assert scenario.get("count", len(found)) == len(found), said


@pytest.mark.parametrize(("check", "scenario"), SILENT, ids=_title)
def test_that_a_check_is_silent_where_the_scenario_says_so(check: str, scenario: Mapping[str, Any]) -> None:
    found = findings_of(check, report_of(scenario), scenario.get("today"))
    assert [finding.message for finding in found] == []


@pytest.mark.parametrize(("check", "scenario"), RAISING + SILENT, ids=_title)
def test_that_a_scenario_uses_only_words_that_mean_something(check: str, scenario: Mapping[str, Any]) -> None:
    raises = scenario in FILES[check]["raises"]
    assert scenario.keys() <= SETTING | (EXPECTED if raises else set())


@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_that_every_check_has_a_scenario_that_raises_it_and_one_that_does_not(form_id: str) -> None:
    lacking = [
        check
        for check in shipped_form(form_id).checks
        if not FILES.get(check, {}).get("raises") or not FILES[check].get("silent")
    ]
    assert lacking == []


def test_that_no_scenario_is_about_a_check_that_does_not_exist() -> None:
    assert FILES.keys() <= shipped_form("2021").checks.keys()


@pytest.mark.parametrize("base", ["balanced", "last_year", "zeros", "old_form"])
def test_that_the_reports_that_scenarios_start_from_are_without_findings(base: str) -> None:
    report = base_report(base)
    assert [finding.message for finding in evaluate(shipped_form(report.form_id), report).findings] == []


def test_that_every_finding_of_a_scenario_speaks_chinese_and_ends_with_a_full_stop() -> None:
    for check, scenario in RAISING:
        for finding in findings_of(check, report_of(scenario), scenario.get("today")):
            assert "{" not in finding.message
            assert finding.message.endswith(("。", "。）"))
            assert not any(mark in finding.message for mark in ",;:()")


def test_that_what_is_kept_of_the_writing_is_what_a_check_finds_with_every_figure_before_it() -> None:
    for _, scenario in RAISING + SILENT:
        report = report_of(scenario)
        form = shipped_form(report.form_id)
        evaluation = evaluate(form, report)
        facts = Facts(form, report, evaluation.values, evaluation.incomplete)
        for check in form.checks.values():
            if check.predicate in WRITING_PREDICATES and not check.levels:
                afresh = tuple(PREDICATES[check.predicate](check, facts))
                kept = tuple(finding for finding in evaluation.findings if finding.check_id == check.id)
                assert kept == afresh, (check.id, scenario["title"])
