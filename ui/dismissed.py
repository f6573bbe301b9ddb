"""已忽略的提示: what was marked 与表格无关 or put aside, with a button to bring each back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from model.explaining import place_of, quote_of, restore
from ui.findings_list import place_words
from ui.session import ReportSession, Step


class DismissedDialog(QDialog):
    """Lists what the report no longer mentions; every restoring is one undoable step."""

    def __init__(self, session: ReportSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("已忽略的提示")
        self._session = session
        self._column = QVBoxLayout()
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("下面这些文字标为“与表格无关”或已忽略，不再检查。恢复后重新检查。"))
        layout.addLayout(self._column)
        layout.addStretch(1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(self.fontMetrics().height() * 30)
        session.changed.connect(self._follow)
        self._fill()

    def _follow(self, step: Step) -> None:
        if step.before.dismissed != step.after.dismissed:
            self._fill()

    def _fill(self) -> None:
        while self._column.count():
            self._column.takeAt(0).widget().deleteLater()
        for key in sorted(self._session.report.dismissed):
            self._column.addWidget(self._line(key))

    def _line(self, key: str) -> QWidget:
        line = QWidget()
        words = QLabel(f"{place_words(self._session.form, place_of(key))}：“{quote_of(key)}”")
        words.setWordWrap(True)
        button = QPushButton("恢复")
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._session.submit, restore(key), "恢复提示"))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words, 1)
        row.addWidget(button)
        return line
