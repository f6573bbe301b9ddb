"""说明理由: a few customary reasons and free text, for a finding that stands as it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from model.finding import Finding

OTHER: Final = "其他"
_LIMIT: Final = 500
_CHECKED: Final = "已与台账核对，数字无误"
_REASONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("C", ("文字按另一口径统计（如含上年结转、只算本级、备案数）", "文字所指与表中这一项不是一回事")),
    ("Y2", ("部分文件到期自动失效", "文件清理归口或统计口径有变化", "机构改革，职能划入或划出")),
    ("Y", ("机构改革，职能划入或划出", "上年报告的数字当时有误，已另行更正", "统计口径有变化")),
    ("A6", ("这一项本机关没有发生", "数据由其他单位统计，正在收集")),
    ("D5", ("固定表述，情况确与上年相同",)),
    ("D", ("本机关没有这方面的工作", "上级要求这样写")),
    ("E", ("情况特殊，确实如此",)),
)


def reasons_for(check_id: str) -> tuple[str, ...]:
    """Return the customary reasons for a finding of this check, the usual one last."""
    special = next((reasons for prefix, reasons in _REASONS if check_id.startswith(prefix)), ())
    return (*special, _CHECKED)


class ExplanationDialog(QDialog):
    """Asks why a finding stands as it is. ``before`` is the reason given so far, empty for none."""

    def __init__(self, finding: Finding, before: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("说明理由")
        self.choices = [QRadioButton(words) for words in (*reasons_for(finding.check_id), OTHER)]
        self._group = QButtonGroup(self)
        self.details = QPlainTextEdit()
        self.details.setPlaceholderText("补充说明，例如文号、来源、经办人。选“其他”时必须填写。")
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName("补充说明")
        self.withdraw_button = None
        self.withdrawn = False
        self._buttons = QDialogButtonBox()
        self._accept = self._buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        if finding.explained:
            self.withdraw_button = self._buttons.addButton("撤回说明", QDialogButtonBox.ButtonRole.DestructiveRole)
            self.withdraw_button.clicked.connect(self._withdraw)
        self._lay_out(finding)
        self._fill(before)
        self._group.buttonToggled.connect(self._refresh)
        self.details.textChanged.connect(self._refresh)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._refresh()

    @property
    def reason(self) -> str:
        """Return the reason in one sentence, empty while there is none."""
        chosen = self._group.checkedButton()
        details = " ".join(self.details.toPlainText().split())[:_LIMIT]
        if chosen is None or chosen.text() == OTHER:
            return details
        return f"{chosen.text()}；{details}" if details else chosen.text()

    def _lay_out(self, finding: Finding) -> None:
        layout = QVBoxLayout(self)
        message = QLabel(finding.message)
        message.setWordWrap(True)
        basis = QLabel(f"依据：{finding.basis}")
        basis.setWordWrap(True)
        basis.setProperty("role", "muted")
        layout.addWidget(message)
        layout.addWidget(basis)
        for choice in self.choices:
            self._group.addButton(choice)
            layout.addWidget(choice)
        self.details.setFixedHeight(self.fontMetrics().lineSpacing() * 4)
        layout.addWidget(self.details)
        note = QLabel("说明随年报文件保存，列在校核单上，不会公布。有关数字改动后，这一处会重新列出。")
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        layout.addWidget(note)
        layout.addWidget(self._buttons)
        self._accept.setDefault(True)
        self.setFixedWidth(self.fontMetrics().height() * 32)

    def _fill(self, before: str) -> None:
        """Show the reason given so far as the choice and the words it was made of."""
        if not before:
            return
        head, _, rest = before.partition("；")
        fitting = next((choice for choice in self.choices if choice.text() == head), None)
        (fitting or self.choices[-1]).setChecked(True)
        self.details.setPlainText(rest if fitting else before)

    def _refresh(self) -> None:
        self._accept.setEnabled(bool(self.reason))

    def _withdraw(self) -> None:
        self.withdrawn = True
        self.accept()
