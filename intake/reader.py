"""Reads one source of any kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from intake.containers import Kind, content_of, kind_of
from intake.interpret import interpret
from intake.observed import NOT_FOUND
from intake.plain_text import decoded, read_text
from intake.portable import read_pdf
from intake.reading import Reading
from intake.refusals import SourceEmptyError
from intake.source import Source
from intake.web_page import decoded_page, page_in_archive, read_html
from intake.word import read_word
from intake.workbook import read_workbook

PASTED: Final = "粘贴的内容"


def read_source(source: Path | str, form_id: str | None = None) -> Reading:
    """Read a file, or what was pasted (``str``: HTML or text), into a report with the place of every part.

    ``form_id`` overrules what the words of the source tell about its form. Raises an ``AppError`` of
    ``intake.refusals`` for a source that cannot be read; contents are never a reason to raise, except that
    nothing of a report is found. A window reads files through ``intake.reader_process``.
    """
    taken = _pasted(source) if isinstance(source, str) else _file(source)
    reading = interpret(taken, form_id)
    found = reading.report.cells or reading.report.as_printed or reading.report.texts
    if not found and all(item.reason == NOT_FOUND for item in reading.unread):
        raise SourceEmptyError(taken.name)
    return reading


def _pasted(text: str) -> Source:
    content = text.encode("utf-8", errors="replace")
    taken = read_html(PASTED, text) if kind_of(PASTED, content) is Kind.HTML else read_text(PASTED, text)
    return replace(taken, name=PASTED)


def _file(path: Path) -> Source:
    content = content_of(path)
    kind = kind_of(path.name, content)
    if kind is Kind.WORD:
        return read_word(path.name, content)
    if kind in {Kind.EXCEL, Kind.OLD_EXCEL}:
        return read_workbook(path.name, content, kind)
    if kind is Kind.PDF:
        return read_pdf(path.name, content)
    if kind is Kind.HTML:
        return read_html(path.name, decoded_page(content))
    if kind is Kind.ARCHIVED_PAGE:
        return read_html(path.name, decoded_page(page_in_archive(path.name, content)))
    return read_text(path.name, decoded(path.name, content))
