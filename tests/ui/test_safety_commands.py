"""The menu 版本: history, versions, 定稿锁定, 更正, backups, 核验 and 工作移交, as the user meets them."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from intake import verification
from intake.reader import read_source
from model.archive import Archive, VersionKind
from model.backups import Occasion, every_backup, new_backup
from model.errors import DiskFullError
from model.report import Edit, EditKind, Level, Scope
from model.report_file import write_report_file
from tests.ui.conftest import OpenWindow
from tests.ui.reports import NEW_NATURAL, full_report
from tests.ui.safety import answer, choose_file, trigger, type_figure, use_dialog, value_of
from tests.ui.widgets import children, click
from ui import safety_commands
from ui.backups_view import BackupsDialog
from ui.history_view import HistoryDialog

# History


def test_that_the_history_begins_with_the_current_figure_and_leads_back(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened.desk.session
    assert session is not None
    session.reveal(NEW_NATURAL)
    for value in (11, 12, 13):
        type_figure(opened, value)
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

    use_dialog(monkeypatch, HistoryDialog, use)
    trigger(opened, "修改历史")
    assert [row[4:] for row in rows] == [["12", "13"], ["11", "12"], ["9", "11"], ["", "9"]]
    assert "自然人" in rows[0][2]
    assert value_of(opened) == 11
    session.undo_stack.undo()
    assert value_of(opened) == 13


def test_that_the_history_is_filtered_by_day_and_place(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    type_figure(opened, 11)
    counts: list[int] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        counts.append(len(dialog.shown))
        dialog.day_box.setCurrentIndex(1)
        counts.append(len(dialog.shown))

    use_dialog(monkeypatch, HistoryDialog, use)
    opened.work.show_page("overview")
    trigger(opened, "修改历史")
    assert counts[0] == counts[1] > 0


# Backups


def test_that_opening_makes_a_backup_that_can_be_restored(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened.archive_path
    trigger(opened, "从备份恢复")
    assert opened.work.status.message == "还没有备份。"
    opened.desk.close()
    opened.desk.open(path)
    qtbot.waitUntil(lambda: len(every_backup(path)) == 1)
    type_figure(opened, 77)
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
    use_dialog(monkeypatch, BackupsDialog, use)
    trigger(opened, "从备份恢复")
    assert "1 格数字不同" in seen[0]
    assert "这份备份里没有 2025 年度 · 本机关" in seen[0]
    assert "内容相同" in seen[1]
    monkeypatch.undo()
    answer("恢复这份备份")
    every_backup(path)[0].path.unlink()
    trigger(opened, "从备份恢复")
    assert value_of(opened) == 9
    assert opened.work.status.message.startswith("已恢复到 20")
    assert opened.desk.session is not None
    assert opened.desk.session.report.year == 2024
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

    use_dialog(monkeypatch, HistoryDialog, use)
    trigger(opened, "修改历史")
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

    use_dialog(monkeypatch, HistoryDialog, use)
    trigger(opened, "修改历史")
    assert len(opened.desk.written().edits(opened.desk.report_id)) >= 6
    assert shown == [("六、其他需要报告的事项", 2)]


def test_that_what_was_typed_is_backed_up_before_an_import_replaces_it(opened: OpenWindow) -> None:
    type_figure(opened, 55)
    path = opened.folder / "报告.json"
    write_report_file(full_report(), path)
    answer("替换")
    opened.work.report_file_commands.import_file(path)
    assert value_of(opened) == 9
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
    type_figure(opened, 61)
    type_figure(opened, 62)
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
    assert value_of(opened) == 9
    assert not type_figure(opened, 10)
    assert opened.work.header.saved.text() == "只读"
    assert "里面没有备份之后的 2 步修改。" in opened.window.notices.sentence("archive")
    trigger(opened, "从备份恢复")
    assert "只读打开" in opened.work.status.message
    click(opened.window.notices.button("archive", "抢救到新文件"))
    assert opened.desk.path is not None
    assert opened.desk.path.parent == path.parent
    assert opened.window.settings.archive == opened.desk.path
    assert opened.desk.path != path
    assert value_of(opened) == 62
    assert type_figure(opened, 63)
    assert "原文件已损坏，没有改动它" in opened.window.notices.sentence("archive")
    assert path.read_bytes() == broken


def test_that_a_file_overwritten_with_rubbish_shows_its_backup_too(opened: OpenWindow, qtbot: QtBot) -> None:
    path = _damaged_with_backup(opened, qtbot)
    path.write_bytes(bytes(20_000))
    assert not opened.work.archive_commands.open_file(path)
    assert "读不出备份之后改过什么" in opened.window.notices.sentence("archive")
    assert value_of(opened) == 9


def test_that_a_file_without_a_backup_is_refused_with_the_way_out_that_is_left(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    path = _damaged_with_backup(opened, qtbot)
    for backup in every_backup(path):
        backup.path.unlink()
    assert not opened.work.archive_commands.open_file(path)
    assert opened.desk.path is None
    click(opened.window.notices.button("archive", "抢救到新文件"))
    assert value_of(opened) == 62
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
        assert value_of(opened) == 9
        assert not type_figure(opened, 10)
        assert "只读打开" in opened.work.status.message
        for words in ("保存版本", "存为送审稿"):
            trigger(opened, words)
            assert "年报文件是只读打开的，只能查看" in opened.window.notices.sentence("archive")
        assert not opened.work.archive_commands.open_file(path)
        assert "正在别处打开" in opened.window.notices.sentence("archive")
    assert opened.work.archive_commands.open_file(path)  # when the other one has closed it
    assert type_figure(opened, 10)
    assert opened.work.header.saved.text() != "只读"


def test_that_a_copy_of_a_file_that_is_only_looked_at_can_be_filled_in(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened.archive_path
    opened.desk.close()
    with closing(Archive.open(path)):
        opened.work.archive_commands.open_file(path)
        click(opened.window.notices.button("archive", "只读打开"))
        choose_file(monkeypatch, opened.folder / "自己的.gknb")
        trigger(opened, "另存年报文件")
    assert opened.work.header.saved.text() != "只读"
    assert type_figure(opened, 10)
    assert opened.desk.written().load(opened.desk.report_id).cells[NEW_NATURAL] == 10


def test_that_a_restore_stays_on_the_report_in_sight(opened: OpenWindow) -> None:
    first = opened.desk.report_id
    opened.desk.add_year(2025, Level.COUNTY, Scope.OWN)
    opened.desk.back_up(Occasion.IMPORT)
    opened.desk.show(first)
    type_figure(opened, 33)
    answer("恢复这份备份")
    trigger(opened, "从备份恢复")
    assert (opened.desk.report_id, value_of(opened)) == (first, 9)


def test_that_a_restore_without_room_to_keep_what_is_there_leaves_it_open(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.desk.back_up(Occasion.IMPORT)
    type_figure(opened, 33)

    def refuse(_archive: Archive, path: Path) -> None:
        raise DiskFullError(path)

    monkeypatch.setattr(Archive, "backup", refuse)
    answer("恢复这份备份")
    trigger(opened, "从备份恢复")
    assert "磁盘空间不足" in opened.window.notices.sentence("archive")
    assert value_of(opened) == 33
    assert type_figure(opened, 34)


def test_that_a_year_deleted_by_mistake_comes_back(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    answer("备份并删除")
    trigger(opened, "删除本年度")
    assert opened.desk.session is None
    answer("恢复这份备份")
    trigger(opened, "从备份恢复")
    assert value_of(opened) == 9
    choose_file(monkeypatch, new_backup(opened.archive_path, opened.folder / "备份", Occasion.MANUAL))
    trigger(opened, "备份年报文件")
    assert every_backup(opened.archive_path)[0].occasion == "手动"


def test_that_a_backup_that_lacks_a_version_says_so(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.desk.back_up(Occasion.IMPORT)
    opened.desk.make_version("", VersionKind.DRAFT)
    opened.desk.lock(VersionKind.FINAL, "")
    seen: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, BackupsDialog)
        seen.append(dialog.contents.toPlainText())

    use_dialog(monkeypatch, BackupsDialog, use)
    trigger(opened, "从备份恢复")
    assert "内容相同，少 2 个版本（其中定稿 1 个）" in seen[0]
    assert "2024 年度 · 本机关在这份备份以后定过稿，恢复后年报文件里就没有那次定稿。" in seen[0]


# Passing on


def test_that_a_file_is_verified_against_the_final_version(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "read_in_process", read_source)
    shown: list[str] = []
    use_dialog(monkeypatch, QMessageBox, lambda box: shown.append(box.text() if isinstance(box, QMessageBox) else ""))
    path = opened.folder / "报告.json"
    write_report_file(full_report(), path)
    choose_file(monkeypatch, path)
    trigger(opened, "核验文件")
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert "与现在打开的报告比对：数字相同" in shown[0]
    type_figure(opened, 12)
    opened.desk.lock(VersionKind.FINAL, "")
    trigger(opened, "核验文件")
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert "年的定稿比对：数字不同" in shown[1]


def test_that_the_work_is_handed_over_in_one_file(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_figure(opened, 41)
    target = opened.folder / "移交"
    choose_file(monkeypatch, target)
    trigger(opened, "工作移交")
    assert opened.work.status.message == "正在打包……"
    type_figure(opened, 42)
    qtbot.waitUntil(lambda: "移交.zip" in opened.window.notices.sentence("export"))
    assert opened.work.status.message == ""
    with zipfile.ZipFile(target.with_name("移交.zip")) as package:
        assert "年报文件/年报文件.gknb" in package.namelist()
        assert {name.partition("/")[0] for name in package.namelist()} == {"年报文件", "使用手册", "说明.txt"}
        package.extract("年报文件/年报文件.gknb", opened.folder)
    with closing(Archive.open_read_only(opened.folder / "年报文件" / "年报文件.gknb")) as archive:
        assert archive.load(archive.reports()[0].id).cells[NEW_NATURAL] in {41, 42}


def test_that_a_refused_backup_is_said_and_work_goes_on(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened.archive_path
    opened.desk.close()
    (path.parent / "备份").write_bytes(b"a file where the folder should be")
    opened.desk.open(path)
    qtbot.waitUntil(lambda: "没有做成备份" in opened.window.notices.sentence("backup"))
    assert type_figure(opened, 5)


def test_that_no_dialog_is_kept_after_it_was_closed(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    for words in ("修改历史", "版本和修改对照", "新建年度", "单位和填报人", "关于"):
        trigger(opened, words)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert children(opened.window, QDialog) == []


def test_that_the_commands_have_words_for_everything() -> None:
    from ui.words import EDIT_WORDS, VERSION_WORDS

    assert set(EDIT_WORDS) == set(EditKind)
    assert set(VERSION_WORDS) == set(VersionKind)
    assert safety_commands.SafetyCommands.__doc__
