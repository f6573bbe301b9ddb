"""Exports through the buttons of the window, their files opened again."""

import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from export.formats import FORMATS, Document
from model.archive import Archive
from model.checksum import checksum_words
from model.errors import ArchiveUnreachableError
from model.evaluation import evaluate
from tests.ui.conftest import OpenWindow
from tests.ui.reports import blank_report, form_2021, full_report, unbalanced_report
from tests.ui.widgets import button, children, click
from ui import long_work
from ui.export_dialog import ExportDialog
from ui.notices import Action, Notices, Tone
from ui.page_setup import Snapshot

CUSTOMARY = "清岚县人民政府办公室2024年政府信息公开工作年度报告"


def _export(opened: OpenWindow, *formats: str, folder: Path | None = None, words: str = "导出") -> list[str]:
    """Press the button of the window, choose formats in the dialog and leave it by a button; return what it said."""
    said: list[str] = []

    def drive() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        for key, box in dialog.boxes.items():
            box.setChecked(key in formats)
        dialog.folder_edit.setText(str(folder or opened.folder))
        said.extend([dialog.files_label.text(), dialog.open_label.text(), dialog.problem.text()])
        click(button(dialog, words))

    QTimer.singleShot(0, drive)
    (tool,) = [tool for tool in children(opened.window.header, QToolButton) if tool.text() == "导出"]
    click(tool)
    return said


def _answer(words: str) -> list[str]:
    said: list[str] = []

    def drive() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, drive)
            return
        said.append(box.text())
        click(button(box, words))

    QTimer.singleShot(10, drive)
    return said


def _wait_for_notice(opened: OpenWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: bool(opened.window.notices.sentence("export")), timeout=30_000)
    return opened.window.notices.sentence("export")


def test_that_the_pdf_gets_its_customary_name_and_holds_the_report(opened: OpenWindow, qtbot: QtBot) -> None:
    names, still_open, problem = _export(opened, "pdf")
    assert (names, problem) == (f"{CUSTOMARY}.pdf", "")
    assert "没有" in still_open
    assert _wait_for_notice(opened, qtbot) == f"已导出到 {opened.folder / names}。"
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(opened.folder / names)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "清岚县人民政府办公室" in text
    assert "未收取信息处理费" in text


def test_that_all_formats_are_written_at_once(opened: OpenWindow, qtbot: QtBot) -> None:
    names = _export(opened, "pdf", "docx", "xlsx", "html")[0].split("\n")
    assert _wait_for_notice(opened, qtbot) == f"已导出到 {opened.folder}，共 5 个文件。"
    assert all((opened.folder / name).stat().st_size > 1000 for name in names)
    assert len(names) == 5
    opened.window.notices.dismiss("export")
    names = _export(opened, "docx")[0].split("\n")
    assert names == [f"{CUSTOMARY}.docx（替换已有的文件）"]
    _wait_for_notice(opened, qtbot)
    assert opened.window.settings.word("export_formats") == "docx"


def test_that_the_workbook_holds_the_figures(opened: OpenWindow, qtbot: QtBot) -> None:
    (name, *_) = _export(opened, "xlsx")
    _wait_for_notice(opened, qtbot)
    from openpyxl import load_workbook

    book = load_workbook(opened.folder / name, data_only=True)
    assert any(9 in row for sheet in book for row in sheet.iter_rows(values_only=True))


def test_that_a_draft_says_so_in_its_name_and_on_every_page(opened: OpenWindow, qtbot: QtBot) -> None:
    opened.window.settings.set_word("draft_kind", "征求意见稿")
    opened.window.settings.set_word("draft_number", "2")
    (name, *_) = _export(opened, "pdf")
    assert name == f"{CUSTOMARY}（草稿）.pdf"
    _wait_for_notice(opened, qtbot)
    import pypdfium2

    document = pypdfium2.PdfDocument(opened.folder / name)
    assert all("征求意见稿　第2稿" in page.get_textpage().get_text_range() for page in document)
    document.close()


