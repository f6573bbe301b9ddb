"""更正原因: everything a correction changed, each place with a reason of its own or the one for all."""

from __future__ import annotations

from typing import Final

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

from model.corrections import CorrectionList, sides
from ui.asking import roomy

REASON: Final = 3
"""The column in which reasons are typed."""

_HEADINGS: Final = ("位置", "原来", "现在", "原因")
_READ_ONLY: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class CorrectionReasonsDialog(QDialog):
    """Lists what was corrected and lets a reason be typed for each place; ``act`` is what its button says."""

    def __init__(self, corrections: CorrectionList, question: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("更正原因")
        self._entries = corrections.entries
        self.table = QTableWidget(len(self._entries), len(_HEADINGS))
        self._fill()
        usual = corrections.opened.name or "未写明"
        words = f"{question}每一处的原因都会写进更正清单。没有另写的，用打开更正时写的原因“{usual}”；合计随各格。"
        buttons = QDialogButtonBox()
        buttons.addButton(act, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(words, wordWrap=True))
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(roomy(self, 56, 28))

    @property
    def reasons(self) -> dict[str, str]:
        """Return the reason of each place, empty for one that is content with the reason for all."""
        typed = ((entry, self._typed(row)) for row, entry in enumerate(self._entries) if not entry.is_computed)
        return {entry.place: "" if words == entry.usual else words for entry, words in typed}

    def _typed(self, row: int) -> str:
        item = self.table.item(row, REASON)
        return " ".join(item.text().split()) if item is not None else ""

    def _fill(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(_HEADINGS)
        table.setAccessibleName("更正原因")
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        for row, entry in enumerate(self._entries):
            for column, words in enumerate((*sides(entry), entry.reason)):
                item = QTableWidgetItem(words)
                if column != REASON or entry.is_computed:
                    item.setFlags(_READ_ONLY)
                if entry.is_computed:
                    item.setForeground(self.palette().placeholderText())
                item.setToolTip(words)
                table.setItem(row, column, item)
        header = table.horizontalHeader()
        for column in range(REASON):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        table.setCurrentCell(0, REASON)
