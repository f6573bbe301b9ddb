from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.blocks import Heading, Paragraph, ParagraphStyle, Table, TextPlace, Title
from export.compose import printable
from model.cells import CellRef, Value
from model.report import Report
from tests.export.reports import FORM_IDS, SECRET, composed, filled, form, report_with

RULES = CellRef("proactive", "rules", "issued")
NEW = CellRef("requests", "new", "natural")
NEW_TOTAL = CellRef("requests", "new", "total")
FEES = CellRef("proactive", "fees", "amount")


def overview(text: str, cells: dict[CellRef, Value] | None = None) -> list[Heading | Paragraph]:
    """Return what the first chapter prints under its heading."""
    blocks = composed(report_with(cells or {}, {"overview": text}))[3]
    return [block for block in blocks[2:] if isinstance(block, Heading | Paragraph) and block.section == "overview"]


def tables(report: Report) -> dict[CellRef, str]:
    blocks = composed(report)[3]
    return {ref: text for block in blocks if isinstance(block, Table) for ref, text in block.figures.items()}


def test_that_an_empty_title_prints_the_customary_two_lines() -> None:
    assert composed(report_with({}))[3][0] == Title(("青石县财政局", "2024年政府信息公开工作年度报告"))


def test_that_a_report_without_an_office_has_a_title_of_one_line() -> None:
    report = Report("2021", " ", 2024)
    assert composed(report)[3][0] == Title(("2024年政府信息公开工作年度报告",))


