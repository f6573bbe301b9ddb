"""The sample report that the program opens on: without a finding, complete, and invented."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from model.bound_numbers import UNKNOWN, bound_numbers, printed_text
from model.cells import CellRef
from model.evaluation import evaluate
from model.report import Level, Report, Scope
from resources import resource
from tests.bases import shipped_form
from tests.reports import report_in

FORM = shipped_form("2021")
SAMPLE = report_in(resource("sample", "report.json"))
RESTORED = {
    "requests.new.natural": 35,
    "requests.granted.natural": 9,
    "requests.partial.natural": 0,
    "requests.handled.natural": 35,
    "requests.handled.business": 0,
    "requests.carried_out.natural": 0,
}
"""What was lost of the printed table, as its identities give it back."""


def last_year() -> Report:
    assert SAMPLE.previous is not None
    return SAMPLE.previous


def printed(report: Report, section: str) -> str:
    return printed_text(report.texts[section], evaluate(FORM, report).values)


@pytest.mark.parametrize("report", [SAMPLE, last_year()], ids=["this year", "last year"])
def test_that_the_sample_is_without_findings(report: Report) -> None:
    assert [finding.message for finding in evaluate(FORM, report).findings] == []


@pytest.mark.parametrize("report", [SAMPLE, last_year()], ids=["this year", "last year"])
def test_that_every_figure_that_is_typed_stands_in_the_sample_and_no_total_does(report: Report) -> None:
    assert report.cells.keys() == {ref for ref, cell in FORM.cells.items() if not cell.computed}


def test_that_the_sample_is_the_own_report_of_a_county_office_with_last_years_report() -> None:
    assert (SAMPLE.level, SAMPLE.scope, SAMPLE.year) == (Level.COUNTY, Scope.OWN, 2024)
    assert (last_year().office, last_year().year) == (SAMPLE.office, 2023)
    assert last_year().source


def test_that_the_lost_figures_are_those_that_the_identities_give() -> None:
    values = evaluate(FORM, SAMPLE).values
    assert {name: values[CellRef.parse(name)] for name in RESTORED} == RESTORED


def test_that_all_other_figures_are_those_of_the_published_table(shared: Path) -> None:
    (published,) = (shared / "reports").glob("01-*.expected.json")
    cells = json.loads(published.read_text(encoding="utf-8"))["cells"]
    values = evaluate(FORM, SAMPLE).values
    assert {name: values[CellRef.parse(name)] for name in cells} == cells
    assert not RESTORED.keys() & cells.keys()
    assert len(cells) + len(RESTORED) == sum(cell.printed for cell in FORM.cells.values())


def test_that_every_part_of_the_report_is_written() -> None:
    assert SAMPLE.texts.keys() == {"overview", "problems", "others", "title", "preface", "closing"}
    assert SAMPLE.texts["title"].splitlines() == [SAMPLE.office, f"{SAMPLE.year}年政府信息公开工作年度报告"]
    assert SAMPLE.texts["closing"].splitlines() == [SAMPLE.office, "2025年1月20日"]


def test_that_the_overview_has_the_five_headings_and_keeps_to_the_guideline() -> None:
    section = FORM.section("overview")
    for report in (SAMPLE, last_year()):
        lines = printed(report, "overview").splitlines()
        assert tuple(line for line in lines if line.startswith("（")) == section.subheadings
        assert len(re.sub(r"\s", "", "".join(lines))) <= section.guideline


def test_that_the_texts_take_the_figures_of_the_tables_from_the_tables() -> None:
    numbers = [number for text in SAMPLE.texts.values() for number in bound_numbers(text)]
    assert len(numbers) >= 9
    assert all(UNKNOWN not in printed(SAMPLE, section) for section in SAMPLE.texts)
    overview = printed(SAMPLE, "overview")
    assert "新收政府信息公开申请45件，其中自然人35件、法律服务机构10件" in overview
    assert "予以公开10件，本机关不掌握相关政府信息35件，结转下年度0件" in overview
    assert "本年制发0件，废止10件，现行有效8件" in overview


def test_that_there_is_a_measure_for_every_problem() -> None:
    problems, measures, rectified = re.split(r"（[二三]）", SAMPLE.texts["problems"])
    counts = [len(re.findall("[一二三四五]是", part)) for part in (problems, measures)]
    assert counts == [3, 3]
    assert "2023年度" in rectified


def test_that_the_handling_fee_is_reported() -> None:
    assert "未收取信息处理费" in SAMPLE.texts["others"]


@pytest.mark.parametrize("section", ["overview", "problems", "others"])
def test_that_this_years_texts_are_not_last_years(section: str) -> None:
    matcher = SequenceMatcher(None, SAMPLE.texts[section], last_year().texts[section], autojunk=False)
    assert matcher.find_longest_match().size < 20
    assert matcher.ratio() < 0.5


def test_that_the_texts_are_written_with_chinese_punctuation() -> None:
    for report in (SAMPLE, last_year()):
        for text in report.texts.values():
            plain = re.sub(r"\{\{.*?\}\}|www\.[a-z.]+", "", text)
            assert not re.search(r"[,;:()?!\"'<>]", plain)
            assert not re.search(r"[一-鿿] +[一-鿿]", plain)


def test_that_no_sentence_comes_from_a_published_report(shared: Path) -> None:
    published = "".join(path.read_text(encoding="utf-8") for path in (shared / "reports").glob("*.txt"))
    known = re.sub(r"\s", "", published).replace("(", "（").replace(")", "）").replace(",", "，")
    for report in (SAMPLE, last_year()):
        for section in ("overview", "problems", "others"):
            text = re.sub(r"\s", "", printed(report, section))
            copied = {text[at : at + 16] for at in range(len(text) - 15)} & {
                known[at : at + 16] for at in range(len(known) - 15)
            }
            assert copied == set()
