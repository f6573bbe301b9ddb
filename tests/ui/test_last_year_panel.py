"""Last year's texts beside the editors."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from model.rectification import is_rectified
from model.report import Edit, EditKind
from tests.ui.conftest import OpenWindow
from tests.ui.reports import TEXTS
from tests.ui.sources import last_year
from tests.ui.widgets import click
from ui.session import ReportSession
from ui.texts.last_year_panel import LastYearPanel
from ui.texts.text_page import TextPage


def _page(opened: OpenWindow, key: str) -> TextPage:
    view = opened.work.view
    assert view is not None
    view.show_page(key)
    page = view.current_page
    assert isinstance(page, TextPage)
    return page


def _session(opened: OpenWindow) -> ReportSession:
    assert opened.desk.session is not None
    return opened.desk.session


def _know_last_year(opened: OpenWindow, **texts: str) -> None:
    last = replace(last_year(), texts={**TEXTS, **texts}, source="上年.docx")
    _session(opened).submit(Edit(EditKind.IMPORT, properties={"previous": last}), "读入")


def test_that_nothing_stands_beside_the_editor_while_last_year_is_unknown(opened: OpenWindow) -> None:
    assert not _page(opened, "overview").last_year.isVisible()


def test_that_last_years_text_is_folded_beside_a_written_chapter_and_opens_with_a_click(opened: OpenWindow) -> None:
    page = _page(opened, "others")
    before = page.editor.stored
    _know_last_year(opened, others="上年收取信息处理费{{requests.new.total}}元。")
    panel = page.last_year
    assert not panel.isVisible()
    click(panel.fold_button)
    assert panel.text.isVisible()
    assert panel.text.toPlainText() == "上年收取信息处理费12元。"
    assert page.editor.stored == before


def test_that_it_is_open_beside_an_empty_chapter(opened: OpenWindow) -> None:
    _session(opened).submit(Edit(EditKind.TEXT, texts={"others": ""}), "清空")
    _know_last_year(opened)
    page = _page(opened, "others")
    assert page.last_year.text.isVisible()
    assert not page.editor.stored
    click(page.last_year.fold_button)
    assert not page.last_year.text.isVisible()


def test_that_last_years_problems_stand_as_a_list_beside_the_fifth_chapter(opened: OpenWindow) -> None:
    _session(opened).submit(Edit(EditKind.TEXT, texts={"problems": ""}), "清空")
    _know_last_year(opened)
    panel = _page(opened, "problems").last_year
    assert [panel.problems.item(row).text() for row in range(panel.problems.count())] == [
        "1. 专栏检索不便，群众查找文件费时",
        "2. 个别解读晚于文件发布",
    ]
    assert panel.problems.isVisible()
    assert not _other(opened).problems.isVisible()


def _other(opened: OpenWindow) -> LastYearPanel:
    return _page(opened, "overview").last_year


def test_that_undo_takes_last_years_text_away(opened: OpenWindow) -> None:
    page = _page(opened, "others")
    _know_last_year(opened)
    click(page.last_year.fold_button)
    assert page.last_year.isVisible()
    _session(opened).undo_stack.undo()
    assert not page.last_year.isVisible()
    assert not page.last_year.fold_button.isVisible()


def test_that_a_problem_is_ticked_off_in_the_report_and_undo_takes_the_tick_back(opened: OpenWindow) -> None:
    _session(opened).submit(Edit(EditKind.TEXT, texts={"problems": ""}), "清空")
    _know_last_year(opened)
    problems = _page(opened, "problems").last_year.problems
    problems.item(1).setCheckState(Qt.CheckState.Checked)
    assert is_rectified(_session(opened).report, "个别解读晚于文件发布")
    assert "（1/2）" in _page(opened, "problems").last_year.list_title
    _session(opened).undo_stack.undo()
    assert not is_rectified(_session(opened).report, "个别解读晚于文件发布")
    assert problems.item(1).checkState() is Qt.CheckState.Unchecked


def test_that_a_locked_report_takes_no_tick(opened: OpenWindow) -> None:
    _know_last_year(opened)
    _session(opened).read_only_reason = "已定稿锁定。"
    problems = _page(opened, "problems").last_year.problems
    problems.item(0).setCheckState(Qt.CheckState.Checked)
    assert problems.item(0).checkState() is Qt.CheckState.Unchecked


class _Shown(QObject):
    """Remembers every window that was shown, however briefly."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


@pytest.mark.parametrize("key", ["overview", "problems", "others"])
def test_that_no_window_of_its_own_flashes_up(opened: OpenWindow, qapp: QApplication, key: str) -> None:
    _know_last_year(opened)
    _session(opened).submit(Edit(EditKind.TEXT, texts={key: ""}), "清空")
    shown = _Shown()
    qapp.installEventFilter(shown)
    page = _page(opened, key)
    qapp.removeEventFilter(shown)
    assert page.last_year.isVisible()
    assert shown.windows == []


def test_that_last_years_text_never_takes_more_room_than_the_editor(opened: OpenWindow) -> None:
    _session(opened).submit(Edit(EditKind.TEXT, texts={"problems": ""}), "清除")
    _know_last_year(opened)
    page = _page(opened, "problems")
    assert opened.work.view is not None
    opened.work.view.want_preview(wanted=False)
    widths = []
    for width in (1024, 1366, 1920):
        opened.window.resize(width, 728)
        QApplication.processEvents()
        widths.append((page.last_year.width(), page.editor.width()))
    assert all(0 < panel <= editor for panel, editor in widths)
    assert widths[0][0] < widths[1][0] == widths[2][0]  # it needs no more than so many characters to a line
