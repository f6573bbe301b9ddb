"""年报文件 and years through the menus of the window."""

import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QLabel
from pytestqt.qtbot import QtBot

from export.formats import FORMATS, document_of, output_path, outputs_of
from export.pdf import PdfOptions
from export.review_print import write_review_sheet
from export.review_sheet import review_sheet
from model.archive import Archive
from model.archive_lock import user_name
from model.archive_records import RecordedEdit
from model.report import Edit, EditKind, Level, Scope
from model.report_file import write_report_file
from tests.ui.conftest import OpenWindow
from tests.ui.reports import CARRIED_OUT, full_report, unbalanced_report
from tests.ui.widgets import button, children, click
from ui.first_start import FirstStartPage
from ui.new_year import NewYearDialog
from ui.office import OfficeDialog
from ui.settings import Settings
from ui.words import LEVEL_WORDS


def _answer(words: str) -> None:
    """Press the button with these words in the dialog that opens next."""
    QTimer.singleShot(0, lambda: click(button(_dialog(), words)))


def _dialog() -> QDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    return dialog


def _choose_file(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_arguments: (str(path) if path else "", ""))


def _trigger(opened: OpenWindow, words: str) -> None:
    opened.work.menus.actions[words].trigger()


def _years(opened: OpenWindow) -> list[tuple[int, Scope | None]]:
    return [(entry.year, entry.scope) for entry in opened.desk.entries]


# First start


def test_that_a_new_user_gets_a_file_and_is_asked_for_the_year(
    empty: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = empty.window
    page = window.body.currentWidget()
    assert isinstance(page, FirstStartPage)
    page.use_folder(empty.folder)
    page.name_edit.setText("清岚县人民政府办公室")
    page.level_box.setCurrentIndex(list(LEVEL_WORDS).index(Level.COUNTY))
    _answer("新建")
    click(page.begin_button)
    assert empty.desk.path == empty.folder / "清岚县人民政府办公室年报文件.gknb"
    assert _years(empty) == [(date.today().year - 1, Scope.OWN)]  # noqa: DTZ011
    assert window.header.office.accessibleName() == "清岚县人民政府办公室"
    assert Settings(empty.folder / "settings.ini").archive == empty.desk.path


def test_that_commands_without_anything_open_are_disabled(empty: OpenWindow) -> None:
    actions = empty.work.menus.actions
    assert not actions["新建年度"].isEnabled()
    assert not actions["导出"].isEnabled()
    assert actions["打开年报文件"].isEnabled()
    empty.open(full_report())
    assert all(actions[words].isEnabled() for words in ("新建年度", "导出", "删除本年度"))


def test_that_the_sample_can_be_tried_and_is_not_opened_at_the_next_start(empty: OpenWindow) -> None:
    click(button(empty.window.body.currentWidget(), "先看样例"))
    session = empty.desk.session
    assert session is not None
    assert not session.evaluation.open_errors
    assert Settings(empty.folder / "settings.ini").archive is None


# Years


def test_that_a_new_year_takes_over_only_what_was_carried_out(empty: OpenWindow) -> None:
    empty.open(unbalanced_report())
    dialog_words: list[str] = []

    def drive() -> None:
        dialog = _dialog()
        assert isinstance(dialog, NewYearDialog)
        dialog.year_box.setCurrentIndex(dialog.year_box.findData(2025))
        dialog_words.append(dialog.sentence)
        click(button(dialog, "新建"))

    QTimer.singleShot(0, drive)
    _trigger(empty, "新建年度")
    session = empty.desk.session
    assert session is not None
    carried_in = CARRIED_OUT._replace(row="carried_in")
    assert session.report.year == 2025
    assert {ref.row for ref in session.report.cells} == {"carried_in"}
    assert session.report.cells[carried_in] == 3
    assert not session.report.texts
    assert "上年结转 3 件" in dialog_words[0]
    assert session.undo_stack.undo_text == "带入上年结转"
    assert [edit.kind for edit in _edits(empty)] == [EditKind.PROPERTY, EditKind.CARRY_OVER]


def _edits(opened: OpenWindow) -> list[RecordedEdit]:
    """Return what the 年报文件 has recorded of the report in sight, as another program would read it."""
    copy = opened.folder / "copy.gknb"
    opened.desk.backup(copy)
    archive = Archive.open(copy)
    edits = archive.edits(opened.desk.report_id)
    archive.close()
    return edits


def test_that_cancelling_a_new_year_changes_nothing(opened: OpenWindow) -> None:
    _answer("取消")
    _trigger(opened, "新建年度")
    assert _years(opened) == [(2024, Scope.OWN)]


def test_that_one_office_files_its_own_report_and_the_roll_up(opened: OpenWindow) -> None:
    opened.desk.add_year(2024, Level.COUNTY, Scope.AGGREGATE)
    menu = opened.window.header.year_button.menu()
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions()]
    assert words == ["2024 年度 · 本机关", "2024 年度 · 本级政府汇总", "", "新建年度…"]
    assert [action.isChecked() for action in menu.actions()[:2]] == [False, True]
    menu.actions()[0].trigger()
    assert opened.window.header.year_button.text() == "2024 年度 · 本机关"
    assert opened.desk.session is not None
    assert opened.desk.session.report == full_report()


