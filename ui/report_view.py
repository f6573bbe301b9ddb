"""One report on the screen: the list of chapters, the page of the current one, and the findings below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from export.missing_characters import missing_character_findings
from model.cells import CellRef
from model.evaluation import Finding
from ui.findings_panel import FindingsPanel
from ui.navigation import COMPARISON, START, Navigation
from ui.offers import Remedies
from ui.page import Page
from ui.progress import REPORT_SECTION, section_states
from ui.session import Place, ReportSession, Step, TextSelection
from ui.start_page import StartPage

if TYPE_CHECKING:
    from ui.preview.pane import PreviewPane, PreviewResult
    from ui.texts.search import Search

Contact = Callable[[], Mapping[str, str]]
"""Returns what the profile of the office knows of its address, telephone and website."""


_WIDE: Final = 1500
"""Pixels of width from which editor and page stand side by side; below, one takes the place of the other."""
_WIDE_LINES: Final = 75
"""The same in heights of a line: with large letters the editor needs more room."""


_NOT_PRINTED: Final = "“与上年对比”不印在报告里，没有打印效果。"
_SHARES: Final = (3, 2)
"""How editor and page share the width."""


class _Origin(NamedTuple):
    """Where the user was before following a finding."""

    key: str
    place: Place | None


class ReportView(QWidget):
    """Shows one session. A page is built when it is first seen, so that the program starts quickly.

    ``page_changed`` carries the key of the page that came into sight; ``summary_changed``, ``message`` and
    ``zoom_changed`` pass on what the current page says; ``export_wanted`` tells that the start page was asked for
    an export; ``contact_changed`` carries address, telephone and website after the user changed them;
    ``preview_toggled`` tells whether the user wants the page beside the editor.
    """

    page_changed = Signal(str)
    summary_changed = Signal(str)
    message = Signal(str)
    zoom_changed = Signal()
    export_wanted = Signal()
    contact_changed = Signal(object)
    preview_toggled = Signal(bool)

    def __init__(self, session: ReportSession, contact: Contact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._contact = contact
        self._search: Search | None = None
        self.navigation = Navigation(session.form)
        self.panel = FindingsPanel(session.form)
        self.remedies = Remedies(session, self)
        self.panel.remedies = self.remedies.of
        self.panel.dismissed_wanted.connect(self.remedies.show_dismissed)
        self.remedies.said.connect(self.message)
        self.pages = QStackedWidget()
        self._made: dict[str, Page] = {}
        self._key = ""
        self._origin: _Origin | None = None
        self._preview: PreviewPane | None = None
        self._wants_preview = True
        self._page_in_front = False
        self._missing: tuple[str, ...] = ()
        self._lay_out()
        self.navigation.chosen.connect(self._choose_page)
        self.navigation.entered.connect(self.focus_page)
        self.panel.chosen.connect(self.follow)
        self.panel.collapsed_changed.connect(self._fit_panel)
        session.changed.connect(self._on_changed)
        session.revealed.connect(self.reveal)
        session.highlighted.connect(self._mark)
        self._back = QShortcut(QKeySequence("Esc"), self, self.go_back)
        self._back.setEnabled(False)
        self._show_evaluation()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(3)
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setChildrenCollapsible(False)
        self.halves.setHandleWidth(3)
        self.halves.addWidget(self.splitter)
        layout.addWidget(self.halves, 1)
        self._arrange()

    @property
    def current_key(self) -> str:
        """Return the key of the page in sight."""
        return self._key

    @property
    def current_page(self) -> Page:
        """Return the page in sight; the start page before any was shown."""
        return self._page(self._key or START)

    def show_page(self, key: str) -> None:
        """Bring a page into sight; raise ``KeyError`` when there is none of that key."""
        if key == self._key:
            return
        self.navigation.show_current(key)
        self._key = key
        self.pages.setCurrentWidget(self._page(key))
        self._arrange()
        self.summary_changed.emit("")
        self.page_changed.emit(key)
        if key not in (START, COMPARISON) and self._preview is not None:
            self._preview.show_place(key)

    # Editor and page

    @property
    def shows_preview(self) -> bool:
        """Tell whether the printed page is in sight; the comparison is not printed and has all the room."""
        if self._is_wide:
            return self._wants_preview and self._key != COMPARISON
        return self._page_in_front

    def want_preview(self, *, wanted: bool) -> None:
        """Say whether the page shall stand beside the editor where there is room for both."""
        self._wants_preview = wanted
        self._arrange()

    def toggle_preview(self) -> None:
        """Show or hide the page beside the editor; on a narrow screen let them change places."""
        if self._is_wide and self._key == COMPARISON:
            self.message.emit(_NOT_PRINTED)
            return
        if self._is_wide:
            self.want_preview(wanted=not self._wants_preview)
            self.preview_toggled.emit(self._wants_preview)
            return
        self._page_in_front = not self._page_in_front
        self._arrange()
        if self._page_in_front:
            self.preview.show_place(self.current_page.current_place() or self._key)
            self.preview.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.focus_page()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Put editor and page side by side as soon as there is room; where it gets narrow again, the editor stays."""
        super().resizeEvent(event)
        if self._is_wide:
            self._page_in_front = False
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the findings their room as soon as it is known how much there is."""
        super().showEvent(event)
        if not event.spontaneous():
            QTimer.singleShot(0, self, self._fit_panel)

    @property
    def _is_wide(self) -> bool:
        return self.width() >= max(_WIDE, _WIDE_LINES * self.fontMetrics().height())

    def _arrange(self) -> None:
        self.splitter.setVisible(self._is_wide or not self._page_in_front)
        if self.shows_preview or self._preview is not None:
            self.preview.setVisible(self.shows_preview)

    def _show_editor(self) -> None:
        self._page_in_front = False
        self._arrange()

    @property
    def preview(self) -> PreviewPane:
        """Return the printed page; it is built when it is first wanted, so that the program starts quickly."""
        if self._preview is None:
            from ui.page_setup import PageSetup, snapshot_of  # noqa: PLC0415 (start-up)
            from ui.preview.pane import PreviewPane  # noqa: PLC0415 (start-up)

            self._preview = PreviewPane(snapshot_of(self.session), PageSetup())
            self._preview.place_chosen.connect(self.session.reveal)
            self._preview.was_set.connect(self._take_missing)
            self._preview.mark(self.panel.current)
            self._preview.show_place(self._key)
            self.halves.addWidget(self._preview)
            for half, share in enumerate(_SHARES):
                self.halves.setStretchFactor(half, share)
            self.halves.setSizes([self.width() * share // sum(_SHARES) for share in _SHARES])
            self._preview.setVisible(self.shows_preview)
        return self._preview

    def _mark(self, finding: Finding | None) -> None:
        if self._preview is not None:
            self._preview.mark(finding)

    def _take_missing(self, result: PreviewResult) -> None:
        if result.pdf.missing != self._missing:
            self._missing = result.pdf.missing
            self._show_evaluation()

    def zoom(self, by: int) -> None:
        """Enlarge or reduce what is in sight, or show the whole of it with 0."""
        if self.splitter.isVisible():
            self.current_page.zoom(by)
        else:
            self.preview.view.zoom(by)

    @property
    def zoom_percent(self) -> int:
        """Return how large what is in sight is shown."""
        return self.current_page.zoom_percent if self.splitter.isVisible() else self.preview.view.zoom_percent

    # Places

    def reveal(self, place: Place) -> None:
        """Show a figure, a stretch of text, or a chapter in its editor, and put the keyboard there.

        A cell with something in it that cannot be taken is not left.
        """
        if not self.current_page.commit():
            return
        self._show_editor()
        self.show_page(self._key_of(place))
        self.current_page.reveal(place)
        self.focus_page()

    def follow(self, finding: Finding) -> None:
        """Go to where a finding arose and mark all that it speaks of; ``go_back`` returns."""
        if not self.current_page.commit():
            return
        if self._origin is None:
            self._origin = _Origin(self._key, self.current_page.current_place())
        self._back.setEnabled(True)
        self.panel.follow(finding)
        self.session.highlight(finding)
        place = place_of(finding)
        if self._page_in_front and not self._is_wide:
            self.show_page(self._key_of(place))
            self.message.emit(finding.message)
        else:
            self.reveal(place)
        self._mark(finding)  # once more: the page has gone to the beginning of the chapter meanwhile

    def go_back(self) -> None:
        """Return to where the user was before following findings, and mark none any more."""
        if not self.current_page.commit():
            return
        origin, self._origin = self._origin, None
        self._back.setEnabled(False)
        self.panel.follow(None)
        self.session.highlight(None)
        if origin is None:
            return
        if origin.place is not None:
            self.reveal(origin.place)
        else:
            self.show_page(origin.key)
            self.focus_page()

    def focus_page(self) -> None:
        """Put the keyboard into the current page."""
        self.pages.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_pane(self, by: int = 1) -> None:
        """Move the keyboard to the next of list, page and findings, or with -1 to the one before."""
        panel: QWidget = self.panel.fold_button if self.panel.is_collapsed else self.panel.list
        panes = (self.navigation, self.pages.currentWidget(), panel)
        areas = (self.navigation, self.pages, self.panel)
        focus = self.window().focusWidget()
        at = next((i for i, area in enumerate(areas) if focus and (area is focus or area.isAncestorOf(focus))), 0)
        panes[(at + by) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def edit_actions(self) -> list[QAction]:
        """Return what the edit menu offers on the current page."""
        return self.current_page.edit_actions()

    def _choose_page(self, key: str) -> None:
        if not self.current_page.commit():
            QTimer.singleShot(0, self, partial(self.navigation.show_current, self._key))  # once the list has chosen
            return
        self._origin = None
        self._back.setEnabled(False)
        self.show_page(key)

    def _page(self, key: str) -> Page:
        if key not in self._made:
            page = self._make_page(key)
            page.summary_changed.connect(partial(self._pass_summary, page))
            page.message.connect(self.message)
            page.zoom_changed.connect(self.zoom_changed)
            self._made[key] = page
            self.pages.addWidget(page)
        return self._made[key]

    def _pass_summary(self, page: Page, words: str) -> None:
        if page is self.pages.currentWidget():
            self.summary_changed.emit(words)

    def _make_page(self, key: str) -> Page:
        form = self.session.form
        if key == START:
            start = StartPage(self.session)
            start.chosen.connect(self._take_step)
            return start
        if key == COMPARISON:
            from ui.comparison_view import ComparisonPage  # noqa: PLC0415 (start-up)

            return ComparisonPage(self.session)
        table = form.table_of_section(key)
        if table is not None:
            from ui.table_page import TablePage  # noqa: PLC0415 (start-up)

            return TablePage(self.session, form.section(key), table)
        return self._make_text_page(key)

    def _make_text_page(self, key: str) -> Page:
        from ui.texts.search import Search  # noqa: PLC0415 (start-up)
        from ui.texts.text_page import TextPage  # noqa: PLC0415
        from ui.texts.title_page import TitlePage  # noqa: PLC0415

        search = self._search = self._search or Search(self.session)
        if key != REPORT_SECTION:
            return TextPage(self.session, key, search)
        title = TitlePage(self.session, self._contact, search)
        title.contact_changed.connect(self.contact_changed)
        return title

    def _take_step(self, target: str) -> None:
        if target == "export":
            self.export_wanted.emit()
        elif target == "findings":
            self.panel.show_collapsed(collapsed=False)
            self.panel.step(1)
        else:
            self._choose_page(target)
            self.focus_page()

    def _key_of(self, place: Place) -> str:
        if isinstance(place, CellRef):
            return self.session.form.tables[place.table].section
        key = place.text if isinstance(place, TextSelection) else place
        known = {entry.key for entry in self.navigation.entries.entries}
        return key if key in known else REPORT_SECTION

    def _on_changed(self, step: Step) -> None:
        self._show_evaluation()
        if self._preview is not None:
            self._preview.follow_step(step, self.session.form)

    def _show_evaluation(self) -> None:
        session = self.session
        self.navigation.show_states(section_states(session.form, session.report, session.evaluation))
        missing = missing_character_findings(session.report, self._missing)
        self.panel.show_findings(session.evaluation.findings + missing, session.report.explanations)
        self.panel.show_dismissed(len(session.report.dismissed))

    def _fit_panel(self) -> None:
        """Give an expanded panel its lines, at most a third of the height; what is left belongs to the page."""
        total = self.splitter.height()
        share = self.panel.bar_height if self.panel.is_collapsed else self.panel.height_for(total // 3)
        self.splitter.setSizes([total - share, share])
        if self.panel.current is not None and self.isVisible():
            # The page has another height now; what is being followed must not lie outside.
            QTimer.singleShot(0, self, partial(self.reveal, place_of(self.panel.current)))


def place_of(finding: Finding) -> Place:
    """Return where a finding leads: the stretch of text, the unbalanced figure, or the chapter."""
    if finding.span is not None:
        return TextSelection(finding.section, finding.span.start, finding.span.end)
    return finding.cells[0] if finding.cells else finding.section
