"""Texts in the whole window: one undo with the grids, one Escape for two purposes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow
from tests.ui.reports import NEW_NATURAL
from tests.ui.text_bench import press, type_keys
from ui.report_view import ReportView
from ui.settings import FontSize
from ui.texts.page import EditorsPage
from ui.texts.title_page import TitlePage

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(opened: OpenWindow) -> ReportView:
    assert opened.work.view is not None
    return opened.work.view


def texts(view: ReportView) -> EditorsPage:
    page = view.current_page
    assert isinstance(page, EditorsPage)
    return page


def test_that_ctrl_z_in_a_text_undoes_a_figure_and_shows_it_then_the_text(view: ReportView, qtbot: QtBot) -> None:
    view.show_page("problems")
    view.focus_page()
    before = view.session.report
    type_keys(qtbot, "abc")
    view.reveal(NEW_NATURAL)
    type_keys(qtbot, "7\n")
    assert view.session.report.cells[NEW_NATURAL] == 7
    view.show_page("problems")
    view.focus_page()
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert view.session.report.cells == before.cells
    assert view.current_key == "requests"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert view.session.report == before
    assert view.current_key == "problems"
    assert texts(view).editors["problems"].hasFocus()
    press(qtbot, Qt.Key.Key_Y, CONTROL)
    assert "abc" in view.session.report.texts["problems"]


def test_that_escape_closes_the_search_before_it_goes_back(view: ReportView, qtbot: QtBot) -> None:
    view.reveal(NEW_NATURAL)
    type_keys(qtbot, "7\n")
    view.show_page("overview")
    view.follow(view.session.evaluation.open_errors[0])
    view.show_page("problems")
    view.focus_page()
    press(qtbot, Qt.Key.Key_F, CONTROL)
    page = texts(view)
    assert page.find_bar.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.find_bar.isVisible()
    assert view.current_key == "problems"
    press(qtbot, Qt.Key.Key_Escape)
    assert view.current_key == "overview"


def test_that_undo_reaches_the_title_page(view: ReportView, qtbot: QtBot) -> None:
    view.show_page("report")
    view.focus_page()
    page = texts(view)
    page.editors["closing"].setFocus()
    type_keys(qtbot, "abc")
    view.show_page("overview")
    view.focus_page()
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert view.current_key == "report"
    assert page.editors["closing"].hasFocus()
    assert "abc" not in view.session.report.texts.get("closing", "")


def test_that_the_title_page_fits_after_the_letters_became_smaller(opened: OpenWindow, qtbot: QtBot) -> None:
    work = opened.work
    window = work.window
    window.resize(1600, 960)
    work.choose_font_size(FontSize.LARGEST)
    work.show_page("report")
    qtbot.wait(50)
    work.show_page("requests")
    window.resize(1366, 728)
    work.choose_font_size(FontSize.STANDARD)
    work.show_page("overview")
    qtbot.wait(50)
    work.show_page("report")
    qtbot.wait(50)
    assert work.view is not None
    page = work.view.current_page
    assert isinstance(page, TitlePage)
    below = page.closing.parentWidget()
    assert below is not None
    assert page.closing.geometry().bottom() < below.height()
