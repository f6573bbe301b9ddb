from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from resources.version import VERSION
from tests.ui.conftest import OpenWindow
from tests.ui.widgets import children
from ui import about
from ui.about import AboutDialog, NoticesDialog, program_icon, third_party_notices
from ui.words import NOT_FOR_SECRETS


def test_that_it_tells_version_basis_and_what_the_program_is_not_for(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    words = "\n".join(label.text() for label in children(dialog, QLabel))
    for part in (VERSION, "国办公开办函〔2021〕30号", NOT_FOR_SECRETS, "不连接网络"):
        assert part in words


def test_that_the_program_has_an_icon(qapp: QApplication) -> None:
    assert not program_icon().isNull()


def test_that_the_packaged_licences_are_shown(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "THIRD-PARTY.txt").write_text("Qt　LGPL-3.0-only", encoding="utf-8")
    monkeypatch.setattr(about, "resource", lambda name: tmp_path / name)
    dialog = NoticesDialog()
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "Qt　LGPL-3.0-only"
    assert dialog.text.isReadOnly()


def test_that_without_a_package_a_sentence_says_where_the_licences_are(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(about, "resource", lambda name: tmp_path / name)
        assert "安装版附有全文" in third_party_notices()


def test_that_the_help_menu_opens_it_and_it_leads_to_the_licences(opened: OpenWindow) -> None:
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        seen.append(type(dialog).__name__)
        if isinstance(dialog, AboutDialog):
            QTimer.singleShot(0, look)
            dialog.notices_button.click()
            dialog.close_button.click()
        elif isinstance(dialog, NoticesDialog):
            dialog.reject()

    QTimer.singleShot(0, look)
    opened.work.menus.actions["关于"].trigger()
    assert seen == ["AboutDialog", "NoticesDialog"]
