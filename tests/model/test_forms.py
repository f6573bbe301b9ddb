"""The two statutory forms against a transcription of the annexes of 国办公开办函〔2021〕30号 and 〔2019〕60号."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest

from model.cells import CellRef, FigureKind
from model.form import Form, FormColumn, FormRow
from model.layout import CellRole, LayoutCell, TableLayout
from model.report import Level, Scope
from tests.bases import shipped_form

CHAPTERS = """
overview   一、总体情况
proactive  二、主动公开政府信息情况
requests   三、收到和处理政府信息公开申请情况
appeals    四、政府信息公开行政复议、行政诉讼情况
problems   五、存在的主要问题及改进情况
others     六、其他需要报告的事项
"""

PROACTIVE_2021 = """
第二十条第（一）项 | 信息内容 | issued 本年制发件数 | repealed 本年废止件数 | in_force 现行有效件数
  rules 规章
  normative_documents 行政规范性文件
第二十条第（五）项 | 信息内容 | decisions 本年处理决定数量
  licensing 行政许可
第二十条第（六）项 | 信息内容 | decisions 本年处理决定数量
  penalty 行政处罚
  coercion 行政强制
第二十条第（八）项 | 信息内容 | amount 本年收费金额（单位：万元）
  fees 行政事业性收费
"""

PROACTIVE_2019 = """
第二十条第（一）项 | 信息内容 | created 本年新制作数量 | published 本年新公开数量 | public_total 对外公开总数量
  rules 规章
  normative_documents 规范性文件
第二十条第（五）项 | 信息内容 | items_last_year 上一年项目数量 | items_change 本年增/减 | decisions 处理决定数量
  licensing 行政许可
  services 其他对外管理服务事项
第二十条第（六）项 | 信息内容 | items_last_year 上一年项目数量 | items_change 本年增/减 | decisions 处理决定数量
  penalty 行政处罚
  coercion 行政强制
第二十条第（八）项 | 信息内容 | items_last_year 上一年项目数量 | items_change 本年增/减
  fees 行政事业性收费
第二十条第（九）项 | 信息内容 | projects 采购项目数量 | spend 采购总金额
  procurement 政府集中采购
"""

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

APPLICANTS = """
natural         申请人情况 > 自然人
business        申请人情况 > 法人或其他组织 > 商业企业
research        申请人情况 > 法人或其他组织 > 科研机构
nonprofit       申请人情况 > 法人或其他组织 > 社会公益组织
legal_services  申请人情况 > 法人或其他组织 > 法律服务机构
other_org       申请人情况 > 法人或其他组织 > 其他
total           申请人情况 > 总计
"""

_OUTCOMES = """
new       一、本年新收政府信息公开申请数量
carried_in  二、上年结转政府信息公开申请数量
granted   三、本年度办理结果 > （一）予以公开
partial   三、本年度办理结果 > （二）部分公开（区分处理的，只计这一情形，不计其他情形）
denied_secret        三、本年度办理结果 > （三）不予公开 > 1.属于国家秘密
denied_law           三、本年度办理结果 > （三）不予公开 > 2.其他法律行政法规禁止公开
denied_safety        三、本年度办理结果 > （三）不予公开 > 3.危及“三安全一稳定”
denied_third_party   三、本年度办理结果 > （三）不予公开 > 4.保护第三方合法权益
denied_internal      三、本年度办理结果 > （三）不予公开 > 5.属于三类内部事务信息
denied_deliberative  三、本年度办理结果 > （三）不予公开 > 6.属于四类过程性信息
denied_enforcement   三、本年度办理结果 > （三）不予公开 > 7.属于行政执法案卷
denied_inquiry       三、本年度办理结果 > （三）不予公开 > 8.属于行政查询事项
unavailable_not_held      三、本年度办理结果 > （四）无法提供 > 1.本机关不掌握相关政府信息
unavailable_not_compiled  三、本年度办理结果 > （四）无法提供 > 2.没有现成信息需要另行制作
unavailable_unclear       三、本年度办理结果 > （四）无法提供 > 3.补正后申请内容仍不明确
not_processed_petition      三、本年度办理结果 > （五）不予处理 > 1.信访举报投诉类申请
not_processed_repeat        三、本年度办理结果 > （五）不予处理 > 2.重复申请
not_processed_publication   三、本年度办理结果 > （五）不予处理 > 3.要求提供公开出版物
not_processed_excessive     三、本年度办理结果 > （五）不予处理 > 4.无正当理由大量反复申请
not_processed_confirmation  三、本年度办理结果 > （五）不予处理 > 5.要求行政机关确认或重新出具已获取信息
{other}
handled      三、本年度办理结果 > （七）总计
carried_out  四、结转下年度继续办理
"""

_GROUP = "三、本年度办理结果 > （六）其他处理"
OUTCOMES_2021 = _OUTCOMES.format(
    other=f"""
