from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import given, settings
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from export.blocks import Block, Heading, Paragraph, ParagraphStyle, Table, Title
from export.compose import one_line
from export.pdf import Draft, DraftKind
from export.readback_flow import word_differences
from export.typesetting.titles import title_texts
from export.word import WordOptions, word_bytes, write_word
from intake.reader import read_source
from model.cells import CellRef, Value
from tests.export.printed import lines_of, rendered
from tests.export.reports import FORM_IDS, composed, figures, filled, form, report_with

OFFICE = WordOptions("青石县财政局")
DRAFT = replace(OFFICE, draft=Draft(DraftKind.FOR_COMMENT, 2, date(2025, 1, 9), watermark=True))
TEXTS = {
    "preface": "本报告按照《条例》编制，全文可以在门户网站查阅。",
    "overview": "（一）主动公开\n全年公开政府信息12,345条，“专栏”点击——……100%。",
    "problems": "（一）主要问题。解读不及时，电话0517-83605210，邮箱zwgk@qingshi.example。",
    "closing": "青石县财政局\n2025年1月20日",
}
HOSTILE = [
    "公开" * 10_000,
    "x" * 3_000,
    "罕见字㛃𬭸䶮与表情😀👨‍👩‍👧",
    "<script>alert('&amp;')</script> & \"引号\" ]]> {{ 7 * 7 }} {% raw %}",
    "控制\x00\x07\x1b字\u200f符\ufffe\ud800",
    "a\tb\u2028c",
]


def blocks_of(form_id: str = "2021", **texts: str) -> list[Block]:
    return composed(report_with(filled(form(form_id)), {**TEXTS, **texts}, form_id=form_id))[3]


