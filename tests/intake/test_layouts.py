"""Whatever the layout: every figure that is read is right, and what the layout keeps is read whole."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import read_source
from model.cells import CellRef, FigureKind
from tests.bases import shipped_form
from tests.intake.layouts import FILLED_WITH_BLANKS, KEEPING_BLANKS, LOSING_BLANKS, Layout, document, run_together

ALL = {**KEEPING_BLANKS, **FILLED_WITH_BLANKS, **LOSING_BLANKS}
UNSURE = {**FILLED_WITH_BLANKS, **LOSING_BLANKS, "run_together": run_together}


def refs(form_id: str) -> list[CellRef]:
    form = shipped_form(form_id)
    return [ref for ref, cell in form.cells.items() if cell.printed]


def figures(form_id: str, seed: int, *, blank: bool) -> dict[CellRef, str]:
    """Random figures; drawn from a seed, because what fails is a layout and never one figure."""
    chance = random.Random(seed)

    def figure() -> str:
        if blank and chance.random() < 0.3:
            return ""
        return str(chance.choice([0, chance.randint(0, 9), chance.randint(0, 99_999)]))

    return {ref: figure() for ref in refs(form_id)}


def read(text: str, form_id: str) -> dict[CellRef, str]:
    reading = read_source(text)
    assert reading.report.form_id == form_id
    assert reading.report.year == 2024
    assert reading.report.office == "青石县财政局"
    assert set(reading.report.texts) >= {"overview", "problems", "others"}
    return {ref: str(value) for ref, value in reading.report.cells.items()}


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("layout", ALL.values(), ids=list(ALL))
@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_that_a_report_without_blanks_is_read_whole(layout: Layout, form_id: str, seed: int) -> None:
    printed = figures(form_id, seed, blank=False)
    assert read(document(shipped_form(form_id), printed, layout), form_id) == printed


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("layout", KEEPING_BLANKS.values(), ids=list(KEEPING_BLANKS))
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_that_blanks_stay_where_the_layout_keeps_them(layout: Layout, form_id: str, seed: int) -> None:
    printed = figures(form_id, seed, blank=True)
    found = read(document(shipped_form(form_id), printed, layout), form_id)
    assert found == {ref: text for ref, text in printed.items() if text}


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("layout", UNSURE.values(), ids=list(UNSURE))
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_that_nothing_is_guessed_where_blanks_are_lost(layout: Layout, form_id: str, seed: int) -> None:
    printed = figures(form_id, seed, blank=True)
    found = read(document(shipped_form(form_id), printed, layout), form_id)
    assert {ref: text for ref, text in found.items() if printed[ref] != text} == {}


def test_that_the_amount_is_read_with_its_places() -> None:
    form = shipped_form("2021")
    printed = dict.fromkeys(refs("2021"), "0") | {CellRef("proactive", "fees", "amount"): "72701.2578"}
    assert form.cells[CellRef("proactive", "fees", "amount")].kind is FigureKind.AMOUNT
    for layout in ALL.values():
        assert read(document(form, printed, layout), "2021") == printed
