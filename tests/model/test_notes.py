"""The note of a figure, by its parts and as it is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.notes import CellNote, read_note

LINES = st.text("甲乙丙：1+ ", max_size=6)
ITEMS = LINES
REMARKS = st.lists(st.text("甲乙丙1+ ", max_size=6), max_size=3).map("\n".join).map(lambda text: text.strip("\n"))


@given(st.builds(CellNote, st.booleans(), ITEMS, ITEMS, ITEMS, ITEMS, REMARKS))
def test_that_a_note_is_read_back_as_it_was_written(note: CellNote) -> None:
    assert read_note(note.written()) == note


@given(st.text())
def test_that_any_stored_text_can_be_read_and_keeps_what_it_says(stored: str) -> None:
    again = read_note(read_note(stored).written())
    assert again == read_note(stored)


@pytest.mark.parametrize(
    ("stored", "note"),
    [
        ("", CellNote()),
        ("待报", CellNote(pending=True)),
        ("来源单位：法规科\n经办人：张三\n日期：1月5日", CellNote(source="法规科", handler="张三", day="1月5日")),
        ("算式：26+9\n电话核对过", CellNote(arithmetic="26+9", remark="电话核对过")),
        ("来源单位：甲\n来源单位：乙", CellNote(source="甲", remark="来源单位：乙")),
        ("等待报送", CellNote(remark="等待报送")),
    ],
)
def test_that_labelled_lines_are_items_and_all_else_is_the_remark(stored: str, note: CellNote) -> None:
    assert read_note(stored) == note
    assert note.written() == stored
