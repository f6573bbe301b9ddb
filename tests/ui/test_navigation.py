import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.evaluation import evaluate
from model.report import Report
from tests.ui.reports import blank_report, form_2021, full_report, unbalanced_report
from tests.ui.widgets import press
from ui.navigation import Navigation, NavigationModel
from ui.progress import section_states
from ui.settings import FontSize
from ui.theme import LIGHT, apply


def _navigation(qtbot: QtBot, report: Report) -> Navigation:
    navigation = Navigation(form_2021())
    qtbot.addWidget(navigation)
    navigation.show_states(section_states(form_2021(), report, evaluate(form_2021(), report)))
    navigation.resize(navigation.width(), 400)
    navigation.show()
    return navigation


def _spoken(navigation: Navigation, key: str) -> str:
    index = navigation.entries.index(navigation.entries.row_of(key))
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_that_the_model_keeps_the_rules_of_qt(qapp: QApplication) -> None:
    model = NavigationModel(form_2021())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for report in (blank_report(), unbalanced_report(), full_report()):
        model.show_states(section_states(form_2021(), report, evaluate(form_2021(), report)))


def test_that_the_chapters_stand_in_printed_order_between_start_and_closing(qtbot: QtBot) -> None:
    labels = [entry.label for entry in _navigation(qtbot, blank_report()).entries.entries]
    assert labels[0] == "首页"
    assert labels[1:-2] == [section.short_title for section in form_2021().sections]
    assert labels[-2:] == ["标题与落款", "与上年对比"]


def test_that_the_state_of_a_chapter_can_be_heard(qtbot: QtBot) -> None:
    navigation = _navigation(qtbot, unbalanced_report())
    assert _spoken(navigation, "requests") == "三、申请办理，已填完，2 处错误"
    assert _spoken(navigation, "appeals") == "四、复议诉讼，已填完"


def test_that_the_mark_of_a_chapter_changes_on_the_screen(qtbot: QtBot) -> None:
    pictures = [
        _navigation(qtbot, report).grab().toImage() for report in (blank_report(), full_report(), unbalanced_report())
    ]
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


@pytest.mark.parametrize("size", list(FontSize))
def test_that_no_label_is_cut_at_any_font_size(qtbot: QtBot, qapp: QApplication, size: FontSize) -> None:
    apply(qapp, LIGHT, size.points)
    navigation = _navigation(qtbot, unbalanced_report())
    bold = navigation.font()
    bold.setBold(True)
    navigation.setFont(bold)
    unit = navigation.fontMetrics().height()
    widest = max(navigation.fontMetrics().horizontalAdvance(entry.label) for entry in navigation.entries.entries)
    # Icon and margin take two units, the mark at the right four.
    assert widest + 2 * unit + 3.5 * unit <= navigation.width()
    apply(qapp, LIGHT)


def test_that_choosing_with_the_keys_tells_which_chapter(qtbot: QtBot) -> None:
    navigation = _navigation(qtbot, blank_report())
    navigation.show_current("start")
    with qtbot.waitSignal(navigation.chosen) as chosen:
        press(navigation, Qt.Key.Key_Down)
    assert chosen.args == ["overview"]


def test_that_showing_an_entry_tells_nobody(qtbot: QtBot) -> None:
    navigation = _navigation(qtbot, blank_report())
    with qtbot.assertNotEmitted(navigation.chosen):
        navigation.show_current("appeals")
