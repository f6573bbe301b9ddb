"""What differs between two reports, and replaying it."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from model.cells import CellRef
from model.changes import Change, changes_between, with_changes
from model.report import Edit, Level, Report
from model.report_json import json_text
from tests.model.strategies import edits, reports

NATURAL = CellRef("requests", "new", "natural")
BLANK = Report("", "", 0)
REPORT = Report("2021", "甲县人民政府办公室", 2024)


@given(reports(), reports())
def test_that_replaying_the_changes_leads_from_one_report_to_any_other(before: Report, after: Report) -> None:
    changes = changes_between(before, after)
    assert with_changes(before, changes) == after
    assert len({change.place for change in changes}) == len(changes)


@given(reports(), st.lists(edits, max_size=5))
def test_that_replaying_the_stored_changes_of_every_edit_gives_the_report(report: Report, made: list[Edit]) -> None:
    log, current = [changes_between(BLANK, report)], report
    for edit in made:
        after = current.with_edit(edit)
        log.append(changes_between(current, after))
        current = after
    replayed = BLANK
    for changes in log:
        stored = json.loads(json_text([list(change) for change in changes]).encode())
        replayed = with_changes(replayed, [Change(*change) for change in stored])
    assert replayed == current


@given(reports())
def test_that_equal_reports_have_no_changes(report: Report) -> None:
    assert changes_between(report, replace(report)) == ()


def test_that_a_figure_is_named_by_its_cell_with_both_values() -> None:
    after = replace(REPORT, cells={NATURAL: 35}, level=Level.COUNTY)
    assert set(changes_between(REPORT, after)) == {
        Change("cells/requests.new.natural", None, 35),
        Change("level", None, "county"),
    }
    assert changes_between(after, REPORT)[-1] == Change("cells/requests.new.natural", 35, None)


def test_that_a_change_of_a_text_holds_only_the_characters_that_changed() -> None:
    before = replace(REPORT, texts={"overview": "全年共收到申请9件，办结9件。"})
    after = replace(REPORT, texts={"overview": "全年共收到申请45件，办结9件。"})
    assert changes_between(before, after) == (Change("texts/overview", [7, "9"], [7, "45"]),)


def test_that_a_text_that_comes_or_goes_has_nothing_on_the_other_side() -> None:
    after = replace(REPORT, texts={"overview": "新"})
    assert changes_between(REPORT, after) == (Change("texts/overview", None, [0, "新"]),)
    assert changes_between(after, REPORT) == (Change("texts/overview", [0, "新"], None),)


def test_that_a_change_counts_characters_and_not_their_halves() -> None:
    before = replace(REPORT, texts={"others": "𠮷野家"})
    after = replace(REPORT, texts={"others": "𠮷家"})
    assert changes_between(before, after) == (Change("texts/others", [1, "野"], [1, ""]),)
