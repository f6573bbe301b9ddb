"""Makes the printed report, free of any file format, from what was typed and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from export.blocks import WHOLE_REPORT, Block, Heading, Paragraph, ParagraphStyle, Table, TextPlace, Title
from model.bound_numbers import printed_text
from model.cells import CellRef
from model.evaluation import Evaluation
from model.figures import written
from model.form import Form, FormTable, Section
from model.report import Report
from model.report_file import clean_text

_LINE: Final = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_UNSEEN: Final = re.compile("[\x80-\x9f\ufeff]")
_NUMBERED: Final = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_LONGEST_HEADING: Final = 30
_LEAD: Final = re.compile(rf"{_NUMBERED.pattern}[^。；！？，、;,]{{1,{_LONGEST_HEADING}}}。(?=.)")
"""A sub-heading that runs on into the text of its paragraph, with its full stop."""
_SENTENCE_ENDS: Final = ("。", "；", "！", "？", "，", "、", ";", ",")


class _Line(NamedTuple):
    """A printed line of text and where it was typed."""

    text: str
    place: TextPlace


def compose(form: Form, report: Report, evaluation: Evaluation) -> list[Block]:
    """Return the report as it is printed: title, preface, the chapters in order, closing.

    Only what is meant for the reader enters: notes, explanations and findings never do. An empty preface or
    closing prints nothing; a chapter always prints its heading, which the notice demands.
    """
    lines = partial(_lines, report, evaluation)
    blocks: list[Block] = [_title(report, list(lines("title")))]
    blocks += [Paragraph(text, WHOLE_REPORT, place=place) for text, place in lines("preface")]
    for section in form.sections:
        blocks.append(Heading(section.title, 1, section.key))
        blocks += [_text_block(section, line) for line in lines(section.key)]
        table = form.table_of_section(section.key)
        if table is not None:
            blocks.append(_table(form, table, report, evaluation))
    for text, place in lines("closing"):
        blocks.append(Paragraph(text, WHOLE_REPORT, ParagraphStyle.CLOSING, place))
    return blocks


def printable(text: str) -> str:
    """Return ``text`` without the characters that no document can show; a tabulator becomes a space."""
    return _UNSEEN.sub("", clean_text(text.replace("\t", " "))[0])


def one_line(text: str) -> str:
    """Return ``text`` printable and without line breaks, its runs of blanks made one space."""
    return " ".join(printable(text).split())


def _lines(report: Report, evaluation: Evaluation, key: str) -> Iterator[_Line]:
    """Yield the lines of one stored text that are not empty, trimmed, with every bound number in digits."""
    stored = report.texts.get(key, "")
    for match in _LINE.finditer(stored):
        line = match.group().strip()
        text = printable(printed_text(line, evaluation.values)).strip()
        if text:
            start = match.start() + match.group().index(line)
            yield _Line(text, TextPlace(key, start, start + len(line)))


def _title(report: Report, lines: list[_Line]) -> Title:
    """Return the typed title, else the customary one: 机关全称 and YYYY年政府信息公开工作年度报告."""
    if lines:
        first, last = lines[0].place, lines[-1].place
        return Title(tuple(line.text for line in lines), TextPlace("title", first.start, last.end))
    return Title(customary_title(report))


def customary_title(report: Report) -> tuple[str, ...]:
    """Return the title that is printed while none is typed, one string per line."""
    office = one_line(report.office)
    customary = f"{report.year}年政府信息公开工作年度报告"
    return (office, customary) if office else (customary,)


def _text_block(section: Section, line: _Line) -> Heading | Paragraph:
    if is_subheading(section, line.text):
        return Heading(line.text, 2, section.key, line.place)
    lead = _LEAD.match(line.text)
    return Paragraph(line.text, section.key, place=line.place, lead=lead.end() if lead else 0)


def is_subheading(section: Section, text: str) -> bool:
    """Tell whether a paragraph is a sub-heading: numbered （一） and either customary or short and no sentence."""
    if not _NUMBERED.match(text):
        return False
    if text.rstrip("。：:").replace("(", "（").replace(")", "）") in section.subheadings:
        return True
    return len(text) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_ENDS)


def _table(form: Form, table: FormTable, report: Report, evaluation: Evaluation) -> Table:
    figures = {ref: _figure(form, ref, report, evaluation) for ref in table.layout.by_ref}
    return Table(table.section, table.name, table.layout, figures)


def _figure(form: Form, ref: CellRef, report: Report, evaluation: Evaluation) -> str:
    """Return the text of one printed cell.

    A typed cell shows what stood there when that was no plain number (「/」). A total is computed, so what a
    source printed in its place shows only while there is nothing to compute.
    """
    value = written(evaluation.values.get(ref))
    printed = one_line(report.as_printed.get(ref, ""))
    return (value or printed) if form.cells[ref].computed else (printed or value)
