"""A small bubble at the finding in which the caret stands: what it says and what can be done about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from model.finding import Finding
from ui.offers import Remedies, Remedy
from ui.session import ReportSession
from ui.texts.editor import TextEditor
from ui.theme import current_theme

PAUSE: Final = 350
"""Milliseconds that the caret must rest before the bubble shows, so that it never flickers beside typing."""

_LONGEST: Final = 60
"""A longer stretch, such as a repeated passage, is one that people write in; it shows its bubble only when followed."""

_GAP: Final = 6


class FindingBubble(QFrame):
    """Floats over the page below the line of the caret; takes no focus, so that typing goes on.

    It follows every editor it watches and never shows while an input method is composing.
    """

    def __init__(self, session: ReportSession, ground: QWidget) -> None:
        super().__init__(ground)
        self._session, self._ground = session, ground
        self.remedies = Remedies(session, ground)
        self.finding: Finding | None = None
        self._closed, self._followed = "", ""
        self._editor: TextEditor | None = None
        self.setObjectName("bubble")
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.buttons: list[QToolButton] = []
        self._buttons, self._others = QVBoxLayout(), QHBoxLayout()
        self._buttons.setSpacing(2)
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._show_now)
        session.changed.connect(self._follow_session)
        session.highlighted.connect(self._follow_finding)
        self.hide()

    def watch(self, editor: TextEditor) -> None:
        """Show findings of this editor too."""
        editor.installEventFilter(self)
        editor.cursorPositionChanged.connect(lambda: self._follow_caret(editor))
        editor.selectionChanged.connect(lambda: self._follow_caret(editor))
        editor.verticalScrollBar().valueChanged.connect(self.hide)
        editor.menu_opened.connect(lambda menu, offset: self._extend_menu(editor, menu, offset))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Go away while an input method composes, and when the editor loses the keyboard."""
        composes = isinstance(event, QInputMethodEvent) and bool(event.preeditString())
        if composes or event.type() in {QEvent.Type.FocusOut, QEvent.Type.Hide}:
            self._leave()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._close = QToolButton()
        self._close.setText("×")
        self._close.setToolTip("关闭")
        self._close.setAccessibleName("关闭")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self._close_it)
        head = QHBoxLayout()
        head.addWidget(self.message, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._buttons)
        row = QHBoxLayout()
        row.addLayout(self._others)
        row.addStretch(1)
        layout.addLayout(row)

    def _follow_caret(self, editor: TextEditor) -> None:
        if self._editor is not editor:
            self._editor, self._closed = editor, ""
        here = self._finding_here()
        if here is None or here.key != self._closed:
            self._closed = ""
        if self.isVisible() and (here is None or self.finding is None or here.key != self.finding.key):
            self.hide()
        if here is not None:
            self._timer.start()

    def _follow_session(self, _step: object) -> None:
        self.hide()
        if self._editor is not None and self._editor.hasFocus():
            self._timer.start()

    def _follow_finding(self, finding: Finding | None) -> None:
        self._followed, self._closed = finding.key if finding is not None else "", ""

    def _leave(self) -> None:
        self._timer.stop()
        self.hide()

    def _close_it(self) -> None:
        self._closed = self.finding.key if self.finding is not None else ""
        self.hide()

    def _finding_here(self) -> Finding | None:
        """Return the finding in which the caret stands; of several the shortest, which is the most particular."""
        if self._editor is None:
            return None
        selected = self._editor.selected
        found = self._findings_at(self._editor, selected.start, selected.end)
        return next((one for one in found if one.key == self._followed or _length(one) <= _LONGEST), None)

    def _findings_at(self, editor: TextEditor, start: int, end: int) -> list[Finding]:
        there = [
            finding
            for finding in self._session.evaluation.findings
            if finding.section == editor.key
            and (span := finding.span)
            and span.start <= start
            and end <= span.end
            and editor.stored[span.start : span.end] == span.quote
        ]
        return sorted(there, key=lambda finding: (finding.key != self._followed, finding.explained, _length(finding)))

    def _show_now(self) -> None:
        finding, editor = self._finding_here(), self._editor
        if finding is None or editor is None or finding.explained or finding.key == self._closed:
            return
        if editor.is_composing or not editor.hasFocus() or not editor.isVisible():
            return
        if self.isVisible() and self.finding == finding:
            return
        self.finding = finding
        self.message.setText(finding.message)
        self._fill(self.remedies.of(finding))
        self._place(editor, finding)

    def _fill(self, remedies: list[Remedy]) -> None:
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = [_button(remedy) for remedy in remedies]
        for button in self.buttons:
            takes = button.text().startswith("改为")
            (self._buttons if takes else self._others).addWidget(button)

    def _place(self, editor: TextEditor, finding: Finding) -> None:
        theme = current_theme()
        self.setStyleSheet(
            f"QFrame#bubble {{ background:{theme.surface.name()}; border:1px solid {theme.warning.name()};"
            f" border-radius:6px; }} QFrame#bubble QToolButton {{ color:{theme.accent.name()}; }}"
        )
        unit = self.fontMetrics().height()
        width = min(unit * 26, self._ground.width() - 2 * _GAP)
        self.message.setFixedWidth(width - 3 * unit)
        self.adjustSize()
        assert finding.span is not None
        first, caret = editor.rect_of(finding.span.start), editor.rect_of(editor.selected.end)
        beside = QRect(first.topLeft() if first.top() == caret.top() else caret.topLeft(), caret.bottomRight())
        self.move(self._corner(editor, beside))
        self.raise_()
        self.show()

    def _corner(self, editor: TextEditor, beside: QRect) -> QPoint:
        """Return where the bubble goes: below the line, above it where there is no room."""
        room = self._ground.rect()
        below = editor.mapTo(self._ground, beside.bottomLeft()) + QPoint(0, _GAP)
        above = editor.mapTo(self._ground, beside.topLeft()) - QPoint(0, _GAP + self.height())
        y = below.y() if below.y() + self.height() <= room.bottom() else max(above.y(), _GAP)
        return QPoint(max(_GAP, min(below.x(), room.right() - self.width() - _GAP)), y)

    def select_digits(self, editor: TextEditor) -> None:
        """Where a whole finding is selected, as following it does, leave only its number selected."""
        stretch = editor.selected
        offer = self.remedies.offer_in(editor.key, stretch.start, stretch.end)
        if offer is not None and offer.span is not None:
            editor.select_stretch(offer.span.start, offer.span.end)

    def _extend_menu(self, editor: TextEditor, menu: QMenu, offset: int) -> None:
        """Put what can be done about the place under the mouse, or at the caret, on top of the menu."""
        if offset < 0 or editor.is_composing:
            return
        wanted: dict[str, Remedy] = {}
        for finding in self._findings_at(editor, offset, offset):
            wanted |= {remedy.words: remedy for remedy in self.remedies.of(finding)}
        offer = self.remedies.offer_at(editor.key, offset)
        if offer is not None and not wanted:
            wanted = {remedy.words: remedy for remedy in self.remedies.of_offer(offer)}
        before = menu.actions()[0]
        for remedy in wanted.values():
            action = menu.addAction(remedy.words, remedy.act)
            menu.removeAction(action)
            menu.insertAction(before, action)
        if wanted:
            menu.insertSeparator(before)


def _button(remedy: Remedy) -> QToolButton:
    button = QToolButton()
    button.setText(remedy.words)
    button.setToolTip(remedy.tip)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(remedy.act)
    return button


def _length(finding: Finding) -> int:
    return finding.span.end - finding.span.start if finding.span is not None else 0
