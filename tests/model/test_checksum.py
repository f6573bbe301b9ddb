from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from model.cells import CellRef
from model.checksum import figures_checksum
from model.form_loader import load_form
from model.report import Report

FORM = load_form("2021")
TYPED = sorted(ref for ref, cell in FORM.cells.items() if not cell.computed)
NEW = CellRef("requests", "new", "natural")
FEES = CellRef("proactive", "fees", "amount")


def test_that_the_checksum_is_the_sha_256_of_the_sorted_figures() -> None:
    report = Report("2021", "青石县财政局", 2024, cells={NEW: 35, FEES: Decimal("12.50")})
    lines = "proactive.fees.amount=12.5\nrequests.new.natural=35"
    assert figures_checksum(FORM, report) == hashlib.sha256(lines.encode()).hexdigest()[:8]


@given(st.dictionaries(st.sampled_from(TYPED), st.integers(0, 99), min_size=1), st.data())
def test_that_one_changed_figure_changes_the_checksum(cells: dict[CellRef, int], data: st.DataObject) -> None:
    ref = data.draw(st.sampled_from(sorted(cells)))
    report = Report("2021", "", 2024, cells=cells)
    other = replace(report, cells={**cells, ref: cells[ref] + 1})
    assert figures_checksum(FORM, report) != figures_checksum(FORM, other)


@given(st.dictionaries(st.sampled_from(TYPED), st.integers(0, 99)))
def test_that_neither_order_nor_texts_nor_printed_totals_count(cells: dict[CellRef, int]) -> None:
    turned = dict(reversed(cells.items()))
    total = CellRef("requests", "new", "total")
    other = Report("2021", "别的单位", 2020, cells={**turned, total: 9}, texts={"overview": "字"}, notes={NEW: "甲"})
    assert figures_checksum(FORM, other) == figures_checksum(FORM, Report("2021", "", 2024, cells=cells))
