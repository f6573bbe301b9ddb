"""The fact finder on sentences as offices write them; the figures are those of the balanced base report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.bound_numbers import bound_numbers
from model.cells import CellRef
from model.fact_numbers import chinese_number
from model.form import Severity
from model.report import Level
from tests.model.fact_sentences import CONTRADICTED, FORM, TRUE_OR_SILENT, facts_found, offers_of, report_with

COLUMNS = ("issued", "repealed", "in_force")


@pytest.mark.parametrize("sentence", TRUE_OR_SILENT)
def test_that_a_sentence_that_is_true_or_speaks_of_something_else_raises_nothing(sentence: str) -> None:
    assert [finding.message for finding in facts_found(report_with(sentence))] == []


@pytest.mark.parametrize(("sentence", "check"), CONTRADICTED)
def test_that_a_sentence_that_the_tables_contradict_is_found(sentence: str, check: str) -> None:
    found = facts_found(report_with(sentence))
    assert check in {finding.check_id for finding in found}
    for finding in found:
        assert finding.span is not None
        assert sentence[finding.span.start : finding.span.end] == finding.span.quote
        assert finding.cells


@pytest.mark.parametrize("sentence", TRUE_OR_SILENT + [sentence for sentence, _ in CONTRADICTED])
def test_that_spaces_line_breaks_and_half_width_marks_change_nothing(sentence: str) -> None:
    plain = [finding.check_id for finding in facts_found(report_with(sentence))]
    typed = sentence.replace("，", ", ").replace("（", "(").replace("）", ")").replace("：", ":")
    wrapped = "\n  ".join(typed[at : at + 9] for at in range(0, len(typed), 9) if typed)
    assert [finding.check_id for finding in facts_found(report_with(typed))] == plain
    if "。" not in typed[:-1]:
        assert [finding.check_id for finding in facts_found(report_with(wrapped))] == plain


def test_that_a_span_counts_code_points_of_the_stored_text() -> None:
    text = "😀新收{{requests.new.total}}件，\n 办结 政府信息公开申请 20 件。"
    (finding,) = facts_found(report_with(text))
    assert finding.span is not None
    assert finding.span.quote == text[finding.span.start : finding.span.end] == "办结 政府信息公开申请 20 件"


def test_that_a_bound_number_is_never_judged() -> None:
    text = "收到政府信息公开申请{{requests.handled.total}}件，不予公开{{requests.new.total}}件。"
    assert list(bound_numbers(text))
    assert facts_found(report_with(text)) == []
    assert offers_of(report_with(text)) == ()


def test_that_the_sentence_of_last_year_is_compared_with_last_year() -> None:
    def checks(text: str) -> list[str]:
        return [finding.check_id for finding in facts_found(report_with(text))]

    assert checks("2023年，收到政府信息公开申请17件。") == ["C12"]
    assert checks("2023年，收到政府信息公开申请21件。") == ["C1", "C12"]
    report = report_with("2023年，收到政府信息公开申请21件。")
    (offer,) = offers_of(report)
    assert offer.choices[0].label == "改为取自「上年报告的本年新收总计」（17）"
    (finding,) = (finding for finding in facts_found(report) if finding.check_id == "C1")
    assert "上年报告申请办理表的本年新收总计是 17" in finding.message
    assert (finding.severity, finding.cells) == (Severity.WARNING, ())
    alone = replace(report, previous=None)
    (finding,) = (finding for finding in facts_found(alone) if finding.check_id == "C1")
    assert "，申请办理表的本年新收总计是 25" in finding.message
    assert finding.severity is Severity.WARNING
    assert finding.cells
    told = replace(alone, texts={"overview": "2023年，收到政府信息公开申请21件。2024年，收到25件。"})
    assert not facts_found(told)


@pytest.mark.parametrize(
    ("words", "number"),
    [("零", 0), ("两", 2), ("十", 10), ("十二", 12), ("四十五", 45), ("一百零三", 103), ("三千一百一十九", 3119)],
)
def test_that_chinese_numerals_are_read(words: str, number: int) -> None:
    assert chinese_number(words) == number


def test_that_every_metric_names_figures_of_the_form() -> None:
    from model.fact_checks import expression_of
    from model.fact_words import METRICS

    for metric in METRICS.values():
        assert metric.check_id in FORM.checks
        for reading in metric.readings:
            assert set(expression_of(reading.source).names) <= FORM.cells.keys()
            assert all(isinstance(ref, CellRef) for ref in expression_of(reading.source).names)


@pytest.mark.parametrize(
    ("sentence", "checks"),
    [
        ("按时办结政府信息公开申请20件。", []),
        ("按时办结政府信息公开申请24件。", []),
        ("按时办结政府信息公开申请25件。", ["C2"]),
        ("收到申请25件，按期答复20件，按期答复率100%。", ["C2"]),
        ("收到申请25件，按期答复24件，按期答复率100%。", []),
        ("按期办结人大建议30件，政府信息公开申请均按期答复。", []),
        ("按时办结政府信息公开申请20件，同比增长400%。", []),
    ],
)
def test_that_what_was_answered_in_time_is_at_most_what_was_answered(sentence: str, checks: list[str]) -> None:
    assert [finding.check_id for finding in facts_found(report_with(sentence))] == checks


@pytest.mark.parametrize(
    ("sentence", "checks"),
    [
        ("市政府规章2件。", []),
        ("市政府规章1件，行政规范性文件3件。", []),
        ("2024年，现有规章14件。", []),
        ("规章3件。", ["C8"]),
        ("公开规章3件。", []),
        ("清理规章3件。", []),
        ("规章3件已公开。", []),
        ("主动公开文件38件，其中规章3件。", []),
        ("规章制度3件。", []),
    ],
)
def test_that_regulations_told_without_a_verb_must_be_one_of_their_three_figures(
    sentence: str, checks: list[str]
) -> None:
    rules = {CellRef("proactive", "rules", column): count for column, count in zip(COLUMNS, (2, 1, 14), strict=True)}
    report = report_with(sentence)
    report = replace(report, level=Level.CITY, cells={**report.cells, **rules})
    assert [finding.check_id for finding in facts_found(report)] == checks


def test_that_two_numbers_that_may_both_be_right_are_no_contradiction_while_the_tables_are_blank() -> None:
    report = replace(report_with("规章2件。\n规章14件。\n按时办结申请3件。\n按时办结申请5件。"), cells={})
    assert facts_found(report) == []


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("（二）依申请公开\n全年收到35件，均已答复。", ["C1"]),
        ("（二）依申请公开\n\n全年收到35件，均已答复。", ["C1"]),
        ("（二）政务服务\n全年收到35件，均已答复。", []),
        ("（二）依申请公开\n全年收到25件。\n收到35件，均已答复。", []),
        ("（二）无依申请公开\n本年没有变化。", ["C6"]),
    ],
)
def test_that_a_heading_tells_what_its_paragraph_speaks_of(text: str, checks: list[str]) -> None:
    found = facts_found(report_with(text))
    assert [finding.check_id for finding in found] == checks
    assert all(finding.span and text[finding.span.start : finding.span.end] == finding.span.quote for finding in found)


@pytest.mark.parametrize(
    ("sentence", "checks"),
    [
        ("结转2025年办理的申请3件。", []),
        ("结转2025年办理的申请5件。", ["C2"]),
        ("结转2024年办理的申请5件。", []),
        ("2023年结转申请5件。", ["C2"]),
        ("2022年结转申请5件。", []),
        ("2024年底结转申请5件。", ["C2"]),
        ("2024年底结转申请3件。", []),
    ],
)
def test_that_the_year_of_a_carry_over_tells_its_direction(sentence: str, checks: list[str]) -> None:
    assert [finding.check_id for finding in facts_found(report_with(sentence))] == checks
