from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.bound_numbers import printed_text
from model.cells import CellRef, Value
from model.evaluation import Evaluation, evaluate
from model.report import Report
from model.year_comparison import YearLine, compare_years, drafted_sentence, with_sentence
from tests.bases import shipped_form

NEW = CellRef("requests", "new", "natural")
NEW_TOTAL = CellRef("requests", "new", "total")
FEES = CellRef("proactive", "fees", "amount")
FORM = shipped_form("2021")


def _evaluated(ref: CellRef, now: Value, then: Value) -> Evaluation:
    last = Report("2021", "清岚县人民政府办公室", 2023, cells={} if then is None else {ref: then})
    report = replace(last, year=2024, cells={} if now is None else {ref: now}, previous=last)
    return evaluate(FORM, report)


def _line(now: Value, then: Value, ref: CellRef = NEW, shown: CellRef = NEW_TOTAL) -> tuple[YearLine, str]:
    evaluation = _evaluated(ref, now, then)
    line = next(line for line in compare_years(FORM, evaluation) if line.ref == shown)
    return line, printed_text(drafted_sentence(FORM, line), evaluation.values)


def test_that_an_increase_is_told_with_its_per_cent() -> None:
    line, sentence = _line(45, 35)
    assert (line.change, line.percent) == (10, Decimal("28.6"))
    assert sentence == "本年新收政府信息公开申请45件，较上年增加10件，增长28.6%。"


def test_that_a_decrease_is_told_without_a_minus() -> None:
    line, sentence = _line(30, 40)
    assert (line.change, line.percent) == (-10, Decimal("-25.0"))
    assert sentence == "本年新收政府信息公开申请30件，较上年减少10件，下降25.0%。"


def test_that_a_base_of_zero_gives_no_per_cent() -> None:
    line, sentence = _line(5, 0)
    assert line.percent is None
    assert sentence == "本年新收政府信息公开申请5件，较上年增加5件。"


def test_that_equal_figures_are_told_as_equal() -> None:
    assert _line(7, 7)[1] == "本年新收政府信息公开申请7件，与上年持平。"


def test_that_a_blank_year_gives_neither_change_nor_sentence() -> None:
    line, sentence = _line(7, None)
    assert (line.then, line.change, line.percent, sentence) == (None, None, None, "")


def test_that_amounts_are_told_in_their_unit() -> None:
    line, sentence = _line(Decimal("12.5"), Decimal(10), FEES, FEES)
    assert line.change == Decimal("2.5")
    assert sentence.endswith("12.5万元，较上年增加2.5万元，增长25.0%。")


def test_that_jumps_are_those_of_the_check() -> None:
    assert _line(45, 20)[0].large
    assert not _line(45, 40)[0].large


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_that_the_sentence_says_what_the_line_says(now: int, then: int) -> None:
    line, sentence = _line(now, then)
    assert line.change == now - then
    assert str(now) in sentence
    assert str(abs(now - then)) in sentence or now == then
    assert ("%" in sentence) == (bool(then) and now != then)
    assert (line.percent is None) == (then == 0)
    if line.percent is not None and now != then:
        assert f"{abs(line.percent)}%" in sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "新句。"),
        ("公开信息。", "公开信息。新句。"),
        (
            "（一）主动公开\n甲。\n（二）依申请公开\n乙。\n（三）管理\n丙。",
            "（一）主动公开\n甲。\n（二）依申请公开\n乙。新句。\n（三）管理\n丙。",
        ),
        ("（二）依申请公开\n（三）管理\n丙。", "（二）依申请公开\n新句。\n（三）管理\n丙。"),
    ],
)
def test_that_a_sentence_is_put_behind_the_passage_of_its_table(text: str, expected: str) -> None:
    placed, start = with_sentence(text, "requests", "新句。")
    assert placed == expected
    assert "新句。" in placed[start:]
