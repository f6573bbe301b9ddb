"""The table on the screen: item model, geometry, zoom, bands of labels, screen readers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from model.layout import CellRole, LayoutCell, TableLayout
from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import CONTROL, FORM, NONE, SHIFT, Desk, zeros
from ui import theme
from ui.grid.appearance import Appearance
from ui.grid.delegate import CellDelegate
from ui.grid.geometry import Ruler, balanced, fitted, is_upright
from ui.grid.headers import BandHeader, Corner
from ui.grid.model import TableModel
from ui.session import ReportSession

Key = Qt.Key
TABLES = ["proactive", "requests", "appeals"]
LAYOUTS = [table.layout for form in (FORM, FORM.earlier["2019"]) for table in form.tables.values()]


def plain_ruler(em: int, *, dense: bool = False) -> Ruler:
    """Measure as if every character were a square."""

    def height(text: str, width: int) -> int:
        return sum(-(-max(len(line), 1) * em // max(width // em * em, em)) for line in text.split("\n")) * em

    return Ruler(em, height, lambda text: len(text) * em, dense=dense)


@pytest.mark.parametrize("table", TABLES)
def test_that_the_item_model_is_sound(make_desk: MakeDesk, qtmodeltester: ModelTester, table: str) -> None:
    desk = make_desk(table, zeros(table))
    qtmodeltester.check(desk.model)  # type: ignore[no-untyped-call]
    desk.view.type_text("4")
    desk.press(Key.Key_Return)
    assert desk.model.setData(QModelIndex(), "1") is False
    assert desk.model.data(QModelIndex()) is None
    assert desk.model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert desk.model.rowCount(desk.model.index(0, 0)) == desk.model.columnCount(desk.model.index(0, 0)) == 0


def test_that_labels_and_totals_cannot_be_set_through_the_model(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    assert desk.model.setData(desk.model.index(0, 0), "1") is False
    other = make_desk("requests")
    assert other.model.setData(other.model.index_of(other.cell("new.total")), "1") is False
    natural = other.model.index_of(other.cell("new.natural"))
    assert other.model.setData(natural, "1", Qt.ItemDataRole.DisplayRole) is False
    assert other.model.setData(natural, "7") is True
    assert other.value("new.natural") == 7


@given(layout=st.sampled_from(LAYOUTS), width=st.integers(500, 2000), em=st.integers(8, 30), dense=st.booleans())
def test_that_the_table_is_exactly_as_wide_as_asked(layout: TableLayout, width: int, em: int, dense: bool) -> None:
    geometry = fitted(layout, width, plain_ruler(em, dense=dense))
    assert geometry.columns[0] == geometry.rows[0] == 0
    assert geometry.columns[-1] == width
    assert list(geometry.columns) == sorted(set(geometry.columns))
    assert list(geometry.rows) == sorted(set(geometry.rows))
    assert geometry.columns[layout.label_columns] % 4 == geometry.rows[layout.header_rows] % 4 == 0


@given(layout=st.sampled_from(LAYOUTS), width=st.integers(700, 2000), em=st.integers(8, 24))
def test_that_every_label_has_room_for_its_lines(layout: TableLayout, width: int, em: int) -> None:
    ruler = plain_ruler(em)
    geometry = fitted(layout, width, ruler)
    for cell in layout.cells:
        if cell.text and not is_upright(cell):
            assert geometry.height(cell) >= ruler.text_height(cell.text, geometry.width(cell))


def test_that_only_the_label_of_many_rows_is_written_downwards() -> None:
    upright = [cell.text for table in FORM.tables.values() for cell in table.layout.cells if is_upright(cell)]
    assert upright == ["三、本年度办理结果"]


@pytest.mark.parametrize(
    ("text", "longest", "lines"),
    [
        ("结果维持", 3, "结果\n维持"),
        ("法律服务机构", 5, "法律服务\n机构"),
        ("法律服务机构", 3, "法律\n服务\n机构"),
        ("自然人", 2, "自然\n人"),
        ("商业企业", 4, "商业企业"),
        ("其他", 1, "其他"),
        ("本年收费金额（单位：万元）", 5, "本年收费金额（单位：万元）"),
    ],
)
def test_that_labels_above_columns_break_between_words(text: str, longest: int, lines: str) -> None:
    assert balanced(LayoutCell(0, 0, 1, 1, CellRole.COLUMN_LABEL, text), longest) == lines


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("width", [640, 1366])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.5])
def test_that_there_is_never_a_horizontal_scrollbar(make_desk: MakeDesk, table: str, width: int, zoom: float) -> None:
    desk = make_desk(table)
    desk.editor.resize(width, 500)
    desk.view.set_zoom(zoom)
    QTest.qWait(1)
    assert desk.view.horizontalHeader().length() == desk.view.viewport().width()
    assert desk.view.horizontalScrollBar().maximum() == 0
    assert not desk.view.horizontalScrollBar().isVisible()


def wheel(desk: Desk, turn: int, modifiers: Qt.KeyboardModifier) -> None:
    point = QPointF(50, 50)
    viewport = desk.view.viewport()
    there = QPointF(viewport.mapToGlobal(point))
    event = QWheelEvent(
        point,
        there,
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_that_control_and_the_wheel_zoom_and_the_wheel_alone_scrolls(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    height = desk.view.rowHeight(0)
    wheel(desk, 120, CONTROL)
    assert desk.view.zoom > 1
    assert desk.view.rowHeight(0) > height
    wheel(desk, -120, CONTROL)
    assert desk.view.zoom == pytest.approx(1)
    wheel(desk, 0, CONTROL)
    wheel(desk, -120, NONE)
    assert desk.view.verticalScrollBar().value() > 0
    assert desk.view.zoom == pytest.approx(1)


def test_that_control_0_shows_the_whole_table_also_after_the_window_changes(desk: Desk) -> None:
    desk.editor.resize(1100, 520)
    assert desk.view.verticalScrollBar().maximum() > 0
    desk.press(Key.Key_0, CONTROL)
    assert desk.view.verticalScrollBar().maximum() == 0
    assert desk.view.zoom < 1
    desk.editor.resize(1100, 430)
    QTest.qWait(1)
    assert desk.view.verticalScrollBar().maximum() == 0
    desk.view.show_normal()
    assert desk.view.zoom == 1


def test_that_keys_zoom_too(desk: Desk) -> None:
    desk.press(Key.Key_Plus, CONTROL)
    assert desk.view.zoom > 1
    desk.press(Key.Key_Minus, CONTROL)
    assert desk.view.zoom == pytest.approx(1)


def test_that_the_letters_follow_the_size_of_the_window_font(desk: Desk) -> None:
    em = desk.view.em
    font = desk.editor.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    desk.view.setFont(font)
    assert desk.view.em > em


def test_that_a_new_theme_is_taken_over(desk: Desk, qapp: QApplication) -> None:
    try:
        theme.apply(qapp, theme.DARK)
        assert desk.view.paints.theme is theme.DARK
    finally:
        theme.apply(qapp, theme.LIGHT)
    assert desk.view.paints.theme is theme.LIGHT


def test_that_labels_stay_in_sight_while_the_table_scrolls(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.press(Key.Key_End, CONTROL)
    header = desk.view.verticalHeader()
    assert isinstance(header, BandHeader)
    results = next(cell for cell in desk.model.layout.cells if cell.text == "三、本年度办理结果")
    assert header.rect_of(results).top() < 0
    image = header.grab().toImage()
    strip = [image.pixel(results.left + 16, y) for y in range(header.height())]
    assert len(set(strip)) > 5


def header_click(header: BandHeader, cell: LayoutCell) -> None:
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NONE, header.rect_of(cell).center())


def test_that_a_click_on_a_label_selects_what_stands_under_it(desk: Desk) -> None:
    columns, rows = desk.view.horizontalHeader(), desk.view.verticalHeader()
    assert isinstance(columns, BandHeader)
    assert isinstance(rows, BandHeader)
    labels = {cell.text: cell for cell in desk.model.layout.cells if cell.text}
    header_click(columns, labels["法人或其他组织"])
    assert len(desk.selected) == 125
    assert desk.here == "new.business"
    header_click(rows, labels["（四）无法提供"])
    assert len(desk.selected) == 21
    header_click(rows, labels["四、结转下年度继续办理"])
    assert desk.selected[0] == "carried_out.natural"
    QTest.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton)
    QTest.mouseMove(rows.viewport(), QPoint(5, 5))
    QTest.mouseClick(columns.viewport(), Qt.MouseButton.RightButton)
    assert len(desk.selected) == 7


def test_that_a_click_on_the_corner_selects_all_figures(desk: Desk) -> None:
    corner = next(child for child in desk.view.children() if isinstance(child, Corner))
    QTest.mouseClick(corner, Qt.MouseButton.LeftButton)
    assert len(desk.selected) == 175
    assert "勾稽关系" in corner.accessibleName()


def test_that_revealing_selects_shows_and_takes_the_focus(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.view.clearFocus()
    desk.editor.reveal(desk.ref("carried_out.total"))
    assert desk.here == "carried_out.total"
    assert desk.view.viewport().rect().contains(desk.view.visualRect(desk.view.currentIndex()))
    assert desk.view.hasFocus()
    scrolled = desk.view.verticalScrollBar().value()
    desk.editor.reveal(desk.ref("carried_out.natural"))
    assert desk.view.verticalScrollBar().value() == scrolled
    desk.editor.reveal(desk.ref("denied_inquiry.natural"))
    middle = desk.view.visualRect(desk.view.currentIndex()).center().y()
    assert abs(middle - desk.view.viewport().height() / 2) < desk.view.rowHeight(0)


def test_that_undo_asks_to_show_the_figure_again(desk: Desk) -> None:
    desk.session.revealed.connect(desk.editor.reveal)
    desk.at("carried_out.natural")
    desk.type("3")
    desk.press(Key.Key_Return)
    desk.at("new.natural")
    desk.press(Key.Key_Z, CONTROL)
    assert desk.here == "carried_out.natural"


def test_that_screen_readers_hear_labels_figures_and_findings(make_desk: MakeDesk) -> None:
    desk = make_desk("requests", zeros("requests", new__natural=3))
    table = QAccessible.queryAccessibleInterface(desk.view)
    assert table.text(QAccessible.Text.Name) == "申请办理表"
    row = desk.model.columnCount() + 1  # Qt counts all headers and cells row by row
    cell = table.child(row + 1)
    assert cell.text(QAccessible.Text.Name) == "一、本年新收政府信息公开申请数量 › 申请人情况 › 自然人：3"
    assert "相差 3" in cell.text(QAccessible.Text.Description)
    assert table.child(2).text(QAccessible.Text.Name) == "申请人情况 › 法人或其他组织 › 商业企业"
    assert table.child(3 * row).text(QAccessible.Text.Name) == "三、本年度办理结果 › （一）予以公开"


def test_that_labels_of_the_stacked_table_are_read_too(make_desk: MakeDesk) -> None:
    desk = make_desk("proactive")
    index = desk.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "第二十条第（一）项"
    assert index.data() == "第二十条第（一）项"
    fees = desk.model.index_of(desk.cell("fees.amount"))
    assert fees.data(Qt.ItemDataRole.AccessibleTextRole) == "行政事业性收费 › 本年收费金额（单位：万元）：空白"
    assert desk.model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None
    assert desk.model.data(index, Qt.ItemDataRole.DecorationRole) is None


def test_that_two_tables_of_one_session_do_not_disturb_each_other(make_desk: MakeDesk, qtbot: object) -> None:
    desk = make_desk("requests", zeros("requests"))
    other = TableModel(desk.session, FORM.tables["appeals"], desk.editor)
    assert other.rowCount() == 1
    assert isinstance(desk.session, ReportSession)
    desk.type("4")
    desk.press(Key.Key_Return)
    assert other.text_of(other.layout.by_ref[next(iter(other.layout.by_ref))]) == ""


def test_that_shift_page_keys_select(desk: Desk) -> None:
    desk.at("new.natural")
    desk.press(Key.Key_PageDown, SHIFT)
    assert len(desk.selected) > 5
    assert desk.here == "new.natural"


def count_painted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the text of every figure that is painted."""
    painted: list[str] = []
    delegate = desk.view.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    paint_text = delegate._paint_text

    def count(painter: QPainter, rect: QRect, shown: Appearance) -> None:
        painted.append(shown.text)
        paint_text(painter, rect, shown)

    monkeypatch.setattr(delegate, "_paint_text", count)
    return painted


