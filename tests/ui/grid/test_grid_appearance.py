"""What a figure shows: marks of findings, totals that lack parts, the arithmetic of a total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from model.cells import CellRef, Value
from model.evaluation import evaluate
from model.finding import Finding
from model.form import Severity
from model.report import Edit, EditKind, Explanation, Report
from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import FORM, Desk, figures, zeros
from ui.grid.appearance import Appearance, Mark, appearances
from ui.grid.explanation import explain, printed_parts
from ui.grid.summary import summary_of

NEW = CellRef.parse("requests.new.natural")
HANDLED = CellRef.parse("requests.handled.natural")


def shown(cells: dict[CellRef, Value], followed: Finding | None = None) -> dict[CellRef, Appearance]:
    report = Report("2021", "甲县人民政府办公室", 2024, cells=cells)
    return appearances(FORM.tables["requests"].layout.by_ref, report, evaluate(FORM, report), followed)


def mark_of(look: dict[CellRef, Appearance], name: str) -> Mark | None:
    return look[CellRef.parse(f"requests.{name}")].mark


def finding(report: Report, check: str) -> Finding:
    return next(found for found in evaluate(FORM, report).findings if found.check_id == check)


def test_that_the_unbalanced_figure_is_told_from_the_related_ones() -> None:
    look = shown(zeros("requests", new__natural=3))
    leading, related = mark_of(look, "handled.natural"), mark_of(look, "new.natural")
    assert leading is not None
    assert related is not None
    assert leading.unbalanced
    assert not related.unbalanced
    assert leading.severity is related.severity is Severity.ERROR
    assert leading.framed
    assert "相差 3" in leading.messages[0]
    assert mark_of(look, "granted.natural") is None


def test_that_an_explained_finding_is_a_mere_hint() -> None:
    last = Report("2021", "甲县人民政府办公室", 2023, cells=zeros("requests", new__natural=2, carried_out__natural=2))
    report = Report("2021", "甲县人民政府办公室", 2024, cells=zeros("requests"), previous=last)
    reason = {finding(report, "Y1").key: Explanation("机构合并")}
    explained = replace(report, explanations=reason)
    look = appearances(FORM.tables["requests"].layout.by_ref, explained, evaluate(FORM, explained), None)
    mark = mark_of(look, "carried_in.natural")
    assert mark is not None
    assert mark.severity is Severity.HINT
    assert mark.messages[0].endswith("（已说明理由）")


def test_that_a_few_blanks_are_marked_and_many_are_not() -> None:
    cells = zeros("requests")
    del cells[NEW]
    mark = mark_of(shown(cells), "new.natural")
    assert mark is not None
    assert (mark.framed, mark.plain) == (False, False)
    many = mark_of(shown({}), "new.natural")
    assert many is not None
    assert many.plain


def test_that_the_gravest_finding_decides_and_all_are_told() -> None:
    cells = zeros("requests", new__natural=3) | figures(requests__new__total=9)
    mark = mark_of(shown(cells), "new.total")
    assert mark is not None
    assert len(mark.messages) > 1
    assert mark.severity is Severity.ERROR


def test_that_a_finding_being_followed_stands_out() -> None:
    report = Report("2021", "甲县人民政府办公室", 2024, cells=zeros("requests", new__natural=3))
    look = shown(dict(report.cells), finding(report, "A1"))
    assert look[HANDLED].followed
    assert look[HANDLED].leads
    assert look[NEW].followed
    assert not look[NEW].leads
    assert not look[CellRef.parse("requests.new.business")].followed


def test_that_a_total_without_some_part_is_marked_and_one_of_blanks_is_blank() -> None:
    look = shown(figures(requests__new__natural=3))
    assert look[CellRef.parse("requests.new.total")].incomplete
    assert look[CellRef.parse("requests.new.total")].text == "3"
    assert look[CellRef.parse("requests.carried_in.total")] == Appearance(
        mark=look[CellRef.parse("requests.carried_in.total")].mark
    )


def test_that_only_figures_that_look_different_are_announced(desk: Desk) -> None:
    announced: list[str] = []
    desk.model.dataChanged.connect(lambda first, _last: announced.append(str(desk.model.cell_at(first).ref)))
    desk.at("new.business")
    desk.type("4")
    desk.press(Qt.Key.Key_Return)
    assert {"requests.new.business", "requests.new.total"} <= set(announced)
    assert len(announced) < 12


def test_that_the_arithmetic_of_a_total_names_what_is_not_nothing(desk: Desk) -> None:
    desk.at("handled.natural")
    assert desk.explanations[-1].startswith(
        "申请办理表“办理结果总计”行“自然人”列 = 9 + 26 = 35（共 21 项，其余为 0）　"
    )
    assert desk.view.is_part(desk.cell("granted.natural"))
    assert desk.view.is_part(desk.cell("denied_secret.natural"))
    assert not desk.view.is_part(desk.cell("new.natural"))
    desk.at("new.natural")
    assert not desk.view.is_part(desk.cell("granted.natural"))


def test_that_the_arithmetic_says_what_is_not_filled_in() -> None:
    report = Report("2021", "甲", 2024, cells=figures(requests__new__natural=3))
    said = explain(FORM, report, evaluate(FORM, report), CellRef.parse("requests.new.total"))
    assert "= 3 = 3（共 6 项，5 项未填）" in said.text
    empty = Report("2021", "甲", 2024)
    said = explain(FORM, empty, evaluate(FORM, empty), CellRef.parse("requests.new.total"))
    assert "= 空白（共 6 项，6 项未填）" in said.text


def test_that_a_long_sum_is_cut() -> None:
    cells = {ref: 1 for ref, cell in FORM.cells.items() if ref.table == "requests" and not cell.computed}
    report = Report("2021", "甲", 2024, cells=cells)
    said = explain(FORM, report, evaluate(FORM, report), HANDLED)
    assert "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + … = 21（共 21 项）" in said.text


def test_that_a_printed_total_that_agrees_is_told_too() -> None:
    cells = zeros("requests") | figures(requests__new__total=0)
    report = Report("2021", "甲", 2024, cells=cells)
    said = explain(FORM, report, evaluate(FORM, report), CellRef.parse("requests.new.total"))
    assert "原稿印的总计是 0，按 Delete 去掉。" in said.text


def test_that_every_figure_says_what_it_counts_and_on_which_clause() -> None:
    report = Report("2021", "甲", 2024)
    evaluation = evaluate(FORM, report)
    for ref, cell in FORM.cells.items():
        said = explain(FORM, report, evaluation, ref).text
        assert cell.row.meaning in said
        assert cell.row.clause in said
        assert said.startswith(cell.label)


def test_that_unprinted_subtotals_are_taken_apart() -> None:
    parts = printed_parts(FORM, HANDLED)
    assert len(parts) == 21
    assert all(FORM.cells[part].printed for part in parts)
    assert printed_parts(FORM, NEW) == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], ""),
        ([5], ""),
        ([None, None], ""),
        ([5, None], "计数 1　求和 5　平均 5"),
        ([35, 0, 0], "计数 3　求和 35　平均 11.67"),
        ([Decimal("12.5"), Decimal("0.25")], "计数 2　求和 12.75　平均 6.38"),
    ],
)
def test_that_the_summary_counts_adds_and_averages(values: list[Value], words: str) -> None:
    assert summary_of(values) == words


def test_that_the_summary_follows_the_selection_and_the_figures(desk: Desk) -> None:
    desk.select("new.natural", "new.business")
    assert desk.summaries[-1] == "计数 2　求和 35　平均 17.5"
    desk.session.submit(Edit(EditKind.TYPING, cells={desk.ref("new.business"): 5}), "填写")
    assert desk.summaries[-1] == "计数 2　求和 40　平均 20"
    desk.at("new.natural")
    assert desk.summaries[-1] == ""


def test_that_tooltips_and_screen_readers_tell_what_the_marks_mean(make_desk: MakeDesk) -> None:
    desk = make_desk("requests", zeros("requests", new__natural=3), notes={NEW: "来源单位：<法规科>\n经办人：张三"})
    index = desk.model.index_of(desk.cell("new.natural"))
    tooltip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "相差 3" in tooltip
    assert "备注：来源单位：&lt;法规科&gt;，经办人：张三" in tooltip
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "一、本年新收政府信息公开申请数量 › 申请人情况 › 自然人：3"
    assert "相差 3" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    plain = desk.model.index_of(desk.cell("granted.natural"))
    assert plain.data(Qt.ItemDataRole.ToolTipRole) is None


def test_that_incomplete_totals_say_so(make_desk: MakeDesk) -> None:
    desk = make_desk("requests", figures(requests__new__natural=3))
    index = desk.model.index_of(desk.cell("new.total"))
    assert "未填全" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    blank = desk.model.index_of(desk.cell("new.business"))
    assert blank.data(Qt.ItemDataRole.AccessibleTextRole).endswith("商业企业：空白")
