"""The fixtures that keep Qt tests strict do what they promise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QCloseEvent, QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop import DialogWatch, close_windows

ROOT = Path(__file__).parents[1]
pytest_plugins = ["pytester"]


class StubbornDialog(QDialog):
    """A dialog that ignores being closed."""

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        event.ignore()


@pytest.fixture
def watch(qtbot: QtBot) -> DialogWatch:
    return DialogWatch(patience=0.2)


def test_that_a_question_nobody_answers_is_closed_and_reported(watch: DialogWatch) -> None:
    QMessageBox.question(QWidget(), "删除", "要删除吗？")
    assert watch.unanswered == ["QMessageBox “删除” 要删除吗？"]


def test_that_a_dialog_which_refuses_to_close_is_closed(watch: DialogWatch) -> None:
    StubbornDialog().exec()
    assert watch.unanswered == ["StubbornDialog “”"]


def test_that_a_menu_nobody_answers_is_closed(watch: DialogWatch) -> None:
    menu = QMenu()
    menu.addAction("复制")
    menu.exec()
    assert watch.unanswered == ["QMenu “”"]


def test_that_a_window_left_open_is_gone_afterwards(qtbot: QtBot) -> None:
    window = QDialog()
    window.show()
    close_windows()
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def test_that_settings_go_into_a_folder_of_the_test(qapp: QApplication, qt_home: Path) -> None:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    assert os.name == "nt" or Path(place).is_relative_to(qt_home)


def test_that_the_bundled_chinese_fonts_are_there(qapp: QApplication) -> None:
    assert {"Noto Sans SC", "Noto Serif SC", "GK Kai SC"} <= set(QFontDatabase.families())


def test_that_warnings_and_unanswered_dialogs_fail_a_test(pytester: pytest.Pytester) -> None:
    path = pytester.makepyfile("""
        import warnings
        from PySide6.QtCore import qWarning
        from PySide6.QtWidgets import QDialog
        from tests import desktop

        desktop.PATIENCE = 0.2

        def test_python_warning():
            warnings.warn("trouble")

        def test_qt_warning():
            qWarning("trouble")

        def test_dialog(qtbot):
            QDialog().exec()

        def test_nothing():
            pass
    """)
    configuration = f"--config-file={ROOT / 'pyproject.toml'}"
    outcome = pytester.runpytest_subprocess(configuration, f"--rootdir={ROOT}", "-p", "tests.conftest", path)
    outcome.assert_outcomes(failed=2, passed=2, errors=1)
    outcome.stdout.fnmatch_lines(["waited for an answer: QDialog*"])
