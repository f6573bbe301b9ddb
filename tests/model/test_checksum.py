from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.cells import CellRef
from model.checksum import checksum, checksum_in, checksum_words
from model.form_loader import load_form
from model.report import Report
from tests.reports import FILES, report_in

REPORT = report_in(FILES / "city-a-2024.json")
FEES = CellRef("proactive", "fees", "amount")
TOTAL = CellRef("requests", "new", "total")
TYPED = [ref for ref, cell in load_form("2021").cells.items() if not cell.computed]


def test_that_the_checksum_is_what_other_tools_compute() -> None:
    # printf 'proactive.fees.amount=12.5\nrequests.new.natural=35' | sha256sum
    report = Report("2021", "", 2024, cells={CellRef("requests", "new", "natural"): 35, FEES: Decimal("12.50")})
    assert checksum(report) == "6afd9780"


@settings(max_examples=30)
@given(st.sampled_from(TYPED), st.integers(0, 999_999))
def test_that_any_changed_figure_changes_the_checksum(ref: CellRef, value: int) -> None:
    changed = replace(REPORT, cells={**REPORT.cells, ref: value})
    assert (checksum(changed) == checksum(REPORT)) == (REPORT.cells.get(ref) == value)


def test_that_totals_texts_and_the_way_of_writing_do_not_count() -> None:
    report = replace(REPORT, cells={**REPORT.cells, FEES: Decimal(12)})
    for other in (
        replace(report, cells={**report.cells, FEES: 12}),
        replace(report, cells={**report.cells, FEES: Decimal("12.000")}),
        replace(report, cells={**report.cells, TOTAL: 77, CellRef("un", "known", "cell"): 3}),
        replace(report, texts={}, notes={FEES: "财政局"}, office="另一单位"),
        replace(report, cells=dict(reversed(list(report.cells.items())))),
    ):
        assert checksum(other) == checksum(report)


@pytest.mark.parametrize("words", ["校验码 1a2b3c4d", "校验码：1a2b3c4d。", "年报；校验码　1a2b3c4d；定稿"])
def test_that_a_checksum_is_found_in_words(words: str) -> None:
    assert checksum_in(words) == "1a2b3c4d"


@pytest.mark.parametrize("words", ["", "1a2b3c4d", "校验码 1a2b3c4", "校验码 1a2b3c4d5"])
def test_that_no_checksum_is_found_where_there_is_none(words: str) -> None:
    assert checksum_in(words) == ""


def test_that_a_written_checksum_can_be_read_again() -> None:
    assert checksum_in(checksum_words(REPORT)) == checksum(REPORT)
