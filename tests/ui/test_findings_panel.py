from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.evaluation import Finding, evaluate
from model.form import Severity
from model.report import Report
from tests.ui.conftest import OpenWindow
from tests.ui.reports import blank_report, form_2021, full_report, unbalanced_report
from tests.ui.widgets import click, press
from ui.findings_list import FindingsModel, in_order
from ui.findings_panel import FindingsPanel


def _panel(qtbot: QtBot, report: Report) -> FindingsPanel:
    panel = FindingsPanel(form_2021())
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    panel.show_findings(evaluate(form_2021(), report).findings)
    return panel


def _lines(panel: FindingsPanel) -> list[str]:
    return [str(panel.model.index(row).data()) for row in range(panel.model.rowCount())]


def test_that_the_model_keeps_the_rules_of_qt(qapp: QApplication) -> None:
    model = FindingsModel(form_2021())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for report in (blank_report(), unbalanced_report(), full_report()):
        model.show(in_order(form_2021(), evaluate(form_2021(), report).findings))


def test_that_a_clean_report_says_so(qtbot: QtBot) -> None:
    panel = _panel(qtbot, full_report())
    assert panel.summary == "检查结果：未发现问题"
    assert not panel.next_button.isEnabled()


def test_that_findings_are_grouped_by_severity_and_table_with_counts(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    assert panel.summary == "检查结果：2 处错误"
    assert _lines(panel)[0] == "错误 · 申请办理表（2 处）"
    panel.show_findings(evaluate(form_2021(), blank_report()).findings)
    assert [line for line in _lines(panel) if "（1 处）" in line] == [
        "核实 · 主动公开表（1 处）",
        "核实 · 申请办理表（1 处）",
        "核实 · 复议诉讼表（1 处）",
    ]


def test_that_the_panel_has_room_for_whole_lines_only(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    panel.show_findings(
        evaluate(form_2021(), unbalanced_report()).findings + evaluate(form_2021(), blank_report()).findings
    )
    ends = [panel.list.visualRect(panel.model.index(row)).bottom() + 1 for row in range(panel.model.rowCount())]
    above = panel.list.y() + panel.contentsMargins().bottom()
    whole = panel.height_for(10_000)
    panel.resize(900, whole)
    assert panel.list.height() == ends[-1]
    fewer = panel.height_for(whole - 1)
    assert panel.minimumHeight() < fewer < whole
    panel.resize(900, fewer)
    assert panel.list.height() in ends
    assert above < fewer
    assert panel.height_for(0) == panel.minimumHeight()


def test_that_errors_come_before_what_is_to_be_verified(qtbot: QtBot) -> None:
    findings = evaluate(form_2021(), unbalanced_report()).findings + evaluate(form_2021(), blank_report()).findings
    severities = [finding.severity for finding in in_order(form_2021(), findings[::-1])]
    assert severities == sorted(severities, key=list(Severity).index)


def test_that_a_click_on_a_finding_chooses_it(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    place = panel.list.visualRect(panel.model.index(1)).center()
    with qtbot.waitSignal(panel.chosen) as chosen:
        click(panel.list.viewport(), place)
    assert chosen.args == [panel.findings[0]]


def test_that_a_heading_cannot_be_chosen_by_mouse_or_keys(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    place = panel.list.visualRect(panel.model.index(0)).center()
    with qtbot.assertNotEmitted(panel.chosen):
        click(panel.list.viewport(), place)
    press(panel.list, Qt.Key.Key_Down)
    assert panel.list.currentIndex().row() == 1


def test_that_enter_chooses_the_current_finding(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    press(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.chosen):
        press(panel.list, Qt.Key.Key_Return)


def test_that_stepping_goes_through_all_findings_and_begins_anew(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    seen: list[Finding] = []
    panel.chosen.connect(seen.append)
    panel.chosen.connect(panel.follow)
    for _ in range(3):
        panel.step(1)
    panel.step(-1)
    assert seen == [panel.findings[0], panel.findings[1], panel.findings[0], panel.findings[1]]


def test_that_the_collapsed_panel_is_one_line_that_names_the_followed_finding(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    panel.follow(panel.findings[0])
    click(panel.fold_button)
    assert panel.is_collapsed
    assert not panel.list.isVisible()
    assert panel.maximumHeight() == panel.bar_height
    assert panel.followed_words == panel.findings[0].message


def test_that_a_message_is_never_cut_in_a_narrow_window(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    one_line = panel.list.visualRect(panel.model.index(1)).height()
    panel.resize(320, 400)
    qtbot.waitUntil(lambda: panel.list.visualRect(panel.model.index(1)).height() > one_line)


def test_that_the_followed_finding_stays_marked_while_it_exists(qtbot: QtBot) -> None:
    panel = _panel(qtbot, unbalanced_report())
    panel.follow(panel.findings[1])
    panel.show_findings(evaluate(form_2021(), blank_report()).findings)
    assert panel.followed_words == ""
    panel.show_findings(evaluate(form_2021(), unbalanced_report()).findings)
    panel.follow(panel.findings[1])
    panel.show_findings((*evaluate(form_2021(), blank_report()).findings, *panel.findings))
    current = panel.list.currentIndex()
    assert panel.current is not None
    assert current.data() == panel.current.message


def test_that_all_findings_of_a_report_are_in_sight_when_it_is_opened_in_a_high_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    opened = OpenWindow(tmp_path)
    opened.window.settings.set_flag("findings_collapsed", value=False)
    opened.open(unbalanced_report())
    opened.window.resize(1366, 960)
    opened.window.show()
    QTest.qWait(1)
    view = opened.work.view
    assert view is not None
    last = view.panel.list.visualRect(view.panel.model.index(view.panel.model.rowCount() - 1))
    assert view.panel.list.viewport().rect().contains(last)
    assert view.panel.list.height() == last.bottom() + 1
    opened.close()
