"""A label for words that change at every keystroke."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.steady_label import SteadyLabel


class Layouts(QObject):
    """Counts how often a widget is laid out anew."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_that_words_of_the_same_length_lay_nothing_out_anew(qtbot: QtBot) -> None:
    ground, label = QWidget(), SteadyLabel()
    QHBoxLayout(ground).addWidget(label)
    label.setText("共 1,000 字")
    qtbot.addWidget(ground)
    with qtbot.waitExposed(ground):
        ground.show()
    layouts = Layouts(ground)
    label.setText("共 1,001 字")
    qtbot.wait(20)
    assert (label.text(), layouts.count) == ("共 1,001 字", 0)


def test_that_longer_words_and_larger_letters_get_their_room(qtbot: QtBot) -> None:
    label = SteadyLabel()
    qtbot.addWidget(label)
    for words in ("共 5 字", "与上年相同约 37%（参考值）", "短"):
        label.setText(words)
        assert label.width() >= label.fontMetrics().horizontalAdvance(words)
    before = label.height()
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 3)
    label.setFont(font)
    assert label.height() > before
    assert label.width() >= label.fontMetrics().horizontalAdvance("短")
