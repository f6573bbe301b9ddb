"""Reports of others read in through the window: by menu, by drag and drop, from the clipboard."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from model.archive import VersionKind
from model.backups import every_backup
from model.report_file import write_report_file
from tests.ui.conftest import OpenWindow
from tests.ui.reports import GRANTED_NATURAL, full_report
from tests.ui.sources import CARRIED_IN, LAST_CARRIED_OUT, copy_page, file_of, last_year, open_dialog
from tests.ui.widgets import button, click, press
from ui.changes_sheet import ChangesSheet
from ui.confirmation import ConfirmationSheet
from ui.intake_choice import Destination
from ui.session import ReportSession


def _session(opened: OpenWindow) -> ReportSession:
    assert opened.desk.session is not None
    return opened.desk.session


def _answer_when_open(answer: Callable[[QDialog], None]) -> list[QDialog]:
    """Do something in the dialog that opens next; return a list that then holds it."""
    seen: list[QDialog] = []
    timer = QTimer(QApplication.instance(), interval=20)

    def look() -> None:
        dialog = open_dialog()
        if isinstance(dialog, ConfirmationSheet | ChangesSheet):
            timer.stop()
            seen.append(dialog)
            answer(dialog)

    timer.timeout.connect(look)
    timer.start()
    return seen


def _trigger(opened: OpenWindow, words: str) -> None:
    opened.work.menus.actions[words].trigger()


def _until_said(opened: OpenWindow, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in opened.window.notices.sentence("intake"), timeout=20_000)


def test_that_a_pasted_web_page_becomes_last_years_report_in_one_step(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    copy_page(last_year(), tmp_path)
    session = _session(opened)
    before = session.report
    _answer_when_open(lambda dialog: click(button(dialog, "读入")))
    press(opened.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    _until_said(opened, qtbot, "作为上年报告")
    previous = session.report.previous
    assert previous is not None
    assert previous.cells[LAST_CARRIED_OUT] == 3
    assert session.report.cells[CARRIED_IN] == 0  # a figure that was typed is never overwritten
    assert session.undo_stack.count == 1
    session.undo_stack.undo()
    assert session.report == before


def test_that_an_empty_carried_in_cell_is_filled_and_names_its_source(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = _session(opened)
    view = opened.work.view
    assert view is not None
    view.reveal(CARRIED_IN)
    press(QApplication.focusWidget() or view, Qt.Key.Key_Delete)
    assert CARRIED_IN not in session.report.cells
    copy_page(last_year(), tmp_path)
    _answer_when_open(lambda dialog: click(button(dialog, "读入")))
    _trigger(opened, "粘贴网页内容")
    _until_said(opened, qtbot, "作为上年报告")
    assert session.report.cells[CARRIED_IN] == 3
    assert session.report.notes[CARRIED_IN].startswith("来源：粘贴的内容 第 ")


def test_that_a_dropped_pdf_is_read_and_its_pages_are_shown(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = file_of(last_year(), "pdf", tmp_path)

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmationSheet)
        page = dialog.pages["requests"]
        page.reveal(LAST_CARRIED_OUT)
        assert "第 " in dialog.place_words
        assert "页" in dialog.place_words
        assert dialog.source.lit.box
        qtbot.waitUntil(lambda: not dialog.source._page.lit.isNull(), timeout=10_000)
        click(button(dialog, "读入"))

    seen = _answer_when_open(look)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    button_left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), Qt.DropAction.CopyAction, mime, button_left, none)
    QApplication.sendEvent(opened.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, button_left, none)
    QApplication.sendEvent(opened.window, drop)
    _until_said(opened, qtbot, "作为上年报告")
    assert len(seen) == 1


def test_that_our_own_word_comes_back_as_changes(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = full_report()
    texts = {**report.texts, "others": "2024年本机关收取信息处理费0元。"}
    edited = replace(report, texts=texts, cells={**report.cells, GRANTED_NATURAL: 8})
    path = file_of(edited, "docx", tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(path), ""))
    session = _session(opened)
    words: list[str] = []

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ChangesSheet)
        items = list(dialog.items())
        words.extend(item.text(0) for item in items)
        items[0].setCheckState(0, Qt.CheckState.Unchecked)
        click(button(dialog, "采用选中的修改"))

    _answer_when_open(answer)
    _trigger(opened, "读入报告")
    qtbot.waitUntil(lambda: session.undo_stack.count == 1, timeout=20_000)
    assert len(words) == 2
    assert session.report.cells[GRANTED_NATURAL] == report.cells[GRANTED_NATURAL]
    assert session.report.texts["others"] == texts["others"]


def test_that_a_file_that_is_no_report_is_refused_in_one_sentence(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "会议通知.docx"
    path.write_bytes(b"PK\x03\x04 broken")
    opened.work.intake_commands.read_file(path)
    _until_said(opened, qtbot, "会议通知.docx")
    assert _session(opened).undo_stack.count == 0


def test_that_an_empty_clipboard_is_said(opened: OpenWindow) -> None:
    _trigger(opened, "粘贴网页内容")
    assert "剪贴板里没有文字" in opened.window.notices.sentence("intake")


def test_that_everything_that_came_back_can_be_looked_at_instead(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    copy_page(full_report(), tmp_path)
    sentences: list[str] = []

    def confirm(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmationSheet)
        assert dialog.destination is Destination.DRAFT
        press(dialog.destination_box, Qt.Key.Key_Up)
        sentences.append(dialog.sentence)
        click(button(dialog, "取消"))

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ChangesSheet)  # it is the report in sight
        _answer_when_open(confirm)
        click(button(dialog, "查看全部读入内容…"))

    _answer_when_open(answer)
    _trigger(opened, "粘贴网页内容")
    qtbot.waitUntil(lambda: bool(sentences), timeout=20_000)
    assert "2023" in sentences[0]
    assert _session(opened).undo_stack.count == 0


def test_that_a_report_that_refuses_edits_says_so_before_anything_is_read(opened: OpenWindow, tmp_path: Path) -> None:
    opened.desk.lock(VersionKind.FINAL, "")
    commands = opened.work.intake_commands
    for read in (commands.read_chosen, commands.paste, partial(commands.read_file, tmp_path / "a.docx")):
        read()
        assert "已经定稿锁定，不能修改" in opened.window.notices.sentence("intake")
        opened.window.notices.dismiss("intake")


def test_that_a_report_file_is_refused_without_a_question_by_a_final_report_and_a_file_that_is_only_looked_at(
    opened: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "报告.json"
    write_report_file(full_report(), path)
    opened.desk.lock(VersionKind.FINAL, "")
    opened.work.report_file_commands.import_file(path)
    assert "已经定稿锁定" in opened.window.notices.sentence("report file")
    assert every_backup(opened.archive_path) == []
    opened.desk.close()
    opened.desk.open_read_only(opened.archive_path)
    opened.work.report_file_commands.import_file(path)
    assert "是只读打开的" in opened.window.notices.sentence("report file")
