"""What is read, what is left blank with its place, and what is said about it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

import main as program
from bench.reading import figures_in, score, truth_of
from intake import Reading, read_source
from intake.observed import COLUMNS_DIFFER, SEPARATORS_LOST, SEVERAL_REPORTS
from intake.reading_json import reading_from_json, reading_to_json
from model.cells import CellRef
from model.errors import AppError
from model.report_file import read_report_file
from tests.bases import shipped_form
from tests.intake.layouts import document, markdown, piped, tabulated, web_page, whole_rows
from tests.intake.test_layouts import figures, refs

RULES = [CellRef("proactive", "rules", column) for column in ("issued", "repealed", "in_force")]


def reading_with(form_id: str = "2021", **printed: str) -> Reading:
    """Read a report full of noughts in which some cells, named with ``__`` for points, print something else."""
    cells = dict.fromkeys(refs(form_id), "0")
    cells |= {CellRef.parse(name.replace("__", ".")): text for name, text in printed.items()}
    return read_source(document(shipped_form(form_id), cells, web_page))


@pytest.mark.parametrize(
    "text", ["/", "／", "—", "－", "无", "零", "22（其中修订16件）", "约30", "26+9", "3.5", "-2", "1 2", "12345678901"]
)
def test_that_what_is_no_plain_number_is_kept_as_it_is_printed(text: str) -> None:
    reading = reading_with(proactive__rules__issued=text)
    assert reading.report.as_printed == {RULES[0]: text}
    assert RULES[0] not in reading.report.cells
    assert [item.key for item in reading.doubtful] == [RULES[0]]


@pytest.mark.parametrize(("text", "value"), [("35", 35), ("３５", 35), ("1,234", 1234), ("35件", 35), (" 0 ", 0)])
def test_that_a_plain_number_is_a_value_however_it_is_written(text: str, value: int) -> None:
    assert reading_with(proactive__rules__issued=text).report.cells[RULES[0]] == value


def test_that_an_amount_in_yuan_is_not_taken_for_ten_thousands() -> None:
    spend = CellRef("proactive", "procurement", "spend")
    reading = reading_with("2019", proactive__procurement__spend="75394432.52元")
    assert reading.report.as_printed == {spend: "75394432.52元"}
    amount = reading_with(proactive__fees__amount="96171.60").report.cells[CellRef("proactive", "fees", "amount")]
    assert amount == Decimal("96171.6")


def test_that_lost_separators_are_said_and_nothing_is_read() -> None:
    text = document(shipped_form("2021"), dict.fromkeys(refs("2021"), "5"), whole_rows).replace("规章 5 5 5", "规章555")
    reading = read_source(text)
    unread = {item.ref: item for item in reading.unread}
    assert set(unread) == set(RULES)
    assert {item.reason for item in unread.values()} == {SEPARATORS_LOST}
    assert unread[RULES[0]].place.quote == "规章555"


def test_that_a_printed_total_stands_beside_the_computed_one() -> None:
    total = CellRef("requests", "new", "total")
    reading = reading_with(requests__new__natural="7", requests__new__total="9")
    [difference] = [item for item in reading.printed_vs_computed if item.ref == total]
    assert (difference.printed, difference.computed) == (9, 7)
    assert reading.report.cells[total] == 9
    assert reading.identities.hold < reading.identities.of


def test_that_columns_in_another_order_are_found_by_their_headings_or_left_alone() -> None:
    printed = figures("2021", 3, blank=False)
    form = shipped_form("2021")
    for layout in (tabulated, markdown, whole_rows):
        text = document(form, printed, layout)
        swapped = (
            text.replace("本年制发件数", "甲").replace("本年废止件数", "本年制发件数").replace("甲", "本年废止件数")
        )
        reading = read_source(swapped)
        found = {ref: str(value) for ref, value in reading.report.cells.items() if ref in RULES[:2]}
        assert found in ({}, {RULES[0]: printed[RULES[1]], RULES[1]: printed[RULES[0]]})
        assert found or {item.reason for item in reading.unread if item.ref in RULES[:2]} == {COLUMNS_DIFFER}


def test_that_two_reports_in_one_file_are_not_mixed() -> None:
    form = shipped_form("2021")
    text = "".join(document(form, figures("2021", seed, blank=False), web_page) for seed in (1, 2))
    reading = read_source(text)
    assert reading.report.cells == {}
    assert {item.reason for item in reading.unread} == {SEVERAL_REPORTS}


def test_that_a_single_row_of_other_outcomes_is_read_as_their_sum() -> None:
    form = shipped_form("2021")
    text = document(form, dict.fromkeys(refs("2021"), "3"), piped)
    lines = [line for line in text.split("\n") if "逾期" not in line and not line.startswith("3.其他")]
    at = next(index for index, line in enumerate(lines) if line.startswith("（七）总计"))
    lines.insert(at, "（六）其他处理 | 1 | 2 | 3 | 4 | 5 | 6 | 21 | |")
    reading = read_source("\n".join(lines))
    columns = form.tables["requests"].blocks[0].columns
    row = [reading.report.cells.get(CellRef("requests", "other_all", column.key)) for column in columns]
    assert row == [1, 2, 3, 4, 5, 6, 21]
    assert CellRef("requests", "other_misc", "natural") not in reading.report.cells


def test_that_misprinted_labels_and_a_label_cut_by_a_page_are_understood() -> None:
    printed = figures("2021", 5, blank=False)
    text = document(shipped_form("2021"), printed, web_page)
    for right, wrong in [
        ("5.属于三类内部事务信息", "5.属于三类内容事务信息"),
        ("（七）总计", "(七)总记"),
        ("2.重复申请", "2、重复申请"),
        ("行政规范性文件", "规范性文件"),
        ("商业企业", "商业<br>企业"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.逾期不补正"),
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.逾期不缴费"),
    ]:
        assert right in text
        text = text.replace(right, wrong)
    assert {ref: str(value) for ref, value in read_source(text).report.cells.items()} == printed


def test_that_texts_stand_in_their_chapters_with_typed_braces_kept() -> None:
    lines = ["目录", "一、总体情况……1", "六、其他需要报告的事项……5", "关于青石县财政局2024年度政府信息公开工作年度报告"]
    lines += [
        "一、总体情况",
        "（一）主动公开。",
        "用{{符号}}标出。",
        "二、主动公开政府信息情况",
        "五、存在的主要问题及改进情况",
    ]
    lines += ["一、存在问题", "人手不足。", "六、其他需要报告的事项", "没有收费。", "青石县财政局", "2025年1月17日"]
    report = read_source("\n".join(lines)).report
    assert report.office == "青石县财政局"
    assert report.texts == {
        "title": "关于青石县财政局2024年度政府信息公开工作年度报告",
        "overview": "（一）主动公开。\n用\\{{符号}}标出。",
        "problems": "一、存在问题\n人手不足。",
        "others": "没有收费。",
        "closing": "青石县财政局\n2025年1月17日",
    }


def test_that_a_reading_survives_being_handed_over() -> None:
    reading = reading_with(proactive__rules__issued="/", requests__new__total="9")
    assert reading_from_json(json.loads(json.dumps(reading_to_json(reading)))) == reading


def test_that_the_command_writes_the_report_and_prints_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "上年.html", tmp_path / "report.json"
    printed = dict.fromkeys(refs("2021"), "0") | {RULES[0]: "/"}
    source.write_text(
        document(shipped_form("2021"), printed, web_page).replace("现行有效件数", "现行"), encoding="utf-8"
    )
    assert program.main(["read", str(source), "-o", str(target), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"unread", "printed_vs_computed", "identities"}
    assert told["identities"]["hold"] == told["identities"]["of"]
    report = read_report_file(target).report
    assert report.source == "上年.html"
    assert report.as_printed == {RULES[0]: "/"}
    assert report.cells[CellRef("requests", "handled", "total")] == 0


@pytest.mark.parametrize("number", ["02", "03", "04", "08", "23", "26", "28", "seed"])
def test_that_real_reports_are_read_right(shared: Path, number: str) -> None:
    for source in sorted((shared / "reports").glob(f"{number}*")):
        truth = truth_of(source)
        if source.suffix == ".json" or truth is None or "_" in source.name:
            continue
        expected = figures_in(truth)
        result = score(expected, dict(read_source(source).report.cells))
        assert result.wrong == []
        assert result.extra == []
        assert result.right >= 0.99 * len(expected)


def test_that_a_comparison_of_two_reports_gives_no_figure(shared: Path) -> None:
    [source] = (shared / "reports").glob("03_04*.pdf")
    try:
        assert read_source(source).report.cells == {}
    except AppError as refusal:
        pytest.fail(refusal.sentence)


def test_that_rows_whose_numbers_word_counts_by_itself_are_understood() -> None:
    printed = figures("2021", 6, blank=False)
    page = document(shipped_form("2021"), printed, web_page)
    for number in ("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."):
        page = page.replace(f"<p>{number}", "<p>")
    assert {ref: str(value) for ref, value in read_source(page).report.cells.items()} == printed


def test_that_a_table_cut_by_a_page_break_goes_on_without_its_heading() -> None:
    printed = figures("2021", 8, blank=True)
    page = document(shipped_form("2021"), printed, web_page)
    at = page.index("<tr>", page.index("8.属于行政查询事项"))
    cut = f"{page[:at]}</tbody></table><p>— 3 —</p><table><tbody>{page[at:]}"
    reading = read_source(cut)
    wanted = {ref: text for ref, text in printed.items() if text}
    found = {ref: str(value) for ref, value in reading.report.cells.items()}
    assert {ref: text for ref, text in found.items() if wanted.get(ref) != text} == {}
    assert len(found) >= len(wanted) - 7 * 3


@pytest.mark.parametrize("lost", [' rowspan="[0-9]+"', ' colspan="[0-9]+"', ' (row|col)span="[0-9]+"'])
def test_that_a_page_that_lost_the_spans_of_its_cells_misleads_nobody(lost: str) -> None:
    printed = figures("2021", 9, blank=True)
    page = re.sub(lost, "", document(shipped_form("2021"), printed, web_page))
    found = {ref: str(value) for ref, value in read_source(page).report.cells.items()}
    assert {ref: text for ref, text in found.items() if printed[ref] != text} == {}


def test_that_a_chapter_may_begin_in_the_line_of_its_heading() -> None:
    texts = read_source(
        "一、总体情况　2024年公开信息5条。\n五、存在的主要问题及改进情况：人手不足。\n六、其他需要报告的事项\n无。"
    ).report.texts
    assert texts == {"overview": "2024年公开信息5条。", "problems": "人手不足。", "others": "无。"}


def test_that_the_report_of_the_page_is_told_from_others_that_it_lists() -> None:
    lines = [
        "白沙县教育局2025年政府信息公开工作年度报告",
        "青石县财政局2024年政府信息公开工作年度报告",
        "一、总体情况",
        "甲。",
    ]
    reading = read_source("\n".join(lines))
    assert (reading.report.office, reading.report.year) == ("青石县财政局", 2024)
    assert "office" in {item.key for item in reading.doubtful}
    page = f"<title>白沙县教育局2025年政府信息公开工作年度报告</title>{''.join(f'<p>{line}</p>' for line in lines)}"
    reading = read_source(page)
    assert (reading.report.office, reading.report.year) == ("白沙县教育局", 2025)
    assert "office" not in {item.key for item in reading.doubtful}


def test_that_raised_and_struck_digits_join_no_figure() -> None:
    page = document(shipped_form("2021"), dict.fromkeys(refs("2021"), "0"), web_page)
    for markup, kept in (("12<sup>1</sup>", "12[1]"), ("<s>7</s>12", "[7]12"), ("<del>7</del>", "[7]")):
        cell = page.index("<p>0</p>", page.index("规章"))
        reading = read_source(f"{page[:cell]}<p>{markup}</p>{page[cell + len('<p>0</p>') :]}")
        assert RULES[0] not in reading.report.cells
        assert reading.report.as_printed.get(RULES[0], kept) == kept


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["白沙县教育局2025年政府信息公开工作年度报", "告"], "白沙县教育局2025年政府信息公开工作年度报告"),
        (["白沙县教育局2025年", "政府信息公开工作年度报告"], "白沙县教育局2025年\n政府信息公开工作年度报告"),
        (["名称：白沙县教育局2025年政府信息公开工作年度报告"], ""),
    ],
)
def test_that_a_title_is_known_though_it_is_broken_or_labelled(lines: list[str], title: str) -> None:
    reading = read_source("\n".join([*lines, "", "一、总体情况", "甲。"]))
    assert (reading.report.office, reading.report.year) == ("白沙县教育局", 2025)
    assert "preface" not in reading.report.texts
    assert not title or "".join(reading.report.texts.get("title", title).split()) == "".join(title.split())


def test_that_the_box_of_a_website_above_a_report_is_no_preface() -> None:
    reading = read_source(
        "索引号 014\n名称 白沙县教育局2025年政府信息公开工作年度报告\n发布机构 白沙县教育局\n"
        "白沙县教育局2025年政府信息公开工作年度报\n告\n本报告按条例编制。\n一、总体情况\n甲。"
    )
    assert reading.report.office == "白沙县教育局"
    assert reading.report.texts["preface"] == "本报告按条例编制。"
    assert "office" not in {item.key for item in reading.doubtful}


def test_that_a_page_number_in_a_text_is_no_part_of_it() -> None:
    reading = read_source("一、总体情况\n甲。\n—  3  —\n乙。\n六、其他需要报告的事项\n无。\n-4-")
    assert reading.report.texts == {"overview": "甲。\n乙。", "others": "无。"}
