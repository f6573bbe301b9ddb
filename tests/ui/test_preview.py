"""The live preview in the whole window: real pages, clicks on them, marks, and the two widths of screens."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from model.cells import CellRef
from model.report import Edit, EditKind, Report
from tests.ui.conftest import OpenWindow
from tests.ui.reports import CARRIED_OUT, NEW_NATURAL, full_report, unbalanced_report
from tests.ui.widgets import children, click, press
from ui.preview.pages_view import PagePoint
from ui.preview.pane import PreviewPane
from ui.preview.places import PlaceMap, Spot
from ui.report_view import ReportView
from ui.session import TextSelection

WIDE, NARROW = 1600, 1366
OVERVIEW = "全年工作平稳。收到申请{{requests.new.natural}}件，均已办结。另有两件转往他处。"


def _report() -> Report:
    report = full_report()
    return replace(report, texts={**report.texts, "overview": OVERVIEW})


def _view(opened: OpenWindow) -> ReportView:
    view = opened.work.view
    assert view is not None
    return view


def _show(opened: OpenWindow, qtbot: QtBot, report: Report, width: int = WIDE) -> PreviewPane:
    opened.open(report)
    opened.window.resize(width, 900)
    opened.window.show()
    pane = _view(opened).preview
    if width >= 1500:
        _wait(pane, qtbot)
    return pane


def _wait(pane: PreviewPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pane.is_current and not pane.view.wanted_pictures(), timeout=30_000)


def _spot(pane: PreviewPane, opened: OpenWindow, place: object) -> Spot:
    assert pane.result is not None
    spots = PlaceMap(pane.result.snapshot, pane.result.pdf.places).spots_of(place)  # type: ignore[arg-type]
    assert spots, place
    pane.view.bring_into_sight(spots[0])
    QApplication.processEvents()
    return spots[0]


def _click_spot(pane: PreviewPane, spot: Spot) -> None:
    frame = pane.view._rect_of(spot)
    click(pane.view.viewport(), frame.center().toPoint())


def test_that_a_wide_window_shows_the_true_page_beside_the_editor(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    assert pane.isVisible()
    assert _view(empty).pages.isVisible()
    assert pane.page_label.text().startswith("第 1 页，共 ")
    spot = _spot(pane, empty, TextSelection("overview", 0, 7))
    image = pane.view.viewport().grab(pane.view._rect_of(spot).toRect()).toImage()
    darks = [image.pixelColor(x, y).lightness() < 100 for x in range(image.width()) for y in range(image.height())]
    assert 0.05 < sum(darks) / len(darks) < 0.5


def test_that_an_edit_is_on_the_page_a_moment_later(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    session = _view(empty).session
    session.submit(Edit(EditKind.TEXT, texts={"overview": "改过的一句。"}), "改文字")
    assert not pane.is_current
    _wait(pane, qtbot)
    assert pane.result is not None
    assert pane.result.snapshot.report is session.report
    assert _spot(pane, empty, TextSelection("overview", 0, 6)).width > 50


def test_that_many_edits_in_a_row_are_set_once(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    set_reports: list[object] = []
    pane.was_set.connect(lambda result: set_reports.append(result.snapshot.report))
    session = _view(empty).session
    for number in range(10):
        session.submit(Edit(EditKind.TEXT, texts={"overview": f"第{number}次。"}), "改文字")
    _wait(pane, qtbot)
    assert set_reports == [session.report]


def test_that_a_click_on_a_figure_goes_to_its_cell(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    _click_spot(pane, _spot(pane, empty, NEW_NATURAL))
    assert _view(empty).current_key == "requests"
    assert _view(empty).current_page.current_place() == NEW_NATURAL


def test_that_a_click_on_a_sentence_selects_it_though_numbers_are_printed_in_digits(
    empty: OpenWindow, qtbot: QtBot
) -> None:
    pane = _show(empty, qtbot, _report())
    start = OVERVIEW.index("另有")
    _click_spot(pane, _spot(pane, empty, TextSelection("overview", start, start + 4)))
    assert _view(empty).current_key == "overview"
    assert _view(empty).current_page.current_place() == TextSelection("overview", start, len(OVERVIEW))


@pytest.mark.parametrize("section", ["requests", "problems", "others", "report"])
def test_that_a_click_on_a_heading_goes_to_its_chapter(empty: OpenWindow, qtbot: QtBot, section: str) -> None:
    pane = _show(empty, qtbot, full_report())
    _view(empty).show_page("proactive")
    _click_spot(pane, _spot(pane, empty, section))
    assert _view(empty).current_key == section


def test_that_a_chapter_without_a_word_is_found_by_its_heading(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, replace(full_report(), texts={}))
    spot = _spot(pane, empty, "others")
    _view(empty).show_page("overview")
    pane.view.show_page(0)
    _view(empty).show_page("others")
    assert QRectF(pane.view.viewport().rect()).contains(pane.view._rect_of(spot))


def test_that_a_click_on_white_paper_goes_nowhere(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    key = _view(empty).current_key
    pane.view.show_page(0)
    pane.view.clicked.emit(PagePoint(0, 20.0, 20.0))
    pane.view.clicked.emit(PagePoint(99, 20.0, 20.0))
    assert _view(empty).current_key == key


def test_that_the_hand_shows_what_can_be_gone_to(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    port = pane.view.viewport()
    frame = pane.view._rect_of(_spot(pane, empty, NEW_NATURAL))
    QTest.mouseMove(port, frame.center().toPoint())
    assert port.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(port, QPoint(2, 2))
    assert port.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_that_a_finding_is_marked_on_the_page(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, unbalanced_report())
    press(empty.window, Qt.Key.Key_F8)
    QApplication.processEvents()
    finding = _view(empty).panel.current
    assert finding is not None
    frame = _frame_in_sight(pane, finding.cells[0])
    edge = pane.view.viewport().grab().toImage().pixelColor(QPointF(frame.left() - 1.5, frame.center().y()).toPoint())
    assert edge.red() > edge.green() + 40
    press(empty.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    paper = pane.view.viewport().grab().toImage().pixelColor((frame.topLeft() + QPointF(3, 3)).toPoint())
    assert paper == QColor(Qt.GlobalColor.white)


def _frame_in_sight(pane: PreviewPane, ref: CellRef) -> QRectF:
    """Return where a figure is shown without scrolling there."""
    assert pane.result is not None
    (spot,) = PlaceMap(pane.result.snapshot, pane.result.pdf.places).spots_of(ref)
    frame = pane.view._rect_of(spot)
    assert QRectF(pane.view.viewport().rect()).contains(frame)
    return frame


def test_that_a_finding_followed_before_the_pages_are_there_is_in_sight_later(empty: OpenWindow, qtbot: QtBot) -> None:
    empty.open(unbalanced_report())
    empty.window.resize(WIDE, 620)
    empty.window.show()
    pane = _view(empty).preview
    press(empty.window, Qt.Key.Key_F8)
    assert pane.result is None
    _wait(pane, qtbot)
    finding = _view(empty).panel.current
    assert finding is not None
    _frame_in_sight(pane, finding.cells[0])


def test_that_on_a_narrow_screen_f9_swaps_editor_and_page(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report(), NARROW)
    view = _view(empty)
    assert not pane.isVisible()
    press(empty.window, Qt.Key.Key_F9)
    assert pane.isVisible()
    assert not view.pages.isVisible()
    _wait(pane, qtbot)
    _click_spot(pane, _spot(pane, empty, NEW_NATURAL))
    assert view.pages.isVisible()
    assert not pane.isVisible()
    assert view.current_page.current_place() == NEW_NATURAL
    press(empty.window, Qt.Key.Key_F9)
    press(empty.window, Qt.Key.Key_F9)
    assert view.pages.isVisible()


def test_that_nothing_is_set_while_the_page_is_out_of_sight(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report(), NARROW)
    _view(empty).session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 1}), "填数")
    qtbot.wait(300)
    assert pane.result is None


def test_that_a_finding_followed_from_the_page_stays_on_the_page(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, unbalanced_report(), NARROW)
    press(empty.window, Qt.Key.Key_F9)
    _wait(pane, qtbot)
    press(empty.window, Qt.Key.Key_F8)
    assert pane.isVisible()
    assert empty.window.status.message == _view(empty).panel.findings[0].message


def test_that_a_hidden_preview_is_remembered(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    (tool,) = [tool for tool in children(empty.window.header, QToolButton) if tool.text() == "打印效果"]
    click(tool)
    assert not pane.isVisible()
    assert empty.window.settings.flag("preview") is False
    click(tool)
    assert pane.isVisible()
    assert empty.window.settings.flag("preview") is True


def test_that_zoom_and_pages_follow_the_buttons(empty: OpenWindow, qtbot: QtBot) -> None:
    pane = _show(empty, qtbot, _report())
    buttons = {button.text(): button for button in children(pane, QToolButton)}
    fitting = pane.view.zoom_percent
    click(buttons["＋"])
    assert pane.view.zoom_percent > fitting
    assert pane.percent_label.text() == f"{pane.view.zoom_percent}%"
    _wait(pane, qtbot)
    click(buttons["－"])
    click(buttons["－"])
    assert pane.view.zoom_percent < fitting
    click(buttons["页宽"])
    assert pane.view.zoom_percent == fitting
    click(buttons["›"])
    assert pane.page_label.text().startswith("第 2 页")
    click(buttons["‹"])
    assert pane.page_label.text().startswith("第 1 页")
    click(buttons["整页"])
    assert pane.view._sheet(0).height() <= pane.view.viewport().height()
    _wait(pane, qtbot)


def test_that_a_character_no_font_has_becomes_a_finding(empty: OpenWindow, qtbot: QtBot) -> None:
    report = _report()
    odd = "\U0010fffd"
    pane = _show(empty, qtbot, replace(report, texts={**report.texts, "overview": f"缺字{odd}。"}))
    panel = _view(empty).panel
    (finding,) = [finding for finding in panel.findings if finding.check_id == "P1"]
    assert finding.span is not None
    assert (finding.section, finding.span.start) == ("overview", 2)
    assert "U+10FFFD" in finding.message
    _view(empty).session.submit(Edit(EditKind.TEXT, texts={"overview": "不缺字。"}), "改文字")
    _wait(pane, qtbot)
    assert not [finding for finding in panel.findings if finding.check_id == "P1"]


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_that_pictures_have_a_pixel_for_every_pixel_of_the_screen(
    empty: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    from ui.preview.pages_view import PagesView

    monkeypatch.setattr(PagesView, "devicePixelRatioF", lambda _view: ratio)
    pane = _show(empty, qtbot, _report())
    picture = pane.view._pictures[0]
    assert abs(picture.image.width() - pane.view._sheet(0).width() * ratio) <= 1
    pane.view.viewport().grab()


def test_that_closing_the_report_during_the_work_harms_nothing(empty: OpenWindow, qtbot: QtBot) -> None:
    empty.open(_report())
    empty.window.resize(WIDE, 900)
    empty.window.show()
    QApplication.processEvents()
    empty.desk.close()
    qtbot.wait(1500)
    assert empty.work.view is None
