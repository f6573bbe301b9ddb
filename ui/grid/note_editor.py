"""A small window inside the window in which the note of a figure is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from model.cells import CellRef
from model.notes import CellNote, read_note

_GAP: Final = 4
_REMARK_LINES: Final = 3
_KEYS: Final = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteEditor(QFrame):
    """Edits one note; blocks nothing. ``finished`` carries the figure and the note as it is to be stored."""

    finished = Signal(object, str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._ref: CellRef | None = None
        self._note = CellNote()
        self.setObjectName("card")
        self.setAutoFillBackground(True)
        self._title = QLabel()
        self._pending = QCheckBox("待报（还没有收到数字，空白填 0 时跳过）")
        self._source, self._handler, self._day = QLineEdit(), QLineEdit(), QLineEdit()
        self._remark = QPlainTextEdit()
        self._remark.setTabChangesFocus(True)
        self._remark.setFixedHeight(self.fontMetrics().lineSpacing() * _REMARK_LINES + 12)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        self._title.setProperty("role", "heading")
        self._title.setWordWrap(True)
        form = QFormLayout()
        form.addRow(self._pending)
        form.addRow("来源单位", self._source)
        form.addRow("经办人", self._handler)
        form.addRow("日期", self._day)
        form.addRow("备注", self._remark)
        ok, cancel = QPushButton("确定"), QPushButton("取消")
        ok.setDefault(True)
        ok.clicked.connect(self.finish)
        cancel.clicked.connect(self.give_up)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(ok)
        buttons.addWidget(cancel)
        box = QVBoxLayout(self)
        box.addWidget(self._title)
        box.addLayout(form)
        box.addWidget(QLabel("备注只供本单位使用，不会出现在导出的报告里。"))
        box.addLayout(buttons)

    def open(self, ref: CellRef, title: str, stored: str, beside: QRect) -> None:
        """Show the note of a figure beside it."""
        self._ref, self._note = ref, read_note(stored)
        self._title.setText(f"备注：{title}")
        self._pending.setChecked(self._note.pending)
        self._source.setText(self._note.source)
        self._handler.setText(self._note.handler)
        self._day.setText(self._note.day)
        self._remark.setPlainText(self._note.remark)
        self.adjustSize()
        self.move(self._place(beside))
        self.raise_()
        self.show()
        self._source.setFocus()

    def finish(self) -> None:
        """Hand the note over and close; does nothing when no note is open."""
        if self._ref is None:
            return
        note = replace(
            self._note,
            pending=self._pending.isChecked(),
            source=self._source.text().strip(),
            handler=self._handler.text().strip(),
            day=self._day.text().strip(),
            remark=self._remark.toPlainText().strip(),
        )
        ref = self._ref
        self.give_up()
        self.finished.emit(ref, note.written())

    def give_up(self) -> None:
        """Close without changing the note."""
        self._ref = None
        self.hide()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Escape and Enter from the shortcuts of the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the note with Enter and give it up with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        else:
            super().keyPressEvent(event)

    def _place(self, beside: QRect) -> QPoint:
        """Return where the window lies: right of the cell, else left of it, inside the ground."""
        room = self._ground.rect()
        x = beside.right() + _GAP
        if x + self.width() > room.right():
            x = beside.left() - self.width() - _GAP
        y = min(beside.top(), room.bottom() - self.height() - _GAP)
        return QPoint(max(x, _GAP), max(y, _GAP))
