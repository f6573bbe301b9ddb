from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.widgets import children, click
from ui.notices import Notices, Tone


def _notices(qtbot: QtBot) -> Notices:
    notices = Notices()
    qtbot.addWidget(notices)
    return notices


def test_that_nothing_is_shown_without_a_notice(qtbot: QtBot) -> None:
    notices = _notices(qtbot)
    assert notices.isHidden()
    notices.show_notice("export", Tone.SUCCESS, "已导出。")
    assert notices.isVisible()
    notices.dismiss("export")
    assert notices.isHidden()


def test_that_a_subject_is_spoken_of_once(qtbot: QtBot) -> None:
    notices = _notices(qtbot)
    notices.show_notice("export", Tone.ERROR, "没有导出。")
    notices.show_notice("export", Tone.SUCCESS, "已导出。")
    notices.show_notice("saving", Tone.ERROR, "没有保存。")
    assert notices.sentence("export") == "已导出。"
    assert notices.sentence("saving") == "没有保存。"


def test_that_a_button_does_its_work_without_surprises_from_qt(qtbot: QtBot) -> None:
    notices = _notices(qtbot)
    done: list[str] = []
    notices.show_notice("export", Tone.SUCCESS, "已导出。", ("打开文件", lambda: done.append("opened")))
    click(notices.button("export", "打开文件"))
    assert done == ["opened"]


def test_that_a_notice_can_be_closed(qtbot: QtBot) -> None:
    notices = _notices(qtbot)
    notices.show_notice("export", Tone.SUCCESS, "已导出。")
    (close,) = children(notices, QToolButton)
    click(close)
    assert notices.sentence("export") == ""
    assert notices.isHidden()
