from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from export.review_print import render_review_sheet, write_review_sheet
from export.review_sheet import SECRECY_REVIEW, SIGNATURES, FindingState, ReviewSheet, Verdict, review_sheet
from model.archive import Archive, Profile, VersionKind
from model.cells import CellRef, Value
from model.corrections import correction_lists, give_reasons
from model.evaluation import evaluate
from model.form import Severity
from model.history import place_of_cell
from model.report import EditKind, Explanation, Report
from model.report_file import read_report_file
from resources import resource
from tests.export.printed import opened, options, pages_by_pdfium, squeezed, text_by_pdfium
from tests.export.reports import FORM_IDS, figures, form
from tests.reports import FILES

CHECKS = FILES.parent / "checks"


def read(path: Path) -> Report:
    return read_report_file(path).report


def sheet_of(report: Report) -> ReviewSheet:
    of = form(report.form_id)
    return review_sheet(of, report, evaluate(of, report))


def printed(sheet: ReviewSheet, signatures: dict[str, str] | None = None) -> str:
    return squeezed(text_by_pdfium(render_review_sheet(sheet, options(), signatures).content))


def verdicts(sheet: ReviewSheet) -> dict[str, Verdict]:
    return {group.name: group.verdict for group in sheet.groups}


SAMPLE = read(resource("sample", "report.json"))
WRONG = read(CHECKS / "contradictory.json")


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_an_empty_report_passes_nothing(form_id: str) -> None:
    sheet = sheet_of(Report(form_id, "青石县财政局", 2024))
    assert Verdict.PASSED not in verdicts(sheet).values()
    assert sheet.checksum == ""
    assert "没有填" in sheet.conclusion
    assert Verdict.PASSED.value not in printed(sheet)


@settings(max_examples=30)
@given(cells=figures("2021"))
def test_that_only_a_complete_report_is_called_passed_as_a_whole(cells: dict[CellRef, Value]) -> None:
    sheet = sheet_of(Report("2021", "青石县财政局", 2024, cells=cells))
    assert sheet.conclusion != "各组都通过。"


def test_that_a_sound_report_passes_every_group() -> None:
    sheet = sheet_of(SAMPLE)
    assert set(verdicts(sheet).values()) == {Verdict.PASSED}
    assert (sheet.conclusion, sheet.filled, sheet.findings) == ("各组都通过。", sheet.fillable, ())


def test_that_every_group_with_an_open_error_must_be_corrected() -> None:
    sheet = sheet_of(WRONG)
    of = form(WRONG.form_id)
    wrong = {finding.check_id for finding in evaluate(of, WRONG).open_errors}
    assert wrong
    for group in sheet.groups:
        assert (group.verdict is Verdict.TO_CORRECT) == bool(wrong & set(group.checks))


def test_that_every_line_names_its_check_and_none_is_missing() -> None:
    of = form(WRONG.form_id)
    sheet = sheet_of(WRONG)
    shown = [finding for finding in evaluate(of, WRONG).findings if finding.severity is not Severity.HINT]
    assert sorted(line.check_id for line in sheet.findings) == sorted(finding.check_id for finding in shown)
    assert {line.check_id for line in sheet.findings} <= set(of.checks)
    named = [check for group in sheet.groups for check in group.checks]
    assert len(named) == len(set(named))
    assert set(named) <= set(of.checks)
    assert all(line.place for line in sheet.findings)


def test_that_the_gravest_findings_come_first() -> None:
    states = [line.state for line in sheet_of(WRONG).findings]
    assert states == sorted(states, key=list(FindingState).index)


def test_that_a_check_without_last_year_is_not_called_passed() -> None:
    alone = sheet_of(replace(SAMPLE, previous=None))
    assert verdicts(alone)["年度衔接"] is Verdict.NOT_CHECKED
    assert alone.conclusion == "1 组未核对。"


def test_that_an_explained_error_no_longer_holds_its_group_back() -> None:
    explained = read(CHECKS / "explained.json")
    sheet = sheet_of(explained)
    [line] = [line for line in sheet.findings if line.state is FindingState.EXPLAINED]
    [reason] = [explanation.text for explanation in explained.explanations.values()]
    assert line.explanation == reason
    group = next(group for group in sheet.groups if line.check_id in group.checks)
    assert "已说明 1 处" in group.remark
    assert reason in printed(sheet)


def test_that_an_explanation_of_other_figures_does_not_count() -> None:
    explained = read(CHECKS / "explained.json")
    [(key, explanation)] = explained.explanations.items()
    old = dict.fromkeys(explanation.values, 999999)
    sheet = sheet_of(replace(explained, explanations={key: Explanation(explanation.text, old)}))
    [line] = [line for line in sheet.findings if line.explanation]
    assert line.state is FindingState.TO_CORRECT
    assert line.explanation.startswith("（数据已变，请重新说明）")


def test_that_the_checks_of_another_kind_of_organ_are_left_out() -> None:
    of = form("2021")
    check = next(check for check in of.checks.values() if check.levels)
    other = next(level for level in type(next(iter(check.levels))) if level not in check.levels)
    named = [each for group in sheet_of(replace(SAMPLE, level=other)).groups for each in group.checks]
    assert check.id not in named


# ---------------------------------------------------------------- printed


