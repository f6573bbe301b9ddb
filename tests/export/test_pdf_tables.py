"""Statutory tables on the printed page."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.blocks import Block, Heading, Paragraph
from export.fonts import Role
from export.pdf import PdfResult
from export.typesetting.cells import CellStyle
from export.typesetting.faces import FontChain
from export.typesetting.geometry import DEPTH, LEFT, MEASURE, OFFICIAL, TOP, Rect
from export.typesetting.sheet import Page
from export.typesetting.table_drawing import draw_slice
from export.typesetting.tables import Slice, first_slice, next_slice, set_table
from model.cells import CellRef
from tests.export.printed import (
    HAN,
    PrintedChar,
    characters,
    darkness,
    fonts,
    form,
    heading,
    lines_of,
    rendered,
    squeezed,
    table,
    text_by_pdfium,
    text_in,
)

CHAIN = FontChain(fonts(), Role.TABLE, {})
LONG = "22（其中修订16件）"
TABLES = [(form_id, key) for form_id in ("2021", "2019") for key in ("proactive", "requests", "appeals")]


def places(result: PdfResult) -> dict[CellRef, tuple[int, Rect]]:
    found = [(spot.ref, (page, spot.rect)) for page, part in enumerate(result.places) for spot in part.figures]
    assert len(found) == len(dict(found)), "a figure is printed twice"
    return dict(found)


def pages_with(result: PdfResult, text: str) -> list[int]:
    numbers = range(len(result.places))
    return [page for page in numbers if text in squeezed("".join(c.char for c in characters(result.content, page)))]


def inside(char: PrintedChar, rect: Rect) -> bool:
    middle = (char.rect.left + char.rect.right) / 2, (char.rect.top + char.rect.bottom) / 2
    return rect.contains(*middle)


def assert_well_printed(result: PdfResult, texts: dict[CellRef, str]) -> None:
    """Every figure stands whole inside its cell, no two cells overlap, nothing leaves the type area."""
    found = places(result)
    assert set(found) == set(texts)
    for page in range(len(result.places)):
        chars = [char for char in characters(result.content, page) if char.char.strip()]
        here = [(ref, rect) for ref, (number, rect) in found.items() if number == page]
        for ref, rect in here:
            own = [char for char in chars if inside(char, rect)]
            assert "".join(char.char for char in own) == squeezed(texts[ref]), ref
            assert all(rect.left <= char.rect.left and char.rect.right <= rect.right for char in own), ref
            assert all(rect.top <= char.rect.top and char.rect.bottom <= rect.bottom for char in own), ref
            assert rect.left >= LEFT - 0.3
            assert rect.right <= LEFT + MEASURE + 0.3
            assert rect.bottom <= TOP + DEPTH + 0.3
        for (_, a), (_, b) in itertools.combinations(here, 2):
            apart = a.right <= b.left + 0.01 or b.right <= a.left + 0.01 or a.bottom <= b.top + 0.01
            assert apart or b.bottom <= a.top + 0.01


@pytest.mark.parametrize(("form_id", "key"), TABLES)
@pytest.mark.parametrize("text", ["0", "6937489", "4166.241619", LONG, "/"])
def test_that_every_figure_stands_whole_in_its_cell(form_id: str, key: str, text: str) -> None:
    shown = table(key, form_id=form_id, rest=text)
    assert_well_printed(rendered(heading(key), shown), dict(shown.figures))


@pytest.mark.parametrize(("form_id", "key"), TABLES)
@pytest.mark.parametrize("number", ["987654321", "-12345678", "5925925851"])
def test_that_a_number_is_set_smaller_rather_than_broken(form_id: str, key: str, number: str) -> None:
    shown = table(key, form_id=form_id, rest=number)
    result = rendered(heading(key), shown)
    read = [line for page in range(len(result.places)) for line in lines_of(result.content, page)]
    assert sum(line.split().count(number) for line in read) == len(shown.figures)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=400), st.sampled_from(TABLES))
def test_that_no_text_in_a_cell_overlaps_or_gets_lost(text: str, which: tuple[str, str]) -> None:
    form_id, key = which
    ref = next(iter(form(form_id).tables[key].layout.by_ref))
    result = rendered(table(key, {f"{ref.row}.{ref.column}": text}, form_id))
    assert len(places(result)) == len(form(form_id).tables[key].layout.by_ref)
    assert all(spot.rect.bottom <= TOP + DEPTH + 0.3 for part in result.places for spot in part.figures)


@pytest.mark.parametrize(("form_id", "key"), TABLES)
def test_that_every_label_is_printed(form_id: str, key: str) -> None:
    shown = table(key, form_id=form_id)
    text = squeezed(text_by_pdfium(rendered(shown).content))
    wanted = [cell.text if cell.ref is None else "0" for cell in shown.layout.cells]
    assert sorted(text) == sorted(squeezed("".join(wanted)) + "—1—")


@pytest.mark.parametrize("lines", range(0, 23))
def test_that_the_table_of_requests_is_never_broken_while_a_page_holds_it(lines: int) -> None:
    result = rendered(
        *([Paragraph(HAN[0] * (28 * lines - 2), "overview")] * bool(lines)), heading("requests"), table("requests")
    )
    assert len({page for page, _ in places(result).values()}) == 1
    assert pages_with(result, "三、收到和处理政府信息公开申请情况") == [next(iter(places(result).values()))[0]]


def test_that_rows_are_closer_where_that_keeps_a_table_on_the_page() -> None:
    before = [Paragraph("国" * 26, "overview")] * 8
    alone, with_text = rendered(table("proactive")), rendered(*before, heading("proactive"), table("proactive"))
    height = {len(r.places): max(rect.bottom for _, rect in places(r).values()) for r in (alone, with_text)}
    assert set(height) == {1}
    assert height[1] <= TOP + DEPTH + 0.3


def broken() -> PdfResult:
    return rendered(heading("requests"), table("requests", rest=LONG))


def test_that_a_table_that_no_page_holds_repeats_its_header_and_says_so() -> None:
    result = broken()
    assert len(result.places) > 1
    for page in range(len(result.places)):
        text = squeezed("".join(char.char for char in characters(result.content, page)))
        assert "申请人情况" in text
        assert text.count("自然人") == 1
        assert ("（续）" in text) == (page > 0)
    assert_well_printed(result, dict.fromkeys(form().tables["requests"].layout.by_ref, LONG))


def test_that_rows_are_never_torn_by_a_page() -> None:
    result = broken()
    rows: dict[str, set[int]] = {}
    for ref, (page, _) in places(result).items():
        rows.setdefault(ref.row, set()).add(page)
    assert all(len(pages) == 1 for pages in rows.values())


def test_that_a_stacked_table_repeats_the_band_of_the_block_that_a_page_breaks() -> None:
    tall = {"rules.created", "normative_documents.created", "licensing.decisions", "services.decisions"}
    rows = dict.fromkeys(tall | {"penalty.decisions", "coercion.decisions"}, "国" * 70)
    result = rendered(table("proactive", rows, "2019"))
    assert pages_with(result, "第二十条第（六）项") == [0, 1]
    assert pages_with(result, "第二十条第（六）项（续）") == [1]
    assert pages_with(result, "处理决定数量") == [0, 1]


def test_that_a_group_of_rows_moves_to_the_next_page_rather_than_be_cut_near_its_end() -> None:
    text = squeezed("".join(char.char for char in characters(broken().content, 1)))
    assert "（五）不予处理" in text
    assert "（五）不予处理（续）" not in text


def test_that_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    for lines in range(16, 24):
        filler = Paragraph("国" * (28 * lines - 2), "overview")
        for follower in (Paragraph(HAN * 4, "problems"), table("appeals"), table("proactive")):
            blocks: list[Block] = [filler, Heading("五、标题甲", 1, "x"), Heading("（一）标题乙", 2, "x"), follower]
            result = rendered(*blocks)
            assert pages_with(result, "五、标题甲") == pages_with(result, "（一）标题乙")
            last = lines_of(result.content, pages_with(result, "（一）标题乙")[0])[-1]
            assert "标题" not in last


def test_that_the_long_group_label_stands_upright() -> None:
    chars = characters(rendered(table("requests")).content, 0)
    text = "".join(char.char for char in chars)
    start = text.replace("\r\n", "  ").index("三、")
    column = [char.rect for char in chars[start:] if char.char in "本年度办理结果"][:7]
    assert max(rect.left for rect in column) - min(rect.left for rect in column) < 2
    assert [rect.top for rect in column] == sorted(rect.top for rect in column)


def test_that_tables_have_thin_lines_and_no_fill() -> None:
    result = rendered(table("requests"))
    frame = Rect(LEFT, TOP, LEFT + MEASURE, TOP + DEPTH)
    assert darkness(result.content, 0, frame) < 0.12
    assert 0 < darkness(result.content, 0, Rect(LEFT - 1, TOP + 100, LEFT + 1, TOP + 200)) < 0.5


def test_that_columns_are_as_wide_as_their_weights() -> None:
    layout = form().tables["requests"].layout
    rect = places(rendered(table("requests")))[CellRef("requests", "new", "natural")][1]
    wanted = MEASURE * layout.column_weights[3] / sum(layout.column_weights)
    assert rect.right - rect.left == pytest.approx(wanted)


def test_that_text_goes_on_with_the_line_grid_after_a_table() -> None:
    result = rendered(table("appeals"), Paragraph(HAN, "problems"))
    line = [char for char in characters(result.content, 0) if char.char == HAN[0]][-1]
    middle = (line.rect.top + line.rect.bottom) / 2 - TOP
    assert middle % OFFICIAL.pitch == pytest.approx(OFFICIAL.pitch / 2, abs=1.5)


def test_that_a_blank_form_prints_empty_cells() -> None:
    result = rendered(table("requests", rest=""))
    for page, rect in places(result).values():
        assert text_in(result.content, page, rect).strip() == ""


def test_that_the_rest_of_a_long_group_has_room_for_its_label() -> None:
    style = CellStyle(CHAIN, CHAIN, OFFICIAL)
    shown = set_table(table("requests"), style)
    page = Page(1)
    height = draw_slice(page, shown, Slice((0, 1, 2), 26, 28), TOP, DEPTH)
    least = shown.least_height((0, 1, 2, 26, 27))
    assert height > least
    labels = [text for text in page.texts if "续）" in "".join(glyph.char for glyph in text.glyphs)]
    assert [text.size for text in labels] == [OFFICIAL.many_columns]


def test_that_a_label_is_set_smaller_when_the_page_has_no_more_room() -> None:
    shown = set_table(table("requests"), CellStyle(CHAIN, CHAIN, OFFICIAL))
    page = Page(1)
    rows = (0, 1, 2, 26)
    height = draw_slice(page, shown, Slice((0, 1, 2), 26, 27), TOP, shown.least_height(rows))
    assert height == pytest.approx(shown.least_height(rows))
    labels = [text for text in page.texts if "续）" in "".join(glyph.char for glyph in text.glyphs)]
    assert 1 < labels[0].size < OFFICIAL.many_columns


def test_that_a_slice_makes_progress_however_little_room_there_is() -> None:
    shown = set_table(table("proactive"), CellStyle(CHAIN, CHAIN, OFFICIAL))
    assert first_slice(shown, 10) is None
    assert next_slice(shown, 0, 10) == Slice((), 0, 3)
    assert next_slice(shown, 13, 10) == Slice((11, 12), 13, 14)
    shown = set_table(table("requests"), CellStyle(CHAIN, CHAIN, OFFICIAL))
    assert next_slice(shown, 5, 10) == Slice((0, 1, 2), 5, 6)


def test_that_a_table_too_long_for_any_page_does_not_begin_at_the_foot_of_one() -> None:
    filler = Paragraph("国" * (28 * 18 - 2), "overview")
    result = rendered(filler, heading("requests"), table("requests", rest=LONG))
    assert pages_with(result, "三、收到和处理政府信息公开申请情况") == [1]
    assert min(page for page, _ in places(result).values()) == 1


def test_that_a_table_too_long_for_any_page_begins_where_there_is_room() -> None:
    filler = Paragraph("国" * (28 * 8 - 2), "overview")
    result = rendered(filler, heading("requests"), table("requests", rest=LONG))
    assert pages_with(result, "三、收到和处理政府信息公开申请情况") == [0]
    assert min(page for page, _ in places(result).values()) == 0