def test_that_a_draft_shows_the_checksum_of_its_figures_on_every_page_when_asked(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    import pypdfium2

    words = checksum_words(full_report())
    opened.window.settings.set_word("draft_kind", "初稿")
    shown: list[list[bool]] = []
    for wanted in (True, False):
        opened.window.settings.set_flag("draft_checksum", value=wanted)
        names = [name.split("（替换")[0] for name in _export(opened, "pdf", "docx", "html")[0].split("\n")]
        _wait_for_notice(opened, qtbot)
        with pypdfium2.PdfDocument(opened.folder / names[0]) as document:
            pages = [words in page.get_textpage().get_text_range() for page in document]
        with zipfile.ZipFile(opened.folder / names[1]) as package:
            pages.append(words in package.read("word/header_even.xml").decode("utf-8"))
        pages.append(words in (opened.folder / names[2]).read_text(encoding="utf-8"))
        shown.append(pages)
        opened.window.notices.dismiss("export")
    assert all(shown[0])
    assert not any(shown[1])


def test_that_open_errors_stand_on_the_review_sheet_of_a_clean_copy(empty: OpenWindow, qtbot: QtBot) -> None:
    empty.open(unbalanced_report())
    _answer("仍然导出")
    names = _export(empty, "pdf", "review")[0].split("\n")
    _wait_for_notice(empty, qtbot)
    assert names[1] == f"{CUSTOMARY}（校核单）.pdf"
    import pypdfium2

    document = pypdfium2.PdfDocument(empty.folder / names[1])
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "必须改" in text
    assert "A1" in text


def test_that_a_disk_that_cannot_be_read_keeps_back_the_review_sheet_only(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(archive: Archive, _number: int) -> None:
        raise ArchiveUnreachableError(archive.path)

    monkeypatch.setattr(Archive, "versions", refuse)
    _export(opened, "html", "review")
    assert "读写出错" in opened.window.notices.sentence("export")
    _export(opened, "html")
    qtbot.waitUntil(lambda: "已导出" in opened.window.notices.sentence("export"))
    monkeypatch.undo()


def test_that_a_character_no_font_has_is_found_before_the_export(opened: OpenWindow, qtbot: QtBot) -> None:
    report = replace(full_report(), texts={**full_report().texts, "closing": "甲\U0010fffd"})
    snapshot = Snapshot(form_2021(), report, evaluate(form_2021(), report))
    dialog = ExportDialog(snapshot, snapshot.evaluation.findings, opened.window.settings)
    qtbot.addWidget(dialog)
    before = dialog.open_label.text()
    qtbot.waitUntil(lambda: dialog.open_label.text() != before, timeout=30_000)
    assert "处需要核实" in dialog.open_label.text()
    assert dialog.findings[-1].check_id == "P1"


def test_that_what_is_open_is_said_and_can_be_looked_at(empty: OpenWindow) -> None:
    empty.open(blank_report())
    _, still_open, _ = _export(empty, "pdf", words="去查看")
    assert "格没有填" in still_open
    view = empty.work.view
    assert view is not None
    assert not view.panel.is_collapsed


def test_that_nothing_can_be_exported_nowhere_or_in_no_format(opened: OpenWindow) -> None:
    assert "没有这个文件夹" in _export(opened, "pdf", folder=opened.folder / "没有", words="取消")[2]
    assert "至少选择一种格式" in _export(opened, words="取消")[2]
    assert opened.window.notices.sentence("export") == ""


def test_that_the_finished_file_and_its_folder_can_be_opened(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def remember(url: QUrl) -> bool:
        shown.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    (name, *_) = _export(opened, "xlsx")
    _wait_for_notice(opened, qtbot)
    for words in ("打开文件", "打开文件夹"):
        click(opened.window.notices.button("export", words))
    assert shown == [str(opened.folder / name), str(opened.folder)]


def test_that_open_errors_are_confirmed_once(empty: OpenWindow, qtbot: QtBot) -> None:
    empty.open(unbalanced_report())
    said = _answer("仍然导出")
    _export(empty, "xlsx")
    _wait_for_notice(empty, qtbot)
    assert said == ["报告还有 2 处错误没有改正，也没有说明理由。"]
    empty.window.notices.dismiss("export")
    _export(empty, "xlsx")
    assert _wait_for_notice(empty, qtbot).startswith("已导出到 ")


def test_that_the_user_can_look_at_the_errors_instead(empty: OpenWindow) -> None:
    empty.open(unbalanced_report())
    _answer("查看错误")
    _export(empty, "pdf")
    view = empty.work.view
    assert view is not None
    assert not view.panel.is_collapsed
    _answer("取消")
    _export(empty, "pdf")
    assert not list(empty.folder.glob("*.pdf"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there not even the superuser may write to /sys")
def test_that_a_folder_that_may_not_be_written_to_gets_a_sentence(opened: OpenWindow, qtbot: QtBot) -> None:
    _export(opened, "pdf", folder=Path("/sys"))
    assert "无法在文件夹“/sys”中写入文件" in _wait_for_notice(opened, qtbot)


def test_that_a_target_open_in_another_program_gets_a_sentence_and_another_try(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_file: Callable[[Path, Path], Path] = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if target.suffix == ".xlsx":
            raise PermissionError
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    _export(opened, "xlsx")
    assert "正在别的程序" in _wait_for_notice(opened, qtbot)
    monkeypatch.setattr(Path, "replace", replace_file)
    opened.desk.add_report(replace(full_report(), year=2023), "测试")
    again = opened.window.notices.button("export", "重新导出…")
    names: list[str] = []

    def drive() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        names.append(dialog.files_label.text())
        click(button(dialog, "导出"))

    QTimer.singleShot(0, drive)
    click(again)
    assert "2023" in names[0]  # what is in sight now
    qtbot.waitUntil(lambda: opened.window.notices.sentence("export").startswith("已导出到"), timeout=20_000)


def test_that_a_cancelled_export_writes_nothing(opened: OpenWindow) -> None:
    _export(opened, "pdf", words="取消")
    assert opened.window.notices.sentence("export") == ""
    assert not list(opened.folder.glob("*.pdf"))


def test_that_a_long_export_is_cancelled_between_two_files(
    empty: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def write(_document: Document, path: Path) -> list[str]:
        path.write_bytes(b"%PDF")
        assert goes_on.wait(20)
        return []

    monkeypatch.setattr(long_work, "_PATIENCE", 0)
    monkeypatch.setitem(FORMATS, "pdf", (FORMATS["pdf"][0]._replace(write=write),))
    empty.open(full_report())
    notices = empty.window.notices
    _export(empty, "pdf", "docx")
    qtbot.waitUntil(lambda: "正在导出第 1 个文件，共 2 个" in notices.sentence("export-progress"), timeout=20_000)
    click(notices.button("export-progress", "取消"))
    assert notices.sentence("export-progress") == "正在取消……"
    goes_on.set()
    assert _wait_for_notice(empty, qtbot) == "导出已取消，已经写好的 1 个文件留在文件夹里。"
    assert not notices.sentence("export-progress")
    assert [path.suffix for path in empty.folder.glob(f"{CUSTOMARY}*")] == [".pdf"]


def test_that_a_short_export_offers_no_cancelling(
    empty: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.open(full_report())
    shown: list[str] = []
    usual = Notices.show_notice

    def show(notices: Notices, subject: str, tone: Tone, sentence: str, *actions: Action) -> None:
        shown.append(subject)
        usual(notices, subject, tone, sentence, *actions)

    monkeypatch.setattr(long_work, "_PATIENCE", 20_000)  # however busy the machine is
    monkeypatch.setattr(Notices, "show_notice", show)
    _export(empty, "docx")
    _wait_for_notice(empty, qtbot)
    assert shown == ["export"]
