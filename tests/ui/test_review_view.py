"""校核单, 复制网页正文 and 打印字体 through the window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from export.missing_characters import missing_character_findings
from export.review_sheet import SECRECY_REVIEW
from model.cells import CellRef
from model.evaluation import evaluate
from tests.ui.conftest import OpenWindow
from tests.ui.reports import blank_report, form_2021, full_report, unbalanced_report
from tests.ui.widgets import button, children, click
from ui.font_settings import FontDialog
from ui.page_setup import Snapshot, fonts_folder, office_fonts
from ui.review_view import GO, ReviewDialog, review_pdf
from ui.settings import Settings


def _dialog(qtbot: QtBot, folder: Path, *, blank: bool = False) -> ReviewDialog:
    report = blank_report() if blank else unbalanced_report()
    evaluation = evaluate(form_2021(), report)
    snapshot = Snapshot(form_2021(), report, evaluation)
    dialog = ReviewDialog(snapshot, evaluation.findings, Settings(folder / "settings.ini"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _cells(dialog: ReviewDialog, column: int) -> list[str]:
    items = (dialog.groups.item(row, column) for row in range(dialog.groups.rowCount()))
    return [item.text() for item in items if item is not None]


def test_that_every_group_and_every_finding_is_shown_with_its_checks(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(qtbot, tmp_path)
    assert _cells(dialog, 1)[_cells(dialog, 0).index("表内勾稽")] == "必须改"
    assert all(_cells(dialog, 3))
    assert dialog.findings.rowCount() == len(dialog.sheet.findings) > 0


def test_that_an_empty_report_has_no_group_that_passed(qtbot: QtBot, tmp_path: Path) -> None:
    assert "通过" not in _cells(_dialog(qtbot, tmp_path, blank=True), 1)


def test_that_names_are_remembered_but_secrecy_is_never_marked(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(qtbot, tmp_path)
    assert not dialog.edits[SECRECY_REVIEW].isEnabled()
    dialog.edits["填报人"].setText("填报的人")
    click(button(dialog, "关闭"))
    again = _dialog(qtbot, tmp_path)
    assert again.signatures["填报人"] == "填报的人"
    assert SECRECY_REVIEW not in again.signatures
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(review_pdf(again.sheet, again.signatures))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "填报的人" in text


def test_that_a_double_click_names_the_finding(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(qtbot, tmp_path)
    dialog.findings.cellDoubleClicked.emit(0, 2)
    assert dialog.result() == GO
    assert dialog.chosen is not None
    assert dialog.chosen.message == dialog.sheet.findings[0].message


def test_that_the_window_goes_to_a_finding_of_the_sheet(empty: OpenWindow) -> None:
    empty.open(unbalanced_report())

    def drive() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReviewDialog)
        dialog.findings.cellDoubleClicked.emit(0, 0)

    QTimer.singleShot(0, drive)
    empty.work.review()
    view = empty.work.view
    assert view is not None
    assert view.current_key == "requests"


def test_that_the_window_saves_the_sheet(opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_window: object, _title: str, proposal: str, _filter: str) -> tuple[str, str]:
        return str(opened.folder / Path(proposal).name), ""

    def drive() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReviewDialog)
        click(button(dialog, "存为 PDF…"))

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    QTimer.singleShot(0, drive)
    opened.work.review()
    qtbot.waitUntil(lambda: "校核单已存为" in opened.window.notices.sentence("review"), timeout=30_000)
    (file,) = opened.folder.glob("*（校核单）.pdf")
    assert file.read_bytes().startswith(b"%PDF")


def _web_actions(opened: OpenWindow) -> dict[str, QAction]:
    menus = children(opened.window.menuBar(), QMenu)
    menu = next(menu for menu in menus if menu.title().startswith("复制网页正文"))
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions()}


def test_that_the_whole_a_chapter_or_a_table_is_copied_as_html(opened: OpenWindow) -> None:
    actions = _web_actions(opened)
    data = QGuiApplication.clipboard()
    actions["全文"].trigger()
    whole = data.mimeData().html()
    assert "<table" in whole
    assert "未收取信息处理费" in whole
    assert "<script" not in whole
    assert "未收取信息处理费" in data.mimeData().text()
    assert "已复制" in opened.window.status.message
    actions["六、其他需要报告的事项"].trigger()
    chapter = data.mimeData().html()
    assert "未收取信息处理费" in chapter
    assert "<table" not in chapter
    (table,) = [action for words, action in actions.items() if words == "只要申请办理表"]
    table.trigger()
    assert data.mimeData().html().count("<table") == 1
    assert "未收取信息处理费" not in data.mimeData().html()


def test_that_the_fonts_are_shown_with_the_reason_and_a_bad_font_with_a_sentence(qtbot: QtBot) -> None:
    folder = fonts_folder()
    folder.mkdir(parents=True, exist_ok=True)
    broken = folder / "坏字体.ttf"
    broken.write_bytes(b"no font")
    office_fonts.cache_clear()
    try:
        dialog = FontDialog()
        qtbot.addWidget(dialog)
        qtbot.waitUntil(lambda: dialog.table.rowCount() == 6, timeout=30_000)
        reasons = [dialog.table.item(row, 2) for row in range(6)]
        assert all(item is not None and item.text().endswith("。") for item in reasons)
        assert "坏字体.ttf" in dialog.skipped.text()
        broken.unlink()
        click(dialog.again_button)
        qtbot.waitUntil(lambda: dialog.skipped.text() == "", timeout=30_000)
    finally:
        broken.unlink(missing_ok=True)
        office_fonts.cache_clear()


def test_that_a_missing_character_is_found_wherever_it_was_typed() -> None:
    odd, ref = "\U0010fffd", CellRef("proactive", "rules", "issued")
    report = full_report()
    texts = {**report.texts, "closing": f"甲{odd}"}
    report = replace(report, office=f"某{odd}局", texts=texts, as_printed={ref: f"/{odd}"})
    findings = missing_character_findings(report, (odd, "\U0010fffc"))
    assert {(finding.section, finding.cells) for finding in findings} == {
        ("closing", ()),
        ("report", (ref,)),
        ("report", ()),
    }
    assert len({finding.key for finding in findings}) == 3
