"""Lines of Chinese text: nothing lost, nothing forbidden at their ends, nothing beyond the measure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from export.fonts import Role
from export.typesetting.characters import (
    CLOSING,
    NEVER_FIRST,
    NEVER_LAST,
    OPENING,
    is_han,
    is_web_address,
    printable,
    tokens,
)
from export.typesetting.faces import FontChain
from export.typesetting.geometry import MEASURE, OFFICIAL
from export.typesetting.lines import break_lines
from export.typesetting.setting import Alignment, SetLine, TextStyle, set_text
from export.typesetting.units import Unit, cut
from tests.export.printed import HAN, body, fonts, squeezed, text_by_pdfium

CHAIN = FontChain(fonts(), Role.BODY, {})
BODY = TextStyle(CHAIN, OFFICIAL.body, Alignment.JUSTIFIED, OFFICIAL.tracking, 2 * OFFICIAL.advance)
PLAIN = TextStyle(CHAIN, OFFICIAL.body, Alignment.JUSTIFIED, OFFICIAL.tracking)

words = st.sampled_from(["公开", "信息", "条例", "机关", "的", "2024", "12,345", "23.45%", "PDF", "zwgk@a.gov.cn"])
marks = st.sampled_from(
    ["，", "。", "、", "；", "：", "？", "！", "”", "）", "》", "“", "（", "《", "——", "……", "·", " "]
)
prose = st.lists(st.tuples(words, st.lists(marks, max_size=3).map("".join)), min_size=1, max_size=120).map(
    lambda pairs: "".join(itertools.chain.from_iterable(pairs))
)
anything = st.text(st.characters(codec=None, exclude_categories=[]), max_size=300)


def shown(line: SetLine) -> str:
    return "".join(glyph.char for glyph in line.glyphs)


def units(text: str, measure: float = MEASURE) -> list[Unit]:
    return cut(text, CHAIN, OFFICIAL.body, OFFICIAL.tracking, measure)


def width(token: str) -> float:
    """Return the width of a token by itself in points."""
    return sum(CHAIN(char).advance * OFFICIAL.body for char in token)


@given(anything)
def test_that_units_hold_every_printable_character_once(text: str) -> None:
    assert "".join(unit.text for unit in units(text)) == printable(text)


@given(anything)
@example("A/\x1f0")  # what is not printed stands inside an address that may be broken
def test_that_units_know_where_they_were_typed(text: str) -> None:
    for unit in units(text):
        assert printable(text[unit.start]) == unit.text[0]


@given(anything, st.floats(30, 500), st.sampled_from(Alignment))
def test_that_lines_hold_every_character_but_hanging_spaces(text: str, measure: float, alignment: Alignment) -> None:
    lines = set_text(text, TextStyle(CHAIN, 10, alignment), measure)
    kept = "".join(shown(line) for line in lines).replace(" ", "")
    assert kept == "".join(printable(part) for part in text.splitlines()).replace(" ", "")


@given(anything, st.floats(60, 500), st.sampled_from(Alignment))
def test_that_no_line_is_wider_than_the_measure(text: str, measure: float, alignment: Alignment) -> None:
    for line in set_text(text, TextStyle(CHAIN, 10, alignment), measure):
        assert line.left >= -0.01
        assert line.right <= measure + 0.05 or not shown(line).strip(" ")


@given(prose)
@example("zwgk@a.gov.cn" * 3 + "12,345，")
@example("1,2,3,4,5.6" * 30)
@example("公开" * 10 + "，公开，2024条例" + "公开" * 9 + "，公开“——")
def test_that_no_line_begins_or_ends_with_a_forbidden_mark(text: str) -> None:
    lines = [shown(line) for line in set_text(text, BODY, MEASURE)]
    for line in lines[1:]:
        assert line[0] not in NEVER_FIRST or line.startswith(("——", "……"))
    for line in lines[:-1]:
        assert line[-1] not in NEVER_LAST


def test_that_a_space_after_an_opening_mark_does_not_leave_the_mark_at_the_end() -> None:
    for length in range(1, 40):
        lines = [shown(line) for line in set_text(f"{'公' * length}“ 23.45%的信息公开{'开' * 20}", BODY, MEASURE)]
        assert not any(line.rstrip().endswith("“") for line in lines)


def test_that_a_mail_address_after_a_number_is_whole() -> None:
    assert tokens("12,345zwgk@a.gov.cn") == ["12,345", "zwgk@a.gov.cn"]
    assert tokens("12km") == ["12km"]


@given(prose)
@example("23.45%" + "zwgk@a.gov.cn" * 3)  # two tokens that share no line: neither is torn to fill it
def test_that_every_line_but_the_last_fills_the_measure_unless_that_would_tear_it(text: str) -> None:
    lines = set_text(text, BODY, MEASURE)
    for line in lines[:-1]:
        if line.right != pytest.approx(MEASURE, abs=0.05):
            gaps = sum(unit.stretches for unit in units(shown(line))[:-1])
            assert MEASURE - line.right > 0.6 * 16 * gaps, shown(line)


def test_that_a_torn_line_is_read_in_its_order() -> None:
    for lead, token in itertools.product((7, 16, 25), range(5, 27)):
        text = f"{'公' * lead}国网址：{'A' * (token * 2)}，公开。"
        assert squeezed(text_by_pdfium(body(text).content)).startswith(text)


@given(prose)
def test_that_glyphs_never_run_backwards(text: str) -> None:
    for line in set_text(text, BODY, MEASURE):
        places = [glyph.x for glyph in line.glyphs]
        assert all(left < right + 0.01 for left, right in itertools.pairwise(places))


@given(prose)
@example("zwgk@a.gov.cn" * 3)
@example("zwgk@a.gov.cn" * 4)  # wider than a line
@example("公开" * 9 + "zwgk@a.gov.cn" * 3)
@example("zwgk@a.gov.cn" * 3 + "12,345，")  # a line holds it, but not with its comma
def test_that_numbers_dashes_and_mail_addresses_are_never_split_while_a_line_holds_them(text: str) -> None:
    breaks = {line.start for line in set_text(text, BODY, MEASURE)}
    for token, place, room in kept_whole(text):
        if room and not is_web_address(token):
            assert not breaks & set(range(place + 1, place + len(token))), token


def kept_whole(text: str) -> Iterator[tuple[str, int, bool]]:
    """Yield every token, its place, and whether a line has room for it and the marks that must touch it."""
    found = tokens(text)
    places = list(itertools.accumulate(map(len, found), initial=0))
    first = 0
    for number, token in enumerate(found):
        if number and may_break(found[number - 1], token):
            first = number
        last = number
        while last + 1 < len(found) and not may_break(found[last], found[last + 1]):
            last += 1
        room = MEASURE - (BODY.indent if first == 0 else 0)
        yield token, places[number], sum(map(width, found[first : last + 1])) <= room


def may_break(left: str, right: str) -> bool:
    if right[0] == " " or left[-1] in NEVER_LAST or (right[0] in NEVER_FIRST and right not in ("——", "……")):
        return False
    return left[0] == " " or is_han(left[-1]) or is_han(right[0])


@given(st.text("AB12-.@", min_size=1, max_size=200))
@example("A1" * 22)  # fits a line, but not the indented first one
@example("（" + "A1" * 23)
def test_that_a_first_line_is_no_wider_than_its_shorter_measure(text: str) -> None:
    lines = set_text(text, BODY, MEASURE)
    assert all(line.right <= MEASURE + 0.05 for line in lines)
    assert "".join(shown(line) for line in lines) == text


@given(st.text(st.sampled_from(sorted(NEVER_FIRST | NEVER_LAST)), min_size=1, max_size=200))
def test_that_text_of_marks_only_is_set_all_the_same(text: str) -> None:
    lines = set_text(text, BODY, MEASURE)
    assert "".join(shown(line) for line in lines) == text
    assert all(line.right <= MEASURE + 0.05 for line in lines)


@given(st.lists(st.integers(1, 400), max_size=60))
def test_that_breaking_is_complete_for_units_of_any_width(widths: list[int]) -> None:
    made = [Unit("国", start, (), width, 0, 0) for start, width in enumerate(widths)]
    lines = break_lines(made, 16, 300)
    assert [position for line in lines for position in range(line.start, line.end)] == list(range(len(widths)))
    assert all(line.end - line.start == 1 or sum(widths[line.start : line.end]) <= 300.01 for line in lines)


def test_that_plain_chinese_stands_28_to_the_line_without_any_change() -> None:
    lines = set_text(HAN * 10, PLAIN, MEASURE)
    assert {len(line.glyphs) for line in lines[:-1]} == {28}
    steps = [b.x - a.x for a, b in itertools.pairwise(lines[0].glyphs)]
    assert steps == pytest.approx([OFFICIAL.advance] * 27)


def test_that_the_first_line_is_indented_by_exactly_two_characters() -> None:
    assert set_text(HAN * 3, BODY, MEASURE)[0].glyphs[0].x == pytest.approx(2 * OFFICIAL.advance)


def test_that_neighbouring_marks_share_one_square_and_a_half() -> None:
    together = units("》（国")
    assert together[0].width == pytest.approx(OFFICIAL.advance - 8)
    assert sum(unit.width for unit in units("“《国")[:2]) == pytest.approx(2 * OFFICIAL.advance - 8)
    assert units("，国")[0].width == pytest.approx(OFFICIAL.advance)


def test_that_a_mark_that_does_not_fit_gives_up_its_white_rather_than_wrap() -> None:
    text = "政" * 28 + "。"
    lines = set_text(text, PLAIN, MEASURE)
    assert [shown(line) for line in lines] == [text] or shown(lines[-1]) not in CLOSING
    assert lines[0].right <= MEASURE + 0.05


def test_that_no_single_character_is_left_on_the_last_line_when_it_can_be_avoided() -> None:
    text = "政府信息公开，" * 4 + "国"
    lines = set_text(text, PLAIN, MEASURE)
    assert len(lines) == 1 or len(shown(lines[-1])) > 1


@pytest.mark.parametrize(
    "whole",
    [
        "2024-01-01",
        "12,345.67",
        "23.45%",
        "zwgk@qingshi.gov.cn",
        "0375-1234567",
        "——",
        "……",
        "37℃",
        "GB",
        "-12.5",
        "１２．５％",
        "２０２４－００１",
        "１２，３４５",
    ],
)
def test_that_a_token_moves_to_the_next_line_as_a_whole(whole: str) -> None:
    for lead in range(10, 28):
        lines = [shown(line) for line in set_text("政" * lead + whole + "府" * 20, PLAIN, MEASURE)]
        assert any(whole in line for line in lines), lines


def test_that_no_line_begins_with_the_mark_that_joins_two_years() -> None:
    for lead in range(10, 28):
        lines = [shown(line) for line in set_text("政" * lead + "2023年-2024年" + "府" * 20, PLAIN, MEASURE)]
        assert not any(line.startswith("-") for line in lines), lines


def test_that_a_long_web_address_breaks_after_its_own_punctuation() -> None:
    address = "https://www.qingshi.gov.cn/zwgk/xxgknb/2024/content-1234567.html?from=index&page=2"
    lines = [shown(line) for line in set_text(f"政府网站（{address}）公开", PLAIN, MEASURE)]
    assert "".join(lines) == f"政府网站（{address}）公开"
    assert len(lines) > 1
    assert all(line[-1] in "/._:?&=" for line in lines[:-1])


def test_that_a_web_address_may_end_a_line_with_its_slashes() -> None:
    address = "https://www.example.invalid/zwgk/zfxxgk/2024-annual-report.html"
    lines = [
        shown(line)
        for line in set_text(f"本报告按照《条例》编制。联系电话：0000-1234567，网址：{address}。", BODY, MEASURE)
    ]
    assert any(line.endswith("/zwgk/zfxxgk/") for line in lines)


def test_that_a_short_web_address_is_broken_only_to_save_its_neighbours_from_being_torn() -> None:
    def broken(lead: int) -> bool:
        lines = [shown(line) for line in set_text("政" * lead + "www.qingshi.gov.cn" + "府" * 40, PLAIN, MEASURE)]
        return not any("www.qingshi.gov.cn" in line for line in lines)

    assert [broken(lead) for lead in (5, 26, 27, 28)] == [False] * 4
    assert broken(22)


def test_that_an_unbreakable_token_is_broken_only_when_no_line_holds_it() -> None:
    lines = [shown(line) for line in set_text("A" * 1000, PLAIN, MEASURE)]
    assert "".join(lines) == "A" * 1000
    assert all(len(line) > 30 for line in lines[:-1])


def test_that_a_space_vanishes_at_the_end_of_a_line() -> None:
    lines = set_text("open government information " * 10, PLAIN, MEASURE)
    assert all(not shown(line).startswith(" ") and not shown(line).endswith(" ") for line in lines)


def test_that_western_letters_and_numbers_keep_a_little_distance_inside_a_line_only() -> None:
    spaced = units("年2024年")
    assert spaced[0].glue > 0
    assert spaced[1].glue > 0
    assert units("（2024）")[0].glue == 0
    line = set_text("政" * 26 + "ab" + "政" * 27, PLAIN, MEASURE)[0]
    assert line.right <= MEASURE + 0.05


def test_that_typed_line_ends_are_kept_and_only_the_first_line_is_indented() -> None:
    lines = set_text("甲\r\n乙\n\n丙", BODY, MEASURE)
    assert [shown(line) for line in lines] == ["甲", "乙", "", "丙"]
    assert lines[1].glyphs[0].x == 0
    assert [(line.start, line.end) for line in lines] == [(0, 1), (3, 4), (5, 5), (6, 7)]


def test_that_controls_and_format_characters_are_left_out_and_the_rest_keeps_its_place() -> None:
    text = "甲\x00\u200b乙\ufe0f丙\tx\u2003y"
    assert printable(text) == "甲乙丙 x y"
    assert [unit.start for unit in units(text)][:3] == [0, 3, 5]


def test_that_opening_and_closing_marks_are_different() -> None:
    assert not OPENING & CLOSING
    assert not NEVER_FIRST & OPENING - set("\u00a0／/")


def test_that_a_line_of_spaces_prints_nothing() -> None:
    lines = set_text("   ", BODY, MEASURE)
    assert [(line.glyphs, line.end) for line in lines] == [((), 3)]
