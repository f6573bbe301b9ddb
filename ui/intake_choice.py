"""What is taken over of a reading, and the one edit that takes it over. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from model.carry_over import carry_over
from model.cells import CellRef
from model.form import Form
from model.report import Edit, EditKind, Report
from ui.progress import REPORT_SECTION

if TYPE_CHECKING:
    from intake.reading import Key

_FRONT_TEXTS: Final = ("title", "preface", "closing")


class Destination(Enum):
    """What a reading is to become."""

    LAST_YEAR = "作为上年报告"
    DRAFT = "填入本年报告"


class Target(NamedTuple):
    """The report into which a reading goes: its form, year and office, which is empty where it is not known.

    ``only_last_year``: only as last year's report.
    """

    form: Form
    year: int
    only_last_year: bool = False
    office: str = ""


class Choice(NamedTuple):
    """What was confirmed: the report with nothing but what is taken over, where each part comes from, as what."""

    report: Report
    sources: Mapping[Key, str]
    destination: Destination


def parts_by_chapter(form: Form, report: Report) -> dict[str, tuple[Key, ...]]:
    """Return what was read or typed in each chapter, blank cells not included; texts outside chapters come last."""
    found = {ref for ref in form.cells if ref in report.cells or ref in report.as_printed}
    parts: dict[str, tuple[Key, ...]] = {}
    for section in form.sections:
        table = form.table_of_section(section.key)
        if table is not None:
            parts[section.key] = tuple(ref for ref in form.cells if ref.table == table.key and ref in found)
        else:
            parts[section.key] = (section.key,) if section.key in report.texts else ()
    parts[REPORT_SECTION] = tuple(key for key in _FRONT_TEXTS if key in report.texts)
    return parts


def taken(report: Report, left_out: Collection[Key], office: str, year: int) -> Report:
    """Return the report that was read or typed without the parts that are left out."""
    return replace(
        report,
        office=office,
        year=year,
        cells={ref: value for ref, value in report.cells.items() if ref not in left_out},
        as_printed={ref: words for ref, words in report.as_printed.items() if ref not in left_out},
        texts={key: text for key, text in report.texts.items() if key not in left_out},
    )


def edit_of(form: Form, report: Report, choice: Choice) -> Edit:
    """Return the edit that takes a choice over into ``report``, undone in one step."""
    return _as_last_year(form, report, choice) if choice.destination is Destination.LAST_YEAR else _as_draft(choice)


def _as_draft(choice: Choice) -> Edit:
    read = choice.report
    return Edit(
        EditKind.IMPORT,
        cells={**dict.fromkeys(read.as_printed), **read.cells},
        as_printed=read.as_printed,
        texts=read.texts,
        reason=read.source,
    )


def _as_last_year(form: Form, report: Report, choice: Choice) -> Edit:
    """Keep last year's report and put its 结转下年度 into those cells of 上年结转 that are still blank."""
    last = replace(choice.report, level=report.level, scope=report.scope)
    carried = carry_over(form, last)
    blank = {ref: value for ref, value in carried.cells.items() if ref not in report.cells}
    return replace(carried, cells=blank, notes=carried_notes(report, blank, choice.sources), reason=last.source)


def carried_notes(report: Report, carried: Collection[CellRef], sources: Mapping[Key, str]) -> dict[CellRef, str]:
    """Return notes that say where each figure of 上年结转 was read (「来源：上年.pdf 第 4 页」), behind older notes."""
    notes = {}
    for ref in carried:
        source = sources.get(ref._replace(row="carried_out"), "")
        if source:
            notes[ref] = "\n".join(filter(None, (report.notes.get(ref, ""), source)))
    return notes