def opened(content: bytes) -> WordDocument:
    return Document(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode("utf-8")


def numbers(xml: str, attribute: str) -> list[int]:
    """Return the values of an attribute in their order."""
    return [int(found) for found in re.findall(rf'{attribute}="(-?[0-9]+)"', xml)]


def saved(folder: Path, blocks: Sequence[Block], options: WordOptions = OFFICE) -> Path:
    path = folder / "甲.docx"
    write_word(blocks, path, options)
    return path


# ---------------------------------------------------------------- the package


@pytest.mark.parametrize("form_id", FORM_IDS)
@pytest.mark.parametrize("options", [OFFICE, DRAFT])
def test_that_the_file_keeps_every_rule_of_the_office_schemas(
    form_id: str, options: WordOptions, tmp_path: Path
) -> None:
    checked = OpenXmlValidator().validate(saved(tmp_path, blocks_of(form_id), options))
    assert [(error.part_uri, error.description) for error in checked.errors] == []


def test_that_the_checker_of_schemas_finds_elements_in_the_wrong_order(tmp_path: Path) -> None:
    path = saved(tmp_path, blocks_of())
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    right = b'<w:keepNext/><w:outlineLvl w:val="0"/>'
    styles = parts["word/styles.xml"].replace(b'<w:outlineLvl w:val="0"/>', b"").replace(b"<w:keepNext/>", right, 2)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in (parts | {"word/styles.xml": styles}).items():
            package.writestr(name, content)
    assert OpenXmlValidator().validate(path).errors


def test_that_equal_reports_give_equal_bytes() -> None:
    assert word_bytes(blocks_of(), DRAFT) == word_bytes(blocks_of(), DRAFT)


def test_that_the_office_is_the_only_author() -> None:
    properties = opened(word_bytes(blocks_of(), OFFICE)).core_properties
    assert (properties.author, properties.last_modified_by) == ("青石县财政局", "青石县财政局")
    assert properties.title == "青石县财政局2024年政府信息公开工作年度报告"


# ---------------------------------------------------------------- styles and page


def test_that_every_paragraph_has_a_named_style() -> None:
    document = opened(word_bytes(blocks_of(), OFFICE))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[:5] == ["Title", "公文正文", "Heading 1", "Heading 2", "公文正文"]
    assert styles.count("Heading 1") == 6
    assert styles[-2:] == ["公文落款", "公文落款"]
    assert [table.style.name for table in document.tables if table.style] == ["公文表格"] * 3


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("公文正文", "仿宋_GB2312", 16),
        ("表格文字", "宋体", 10.5),
        ("表格小字", "宋体", 9),
        ("Footer", "宋体", 14),
    ],
)
def test_that_each_style_has_its_chinese_face_and_size(style: str, face: str, size: float) -> None:
    styles = opened(word_bytes([], OFFICE)).styles
    chain = [styles[style]]
    while (base := getattr(chain[-1], "base_style", None)) is not None:
        chain.append(base)
    properties = [each.element.rPr for each in chain if each.element.rPr is not None]
    properties.append(styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"))
    faces = [found.get(qn("w:eastAsia")) for each in properties for found in each.findall(qn("w:rFonts"))]
    sizes = [int(found.get(qn("w:val"))) for each in properties for found in each.findall(qn("w:sz"))]
    assert next(found for found in faces if found) == face
    assert sizes[0] / 2 == size


def test_that_no_theme_overrides_a_face() -> None:
    content = word_bytes(blocks_of(), DRAFT)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            assert not re.search(r"(ascii|hAnsi|eastAsia|cs)[Tt]heme=", package.read(name).decode("utf-8"))


def test_that_the_page_has_the_margins_and_the_grid_of_an_official_document() -> None:
    document, styles = (
        part(word_bytes([], OFFICE), "word/document.xml"),
        part(word_bytes([], OFFICE), "word/styles.xml"),
    )
    millimetre = 1440 / 25.4
    [width], [height] = numbers(document, "pgSz w:w"), numbers(document, "w:h")
    [left], [right], [top], [bottom] = (numbers(document, f"w:{edge}") for edge in ("left", "right", "top", "bottom"))
    assert abs(left - 28 * millimetre) < 1
    assert abs(top - 37 * millimetre) < 1
    assert abs(width - left - right - 156 * millimetre) < 2
    assert abs(height - top - bottom - 225 * millimetre) < 2
    [pitch] = numbers(document, "w:linePitch")
    assert (height - top - bottom) // pitch == 22
    body = styles[styles.index('w:val="公文正文"') :]
    assert (width - left - right) // (16 * 20 + numbers(body, "w:spacing w:val")[0]) == 28


def test_that_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left() -> None:
    content = word_bytes(blocks_of(), OFFICE)
    assert "<w:evenAndOddHeaders/>" in part(content, "word/settings.xml")
    odd, even = part(content, "word/footer_odd.xml"), part(content, "word/footer_even.xml")
    assert 'w:rightChars="100"' in odd
    assert '<w:jc w:val="right"/>' in odd
    assert 'w:leftChars="100"' in even
    assert '<w:jc w:val="left"/>' in even
    for footer in (odd, even):
        assert re.sub("<[^>]*>|\n", "", footer.partition("?>")[2]).replace(" PAGE ", "") in {"— 1 —", "— 2 —"}


def test_that_a_title_keeps_the_lines_it_was_given() -> None:
    [paragraph] = opened(word_bytes([Title(("青石县财政局", "年度报告"))], OFFICE)).paragraphs
    assert paragraph.text == "青石县财政局\n年度报告"


@pytest.mark.parametrize(
    "title",
    [
        "青石县住房和城乡建设局2024年政府信息公开工作年度报告",
        "青石县住房和城乡建设局 2024年政府信息公开工作年度报告",
        "青石县人民政府办公室关于2024年政府信息公开工作情况的年度报告",
        "没有任何机关名称的一个非常非常长的标题也要排得好看一些才行",
        "年度报告",
    ],
)
def test_that_a_title_typed_on_one_line_is_broken_where_the_printed_page_breaks_it(title: str) -> None:
    [paragraph] = opened(word_bytes([Title((title,))], OFFICE)).paragraphs
    printed = lines_of(rendered(Title((title,))).content)
    assert paragraph.text.replace(" ", "").split("\n") == [line.replace(" ", "") for line in printed]


@pytest.mark.parametrize("typed", [("{}", "{}"), ("{}{}",)])
def test_that_a_name_of_several_lines_can_still_be_told_from_the_title(typed: tuple[str, ...], tmp_path: Path) -> None:
    office, rest = "青石县后续产业扶持与易地扶贫搬迁安置工作领导小组办公室", "2024年政府信息公开工作年度报告"
    title = "|".join(typed).format(office, rest).split("|")
    path = saved(tmp_path, [Title(tuple(title)), *blocks_of()[1:]])
    paragraph = Document(str(path)).paragraphs[0]
    assert paragraph.text == f"{office}\n{rest}"
    [indent] = paragraph._p.iter(qn("w:ind"))
    room = 8845 - int(str(indent.get(qn("w:left")))) - int(str(indent.get(qn("w:right"))))
    assert 15.25 < room / 440 < 16  # as wide as the line with the year
    assert read_source(path).report.office == office


@pytest.mark.parametrize(
    ("text", "is_ragged"),
    [
        ("网站（www.qingshi.gov.cn）", True),
        ("邮箱zwgk.office@qingshi.example。", True),
        ("电话0375-1234567，2024年办理12,345件。", False),
    ],
)
def test_that_the_line_before_a_long_address_is_left_short_rather_than_torn(text: str, is_ragged: bool) -> None:
    [paragraph] = opened(word_bytes([Paragraph(text, "others")], OFFICE)).paragraphs
    assert paragraph.alignment == (WD_ALIGN_PARAGRAPH.LEFT if is_ragged else None)


def test_that_chinese_marks_are_set_in_the_chinese_face() -> None:
    body = opened(word_bytes([Paragraph("“引号”——……", "others")], OFFICE)).paragraphs[0]
    [fonts] = body._p.iter(qn("w:rFonts"))
    assert fonts.get(qn("w:hint")) == "eastAsia"


# ---------------------------------------------------------------- closing and draft


def closing_of(*texts: str) -> list[WordParagraph]:
    closing = [Paragraph(text, "report", ParagraphStyle.CLOSING) for text in texts]
    return opened(word_bytes(closing, OFFICE)).paragraphs


def indents_of(paragraph: WordParagraph) -> tuple[float, float]:
    """Return the white to the left and to the right of a paragraph in characters."""
    [indent] = paragraph._p.iter(qn("w:ind"))
    return round(int(indent.get(qn("w:left"), 0)) * 28 / 8845, 2), int(indent.get(qn("w:rightChars"), 0)) / 100


def test_that_the_date_begins_two_characters_further_in_than_the_name() -> None:
    name, day = closing_of("青石县人民政府办公室", "2025年1月20日")
    assert (name.alignment, indents_of(name)) == (WD_ALIGN_PARAGRAPH.RIGHT, (0, 2))
    assert (day.alignment, indents_of(day)) == (WD_ALIGN_PARAGRAPH.LEFT, (28 - 2 - 10 + 2, 0))


def test_that_a_date_longer_than_the_name_ends_two_characters_from_the_right() -> None:
    name, day = closing_of("青石县财政局", "2025年1月20日")
    width_of_date = 3 + 7 / 2 + 5 / 4
    assert (day.alignment, indents_of(day)) == (WD_ALIGN_PARAGRAPH.RIGHT, (0, 2))
    assert (name.alignment, indents_of(name)) == (WD_ALIGN_PARAGRAPH.RIGHT, (0, 2 + width_of_date + 2 - 6))


@pytest.mark.parametrize(
    "name",
    [
        "青石县" * 9,
        f"{'青' * 20}局{'石' * 26}",
        "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人民政府",
        "局" * 70,
        "局" * 200,
    ],
)
def test_that_the_date_has_room_below_the_longest_name(name: str) -> None:
    office, day = closing_of(name, "2025年12月31日")
    assert 28 - sum(indents_of(day)) > 3 + 8 / 2 + 6 / 4
    left, right = indents_of(office)
    assert right == 2
    assert left + right + max(map(len, title_texts(name, 26))) <= 28 or len(name) > 3 * 26


def test_that_the_closing_never_stands_on_a_page_alone() -> None:
    *others, last, name, day = opened(word_bytes(blocks_of(others="末段。"), OFFICE)).paragraphs
    assert (last.text, name.text, day.text) == ("末段。", "青石县财政局", "2025年1月20日")
    assert [each.paragraph_format.keep_with_next for each in (last, name, day)] == [True, True, None]
    assert not any(each.paragraph_format.keep_with_next for each in others)
    *_, last = opened(word_bytes(blocks_of(others="末段。"), replace(OFFICE, closing=False))).paragraphs
    assert (last.text, last.paragraph_format.keep_with_next) == ("末段。", None)


def test_that_a_sub_heading_that_runs_on_has_a_style_of_its_own() -> None:
    blocks = blocks_of(problems="（一）存在问题。有的解读不及时。")
    [found] = [each for each in opened(word_bytes(blocks, OFFICE)).paragraphs if each.text.startswith("（一）存在")]
    lead, rest = found.runs
    assert (lead.text, rest.text) == ("（一）存在问题。", "有的解读不及时。")
    style = opened(word_bytes(blocks, OFFICE)).styles["段首小标题"]
    assert (lead.style.name, style.element.rPr.rFonts.get(qn("w:eastAsia"))) == ("段首小标题", "楷体_GB2312")


def test_that_the_closing_can_be_left_out() -> None:
    texts = [each.text for each in opened(word_bytes(blocks_of(), replace(OFFICE, closing=False))).paragraphs]
    assert "2025年1月20日" not in texts


def test_that_a_draft_says_so_above_every_page_and_across_it() -> None:
    content = word_bytes(blocks_of(), DRAFT)
    for parity in ("odd", "even"):
        header = part(content, f"word/header_{parity}.xml")
        assert "征求意见稿　第2稿　2025年1月9日" in header
        assert 'string="草稿"' in header
    assert "草稿" not in "".join(each.text for each in opened(content).paragraphs)
    plain = word_bytes(blocks_of(), replace(DRAFT, draft=Draft(DraftKind.FIRST, 1, date(2025, 1, 9))))
    assert "v:shape" not in part(plain, "word/header_odd.xml")


def test_that_a_final_report_has_no_header() -> None:
    with zipfile.ZipFile(io.BytesIO(word_bytes(blocks_of(), OFFICE))) as package:
        assert not [name for name in package.namelist() if "header" in name]


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_the_heads_of_tables_repeat_and_rows_do_not_break(form_id: str) -> None:
    blocks = blocks_of(form_id)
    layouts = [block.layout for block in blocks if isinstance(block, Table)]
    for layout, table in zip(layouts, opened(word_bytes(blocks, OFFICE)).tables, strict=True):
        properties = [row._tr.trPr for row in table.rows]
        assert all(each is not None and each.find(qn("w:cantSplit")) is not None for each in properties)
        repeated = [each is not None and each.find(qn("w:tblHeader")) is not None for each in properties]
        assert repeated == [row < layout.header_rows for row in range(layout.row_count)]


def test_that_tables_are_as_wide_as_the_text() -> None:
    document = part(word_bytes(blocks_of(), OFFICE), "word/document.xml")
    grids = re.findall("<w:tblGrid>(.*?)</w:tblGrid>", document)
    assert [sum(numbers(grid, "w:w")) for grid in grids] == [8845] * 3
    rows = re.findall("<w:tr>(.*?)</w:tr>", document, re.DOTALL)
    assert {sum(numbers(row, "<w:tcW w:w")) for row in rows} == {8845}


def test_that_long_figures_are_set_smaller_rather_than_broken() -> None:
    ref = CellRef("appeals", "reconsideration", "upheld")
    blocks = composed(report_with({**filled(form()), ref: 6937489}))[3]
    document = part(word_bytes(blocks, OFFICE), "word/document.xml")
    size = int(re.findall(r'<w:sz w:val="(\d+)"/></w:rPr><w:t xml:space="preserve">6937489</w:t>', document)[0])
    assert 7 * size / 2 / 2 <= 8845 / 15 / 20 - 2
    assert size >= 8


def test_that_tables_that_touch_stay_two_and_the_text_ends_with_a_paragraph() -> None:
    table = next(block for block in blocks_of() if isinstance(block, Table))
    document = opened(word_bytes([table, table], OFFICE))
    assert len(document.tables) == 2
    assert [element.tag for element in document.element.body] == [
        qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p"), qn("w:sectPr"),
    ]  # fmt: skip


# ---------------------------------------------------------------- reading back


@settings(max_examples=20)
@given(cells=figures("2021"))
def test_that_every_figure_and_text_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[CellRef, Value]
) -> None:
    blocks = composed(report_with(cells, TEXTS))[3]
    path = saved(tmp_path_factory.getbasetemp(), blocks)
    assert word_differences(path, blocks) == []


def test_that_differences_are_named(tmp_path: Path) -> None:
    blocks = blocks_of()
    path = saved(tmp_path, blocks)
    table = next(block for block in blocks if isinstance(block, Table))
    ref = CellRef("proactive", "rules", "issued")
    was = table.figures[ref]
    other = [replace(block, figures={**table.figures, ref: "99"}) if block is table else block for block in blocks]
    assert word_differences(path, other) == [f"甲.docx：主动公开表第3行第2列是“{was}”，应为“99”。"]
    assert word_differences(path, [*blocks, Heading("七、", 1, "x")]) == ["甲.docx：文字是“”，应为“七、”。"]
    assert word_differences(path, [*blocks, table]) == ["甲.docx：有3张表格，应有4张。"]


@pytest.mark.parametrize("text", HOSTILE)
def test_that_no_text_breaks_the_file_or_is_lost(text: str, tmp_path: Path) -> None:
    report = replace(report_with({}, {"overview": text, "title": text}), office=text)
    blocks = composed(report)[3]
    path = saved(tmp_path, blocks, WordOptions(one_line(text)))
    assert word_differences(path, blocks) == []
    assert OpenXmlValidator().validate(path).errors == []
