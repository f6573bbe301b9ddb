"""Exports through the buttons of the window, their files opened again."""

import os
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow
from tests.ui.reports import unbalanced_report
from tests.ui.widgets import button, children, click

CUSTOMARY = "清岚县人民政府办公室2024年政府信息公开工作年度报告"


def _press(opened: OpenWindow, words: str) -> None:
    (tool,) = [tool for tool in children(opened.window.header, QToolButton) if tool.text() == words]
    click(tool)


def _choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """Take whatever name is proposed, in ``folder``; return the proposals."""
    proposed: list[str] = []

    def answer(_window: object, _title: str, proposal: str, _filter: str) -> tuple[str, str]:
        proposed.append(Path(proposal).name)
        return str(folder / Path(proposal).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return proposed


def _answer(words: str) -> list[str]:
    said: list[str] = []

    def drive() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        click(button(box, words))

    QTimer.singleShot(0, drive)
    return said


def _wait_for_notice(opened: OpenWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: bool(opened.window.notices.sentence("export")), timeout=20_000)
    return opened.window.notices.sentence("export")


def test_that_the_pdf_gets_its_customary_name_and_holds_the_report(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = _choose(monkeypatch, opened.folder)
    _press(opened, "导出 PDF")
    assert _wait_for_notice(opened, qtbot) == f"已导出到 {opened.folder / proposed[0]}。"
    assert proposed == [f"{CUSTOMARY}.pdf"]
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(opened.folder / proposed[0])
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "清岚县人民政府办公室" in text
    assert "未收取信息处理费" in text


def test_that_the_workbook_gets_its_customary_name_and_holds_the_figures(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = _choose(monkeypatch, opened.folder)
    _press(opened, "导出 Excel")
    _wait_for_notice(opened, qtbot)
    assert proposed == [f"{CUSTOMARY}.xlsx"]
    from openpyxl import load_workbook

    book = load_workbook(opened.folder / proposed[0], data_only=True)
    assert any(9 in row for sheet in book for row in sheet.iter_rows(values_only=True))


def test_that_the_finished_file_and_its_folder_can_be_opened(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def remember(url: QUrl) -> bool:
        shown.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    proposed = _choose(monkeypatch, opened.folder)
    _press(opened, "导出 Excel")
    _wait_for_notice(opened, qtbot)
    for words in ("打开文件", "打开文件夹"):
        click(opened.window.notices.button("export", words))
    assert shown == [str(opened.folder / proposed[0]), str(opened.folder)]


def test_that_open_errors_are_confirmed_once(empty: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.open(unbalanced_report())
    _choose(monkeypatch, empty.folder)
    said = _answer("仍然导出")
    _press(empty, "导出 Excel")
    _wait_for_notice(empty, qtbot)
    assert said == ["报告还有 2 处错误没有改正，也没有说明理由。"]
    empty.window.notices.dismiss("export")
    _press(empty, "导出 Excel")
    assert _wait_for_notice(empty, qtbot).startswith("已导出到 ")


def test_that_the_user_can_look_at_the_errors_instead(empty: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.open(unbalanced_report())
    proposed = _choose(monkeypatch, empty.folder)
    _answer("查看错误")
    _press(empty, "导出 PDF")
    view = empty.work.view
    assert view is not None
    assert not view.panel.is_collapsed
    _answer("取消")
    _press(empty, "导出 PDF")
    assert not proposed


@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="the superuser may write everywhere")
def test_that_a_folder_that_may_not_be_written_to_gets_a_sentence(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = opened.folder / "只读"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    _choose(monkeypatch, folder)
    _press(opened, "导出 PDF")
    assert "无法在文件夹" in _wait_for_notice(opened, qtbot)
    folder.chmod(stat.S_IRWXU)


def test_that_a_target_open_in_another_program_gets_a_sentence_and_another_try(
    opened: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = _choose(monkeypatch, opened.folder)
    replace = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if target.suffix == ".xlsx":
            raise PermissionError
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    _press(opened, "导出 Excel")
    assert "正在别的程序" in _wait_for_notice(opened, qtbot)
    monkeypatch.setattr(Path, "replace", replace)
    click(opened.window.notices.button("export", "重新选择位置…"))
    qtbot.waitUntil(lambda: opened.window.notices.sentence("export").startswith("已导出到"), timeout=20_000)
    assert len(proposed) == 2


def test_that_a_cancelled_export_writes_nothing(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: ("", ""))
    _press(opened, "导出 PDF")
    assert opened.window.notices.sentence("export") == ""
