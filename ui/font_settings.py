"""打印字体: which face each part of the page got, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from model.errors import AppError
from ui.export_commands import open_in_system
from ui.page_setup import fonts_folder, office_fonts
from ui.tasks import run_in_background

if TYPE_CHECKING:
    from export.fonts import FontSet

_HINT = (
    "公文要求标题用小标宋、正文用仿宋。本机没有时，可以把允许使用的字体文件（.ttf、.ttc）放进字体文件夹，"
    "再按“重新查找”。"
)


class FontDialog(QDialog):
    """Shows the choice of fonts for PDF files, preview and printer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("打印字体")
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(["用途", "字体", "说明"])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.table.horizontalHeader()
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.skipped = QLabel()
        hint = QLabel(_HINT)
        hint.setProperty("role", "muted")
        for label in (self.skipped, hint):
            label.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.folder_button = buttons.addButton("打开字体文件夹", QDialogButtonBox.ButtonRole.ActionRole)
        self.again_button = buttons.addButton("重新查找", QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.skipped)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 46, unit * 22)
        self.folder_button.clicked.connect(_open_folder)
        self.again_button.clicked.connect(self._look_again)
        buttons.rejected.connect(self.reject)
        self._look()

    def _look_again(self) -> None:
        office_fonts.cache_clear()
        self._look()

    def _look(self) -> None:
        self.again_button.setEnabled(False)
        self.skipped.setText("正在查找本机的字体……")
        run_in_background(office_fonts, self._show, self._say)

    def _show(self, fonts: FontSet) -> None:
        if not isValid(self):
            return
        self.again_button.setEnabled(True)
        self.table.setRowCount(len(fonts.choices))
        for row, choice in enumerate(fonts.choices.values()):
            for column, words in enumerate((choice.role.value, choice.face.family, choice.reason)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(row, column, item)
        self.skipped.setText("\n".join(fonts.skipped))

    def _say(self, problem: AppError) -> None:
        if isValid(self):
            self.again_button.setEnabled(True)
            self.skipped.setText(problem.sentence)


def _open_folder() -> None:
    folder = fonts_folder()
    folder.mkdir(parents=True, exist_ok=True)
    open_in_system(folder)
