"""Reports for the tests of the window."""

from dataclasses import replace
from functools import cache

from model.cells import CellRef
from model.form import Form
from model.form_loader import load_form
from model.layout import CellRole
from model.report import Level, Report, Scope

NEW_NATURAL = CellRef("requests", "new", "natural")
GRANTED_NATURAL = CellRef("requests", "granted", "natural")
CARRIED_OUT = CellRef("requests", "carried_out", "natural")


@cache
def form_2021() -> Form:
    """Return the present form."""
    return load_form("2021")


def blank_report() -> Report:
    """Return a report in which nothing was typed."""
    return Report("2021", "清岚县人民政府办公室", 2024, Level.COUNTY, Scope.OWN)


def full_report() -> Report:
    """Return a balanced report: every figure is typed, every chapter written."""
    refs = [
        cell.ref
        for table in form_2021().tables.values()
        for cell in table.layout.cells
        if cell.role is CellRole.FIGURE and cell.ref is not None
    ]
    figures = dict.fromkeys(refs, 0) | {NEW_NATURAL: 9, GRANTED_NATURAL: 9}
    texts = {"overview": "全年工作平稳。", "problems": "问题和改进。", "others": "未收取信息处理费。"}
    return replace(blank_report(), cells=figures, texts=texts)


def unbalanced_report() -> Report:
    """Return the full report with one figure too many in a column."""
    report = full_report()
    return replace(report, cells={**report.cells, CARRIED_OUT: 3})
