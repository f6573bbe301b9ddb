"""Marks in a text: wavy lines under findings and the matches of a search. They never touch the text itself."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from PySide6.QtGui import QColor, QTextCharFormat

from model.finding import Finding
from model.form import Severity
from ui.texts.stored_text import changed_stretch
from ui.theme import Theme


class MarkStyle(Enum):
    """Why a stretch is marked."""

    ERROR = Severity.ERROR
    WARNING = Severity.WARNING
    HINT = Severity.HINT
    MATCH = "match"


class Mark(NamedTuple):
    """A marked stretch of a stored text, in code points, and what its tooltip says."""

    start: int
    end: int
    style: MarkStyle
    sentence: str = ""
    followed: bool = False


def finding_marks(findings: Iterable[Finding], key: str, stored: str, followed: str = "") -> list[Mark]:
    """Return the marks of the findings about one text.

    ``followed`` is the key of the finding that the user is following. A finding whose quote does not stand
    where it says is about an earlier state of the text and is left out.
    """
    return [
        Mark(span.start, span.end, MarkStyle(finding.severity), finding.message, finding.key == followed)
        for finding in findings
        if finding.section == key and (span := finding.span) and stored[span.start : span.end] == span.quote
    ]


def moved(marks: Iterable[Mark], before: str, after: str) -> list[Mark] | None:
    """Return marks as they stand after a change of the text, None when it touches one of them."""
    start, end, _ = changed_stretch(before, after, min(len(before), len(after)))
    growth = len(after) - len(before)
    found = []
    for mark in marks:
        if start <= mark.end and mark.start <= end:
            return None
        behind = mark.start > end
        found.append(mark._replace(start=mark.start + growth, end=mark.end + growth) if behind else mark)
    return found


def mark_format(mark: Mark, theme: Theme) -> QTextCharFormat:
    """Return how a mark looks: findings have a wavy line, so that colour is never the only sign."""
    marked = QTextCharFormat()
    if mark.style is MarkStyle.MATCH:
        marked.setBackground(theme.warning_soft)
        return marked
    line, background = _colours(mark.style, theme)
    marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    marked.setUnderlineColor(line)
    if mark.followed:
        marked.setBackground(background)
    return marked


def _colours(style: MarkStyle, theme: Theme) -> tuple[QColor, QColor]:
    if style is MarkStyle.ERROR:
        return theme.error, theme.error_soft
    if style is MarkStyle.WARNING:
        return theme.warning, theme.warning_soft
    return theme.accent, theme.selection
