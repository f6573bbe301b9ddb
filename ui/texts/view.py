"""A text edit that looks like the printed page and leaves undo to the window; it knows no report."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit

from ui.texts.document import TextDocument
from ui.texts.look import TextLook
from ui.theme import current_theme

_LOOK_CHANGES: Final = frozenset(
    {QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange}
)


class TextView(QTextEdit):
    """Shows a :class:`TextDocument` in a look; positions are UTF-16 units, as Qt counts.

    ``focused`` carries the view itself when it takes the focus, ``restyled`` is emitted after a change of the
    font size or the colours, ``zoom_wanted`` carries 1 or -1 for a turn of the wheel with Ctrl.
    """

    focused = Signal(object)
    restyled = Signal()
    zoom_wanted = Signal(int)

    def __init__(self, look: TextLook) -> None:
        super().__init__()
        self._look = look
        self._scale = 1.0
        self._placeholder = ""
        self._is_styling = False
        self._formats: list[QTextCharFormat] = []
        self.paper = TextDocument(self.chip_words, self)
        self.setDocument(self.paper)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoNone)
        self.apply_look()

    def chip_words(self, source: str) -> tuple[str, str]:
        """Return what stands on the chip of an expression: a few words and the digits."""
        return "", source

    @property
    def is_composing(self) -> bool:
        """Tell whether an input method has text that is not yet part of the document."""
        return bool(self.textCursor().block().layout().preeditAreaText())

    @property
    def cursor_selection(self) -> tuple[int, int]:
        """Return anchor and caret."""
        cursor = self.textCursor()
        return cursor.anchor(), cursor.position()

    def select_positions(self, anchor: int, position: int) -> None:
        """Select from ``anchor`` to the caret at ``position``; the end of the text is the limit."""
        last = self.paper.characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def set_placeholder(self, text: str) -> None:
        """Show ``text`` in grey, set like the text itself, while there is none."""
        self._placeholder = text
        self.viewport().update()

    def show_formats(self, formats: Iterable[tuple[int, int, QTextCharFormat]]) -> None:
        """Show stretches in formats that lie over the text and are no part of it.

        Qt moves them along with the text; setting them paints everything anew, so those in place are left alone.
        """
        wanted = list(formats)
        if [(start, end) for start, end, _ in wanted] == self._placed() and [f for *_, f in wanted] == self._formats:
            return
        self._formats = [text_format for *_, text_format in wanted]
        selections = []
        for start, end, text_format in wanted:
            cursor = QTextCursor(self.paper)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor  # type: ignore[attr-defined]
            selection.format = text_format  # type: ignore[attr-defined]
            selections.append(selection)
        self.setExtraSelections(selections)

    def _placed(self) -> list[tuple[int, int]]:
        cursors = (selection.cursor for selection in self.extraSelections())  # type: ignore[attr-defined]
        return [(cursor.selectionStart(), cursor.selectionEnd()) for cursor in cursors]

    def set_scale(self, scale: float) -> None:
        """Show the text larger or smaller; 1 is the usual size."""
        self._scale = scale
        self.apply_look()
        self.restyled.emit()

    def height_of_lines(self, lines: int) -> int:
        """Return how high the view must be to show so many lines."""
        line = ceil(QFontMetricsF(self._look.font(self._scale)).lineSpacing()) * self._look.value.line_height / 100
        return ceil(line * lines + 2 * self._look.value.margin) + 2 * self.frameWidth()

    def apply_look(self) -> None:
        """Set fonts and paragraphs anew."""
        self._is_styling = True
        self.paper.setDefaultFont(self._look.font(self._scale))
        self.paper.setDocumentMargin(self._look.value.margin)
        self.paper.set_paragraphs(self._look.block_format(self._scale))
        self._is_styling = False

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z and Ctrl+Y to the window, whose undo knows grids and texts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Make Shift+Enter a paragraph like Enter: a text knows no other line end."""
        if event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            event = QKeyEvent(event.type(), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Say that this one is in use now."""
        super().focusInEvent(event)
        self.focused.emit(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom while Ctrl is held."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the text, or the placeholder set like it."""
        super().paintEvent(event)
        if not self._placeholder or not self.paper.isEmpty() or self.is_composing:
            return
        margin = int(self.paper.documentMargin())
        area: QRect = self.viewport().rect().adjusted(margin, margin, -margin, -margin)
        painter = QPainter(self.viewport())
        painter.setFont(self._look.font(self._scale))
        painter.setPen(current_theme().muted)
        painter.drawText(area, self._look.value.alignment | Qt.AlignmentFlag.AlignTop, self._placeholder)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the font size and the colours of the application."""
        super().changeEvent(event)
        if event.type() in _LOOK_CHANGES and hasattr(self, "paper") and not self._is_styling:
            self.apply_look()
            self.restyled.emit()


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
