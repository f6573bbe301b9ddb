"""How a text looks on screen: near to the printed page, at the size the user reads at."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QSyntaxHighlighter, QTextBlockFormat, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication

from ui.texts.subheadings import heading_length
from ui.theme import form_font


class _Look(NamedTuple):
    size: float
    weight: QFont.Weight
    alignment: Qt.AlignmentFlag
    indent: float
    right_margin: float
    line_height: float


class TextLook(Enum):
    """The kinds of text; sizes are relative to the font of the interface, distances in characters."""

    BODY = _Look(1.25, QFont.Weight.Normal, Qt.AlignmentFlag.AlignLeft, 2, 0, 150)
    TITLE = _Look(1.6, QFont.Weight.Bold, Qt.AlignmentFlag.AlignHCenter, 0, 0, 130)
    CLOSING = _Look(1.25, QFont.Weight.Normal, Qt.AlignmentFlag.AlignRight, 0, 2, 150)

    def font(self) -> QFont:
        """Return the font of the text."""
        font = form_font(QApplication.font().pointSizeF() * self.value.size)
        font.setWeight(self.value.weight)
        return font

    def block_format(self) -> QTextBlockFormat:
        """Return the format of every paragraph: indent of the first line, line spacing, alignment."""
        character = QFontMetricsF(self.font()).horizontalAdvance("国")
        paragraph = QTextBlockFormat()
        paragraph.setAlignment(self.value.alignment)
        paragraph.setTextIndent(self.value.indent * character)
        paragraph.setRightMargin(self.value.right_margin * character)
        height_type = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        paragraph.setLineHeight(self.value.line_height, height_type.value)
        return paragraph


class HeadingHighlighter(QSyntaxHighlighter):
    """Shows the sub-heading at the beginning of a paragraph in bold; the text itself does not change."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._bold: Final = QTextCharFormat()
        self._bold.setFontWeight(QFont.Weight.Bold)

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Format one paragraph."""
        if length := heading_length(text):
            self.setFormat(0, length, self._bold)