def test_that_a_keystroke_repaints_only_what_it_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    painted = count_painted(desk, monkeypatch)
    desk.at("new.business")
    QApplication.processEvents()
    painted.clear()
    desk.type("7")
    desk.press(Key.Key_Return)
    QApplication.processEvents()
    assert 0 < len(painted) < 30


def test_that_typing_brings_the_figure_back_into_sight(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.at("new.natural")
    desk.view.verticalScrollBar().setValue(desk.view.verticalScrollBar().maximum())
    desk.type("4")
    assert desk.view.viewport().rect().contains(desk.view.visualRect(desk.view.currentIndex()))


def test_that_going_round_in_a_selection_scrolls(desk: Desk) -> None:
    desk.editor.resize(1000, 400)
    desk.select("new.natural", "carried_out.natural")
    desk.press(Key.Key_Return, SHIFT)
    assert desk.here == "carried_out.natural"
    assert desk.view.viewport().rect().contains(desk.view.visualRect(desk.view.currentIndex()))


def test_that_scrolling_after_an_edit_moves_the_picture_and_paints_only_the_new_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.editor.resize(1000, 400)
    painted = count_painted(desk, monkeypatch)
    desk.at("new.natural")
    for _ in range(12):
        desk.type("0")
        desk.press(Key.Key_Return)
        QApplication.processEvents()
    before = desk.view.verticalScrollBar().value()
    assert before > 0
    painted.clear()
    desk.type("7")
    desk.press(Key.Key_Return)
    QApplication.processEvents()
    assert desk.view.verticalScrollBar().value() > before
    assert 0 < len(painted) < 45


def test_that_input_methods_may_write_where_figures_are_typed_after_the_window_was_left(desk: Desk) -> None:
    for name, allowed in (("new.natural", True), ("new.total", False)):
        desk.at(name)
        desk.view.clearFocus()
        desk.view.setFocus()
        assert desk.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) is allowed


def test_that_the_zoom_is_told(desk: Desk) -> None:
    told: list[int] = []
    desk.editor.zoom_changed.connect(told.append)
    desk.view.zoom_in()
    assert told == [110]


def test_that_what_is_on_the_screen_after_typing_and_scrolling_is_what_is_painted_afresh(desk: Desk) -> None:
    def is_the_same() -> bool:
        QTest.qWait(30)
        shown = QApplication.primaryScreen().grabWindow(desk.editor.winId()).toImage()
        afresh = desk.editor.grab().toImage()
        return bool(shown == afresh.convertToFormat(shown.format()))

    desk.editor.resize(700, 420)
    desk.at("new.natural")
    assert is_the_same()
    for number in range(22):
        desk.type(str(number % 9))
        desk.press(Key.Key_Return)
        QTest.qWait(1)
    assert desk.view.verticalScrollBar().value() > 0
    assert is_the_same()
    for _ in range(25):
        desk.press(Key.Key_Up)
        QTest.qWait(1)
    assert desk.view.verticalScrollBar().value() == 0
    assert is_the_same()
    desk.view.verticalScrollBar().setValue(37)
    assert is_the_same()
