"""Explaining a finding and putting one aside."""

from dataclasses import replace

import pytest

from model.cells import CellRef
from model.evaluation import evaluate
from model.explaining import (
    can_be_dismissed,
    can_be_explained,
    dismiss_finding,
    explain,
    place_of,
    quote_of,
    restore,
    withdraw,
)
from model.finding import ARITHMETIC_CHECKS, Finding
from model.form import Basis, BasisKind, Severity
from model.form_loader import load_form
from model.report import Report

FORM = load_form("2021")
CARRIED_IN, CARRIED_OUT = CellRef.parse("requests.carried_in.natural"), CellRef.parse("requests.carried_out.natural")


def report_with_gap() -> Report:
    """Return a report whose 上年结转 is not last year's 结转下年度."""
    figures = {ref: 0 for ref, cell in FORM.cells.items() if not cell.computed and cell.printed}
    last = Report("2021", "甲县", 2023, cells=figures | {CellRef.parse("requests.new.natural"): 2, CARRIED_OUT: 2})
    return Report("2021", "甲县", 2024, cells=figures, previous=last)


def gap(report: Report) -> Finding:
    return next(one for one in evaluate(FORM, report).findings if one.check_id == "Y1")


def test_that_an_explanation_keeps_last_years_figure_too() -> None:
    report = report_with_gap()
    edit = explain(FORM, evaluate(FORM, report), gap(report), "机构合并")
    said = report.with_edit(edit)
    assert gap(said).explained
    assert said.explanations[gap(said).key].values["previous.requests.carried_out.natural"] == 2
    previous = said.previous
    assert previous is not None
    other = replace(previous, cells={**previous.cells, CARRIED_OUT: 3})
    reopened = replace(said, previous=other)
    assert not gap(reopened).explained


def test_that_a_reason_can_be_taken_back() -> None:
    report = report_with_gap()
    said = report.with_edit(explain(FORM, evaluate(FORM, report), gap(report), "机构合并"))
    assert said.with_edit(withdraw(gap(said).key)) == report


@pytest.mark.parametrize("check", sorted(FORM.checks))
def test_that_all_but_wrong_sums_can_be_explained(check: str) -> None:
    rule = FORM.checks[check]
    basis = Basis(BasisKind.CUSTOM, "")
    finding = Finding(check, f"{check}:x", rule.severity, "", "overview", (), None, basis)
    assert can_be_explained(finding) is (check not in {"A1", "A2", "A3", "A4", "A7", "A8", "A9"})
    assert (check in ARITHMETIC_CHECKS) is not can_be_explained(finding)


def test_that_a_hint_in_a_text_is_put_aside_and_brought_back() -> None:
    report = replace(report_with_gap(), texts={"others": "未收取信息处理费,没有其他事项。"})
    hint = next(one for one in evaluate(FORM, report).findings if one.check_id == "D15")
    assert hint.severity is Severity.HINT
    assert can_be_dismissed(hint)
    aside = report.with_edit(dismiss_finding(hint))
    assert not any(one.key == hint.key for one in evaluate(FORM, aside).findings)
    assert (place_of(hint.key), quote_of(hint.key)) == ("others", ",")
    assert aside.with_edit(restore(hint.key)) == report


def test_that_what_rests_on_figures_cannot_be_put_aside() -> None:
    assert not can_be_dismissed(gap(report_with_gap()))
