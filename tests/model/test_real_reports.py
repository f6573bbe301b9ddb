"""The figures of published reports, printed totals included; what must be found in them was worked out by hand.

The files in tests/files/reports hold figures only, under invented names.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from model.cells import CellRef, Value
from model.evaluation import Evaluation, evaluate
from model.form import Severity
from tests.bases import shipped_form
from tests.reports import FILES, report_in

TRANSCRIBED_FROM = {  # the number of the published report
    "district-office-2024": "01",
    "city-a-2024": "02",
    "city-b-2023": "03",
    "city-b-2024": "04",
    "county-bureau-2023": "08",
    "township-old-form-2023": "23",
    "township-2023": "26",
    "district-bureau-2022": "28",
}

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


def hints(*checks: str) -> dict[tuple[str, Severity], int]:
    return {(check, HINT): 1 for check in checks}


FOUND = {
    # Every figure stands and every identity holds; a few are such that an office looks at them twice:
    # 其他处理 187 of 3,050 (6.1 %), 341 of 3,486 (9.8 %), 469 of 3,521 (13.3 %); 其他; rare outcomes; direct actions
    # from 2024 on; actions after reconsideration; 其他法律行政法规禁止公开.
    "city-a-2024": hints("E2", "E3", "E4", "E5", "E6"),
    "city-b-2023": hints("E2", "E3", "E5", "E6"),
    "city-b-2024": hints("E1", "E2", "E3", "E4", "E5", "E6"),
    # Four cells of the column 自然人 were lost: what they leave unbalanced may be no error.
    "district-office-2024": {("A1", WARNING): 1, ("A6", WARNING): 1},
    # Two of three totals of the 复议诉讼表 were left at 0 beside 10 + 1 and 5 cases.
    "county-2023": {("A4", ERROR): 2, ("A6", WARNING): 2} | hints("E5"),
    # The five columns of organisations were published blank; 26 = 26 in the rest.
    "county-bureau-2023": {("A6", WARNING): 1},
    # 56 requests received, of the outcomes only 18 are known.
    "district-bureau-2022": {("A1", WARNING): 2, ("A6", WARNING): 2},
    # Only the 主动公开表 is known, and it is whole.
    "township-2023": {("A6", WARNING): 2},
    "township-old-form-2023": {("A6", WARNING): 3},
}


def evaluated(name: str, previous: str = "") -> Evaluation:
    report = report_in(FILES / f"{name}.json")
    if previous:
        report = replace(report, previous=report_in(FILES / f"{previous}.json"))
    return evaluate(shipped_form(report.form_id), report)


def value(evaluation: Evaluation, name: str) -> Value:
    return evaluation.values[CellRef.parse(name)]


def test_that_every_file_has_an_expectation() -> None:
    assert {path.stem for path in FILES.glob("*.json")} == FOUND.keys()


@pytest.mark.parametrize("name", FOUND)
def test_that_what_was_worked_out_by_hand_is_found_and_nothing_else(name: str) -> None:
    findings = evaluated(name).findings
    assert Counter((finding.check_id, finding.severity) for finding in findings) == FOUND[name]


@pytest.mark.parametrize("name", ["city-a-2024", "city-b-2023", "city-b-2024"])
def test_that_every_computed_figure_is_the_one_that_was_printed(name: str) -> None:
    report = report_in(FILES / f"{name}.json")
    form = shipped_form("2021")
    typed = {ref: figure for ref, figure in report.cells.items() if not form.cells[ref].computed}
    values = evaluate(form, replace(report, cells=typed)).values
    assert {ref: values[ref] for ref in report.cells} == report.cells


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        # As the reports' own texts tell them: received, carried in, handled, carried out, then the six outcomes.
        ("city-a-2024", [3119, 34, 3050, 103, 1362, 454, 178, 781, 88, 187]),
        ("city-b-2023", [3511, 96, 3486, 121, 1191, 328, 142, 1078, 406, 341]),
        ("city-b-2024", [3525, 121, 3521, 125, 1431, 471, 92, 941, 117, 469]),
    ],
)
def test_that_totals_and_subtotals_are_those_that_the_report_tells(name: str, figures: list[int]) -> None:
    outcomes = ["granted", "partial", "denied_all", "unavailable_all", "not_processed_all", "other_all"]
    evaluation = evaluated(name)
    rows = ["new", "carried_in", "handled", "carried_out", *outcomes]
    assert [value(evaluation, f"requests.{row}.total") for row in rows] == figures
    assert sum(figures[:2]) == sum(figures[2:4])
    assert figures[2] == sum(figures[4:])


def test_that_two_years_of_one_city_follow_on_each_other() -> None:
    findings = evaluated("city-b-2024", previous="city-b-2023").findings
    assert {finding.check_id for finding in findings} == {"E1", "E2", "E3", "E4", "E5", "E6", "Y3"}
    changed = {str(finding.cells[0]) for finding in findings if finding.check_id == "Y3"}
    assert "appeals.reconsideration.total" in changed  # 440, then 170
    assert "requests.new.total" not in changed  # 3,511, then 3,525


def test_that_a_broken_succession_of_years_is_found() -> None:
    # The years exchanged: 96 carried in after 125 carried out, and 597 in force instead of 420 + 109 - 489.
    found = Counter(finding.check_id for finding in evaluated("city-b-2023", previous="city-b-2024").findings)
    assert {check for check in found if not check.startswith("E")} == {"Y1", "Y2", "Y3"}


def test_that_a_total_left_at_nought_is_an_error_that_tells_both_numbers() -> None:
    (after, direct) = sorted(
        (finding for finding in evaluated("county-2023").open_errors), key=lambda finding: finding.key
    )
    assert str(after.cells[0]) == "appeals.litigation_after_reconsideration.total"
    assert "相加为 5（结果维持 5），总计为 0，相差 5" in after.message
    assert str(direct.cells[0]) == "appeals.reconsideration.total"
    assert "相加为 11（结果维持 10＋结果纠正 1），总计为 0，相差 11" in direct.message


@pytest.mark.parametrize(("name", "source"), TRANSCRIBED_FROM.items())
def test_that_the_figures_are_those_of_the_published_report(shared: Path, name: str, source: str) -> None:
    (path,) = (shared / "reports").glob(f"{source}-*.expected.json")
    published = json.loads(path.read_text(encoding="utf-8"))
    transcribed = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    assert transcribed["cells"] == published["cells"]
    assert transcribed["texts"] == {}
    assert published["office"] != transcribed["office"]
