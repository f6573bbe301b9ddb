from dataclasses import replace

from model.cells import CellRef
from model.evaluation import evaluate
from model.report import Explanation, Report
from tests.ui.reports import CARRIED_OUT, blank_report, form_2021, full_report, unbalanced_report
from ui.progress import Fill, SectionState, section_states


def _states(report: Report) -> dict[str, SectionState]:
    return section_states(form_2021(), report, evaluate(form_2021(), report))


def test_that_nothing_of_a_blank_report_is_filled_in() -> None:
    fills = [state.fill for key, state in _states(blank_report()).items() if key != "report"]
    assert fills == [Fill.EMPTY] * 6


def test_that_every_chapter_of_a_full_report_is_done() -> None:
    assert all(state.is_done for state in _states(full_report()).values())


def test_that_a_table_with_some_figures_is_half_filled() -> None:
    report = replace(blank_report(), cells={CARRIED_OUT: 3})
    assert _states(report)["requests"].fill is Fill.PARTIAL


def test_that_a_printed_slash_counts_as_filled_in() -> None:
    report = full_report()
    cells = {ref: value for ref, value in report.cells.items() if ref != CARRIED_OUT}
    printed = replace(report, cells=cells, as_printed={CARRIED_OUT: "/"})
    assert _states(printed)["requests"].fill is Fill.FULL


def test_that_errors_are_counted_and_named_in_words() -> None:
    state = _states(unbalanced_report())["requests"]
    assert state.errors == 2
    assert not state.is_done
    assert state.words == "已填完，2 处错误"


def test_that_an_explained_error_no_longer_counts() -> None:
    full = full_report()
    report = replace(full, cells={**full.cells, CellRef.parse("proactive.rules.issued"): 1})
    assert _states(report)["proactive"].errors == 1
    findings = evaluate(form_2021(), report).findings
    reasons = {finding.key: Explanation("机构改革前制发") for finding in findings}
    assert _states(replace(report, explanations=reasons))["proactive"].is_done


def test_that_no_reason_makes_a_wrong_sum_right() -> None:
    report = unbalanced_report()
    findings = evaluate(form_2021(), report).findings
    reasons = {finding.key: Explanation("系统迁移") for finding in findings}
    assert _states(replace(report, explanations=reasons))["requests"].errors == 2