def test_that_a_typed_title_keeps_its_lines_and_its_place() -> None:
    title = composed(report_with({}, {"title": "青石县财政局\n\n  2024年度报告 "}))[3][0]
    assert title == Title(("青石县财政局", "2024年度报告"), TextPlace("title", 0, 18))


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_the_six_chapters_stand_in_order_with_their_headings_word_for_word(form_id: str) -> None:
    blocks = composed(report_with({}, form_id=form_id))[3]
    headings = [(block.text, block.section) for block in blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == [
        ("一、总体情况", "overview"),
        ("二、主动公开政府信息情况", "proactive"),
        ("三、收到和处理政府信息公开申请情况", "requests"),
        ("四、政府信息公开行政复议、行政诉讼情况", "appeals"),
        ("五、存在的主要问题及改进情况", "problems"),
        ("六、其他需要报告的事项", "others"),
    ]


def test_that_empty_parts_print_nothing() -> None:
    blocks = composed(report_with({}, {"preface": " \n　", "closing": "", "overview": "\n"}))[3]
    assert [type(block).__name__ for block in blocks] == [
        *("Title", "Heading", "Heading", "Table", "Heading", "Table", "Heading", "Table", "Heading", "Heading")
    ]


def test_that_the_parts_stand_in_the_order_of_the_printed_report() -> None:
    texts = {"closing": "青石县财政局\n2025年1月20日", "preface": "本报告按照《条例》编制。", "others": "没有。"}
    blocks = composed(report_with({}, texts))[3]
    assert blocks[1] == Paragraph("本报告按照《条例》编制。", "report", place=TextPlace("preface", 0, 12))
    assert blocks[-3:] == [
        Paragraph("没有。", "others", place=TextPlace("others", 0, 3)),
        Paragraph("青石县财政局", "report", ParagraphStyle.CLOSING, TextPlace("closing", 0, 6)),
        Paragraph("2025年1月20日", "report", ParagraphStyle.CLOSING, TextPlace("closing", 7, 17)),
    ]


def test_that_bound_numbers_are_printed_in_digits_and_a_typed_brace_stays() -> None:
    stored = "收到{{requests.new.total}}件，写作\\{{x}}。"
    assert overview(stored, {NEW: 35}) == [
        Paragraph("收到35件，写作{{x}}。", "overview", place=TextPlace("overview", 0, len(stored)))
    ]


def test_that_a_place_finds_the_paragraph_in_the_stored_text() -> None:
    stored = "　　第一段。\r\n\n\t第{{requests.new.natural}}段。  \n"
    places = [block.place for block in overview(stored, {NEW: 2}) if block.place]
    assert [stored[place.start : place.end] for place in places] == ["第一段。", "第{{requests.new.natural}}段。"]


@pytest.mark.parametrize(
    "text",
    ["（一）主动公开", "（一）主动公开。", "(一)主动公开：", "（六）政策解读", "（十一）其他工作：", "（五）监督保障"],
)
def test_that_a_short_numbered_paragraph_is_a_subheading(text: str) -> None:
    assert overview(text)[0] == Heading(text, 2, "overview", TextPlace("overview", 0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        "主动公开",
        "（一）加强学习。",
        "（一）主动公开。全年公开信息12条。",
        "（1）主动公开",
        "一、主动公开",
        "（二）完善制度，",
        "（三）" + "长" * 28,
    ],
)
def test_that_a_sentence_or_another_numbering_is_a_paragraph(text: str) -> None:
    assert isinstance(overview(text)[0], Paragraph)


def test_that_a_blank_prints_nothing_and_a_zero_prints_0() -> None:
    figures = tables(report_with({NEW: 0}))
    assert (figures[NEW], figures[NEW_TOTAL], figures[RULES]) == ("0", "0", "")


def test_that_what_stood_in_a_cell_is_printed_as_it_stood() -> None:
    printed = {RULES: "／\n", NEW: "22（其中修订16件）"}
    figures = tables(report_with({NEW: 22}, as_printed=printed))
    assert (figures[RULES], figures[NEW]) == ("／", "22（其中修订16件）")


def test_that_a_total_is_computed_and_prints_a_mark_only_while_there_is_nothing_to_compute() -> None:
    assert tables(report_with({NEW: 3}, as_printed={NEW_TOTAL: "/"}))[NEW_TOTAL] == "3"
    assert tables(report_with({}, as_printed={NEW_TOTAL: "/"}))[NEW_TOTAL] == "/"


def test_that_the_unprinted_subtotals_are_not_printed() -> None:
    assert len(tables(report_with(filled(form())))) == 200


def test_that_an_amount_is_printed_in_plain_digits() -> None:
    assert tables(report_with({FEES: Decimal("4166.241619")}))[FEES] == "4166.241619"
    assert tables(report_with({FEES: Decimal("1E+3")}))[FEES] == "1000"


def test_that_characters_no_document_can_hold_do_not_get_into_it() -> None:
    assert printable("甲\x00乙\x1f\ufeff\x85\t丙\ud800丁𬭸\uffff") == "甲乙 丙丁𬭸"


def test_that_nothing_private_gets_into_a_document() -> None:
    blocks = composed(report_with(filled(form()), {"overview": "甲。"}))[3]
    assert SECRET not in repr(blocks)


@given(st.text(st.characters(codec=None), max_size=60), st.sampled_from(["overview", "title", "preface", "closing"]))
def test_that_any_text_is_printed_whole(text: str, key: str) -> None:
    stored = text.replace("{", "").replace("\\", "")
    blocks = composed(report_with({}, {key: stored}))[3]
    placed = [block for block in blocks if not isinstance(block, Table) and block.place]
    printed = "".join("".join(block.lines) if isinstance(block, Title) else block.text for block in placed)
    assert "".join(printed.split()) == "".join(printable(stored).split())
    printed.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("（一）主动公开情况。2024年公开5500条。", "（一）主动公开情况。"),
        ("（十二）(试点)工作。有进展。", "（十二）(试点)工作。"),
        ("（一）主动公开，稳步推进。公开5500条。", ""),
        ("（一）主动公开情况。", ""),
        ("一是主动公开。公开5500条。", ""),
    ],
)
def test_that_a_sub_heading_that_runs_on_is_told_apart(text: str, lead: str) -> None:
    block = composed(report_with({}, {"overview": text}))[3][2]
    assert isinstance(block, Paragraph)
    assert block.text[: block.lead] == lead
