"""Totals, findings and explanations of one report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.cells import CellRef, Value
from model.evaluation import Evaluation, evaluate
from model.finding import Finding, in_words
from model.form import Form, Severity
from model.form_loader import load_form
from model.report import Edit, EditKind, Explanation, Level, Report

FORM = load_form("2021")


def typed_refs(form: Form = FORM) -> list[CellRef]:
    return [ref for ref, cell in form.cells.items() if not cell.computed]


def report_of(changes: Mapping[str, Value], fill: Value = 0, **properties: object) -> Report:
    """A report with every typed figure at ``fill`` except for ``changes``."""
    cells: dict[CellRef, Value] = dict.fromkeys(typed_refs(), fill) if fill is not None else {}
    cells |= {CellRef.parse(name): value for name, value in changes.items()}
    report = Report("2021", "甲县人民政府办公室", 2024, cells={r: v for r, v in cells.items() if v is not None})
    return replace(report, **properties)  # type: ignore[arg-type]


def found(evaluation: Evaluation, check_id: str) -> list[Finding]:
    return [finding for finding in evaluation.findings if finding.check_id == check_id]


def value(evaluation: Evaluation, name: str) -> Value:
    return evaluation.values[CellRef.parse(name)]


BALANCED = {"requests.new.natural": 35, "requests.granted.natural": 9, "requests.unavailable_not_held.natural": 26}


def test_that_totals_follow_from_what_was_typed() -> None:
    evaluation = evaluate(FORM, report_of(BALANCED))
    assert value(evaluation, "requests.handled.natural") == 35
    assert value(evaluation, "requests.handled.total") == 35
    assert value(evaluation, "requests.unavailable_all.total") == 26
    assert evaluation.findings == ()
    assert evaluation.incomplete == frozenset()


def test_that_a_total_of_blanks_is_blank_and_a_partial_one_is_marked() -> None:
    evaluation = evaluate(FORM, report_of({"requests.new.natural": 35}, fill=None))
    assert value(evaluation, "requests.new.total") == 35
    assert CellRef.parse("requests.new.total") in evaluation.incomplete
    assert value(evaluation, "requests.granted.total") is None
    assert CellRef.parse("requests.granted.total") not in evaluation.incomplete


def test_that_a_printed_total_stands_while_a_part_is_missing() -> None:
    changes: dict[str, Value] = {"requests.new.natural": None, "requests.new.total": 45}
    evaluation = evaluate(FORM, report_of(changes))
    assert value(evaluation, "requests.new.total") == 45
    assert found(evaluation, "A3") == []


def test_that_parts_larger_than_a_printed_total_are_to_be_verified() -> None:
    changes: dict[str, Value] = {"requests.new.natural": None, "requests.new.business": 50, "requests.new.total": 45}
    (finding,) = found(evaluate(FORM, report_of(changes)), "A3")
    assert finding.severity is Severity.WARNING


def test_that_a_printed_total_that_differs_is_an_error_that_names_total_and_parts() -> None:
    changes: dict[str, Value] = {
        "appeals.reconsideration.upheld": 10,
        "appeals.reconsideration.corrected": 1,
        "appeals.reconsideration.total": 0,
    }
    evaluation = evaluate(FORM, report_of(changes))
    (finding,) = evaluation.open_errors
    assert finding.check_id == "A4"
    assert str(finding.cells[0]) == "appeals.reconsideration.total"
    assert len(finding.cells) == 5
    assert "相加为 11（结果维持 10＋结果纠正 1），总计为 0，相差 11" in finding.message
    assert "相差 11" in finding.message
    assert value(evaluation, "appeals.reconsideration.total") == 11


def test_that_the_unbalanced_cell_comes_first_and_the_key_is_sorted() -> None:
    findings = found(evaluate(FORM, report_of(BALANCED | {"requests.carried_out.natural": 3})), "A1")
    natural = findings[0]
    assert str(natural.cells[0]) == "requests.handled.natural"
    assert natural.key == (
        "A1:requests.carried_in.natural,requests.carried_out.natural,requests.handled.natural,requests.new.natural"
    )
    assert [finding.cells[0].column for finding in findings] == ["natural", "total"]


def test_that_a_relation_with_a_blank_is_only_to_be_verified() -> None:
    changes = BALANCED | {"requests.carried_out.natural": None}
    findings = found(evaluate(FORM, report_of(changes | {"requests.new.natural": 40})), "A1")
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert all("有空白格" in finding.message for finding in findings)


def test_that_a_hint_with_a_blank_stays_a_hint() -> None:
    previous = report_of({"proactive.rules.in_force": 3}, level=Level.CITY)
    report = report_of({"proactive.rules.issued": None}, previous=previous, level=Level.CITY)
    (finding,) = found(evaluate(FORM, report), "Y2")
    assert finding.severity is Severity.HINT


def test_that_an_empty_side_says_nothing_about_balance() -> None:
    evaluation = evaluate(FORM, report_of({"requests.new.natural": 35}, fill=None))
    assert found(evaluation, "A1") == []


def test_that_checks_against_last_year_need_last_year() -> None:
    report = report_of(BALANCED)
    assert found(evaluate(FORM, report), "Y1") == []
    before = report_of({"requests.carried_out.natural": 4, "requests.new.natural": 4})
    (natural, total) = found(evaluate(FORM, replace(report, previous=before)), "Y1")
    assert "上年结转 0，上年报告的结转下年度 4，相差 4" in natural.message
    assert str(natural.cells[0]) == "requests.carried_in.natural"
    assert total.cells[0].column == "total"


def test_that_last_year_on_the_old_form_is_compared_where_it_can_be() -> None:
    old = load_form("2019")
    cells: dict[CellRef, Value] = dict.fromkeys(typed_refs(old), 0)
    cells[CellRef.parse("requests.carried_out.natural")] = 2
    cells[CellRef.parse("requests.new.natural")] = 2
    previous = Report("2019", "甲县人民政府办公室", 2020, cells=cells)
    evaluation = evaluate(FORM, report_of({}, previous=previous))
    assert [finding.check_id for finding in evaluation.findings] == ["Y1", "Y1", "Y4"]


def test_that_last_year_on_an_unknown_form_is_left_out() -> None:
    evaluation = evaluate(FORM, report_of({}, previous=Report("1999", "甲", 2023)))
    assert evaluation.findings == ()


def test_that_an_unknown_kind_of_organ_makes_a_rule_a_hint_and_a_city_is_free_of_it() -> None:
    changes: dict[str, Value] = {"proactive.rules.issued": 2, "proactive.rules.in_force": 2}
    severities = {
        level: [finding.severity for finding in found(evaluate(FORM, report_of(changes, level=level)), "A10")]
        for level in (None, Level.COUNTY, Level.CITY)
    }
    assert severities == {None: [Severity.HINT], Level.COUNTY: [Severity.ERROR], Level.CITY: []}


def test_that_blank_cells_are_one_finding_for_each_table() -> None:
    changes: dict[str, Value] = {"requests.new.natural": None, "requests.granted.other_org": None}
    report = report_of(changes)
    note = Edit(EditKind.NOTE, notes={CellRef.parse("requests.new.natural"): "待报：信访科"})
    mark = Edit(EditKind.TYPING, as_printed={CellRef.parse("requests.granted.other_org"): "/"})
    (finding,) = found(evaluate(FORM, report.with_edit(note).with_edit(mark)), "A6")
    assert finding.key == "A6:requests"
    assert len(finding.cells) == 2
    assert "其中 1 格填的不是数字" in finding.message
    assert "其中 1 格标为待报" in finding.message


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("requests.new.natural", -1, 1),
        ("requests.new.natural", Decimal("1.5"), 1),
        ("proactive.fees.amount", Decimal("-0.5"), Decimal("0.5")),
        ("proactive.fees.amount", Decimal("0.1234567"), Decimal("0.123456")),
    ],
)
def test_that_a_figure_of_the_wrong_kind_is_an_error(name: str, wrong: Value, right: Value) -> None:
    assert len(found(evaluate(FORM, report_of({name: wrong})), "A5")) == 1
    assert found(evaluate(FORM, report_of({name: right})), "A5") == []


def test_that_a_figure_the_form_does_not_know_is_left_alone() -> None:
    report = report_of({})
    stray = replace(report, cells={**report.cells, CellRef("requests", "gone", "natural"): -3})
    assert evaluate(FORM, stray).findings == ()


def test_that_all_parts_zero_under_a_printed_total_is_an_error_and_the_reverse_too() -> None:
    (parts_zero,) = found(evaluate(FORM, report_of({"requests.new.total": 5})), "A7")
    assert "分项全部为 0" in parts_zero.message
    changes = BALANCED | {"requests.new.total": 0}
    (totals_zero,) = found(evaluate(FORM, report_of(changes)), "A7")
    assert "总计却全部为 0" in totals_zero.message


def test_that_an_amount_in_the_wrong_unit_is_to_be_verified() -> None:
    before = report_of({"proactive.fees.amount": Decimal("24252.31")})
    in_yuan = report_of({"proactive.fees.amount": Decimal(242523100)}, previous=before)
    (finding,) = found(evaluate(FORM, in_yuan), "A12")
    assert "相差 1000 倍以上" in finding.message
    usual = report_of({"proactive.fees.amount": Decimal("9116.36")}, previous=before)
    assert found(evaluate(FORM, usual), "A12") == []
    huge = {"proactive.fees.amount": 2_000_000}
    assert len(found(evaluate(FORM, report_of(huge, level=Level.DEPARTMENT)), "A12")) == 1
    assert found(evaluate(FORM, report_of(huge, level=Level.CITY)), "A12") == []


def test_that_an_explanation_counts_only_for_the_figures_it_was_given_for() -> None:
    previous = report_of({"requests.carried_out.natural": 2, "requests.new.natural": 2})
    report = report_of({}, previous=previous)
    finding = found(evaluate(FORM, report), "Y1")[0]
    refs = (*finding.cells, finding.cells[0].last_year, CellRef.parse("previous.requests.carried_out.natural"))
    figures = {str(ref): evaluate(FORM, report).values[ref] for ref in refs}
    said = report.with_edit(Edit(EditKind.EXPLANATION, explanations={finding.key: Explanation("机构合并", figures)}))
    explained = next(f for f in evaluate(FORM, said).findings if f.key == finding.key)
    assert explained.explained
    assert not explained.is_open_error
    corrected = replace(said, previous=report_of({"requests.carried_out.natural": 1, "requests.new.natural": 1}))
    assert not any(f.explained for f in evaluate(FORM, corrected).findings)
    moved = said.with_edit(Edit(EditKind.TYPING, cells={finding.cells[0]: 1}))
    reopened = next(f for f in evaluate(FORM, moved).findings if f.key == finding.key)
    assert reopened.is_open_error


def test_that_a_number_in_a_text_without_a_value_is_an_error_at_its_place() -> None:
    growth = "growth(requests.new.total, previous.requests.new.total, 1)"
    text = f"全年收到申请{{{{requests.new.total}}}}件，较上年增长{{{{{growth}}}}}。"
    report = report_of(BALANCED, texts={"overview": text})
    (finding,) = found(evaluate(FORM, report), "T1")
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == finding.span.quote
    assert finding.span.quote.startswith("{{growth")
    assert finding.section == "overview"


def test_that_a_blank_is_called_a_blank_in_messages() -> None:
    assert [in_words(None), in_words(0), in_words(Decimal("12.50"))] == ["空白", "0", "12.50"]


counts = st.integers(0, 999)


@given(st.dictionaries(st.sampled_from(typed_refs()), counts | st.none(), max_size=60))
def test_that_every_total_equals_the_sum_of_its_typed_parts(typed: dict[CellRef, Value]) -> None:
    report = Report("2021", "甲", 2024, cells={ref: figure for ref, figure in typed.items() if figure is not None})
    values = evaluate(FORM, report).values
    for row in {ref.row for ref in typed_refs() if ref.table == "requests"}:
        parts = [figure or 0 for ref, figure in typed.items() if ref.table == "requests" and ref.row == row]
        assert (values[CellRef("requests", row, "total")] or 0) == sum(parts)
    both_ways = [
        sum(values[CellRef("requests", row, "total")] or 0 for row in ("granted", "partial"))
        + sum(values[CellRef("requests", f"{group}_all", "total")] or 0 for group in ("denied", "unavailable"))
        + sum(values[CellRef("requests", f"{group}_all", "total")] or 0 for group in ("not_processed", "other")),
        values[CellRef("requests", "handled", "total")] or 0,
    ]
    assert both_ways[0] == both_ways[1]
    assert not found(evaluate(FORM, report), "A2")


@given(st.dictionaries(st.sampled_from(list(FORM.cells)), counts, max_size=80))
def test_that_findings_have_distinct_keys(cells: dict[CellRef, Value]) -> None:
    keys = [finding.key for finding in evaluate(FORM, Report("2021", "甲", 2024, cells=cells)).findings]
    assert len(keys) == len(set(keys))
