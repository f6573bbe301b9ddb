"""The table under the mouse: clicks, dragging, the context menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import NONE, SHIFT, Desk, zeros
from tests.ui.grid.parts import click


def drag(desk: Desk, to: QPoint) -> None:
    viewport = desk.view.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(viewport.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        NONE,
    )
    QApplication.sendEvent(viewport, event)


def test_that_a_click_selects_and_a_double_click_edits(desk: Desk) -> None:
    click(desk, "granted.natural")
    assert desk.selected == ["granted.natural"]
    point = desk.view.visualRect(desk.model.index_of(desk.cell("granted.natural"))).center()
    QTest.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, NONE, point)
    assert desk.cell_editor.text() == "9"
    assert desk.cell_editor.keeps_arrows


def test_that_dragging_selects_and_the_first_figure_stays_current(desk: Desk) -> None:
    click(desk, "granted.natural")
    drag(desk, desk.view.visualRect(desk.model.index_of(desk.cell("partial.research"))).center())
    assert len(desk.selected) == 6
    assert desk.here == "granted.natural"


def test_that_dragging_below_the_window_scrolls(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.at("new.natural")
    for _ in range(40):
        drag(desk, QPoint(600, 5000))
    assert desk.view.verticalScrollBar().value() > 0
    assert desk.here == "new.natural"


def test_that_shift_and_a_click_selects_as_far_as_there(desk: Desk) -> None:
    click(desk, "granted.natural")
    click(desk, "partial.business", SHIFT)
    assert len(desk.selected) == 4
    assert desk.here == "granted.natural"


def test_that_a_right_click_inside_a_selection_keeps_it(desk: Desk) -> None:
    desk.select("granted.natural", "partial.business")
    for name, count in (("partial.natural", 4), ("denied_secret.natural", 1)):
        point = desk.view.visualRect(desk.model.index_of(desk.cell(name))).center()
        QTest.mousePress(desk.view.viewport(), Qt.MouseButton.RightButton, NONE, point)
        assert len(desk.selected) == count


def test_that_a_click_on_a_label_between_figures_does_nothing(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive", zeros("proactive"))
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(20, 10))
    assert desk.here == "rules.issued"


def test_that_the_context_menu_offers_what_the_menus_offer(desk: Desk) -> None:
    assert desk.view.actions() == desk.editor.menu_actions
    texts = [action.text() for action in desk.editor.menu_actions]
    assert {"复制", "粘贴", "复制整张表（带表头）", "单元格备注…", "显示整张表"} <= set(texts)
    assert isinstance(QGuiApplication.clipboard().text(), str)
