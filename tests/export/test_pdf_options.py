"""Drafts, large type, 落款, and text that nobody should have typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.blocks import Block, Heading, Paragraph, ParagraphStyle, Title
from export.fonts import Choice, Role
from export.pdf import Draft, DraftKind, render_pdf
from export.typesetting.geometry import DEPTH, LEFT, MEASURE, OFFICIAL, TOP, Rect
from export.typesetting.pages import set_pages
from tests.export.archival import archival_problems
from tests.export.printed import (
    HAN,
    body,
    characters,
    darkness,
    fonts,
    lines_of,
    options,
    pages_by_pdfium,
    rendered,
    squeezed,
    table,
    text_by_pdfium,
    text_by_poppler,
    whole_report,
)

DRAFT = Draft(DraftKind.FOR_COMMENT, 2, date(2025, 1, 8))
CLOSING = [Paragraph(text, "report", ParagraphStyle.CLOSING) for text in ("青石县财政局", "2025年1月20日")]


def draft(*blocks: Block, watermark: bool = False) -> bytes:
    return render_pdf(blocks, replace(options(), draft=replace(DRAFT, watermark=watermark))).content


def test_that_a_draft_says_its_kind_number_and_date_above_every_page() -> None:
    content = draft(*whole_report())
    with pdfium.PdfDocument(content) as document:
        count = len(document)
    for page in range(count):
        above = [char for char in characters(content, page) if char.rect.bottom < TOP]
        assert squeezed("".join(char.char for char in above)) == "征求意见稿第2稿2025年1月8日"
        assert max(char.rect.right for char in above) == pytest.approx(LEFT + MEASURE, abs=3)


def test_that_a_draft_has_the_same_pages_as_the_clean_copy() -> None:
    clean = [squeezed(line) for line in lines_of(rendered(*whole_report()).content)]
    assert [squeezed(line) for line in lines_of(draft(*whole_report()))][:-1] == clean


def test_that_the_watermark_is_pale_below_the_text_and_no_text_itself() -> None:
    plain, marked = draft(Paragraph(HAN, "overview")), draft(Paragraph(HAN, "overview"), watermark=True)
    assert text_by_pdfium(marked) == text_by_pdfium(plain)
    assert text_by_poppler(marked) == text_by_poppler(plain)
    area = Rect(LEFT, TOP + 2 * OFFICIAL.pitch, LEFT + MEASURE, TOP + DEPTH)
    assert darkness(plain, 0, area) == 0
    assert 0.002 < darkness(marked, 0, area) < 0.03
    assert archival_problems(marked) == []


def test_that_a_clean_copy_has_no_header() -> None:
    assert all(char.rect.bottom > TOP for char in characters(body(HAN).content, 0))


def test_that_the_closing_is_left_out_when_it_is_not_wanted() -> None:
    content = render_pdf([Paragraph("正文。", "others"), *CLOSING], replace(options(), closing=False)).content
    assert squeezed(text_by_pdfium(content)) == "正文。—1—"


def test_that_large_type_sets_every_text_larger_and_loses_none() -> None:
    large = render_pdf(whole_report(), replace(options(), large_type=True)).content
    assert sorted(squeezed(text_by_pdfium(large))) != []
    plain = rendered(*whole_report()).content
    by_size = [max(c.rect.bottom - c.rect.top for c in characters(x, 0) if c.char == "政") for x in (plain, large)]
    assert by_size[1] > by_size[0]
    without_numbers = [squeezed(text_by_pdfium(x)).replace("—", "") for x in (plain, large)]
    assert sorted(filter(str.isalpha, without_numbers[0])) == sorted(filter(str.isalpha, without_numbers[1]))


def test_that_closing_and_date_stay_together_with_a_line_of_white_above() -> None:
    for lines in range(18, 23):
        result = rendered(Paragraph("国" * (28 * lines - 2), "others"), *CLOSING)
        pages = [page for page in range(len(result.places)) if "青石" in squeezed(text_of(result.content, page))]
        assert pages == [
            page for page in range(len(result.places)) if "20日" in squeezed(text_of(result.content, page))
        ]


@pytest.mark.parametrize("ends", [0, 1, 2, 3])
def test_that_closing_and_date_never_stand_on_a_page_without_text(ends: int) -> None:
    """Whatever the length of the last paragraph and whether a heading stands above it."""
    for lines in range(1, 24):
        heading: list[Block] = [Heading("六、其他", 1, "others")] if ends % 2 else []
        first = [Paragraph("公" * (28 * (20 - ends) - 2), "problems")]
        pages = pages_by_pdfium(
            rendered(*first, *heading, Paragraph("国" * (28 * lines - 2), "others"), *CLOSING).content
        )
        closed = next(squeezed(page) for page in pages if "青石县财政局" in page)
        assert closed.count("国") >= min(28 * lines - 2, 56), (lines, closed)
        assert "20日" in closed
        if heading and lines <= 3:
            assert ("六、其他" in closed) == (closed.count("国") == 28 * lines - 2)
        whole = squeezed("".join(pages))
        assert whole.count("国") == 28 * lines - 2
        assert len(pages) <= 3


def test_that_a_last_heading_without_text_goes_with_the_closing() -> None:
    blocks: list[Block] = [Paragraph("公" * (28 * 20 - 2), "problems"), Heading("六、其他", 1, "others"), *CLOSING]
    first, second = map(squeezed, pages_by_pdfium(rendered(*blocks).content))
    assert "六、其他" not in first
    assert second.startswith("六、其他青石县财政局")


def test_that_a_sub_heading_that_runs_on_is_set_in_its_own_face() -> None:
    serif = fonts().choices[Role.TABLE].face
    office = replace(fonts(), choices={**fonts().choices, Role.BODY: Choice(Role.BODY, serif, "")})
    block = Paragraph("（一）主动公开情况。全年公开信息12条。", "overview", lead=10)
    (line,) = set_pages([block], office).pages[0].texts[:1]
    faces = {glyph.face for glyph in line.glyphs[:10]}
    assert faces == {fonts().choices[Role.SUBHEADING].face}
    assert {glyph.face for glyph in line.glyphs[10:14]} == {serif}


def text_of(content: bytes, page: int) -> str:
    return "".join(char.char for char in characters(content, page))


def test_that_a_date_longer_than_the_office_moves_the_office_in() -> None:
    closing = [Paragraph(text, "report", ParagraphStyle.CLOSING) for text in ("县府办", "2025年12月20日印发")]
    page = characters(rendered(*closing).content, 0)
    office, date_ = (next(c.rect for c in page if c.char == char) for char in ("县", "2"))
    assert max(c.rect.right for c in page if c.char == "发") == pytest.approx(
        LEFT + MEASURE - 2 * OFFICIAL.advance, abs=2.5
    )
    assert date_.left - office.left == pytest.approx(2 * OFFICIAL.advance, abs=3)


def test_that_a_closing_of_one_line_or_of_very_many_is_set() -> None:
    assert "青石县财政局" in squeezed(text_by_pdfium(rendered(CLOSING[0]).content))
    many = rendered(*[CLOSING[0]] * 30)
    assert squeezed(text_by_pdfium(many.content)).count("青石县财政局") == 30


def test_that_headings_without_text_and_a_second_title_are_set() -> None:
    headings = [Heading(f"{number}、标题", 1, "x") for number in range(30)]
    text = squeezed(text_by_pdfium(rendered(*headings, Title(("标题",)), Heading("末", 1, "x")).content))
    assert text.count("、标题") == 30
    assert text.endswith("标题末—2—")


def test_that_a_heading_before_the_closing_is_set() -> None:
    text = squeezed(text_by_pdfium(rendered(Heading("附", 1, "x"), *CLOSING).content))
    assert text.startswith("附青石县财政局")


@pytest.mark.parametrize(
    "text",
    [
        HAN * 800,
        "A" * 20_000,
        "1" * 5_000,
        "）" * 3_000,
        "“" * 3_000,
        "—" * 3_000,
        "甲" + " " * 20_000 + "乙",
        "&lt;script&gt;<b>&amp;</b>]]>\"'" * 50,
        '=HYPERLINK("http://a")',
    ],
    ids=["20000 characters", "a token", "a number", "closing", "opening", "dashes", "spaces", "markup", "formula"],
)
def test_that_extreme_text_is_set_whole(text: str) -> None:
    result = body(text)
    found = "".join(line for page in range(len(result.places)) for line in lines_of(result.content, page))
    assert squeezed(found) == squeezed(text)
    assert result.missing == ()


def test_that_rare_characters_are_printed_and_emoji_are_reported() -> None:
    result = body("经办人㛃、𬭸、䶮参加😀🇨🇳")
    assert result.missing == ("😀", "🇨", "🇳")
    assert squeezed(text_by_poppler(result.content)).startswith("经办人㛃、𬭸、䶮参加😀🇨🇳")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=80), st.integers(0, 4))
def test_that_no_text_anywhere_raises(text: str, where: int) -> None:
    blocks: list[Block] = [
        Title((text,)),
        Heading(text, 2, "x"),
        Paragraph(text, "x"),
        Paragraph(text, "x", ParagraphStyle.CLOSING),
        table("appeals", {"reconsideration.upheld": text}),
    ]
    result = render_pdf([blocks[where]], replace(options(), author=text))
    assert result.content.startswith(b"%PDF")
    assert archival_problems(result.content) == []
