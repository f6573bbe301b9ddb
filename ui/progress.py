"""How far each chapter of a report has come; read off the report and its evaluation."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import NamedTuple

from model.evaluation import Evaluation
from model.form import Form, FormTable, Severity
from model.layout import CellRole
from model.report import Report

REPORT_SECTION = "report"
"""The section of findings that belong to no chapter: title, opening words, closing."""


class Fill(Enum):
    """How much of a chapter is filled in."""

    EMPTY = "未填写"
    PARTIAL = "未填完"
    FULL = "已填完"


class SectionState(NamedTuple):
    """The state of one chapter: open findings by severity, and how much is filled in."""

    fill: Fill
    errors: int = 0
    warnings: int = 0
    hints: int = 0

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is missing and nothing is wrong."""
        return self.fill is Fill.FULL and not self.errors

    @property
    def words(self) -> str:
        """Return the state in words, for a tooltip and for those who hear the screen."""
        counts = ((self.errors, "处错误"), (self.warnings, "处核实"), (self.hints, "处提示"))
        found = [f"{count} {unit}" for count, unit in counts if count]
        return "，".join([self.fill.value, *found])


def section_states(form: Form, report: Report, evaluation: Evaluation) -> dict[str, SectionState]:
    """Return the state of every chapter in printed order, and last of title and closing."""
    counts = Counter((finding.section, finding.severity) for finding in evaluation.findings if not finding.explained)
    fills = {section.key: _fill(form, report, section.key) for section in form.sections}
    return {
        key: SectionState(
            fill,
            counts[key, Severity.ERROR],
            counts[key, Severity.WARNING],
            counts[key, Severity.HINT],
        )
        for key, fill in {**fills, REPORT_SECTION: Fill.FULL}.items()
    }


def blank_count(form: Form, report: Report) -> int:
    """Return how many printed figures are neither typed nor marked; a total is never typed."""
    typed = (ref for ref, cell in form.cells.items() if cell.printed and not cell.computed)
    return sum(report.cells.get(ref) is None and ref not in report.as_printed for ref in typed)


def _fill(form: Form, report: Report, section: str) -> Fill:
    table = form.table_of_section(section)
    if table is None:
        return Fill.FULL if report.texts.get(section, "").strip() else Fill.EMPTY
    return _table_fill(table, report)


def _table_fill(table: FormTable, report: Report) -> Fill:
    typed = [
        cell.ref in report.cells or cell.ref in report.as_printed
        for cell in table.layout.by_ref.values()
        if cell.role is CellRole.FIGURE
    ]
    if all(typed):
        return Fill.FULL
    return Fill.PARTIAL if any(typed) else Fill.EMPTY
