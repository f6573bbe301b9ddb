"""Percentages and changes against last year: what is found, what can be taken from the tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.cells import CellRef
from model.evaluation import evaluate
from model.fact_offers import FactOffer, accept, fact_offers
from model.report import Level, Report
from tests.bases import base_report, shipped_form

FORM = shipped_form("2021")


def report_with(text: str) -> Report:
    office = "清岚县人民政府办公室"
    return replace(base_report("balanced"), office=office, level=Level.COUNTY, texts={"overview": text})


def found(report: Report) -> list[str]:
    return [one.check_id for one in evaluate(FORM, report).findings if one.check_id in {"C10", "C18"}]


def offers(report: Report, check: str) -> list[FactOffer]:
    return [one for one in fact_offers(FORM, report, evaluate(FORM, report)) if one.key.startswith(check)]


@pytest.mark.parametrize(
    ("text", "label", "taken"),
    [
        ("收到政府信息公开申请25件，较上年增加9件。", "改为取自「本年新收总计与上年之差」（8）", "增加8件"),
        ("收到政府信息公开申请25件，同比增长40.1%。", "改为取自「本年新收总计比上年的增幅」（47.1%）", "增长47.1%"),
        ("行政强制6件，较上年增长21%。", "改为取自「行政强制处理决定数量比上年的增幅」（20%）", "增长20%"),
    ],
)
def test_that_a_wrong_change_can_be_taken_from_the_tables(text: str, label: str, taken: str) -> None:
    report = report_with(text)
    assert found(report) == ["C18"]
    (offer,) = offers(report, "C18")
    assert [choice.label for choice in offer.choices] == [label]
    mended = report.with_edit(accept(report, offer, offer.choices[0]))
    assert found(mended) == []
    view = evaluate(FORM, mended)
    from model.bound_numbers import printed_text

    assert taken in printed_text(mended.texts["overview"], view.values)


def test_that_a_wrong_percentage_can_be_taken_from_the_tables() -> None:
    report = report_with("政府信息公开申请中，予以公开12件，占65.3%。")
    assert found(report) == ["C10"]
    (offer,) = offers(report, "C10")
    assert offer.choices[0].label == "改为取自「“予以公开”总计占办理结果总计的百分比」（50.0%）"
    mended = report.with_edit(accept(report, offer, offer.choices[0]))
    assert found(mended) == []
    assert "占{{percent(requests.granted.total, requests.handled.total, 1)}}。" in mended.texts["overview"]


def test_that_a_right_percentage_offers_the_ratio_that_it_is() -> None:
    (offer,) = offers(report_with("政府信息公开申请中，予以公开12件，占48%。"), "C10")
    assert offer.agrees
    assert [choice.value for choice in offer.choices] == ["48%"]


def test_that_a_change_in_the_other_direction_is_found_and_has_no_number_to_offer() -> None:
    report = report_with("收到政府信息公开申请25件，较上年减少8件。")
    assert found(report) == ["C18"]
    (offer,) = offers(report, "C18")
    assert offer.choices == ()


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请25件，比2023年增加8件，增长0.47倍。",
        "收到政府信息公开申请25件，比2021年增加20件。",
        "收到政府信息公开申请25件，同比增加{{requests.new.total}}件。",
        "收到政府信息公开申请25件，较上年增加10多件。",
        "未收到政府信息公开申请，较上年减少17件。",
    ],
)
def test_that_a_change_that_is_true_or_cannot_be_told_is_not_found(text: str) -> None:
    assert found(report_with(text)) == []


def test_that_a_wrong_multiple_is_found_without_an_offer() -> None:
    report = report_with("收到政府信息公开申请25件，比上年增长2.5倍。")
    assert found(report) == ["C18"]
    assert offers(report, "C18")[0].choices == ()


def test_that_nothing_is_compared_without_last_year_or_with_a_blank_or_nothing_last_year() -> None:
    report = report_with("收到政府信息公开申请25件，较上年增加9件。")
    assert found(replace(report, previous=None)) == []
    last = report.previous
    assert last is not None
    blank = {ref: value for ref, value in last.cells.items() if ref.row != "new"}
    assert found(replace(report, previous=replace(last, cells=blank))) == []
    rules = report_with("制发行政规范性文件3件，同比增长33%。")
    nothing = {**last.cells, CellRef.parse("proactive.normative_documents.issued"): 0}
    assert found(replace(rules, previous=replace(last, cells=nothing))) == []
    assert found(rules) == ["C18"]


def test_that_a_change_from_nothing_is_told_without_a_percentage() -> None:
    report = report_with("制发行政规范性文件3件，较上年增加2件。")
    assert report.previous is not None
    nothing = {**report.previous.cells, CellRef.parse("proactive.normative_documents.issued"): 0}
    report = replace(report, previous=replace(report.previous, cells=nothing))
    (finding,) = (one for one in evaluate(FORM, report).findings if one.check_id == "C18")
    assert "本年多 3。" in finding.message


def test_that_no_percentage_is_judged_while_a_figure_is_blank_or_nothing_was_handled() -> None:
    report = report_with("政府信息公开申请中，予以公开12件，占65.3%。")
    blank = {ref: value for ref, value in report.cells.items() if ref.row != "granted"}
    assert found(replace(report, cells=blank)) == []
    assert offers(replace(report, cells=blank), "C10")[0].choices == ()
    none = dict.fromkeys(report.cells, 0)
    assert "C10" not in found(replace(report, cells=none))


@pytest.mark.parametrize(
    ("sentence", "checks"),
    [
        ("收到政府信息公开申请25件，增长47.06%。", []),
        ("收到政府信息公开申请25件，增长37.06%。", ["C18"]),
        ("与2022年相比，收到政府信息公开申请25件，增长37.06%。", []),
        ("收到政府信息公开申请25件，是近年来较多的一年，增长37.06%。", []),
        ("收到政府信息公开申请25件，环比增长37.06%。", []),
    ],
)
def test_that_a_change_without_a_base_is_against_last_year(sentence: str, checks: list[str]) -> None:
    assert found(report_with(sentence)) == checks
