"""关于: which program this is, on what it rests, and under which licences."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from resources import resource
from resources.version import VERSION
from ui.words import NOT_FOR_SECRETS

_NO_NOTICES: Final = "这份程序从源代码直接运行，没有附带第三方许可证清单；安装版附有全文。"
_ICON_SIDE: Final = 64


class AboutDialog(QDialog):
    """Tells the version and what the program is not for; leads to the licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于")
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(QSize(_ICON_SIDE, _ICON_SIDE), self.devicePixelRatioF()))
        name = QLabel("政府信息公开工作年度报告编制软件")
        name.setProperty("role", "heading")
        facts = QLabel(
            f"版本 {VERSION}\n格式依据：国办公开办函〔2021〕30号\n\n{NOT_FOR_SECRETS}\n"
            "程序不连接网络，年报文件只保存在您选定的位置。"
        )
        facts.setWordWrap(True)
        words = QVBoxLayout()
        words.addWidget(name)
        words.addWidget(facts)
        top = QHBoxLayout()
        top.addWidget(picture)
        top.addSpacing(12)
        top.addLayout(words, 1)
        buttons = QDialogButtonBox()
        self.notices_button = buttons.addButton("第三方许可证(&T)…", QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setDefault(True)
        self.notices_button.clicked.connect(lambda: NoticesDialog(self).exec())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addSpacing(8)
        layout.addWidget(buttons)
        self.setFixedWidth(self.fontMetrics().height() * 32)


class NoticesDialog(QDialog):
    """Shows the licences of everything that ships."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("第三方许可证")
        self.text = QPlainTextEdit(third_party_notices())
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().height() * 45, self.fontMetrics().height() * 32)


def program_icon() -> QIcon:
    """Return the icon of the program."""
    return QIcon(str(resource("icons", "program.png")))


def third_party_notices() -> str:
    """Return the licences as the bundle brings them, or a sentence where the program runs from its source."""
    path = resource("THIRD-PARTY.txt")
    return path.read_text(encoding="utf-8") if path.is_file() else _NO_NOTICES
