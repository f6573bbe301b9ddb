from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from model.report import Level, Report, Scope
from tests.ui.conftest import OpenWindow
from tests.ui.reports import form_2021, unbalanced_report
from tests.ui.sources import CARRIED_IN, copy_page, last_year, open_dialog
from tests.ui.widgets import button, children, click
from ui.confirmation import ConfirmationSheet
from ui.first_start import FirstStartPage
from ui.new_year import NewYear, NewYearDialog
from ui.theme import LIGHT, apply
from ui.words import LEVEL_WORDS, SCOPE_WORDS, covered, scopes_of


def _dialog(
    qtbot: QtBot,
    level: Level | None = Level.COUNTY,
    existing: frozenset[tuple[int, Scope | None]] = frozenset(),
    last: Report | None = None,
) -> NewYearDialog:
    dialog = NewYearDialog(
        form_2021(), "清岚县人民政府办公室", level, existing, lambda _year, _scope: last, date(2026, 1, 5)
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_that_in_january_last_calendar_year_is_proposed(qtbot: QtBot) -> None:
    assert _dialog(qtbot).choice == NewYear(2025, Level.COUNTY, Scope.OWN)


@pytest.mark.parametrize("points", [10.5, 14.0])
def test_that_a_label_stands_on_the_line_of_what_is_beside_it(qtbot: QtBot, qapp: QApplication, points: float) -> None:
    apply(qapp, LIGHT, points)
    dialog = _dialog(qtbot, last=unbalanced_report())
    labels = {label.text(): label for label in children(dialog, QLabel)}
    source = next(label for words, label in labels.items() if words.startswith("年报文件中的"))
    pairs = ((labels["报告范围"], dialog.scope_buttons[Scope.OWN]), (labels["上年报告"], source))
    apart = [abs(_middle(label, dialog) - _middle(beside, dialog)) for label, beside in pairs]
    apply(qapp, LIGHT)
    assert max(apart) <= 1


def _middle(part: QWidget, dialog: NewYearDialog) -> int:
    return part.mapTo(dialog, part.rect().center()).y()


def test_that_the_figures_that_come_over_stand_in_a_table_of_one_row(qtbot: QtBot) -> None:
    table = _dialog(qtbot, last=unbalanced_report()).last_year.table
    lines = table.rowHeight(0) + table.horizontalHeader().height()
    assert lines <= table.height() <= lines + 2 * table.frameWidth()


def test_that_nothing_is_made_before_the_kind_of_organ_is_known(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot, level=None)
    assert not button(dialog, "新建").isEnabled()
    dialog.level_box.setCurrentIndex(list(LEVEL_WORDS).index(Level.TOWNSHIP))
    assert dialog.choice == NewYear(2025, Level.TOWNSHIP, Scope.OWN)
    assert button(dialog, "新建").isEnabled()


def test_that_a_township_rolls_nothing_up(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    click(dialog.scope_buttons[Scope.AGGREGATE])
    dialog.level_box.setCurrentIndex(list(LEVEL_WORDS).index(Level.TOWNSHIP))
    assert dialog.choice == NewYear(2025, Level.TOWNSHIP, Scope.OWN)
    assert not dialog.scope_buttons[Scope.AGGREGATE].isEnabled()


def test_that_a_year_that_exists_is_refused_with_the_reason(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot, existing=frozenset({(2025, Scope.OWN)}))
    assert dialog.sentence.startswith("2025 年度 · 本机关的报告已经有了")
    assert not button(dialog, "新建").isEnabled()
    dialog.scope_buttons[Scope.AGGREGATE].setChecked(True)
    assert button(dialog, "新建").isEnabled()


def test_that_it_says_beforehand_what_comes_over_from_last_year(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot, last=unbalanced_report())
    assert "上年结转 3 件" in dialog.sentence
    assert "报送并公布截止：2026 年 1 月 31 日（星期六）" in dialog.sentence
    assert "没有 2024 年度 · 本机关的报告" in _dialog(qtbot).sentence


def test_that_each_column_that_comes_over_is_shown(qtbot: QtBot) -> None:
    table = _dialog(qtbot, last=unbalanced_report()).last_year.table
    header, figure = table.horizontalHeaderItem(0), table.item(0, 0)
    assert header is not None
    assert figure is not None
    assert (header.text(), figure.text()) == ("自然人", "3")


def test_that_the_figures_that_come_over_are_in_sight(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, LIGHT)
    table = _dialog(qtbot, last=unbalanced_report()).last_year.table
    assert table.viewport().height() >= table.rowHeight(0) > 20


def test_that_an_empty_clipboard_is_said_in_the_wizard(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    click(button(dialog, "粘贴网页内容"))
    assert "剪贴板里没有文字" in dialog.last_year.words


def test_that_what_was_read_counts_for_its_year_only(qtbot: QtBot, tmp_path: Path) -> None:
    copy_page(last_year(), tmp_path)
    dialog = _dialog(qtbot)
    dialog.year_box.setCurrentIndex(dialog.year_box.findData(2024))
    _confirm_next()
    click(button(dialog, "粘贴网页内容"))
    qtbot.waitUntil(lambda: "来源：粘贴的内容" in dialog.last_year.words, timeout=20_000)
    choice = dialog.choice
    assert choice is not None
    assert choice.last is not None
    assert "上年结转 3 件" in dialog.sentence
    dialog.year_box.setCurrentIndex(dialog.year_box.findData(2025))
    choice = dialog.choice
    assert choice is not None
    assert choice.last is None


def test_that_from_nothing_a_pasted_page_leads_to_a_new_year_with_traceable_figures(
    empty: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = empty.window.body.currentWidget()
    assert isinstance(page, FirstStartPage)
    page.use_folder(tmp_path)
    page.name_edit.setText("清岚县人民政府办公室")
    page.level_box.setCurrentIndex(list(LEVEL_WORDS).index(Level.COUNTY))
    this_year = date.today().year - 1  # noqa: DTZ011 (what the wizard proposes)
    copy_page(replace(last_year(), year=this_year - 1), tmp_path)

    def fill_in() -> None:
        dialog = open_dialog()
        assert isinstance(dialog, NewYearDialog)
        _confirm_next()
        click(button(dialog, "粘贴网页内容"))
        qtbot.waitUntil(lambda: "来源：粘贴的内容" in dialog.last_year.words, timeout=20_000)
        click(button(dialog, "新建"))

    QTimer.singleShot(0, fill_in)
    click(page.begin_button)
    session = empty.desk.session
    assert session is not None
    assert session.report.year == this_year
    assert session.report.cells[CARRIED_IN] == 3
    assert "来源：粘贴的内容 第 " in session.report.notes[CARRIED_IN]
    assert session.report.previous is not None
    assert session.report.previous.source == "粘贴的内容"
    assert session.undo_stack.count == 1


def _confirm_next() -> None:
    """Press 读入 in the confirmation sheet that opens next."""
    timer = QTimer(QApplication.instance(), interval=20)

    def look() -> None:
        dialog = open_dialog()
        if isinstance(dialog, ConfirmationSheet):
            timer.stop()
            click(button(dialog, "读入"))

    timer.timeout.connect(look)
    timer.start()


@pytest.mark.parametrize("level", list(Level))
def test_that_every_level_and_scope_has_words_and_a_deadline(level: Level) -> None:
    for scope in scopes_of(level):
        assert covered(level, scope)
        assert SCOPE_WORDS[scope]
        assert form_2021().deadline(level, scope) is not None