def test_that_last_years_figures_in_force_stand_beside_and_are_not_entered(opened: OpenWindow) -> None:
    opened.desk.add_year(2025, Level.COUNTY, Scope.OWN)
    opened.work.show_page("proactive")
    view = opened.work.view
    assert view is not None
    words = [label.text() for label in children(view.current_page, QLabel)]
    assert "2024 年度 · 本机关现行有效：规章 0 件，行政规范性文件 0 件（仅供核对）" in words
    assert not [ref for ref in view.session.report.cells if ref.column == "in_force"]


def test_that_a_year_is_deleted_only_after_a_backup(opened: OpenWindow) -> None:
    opened.desk.add_year(2025, Level.COUNTY, Scope.OWN)
    _answer("备份并删除")
    _trigger(opened, "删除本年度")
    assert _years(opened) == [(2024, Scope.OWN)]
    (backup,) = (opened.folder / "备份").iterdir()
    archive = Archive.open(backup)
    assert [entry.year for entry in archive.reports()] == [2025, 2024]
    archive.close()
    assert str(backup) in opened.window.notices.sentence("backup")


def test_that_deleting_can_be_cancelled(opened: OpenWindow) -> None:
    _answer("取消")
    _trigger(opened, "删除本年度")
    assert _years(opened) == [(2024, Scope.OWN)]


def test_that_the_last_year_deleted_leaves_a_window_that_offers_a_new_one(opened: OpenWindow) -> None:
    _answer("备份并删除")
    _trigger(opened, "删除本年度")
    assert opened.desk.session is None
    assert opened.work.menus.actions["新建年度"].isEnabled()
    assert button(opened.window.body.currentWidget(), "新建年度…").isVisible()


# Copies and other files


def test_that_a_backup_holds_everything_and_is_not_switched_to(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose_file(monkeypatch, opened.folder / "副本")
    _trigger(opened, "备份年报文件")
    assert opened.desk.path == opened.archive_path
    archive = Archive.open(opened.folder / "副本.gknb")
    assert archive.load(1) == full_report()
    archive.close()


def test_that_save_as_goes_on_in_the_copy(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened.desk.session
    assert session is not None
    _choose_file(monkeypatch, opened.folder / "新的.gknb")
    _trigger(opened, "另存年报文件")
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 5}), "填写")
    opened.desk.close()
    new, old = Archive.open(opened.folder / "新的.gknb"), Archive.open(opened.archive_path)
    assert new.load(1).cells[CARRIED_OUT] == 5
    assert old.load(1).cells[CARRIED_OUT] == 0
    new.close()
    old.close()


def test_that_a_file_that_is_no_archive_is_refused_and_the_open_one_stays(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = opened.folder / "其他.gknb"
    wrong.write_text("no archive", encoding="utf-8")
    _choose_file(monkeypatch, wrong)
    _trigger(opened, "打开年报文件")
    assert "不是年报文件" in opened.window.notices.sentence("archive")
    assert opened.desk.path == opened.archive_path
    assert opened.desk.session is not None


def test_that_a_file_open_elsewhere_is_refused_with_who_has_it(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = opened.folder / "别人的.gknb"
    opened.desk.backup(other)
    holder = Archive.open(other)
    _choose_file(monkeypatch, other)
    _trigger(opened, "打开年报文件")
    assert "正在别处打开" in opened.window.notices.sentence("archive")
    holder.close()


def test_that_a_report_file_goes_out_and_comes_in_as_one_step(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened.desk.session
    assert session is not None
    file = opened.folder / "报告.json"
    _choose_file(monkeypatch, file)
    _trigger(opened, "导出报告文件")
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 5}), "填写")
    _answer("替换")
    _trigger(opened, "导入报告文件")
    assert session.report == full_report()
    session.undo_stack.undo()
    assert session.report.cells[CARRIED_OUT] == 5


