"""Labels are compared as exactly as it matters."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from intake.words import similarity

LABELS = st.text("政府信息公开申请数量12", max_size=12)


@given(LABELS, LABELS, st.floats(0, 1))
@example("上年结转申请数量", "上年结转政府信息公开申请数量", 0.69)
def test_that_a_likeness_that_matters_is_told_in_full(one: str, other: str, at_least: float) -> None:
    whole = similarity(one, other)
    assert similarity(one, other, at_least) == whole or whole < at_least


def test_that_labels_without_a_common_character_are_unlike_at_once() -> None:
    assert similarity("规章", "行政许可", 0.1) == 0.0
