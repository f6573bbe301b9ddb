"""Numbers taken from the tables by search, by dragging and by copying a cell; by real keys and mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.bound_numbers import printed_text
from model.cells import CellRef
from model.evaluation import evaluate
from model.report import Edit, EditKind
from tests.ui.conftest import OpenWindow
from tests.ui.reports import CARRIED_OUT, NEW_NATURAL, form_2021, full_report
from tests.ui.text_bench import compose, make_session, press, put_caret, show, type_keys
from ui.grid.dragging import is_at_edge
from ui.navigation import HOVER
from ui.number_choices import matching, number_choices
from ui.report_view import ReportView
from ui.session import ReportSession
from ui.table_page import TablePage
from ui.texts.clipboard import STORED_TEXT
from ui.texts.editor import TextEditor
from ui.texts.page import EditorsPage
from ui.texts.text_page import TextPage

CONTROL = Qt.KeyboardModifier.ControlModifier
LAST = replace(full_report(), year=2023)


@pytest.fixture
def view(opened: OpenWindow) -> ReportView:
    assert opened.work.view is not None
    return opened.work.view


def open_search(qtbot: QtBot, session: ReportSession) -> TextPage:
    page = TextPage(session, "overview")
    show(qtbot, session, page)
    press(qtbot, Qt.Key.Key_J, CONTROL)
    assert page.number_search.isVisible()
    assert QApplication.focusWidget() is page.number_search.field
    return page


def labels(page: TextPage) -> list[str]:
    model = page.number_search.model
    return [choice.label for choice in model.choices]


def editor_of(view: ReportView, key: str = "overview") -> TextEditor:
    page = view.current_page
    assert isinstance(page, EditorsPage)
    return page.editors[key]


# Search


def test_that_the_model_of_the_choices_keeps_the_rules_of_qt(qtbot: QtBot) -> None:
    page = open_search(qtbot, make_session())
    QAbstractItemModelTester(page.number_search.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for words in ("新收", "自然人", "没有这样的数"):
        page.number_search.field.setText(words)


def test_that_words_typed_through_an_input_method_find_a_number_and_enter_puts_it_in(qtbot: QtBot) -> None:
    session = make_session("共件")
    page = open_search(qtbot, session)
    put_caret(page.editor, 1)
    compose(page.number_search.field, commit="新收")
    assert labels(page)[0] == "本年新收"
    press(qtbot, Qt.Key.Key_Return)
    assert page.editor.stored == "共{{requests.new.total}}件"
    assert page.editor.hasFocus()
    assert not page.number_search.isVisible()
    type_keys(qtbot, "x")
    assert page.editor.stored == "共{{requests.new.total}}x件"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.editor.stored == "共件"


def test_that_arrow_keys_choose_and_a_click_puts_in(qtbot: QtBot) -> None:
    page = open_search(qtbot, make_session("甲"))
    compose(page.number_search.field, commit="新收 自然人")
    press(qtbot, Qt.Key.Key_Down)
    assert page.number_search.list.currentIndex().row() == 1
    press(qtbot, Qt.Key.Key_Up)
    search = page.number_search
    place = search.list.visualRect(search.model.index(0)).center()
    QTest.mouseClick(search.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.editor.stored == "{{requests.new.natural}}甲"


def test_that_escape_closes_the_search_and_changes_nothing(qtbot: QtBot) -> None:
    session = make_session("共件")
    page = open_search(qtbot, session)
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.number_search.isVisible()
    assert page.editor.hasFocus()
    assert session.undo_stack.count == 0


def test_that_a_search_without_result_says_what_may_be_typed(qtbot: QtBot) -> None:
    page = open_search(qtbot, make_session("共件"))
    compose(page.number_search.field, commit="火星")
    assert labels(page) == []
    assert "没有这样的数" in page.number_search.note.text()
    press(qtbot, Qt.Key.Key_Return)
    assert page.editor.stored == "共件"


def test_that_ctrl_f_in_a_table_goes_to_the_figure_of_these_words_in_whatever_table(
    view: ReportView, qtbot: QtBot
) -> None:
    view.show_page("requests")
    view.focus_page()
    page = view.current_page
    assert isinstance(page, TablePage)
    press(qtbot, Qt.Key.Key_F, CONTROL)
    assert QApplication.focusWidget() is page.number_search.field
    compose(page.number_search.field, commit="复议后起诉 纠正")
    press(qtbot, Qt.Key.Key_Return)
    assert not page.number_search.isVisible()
    assert view.current_key == "appeals"
    place = view.current_page.current_place()
    assert place == CellRef("appeals", "litigation_after_reconsideration", "corrected")
    type_keys(qtbot, "3\n")
    assert view.session.report.cells[place] == 3


def test_that_ctrl_f_in_a_table_finds_digits_and_escape_goes_back(view: ReportView, qtbot: QtBot) -> None:
    view.reveal(NEW_NATURAL)
    view.session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 7431}), "填写")
    page = view.current_page
    assert isinstance(page, TablePage)
    press(qtbot, Qt.Key.Key_F, CONTROL)
    type_keys(qtbot, "7431")
    assert {choice.source for choice in page.number_search.model.choices} == {
        "requests.carried_out.natural",
        "requests.carried_out.total",
    }
    press(qtbot, Qt.Key.Key_Escape)
    assert page.current_place() == NEW_NATURAL
    assert page.editor.view.hasFocus()


def test_that_each_number_shows_the_value_that_is_printed_for_it() -> None:
    report = replace(full_report(), previous=LAST)
    evaluation = evaluate(form_2021(), report)
    for choice in number_choices(form_2021(), evaluation):
        printed = printed_text(f"{{{{{choice.source}}}}}", evaluation.values)
        assert choice.digits == ("空白" if printed == "＿＿" else printed)


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("收到", "requests.new.total"),
        ("收到 含结转", "requests.new.total + requests.carried_in.total"),
        ("去年 新收", "previous.requests.new.total"),
        ("增幅 新收", "growth(requests.new.total, previous.requests.new.total, 1)"),
        ("予以公开 占比", "percent(requests.granted.total, requests.handled.total, 1)"),
        ("办结", "requests.handled.total"),
        ("规范性文件 制定", "proactive.normative_documents.issued"),
        ("诉讼 总计", "appeals.litigation_direct.total + appeals.litigation_after_reconsideration.total"),
        ("收费", "proactive.fees.amount"),
    ],
)
def test_that_the_words_of_the_office_find_the_number_first(query: str, source: str) -> None:
    report = replace(full_report(), previous=LAST)
    found = matching(number_choices(form_2021(), evaluate(form_2021(), report)), query)
    assert found[0].source == source


def test_that_last_year_is_offered_only_when_it_is_known() -> None:
    choices = number_choices(form_2021(), evaluate(form_2021(), full_report()))
    assert not any("previous" in choice.source for choice in choices)


def test_that_ctrl_j_on_a_followed_finding_replaces_only_its_number(view: ReportView, qtbot: QtBot) -> None:
    view.show_page("overview")
    editor = editor_of(view)
    editor.replace_text(editor.stored.replace("予以公开9件", "予以公开7件"), "改")
    wrong = next(one for one in view.session.evaluation.findings if one.check_id == "C3")
    view.follow(wrong)
    assert editor.textCursor().selectedText() == "予以公开7件"
    press(qtbot, Qt.Key.Key_J, CONTROL)
    compose(QApplication.focusWidget(), commit="予以公开")  # type: ignore[arg-type]
    press(qtbot, Qt.Key.Key_Return)
    assert "予以公开{{requests.granted.total}}件" in editor.stored


# Dragging


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> list[QMimeData]:
    """What was dragged; the offscreen platform has no mouse to end a real drag with."""
    taken: list[QMimeData] = []

    def take(drag: QDrag, *_actions: object) -> Qt.DropAction:
        data = QMimeData()
        for name in drag.mimeData().formats():
            data.setData(name, drag.mimeData().data(name))
        taken.append(data)
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", take)
    return taken


def table_of(view: ReportView) -> TablePage:
    page = view.current_page
    assert isinstance(page, TablePage)
    return page


def drag(view: ReportView, start: QPoint, end: QPoint) -> None:
    viewport = table_of(view).editor.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in (0.3, 0.6, 1.0):
        QTest.mouseMove(viewport, start + (end - start) * step)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def test_that_the_edge_of_the_selected_cell_drags_its_number_into_a_text(
    view: ReportView, dragged: list[QMimeData], qtbot: QtBot
) -> None:
    view.reveal(NEW_NATURAL)
    grid = table_of(view).editor.view
    rect = grid.visualRect(grid.currentIndex())
    start = QPoint(rect.left() + 2, rect.center().y())
    assert is_at_edge(rect, start)
    drag(view, start, start + QPoint(60, 40))
    assert [data.text() for data in dragged] == ["9"]
    assert grid.selected_figures() == [grid.current_cell()]
    hover_over(view, "overview", dragged[0])
    qtbot.waitUntil(lambda: view.current_key == "overview", timeout=HOVER * 10)
    editor = editor_of(view)
    put_caret(editor, len("（一）主动公开\n"))
    drop(editor, dragged[0], editor.cursorRect().center())
    assert editor.stored.splitlines()[1].startswith("{{requests.new.natural}}以清岚县")
    assert "取自表格" not in editor.printed
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert not view.session.undo_stack.can_undo


def hover_over(view: ReportView, key: str, data: QMimeData) -> None:
    navigation = view.navigation
    place = navigation.visualRect(navigation.entries.index(navigation.entries.row_of(key))).center()
    arguments = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(navigation.viewport(), QDragEnterEvent(place, *arguments))
    QApplication.sendEvent(navigation.viewport(), QDragMoveEvent(place, *arguments))


def drop(editor: TextEditor, data: QMimeData, place: QPoint) -> None:
    arguments = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(editor.viewport(), QDragEnterEvent(place, *arguments))
    QApplication.sendEvent(editor.viewport(), QDragMoveEvent(place, *arguments))
    QApplication.sendEvent(editor.viewport(), QDropEvent(QPointF(place), *arguments))


def test_that_dragging_from_the_middle_of_a_cell_still_selects(view: ReportView, dragged: list[QMimeData]) -> None:
    view.reveal(NEW_NATURAL)
    grid = table_of(view).editor.view
    start = grid.visualRect(grid.currentIndex()).center()
    drag(view, start, start + QPoint(0, 60))
    assert dragged == []
    assert len(grid.selected_figures()) > 1


def test_that_a_copied_cell_is_pasted_into_a_text_as_a_number_of_the_table(view: ReportView, qtbot: QtBot) -> None:
    view.reveal(NEW_NATURAL)
    press(qtbot, Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    assert data.text().strip() == "9"
    assert data.hasFormat(STORED_TEXT)
    view.show_page("problems")
    view.focus_page()
    press(qtbot, Qt.Key.Key_Home, CONTROL)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert editor_of(view, "problems").stored.startswith("{{requests.new.natural}}存在的问题")


def test_that_several_copied_cells_are_pasted_as_digits(view: ReportView, qtbot: QtBot) -> None:
    view.reveal(NEW_NATURAL)
    press(qtbot, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    assert not data.hasFormat(STORED_TEXT)
