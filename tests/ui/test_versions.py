"""Versions, 定稿锁定 and 更正, as the user meets them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from export.review_sheet import ReviewSheet
from model.archive import Archive, VersionKind
from model.errors import ArchiveUnreachableError
from model.report import Edit, EditKind
from tests.ui.conftest import OpenWindow
from tests.ui.reports import GRANTED_NATURAL, NEW_NATURAL, TEXTS
from tests.ui.safety import answer, choose_file, choose_words, trigger, type_figure, use_dialog, value_of
from tests.ui.widgets import button, children, click
from ui.correction_reasons import REASON, CorrectionReasonsDialog
from ui.review_view import ReviewDialog
from ui.versions_view import VersionsDialog


def test_that_a_final_report_refuses_edits_until_it_is_corrected(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = value_of(opened)
    trigger(opened, "更正")
    assert "没有定稿锁定" in opened.work.status.message
    answer("定稿锁定")
    trigger(opened, "定稿锁定")
    assert opened.desk.locked
    qtbot.wait(50)  # until what the writer told before has arrived
    assert opened.work.header.saved.text() == "已定稿锁定"
    assert not type_figure(opened, 12)
    assert value_of(opened) == before
    choose_words(monkeypatch, "漏计1件")
    trigger(opened, "更正")
    assert type_figure(opened, 12)
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
    trigger(opened, "定稿锁定")
    assert not opened.desk.locked
    assert told[0] == "还不能定稿"
    assert missing in told[1]
    trigger(opened, "存为送审稿")
    assert opened.work.status.message == "已保存为送审稿。"
    session.undo_stack.undo()
    answer("定稿锁定")
    trigger(opened, "定稿锁定")
    assert opened.desk.locked


def test_that_locking_stays_on_the_page_and_says_where_it_is_undone(opened: OpenWindow) -> None:
    opened.work.show_page("appeals")
    answer("定稿锁定")
    trigger(opened, "定稿锁定")
    view = opened.work.view
    assert view is not None
    assert view.current_key == "appeals"
    assert not type_figure(opened, 12)
    assert "菜单“版本”里的“更正”" in opened.work.status.message


def test_that_locking_can_be_thought_better_of(opened: OpenWindow) -> None:
    answer("取消")
    trigger(opened, "定稿锁定")
    assert not opened.desk.locked
    assert type_figure(opened, 12)


def test_that_a_draft_is_kept_and_compared_and_exported(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trigger(opened, "存为初稿")
    assert opened.work.status.message == "已保存为初稿。"
    type_figure(opened, 28)
    pages: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        assert dialog.old_box.currentText().startswith("初稿第1稿")
        pages.append(dialog.page.toPlainText())
        for ending in (".docx", ".pdf", ".html"):
            choose_file(monkeypatch, tmp_path / "对照", f"文件 (*{ending})")
            click(dialog.export_button)
        assert not dialog.corrections_button.isEnabled()

    use_dialog(monkeypatch, VersionsDialog, use)
    trigger(opened, "版本和修改对照")
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
    type_figure(opened, 11)
    lists: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        click(dialog.corrections_button)
        lists.append(dialog.page.toPlainText())
        choose_file(monkeypatch, tmp_path / "清单.pdf")
        click(dialog.export_button)
        click(dialog.print_button)
        dialog.old_box.setCurrentIndex(0)
        assert not dialog.corrections_button.isChecked()
        assert "没有不同" in dialog.page.toPlainText()

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "打印.pdf"))
    monkeypatch.setattr("ui.printing.make_printer", lambda *_arguments: printer)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    use_dialog(monkeypatch, VersionsDialog, use)
    trigger(opened, "版本和修改对照")
    assert "\n9\n11\n漏计2件\n" in lists[0]
    for name in ("清单.pdf", "打印.pdf"):
        with PdfDocument(tmp_path / name) as pdf:
            assert pdf[0].get_size() == pytest.approx((595, 842), abs=1)
            words = "".join(pdf[0].get_textpage().get_text_range().split())
            assert "更正清单" in words
            assert "911漏计2件" in words
    assert opened.work.status.message == "已送到打印机。"


def test_that_each_place_of_a_correction_gets_its_reason_before_it_is_locked(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.desk.lock(VersionKind.FINAL, "")
    opened.desk.lock(VersionKind.CORRECTION, "部门报送有误")
    session = opened.desk.session
    assert session is not None
    session.submit(Edit(EditKind.TYPING, cells={NEW_NATURAL: 10, GRANTED_NATURAL: 10}), "填写")
    session.submit(Edit(EditKind.TEXT, texts={"overview": TEXTS["overview"].replace("9件", "10件")}), "填写")

    def type_reason() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CorrectionReasonsDialog)
        table = dialog.table
        given = [item.text() for row in range(table.rowCount()) if (item := table.item(row, REASON)) is not None]
        assert set(given) == {"部门报送有误"}
        first = table.item(0, REASON)
        assert first is not None
        first.setText(" 漏计  1 件 ")
        click(button(dialog, "定稿锁定"))

    QTimer.singleShot(0, type_reason)
    trigger(opened, "定稿锁定")
    assert opened.desk.locked
    pages: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        click(dialog.corrections_button)
        pages.append(dialog.page.toPlainText())
        assert not dialog.reasons_button.isVisible()

    use_dialog(monkeypatch, VersionsDialog, use)
    trigger(opened, "版本和修改对照")
    assert "\n9\n10\n漏计 1 件\n" in pages[0]
    assert "予以公开”行“自然人”列\n9\n10\n部门报送有误\n" in pages[0]


def test_that_reasons_can_be_given_while_the_correction_is_under_way(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.desk.lock(VersionKind.FINAL, "")
    opened.desk.lock(VersionKind.CORRECTION, "部门报送有误")
    type_figure(opened, 11)
    trigger(opened, "存为送审稿")

    def give(dialog: QDialog) -> int:
        assert isinstance(dialog, CorrectionReasonsDialog)
        item = dialog.table.item(0, REASON)
        assert item is not None
        item.setText("漏计2件")
        return QDialog.DialogCode.Accepted

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        assert dialog.old_box.currentText().startswith("定稿")
        click(dialog.corrections_button)
        assert "部门报送有误\n申请办理表" in dialog.page.toPlainText()
        click(dialog.reasons_button)
        assert "\n9\n11\n漏计2件\n" in dialog.page.toPlainText()

    monkeypatch.setattr(CorrectionReasonsDialog, "exec", give)
    use_dialog(monkeypatch, VersionsDialog, use)
    trigger(opened, "版本和修改对照")


def test_that_a_correction_can_go_on_instead_of_being_locked(opened: OpenWindow) -> None:
    opened.desk.lock(VersionKind.FINAL, "")
    opened.desk.lock(VersionKind.CORRECTION, "部门报送有误")
    session = opened.desk.session
    assert session is not None
    session.submit(Edit(EditKind.TEXT, texts={"others": "没有其他事项。"}), "填写")
    answer("取消")
    trigger(opened, "定稿锁定")
    assert not opened.desk.locked
    assert not session.report.explanations


def test_that_a_report_open_for_a_correction_is_not_forgotten(opened: OpenWindow) -> None:
    notices = opened.window.notices
    opened.desk.lock(VersionKind.FINAL, "")
    assert notices.sentence("correction") == ""
    opened.desk.lock(VersionKind.CORRECTION, "部门报送有误")
    opened.desk.close()
    opened.desk.open(opened.archive_path)
    assert "再次定稿锁定" in notices.sentence("correction")
    answer("定稿锁定")
    click(notices.button("correction", "定稿锁定"))
    assert opened.desk.locked
    assert notices.sentence("correction") == ""


def test_that_versions_are_first_compared_with_the_newest_that_differs(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    trigger(opened, "存为初稿")
    type_figure(opened, 28)
    trigger(opened, "存为送审稿")
    seen: list[str] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        seen.append(dialog.old_box.currentText())

    use_dialog(monkeypatch, VersionsDialog, use)
    trigger(opened, "版本和修改对照")
    assert seen[0].startswith("初稿")


def test_that_a_correction_is_told_on_the_sheet_that_is_signed(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.desk.lock(VersionKind.FINAL, "")
    opened.desk.lock(VersionKind.CORRECTION, "漏计")
    type_figure(opened, 12)
    sheets: list[ReviewSheet] = []

    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, ReviewDialog)
        sheets.append(dialog.sheet)
        assert any("定稿以后更正 1 处" in label.text() for label in children(dialog, QLabel))

    use_dialog(monkeypatch, ReviewDialog, use)
    trigger(opened, "校核单")
    assert sheets[0].corrections[0].entries[0].reason == "漏计"


def test_that_a_sheet_whose_corrections_cannot_be_read_is_refused(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(archive: Archive, _number: int) -> None:
        raise ArchiveUnreachableError(archive.path)

    monkeypatch.setattr(Archive, "versions", refuse)
    trigger(opened, "校核单")
    assert "读写出错" in opened.window.notices.sentence("review")
    monkeypatch.undo()


def test_that_a_long_name_makes_the_window_of_versions_no_wider(
    opened: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.desk.make_version("根据会议意见修改后的稿子" * 20, VersionKind.REVIEW)
    widths: list[int] = []
    use_dialog(monkeypatch, VersionsDialog, lambda dialog: widths.append(dialog.width()))
    trigger(opened, "版本和修改对照")
    assert widths[0] <= opened.window.width()
