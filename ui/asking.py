"""Short questions, one before something that cannot be taken back lightly, and room for dialogs that show much."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QGridLayout, QInputDialog, QMessageBox, QSizePolicy, QSpacerItem, QWidget

_LETTERS: Final = 30
"""How wide a message is at least, in Chinese characters; Qt makes it narrower and breaks every sentence."""


def agreed(parent: QWidget, title: str, text: str, more: str, act: str) -> bool:
    """Ask; True when the button with the words ``act`` was pressed. Enter and Esc mean 取消."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, text, parent=parent)
    box.setInformativeText(more)
    agree = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
    widen(box)
    box.exec()
    return box.clickedButton() is agree


def asked(parent: QWidget, title: str, label: str) -> str:
    """Ask for a line of text and return it without blanks around it; empty for none and for 取消."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    dialog.resize(dialog.fontMetrics().horizontalAdvance("文" * _LETTERS), dialog.sizeHint().height())
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.textValue().strip() if accepted else ""


def roomy(dialog: QDialog, across: int, down: int) -> QSize:
    """Return a size of so many lines of text across and down, no larger than the window below or the screen."""
    line = dialog.fontMetrics().height()
    below = dialog.parentWidget()
    room = below.window().size() if below is not None else dialog.screen().availableSize()
    return QSize(line * across, line * down).boundedTo(room - QSize(24, 48))


def widen(box: QMessageBox) -> None:
    """Give a message room for whole sentences."""
    layout = box.layout()
    assert isinstance(layout, QGridLayout)
    width = box.fontMetrics().horizontalAdvance("文" * _LETTERS)
    room = QSpacerItem(width, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    layout.addItem(room, layout.rowCount(), 0, 1, layout.columnCount())
