from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QFrame, QLabel
from pytestqt.qtbot import QtBot

from model.evaluation import evaluate
from model.form import Severity
from model.report import Edit, EditKind, Level, Report, Scope
from tests.ui.reports import CARRIED_OUT, TEXTS, blank_report, form_2021, full_report, unbalanced_report
from tests.ui.widgets import children, click
from ui.chart import ComparisonChart, axis_maximum, number_lefts
from ui.findings_list import SEVERITY_WORDS
from ui.progress import section_states
from ui.session import ReportSession
from ui.start_page import StartPage, steps


def _page(qtbot: QtBot, report: Report, today: date = date(2025, 1, 19)) -> StartPage:
    page = StartPage(ReportSession(form_2021(), report), today)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    return page


def _words(page: StartPage) -> list[str]:
    return [label.text() for label in children(page, QLabel)]


def test_that_done_chapters_errors_and_what_to_verify_are_counted(qtbot: QtBot) -> None:
    words = _words(_page(qtbot, unbalanced_report()))
    assert words[words.index("已完成章节") - 1] == "5/6"
    assert words[words.index("必须改正的错误") - 1] == "2"
    assert words[words.index("需要核实") - 1] == "0"


def test_that_the_numbers_follow_an_edit(qtbot: QtBot) -> None:
    session = ReportSession(form_2021(), unbalanced_report())
    page = StartPage(session)
    qtbot.addWidget(page)
    page.show()
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 0}), "填写")
    words = _words(page)
    assert words[words.index("必须改正的错误") - 1] == "0"


@pytest.mark.parametrize(
    ("level", "scope", "today", "left", "until"),
    [
        (Level.COUNTY, Scope.OWN, date(2025, 1, 19), "还有 12 天", "2025 年 1 月 31 日（星期五）"),
        (Level.COUNTY, Scope.AGGREGATE, date(2025, 2, 20), "今天截止", "2025 年 2 月 20 日（星期四）"),
        (Level.CITY, Scope.AGGREGATE, date(2025, 3, 13), "已过 3 天", "2025 年 3 月 10 日（星期一）"),
        (Level.PROVINCE, Scope.AGGREGATE, date(2025, 3, 1), "还有 30 天", "2025 年 3 月 31 日（星期一）"),
    ],
)
def test_that_the_deadline_is_that_of_the_level_and_scope(
    qtbot: QtBot, level: Level, scope: Scope, today: date, left: str, until: str
) -> None:
    words = _words(_page(qtbot, replace(blank_report(), level=level, scope=scope), today))
    assert left in words
    assert f"报送并公布截止：{until}" in words


def test_that_a_deadline_on_a_weekend_says_so(qtbot: QtBot) -> None:
    words = _words(_page(qtbot, replace(blank_report(), year=2025)))
    assert "当天是休息日，请提前完成。" in words
    words = _words(_page(qtbot, replace(blank_report(), year=2025), date(2026, 2, 1)))
    assert "当天是休息日，请提前完成。" not in words


def test_that_an_unknown_kind_of_organ_has_no_deadline(qtbot: QtBot) -> None:
    words = _words(_page(qtbot, replace(blank_report(), level=None)))
    assert "填写单位类型和报告范围后，这里显示截止日期" in words


def test_that_the_steps_say_what_is_missing_and_lead_there() -> None:
    report = replace(blank_report(), texts={"problems": TEXTS["problems"]})
    tables, texts, findings, export = steps(
        form_2021(), section_states(form_2021(), report, evaluate(form_2021(), report))
    )
    assert tables.state == "还缺：主动公开表、申请办理表、复议诉讼表"
    assert (texts.state, texts.buttons) == ("还缺：一、总体情况、六、其他事项", (("去撰写", "overview"),))
    found = Counter(finding.severity for finding in evaluate(form_2021(), report).findings)
    parts = [f"{found[severity]} 处{SEVERITY_WORDS[severity]}" for severity in (Severity.ERROR, Severity.WARNING)]
    assert findings.state == "，".join(part for part in parts if not part.startswith("0"))
    assert [target for _, target in export.buttons] == ["export"]


def test_that_the_first_undone_step_stands_out_and_is_clickable(qtbot: QtBot) -> None:
    page = _page(qtbot, unbalanced_report())
    assert [button.property("primary") for button in page.step_buttons] == [False, False, True, False]
    with qtbot.waitSignal(page.chosen) as chosen:
        click(page.step_buttons[2])
    assert chosen.args == ["findings"]


def test_that_last_year_is_compared_only_when_there_is_one(qtbot: QtBot) -> None:
    assert not children(_page(qtbot, full_report()), ComparisonChart)
    empty_last = replace(full_report(), previous=replace(blank_report(), year=2023))
    assert not children(_page(qtbot, empty_last), ComparisonChart)
    with_last = replace(full_report(), previous=replace(full_report(), year=2023))
    (chart,) = children(_page(qtbot, with_last), ComparisonChart)
    assert "本年新收：2023 年 9，2024 年 9" in chart.accessibleDescription()


@pytest.mark.parametrize(("largest", "top"), [(0, 5), (5, 5), (6, 10), (45, 50), (101, 200), (9487, 10000)])
def test_that_the_axis_of_the_chart_ends_at_a_round_number(largest: int, top: int) -> None:
    assert axis_maximum(largest) == top


@given(st.floats(4, 60), st.floats(4, 60), st.floats(4, 60))
def test_that_the_numbers_above_a_pair_of_bars_never_touch(bar: float, before: float, now: float) -> None:
    left, right = number_lefts(100, bar, (before, now), 4)
    assert left + before + 3.99 <= right
    if before < bar - 4:
        assert left + before / 2 == pytest.approx(100 - 1 - bar / 2)


@pytest.mark.parametrize("width", [420, 560, 800, 1100, 1500])
def test_that_no_card_is_cut_at_any_width(qtbot: QtBot, width: int) -> None:
    report = replace(unbalanced_report(), previous=replace(full_report(), year=2023, previous=None))
    page = _page(qtbot, report)
    page.resize(width, 700)
    qtbot.waitUntil(lambda: all(card.mapTo(page, card.rect().topRight()).x() <= width for card in _cards(page)))
    assert len(_cards(page)) == 6


def _cards(page: StartPage) -> list[QFrame]:
    return [frame for frame in children(page, QFrame) if frame.objectName() == "card"]
