"""The menu 版本: history, versions, 定稿锁定, 更正, backups, 核验 and 工作移交, as the user meets them."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import docx
import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from intake import verification
from intake.reader import read_source
from model.archive import Archive, VersionKind
from model.backups import Occasion, every_backup
from model.report import Edit, EditKind, Level, Scope
from model.report_file import write_report_file
from tests.ui.conftest import OpenWindow
from tests.ui.reports import NEW_NATURAL, full_report
from tests.ui.widgets import button, click
from ui import safety_commands
from ui.backups_view import BackupsDialog
from ui.history_view import HistoryDialog
from ui.versions_view import VersionsDialog


def _trigger(opened: OpenWindow, words: str) -> None:
    opened.work.menus.actions[words].trigger()


def _answer(words: str) -> None:
    """Press the button with these words in the dialog that opens next."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        click(button(dialog, words))

    QTimer.singleShot(0, press)


def _type(opened: OpenWindow, value: int) -> bool:
    session = opened.desk.session
    assert session is not None
    return session.submit(Edit(EditKind.TYPING, cells={NEW_NATURAL: value}), "填写")


def _value(opened: OpenWindow) -> object:
    session = opened.desk.session
    assert session is not None
    return session.report.cells[NEW_NATURAL]


def _seen(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
    """Use a dialog of a kind instead of waiting for somebody to do it."""

    def use(dialog: QDialog) -> int:
        dialog.show()
        act(dialog)
        dialog.close()
        return 0

    monkeypatch.setattr(kind, "exec", use)


def _choose_file(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_arguments: (str(path), kind))


def _choose_words(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("ui.safety_commands.asked", lambda *_arguments: words)


# History


def test_that_the_history_begins_with_the_current_figure_and_leads_back(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened.desk.session
    assert session is not None
    session.reveal(NEW_NATURAL)
    for value in (11, 12, 13):
        _type(opened, value)
    rows: list[list[str]] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        table = dialog.table
        for row in range(table.rowCount()):
            items = [table.item(row, column) for column in range(table.columnCount())]
            rows.append([item.text() for item in items if item is not None])
        assert "<s" in dialog.detail.toHtml() or "line-through" in dialog.detail.toHtml()
        table.selectRow(2)
        click(dialog.restore_button)

    _seen(monkeypatch, HistoryDialog, use)
    _trigger(opened, "修改历史")
    assert [row[4:] for row in rows] == [["12", "13"], ["11", "12"], ["9", "11"], ["", "9"]]
    assert "自然人" in rows[0][2]
    assert _value(opened) == 11
    session.undo_stack.undo()
    assert _value(opened) == 13


def test_that_the_history_is_filtered_by_day_and_place(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(opened, 11)
    counts: list[int] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        counts.append(len(dialog.shown))
        dialog.day_box.setCurrentIndex(1)
        counts.append(len(dialog.shown))

    _seen(monkeypatch, HistoryDialog, use)
    opened.work.show_page("overview")
    _trigger(opened, "修改历史")
    assert counts[0] == counts[1] > 0


# Versions, 定稿锁定, 更正


def test_that_a_final_report_refuses_edits_until_it_is_corrected(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _value(opened)
    _trigger(opened, "更正")
    assert "没有定稿锁定" in opened.work.status.message
    _answer("定稿锁定")
    _trigger(opened, "定稿锁定")
    assert opened.desk.locked
    qtbot.wait(50)  # until what the writer told before has arrived
    assert opened.work.header.saved.text() == "已定稿锁定"
    assert not _type(opened, 12)
    assert _value(opened) == before
    _choose_words(monkeypatch, "漏计1件")
    _trigger(opened, "更正")
    assert _type(opened, 12)
    kinds = [version.kind for version in opened.desk.written().versions(opened.desk.report_id)]
    assert kinds == [VersionKind.FINAL, VersionKind.CORRECTION]


@pytest.mark.parametrize(("value", "missing"), [(11, "处错误没有改正，也没有说明理由"), (None, "还有 1 格没有填。")])
def test_that_an_open_error_or_a_blank_keeps_a_report_from_being_final(
    opened: OpenWindow, value: int | None, missing: str
) -> None:
    session = opened.desk.session
    assert session is not None
    session.submit(Edit(EditKind.TYPING, cells={NEW_NATURAL: value}), "填写")
    told: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.extend([box.windowTitle(), box.text()])
        click(button(box, "去查看"))

    QTimer.singleShot(0, look)
    _trigger(opened, "定稿锁定")
    assert not opened.desk.locked
    assert told[0] == "还不能定稿"
    assert missing in told[1]
    _trigger(opened, "存为送审稿")
    assert opened.work.status.message == "已保存为送审稿。"
    session.undo_stack.undo()
    _answer("定稿锁定")
    _trigger(opened, "定稿锁定")
    assert opened.desk.locked


def test_that_locking_stays_on_the_page_and_says_where_it_is_undone(opened: OpenWindow) -> None:
    opened.work.show_page("appeals")
    _answer("定稿锁定")
    _trigger(opened, "定稿锁定")
    view = opened.work.view
    assert view is not None
    assert view.current_key == "appeals"
    assert not _type(opened, 12)
    assert "菜单“版本”里的“更正”" in opened.work.status.message


def test_that_locking_can_be_thought_better_of(opened: OpenWindow) -> None:
    _answer("取消")
    _trigger(opened, "定稿锁定")
    assert not opened.desk.locked
    assert _type(opened, 12)


def test_that_a_draft_is_kept_and_compared_and_exported(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _trigger(opened, "存为初稿")
    assert opened.work.status.message == "已保存为初稿。"
    _type(opened, 28)
    pages: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        assert dialog.old_box.currentText().startswith("初稿第1稿")
        pages.append(dialog.page.toPlainText())
        for ending in (".docx", ".pdf", ".html"):
            _choose_file(monkeypatch, tmp_path / "对照", f"文件 (*{ending})")
            click(dialog.export_button)
        assert not dialog.corrections_button.isEnabled()

    _seen(monkeypatch, VersionsDialog, use)
    _trigger(opened, "版本和修改对照")
    assert "28" in pages[0]
    struck = [
        run.text
        for row in docx.Document(str(tmp_path / "对照.docx")).tables[0].rows
        for run in row.cells[1].paragraphs[0].runs
        if run.font.strike
    ]
    assert struck[0] == "9"
    with PdfDocument(tmp_path / "对照.pdf") as pdf:
        assert "修改对照稿" in "".join(pdf[0].get_textpage().get_text_range().split())
    assert "<s>9</s>" in (tmp_path / "对照.html").read_text(encoding="utf-8")


def test_that_corrections_are_listed_exported_and_printed(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened.desk.lock(VersionKind.FINAL, "")
    opened.desk.lock(VersionKind.CORRECTION, "漏计2件")
    _type(opened, 11)
    lists: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        click(dialog.corrections_button)
        lists.append(dialog.page.toPlainText())
        _choose_file(monkeypatch, tmp_path / "清单.pdf")
        click(dialog.export_button)
        click(dialog.print_button)
        dialog.old_box.setCurrentIndex(0)
        assert not dialog.corrections_button.isChecked()
        assert "没有不同" in dialog.page.toPlainText()

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "打印.pdf"))
    monkeypatch.setattr("ui.printing.make_printer", lambda *_arguments: printer)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    _seen(monkeypatch, VersionsDialog, use)
    _trigger(opened, "版本和修改对照")
    assert "\n9\n11\n漏计2件\n" in lists[0]
    for name in ("清单.pdf", "打印.pdf"):
        with PdfDocument(tmp_path / name) as pdf:
            assert pdf[0].get_size() == pytest.approx((595, 842), abs=1)
            words = "".join(pdf[0].get_textpage().get_text_range().split())
            assert "更正清单" in words
            assert "911漏计2件" in words
    assert opened.work.status.message == "已送到打印机。"


# Backups


def test_that_opening_makes_a_backup_that_can_be_restored(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened.archive_path
    _trigger(opened, "从备份恢复")
    assert opened.work.status.message == "还没有备份。"
    opened.desk.close()
    opened.desk.open(path)
    qtbot.waitUntil(lambda: len(every_backup(path)) == 1)
    _type(opened, 77)
    opened.desk.add_year(2025, Level.COUNTY, Scope.OWN)
    seen: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, BackupsDialog)
        for row in (1, 0):  # the newest was made before the year was added
            dialog.list.setCurrentRow(row)
            seen.append(dialog.contents.toPlainText())
            assert dialog.restore_button.isEnabled()
        dialog.chosen.path.write_bytes(b"broken")
        dialog.list.setCurrentRow(-1)
        dialog.list.setCurrentRow(0)
        assert not dialog.restore_button.isEnabled()

    opened.desk.back_up(Occasion.IMPORT)
    _seen(monkeypatch, BackupsDialog, use)
    _trigger(opened, "从备份恢复")
    assert "1 格数字不同" in seen[0]
    assert "这份备份里没有 2025 年度 · 本机关" in seen[0]
    assert "相同" in seen[1]
    monkeypatch.undo()
    _answer("恢复这份备份")
    every_backup(path)[0].path.unlink()
    _trigger(opened, "从备份恢复")
    assert _value(opened) == 9
    assert opened.work.status.message.startswith("已恢复到 20")
    assert every_backup(path)[0].occasion == "恢复前"


def test_that_the_history_shows_long_texts_where_they_begin_to_differ(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened.desk.session
    assert session is not None
    sentences = "全年主动公开信息，办理申请。" * 9
    for text in (sentences, f"{sentences}新增一句。{sentences}"):
        session.submit(Edit(EditKind.PASTE, texts={"others": text}), "粘贴")
    rows: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        dialog.place_box.setCurrentIndex(dialog.place_box.findData("texts/others"))
        items = [dialog.table.item(0, column) for column in (4, 5)]
        rows.extend(item.text() for item in items if item is not None)

    _seen(monkeypatch, HistoryDialog, use)
    _trigger(opened, "修改历史")
    assert rows[0].startswith("…")
    assert rows[1].startswith("…，办理申请。新增一句。全年")
    assert rows[1].endswith("…")


def test_that_what_is_typed_into_a_text_key_by_key_is_one_line_of_the_history(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.work.show_page("others")
    editor = opened.window.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "abcde")
    shown: list[tuple[str, int]] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        shown.append((dialog.place_box.currentText(), len(dialog.shown)))
        assert str(dialog.shown[0].after).replace("abcde", "") == str(dialog.shown[0].before)

    _seen(monkeypatch, HistoryDialog, use)
    _trigger(opened, "修改历史")
    assert len(opened.desk.written().edits(opened.desk.report_id)) >= 6
    assert shown == [("六、其他需要报告的事项", 2)]


def test_that_what_was_typed_is_backed_up_before_an_import_replaces_it(opened: OpenWindow) -> None:
    _type(opened, 55)
    path = opened.folder / "报告.json"
    write_report_file(full_report(), path)
    _answer("替换")
    opened.work.report_file_commands.import_file(path)
    assert _value(opened) == 9
    [backup] = every_backup(opened.archive_path)
    assert backup.occasion == "导入前"
    with closing(Archive.open_read_only(backup.path)) as archive:
        assert archive.load(archive.reports()[0].id).cells[NEW_NATURAL] == 55


def _damaged_with_backup(opened: OpenWindow, qtbot: QtBot) -> Path:
    """Edit the file after its backup was made, then break it as a bad disk does."""
    path = opened.archive_path
    opened.desk.close()
    opened.desk.open(path)
    qtbot.waitUntil(lambda: len(every_backup(path)) == 1)
    _type(opened, 61)
    _type(opened, 62)
    opened.desk.close()
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'change'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("rb+") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    return path


def test_that_a_damaged_file_shows_its_newest_backup_and_names_what_is_missing(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    path = _damaged_with_backup(opened, qtbot)
    broken = path.read_bytes()
    assert not opened.work.archive_commands.open_file(path)
    assert _value(opened) == 9
    assert not _type(opened, 10)
    assert opened.work.header.saved.text() == "只读"
    assert "里面没有备份之后的 2 步修改。" in opened.window.notices.sentence("archive")
    _trigger(opened, "从备份恢复")
    assert "只读打开" in opened.work.status.message
    click(opened.window.notices.button("archive", "抢救到新文件"))
    assert opened.desk.path is not None
    assert opened.desk.path.parent == path.parent
    assert opened.window.settings.archive == opened.desk.path
    assert opened.desk.path != path
    assert _value(opened) == 62
    assert _type(opened, 63)
    assert "原文件已损坏，没有改动它" in opened.window.notices.sentence("archive")
    assert path.read_bytes() == broken


def test_that_a_file_overwritten_with_rubbish_shows_its_backup_too(opened: OpenWindow, qtbot: QtBot) -> None:
    path = _damaged_with_backup(opened, qtbot)
    path.write_bytes(bytes(20_000))
    assert not opened.work.archive_commands.open_file(path)
    assert "读不出备份之后改过什么" in opened.window.notices.sentence("archive")
    assert _value(opened) == 9


def test_that_a_file_without_a_backup_is_refused_with_the_way_out_that_is_left(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    path = _damaged_with_backup(opened, qtbot)
    for backup in every_backup(path):
        backup.path.unlink()
    assert not opened.work.archive_commands.open_file(path)
    assert opened.desk.path is None
    click(opened.window.notices.button("archive", "抢救到新文件"))
    assert _value(opened) == 62
    path.write_bytes(bytes(20_000))
    assert not opened.work.archive_commands.open_file(path)
    with pytest.raises(KeyError):
        opened.window.notices.button("archive", "抢救到新文件")


def test_that_a_file_in_use_is_opened_to_look_at(opened: OpenWindow) -> None:
    path = opened.archive_path
    opened.desk.close()
    with closing(Archive.open(path)):
        assert not opened.work.archive_commands.open_file(path)
        click(opened.window.notices.button("archive", "只读打开"))
        assert _value(opened) == 9
        assert not _type(opened, 10)
        assert "只读打开" in opened.work.status.message
        opened.desk.close()


# Passing on


def test_that_a_file_is_verified_against_the_final_version(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "read_in_process", read_source)
    shown: list[str] = []
    _seen(monkeypatch, QMessageBox, lambda box: shown.append(box.text() if isinstance(box, QMessageBox) else ""))
    path = opened.folder / "报告.json"
    write_report_file(full_report(), path)
    _choose_file(monkeypatch, path)
    _trigger(opened, "核验文件")
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert "与指定的报告比对：数字相同" in shown[0]
    _type(opened, 12)
    opened.desk.lock(VersionKind.FINAL, "")
    _trigger(opened, "核验文件")
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert "年的定稿比对：数字不同" in shown[1]


def test_that_the_work_is_handed_over_in_one_file(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    target = opened.folder / "移交"
    _choose_file(monkeypatch, target)
    _trigger(opened, "工作移交")
    with zipfile.ZipFile(target.with_name("移交.zip")) as package:
        assert "年报文件/年报文件.gknb" in package.namelist()
    assert "移交.zip" in opened.window.notices.sentence("export")


def test_that_a_refused_backup_is_said_and_work_goes_on(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened.archive_path
    opened.desk.close()
    (path.parent / "备份").write_bytes(b"a file where the folder should be")
    opened.desk.open(path)
    qtbot.waitUntil(lambda: "没有做成备份" in opened.window.notices.sentence("backup"))
    assert _type(opened, 5)


def test_that_the_commands_have_words_for_everything() -> None:
    from ui.words import EDIT_WORDS, VERSION_WORDS

    assert set(EDIT_WORDS) == set(EditKind)
    assert set(VERSION_WORDS) == set(VersionKind)
    assert safety_commands.SafetyCommands.__doc__
