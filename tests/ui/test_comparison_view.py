"""The page 与上年对比 in the window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from model.report import Edit, EditKind
from tests.ui.conftest import OpenWindow
from tests.ui.reports import NEW_NATURAL, full_report
from tests.ui.widgets import children, click, press
from ui.chart import ComparisonChart
from ui.comparison_view import ComparisonPage
from ui.navigation import COMPARISON


def _page(opened: OpenWindow) -> ComparisonPage:
    view = opened.work.view
    assert view is not None
    QApplication.processEvents()  # the window becomes the active one
    press(opened.window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert view.current_key == COMPARISON
    page = view.current_page
    assert isinstance(page, ComparisonPage)
    return page


@pytest.fixture
def compared(opened: OpenWindow) -> ComparisonPage:
    """The page of a report of which last year's is known: 9 new applications after 30."""
    last = replace(full_report(), year=2023, cells={**full_report().cells, NEW_NATURAL: 30}, source="上年.pdf")
    assert opened.desk.session is not None
    opened.desk.session.submit(Edit(EditKind.IMPORT, properties={"previous": last}), "读入")
    return _page(opened)


def _row(page: ComparisonPage, words: str) -> int:
    return next(row for row, line in enumerate(page.lines) if words in line.label)


def _texts(page: ComparisonPage, row: int) -> list[str]:
    items = (page.table.item(row, column) for column in range(1, page.table.columnCount()))
    return [item.text() for item in items if item is not None]


def test_that_without_last_years_report_the_page_says_how_to_get_one(opened: OpenWindow) -> None:
    page = _page(opened)
    assert page.table.rowCount() == 0
    assert "读入上年报告" in page._guidance.text()
    assert not page.insert_button.isEnabled()


def test_that_both_years_stand_side_by_side_with_change_and_per_cent(compared: ComparisonPage) -> None:
    assert _texts(compared, _row(compared, "本年新收")) == ["9", "30", "-21", "-70.0%"]
    assert _texts(compared, _row(compared, "规章")) == ["0", "0", "0", "—"]
    assert len(children(compared, ComparisonChart)) == 1


def test_that_a_jump_is_lit(compared: ComparisonPage) -> None:
    lit = compared.table.item(_row(compared, "本年新收"), 0)
    plain = compared.table.item(_row(compared, "规章"), 0)
    assert lit is not None
    assert plain is not None
    assert lit.background() != plain.background()


def test_that_a_sentence_goes_into_the_text_with_live_numbers(opened: OpenWindow, compared: ComparisonPage) -> None:
    session, view = opened.desk.session, opened.work.view
    assert session is not None
    assert view is not None
    compared.table.setFocus()
    for _ in range(_row(compared, "本年新收")):
        press(compared.table, Qt.Key.Key_Down)
    assert compared.sentence_label.text() == "本年新收政府信息公开申请9件，较上年减少21件，下降70.0%。"
    before = session.report
    click(compared.insert_button)
    lines = session.report.texts["overview"].split("\n")
    passage = lines[lines.index("（二）依申请公开") + 1]
    assert passage.endswith(
        "下降{{percent(previous.requests.new.total - requests.new.total, previous.requests.new.total, 1)}}。"
    )
    assert view.current_key == "overview"
    session.undo_stack.undo()
    assert session.report == before


def test_that_a_double_click_leads_to_the_figure(opened: OpenWindow, compared: ComparisonPage) -> None:
    view = opened.work.view
    assert view is not None
    item = compared.table.item(_row(compared, "本年新收"), 0)
    assert item is not None
    place = compared.table.visualItemRect(item).center()
    click(compared.table.viewport(), place)
    QTest.mouseDClick(compared.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert view.current_key == "requests"
    assert str(view.current_page.current_place()) == "requests.new.total"
