"""The error doctor on balanced tables of published reports into which one mistake was put, and on told cases."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from model.cells import CellRef, Value
from model.doctor import Cause, Lead, diagnose
from model.doctor_words import likely_slip
from model.evaluation import Finding, evaluate
from model.identities import identities_of
from model.report import EditKind, Report
from tests.bases import base_report, shipped_form
from tests.reports import FILES, report_in

FORM = shipped_form("2021")
REPORTS = [report_in(FILES / f"{name}.json") for name in ("city-a-2024", "city-b-2023", "city-b-2024")]
IN_YEAR = {"A1", "A2", "A3", "A4", "A9"}
TIMES = 100


def identities_failing(report: Report) -> list[Finding]:
    return [finding for finding in evaluate(FORM, report).findings if finding.check_id in IN_YEAR | {"Y1"}]


def mistyped(value: int, chance: random.Random) -> int:
    """Return a figure as somebody in a hurry types it."""
    digits = str(value)
    wrong = [value + 1, max(0, value - 1), value + chance.choice([2, 10]), value * 10, value + chance.randint(3, 60)]
    if len(digits) > 1:
        at = chance.randrange(len(digits) - 1)
        wrong.append(int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]))
        wrong += [int(digits[:-1]), 0]
    return chance.choice([other for other in wrong if other != value])


def leads_of(report: Report, check: str = "") -> tuple[Lead, ...]:
    finding = next(finding for finding in identities_failing(report) if check in {"", finding.check_id})
    return diagnose(FORM, report, finding)


def changed(report: Report, **figures: Value) -> Report:
    cells = {CellRef.parse(name.replace("__", ".")): value for name, value in figures.items()}
    kept = {ref: value for ref, value in {**report.cells, **cells}.items() if value is not None}
    return replace(report, cells=kept)


def test_that_the_true_cell_is_among_the_first_three_leads() -> None:
    chance = random.Random(20210926)
    found = 0
    for _ in range(TIMES):
        report = chance.choice(REPORTS)
        ref = chance.choice([ref for ref in report.cells if ref.table != "proactive"])
        value = report.cells[ref]
        assert isinstance(value, int)
        wrong = replace(report, cells={**report.cells, ref: mistyped(value, chance)})
        findings = identities_failing(wrong)
        assert findings
        found += all(any(ref in lead.cells for lead in diagnose(FORM, wrong, one)[:3]) for one in findings)
    assert found >= 95


@pytest.mark.parametrize("report", REPORTS)
def test_that_the_identities_of_a_balanced_report_hold(report: Report) -> None:
    identities = identities_of(FORM, report, {})
    assert len(identities) >= 42
    assert [identity for identity in identities if identity.rest(report.cells)] == []


def test_that_the_first_lead_mends_what_its_edit_changes_and_nothing_else() -> None:
    report = changed(REPORTS[2], requests__granted__natural=1480)
    (lead, *_) = leads_of(report)
    assert lead.cells == (CellRef.parse("requests.granted.natural"),)
    assert lead.cause is Cause.ONE_FIGURE
    assert (lead.edit.kind, lead.remaining) == (EditKind.REPAIR, ())
    assert "由 1480 改为 1408" in lead.words
    assert "前后颠倒" in lead.words
    assert lead.words.startswith("可能原因，请核对台账")
    assert lead.edit.reason.startswith("已核对")
    assert identities_failing(report.with_edit(lead.edit)) == []


def test_that_a_total_left_at_nought_is_named_first() -> None:
    report = report_in(FILES / "county-2023.json")
    (lead, *_) = leads_of(report, "A4")
    assert lead.cause is Cause.TOTAL
    assert lead.cells[0].column == "total"


def test_that_cases_in_the_wrong_column_are_moved() -> None:
    report = changed(REPORTS[2], requests__granted__natural=1387, requests__granted__business=42)
    lead, *others = [lead for lead in leads_of(report) if lead.cause is Cause.MISPLACED]
    assert set(lead.cells) == {CellRef.parse(f"requests.granted.{column}") for column in ("natural", "business")}
    assert all(other.tied for other in (lead, *others))
    assert identities_failing(report.with_edit(lead.edit)) == []


def test_that_a_blank_that_follows_from_the_others_is_filled() -> None:
    report = changed(base_report("balanced"), requests__granted__natural=None)
    (lead, *_) = leads_of(report, "A1")
    assert lead.cause is Cause.BLANK
    assert lead.edit.cells == {CellRef.parse("requests.granted.natural"): 10}
    assert "空白" in lead.words


def test_that_a_forgotten_carry_over_is_named_first() -> None:
    report = changed(base_report("balanced"), requests__carried_in__natural=0)
    (lead, *_) = leads_of(report, "Y1")
    assert lead.cause is Cause.CARRY_OVER
    assert lead.edit.cells == {CellRef.parse("requests.carried_in.natural"): 2}
    assert identities_failing(report.with_edit(lead.edit)) == []


def test_that_what_the_text_says_speaks_for_a_lead() -> None:
    report = changed(base_report("balanced"), requests__partial__natural=4)
    told = replace(report, texts={"overview": "办理申请，部分公开1件，予以公开12件。"})
    assert leads_of(told, "A1")[0].cells == (CellRef.parse("requests.partial.natural"),)


def test_that_equally_likely_leads_are_shown_as_ties_and_others_stay_open() -> None:
    report = changed(base_report("balanced"), requests__partial__natural=2, appeals__reconsideration__total=9)
    leads = leads_of(report, "A1")
    assert any(lead.tied for lead in leads)
    assert all(len(lead.remaining) == 1 for lead in leads[:1])
    assert "改后还有 1 处不平" in leads[0].words


def test_that_a_figure_which_is_the_difference_itself_is_named_first() -> None:
    report = changed(base_report("balanced"), requests__denied_secret__natural=3)
    (lead, *_) = leads_of(report)
    assert lead.cells == (CellRef("requests", "denied_secret", "natural"),)


def test_that_no_lead_makes_a_figure_negative() -> None:
    report = changed(base_report("balanced"), requests__new__natural=1)
    for lead in leads_of(report):
        assert all((value or 0) >= 0 for value in lead.edit.cells.values())


def test_that_only_identities_are_diagnosed() -> None:
    report = replace(base_report("balanced"), texts={"overview": "收到政府信息公开申请35件。"})
    finding = next(one for one in evaluate(FORM, report).findings if one.check_id == "C1")
    assert diagnose(FORM, report, finding) == ()


@pytest.mark.parametrize(
    ("typed", "right", "likelihood"),
    [(1480, 1408, 5), (450, 45, 5), (4, 45, 4), (0, 17, 3), (3, 0, 4), (46, 45, 3), (100, 63, 1)],
)
def test_that_likely_slips_are_known(typed: int, right: int, likelihood: int) -> None:
    assert likely_slip(typed, right, frozenset()).likelihood == likelihood
