from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from model.report import Level, Report, Scope
from tests.ui.reports import form_2021, unbalanced_report
from tests.ui.widgets import button, click
from ui.new_year import NewYear, NewYearDialog
from ui.words import LEVEL_WORDS, SCOPE_WORDS, covered, scopes_of


def _dialog(
    qtbot: QtBot,
    level: Level | None = Level.COUNTY,
    existing: frozenset[tuple[int, Scope | None]] = frozenset(),
    last: Report | None = None,
) -> NewYearDialog:
    dialog = NewYearDialog(form_2021(), level, existing, lambda _year, _scope: last, date(2026, 1, 5))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_that_in_january_last_calendar_year_is_proposed(qtbot: QtBot) -> None:
    assert _dialog(qtbot).choice == NewYear(2025, Level.COUNTY, Scope.OWN)


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


@pytest.mark.parametrize("level", list(Level))
def test_that_every_level_and_scope_has_words_and_a_deadline(level: Level) -> None:
    for scope in scopes_of(level):
        assert covered(level, scope)
        assert SCOPE_WORDS[scope]
        assert form_2021().deadline(level, scope) is not None
