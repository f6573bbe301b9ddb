"""The finished PDF file as real readers see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from export.blocks import Paragraph, ParagraphStyle, TextPlace, Title
from export.fonts import Role
from export.pdf import PdfOptions, render_pdf, write_pdf
from export.typesetting.faces import FontChain
from export.typesetting.geometry import DEPTH, LEFT, MEASURE, MILLIMETRE, OFFICIAL, TOP
from export.typesetting.setting import Alignment, TextStyle
from export.typesetting.titles import title_lines
from tests.export.printed import (
    HAN,
    MADE_AT,
    body,
    characters,
    fonts,
    form,
    heading,
    lines_of,
    opened,
    options,
    rendered,
    squeezed,
    table,
    text_by_pdfium,
    text_by_poppler,
    text_in,
    whole_report,
)


def test_that_a_full_page_has_22_lines_of_28_characters() -> None:
    result = body(HAN * 60)
    page = [char for char in characters(result.content, 1) if char.char in HAN]
    tops = sorted({round(char.rect.bottom / OFFICIAL.pitch) for char in page})
    assert len(tops) == 22
    for top in tops:
        line = [char for char in page if round(char.rect.bottom / OFFICIAL.pitch) == top]
        assert len(line) == 28


def test_that_the_type_area_is_156_by_225_millimetres_at_its_place() -> None:
    result = body("国" * 2000)
    page = [char.rect for char in characters(result.content, 1) if char.char == "国"]
    ink = 0.123 * 16, 0.112 * 16  # the white inside the square of 国 in the bundled face
    assert min(rect.left for rect in page) - ink[0] == pytest.approx(28 * MILLIMETRE, abs=0.3)
    assert max(rect.right for rect in page) + ink[1] == pytest.approx((28 + 156) * MILLIMETRE, abs=0.3)
    lefts = sorted({round(rect.left, 1) for rect in page})
    assert lefts[1] - lefts[0] == pytest.approx(156 * MILLIMETRE / 28, abs=0.1)
    middles = sorted({round((rect.top + rect.bottom) / 2, 1) for rect in page})
    assert middles[1] - middles[0] == pytest.approx(225 * MILLIMETRE / 22, abs=0.1)
    assert middles[0] - OFFICIAL.pitch / 2 == pytest.approx(37 * MILLIMETRE, abs=1.0)
    assert middles[-1] + OFFICIAL.pitch / 2 == pytest.approx((37 + 225) * MILLIMETRE, abs=1.0)


def test_that_page_numbers_stand_7_millimetres_below_on_the_outer_side() -> None:
    result = body(HAN * 60)
    for index, is_odd in ((0, True), (1, False)):
        folio = [char for char in characters(result.content, index) if char.rect.top > TOP + DEPTH]
        assert squeezed("".join(char.char for char in folio)) == f"—{index + 1}—"
        dash = folio[0].rect
        assert (dash.top + dash.bottom) / 2 == pytest.approx(TOP + DEPTH + 7 * MILLIMETRE, abs=2)
        if is_odd:
            assert folio[-1].rect.right < LEFT + MEASURE - 0.8 * 14
        else:
            assert folio[0].rect.left > LEFT + 0.8 * 14


def test_that_both_readers_find_the_whole_text_and_nothing_else() -> None:
    text = (
        "（测试段）本年度通过www.qingshi.gov.cn等平台（含“两微一端”——微信、微博）发布信息12,345条，同比增长23.45%；"
        "依据《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号），经办人㛃某、𬭸某、䶮某"
        "（女，1990-01-01生）等6人；邮箱：zwgk@qingshi.gov.cn。“三安全一稳定”的含义，见《条例》第十四条……等规定！"
    )
    content = body(text).content
    assert squeezed(text_by_pdfium(content)) == squeezed(text) + "—1—"
    assert squeezed(text_by_poppler(content)) == squeezed(text) + "—1—"
    assert " " not in "".join(lines_of(content))


def test_that_the_whole_report_keeps_its_reading_order() -> None:
    content = rendered(*whole_report()).content
    by_pdfium, by_poppler = squeezed(text_by_pdfium(content)), squeezed(text_by_poppler(content))
    positions = [by_pdfium.index(section.title) for section in form().sections]
    assert positions == sorted(positions)
    assert sorted(by_pdfium) == sorted(by_poppler)


def test_that_every_figure_of_the_tables_is_read_back_at_its_place() -> None:
    figures = {"new.natural": "1286", "handled.total": "6937489", "denied_all.other_org": "77"}
    result = rendered(heading("requests"), table("requests", figures))
    spots = {spot.ref: (page, spot.rect) for page, places in enumerate(result.places) for spot in places.figures}
    for ref, (page, rect) in spots.items():
        read = text_in(result.content, page, rect)
        assert squeezed(read) == figures.get(f"{ref.row}.{ref.column}", "0"), ref
    assert len(spots) == 175


def test_that_a_click_on_a_line_finds_the_text_that_was_typed_there() -> None:
    text = HAN * 4
    result = rendered(Paragraph(text, "overview", place=TextPlace("overview", 10, 10 + len(text))))
    spots = result.places[0].texts
    assert [spot.place.start for spot in spots] == [10, 36, 64, 92]
    assert spots[-1].place.end == 10 + len(text)
    assert spots[1].rect.contains(LEFT + 5, TOP + 1.5 * OFFICIAL.pitch)


def test_that_a_line_with_bound_numbers_names_its_whole_paragraph() -> None:
    result = rendered(Paragraph("收到12件", "overview", place=TextPlace("overview", 0, 30)))
    assert result.places[0].texts[0].place == TextPlace("overview", 0, 30)


def test_that_the_file_says_its_title_language_and_author_and_has_an_outline() -> None:
    content = rendered(*whole_report()).content
    with opened(content) as pdf:
        assert str(pdf.docinfo["/Title"]) == "青石县财政局2024年政府信息公开工作年度报告"
        assert str(pdf.docinfo["/Author"]) == "青石县财政局"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_outline() as outline:
            chapters = [item.title for item in outline.root]
    assert chapters == [section.title for section in form().sections]


def test_that_equal_content_gives_equal_bytes() -> None:
    assert rendered(*whole_report()).content == rendered(*whole_report()).content


def test_that_the_written_file_replaces_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "年报.pdf"
    target.write_bytes(b"old")
    result = write_pdf(whole_report(), target, options())
    assert target.read_bytes() == result.content
    assert list(tmp_path.iterdir()) == [target]


def test_that_an_empty_document_is_one_page() -> None:
    result = render_pdf([], PdfOptions("", MADE_AT, fonts()))
    assert len(result.places) == 1


def test_that_a_character_that_no_font_has_is_reported_and_keeps_its_text() -> None:
    result = body("公开😀信息🈶结束")
    assert result.missing == ("😀", "🈶")
    assert "公开😀信息🈶结束" in squeezed(text_by_pdfium(result.content))


def test_that_the_closing_stands_at_the_right_with_the_date_two_characters_in() -> None:
    closing = [Paragraph(text, "report", ParagraphStyle.CLOSING) for text in ("青石县财政局办公室", "2025年1月20日")]
    page = characters(rendered(Paragraph("正文。", "others"), *closing).content, 0)
    office = next(char for char in page if char.char == "青")
    date = next(char for char in page if char.char == "2")
    assert date.rect.left - office.rect.left == pytest.approx(2 * OFFICIAL.advance, abs=2)
    assert next(char for char in page if char.char == "室").rect.right == pytest.approx(
        LEFT + MEASURE - 2 * OFFICIAL.advance, abs=2.5
    )


def test_that_a_long_name_below_the_report_is_broken_at_the_sense_and_ends_at_the_right() -> None:
    name = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人民政府"
    closing = [Paragraph(text, "report", ParagraphStyle.CLOSING) for text in (name, "2025年1月20日")]
    content = rendered(Paragraph("正文。", "others"), *closing).content
    assert lines_of(content)[-3:] == [name[:16], name[16:], "2025年1月20日"]
    page = characters(content, 0)
    ends = [next(char for char in reversed(page) if char.char == last).rect.right for last in "州府"]
    assert ends == pytest.approx([LEFT + MEASURE - 2 * OFFICIAL.advance] * 2, abs=2.5)
    first, date = (next(char for char in page if char.char == begin) for begin in "新2")
    assert date.rect.left - first.rect.left == pytest.approx(2 * OFFICIAL.advance, abs=2)


def test_that_a_title_without_a_place_to_break_becomes_lines_of_equal_length() -> None:
    lines = lines_of(rendered(Title(("没有任何机关名称的一个非常非常长的标题也要排得好看一些才行",))).content)
    assert [len(line) for line in lines] == [15, 14]


@pytest.mark.parametrize(
    "lines",
    [
        ("青石县住房和城乡建设局", "2024年政府信息公开工作年度报告"),
        ("青石县人民政府办公室", "（青石县大数据发展管理局）", "关于政府信息公开工作的年度报告"),
        ("新疆维吾尔自治区伊犁哈萨克自治州", "察布查尔锡伯自治县人民政府办公室"),
        ("中国共产党青石县委员会", "网络安全和信息化委员会办公室"),
        ("青石县人民政府办公室年度报告",),
    ],
)
def test_that_a_title_typed_on_one_line_is_broken_at_the_sense(lines: tuple[str, ...]) -> None:
    assert lines_of(rendered(Title(("".join(lines),))).content) == list(lines)


@given(st.text(st.sampled_from(list("政局厅办公室委员会（）关于2024年 的")), max_size=90))
@example("局" * 60)
def test_that_no_title_is_lost_or_wider_than_the_type_area(text: str) -> None:
    style = TextStyle(FontChain(fonts(), Role.TITLE, {}), OFFICIAL.title, Alignment.CENTRED)
    lines = title_lines(text, style, MEASURE)
    assert "".join(glyph.char for line in lines for glyph in line.glyphs).replace(" ", "") == text.replace(" ", "")
    assert all(-0.05 <= line.left <= line.right <= MEASURE + 0.05 for line in lines if line.glyphs)


def test_that_a_name_without_a_place_to_break_keeps_the_year_on_a_line_of_its_own() -> None:
    title = "青石县后续产业扶持与易地扶贫搬迁安置工作领导小组2024年政府信息公开工作年度报告"
    lines = lines_of(rendered(Title((title,))).content)
    assert lines == ["青石县后续产业扶持与易地", "扶贫搬迁安置工作领导小组", "2024年政府信息公开工作年度报告"]
