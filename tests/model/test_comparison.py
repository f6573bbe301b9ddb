from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.cells import CellRef
from model.comparison import compare, text_label
from model.form_loader import load_form
from model.report import Report
from model.text_difference import Run, RunKind, text_difference

FORM = load_form("2021")
NATURAL = CellRef("requests", "new", "natural")
TOTAL = CellRef("requests", "new", "total")
RULES = CellRef("proactive", "rules", "issued")
REPORT = Report("2021", "清岚县", 2024, cells={NATURAL: 26}, texts={"overview": "收到{{requests.new.natural}}件。"})

K, R, I = RunKind.KEPT, RunKind.REMOVED, RunKind.INSERTED  # noqa: E741
texts = st.text(st.sampled_from("收到受理2612件，。\n"), max_size=40)


def test_that_equal_states_have_no_differences() -> None:
    assert compare(FORM, REPORT, REPORT) == ((), ())


def test_that_a_changed_figure_changes_its_total_and_the_text_that_takes_it() -> None:
    found = compare(FORM, REPORT, replace(REPORT, cells={NATURAL: 28}))
    assert [(each.ref, each.old, each.new, each.computed) for each in found.figures] == [
        (NATURAL, "26", "28", False),
        (TOTAL, "26", "28", True),
    ]
    assert found.figures[0].label == FORM.cells[NATURAL].label
    [text] = found.texts
    assert (text.key, text.label) == ("overview", FORM.section("overview").title)
    assert text.runs == (Run(K, "收到"), Run(R, "26"), Run(I, "28"), Run(K, "件。"))


def test_that_a_mark_in_the_place_of_a_figure_is_compared_as_it_is_printed() -> None:
    [found] = compare(FORM, REPORT, replace(REPORT, as_printed={RULES: "/"})).figures
    assert (found.ref, found.old, found.new) == (RULES, "", "/")


def test_that_every_text_has_a_name_in_words() -> None:
    assert [text_label(FORM, key) for key in ("title", "preface", "closing")] == ["标题", "前言", "落款"]


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("", "新", [(I, "新")]),
        ("旧", "", [(R, "旧")]),
        ("甲。\n乙。\n", "甲。\n丙丁。\n乙。\n", [(K, "甲。\n"), (I, "丙丁。\n"), (K, "乙。\n")]),
        ("共126件", "共128件", [(K, "共"), (R, "126"), (I, "128"), (K, "件")]),
        ("天地玄黄", "天红玄白", [(K, "天"), (R, "地玄黄"), (I, "红玄白")]),
    ],
)
def test_that_a_difference_is_told_in_pieces_a_person_can_read(
    old: str, new: str, runs: list[tuple[RunKind, str]]
) -> None:
    assert list(text_difference(old, new)) == runs


@given(texts, texts)
def test_that_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    runs = text_difference(old, new)
    assert "".join(run.text for run in runs if run.kind is not I) == old
    assert "".join(run.text for run in runs if run.kind is not R) == new
    assert all(run.text for run in runs)


def test_that_a_very_long_paragraph_is_struck_and_written_anew() -> None:
    old, new = "甲" * 3000, "乙" * 3000
    assert text_difference(old, new) == (Run(R, old), Run(I, new))