def test_that_a_report_file_of_another_year_becomes_a_year_of_its_own(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = opened.folder / "上年.json"
    write_report_file(replace(full_report(), year=2023), file)
    _choose_file(monkeypatch, file)
    _trigger(opened, "导入报告文件")
    assert _years(opened) == [(2024, Scope.OWN), (2023, Scope.OWN)]
    assert opened.desk.session is not None
    assert opened.desk.session.report.year == 2023


def test_that_a_damaged_report_file_is_refused_with_a_sentence(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = opened.folder / "坏的.json"
    file.write_text("{", encoding="utf-8")
    _choose_file(monkeypatch, file)
    _trigger(opened, "导入报告文件")
    assert "报告文件读不出来" in opened.window.notices.sentence("report file")
    assert _years(opened) == [(2024, Scope.OWN)]


# Versions and the office


def test_that_saving_makes_a_version_without_a_question(opened: OpenWindow) -> None:
    _trigger(opened, "保存版本")
    assert opened.window.status.message == "已保存。"
    assert _versions(opened) == [""]


def test_that_a_version_can_be_given_a_name(opened: OpenWindow) -> None:
    for name, words in (("送分管领导前 ", "确定"), ("另一个", "取消"), (" ", "确定")):
        QTimer.singleShot(0, partial(_name, name, words))
        _trigger(opened, "命名保存")
    assert _versions(opened) == ["送分管领导前"]


def _name(name: str, words: str) -> None:
    """Type a line into the dialog in front and leave it by a button."""
    dialog = _dialog()
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue(name)
    click(button(dialog, words))


def _versions(opened: OpenWindow) -> list[str]:
    copy = opened.folder / "copy.gknb"
    opened.desk.backup(copy)
    archive = Archive.open(copy)
    names = [version.name for version in archive.versions(opened.desk.report_id)]
    archive.close()
    return names


def test_that_the_office_is_changed_in_profile_and_report(opened: OpenWindow) -> None:
    def drive() -> None:
        dialog = _dialog()
        assert isinstance(dialog, OfficeDialog)
        dialog.name_edit.setText("清岚县统计局")
        dialog.level_box.setCurrentIndex(list(LEVEL_WORDS).index(Level.DEPARTMENT))
        click(button(dialog, "确定"))

    QTimer.singleShot(0, drive)
    _trigger(opened, "单位和填报人")
    assert opened.desk.profile is not None
    assert opened.desk.profile.name == "清岚县统计局"
    assert opened.desk.session is not None
    assert opened.desk.session.report.level is Level.DEPARTMENT
    assert opened.window.header.office.accessibleName() == "清岚县统计局"


def test_that_edits_are_recorded_under_the_name_in_the_settings(opened: OpenWindow) -> None:
    session = opened.desk.session
    assert session is not None
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 8}), "填写")
    _name_the_author(opened, " 王芳 ")
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 9}), "填写")
    assert [edit.author for edit in _edits(opened)[-2:]] == [user_name(), "王芳"]
    assert Settings(opened.folder / "settings.ini").author == "王芳"
    opened.desk.close()
    opened.desk.open(opened.archive_path)
    session = opened.desk.session
    assert session is not None
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 10}), "填写")
    assert _edits(opened)[-1].author == "王芳"
    _name_the_author(opened, "")
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 11}), "填写")
    assert _edits(opened)[-1].author == user_name()


def _name_the_author(opened: OpenWindow, name: str) -> None:
    def drive() -> None:
        dialog = _dialog()
        assert isinstance(dialog, OfficeDialog)
        dialog.author_edit.setText(name)
        click(button(dialog, "确定"))

    QTimer.singleShot(0, drive)
    _trigger(opened, "单位和填报人")


def test_that_the_name_of_the_author_is_in_nothing_that_is_exported(opened: OpenWindow) -> None:
    _name_the_author(opened, "欧阳某某")
    session = opened.desk.session
    assert session is not None
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 8}), "填写")
    document = document_of(session.form, session.report)
    for output in outputs_of(tuple(FORMATS)):
        output.write(document, output_path(document, output, opened.folder / "out"))
    sheet = review_sheet(session.form, session.report, session.evaluation)
    options = PdfOptions(document.author, datetime.now().astimezone(), keywords=document.keywords)
    write_review_sheet(sheet, opened.folder / "out" / "校核单.pdf", options)
    write_report_file(session.report, opened.folder / "out" / "报告.json")
    for file in (opened.folder / "out").iterdir():
        content = file.read_bytes()
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as package:
                content = b"".join(package.read(name) for name in package.namelist())
        if file.suffix == ".pdf":
            with PdfDocument(file) as pdf:
                shown = "".join(page.get_textpage().get_text_range() for page in pdf) + str(pdf.get_metadata_dict())
            content += shown.encode()
        assert "欧阳某某".encode() not in content, file.name
        assert "欧阳某某".encode("utf-16-be") not in content, file.name


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_that_a_link_without_an_end_is_refused_and_what_is_open_stays_open(opened: OpenWindow, tmp_path: Path) -> None:
    loop, before = tmp_path / "环.gknb", opened.desk.path
    loop.symlink_to(loop)
    assert not opened.work.archive_commands.open_file(loop)
    assert "找不到文件" in opened.window.notices.sentence("archive")
    assert opened.desk.path == before is not None
