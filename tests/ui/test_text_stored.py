"""Stored text and what is shown of it: nothing is lost on the way there and back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.bound_numbers import bound_numbers, plain_text
from ui.texts.stored_text import (
    CHIP,
    REPLACEMENT,
    ShownText,
    changed_stretch,
    code_point_offset,
    stored_from,
    utf16_position,
    without_impossible,
)
from ui.texts.typing_runs import PAUSE, TextChange, TypingRuns

TOTAL = "requests.new.total"
typed = st.text(st.one_of(st.sampled_from("{}\\ \n年。a😀𠮷"), st.characters(exclude_characters=CHIP)), max_size=12)
possible = typed.map(without_impossible)
source = st.sampled_from([TOTAL, "percent(a.b.c, d.e.f, 1)", "not a name", " "]).map(str.strip)


@given(possible, st.lists(st.tuples(source, possible), max_size=4))
@example("{", [("x", "}")])
@example("\\{{", [("x", "")])
@example("{{{x}}", [])
def test_that_shown_text_is_stored_and_shown_again_the_same(first: str, rest: list[tuple[str, str]]) -> None:
    shown = first + "".join(CHIP + following for _, following in rest)
    sources = tuple(each for each, _ in rest)
    again = ShownText(stored_from(shown, sources))
    assert again.sources == sources
    assert again.text.replace("＼", "\\") == shown.replace("＼", "\\")


@given(st.text(st.sampled_from("{}\\ \nab.年😀\ud800\x00\ufdd0\r\u2028" + CHIP), max_size=30))
def test_that_storing_what_is_shown_changes_no_more_after_the_first_time(stored: str) -> None:
    shown = ShownText(stored)
    once = stored_from(shown.text, shown.sources)
    again = ShownText(once)
    assert stored_from(again.text, again.sources) == once
    assert [number.source for number in bound_numbers(once)] == [number.source for number in bound_numbers(stored)]


@given(st.text(st.sampled_from("{}\\\nab.年😀"), max_size=30))
def test_that_every_offset_has_a_place_and_comes_back(stored: str) -> None:
    shown = ShownText(stored)
    for offset in range(len(stored) + 1):
        place = shown.shown_offset(offset)
        assert 0 <= place <= len(shown.text)
        assert (
            shown.stored_offset(place) <= offset <= shown.stored_offset(shown.shown_offset(offset, end=True), end=True)
        )
    for place in range(len(shown.text) + 1):
        assert shown.shown_offset(shown.stored_offset(place)) <= place
    assert [shown.stored_offset(0), shown.stored_offset(len(shown.text))] == [0, len(stored)]


@given(st.text(st.sampled_from("a年😀𠮷"), max_size=20))
def test_that_code_points_and_utf16_units_convert(text: str) -> None:
    for offset in range(len(text) + 1):
        position = utf16_position(text, offset)
        assert position == len(text[:offset].encode("utf-16-le")) // 2
        assert code_point_offset(text, position) == offset


def test_that_the_middle_of_a_surrogate_pair_is_its_character() -> None:
    assert code_point_offset("a😀b", 2) == 1


@pytest.mark.parametrize(
    ("before", "after", "caret", "stretch"),
    [
        ("ab", "acb", 2, (1, 1, 2)),
        ("aa", "aaa", 1, (0, 0, 1)),
        ("aa", "aaa", 3, (2, 2, 3)),
        ("aaa", "aa", 1, (1, 2, 1)),
        ("abc", "axyc", 3, (1, 2, 3)),
        ("", "", 0, (0, 0, 0)),
    ],
)
def test_that_a_change_is_found_where_the_caret_is(
    before: str, after: str, caret: int, stretch: tuple[int, int, int]
) -> None:
    assert changed_stretch(before, after, caret) == stretch


@given(st.text("ab", max_size=8), st.text("ab", max_size=8), st.integers(0, 8))
def test_that_a_change_makes_one_text_of_the_other(before: str, after: str, caret: int) -> None:
    start, end_before, end_after = changed_stretch(before, after, caret)
    assert before[:start] + after[start:end_after] + before[end_before:] == after


def test_that_a_number_is_shown_as_one_character_or_as_its_digits() -> None:
    stored = f"共{{{{{TOTAL}}}}}件"
    assert ShownText(stored).text == f"共{CHIP}件"
    digits = ShownText(stored, lambda _source: "35")
    assert digits.text == "共35件"
    assert digits.stored_offset(2) == 1
    assert digits.stored_offset(2, end=True) == len(stored) - 1
    assert digits.stored_offset(3) == len(stored) - 1


def test_that_a_typed_backslash_before_a_number_does_not_break_it() -> None:
    stored = stored_from(f"\\{CHIP}", [TOTAL])
    assert ShownText(stored).sources == (TOTAL,)
    assert plain_text(stored).startswith("＼")


def test_that_a_stray_chip_is_dropped() -> None:
    assert stored_from(f"甲{CHIP}乙{CHIP}", [None, TOTAL]) == f"甲乙{{{{{TOTAL}}}}}"


def test_that_what_no_document_can_hold_is_shown_but_not_stored() -> None:
    assert ShownText("甲\x07\ud800\ufffe").text == "甲" + REPLACEMENT * 3
    assert without_impossible("甲\x07\ud800\ufffe\r\n\u2028乙") == "甲\n\n乙"


def test_that_a_run_of_typing_may_pause_while_an_input_method_composes() -> None:
    runs = TypingRuns()
    first = runs.number_of(TextChange(0, "旧", ""), 0.0, composing=True)
    assert runs.number_of(TextChange(0, "", "新"), 60.0, composing=True) == first
    assert runs.number_of(TextChange(1, "", "的"), 60.0 + PAUSE / 2) == first
    assert runs.number_of(TextChange(2, "", "词"), 90.0) != first


def test_that_a_pause_between_two_compositions_begins_a_new_run() -> None:
    runs = TypingRuns()
    first = runs.number_of(TextChange(0, "", "新"), 0.0, composing=True)
    assert runs.number_of(TextChange(1, "", "的"), 1.0, composing=True) == first
    assert runs.number_of(TextChange(2, "", "词"), 60.0, composing=True) != first


def test_that_typing_over_a_selection_begins_a_run_that_typing_continues() -> None:
    runs = TypingRuns()
    typing = runs.number_of(TextChange(0, "", "a"), 0.0)
    over = runs.number_of(TextChange(1, "旧", "b"), 0.1)
    assert over != typing
    assert runs.number_of(TextChange(2, "", "c"), 0.2) == over
    assert runs.number_of(TextChange(2, "c", ""), 0.3) != over
    runs.end()
    assert runs.number_of(TextChange(1, "b", ""), 0.4) > over + 1
