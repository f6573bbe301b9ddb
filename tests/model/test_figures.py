"""Reading figures as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.cells import FigureKind, Value
from model.figures import Refusal, TypedFigure, exact_number, read_figure, written

COUNT, AMOUNT, SIGNED = FigureKind.COUNT, FigureKind.AMOUNT, FigureKind.SIGNED
kinds = st.sampled_from(FigureKind)
counts = st.integers(0, 999_999_999)
amounts = st.decimals(0, 999_999_999, places=6)
FULL_WIDTH = {ord(half): chr(ord(half) + 0xFEE0) for half in "0123456789+-=/,."}


def figure(text: str, kind: FigureKind = COUNT) -> TypedFigure:
    found = read_figure(text, kind)
    assert isinstance(found, TypedFigure), found
    return found


def refusal(text: str, kind: FigureKind = COUNT) -> str:
    found = read_figure(text, kind)
    assert isinstance(found, Refusal), found
    assert found.sentence.endswith("。")
    return found.sentence


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("35", COUNT, 35),
        ("３５", COUNT, 35),
        (" 35\u3000", COUNT, 35),
        ("\u00a035\u200b", COUNT, 35),
        ("1,234,567", COUNT, 1_234_567),
        ("１，２３４", COUNT, 1234),
        ("1\u00a0234", COUNT, 1234),
        ("1\u202f234", COUNT, 1234),
        ("3件", COUNT, 3),
        ("3 件", COUNT, 3),
        ("007", COUNT, 7),
        ("3.00", COUNT, 3),
        ("-0", COUNT, 0),
        ("+5", COUNT, 5),
        ("999999999", COUNT, 999_999_999),
        ("12。5", AMOUNT, Decimal("12.5")),
        ("12.5万元", AMOUNT, Decimal("12.5")),
        ("１２．５０ 万元", AMOUNT, Decimal("12.5")),
        ("3万", AMOUNT, 3),
        (".5", AMOUNT, Decimal("0.5")),
        ("0.123456", AMOUNT, Decimal("0.123456")),
        ("1.0000000", AMOUNT, 1),
        ("-5", SIGNED, -5),
        ("－５", SIGNED, -5),
        ("−5", SIGNED, -5),
    ],
)
def test_that_a_figure_is_understood_as_people_write_it(text: str, kind: FigureKind, value: Value) -> None:
    assert figure(text, kind) == TypedFigure(value)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u00a0", "\u200b", "\n"])
@pytest.mark.parametrize("kind", FigureKind)
def test_that_nothing_is_a_blank(text: str, kind: FigureKind) -> None:
    assert figure(text, kind) == TypedFigure(None)


@pytest.mark.parametrize("text", ["/", "／", "—", "——", "-", "－", "无"])
@pytest.mark.parametrize("kind", FigureKind)
def test_that_a_mark_is_kept_as_it_was_typed_and_is_no_figure(text: str, kind: FigureKind) -> None:
    assert figure(f" {text} ", kind) == TypedFigure(None, as_printed=text)


@pytest.mark.parametrize("text", ["26+9", "=26+9", "＝２６＋９", " 26 + 9 "])
def test_that_a_sum_is_added_up_and_kept_as_note(text: str) -> None:
    assert figure(text) == TypedFigure(35, note="26+9")


def test_that_a_sum_of_amounts_is_exact() -> None:
    assert figure("0.1+0.2万元", AMOUNT) == TypedFigure(Decimal("0.3"), note="0.1+0.2万元")


@pytest.mark.parametrize(
    "text",
    [
        *("1e3", "一", "12²", "①", "½", "٣", "3件5", "abc", "26-9", "26+", "+", "=", "=-", ".", "件", "约35", "(3)"),
        *("12,34", "1,2345", "1 234", "1\t234", "1\n234", "3万元", "50%", "0x1F", "1_000", "nan", "inf", "35 36"),
    ],
)
def test_that_what_is_not_plainly_one_count_is_refused(text: str) -> None:
    assert refusal(text).endswith("不能填：这里只能填 0 或正整数，例如 35。")


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("-1", COUNT, "件数不能是负数"),
        ("-0.5", AMOUNT, "金额不能是负数"),
        ("5+-3", COUNT, "件数不能是负数"),
        ("3.5", COUNT, "件数没有小数"),
        ("-3.5", SIGNED, "件数没有小数"),
        ("1234567890", COUNT, "整数部分最多 9 位"),
        ("1234567890.5", AMOUNT, "整数部分最多 9 位"),
        ("999999999+1", COUNT, "整数部分最多 9 位"),
        ("-999999999+-1", SIGNED, "整数部分最多 9 位"),
        ("0.1234567", AMOUNT, "最多 6 位小数"),
        ("abc", SIGNED, "例如 -3"),
        ("3件", AMOUNT, "以万元为单位"),
        ("125,000元", AMOUNT, "“125,000元”请填 12.5。"),
        ("75394432.52元", AMOUNT, "请填 7539.443252。"),
    ],
)
def test_that_a_refusal_says_what_is_wrong_and_what_to_type(text: str, kind: FigureKind, reason: str) -> None:
    assert reason in refusal(text, kind)


def test_that_a_refusal_quotes_no_more_than_a_sentence_can_hold() -> None:
    assert refusal("长" * 100_000) == f"“{'长' * 20}…”不能填：这里只能填 0 或正整数，例如 35。"
    assert "“a b”" in refusal("a\x07b")


@given(st.text(), kinds)
def test_that_reading_any_text_gives_a_fitting_figure_or_a_sentence(text: str, kind: FigureKind) -> None:
    found = read_figure(text, kind)
    if isinstance(found, Refusal):
        assert found.sentence
    elif found.value is not None:
        assert kind is SIGNED or found.value >= 0
        assert kind is AMOUNT or isinstance(found.value, int)
        assert -(10**9) < found.value < 10**9


@given(counts, kinds)
def test_that_a_written_count_reads_back(value: int, kind: FigureKind) -> None:
    assert figure(written(value), kind).value == value
    assert figure(f"{value:,} ".translate(FULL_WIDTH), kind).value == value


@given(amounts)
def test_that_a_written_amount_reads_back(value: Decimal) -> None:
    assert figure(written(value), AMOUNT) == TypedFigure(value)
    assert figure(f"{value:,}万元", AMOUNT).value == value


@given(st.lists(counts, min_size=2, max_size=4))
def test_that_the_note_of_a_sum_gives_the_same_figure_again(parts: list[int]) -> None:
    total = sum(parts)
    found = read_figure("=" + " ＋ ".join(map(str, parts)), COUNT)
    if isinstance(found, TypedFigure):
        assert found.value == total
        assert read_figure(found.note, COUNT) == found
    else:
        assert total > 999_999_999


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (None, ""),
        (0, "0"),
        (-3, "-3"),
        (Decimal("12.50"), "12.5"),
        (Decimal("12.00"), "12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal("-0.0"), "0"),
        (Decimal("100"), "100"),
    ],
)
def test_that_equal_figures_are_written_equally(value: Value, digits: str) -> None:
    assert written(value) == digits


@given(st.decimals(-999, 999, places=6), st.integers(0, 3))
def test_that_how_many_zeros_end_a_fraction_does_not_change_what_is_written(value: Decimal, zeros: int) -> None:
    longer = Decimal(f"{value:f}{'0' * zeros}")
    assert written(longer) == written(value)
    assert exact_number(written(value)) == value
