"""单位信息: the name and kind of the office, typed once and used in every new year."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from model.report import Level
from ui.new_year import LevelBox


class OfficeDialog(QDialog):
    """Asks for name and kind of the office."""

    def __init__(self, name: str, level: Level | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("单位信息")
        self.name_edit = QLineEdit(name)
        self.name_edit.setMaxLength(60)
        self.level_box = LevelBox(level)
        form = QFormLayout()
        form.addRow("单位全称(&N)", self.name_edit)
        form.addRow("单位类型(&L)", self.level_box)
        note = QLabel("用于今后新建的年度，也用于当前打开的报告。已经定稿锁定的报告不变。")
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        buttons = QDialogButtonBox()
        self._accept = buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.setFixedWidth(self.fontMetrics().height() * 30)
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

    def _refresh(self) -> None:
        self._accept.setEnabled(bool(self.name))
