"""The page of a statutory table: heading, explanation of the current cell, grid."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from model.cells import CellRef
from model.form import FormTable, Section
from ui.grid.table_editor import TableEditor
from ui.number_search import NumberSearch
from ui.page import Page
from ui.session import Place, ReportSession
from ui.words import year_words

_FLAGS: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


class ExplanationStrip(QLabel):
    """Two lines about the current cell: what it counts and on which clause that rests.

    Always two lines high, so that the table below never jumps; more than that stands in the tooltip. It paints its
    words itself: a label would have the whole window laid out anew with every word, which costs more than all else
    that a key does.
    """

    def __init__(self, empty: str) -> None:
        super().__init__()
        self._words = self._empty = self._shown = empty
        self.setProperty("role", "strip")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fix_height()
        self.setAccessibleName("本格说明")

    def show_words(self, words: str) -> None:
        """Show an explanation, or the general one when there is none."""
        if words != self._words:
            self._words = words or self._empty
            self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a change of the font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fix_height()

    def _fix_height(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 12)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Cut anew for the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as much as two lines hold; most explanations fit."""
        shown = self._words
        if not self._fits(shown):
            lengths = range(len(self._words))
            longest = bisect_left(lengths, 1, key=lambda length: int(not self._fits(f"{self._words[:length]}…")))
            shown = f"{self._words[: longest - 1]}…"
        self._shown = shown
        self.setAccessibleDescription(self._words)
        self.setToolTip(self._words if shown != self._words else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the frame and the words in it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._room(), _FLAGS, self._shown)

    def _room(self) -> QRect:
        return self.contentsRect()

    def _fits(self, words: str) -> bool:
        width = max(self._room().width(), 1)
        needed = self.fontMetrics().boundingRect(0, 0, width, 10_000, Qt.TextFlag.TextWordWrap, words)
        return needed.height() < self.fontMetrics().lineSpacing() * 2.5


class TablePage(Page):
    """A statutory table with its heading and the explanation of the current cell."""

    def __init__(self, session: ReportSession, section: Section, table: FormTable) -> None:
        super().__init__()
        self._session = session
        self.editor = TableEditor(session, table.key)
        self.editor.summary_changed.connect(self.summary_changed)
        self.editor.message.connect(self.message)
        self.editor.zoom_changed.connect(lambda _percent: self.zoom_changed.emit())
        strip = ExplanationStrip(section.guidance)
        self.editor.explanation_changed.connect(strip.show_words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addLayout(_heading(section, _last_year_words(session, table)))
        layout.addWidget(strip)
        layout.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)
        self._find = QAction("查找数字…", self)
        self._find.setShortcuts([QKeySequence(QKeySequence.StandardKey.Find)])
        self._find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._find.triggered.connect(self.open_number_search)
        self.addAction(self._find)

    @cached_property
    def number_search(self) -> NumberSearch:
        """Return the search of this page; it is made when it is first wanted, not at the start."""
        return NumberSearch(self)

    def open_number_search(self) -> None:
        """Look for a figure of the tables by its words or digits and go there."""
        view = self.editor.view
        if self.commit():
            self.number_search.open_from(view, view.rect_in_view(view.current_cell()), self._session)

    def reveal(self, place: Place) -> None:
        """Show a figure of this table; a subtotal that is not printed has no place of its own."""
        if isinstance(place, CellRef) and place in self.editor.view.table_model.layout.by_ref:
            self.editor.reveal(place)

    def current_place(self) -> Place | None:
        """Return the current figure."""
        cell = self.editor.view.current_cell()
        return cell.ref if cell is not None else None

    def commit(self) -> bool:
        """Take what stands in an open cell or note."""
        return self.editor.commit_pending()

    def warn_of_loss(self) -> bool:
        """Say that what stands refused in an open cell would be lost."""
        return self.editor.view.warn_of_loss()

    def edit_actions(self) -> list[QAction]:
        """Return what can be done with figures; looking for one stands before the zoom."""
        actions = self.editor.menu_actions
        zoom = max(at for at, action in enumerate(actions) if action.isSeparator())
        return [*actions[:zoom], self._find, *actions[zoom:]]

    zoom_reset = "整表"

    def zoom(self, by: int) -> None:
        """Enlarge, reduce, or show all rows."""
        view = self.editor.view
        (view.show_whole, view.zoom_in, view.zoom_out)[by]()

    @property
    def zoom_percent(self) -> int:
        """Return the size of the letters."""
        return round(self.editor.view.zoom * 100)


def _heading(section: Section, beside: str) -> QHBoxLayout:
    row = QHBoxLayout()
    title = QLabel(section.title)
    title.setProperty("role", "title")
    title.setToolTip(section.guidance)
    row.addWidget(title)
    row.addStretch(1)
    if beside:
        words = QLabel(beside)
        words.setProperty("role", "muted")
        row.addWidget(words)
    return row


def _last_year_words(session: ReportSession, table: FormTable) -> str:
    """Return last year's 现行有效 in words; it is shown and never entered, because it may rightly differ."""
    previous = session.report.previous
    if previous is None:
        return ""
    known = [
        f"{cell.row.name} {value} 件"
        for cell in session.form.cells.values()
        if cell.ref.table == table.key
        and cell.ref.column == "in_force"
        and (value := session.evaluation.values.get(cell.ref.last_year)) is not None
    ]
    if not known:
        return ""
    return f"{year_words(previous.year, previous.scope)}现行有效：{'，'.join(known)}（仅供核对）"
