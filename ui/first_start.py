"""What a new user sees: what the program is not for, and the few things it must know."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from export.files import safe_file_name
from model.report import Level
from ui.header_bar import ElidedLabel
from ui.new_year import LevelBox
from ui.words import NOT_FOR_SECRETS

_EXAMPLE: Final = "单位全称，例如：清岚县人民政府办公室"


class NewOffice(NamedTuple):
    """The office and where its 年报文件 will lie."""

    name: str
    level: Level
    file: Path


class FirstStartPage(QWidget):
    """Stands in the window while no 年报文件 is open."""

    begun = Signal(object)
    open_wanted = Signal()
    sample_wanted = Signal()
    move_wanted = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.name_edit = QLineEdit()
        self.name_edit.setPlaceholderText(_EXAMPLE)
        self.name_edit.setAccessibleName("单位全称")
        self.name_edit.setMaxLength(60)
        self.level_box = LevelBox(None)
        self._place = ElidedLabel(Qt.TextElideMode.ElideMiddle)
        self.begin_button = QPushButton("开始")
        self.begin_button.setProperty("primary", "true")
        self.lacking = _label("", "error")
        self.lacking.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.name_edit.textChanged.connect(self._refresh)
        self.level_box.currentIndexChanged.connect(self._refresh)
        self.name_edit.returnPressed.connect(self._begin)
        self.begin_button.clicked.connect(self._begin)
        self._refresh()

    @property
    def file(self) -> Path:
        """Return where the 年报文件 will lie."""
        name = safe_file_name(self.name_edit.text().strip() or "本单位")
        return self._folder / f"{name}年报文件.gknb"

    def use_folder(self, folder: Path) -> None:
        """Lay the 年报文件 into another folder."""
        self._folder = folder
        self._refresh()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(self.fontMetrics().height() * 38)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(12)
        column.addWidget(_label("政府信息公开工作年度报告", "title"))
        column.addWidget(
            _label("填三张表、写几段文字，合计和勾稽关系由程序核对，最后导出 PDF、Word、Excel 和网页。", "muted")
        )
        warning = _label(NOT_FOR_SECRETS, "strong")
        column.addWidget(warning)
        column.addSpacing(6)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("单位全称(&N)", self.name_edit)
        form.addRow("单位类型(&L)", self.level_box)
        place = QHBoxLayout()
        place.addWidget(self._place, 1)
        place.addWidget(_button("更改…", self.move_wanted.emit))
        form.addRow("年报文件", place)
        column.addLayout(form)
        buttons = QHBoxLayout()
        buttons.addWidget(_button("打开已有年报文件…", self.open_wanted.emit))
        buttons.addWidget(_button("先看样例", self.sample_wanted.emit))
        buttons.addWidget(self.lacking, 1)
        buttons.addWidget(self.begin_button)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self.setFocusProxy(self.name_edit)

    def _refresh(self) -> None:
        self._place.show_words(str(self.file))
        self.lacking.clear()

    def _begin(self) -> None:
        """Begin, or say what is still needed and put the keyboard there."""
        name, level = self.name_edit.text().strip(), self.level_box.level
        if not name:
            self.lacking.setText("请先填写单位全称。")
            self.name_edit.setFocus()
        elif level is None:
            self.lacking.setText("请先选择单位类型。")
            self.level_box.setFocus()
        else:
            self.begun.emit(NewOffice(name, level, self.file))


class EmptyArchivePage(QWidget):
    """Stands in the window while the 年报文件 has no year yet."""

    new_year_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = _label("这个年报文件里还没有年度报告。", "heading")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        begin = _button("新建年度…", self.new_year_wanted.emit)
        begin.setProperty("primary", "true")
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(words)
        column.addWidget(begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.setFocusProxy(begin)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _button(text: str, act: object) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(act)
    return button