def test_that_the_printed_sheet_is_one_page_with_everything_on_it(tmp_path: Path) -> None:
    sheet = sheet_of(SAMPLE)
    path = tmp_path / "校核单.pdf"
    assert write_review_sheet(sheet, path, options()).missing == ()
    content = path.read_bytes()
    text = squeezed(text_by_pdfium(content))
    assert len(opened(content).pages) == 1
    assert sheet.checksum in text
    for words in (*SIGNATURES, *verdicts(sheet), sheet.office, "各组都通过"):
        assert words in text


def test_that_all_findings_are_printed_however_many() -> None:
    sheet = sheet_of(WRONG)
    many = replace(sheet, findings=sheet.findings * 12)
    text = printed(many)
    assert text.count(squeezed(sheet.findings[0].message)) >= 12
    assert all(squeezed(line.message) in text for line in sheet.findings)
    assert "{{" not in text


@pytest.mark.parametrize("times", [1, 2, 3, 12])
def test_that_the_sheet_to_sign_is_one_page_and_counts_what_the_annex_lists(times: int) -> None:
    sheet = sheet_of(WRONG)
    order = list(FindingState)
    lines = sorted(sheet.findings * times, key=lambda line: order.index(line.state))
    many = replace(sheet, findings=tuple(lines))
    content = render_review_sheet(many, options(), {"填报人": "甲乙丙"}).content
    page, *annex = map(squeezed, pages_by_pdfium(content))
    assert all(words in page for words in (*SIGNATURES, "甲乙丙", sheet.checksum, *verdicts(sheet)))
    listed = sum(page.count(squeezed(line.message)) for line in dict.fromkeys(lines))
    named = [
        int(count)
        for count in re.findall(r"(?:必须改|待说明|已说明)(\d+)处(?=[、，]|，列在附页)", page.partition("另有")[2])
    ]
    assert listed >= min(3, len(lines))
    assert listed + sum(named) == len(lines)
    assert all(squeezed(line.message) in page for line in lines[:listed])
    assert bool(annex) == (listed < len(lines))
    assert all("位置" in text and "问题和说明" in text and "填报人" not in text for text in annex)


def test_that_a_sheet_without_room_for_a_single_finding_is_one_page_all_the_same() -> None:
    sheet = sheet_of(WRONG)
    endless = sheet.findings[0]._replace(message="说明很长。" * 400)
    page, annex = pages_by_pdfium(render_review_sheet(replace(sheet, findings=(endless,)), options()).content)
    assert "另有必须改1处，列在附页。" in squeezed(page)
    assert squeezed(endless.message) in squeezed(annex)


def test_that_names_are_printed_but_the_secrecy_review_never_is() -> None:
    text = printed(sheet_of(SAMPLE), {**dict.fromkeys(SIGNATURES, "甲乙丙"), SECRECY_REVIEW: "通过了"})
    assert text.count("甲乙丙") == len(SIGNATURES) - 1
    assert "通过了" not in text
    assert "保密审查通过" not in text
    assert not [group for group in sheet_of(SAMPLE).groups if SECRECY_REVIEW in group.name]


def test_that_a_finding_in_a_text_quotes_it() -> None:
    texts = {**SAMPLE.texts, "overview": SAMPLE.texts["overview"] + "\n2024年新收政府信息公开申请99件。"}
    places = [line.place for line in sheet_of(replace(SAMPLE, texts=texts)).findings if line.check_id == "C1"]
    assert places
    assert all(place.startswith("一、总体情况“") and "99件" in place for place in places)


def test_that_a_finding_about_a_number_from_the_tables_shows_no_expression() -> None:
    [line] = [line for line in sheet_of(WRONG).findings if line.check_id == "T1"]
    assert line.place == "一、总体情况，取自表格的数"


def test_that_what_was_corrected_since_the_report_was_final_is_listed_with_its_reasons(tmp_path: Path) -> None:
    natural, fees = CellRef("requests", "new", "natural"), CellRef("proactive", "fees", "amount")
    changed = replace(SAMPLE, cells={**SAMPLE.cells, natural: 77, fees: 5})
    changed = replace(changed, texts={**SAMPLE.texts, "problems": f"{SAMPLE.texts['problems']}新增的一句话。"})
    of = form(SAMPLE.form_id)
    with closing(Archive.create(tmp_path / "a.gknb", Profile(SAMPLE.office))) as archive:
        number = archive.add_report(SAMPLE)
        archive.make_version(number, VersionKind.FINAL)
        opened_again = archive.make_version(number, VersionKind.CORRECTION, "漏计")
        reasons = {place_of_cell(natural): "重复登记"}
        changed = changed.with_edit(give_reasons(opened_again, reasons))
        archive.record(number, EditKind.TYPING, "", SAMPLE, changed)
        edits, versions = archive.edits(number), archive.versions(number)
        lists = correction_lists(of, versions, edits, archive.load_version, changed)
    sheet = review_sheet(of, changed, evaluate(of, changed), lists)
    assert sheet.corrected == "定稿以后更正 4 处，列在附页。"
    page, *annex = map(squeezed, pages_by_pdfium(render_review_sheet(sheet, options()).content))
    assert "定稿以后更正4处，列在附页。" in page
    listed = "".join(annex).partition("附页：定稿以后的更正")[2]
    assert "更正（更正中，尚未再次定稿），原因：漏计" in listed
    assert f"“自然人”列{SAMPLE.cells[natural]}77重复登记" in listed
    assert "5漏计" in listed
    assert "新增的一句话。漏计" in listed
    assert "自动计算" not in listed
    assert sheet_of(SAMPLE).corrected == ""
