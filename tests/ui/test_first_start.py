from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from model.report import Level
from tests.ui.widgets import children, click
from ui.first_start import FirstStartPage, NewOffice
from ui.words import LEVEL_WORDS, NOT_FOR_SECRETS


def _page(qtbot: QtBot) -> FirstStartPage:
    page = FirstStartPage(Path("文档"))
    qtbot.addWidget(page)
    page.show()
    return page


def test_that_it_says_what_the_program_is_not_for(qtbot: QtBot) -> None:
    page = _page(qtbot)
    words = [label.text() for label in children(page, QLabel)]
    assert NOT_FOR_SECRETS in words
    assert "不得存储、处理涉密信息" in NOT_FOR_SECRETS


def test_that_a_name_and_a_kind_of_organ_are_needed(qtbot: QtBot) -> None:
    page = _page(qtbot)
    with qtbot.assertNotEmitted(page.begun):
        click(page.begin_button)
        assert (page.lacking.text(), page.focusWidget()) == ("请先填写单位全称。", page.name_edit)
        QTest.keyClicks(page.name_edit, "office")
        assert not page.lacking.text()
        QTest.keyClick(page.name_edit, Qt.Key.Key_Return)
        assert (page.lacking.text(), page.focusWidget()) == ("请先选择单位类型。", page.level_box)
        page.level_box.setCurrentIndex(0)
        assert not page.lacking.text()
        page.name_edit.setText("　 ")
        click(page.begin_button)
        assert page.lacking.text() == "请先填写单位全称。"


def test_that_the_office_is_handed_over_with_its_file(qtbot: QtBot) -> None:
    page = _page(qtbot)
    page.name_edit.setText(" 清岚县人民政府办公室 ")
    page.level_box.setCurrentIndex(list(LEVEL_WORDS).index(Level.COUNTY))
    page.use_folder(Path("别处"))
    with qtbot.waitSignal(page.begun) as begun:
        click(page.begin_button)
    expected = NewOffice("清岚县人民政府办公室", Level.COUNTY, Path("别处/清岚县人民政府办公室年报文件.gknb"))
    assert begun.args == [expected]
