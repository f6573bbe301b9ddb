from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import html

from export.blocks import Block, Heading, Paragraph, ParagraphStyle, Table, Title
from export.compose import one_line
from export.pdf import Draft, DraftKind
from export.readback_flow import page_differences
from export.web import Part, fragment, page, write_fragment, write_page
from model.cells import CellRef, Value
from tests.export.reports import FORM_IDS, composed, figures, filled, form, report_with
from tests.export.test_word import HOSTILE, TEXTS

OFFICE = "青石县财政局"
MAY_STAND = {
    *("html", "head", "meta", "title", "style", "body", "main", "div", "h1", "h2", "h3", "p", "br", "span", "wbr"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
}
MAY_SAY = {
    *("style", "border", "scope", "rowspan", "colspan", "tabindex"),
    *("lang", "charset", "name", "content"),
}


def blocks_of(form_id: str = "2021") -> list[Block]:
    return composed(report_with(filled(form(form_id)), TEXTS, form_id=form_id))[3]


def grid_of(table: html.HtmlElement) -> Counter[tuple[int, int]]:
    """Return how often each place of a table is covered, by the rules of HTML."""
    covered: Counter[tuple[int, int]] = Counter()
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in covered:
                column += 1
            for down in range(int(cell.get("rowspan", "1"))):
                for across in range(int(cell.get("colspan", "1"))):
                    covered[row + down, column + across] += 1
    return covered


# ---------------------------------------------------------------- structure


@pytest.mark.parametrize("form_id", FORM_IDS)
@pytest.mark.parametrize("whole", [True, False])
def test_that_only_plain_elements_and_attributes_stand_in_it(form_id: str, whole: bool) -> None:
    blocks = blocks_of(form_id)
    root = html.document_fromstring(page(blocks, OFFICE)) if whole else html.fragment_fromstring(fragment(blocks))
    assert {str(element.tag) for element in root.iter()} <= MAY_STAND
    assert {name for element in root.iter() for name in element.attrib} <= MAY_SAY
    assert not re.search(r"script|class=|\bid=|url\(|@import|https?:|data:|//", fragment(blocks))


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_elements_are_closed_where_they_should(form_id: str) -> None:
    text = fragment(blocks_of(form_id))
    open_ones: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z0-9]+)", text):
        if closing:
            assert open_ones.pop() == tag
        elif tag not in {"br", "col", "wbr"}:
            open_ones.append(tag)
    assert open_ones == []


def paragraph(text: str, lead: int = 0) -> str:
    (found,) = re.findall(r"<p [^>]*>(.*)</p>", fragment([Paragraph(text, "overview", lead=lead)]))
    return str(found)


def test_that_telephone_numbers_stay_whole_and_long_addresses_do_not_tear_the_line() -> None:
    assert paragraph("电话：0517-83605210。") == '电话：<span style="white-space:nowrap;">0517-83605210</span>。'
    assert paragraph("邮箱：zwgk@a.gov.cn，网址www.a.gov.cn/x") == (
        "邮箱：zwgk@<wbr>a.<wbr>gov.<wbr>cn，网址www.<wbr>a.<wbr>gov.<wbr>cn/<wbr>x"
    )
    assert paragraph("占12.5%，3—5件") == "占12.5%，3—5件"


def test_that_a_title_and_a_name_are_broken_at_the_sense() -> None:
    office, rest = "青石县人民政府办公室", "2024年政府信息公开工作年度报告"
    name = Paragraph(f"{office}（青石县大数据局）", "report", ParagraphStyle.CLOSING)
    text = fragment([Title((f"{office}{rest}",)), name])
    for tag, content in (("h1", f"{office}<wbr>{rest}"), ("p", f"{office}<wbr>（青石县大数据局）")):
        [style] = re.findall(rf'<{tag} style="([^"]*)">{content}</{tag}>', text)
        assert "word-break:keep-all;overflow-wrap:anywhere;" in style


def test_that_the_closing_stands_a_line_below_the_text() -> None:
    closing = [Paragraph(line, "report", ParagraphStyle.CLOSING) for line in ("青石县财政局", "2025年1月20日")]
    styles = re.findall('<p style="([^"]*)">', fragment([Paragraph("正文。", "others"), *closing]))
    assert ["margin-top:1.8em" in style for style in styles] == [False, True, False]


def test_that_a_sub_heading_that_runs_on_is_set_apart() -> None:
    found = paragraph("（一）主动公开。全年<公开>", 8)
    assert re.fullmatch('<span style="font-family:KaiTi,.*">（一）主动公开。</span>全年&lt;公开&gt;', found)


def test_that_narrow_labels_are_broken_at_the_sense() -> None:
    text = fragment(blocks_of())
    for label in ("自然人", "商业<wbr>企业", "社会<wbr>公益<wbr>组织", "（三）<wbr>不予<wbr>公开"):
        assert f'word-break:keep-all;">{label}</th>' in text


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_the_cells_of_each_table_cover_its_grid_once(form_id: str) -> None:
    blocks = blocks_of(form_id)
    layouts = [block.layout for block in blocks if isinstance(block, Table)]
    root = html.fragment_fromstring(fragment(blocks))
    for layout, table in zip(layouts, root.iter("table"), strict=True):
        assert grid_of(table) == Counter(layout.by_position.keys())
        assert len(list(table.iter("thead"))) == (layout.header_rows > 0)
        assert [child.tag for child in table][:2] == ["caption", "colgroup"]


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_every_label_is_a_head_with_its_scope_and_no_head_is_empty(form_id: str) -> None:
    root = html.fragment_fromstring(fragment(blocks_of(form_id)))
    for head in root.iter("th"):
        assert head.get("scope") in {"col", "colgroup", "row", "rowgroup"}
        assert head.text_content().strip()
    assert not [cell for cell in root.iter("td") if cell.get("scope")]
    scopes = {head.text_content(): head.get("scope") for head in root.iter("th")}
    assert scopes["第二十条第（一）项"] == "rowgroup"
    assert scopes["申请人情况"] == "colgroup"
    assert scopes["自然人"] == "col"
    assert scopes["（三）不予公开"] == "rowgroup"
    assert scopes["1.属于国家秘密"] == "row"


