"""可能原因: the leads of the error doctor, one below the other, each with what it would change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from model.doctor import CAUTION, Lead
from model.figures import written
from model.finding import Finding

_MOST_REMAINING = 3


def button_words(lead: Lead) -> str:
    """Return what the button of a lead says: the value it would put in, or how many figures it would change."""
    values = list(lead.edit.cells.values())
    return f"已核对，改为 {written(values[0])}" if len(values) == 1 else f"已核对，按此修改 {len(values)} 格"


class LeadsDialog(QDialog):
    """Shows the leads of a finding. ``chosen`` carries the lead that was checked, ``wanted`` a figure to look at."""

    chosen = Signal(object)
    wanted = Signal(object)

    def __init__(self, finding: Finding, leads: tuple[Lead, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("可能原因")
        message = QLabel(finding.message)
        message.setWordWrap(True)
        caution = QLabel(f"{CAUTION}。程序只列出算得通的改法，哪一格错了以台账为准。" if leads else _NOTHING)
        caution.setWordWrap(True)
        caution.setProperty("role", "muted")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)  # beside the scroll bar
        for at, lead in enumerate(leads):
            column.addWidget(self._card(at, lead))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(message)
        layout.addWidget(caution)
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        unit = self.fontMetrics().height()
        self.resize(unit * 42, min(unit * 30, unit * (9 + 6 * len(leads))))
        close.setFocus()

    def _card(self, at: int, lead: Lead) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        rank = QLabel(f"{at + 1}" + ("　并列" if lead.tied else ""))
        rank.setProperty("role", "strong")
        rank.setToolTip("与相邻的原因同样可能，程序分不出先后。" if lead.tied else "")
        words = QLabel(lead.words.removeprefix(f"{CAUTION}："))
        words.setWordWrap(True)
        column = QVBoxLayout(card)
        column.addWidget(rank)
        column.addWidget(words)
        if lead.remaining:
            column.addWidget(_remaining(lead.remaining))
        look, apply = QPushButton("查看这一格"), QPushButton(button_words(lead))
        look.setAutoDefault(False)
        apply.setAutoDefault(False)
        look.clicked.connect(partial(self._finish, self.wanted.emit, lead.cells[0]))
        apply.clicked.connect(partial(self._finish, self.chosen.emit, lead))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(look)
        row.addWidget(apply)
        column.addLayout(row)
        return card

    def _finish(self, tell: Callable[[object], None], carried: object) -> None:
        self.accept()
        tell(carried)


_NOTHING = "没有算得通的单一原因，请逐格核对台账。"


def _remaining(messages: tuple[str, ...]) -> QLabel:
    shown = list(messages[:_MOST_REMAINING])
    shown += [f"……共 {len(messages)} 处"] if len(messages) > _MOST_REMAINING else []
    label = QLabel("改后仍不平：\n" + "\n".join(shown))
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label
