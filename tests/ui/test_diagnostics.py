from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QFileDialog

from model.errors import FolderRefusedError
from resources.version import VERSION
from tests.ui.conftest import OpenWindow
from ui.diagnostics import FACTS_NAME, write_diagnostics
from ui.settings import data_folder


def texts(bundle: Path) -> dict[str, str]:
    with ZipFile(bundle) as opened:
        return {name: opened.read(name).decode("utf-8") for name in opened.namelist()}


def test_that_program_system_and_logs_are_told_and_nothing_of_the_report(opened: OpenWindow, tmp_path: Path) -> None:
    (tmp_path / "program.log").write_text(f"Traceback in {Path.home()}/files\n", encoding="utf-8")
    (tmp_path / "program.old.log").write_text("older\n", encoding="utf-8")
    (tmp_path / "抢救副本-2024年度.json").write_text("{}", encoding="utf-8")
    write_diagnostics(tmp_path / "诊断信息.zip", tmp_path, opened.archive_path)
    written = texts(tmp_path / "诊断信息.zip")
    assert set(written) == {FACTS_NAME, "program.log", "program.old.log"}
    facts = written[FACTS_NAME]
    assert VERSION in facts
    assert "屏幕 1：" in facts
    assert "KB" in facts
    assert written["program.log"] == "Traceback in ~/files\n"
    session = opened.desk.session
    assert session is not None
    everything = "".join(written.values())
    assert session.report.office not in everything
    assert opened.archive_path.name not in everything
    assert str(Path.home()) not in everything


def test_that_a_machine_without_logs_and_archive_has_facts_all_the_same(qapp: object, tmp_path: Path) -> None:
    write_diagnostics(tmp_path / "诊断信息.zip", tmp_path, None)
    assert "年报文件：没有打开" in texts(tmp_path / "诊断信息.zip")[FACTS_NAME]


def test_that_the_menu_exports_them_and_says_where(
    opened: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "诊断信息.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    data_folder()
    opened.work.menus.actions["导出诊断信息"].trigger()
    assert FACTS_NAME in texts(target)
    assert "不含报告内容" in opened.window.notices.sentence("diagnostics")


def test_that_a_folder_that_refuses_is_said(
    opened: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "文件"
    folder.touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "诊断信息.zip"), ""))
    opened.work.menus.actions["导出诊断信息"].trigger()
    assert opened.window.notices.sentence("diagnostics") == FolderRefusedError(folder).sentence


def test_that_giving_up_in_the_dialog_writes_nothing(opened: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    opened.work.menus.actions["导出诊断信息"].trigger()
    assert opened.window.notices.sentence("diagnostics") == ""
