"""Last year's text beside the editor, never in it; beside 五 the problems of last year as a list to be put right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from model.bound_numbers import printed_text
from model.evaluation import evaluate
from model.form_loader import load_form
from model.rectification import is_rectified, listed_problems, rectify
from model.report import Report
from ui.session import ReportSession, Step

_PROBLEMS: Final = "problems"
_WIDTH: Final = 22
"""The greatest width of the open panel in heights of a line; it never takes more than the editor."""


class LastYearPanel(QFrame):
    """Shows what last year's report says in a chapter; hidden while that is not known.

    It is open while the chapter is still empty and folded once something is written, until the user says otherwise with
    ``fold_button``, which stands among the tools of the page.
    """

    def __init__(self, session: ReportSession, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)  # without one, what is shown below would flash up as a window of its own
        self.setObjectName("card")
        self._session, self._key = session, key
        self._wanted: bool | None = None
        self._previous: Report | None = None
        self._known = False
        self._listed: tuple[str, ...] = ()
        self.fold_button = QPushButton(parent)
        self._source = QLabel(wordWrap=True)
        self.problems = QListWidget()
        self.text = QTextEdit(readOnly=True)
        self._lay_out()
        self.fold_button.clicked.connect(self.toggle)
        self.problems.itemChanged.connect(self._tick)
        session.changed.connect(self._on_changed)
        self._take_previous()

    def _lay_out(self) -> None:
        self._source.setProperty("role", "muted")
        self.text.setAccessibleName("上年内容")
        self.problems.setAccessibleName("上年问题整改清单")
        self.problems.setWordWrap(True)
        self.problems.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._list_title = QLabel(wordWrap=True)
        self._list_title.setProperty("role", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._source)
        column.addWidget(self._list_title)
        column.addWidget(self.problems, 1)
        column.addWidget(self.text, 2)

    @property
    def list_title(self) -> str:
        """Return what stands above the list of problems."""
        return self._list_title.text()

    @property
    def is_open(self) -> bool:
        """Tell whether last year's text is in sight."""
        if self._wanted is not None:
            return self._wanted
        return not self._session.report.texts.get(self._key, "").strip()

    def toggle(self) -> None:
        """Fold the panel or open it."""
        self._wanted = not self.is_open
        self._show()

    def _on_changed(self, step: Step) -> None:
        if step.after.previous is not self._previous:
            self._take_previous()
        elif step.before.explanations is not step.after.explanations:
            self._show_ticks()

    def _take_previous(self) -> None:
        """Show the text of last year's report as it was printed."""
        previous = self._previous = self._session.report.previous
        stored = previous.texts.get(self._key, "") if previous is not None else ""
        self._known = bool(stored.strip())
        self._show()
        if previous is None or not self._known:
            return
        values = evaluate(load_form(previous.form_id), previous).values
        printed = printed_text(stored, values)
        self.text.setPlainText(printed)
        self._source.setText(
            f"{previous.year} 年报告{f'，来源：{previous.source}' if previous.source else ''}。只供参考，不会带入正文。"
        )
        self._listed = listed_problems(printed) if self._key == _PROBLEMS else ()
        with QSignalBlocker(self.problems):
            self.problems.clear()
            self.problems.addItems([f"{number}. {words}" for number, words in enumerate(self._listed, 1)])
        self._show_ticks()
        self._show()

    def _tick(self, item: QListWidgetItem) -> None:
        """Tick a problem off as put right, or take the tick back, as one step that can be undone."""
        done = item.checkState() is Qt.CheckState.Checked
        problem = self._listed[self.problems.row(item)]
        if done != is_rectified(self._session.report, problem):
            words = "标为已整改" if done else "标为未整改"
            if not self._session.submit(rectify(problem, done=done), words):
                self._show_ticks()  # the report is locked

    def _show_ticks(self) -> None:
        with QSignalBlocker(self.problems):
            for row, problem in enumerate(self._listed):
                done = is_rectified(self._session.report, problem)
                self.problems.item(row).setCheckState(Qt.CheckState.Checked if done else Qt.CheckState.Unchecked)
        put_right = sum(is_rectified(self._session.report, problem) for problem in self._listed)
        title = "上年问题整改清单：逐条写明今年改得怎样，改好的打勾"
        self._list_title.setText(f"{title}（{put_right}/{len(self._listed)}）")

    def _show(self) -> None:
        opened = self._known and self.is_open
        listed = self.problems.count() > 0
        self.fold_button.setVisible(self._known)
        self.fold_button.setText("收起上年内容" if opened else "上年内容")
        self._list_title.setVisible(listed)
        self.problems.setVisible(listed)
        self.setMaximumWidth(self.fontMetrics().height() * _WIDTH)
        self.setVisible(opened)