def test_that_no_group_of_rows_reaches_into_the_next() -> None:
    for table in html.fragment_fromstring(fragment(blocks_of())).iter("table"):
        for group in [*table.iter("thead"), *table.iter("tbody")]:
            rows = group.findall("tr")
            for number, row in enumerate(rows):
                assert all(number + int(cell.get("rowspan", "1")) <= len(rows) for cell in row)


def test_that_headings_follow_each_other_without_a_gap() -> None:
    root = html.fragment_fromstring(fragment(blocks_of()))
    levels = [int(str(element.tag)[1]) for element in root.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_that_a_screen_reader_hears_the_name_of_each_table() -> None:
    captions = [each.text_content() for each in html.fragment_fromstring(fragment(blocks_of())).iter("caption")]
    assert captions == [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ]


def test_that_the_page_reads_the_same_without_its_styles(tmp_path: Path) -> None:
    blocks = blocks_of()
    stripped = re.sub(r' style="[^"]*"|<style>.*?</style>', "", page(blocks, OFFICE), flags=re.DOTALL)
    assert "style" not in stripped
    path = tmp_path / "甲.html"
    path.write_text(stripped, encoding="utf-8")
    assert page_differences(path, blocks) == []
    assert stripped.count('border="1"') == 3


def test_that_the_page_names_the_office_and_its_language() -> None:
    root = html.document_fromstring(page(blocks_of(), OFFICE))
    assert root.get("lang") == "zh-CN"
    assert root.findtext("head/title") == "青石县财政局2024年政府信息公开工作年度报告"
    assert root.find("head/meta[@name='author']").get("content") == OFFICE  # type: ignore[union-attr]


def test_that_only_the_page_of_a_draft_says_so() -> None:
    draft = Draft(DraftKind.FOR_APPROVAL, 3, date(2025, 1, 9))
    assert "送审稿　第3稿　2025年1月9日" in page(blocks_of(), OFFICE, draft)
    assert "第3稿" not in page(blocks_of(), OFFICE)


# ---------------------------------------------------------------- parts


def test_that_a_chapter_is_copied_alone() -> None:
    root = html.fragment_fromstring(fragment(blocks_of(), Part("overview")))
    assert [each.text_content() for each in root.iter("h1", "h2", "h3")] == ["一、总体情况", "（一）主动公开"]
    assert len(list(root.iter("p"))) == 1
    assert not list(root.iter("table"))


def test_that_a_chapter_with_a_table_has_its_heading_and_the_table_alone_has_not() -> None:
    chapter = html.fragment_fromstring(fragment(blocks_of(), Part("requests")))
    alone = html.fragment_fromstring(fragment(blocks_of(), Part("requests", table_only=True)))
    assert [len(list(each.iter("table"))) for each in (chapter, alone)] == [1, 1]
    assert [len(list(each.iter("h2"))) for each in (chapter, alone)] == [1, 0]


def test_that_the_caption_is_seen_where_no_heading_stands_above() -> None:
    [hidden] = html.fragment_fromstring(fragment(blocks_of(), Part("requests"))).iter("caption")
    [shown] = html.fragment_fromstring(fragment(blocks_of(), Part("requests", table_only=True))).iter("caption")
    assert "clip" in str(hidden.get("style"))
    assert "clip" not in str(shown.get("style"))


# ---------------------------------------------------------------- reading back


@settings(max_examples=30)
@given(cells=figures("2021"))
def test_that_every_figure_and_text_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[CellRef, Value]
) -> None:
    blocks = composed(report_with(cells, TEXTS))[3]
    path = tmp_path_factory.getbasetemp() / "甲.html"
    write_fragment(blocks, path)
    assert page_differences(path, blocks) == []
    write_page(blocks, path, OFFICE, Draft(DraftKind.FIRST, 1, date(2025, 1, 9)))
    assert page_differences(path, blocks) == []


def test_that_differences_are_named(tmp_path: Path) -> None:
    blocks = blocks_of()
    path = tmp_path / "甲.html"
    write_page(blocks, path, OFFICE)
    table = next(block for block in blocks if isinstance(block, Table))
    ref = CellRef("proactive", "rules", "issued")
    other = [replace(block, figures={**table.figures, ref: "99"}) if block is table else block for block in blocks]
    assert page_differences(path, other) == [f"甲.html：主动公开表第3行第2列是“{table.figures[ref]}”，应为“99”。"]
    assert page_differences(path, [*blocks, Heading("七、", 1, "x")]) == ["甲.html：文字是“”，应为“七、”。"]


@pytest.mark.parametrize("text", HOSTILE)
def test_that_no_text_breaks_the_page_or_is_lost(text: str, tmp_path: Path) -> None:
    report = replace(report_with({}, {"overview": text, "title": text}), office=text)
    blocks = composed(report)[3]
    path = tmp_path / "甲.html"
    write_page(blocks, path, one_line(text))
    assert page_differences(path, blocks) == []
    root = html.document_fromstring(path.read_text(encoding="utf-8"))
    assert {str(element.tag) for element in root.iter()} <= MAY_STAND
