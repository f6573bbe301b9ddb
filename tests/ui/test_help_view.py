"""The manual inside the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenWindow
from tests.ui.widgets import button, click, press
from ui import help_view
from ui.help_commands import BEGINNING, FINDINGS, PRINTED, SECTION_OF_PAGE, section_for
from ui.help_view import HelpWindow
from ui.theme import DARK, LIGHT, apply


def press_f1(opened: OpenWindow) -> None:
    """Press F1 in the window of the report."""
    opened.window.activateWindow()
    QTest.qWaitForWindowActive(opened.window)
    press(opened.window, Qt.Key.Key_F1)


def shown(opened: OpenWindow) -> HelpWindow:
    found = windows()
    assert len(found) == 1
    let_rest(found[0])
    return found[0]


def let_rest(window: HelpWindow) -> None:
    """Wait until the page is set for its width, however busy the machine is."""
    QTest.qWait(1)
    while window.page._fitting.isActive():
        QTest.qWait(20)


def windows() -> list[HelpWindow]:
    """Return every window with the manual."""
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, HelpWindow)]


def first_line(window: HelpWindow) -> str:
    """Return the first line of the page that is in sight."""
    return window.page.cursorForPosition(window.page.viewport().rect().topLeft()).block().text()


def test_that_help_opens_the_section_on_the_page_in_sight(opened: OpenWindow) -> None:
    view = opened.work.view
    assert view is not None
    for entry in view.navigation.entries.entries:
        opened.work.show_page(entry.key)
        opened.work.menus.actions["使用手册"].trigger()
        window = shown(opened)
        assert window.isVisible()
        assert window.contents.currentItem().text(0) == SECTION_OF_PAGE[entry.key]
    assert len(windows()) == 1


def test_that_the_section_stands_at_the_top(opened: OpenWindow) -> None:
    opened.work.show_page("requests")
    press_f1(opened)
    assert first_line(shown(opened)) == "填三张表"


def test_that_the_menu_leads_to_keys_and_checks(opened: OpenWindow) -> None:
    for words, section in (("快捷键", "快捷键一览"), ("检查项目", "检查项目")):
        opened.work.menus.actions[words].trigger()
        assert shown(opened).contents.currentItem().text(0) == section
        assert first_line(shown(opened)) == section


def test_that_findings_and_the_printed_page_have_sections_of_their_own(opened: OpenWindow) -> None:
    view = opened.work.view
    assert view is not None
    opened.work.show_page("requests")
    opened.work.check()
    assert section_for(view) == FINDINGS
    view.focus_page()
    assert section_for(view) == SECTION_OF_PAGE["requests"]
    opened.work.toggle_preview()
    assert section_for(view) == PRINTED


def test_that_every_section_that_is_asked_for_is_there(empty: OpenWindow) -> None:
    assert section_for(empty.work.view) == BEGINNING
    window = HelpWindow()
    wanted = {BEGINNING, FINDINGS, PRINTED, "快捷键一览", "检查项目", *SECTION_OF_PAGE.values()}
    assert wanted <= set(window.sections)


def test_that_a_search_goes_from_place_to_place_and_round(opened: OpenWindow) -> None:
    press_f1(opened)
    window = shown(opened)
    window.search.setText("待报")
    places = []
    for _ in range(3):
        press(window.search, Qt.Key.Key_Return)
        places.append(window.page.textCursor().position())
        assert window.page.textCursor().selectedText() == "待报"
    assert places == sorted(set(places))
    click(button(window, "上一处"))
    assert window.page.textCursor().position() == places[1]
    window.search.setText("没有这样的词语")
    click(button(window, "下一处"))
    assert "没有找到" in window.status.text()


def test_that_a_link_inside_leads_to_its_section(opened: OpenWindow) -> None:
    press_f1(opened)
    window = shown(opened)
    window.page.anchorClicked.emit(QUrl("#涉密提醒"))
    assert first_line(window) == "涉密提醒"


def test_that_no_picture_is_wider_than_the_page_and_no_line_is_lost(opened: OpenWindow) -> None:
    press_f1(opened)
    window = shown(opened)
    for width in (900, 700, 1200):
        window.resize(width, 600)
        let_rest(window)
        assert not window.page.horizontalScrollBar().isVisible()
        picture = window.page.loadResource(QTextDocument.ResourceType.ImageResource.value, "picture-1")
        assert isinstance(picture, QImage)
        assert picture.width() <= window.page.viewport().width()
        assert window.page.document().pageCount() == 1  # which lays out what is not in sight
        block = window.page.document().begin()
        while block.isValid():
            assert block.layout().lineCount() > 0
            block = block.next()


def test_that_the_place_stays_when_the_width_changes(opened: OpenWindow) -> None:
    opened.work.menus.actions["检查项目"].trigger()
    window = shown(opened)
    window.resize(800, 600)
    let_rest(window)
    assert first_line(window) == "检查项目"


def test_that_the_page_is_dark_on_white_in_every_theme(opened: OpenWindow, qapp: QApplication) -> None:
    for look in (LIGHT, DARK):
        apply(qapp, look)
        press_f1(opened)
        page = shown(opened).page
        shot = page.viewport().grab().toImage()
        assert shot.pixelColor(3, 3).lightness() > 250
        assert min(shot.pixelColor(x, y).lightness() for x in range(20, 200, 2) for y in range(10, 90)) < 120
    apply(qapp, LIGHT)


def test_that_a_browser_can_be_asked_for(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(help_view, "open_in_system", asked.append)
    press_f1(opened)
    click(button(shown(opened), "用浏览器打开"))
    assert [file.name for file in asked] == ["manual.html"]
    assert asked[0].is_file()


def test_that_escape_closes_it_and_f1_opens_it_again(opened: OpenWindow) -> None:
    press_f1(opened)
    window = shown(opened)
    press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    press_f1(opened)
    assert shown(opened).isVisible()


def test_that_it_neither_lies_over_the_work_nor_keeps_the_program_running(opened: OpenWindow) -> None:
    opened.work.menus.actions["使用手册"].trigger()
    window = shown(opened)
    assert window.parentWidget() is None
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