other_not_clarified  {_GROUP} > 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
other_unpaid         {_GROUP} > 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
other_misc           {_GROUP} > 3.其他
""".strip()
)
OUTCOMES_2019 = _OUTCOMES.format(other=f"other_all  {_GROUP}")

CASES = """
reconsideration                   行政复议
litigation_direct                 行政诉讼 > 未经复议直接起诉
litigation_after_reconsideration  行政诉讼 > 复议后起诉
"""

RESULTS = """
upheld        结果维持
corrected     结果纠正
other_result  其他结果
pending       尚未审结
total         总计
"""

FIGURES = {
    "2021": {"proactive": 10, "requests": 175, "appeals": 15},
    "2019": {"proactive": 22, "requests": 161, "appeals": 15},
}

BOTH = pytest.mark.parametrize("form", [shipped_form("2021"), shipped_form("2019")], ids=["2021", "2019"])


def transcribed(table: str) -> list[tuple[str, str]]:
    """Return the (key, label) pairs of a transcription, labels of groups before the label itself."""
    pairs = [line.split(maxsplit=1) for line in table.strip().splitlines()]
    return [(key, label) for key, label in pairs]


def labelled(items: tuple[FormRow, ...] | tuple[FormColumn, ...]) -> list[tuple[str, str]]:
    """Return rows or columns of a form in the manner of the transcription."""
    return [(item.key, " > ".join([*item.groups, item.label])) for item in items]


def stacked(form: Form) -> list[str]:
    """Return the 主动公开表 of a form in the manner of the transcription."""
    lines = []
    for block in form.tables["proactive"].blocks:
        heads = [f"{column.key} {column.label}" for column in block.columns]
        lines.append(" | ".join([block.band, block.head, *heads]))
        lines += [f"  {row.key} {row.label}" for row in block.rows]
    return lines


@BOTH
def test_that_the_six_chapters_have_the_titles_of_the_annex(form: Form) -> None:
    assert [(section.key, section.title) for section in form.sections] == transcribed(CHAPTERS)


@pytest.mark.parametrize(("form_id", "annex"), [("2021", PROACTIVE_2021), ("2019", PROACTIVE_2019)])
def test_that_the_table_of_published_information_is_that_of_the_annex(form_id: str, annex: str) -> None:
    assert stacked(shipped_form(form_id)) == annex.strip("\n").splitlines()


@pytest.mark.parametrize(("form_id", "annex"), [("2021", OUTCOMES_2021), ("2019", OUTCOMES_2019)])
def test_that_the_table_of_requests_is_that_of_the_annex(form_id: str, annex: str) -> None:
    (block,) = shipped_form(form_id).tables["requests"].blocks
    assert labelled(tuple(row for row in block.rows if row.printed)) == transcribed(annex)
    assert labelled(block.columns) == transcribed(APPLICANTS)


@BOTH
def test_that_the_table_of_appeals_is_that_of_the_annex(form: Form) -> None:
    (block,) = form.tables["appeals"].blocks
    assert labelled(block.rows) == transcribed(CASES)
    assert labelled(block.columns) == transcribed(RESULTS)


@BOTH
def test_that_the_relation_that_is_printed_on_the_form_stands_at_its_corner(form: Form) -> None:
    corner = form.tables["requests"].layout.by_position[0, 0]
    assert (corner.role, corner.text) == (CellRole.CORNER, CORNER)


@BOTH
def test_that_every_figure_of_the_annex_is_in_the_form_and_printed_once(form: Form) -> None:
    printed = [ref for ref, cell in form.cells.items() if cell.printed]
    assert dict(Counter(ref.table for ref in printed)) == FIGURES[form.id]
    drawn = [cell.ref for table in form.tables.values() for cell in table.layout.cells if cell.ref]
    assert sorted(drawn) == sorted(printed)


@pytest.mark.parametrize(
    ("form_id", "groups"),
    [
        ("2021", ["denied", "unavailable", "not_processed", "other"]),
        ("2019", ["denied", "unavailable", "not_processed"]),
    ],
)
def test_that_the_subtotals_that_the_form_does_not_print_are_the_sums_of_their_rows(
    form_id: str, groups: list[str]
) -> None:
    form = shipped_form(form_id)
    hidden = {ref.row for ref, cell in form.cells.items() if not cell.printed}
    assert hidden == {f"{group}_all" for group in groups}
    rows = {row.key for row in form.tables["requests"].blocks[0].rows}
    for group in groups:
        formula = form.formula_of(CellRef("requests", f"{group}_all", "natural"))
        assert formula is not None
        members = {row for row in rows if row.startswith(f"{group}_")} - hidden
        assert Counter(ref.row for ref in formula.expression.names) == Counter(members)


def parts_of(form: Form, table: str, row: str, column: str) -> Counter[tuple[str, str]]:
    formula = form.formula_of(CellRef(table, row, column))
    assert formula is not None
    return Counter((ref.row, ref.column) for ref in formula.expression.names)


@BOTH
def test_that_every_total_is_the_sum_of_all_that_stands_beside_or_above_it(form: Form) -> None:
    applicants = [key for key, _ in transcribed(APPLICANTS) if key != "total"]
    results = [key for key, _ in transcribed(RESULTS) if key != "total"]
    outcomes = ["granted", "partial", "denied_all", "unavailable_all", "not_processed_all", "other_all"]
    for row, _ in transcribed(OUTCOMES_2021 if form.id == "2021" else OUTCOMES_2019):
        assert parts_of(form, "requests", row, "total") == Counter((row, column) for column in applicants)
    for column in applicants:
        assert parts_of(form, "requests", "handled", column) == Counter((row, column) for row in outcomes)
    for row, _ in transcribed(CASES):
        assert parts_of(form, "appeals", row, "total") == Counter((row, column) for column in results)


@BOTH
def test_that_totals_are_computed_and_nothing_else_is(form: Form) -> None:
    computed = {ref for ref, cell in form.cells.items() if cell.computed}
    totals = {ref for ref, cell in form.cells.items() if cell.column.label == "总计" or cell.row.key == "handled"}
    assert computed == totals | {ref for ref, cell in form.cells.items() if not cell.printed}


@BOTH
def test_that_only_money_is_an_amount_and_only_a_change_may_be_negative(form: Form) -> None:
    kinds = {str(ref): cell.kind for ref, cell in form.cells.items() if cell.kind is not FigureKind.COUNT}
    changes = [f"proactive.{row}.items_change" for row in ("licensing", "services", "penalty", "coercion", "fees")]
    assert (
        kinds
        == {
            "2021": {"proactive.fees.amount": FigureKind.AMOUNT},
            "2019": {"proactive.procurement.spend": FigureKind.AMOUNT} | dict.fromkeys(changes, FigureKind.SIGNED),
        }[form.id]
    )


@BOTH
def test_that_the_printed_grids_have_no_gap_and_no_overlap(form: Form) -> None:
    for table in form.tables.values():
        layout = table.layout
        covered = Counter(position for cell in layout.cells for position in _positions(cell))
        whole = Counter(product(range(layout.row_count), range(layout.column_count)))
        assert covered == whole


def _positions(cell: LayoutCell) -> product[tuple[int, ...]]:
    rows = range(cell.top, cell.top + cell.height)
    return product(rows, range(cell.left, cell.left + cell.width))


def merged(layout: TableLayout) -> dict[str, tuple[int, int]]:
    """Return height and width of every merged label."""
    labels = [cell for cell in layout.cells if cell.ref is None and (cell.height, cell.width) != (1, 1)]
    return {cell.text: (cell.height, cell.width) for cell in labels}


def test_that_the_labels_of_the_table_of_requests_are_merged_as_in_the_annex() -> None:
    layout = shipped_form("2021").tables["requests"].layout
    assert (layout.row_count, layout.column_count) == (28, 10)
    assert (layout.header_rows, layout.label_columns) == (3, 3)
    assert merged(layout) == {
        CORNER: (3, 3),
        "申请人情况": (1, 7),
        "自然人": (2, 1),
        "法人或其他组织": (1, 5),
        "总计": (2, 1),
        "一、本年新收政府信息公开申请数量": (1, 3),
        "二、上年结转政府信息公开申请数量": (1, 3),
        "三、本年度办理结果": (22, 1),
        "（一）予以公开": (1, 2),
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (1, 2),
        "（三）不予公开": (8, 1),
        "（四）无法提供": (3, 1),
        "（五）不予处理": (5, 1),
        "（六）其他处理": (3, 1),
        "（七）总计": (1, 2),
        "四、结转下年度继续办理": (1, 3),
    }


def test_that_the_labels_of_the_table_of_appeals_are_merged_as_in_the_annex() -> None:
    layout = shipped_form("2021").tables["appeals"].layout
    assert (layout.row_count, layout.column_count, layout.header_rows) == (4, 15, 3)
    tops = {cell.left: (cell.text, cell.height) for cell in layout.cells if cell.top == 1}
    assert [tops[column] for column in range(5)] == [(label, 2) for _, label in transcribed(RESULTS)]
    wide = {cell.text: (cell.top, cell.width) for cell in layout.cells if cell.width > 1}
    assert wide == {
        "行政复议": (0, 5),
        "行政诉讼": (0, 10),
        "未经复议直接起诉": (1, 5),
        "复议后起诉": (1, 5),
    }


def test_that_the_table_of_published_information_is_merged_as_in_the_annex() -> None:
    layout = shipped_form("2021").tables["proactive"].layout
    assert (layout.row_count, layout.column_count) == (14, 4)
    wide = [cell for cell in layout.cells if cell.width > 1]
    assert [cell.width for cell in wide if cell.role is CellRole.BAND] == [4, 4, 4, 4]
    assert [cell.width for cell in wide if cell.role is not CellRole.BAND] == [3] * 7


@BOTH
def test_that_every_row_says_what_it_counts_and_on_what_that_rests(form: Form) -> None:
    for table in form.tables.values():
        for block in table.blocks:
            for row in block.rows:
                assert_plain_chinese(row.meaning)
                assert row.clause
            for column in block.columns:
                assert_plain_chinese(column.meaning)


@BOTH
def test_that_every_chapter_says_what_the_notice_asks_for(form: Form) -> None:
    for section in form.sections:
        assert_plain_chinese(section.guidance)


def assert_plain_chinese(text: str) -> None:
    """Assert one or two sentences, or three short ones, with full-width punctuation and no stray space."""
    assert text.endswith("。")
    assert text.count("。") <= 3
    assert not re.search(r"[,;:()?!\"']", text)
    assert not re.search(r"[一-鿿] +[一-鿿]", text)


@pytest.mark.parametrize(
    ("level", "scope", "day"),
    [
        (Level.DEPARTMENT, Scope.OWN, (2025, 1, 31)),
        (Level.TOWNSHIP, Scope.OWN, (2025, 1, 31)),
        (Level.COUNTY, Scope.OWN, (2025, 1, 31)),
        (Level.CITY, Scope.OWN, (2025, 1, 31)),
        (Level.PROVINCE, Scope.OWN, (2025, 1, 31)),
        (Level.COUNTY, Scope.AGGREGATE, (2025, 2, 20)),
        (Level.CITY, Scope.AGGREGATE, (2025, 3, 10)),
        (Level.PROVINCE, Scope.AGGREGATE, (2025, 3, 31)),
        (Level.DEPARTMENT, Scope.AGGREGATE, (2025, 3, 31)),
    ],
)
def test_that_the_deadline_is_that_of_the_level_and_scope(
    level: Level, scope: Scope, day: tuple[int, int, int]
) -> None:
    deadline = shipped_form("2021").deadline(level, scope)
    assert deadline is not None
    found = deadline.in_year(2024)
    assert (found.year, found.month, found.day) == day
    assert deadline.clause


def test_that_there_is_no_deadline_while_the_level_or_scope_is_not_known() -> None:
    form = shipped_form("2021")
    assert form.deadline(None, Scope.OWN) is None
    assert form.deadline(Level.COUNTY, None) is None
    assert form.deadline(Level.TOWNSHIP, Scope.AGGREGATE) is None
