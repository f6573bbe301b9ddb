"""How a text looks on screen: near to the printed page, at the size the user reads at."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QSyntaxHighlighter, QTextBlockFormat, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication

from export.compose import is_subheading
from model.form import Section
from ui.theme import form_font


class _Look(NamedTuple):
    size: float
    weight: QFont.Weight
    alignment: Qt.AlignmentFlag
    indent: float
    right_margin: float
    line_height: float
    margin: int


class TextLook(Enum):
    """The kinds of text; sizes are relative to the font of the interface, indents in characters."""

    BODY = _Look(1.25, QFont.Weight.Normal, Qt.AlignmentFlag.AlignLeft, 2, 0, 150, 16)
    TITLE = _Look(1.6, QFont.Weight.Bold, Qt.AlignmentFlag.AlignHCenter, 0, 0, 115, 8)
    CLOSING = _Look(1.25, QFont.Weight.Normal, Qt.AlignmentFlag.AlignRight, 0, 2, 120, 8)

    def font(self, scale: float) -> QFont:
        """Return the font of the text; ``scale`` is 1 for the usual size."""
        font = form_font(QApplication.font().pointSizeF() * self.value.size * scale)
        font.setWeight(self.value.weight)
        return font

    def block_format(self, scale: float) -> QTextBlockFormat:
        """Return the format of every paragraph: indent of the first line, line spacing, alignment."""
        character = QFontMetricsF(self.font(scale)).horizontalAdvance("国")
        paragraph = QTextBlockFormat()
        paragraph.setAlignment(self.value.alignment)
        paragraph.setTextIndent(self.value.indent * character)
        paragraph.setRightMargin(self.value.right_margin * character)
        height_type = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        paragraph.setLineHeight(self.value.line_height, height_type.value)
        return paragraph


class HeadingHighlighter(QSyntaxHighlighter):
    """Shows the sub-headings of a chapter in bold, by the rule by which they are printed as such."""

    def __init__(self, document: QTextDocument, section: Section) -> None:
        super().__init__(document)
        self._section = section
        self._bold = QTextCharFormat()
        self._bold.setFontWeight(QFont.Weight.Bold)

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Format one paragraph."""
        if is_subheading(self._section, text.strip()):
            self.setFormat(0, len(text.encode("utf-16-le")) // 2, self._bold)
