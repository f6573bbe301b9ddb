"""The live preview: the report as it will be printed, set anew in a thread shortly after every edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout
from shiboken6 import isValid

from model.errors import AppError
from model.evaluation import Finding
from model.form import Form
from ui.page_setup import PageSetup, Snapshot, set_pages
from ui.pdf_pages import Picture, draw_pages
from ui.preview.pages_view import PagePoint, PagesView
from ui.preview.places import PlaceMap, edited_place
from ui.session import Place, Step
from ui.tasks import run_in_background

if TYPE_CHECKING:
    from export.pdf import PdfResult

_PATIENCE: Final = 120
"""Milliseconds without an edit after which the pages are set anew."""


class PreviewResult(NamedTuple):
    """A report that was set: what it was made from, the file, and pictures of some pages."""

    snapshot: Snapshot
    setup: PageSetup
    pdf: PdfResult
    pictures: dict[int, Picture]


def make_preview(snapshot: Snapshot, setup: PageSetup, pages: Iterable[int], scale: float) -> PreviewResult:
    """Set a report and draw some of its pages; safe in a thread."""
    pdf = set_pages(snapshot, setup)
    return PreviewResult(snapshot, setup, pdf, draw_pages(pdf.content, pages, scale))


class PreviewPane(QFrame):
    """Shows the printed pages of a report; nothing is set while nobody can see it.

    ``place_chosen`` carries the figure, sentence or chapter that was clicked, ``was_set`` the :class:`PreviewResult` of
    every report that came into sight.
    """

    place_chosen = Signal(object)
    was_set = Signal(object)

    def __init__(self, snapshot: Snapshot, setup: PageSetup, title: str = "打印效果") -> None:
        super().__init__()
        self.result: PreviewResult | None = None
        self._snapshot, self._setup = snapshot, setup
        self._is_stale, self._is_busy = True, False
        self._followed: Place | Finding | None = None
        self._finding: Finding | None = None
        self._map: PlaceMap | None = None
        self.view = PagesView(self)
        self.view.leads_somewhere = lambda point: self._place_at(point) is not None
        self.page_label, self.percent_label = QLabel(), QLabel()
        self._lay_out(title)
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._timer.timeout.connect(self._set)
        self.view.wanted.connect(self._draw)
        self.view.clicked.connect(self._choose)
        self.view.page_changed.connect(self._say_page)
        self.view.zoom_changed.connect(self._say_page)
        self.setFocusProxy(self.view)
        self._say_page()

    def _lay_out(self, title: str) -> None:
        bar = QHBoxLayout()
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        bar.addWidget(heading)
        bar.addStretch(1)
        bar.addWidget(self._button("‹", "上一页（PageUp）", lambda: self.view.show_page(self.view.page - 1)))
        bar.addWidget(self.page_label)
        bar.addWidget(self._button("›", "下一页（PageDown）", lambda: self.view.show_page(self.view.page + 1)))
        bar.addSpacing(8)
        bar.addWidget(self._button("－", "缩小（Ctrl+滚轮）", lambda: self.view.zoom(-1)))
        bar.addWidget(self.percent_label)
        bar.addWidget(self._button("＋", "放大（Ctrl+滚轮）", lambda: self.view.zoom(1)))
        bar.addWidget(self._button("页宽", "与窗口同宽", lambda: self.view.zoom(0)))
        bar.addWidget(self._button("整页", "显示整页", self.view.fit_page))
        bar.setContentsMargins(12, 4, 8, 4)
        bar.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)

    def _button(self, words: str, tip: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda _checked: act())
        return button

    # What is to be shown

    def follow_step(self, step: Step, form: Form) -> None:
        """Show the report after a change as soon as edits pause, with the change in sight."""
        self._snapshot = Snapshot(form, step.after, step.evaluation_after)
        self._followed = edited_place(step.before, step.after) or self._followed
        self._renew()

    def show_setup(self, setup: PageSetup) -> None:
        """Set the pages in another way."""
        if setup != self._setup:
            self._setup = setup
            self._renew()

    def show_place(self, place: Place) -> None:
        """Bring a place into sight, at once or when the pages are there."""
        self._followed = place
        self._follow()

    def mark(self, finding: Finding | None) -> None:
        """Mark all that a finding speaks of and bring it into sight; None takes the marks away."""
        self._finding = self._followed = finding
        self._show_marks()
        self._follow()

    @property
    def is_current(self) -> bool:
        """Tell whether the pages show the report as it is now."""
        return self.result is not None and not self._is_stale and not self._is_busy

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Set what was not set while nobody saw it."""
        super().showEvent(event)
        if self._is_stale:
            QTimer.singleShot(0, self._set)

    def _renew(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._timer.start()

    # The work

    def _set(self) -> None:
        """Set the report in a thread, one at a time: the latest waits for the one under way."""
        if self._is_busy or not self.isVisible():
            return
        self._is_busy, self._is_stale = True, False
        pages = self.view.pages_near() or range(2)
        work = partial(make_preview, self._snapshot, self._setup, pages, self.view.picture_scale)
        run_in_background(work, self._take_result, self._give_up)

    def _take_result(self, result: PreviewResult) -> None:
        if not isValid(self):  # the report was closed meanwhile
            return
        self.result = result
        self._map = PlaceMap(result.snapshot, result.pdf.places)
        self._is_busy = False
        self.view.show_pages(len(result.pdf.places), result.pictures)
        self._show_marks()
        self._follow()
        self._say_page()
        self.was_set.emit(result)
        if self._is_stale:
            self._timer.start()

    def _draw(self) -> None:
        """Draw what came into sight in a thread."""
        if self._is_busy or self.result is None:
            return
        self._is_busy = True
        work = partial(draw_pages, self.result.pdf.content, self.view.wanted_pictures(), self.view.picture_scale)
        run_in_background(work, self._take_pictures, self._give_up)

    def _take_pictures(self, pictures: dict[int, Picture]) -> None:
        if not isValid(self):
            return
        self._is_busy = False
        self.view.show_pictures(pictures)
        if self._is_stale:
            self._timer.start()
        elif self.view.wanted_pictures():
            self._draw()

    def _give_up(self, problem: AppError) -> None:
        if isValid(self):
            self._is_busy = False
            self.page_label.setText(problem.sentence)

    # Places

    def _follow(self) -> None:
        """Bring into sight what was asked for last, as soon as the pages that show it are there."""
        if self._map is None or self._is_stale or self._followed is None:
            return
        followed, self._followed = self._followed, None
        spots = self._map.spots_of(followed)
        if spots:
            self.view.bring_into_sight(spots[0])

    def _show_marks(self) -> None:
        if self._map is not None:
            self.view.show_marks(self._map.spots_of(self._finding) if self._finding is not None else [])

    def _place_at(self, point: PagePoint) -> Place | None:
        return self._map.place_at(*point) if self._map is not None else None

    def _choose(self, point: PagePoint) -> None:
        place = self._place_at(point)
        if place is not None:
            self.place_chosen.emit(place)

    def _say_page(self) -> None:
        count = self.view.count
        self.page_label.setText(f"第 {self.view.page + 1} 页，共 {count} 页" if count else "正在排版……")
        self.percent_label.setText(f"{self.view.zoom_percent}%")
