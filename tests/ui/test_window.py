"""The window as its users have it: keys and the mouse in, what is on the screen out."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from model.cells import CellRef
from model.report import Report
from tests.ui.conftest import OpenWindow
from tests.ui.reports import CARRIED_OUT, GRANTED_NATURAL, NEW_NATURAL, unbalanced_report
from tests.ui.widgets import button, children, click, press
from ui.navigation import COMPARISON, START
from ui.report_view import ReportView
from ui.settings import FontSize, Settings
from ui.texts.text_page import TextPage
from ui.theme import LIGHT, apply
from ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def _view(opened: OpenWindow) -> ReportView:
    view = opened.work.view
    assert view is not None
    return view


def _report(opened: OpenWindow) -> Report:
    return _view(opened).session.report


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _type(text: str) -> None:
    """Type as a person does: each key goes to whatever has the keyboard then."""
    for letter in text:
        QTest.keyClicks(_focus(), letter)


def _go_to(opened: OpenWindow, ref: CellRef) -> None:
    _view(opened).reveal(ref)


def test_that_a_figure_typed_in_the_window_is_in_the_file_a_moment_later(opened: OpenWindow, qtbot: QtBot) -> None:
    _go_to(opened, CARRIED_OUT)
    with qtbot.waitSignal(opened.desk.saved):
        _type("3")
        press(_focus(), Qt.Key.Key_Return)
    assert _report(opened).cells[CARRIED_OUT] == 3
    assert opened.window.header.saved.text().startswith("已自动保存 ")


def test_that_findings_and_marks_follow_every_entry(opened: OpenWindow) -> None:
    view = _view(opened)
    _go_to(opened, CARRIED_OUT)
    _type("3")
    press(_focus(), Qt.Key.Key_Return)
    assert view.panel.summary == "检查结果：2 处错误"
    row = view.navigation.entries.row_of("requests")
    assert view.navigation.entries.index(row).data(Qt.ItemDataRole.ToolTipRole) == "已填完，2 处错误"
    press(_focus(), Qt.Key.Key_Z, CONTROL)
    assert view.panel.summary == "检查结果：未发现问题"
    press(_focus(), Qt.Key.Key_Y, CONTROL)
    assert view.panel.summary == "检查结果：2 处错误"


def test_that_undo_leads_back_to_the_place(opened: OpenWindow) -> None:
    _go_to(opened, CARRIED_OUT)
    _type("3")
    press(_focus(), Qt.Key.Key_Return)
    press(opened.window, Qt.Key.Key_1, CONTROL)
    assert _view(opened).current_key == START
    press(_focus(), Qt.Key.Key_Z, CONTROL)
    assert _view(opened).current_key == "requests"
    assert _view(opened).current_page.current_place() == CARRIED_OUT


@pytest.fixture
def unbalanced(empty: OpenWindow) -> OpenWindow:
    empty.open(unbalanced_report())
    return empty


def test_that_f8_leads_to_each_finding_and_escape_back(unbalanced: OpenWindow) -> None:
    view = _view(unbalanced)
    _go_to(unbalanced, NEW_NATURAL)
    seen: list[object] = []
    view.session.highlighted.connect(seen.append)
    press(_focus(), Qt.Key.Key_F8)
    first = view.current_page.current_place()
    press(_focus(), Qt.Key.Key_F8)
    press(_focus(), Qt.Key.Key_F8, SHIFT)
    assert view.current_page.current_place() == first == view.panel.findings[0].cells[0]
    assert seen == [view.panel.findings[0], view.panel.findings[1], view.panel.findings[0]]
    press(_focus(), Qt.Key.Key_Escape)
    assert view.current_page.current_place() == NEW_NATURAL
    assert seen[-1] is None


def test_that_alt_left_returns_to_the_page_one_came_from(unbalanced: OpenWindow) -> None:
    view = _view(unbalanced)
    assert view.current_key == START
    press(_focus(), Qt.Key.Key_F8)
    assert view.current_key == "requests"
    press(_focus(), Qt.Key.Key_Left, ALT)
    assert view.current_key == START


def test_that_escape_in_an_open_cell_gives_up_the_entry_only(unbalanced: OpenWindow) -> None:
    view = _view(unbalanced)
    press(_focus(), Qt.Key.Key_F8)
    place = view.current_page.current_place()
    _go_to(unbalanced, GRANTED_NATURAL)
    _type("7")
    press(_focus(), Qt.Key.Key_Escape)
    assert _report(unbalanced).cells[GRANTED_NATURAL] == 9
    assert view.current_page.current_place() == GRANTED_NATURAL != place


def test_that_a_click_on_a_finding_goes_there(unbalanced: OpenWindow) -> None:
    view = _view(unbalanced)
    view.panel.show_collapsed(collapsed=False)
    QApplication.processEvents()
    click(view.panel.list.viewport(), view.panel.list.visualRect(view.panel.model.index(1)).center())
    assert view.current_key == "requests"
    assert view.current_page.isAncestorOf(_focus())


def test_that_f6_moves_between_the_panes_and_back(unbalanced: OpenWindow) -> None:
    view = _view(unbalanced)
    view.panel.show_collapsed(collapsed=False)
    _go_to(unbalanced, NEW_NATURAL)
    places: list[str] = []
    for _ in range(3):
        press(_focus(), Qt.Key.Key_F6)
        areas = {"findings": view.panel, "list": view.navigation, "page": view.pages}
        places += [name for name, area in areas.items() if area is _focus() or area.isAncestorOf(_focus())]
    assert places == ["findings", "list", "page"]
    press(_focus(), Qt.Key.Key_F6, SHIFT)
    assert _focus() is view.navigation


def test_that_every_page_opens_with_its_number(opened: OpenWindow) -> None:
    view = _view(opened)
    keys = [entry.key for entry in view.navigation.entries.entries]
    for number, key in enumerate(keys, 1):
        press(opened.window, Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        assert view.current_key == key
    assert len(keys) == 9


def test_that_a_click_in_the_list_opens_the_chapter(opened: OpenWindow) -> None:
    navigation = _view(opened).navigation
    row = navigation.entries.row_of("appeals")
    click(navigation.viewport(), navigation.visualRect(navigation.entries.index(row)).center())
    assert _view(opened).current_key == "appeals"


def test_that_what_is_typed_after_a_click_in_the_list_goes_into_the_table(opened: OpenWindow) -> None:
    navigation = _view(opened).navigation
    row = navigation.entries.row_of("appeals")
    click(navigation.viewport(), navigation.visualRect(navigation.entries.index(row)).center())
    _type("7")
    press(_focus(), Qt.Key.Key_Return)
    assert _report(opened).cells[CellRef("appeals", "reconsideration", "upheld")] == 7


def test_that_enter_leads_from_the_list_into_the_page(opened: OpenWindow) -> None:
    view = _view(opened)
    view.navigation.setFocus()
    view.show_page("proactive")
    press(view.navigation, Qt.Key.Key_Down)
    assert _focus() is view.navigation
    press(view.navigation, Qt.Key.Key_Return)
    assert view.current_key == "requests"
    assert view.current_page.isAncestorOf(_focus())


def test_that_enter_presses_the_button_that_has_the_keyboard(opened: OpenWindow) -> None:
    step = button(_view(opened).current_page, "查看")
    step.setFocus()
    press(step, Qt.Key.Key_Return)
    assert _view(opened).current_key != START


def test_that_the_check_button_opens_the_findings(unbalanced: OpenWindow) -> None:
    view = _view(unbalanced)
    view.panel.show_collapsed(collapsed=True)
    (check,) = [tool for tool in children(unbalanced.window.header, QToolButton) if tool.text() == "检查"]
    click(check)
    assert not view.panel.is_collapsed
    assert _focus() is view.panel.list
    assert unbalanced.window.status.message == "检查结果：2 处错误"


def test_that_the_header_buttons_keep_their_places_whatever_was_done(opened: OpenWindow) -> None:
    tools = [tool for tool in children(opened.window.header, QToolButton) if tool.icon()]
    before = [tool.geometry() for tool in tools]
    _go_to(opened, CARRIED_OUT)
    _type("3")
    press(_focus(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert [tool.geometry() for tool in tools] == before
    assert opened.work.menus.actions["撤销"].text() != "撤销"


def test_that_every_function_is_in_the_menu_bar(opened: OpenWindow) -> None:
    offered = {action.text().split("(")[0].rstrip("…") for action in _all_actions(opened)}
    assert offered >= {
        *("新建年度", "打开年报文件", "另存年报文件", "备份年报文件", "保存版本", "命名保存"),
        *("打印", "导出", "导出报告文件", "导入报告文件", "单位和填报人", "删除本年度", "退出"),
        *("撤销", "恢复", "检查", "下一处问题", "上一处问题", "回到原处", "下一个区域"),
        *("标准字号", "大字号", "特大字号", "浅色", "深色", "快捷键", "打开样例", "关于", "首页", "标题与落款"),
    }


def _all_actions(opened: OpenWindow) -> list[QAction]:
    return [action for menu in children(opened.window.menuBar(), QMenu) for action in menu.actions()]


def test_that_the_edit_menu_offers_what_the_page_can_do(opened: OpenWindow) -> None:
    opened.work.show_page("requests")
    opened.work.edit_menu.aboutToShow.emit()
    words = [action.text() for action in opened.work.edit_menu.actions()]
    assert "粘贴" in words
    assert "向下填充" in words
    opened.work.show_page("overview")
    opened.work.edit_menu.aboutToShow.emit()
    words = [action.text() for action in opened.work.edit_menu.actions()]
    assert words.count("粘贴") == 1
    assert "查找…" in words
    assert "向下填充" not in words


def test_that_no_two_commands_of_the_window_have_the_same_keys(opened: OpenWindow) -> None:
    keys = [key.toString() for action in opened.window.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("size", list(FontSize))
def test_that_the_window_fits_the_screen_at_every_font_size(opened: OpenWindow, size: FontSize) -> None:
    opened.work.choose_font_size(size)
    QApplication.processEvents()
    assert opened.window.width() == 1366
    assert opened.window.minimumSizeHint().width() <= 1366
    assert opened.window.minimumSizeHint().height() <= 768
    assert Settings(opened.folder / "settings.ini").font_size is size
    opened.work.choose_font_size(FontSize.STANDARD)


def test_that_looks_are_remembered(opened: OpenWindow, qapp: QApplication) -> None:
    (dark,) = [action for action in _all_actions(opened) if action.text() == "深色"]
    dark.trigger()
    assert qapp.palette().window().color().lightness() < 80
    again = Settings(opened.folder / "settings.ini")
    assert again.appearance.value == "dark"
    apply(qapp, LIGHT)


def test_that_the_selection_is_summed_up_in_the_status_bar(opened: OpenWindow) -> None:
    _go_to(opened, NEW_NATURAL)
    press(_focus(), Qt.Key.Key_Down, SHIFT)
    assert "求和" in opened.window.status.summary or "和" in opened.window.status.summary
    press(opened.window, Qt.Key.Key_1, CONTROL)
    assert opened.window.status.summary == ""


def test_that_the_zoom_buttons_enlarge_the_table(opened: OpenWindow) -> None:
    opened.work.show_page("requests")
    before = _view(opened).current_page.zoom_percent
    (larger,) = [tool for tool in children(opened.window.status, QToolButton) if tool.text() == "＋"]
    click(larger)
    assert _view(opened).current_page.zoom_percent > before


def _turn_wheel(field: QAbstractScrollArea) -> None:
    """Turn the wheel once away from the user with Ctrl held."""
    place, nothing, turn = QPoint(50, 50), QPoint(), QPoint(0, 120)
    everywhere = QPointF(field.viewport().mapToGlobal(place))
    button, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(QPointF(place), everywhere, nothing, turn, button, CONTROL, phase, False)
    QApplication.sendEvent(field.viewport(), event)


@pytest.mark.parametrize("key", ["requests", "overview"])
def test_that_the_zoom_in_the_status_bar_follows_wheel_and_keys(opened: OpenWindow, key: str) -> None:
    def shown() -> str:
        labels = (label.text() for label in children(opened.window.status, QLabel))
        return next(text for text in labels if text.endswith("%"))

    opened.work.show_page(key)
    field = _focus()
    assert isinstance(field, QAbstractScrollArea)
    assert shown() == "100%"
    _turn_wheel(field)
    assert shown() == "110%"
    press(field, Qt.Key.Key_Minus, CONTROL)
    assert shown() == "100%"
    _turn_wheel(field)
    press(field, Qt.Key.Key_0, CONTROL)
    assert shown() == f"{_view(opened).zoom_percent}%" != "110%"


def test_that_the_comparison_has_the_room_of_the_printed_page(opened: OpenWindow) -> None:
    opened.window.resize(1700, 900)
    view = _view(opened)
    opened.work.show_page("requests")
    QTest.qWait(30)
    assert view.preview.isVisible()
    beside = view.splitter.width()
    opened.work.show_page(COMPARISON)
    QTest.qWait(30)
    assert not view.preview.isVisible()
    assert view.splitter.width() > beside
    opened.work.toggle_preview()
    assert opened.window.status.message == "“与上年对比”不印在报告里，没有打印效果。"
    opened.work.show_page("requests")
    assert view.preview.isVisible()


def test_that_an_edit_of_a_read_only_report_is_refused_in_the_status_bar(opened: OpenWindow) -> None:
    _view(opened).session.read_only_reason = "2024 年的报告已经定稿锁定。"
    _go_to(opened, CARRIED_OUT)
    _type("3")
    press(_focus(), Qt.Key.Key_Return)
    assert _report(opened).cells[CARRIED_OUT] == 0
    assert opened.window.status.message == "2024 年的报告已经定稿锁定。"


def test_that_the_start_page_leads_to_what_is_missing(unbalanced: OpenWindow) -> None:
    view = _view(unbalanced)
    unbalanced.work.show_page(START)
    click(button(view.current_page, "逐处查看"))
    assert view.current_key == "requests"
    assert view.panel.current == view.panel.findings[0]


def test_that_the_window_remembers_its_size(opened: OpenWindow, tmp_path: Path) -> None:
    opened.window.resize(1280, 720)
    opened.window.close()
    assert not Settings(tmp_path / "settings.ini").bytes("geometry").isEmpty()


@pytest.mark.parametrize("screen", [QSize(1280, 680), QSize(1366, 728), QSize(910, 472)])
def test_that_the_window_is_never_larger_than_the_screen(qtbot: QtBot, tmp_path: Path, screen: QSize) -> None:
    settings = Settings(tmp_path / "settings.ini")
    usual = MainWindow(settings)
    qtbot.addWidget(usual)
    settings.set_bytes("geometry", usual.saveGeometry())
    for _ in ("the first time", "with the size of last time"):
        window = MainWindow(settings)
        qtbot.addWidget(window)
        window.fit(screen)
        window.show()
        assert window.size().boundedTo(screen) == window.size()
        assert window.minimumSize().boundedTo(screen) == window.minimumSize()
        settings.set_bytes("geometry", window.saveGeometry())


def test_that_the_summary_is_that_of_the_page_in_sight(opened: OpenWindow, qtbot: QtBot) -> None:
    view = opened.work.view
    assert view is not None
    view.show_page("overview")
    page = view.current_page
    assert isinstance(page, TextPage)
    page.show_summary()
    assert opened.window.status.summary.startswith("共 ")
    view.show_page(START)
    page.show_summary()  # as after a change of the figures that it takes from the tables
    assert opened.window.status.summary == ""
