"""单位和填报人: name and kind of the office, typed once and used in every new year, and who fills the report in."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from model.archive_lock import user_name
from model.report import Level
from ui.new_year import LevelBox

_LONGEST_NAME: Final = 30


class OfficeDialog(QDialog):
    """Asks for name and kind of the office, and for the name under which edits are recorded."""

    def __init__(self, name: str, level: Level | None, author: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("单位和填报人")
        self.name_edit = QLineEdit(name)
        self.name_edit.setMaxLength(60)
        self.level_box = LevelBox(level)
        self.author_edit = QLineEdit(author)
        self.author_edit.setMaxLength(_LONGEST_NAME)
        self.author_edit.setPlaceholderText(f"不填时用电脑的用户名“{user_name()}”")
        form = QFormLayout()
        form.addRow("单位全称(&N)", self.name_edit)
        form.addRow("单位类型(&L)", self.level_box)
        form.addRow(_note("用于今后新建的年度，也用于当前打开的报告。已经定稿锁定的报告不变。"))
        form.addRow("填报人姓名(&P)", self.author_edit)
        form.addRow(_note("记在修改历史里，说明每一处是谁改的。只在这台电脑上有效，不会出现在导出的文件里。"))
        buttons = QDialogButtonBox()
        self._accept = buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        width = self.fontMetrics().height() * 30
        self.setFixedSize(width, layout.heightForWidth(width))
        self.name_edit.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def name(self) -> str:
        """Return the name without blanks around it."""
        return self.name_edit.text().strip()

    @property
    def level(self) -> Level | None:
        """Return the kind of the office."""
        return self.level_box.level

    @property
    def author(self) -> str:
        """Return the name of the person without blanks around it, empty for that of the user on this machine."""
        return self.author_edit.text().strip()

    def _refresh(self) -> None:
        self._accept.setEnabled(bool(self.name))


def _note(words: str) -> QLabel:
    note = QLabel(words)
    note.setProperty("role", "muted")
    note.setWordWrap(True)
    return note
