"""The editor of one text of the report.

It is a picture of a stored text: whatever changes in the document becomes an edit of the session at once, and
whatever changes in the session is shown. It has no undo of its own, so that grids and texts share one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QHelpEvent,
    QInputMethodEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from model.finding import Finding
from model.report import Edit, EditKind
from ui.session import ReportSession, Step, TextSelection
from ui.texts.caret_memory import CaretMemory
from ui.texts.chip_words import ChipWords
from ui.texts.clipboard import from_clipboard, is_text, to_clipboard
from ui.texts.context_menu import make_context_menu
from ui.texts.look import HeadingHighlighter, TextLook
from ui.texts.marks import Mark, MarkStyle, finding_marks, mark_format, moved
from ui.texts.stored_text import ShownText, changed_stretch, code_point_offset, stored_from, utf16_position
from ui.texts.typing_runs import TextChange, TypingRuns
from ui.texts.view import TextView
from ui.theme import current_theme


class _Act(NamedTuple):
    """What the user does, for the undo menu and the history, when it is more than typing."""

    words: str
    kind: EditKind = EditKind.TEXT


class TextEditor(TextView):
    """Edits the text ``key`` of the session's report.

    ``message`` carries a sentence for the user; ``edited`` is emitted after every change of the text or of the
    digits in it. ``menu_opened`` carries a context menu that is about to be shown and the offset it is for.
    """

    message = Signal(str)
    edited = Signal()
    menu_opened = Signal(object, int)

    def __init__(
        self,
        session: ReportSession,
        key: str,
        look: TextLook = TextLook.BODY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(look)
        self.session, self.key = session, key
        self._clock = clock
        self._stored = ""
        self._shown = ShownText("")
        self._printed: tuple[str, ...] = ()
        self._runs = TypingRuns()
        self._run = 0
        self._act: _Act | None = None
        self._is_showing = False
        self._is_submitting = False
        self._is_in_input_method = False
        self._selection = self._selection_before = (0, 0)
        self._carets = CaretMemory()
        self._matches: list[Mark] = []
        self._marks: list[Mark] = []
        self._moved_marks: list[Mark] | None = None
        self._marks_wait = False
        self._chips = ChipWords(session)
        self._followed = ""
        section = next((section for section in session.form.sections if section.key == key), None)
        self._headings = HeadingHighlighter(self.paper, section) if section is not None else None
        self._restoring = QTimer(self, singleShot=True, interval=0)
        self._restoring.timeout.connect(self._restore)
        self._set_up()

    def _set_up(self) -> None:
        self.paper.contentsChange.connect(self._keep_selection_before)
        self.paper.contentsChanged.connect(self._take_edit)
        self.cursorPositionChanged.connect(self._keep_selection)
        self.selectionChanged.connect(self._keep_selection)
        self.session.changed.connect(self._follow_session)
        self.session.highlighted.connect(self._follow_finding)
        self.restyled.connect(self._show_marks)
        self._show(self._in_session, (0, 0))
        self._show_marks()

    # What is shown, in code points of the stored text

    @property
    def stored(self) -> str:
        """Return the stored text that is shown."""
        return self._stored

    @property
    def printed(self) -> str:
        """Return the text as it is printed, numbers taken from the tables in digits."""
        return ShownText(self._stored, self._chips.digits).text

    @property
    def character_count(self) -> int:
        """Return the length as it is printed, punctuation counted and white space not."""
        return _length(self.printed)

    @property
    def selected_count(self) -> int:
        """Return the length of what is selected, counted like the whole."""
        stretch = self.selected
        if stretch.start == stretch.end:
            return 0
        return _length(ShownText(self._stored[stretch.start : stretch.end], self._chips.digits).text)

    @property
    def selected(self) -> TextSelection:
        """Return the selection, empty at the caret when nothing is selected."""
        cursor = self.textCursor()
        return TextSelection(self.key, self._offset(cursor.selectionStart()), self._offset(cursor.selectionEnd()))

    def reveal(self, selection: TextSelection) -> None:
        """Bring a stretch into view, select it and take the focus.

        An empty stretch leaves the caret where it is: after undo and redo it stands at the change already.
        """
        self.setFocus()
        if selection.start < selection.end:
            self.select_stretch(selection.start, selection.end)
        self.ensureCursorVisible()

    def select_stretch(self, start: int, end: int) -> None:
        """Select a stretch and bring it into view; the focus stays where it is."""
        self.select_positions(self._position(start), self._position(end, end=True))
        self.ensureCursorVisible()

    def set_matches(self, matches: Iterable[tuple[int, int]]) -> None:
        """Mark the matches of a search."""
        marks = [Mark(start, end, MarkStyle.MATCH) for start, end in matches]
        if marks != self._matches:
            self._matches = marks
            self._show_marks()

    def replace_text(self, stored: str, words: str) -> None:
        """Replace the whole text in one undo step; ``words`` name it."""
        caret = self.selected.start
        self._carets.keep(self._stored, self.cursor_selection)
        place = TextSelection(self.key, caret, caret)
        self.session.submit(Edit(EditKind.TEXT, texts={self.key: stored}), words, place)

    def insert_number(self, source: str) -> None:
        """Put a number taken from the tables in place of the selection, or at the caret, as one undo step."""
        with self._doing(_Act("插入取自表格的数字")):
            self.paper.insert(self.textCursor(), ShownText(f"{{{{{source}}}}}"))
        self.ensureCursorVisible()

    def rect_of(self, offset: int) -> QRect:
        """Return where the caret stands at an offset, in this widget."""
        cursor = QTextCursor(self.paper)
        cursor.setPosition(self._position(offset))
        return self.cursorRect(cursor).translated(self.viewport().pos())

    def chip_words(self, source: str) -> tuple[str, str]:
        """Return what stands on a chip: a few words and the digits."""
        return self._chips.meaning(source).label, self._chips.digits(source)

    # From the document to the session

    def _take_edit(self) -> None:
        """Make an edit of what changed.

        An input method's pre-edit changes nothing, nor does a text that only shows otherwise than it is stored.
        """
        if self._is_showing:
            return
        read = self.paper.read()
        if read == (self._shown.text, self._shown.sources):
            return
        stored = stored_from(*read)
        if stored != self._stored:
            self._submit(stored)
        if self._shown.text != read.shown:
            self._restoring.start()

    def _submit(self, stored: str) -> None:
        before, shown_before = self._stored, self._shown.text
        self._stored, self._shown = stored, ShownText(stored)
        caret = code_point_offset(self._shown.text, self.textCursor().position())
        start, end_before, end = changed_stretch(shown_before, self._shown.text, caret)
        change = TextChange(start, shown_before[start:end_before], self._shown.text[start:end])
        self._moved_marks = moved(self._marks, before, stored)
        act, run = self._act, 0
        if act is None:
            act = _Act("输入文字" if change.inserted else "删除文字")
            run = self._runs.number_of(change, self._clock(), composing=self._is_in_input_method)
        caret = self._shown.stored_offset(caret)
        place = TextSelection(self.key, caret, caret)
        if run > 0 and run == self._run:
            self._carets.forget(before)
        else:
            self._carets.keep(before, self._selection_before)
        self._carets.keep(stored, self.cursor_selection)
        self._run = run
        merge_key = f"{self.key}:{id(self)}:{run}" if run else ""
        self._is_submitting = True
        accepted = self.session.submit(Edit(act.kind, texts={self.key: stored}), act.words, place, merge_key)
        self._is_submitting = False
        self._moved_marks = None
        if not accepted:
            self._stored, self._shown = self._in_session, ShownText(self._in_session)

    def _restore(self) -> None:
        """Show the session's text again after an edit that was refused or cleaned."""
        if not self.is_composing and self.paper.read().shown != self._shown.text:
            self._show(self._in_session, self._selection_before)

    # From the session to the document

    def _follow_session(self, step: Step) -> None:
        if not self._is_submitting:
            self._runs.end()
        is_new = step.before.texts.get(self.key) != step.after.texts.get(self.key)
        if self._in_session != self._stored:
            self._show(self._in_session)
        elif self._follow_figures():
            is_new = True
        self._show_marks()
        if is_new:
            self.edited.emit()

    def _follow_figures(self) -> bool:
        """Show the digits of the tables as they are now; tell whether any changed."""
        printed = tuple(map(self._chips.digits, self._shown.sources))
        if printed == self._printed:
            return False
        self._printed = printed
        if not self.is_composing:
            chips = (segment.shown for segment in self._shown.segments if segment.source is not None)
            self.paper.measure_again(utf16_position(self._shown.text, chip) for chip in chips)
            self.viewport().update()
        return True

    def _show(self, stored: str, selection: tuple[int, int] | None = None) -> None:
        if self.is_composing:
            QApplication.sendEvent(self, QInputMethodEvent())
        _, _, changed_end = changed_stretch(self._stored, stored, len(stored))
        self._stored, self._shown = stored, ShownText(stored)
        scrolled = self.verticalScrollBar().value()
        self._is_showing = True
        self.paper.show_text(self._shown)
        self._is_showing = False
        self._printed = tuple(map(self._chips.digits, self._shown.sources))
        caret = self._position(changed_end)
        self.select_positions(*(selection or self._carets.of(stored) or (caret, caret)))
        self.verticalScrollBar().setValue(scrolled)
        self.ensureCursorVisible()

    @property
    def _in_session(self) -> str:
        return self.session.report.texts.get(self.key, "")

    # Caret and selection

    def _keep_selection(self) -> None:
        if not self._is_showing:
            self._selection = self.cursor_selection
            if self.paper.source_of(self.currentCharFormat()) is not None:
                self.setCurrentCharFormat(QTextCharFormat())

    def _keep_selection_before(self) -> None:
        self._selection_before = self._selection

    def _position(self, offset: int, *, end: bool = False) -> int:
        return utf16_position(self._shown.text, self._shown.shown_offset(offset, end=end))

    def _offset(self, position: int) -> int:
        return self._shown.stored_offset(code_point_offset(self._shown.text, position))

    # Marks

    def _follow_finding(self, finding: Finding | None) -> None:
        self._followed = finding.key if finding is not None else ""
        self._show_marks()

    def _show_marks(self) -> None:
        """Mark findings and matches; never while an input method is composing."""
        self._marks_wait = self.is_composing
        if self._marks_wait:
            return
        findings = self.session.evaluation.findings
        marks = [*self._matches, *finding_marks(findings, self.key, self._stored, self._followed)]
        # Those that a typed character moved along need not be set again.
        if marks != self._moved_marks and (marks or self._marks):
            theme = current_theme()
            self.show_formats(
                (self._position(mark.start), self._position(mark.end, end=True), mark_format(mark, theme))
                for mark in marks
            )
        self._marks, self._moved_marks = marks, None

    # Qt's events

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Compose; what waited for the end of it is done then."""
        self._is_in_input_method = True
        super().inputMethodEvent(event)
        self._is_in_input_method = False
        if not self.is_composing:
            if self._marks_wait:
                self._show_marks()
            self._restoring.start()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Copy digits for other programs and live numbers for this one."""
        stretch = self.selected
        stored = self._stored[stretch.start : stretch.end]
        return to_clipboard(stored, ShownText(stored, self._chips.digits).text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        """Take text, not files."""
        return is_text(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste or drop cleaned text as one undo step and say what was changed in it."""
        pasted = from_clipboard(source)
        if pasted.stored:
            cursor = self.textCursor()
            with self._doing(_Act("粘贴文字", EditKind.PASTE)):
                self.paper.insert(cursor, ShownText(pasted.stored))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        if pasted.remark:
            self.message.emit(pasted.remark)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take dropped text, or move the text that is dragged, as one undo step."""
        with self._doing(_Act("拖放文字", EditKind.PASTE)):
            super().dropEvent(event)

    @contextmanager
    def _doing(self, act: _Act) -> Iterator[None]:
        """Name the edits made meanwhile; within another act they are part of that one."""
        outer, self._act = self._act, self._act or act
        try:
            yield
        finally:
            self._act = outer
            self._runs.end()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Explain a chip or a marked stretch under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPoint) -> str:
        """Return what a tooltip says at a point of the viewport."""
        scrolled = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        place = (point + scrolled).toPointF()
        sentences = []
        source = self.paper.source_of(self.paper.documentLayout().formatAt(place))
        if source is not None:
            sentences.append(self._chips.meaning(source).sentence)
        position = self.paper.documentLayout().hitTest(place, Qt.HitTestAccuracy.ExactHit)
        if position >= 0:
            offset = self._offset(position)
            sentences += [mark.sentence for mark in self._marks if mark.sentence and mark.start <= offset < mark.end]
        return "\n".join(sentences)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer the usual commands; undo is the window's."""
        is_at_caret = event.reason() == QContextMenuEvent.Reason.Keyboard
        position = self.textCursor().position() if is_at_caret else self.cursorForPosition(event.pos()).position()
        self.context_menu(self._offset(position)).exec(event.globalPos())

    def context_menu(self, offset: int = -1) -> QMenu:
        """Return the context menu for an offset of the stored text as it is now, -1 for none."""
        menu = make_context_menu(self, self.session.undo_stack)
        self.menu_opened.emit(menu, offset)
        return menu


def _length(printed: str) -> int:
    return len("".join(printed.split()))
