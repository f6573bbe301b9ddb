"""Reports that the tests of the documents share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hypothesis import strategies as st

from export.blocks import Block
from export.compose import compose
from model.cells import CellRef, Value
from model.evaluation import Evaluation, evaluate
from model.form import Form
from model.form_loader import load_form
from model.report import Explanation, Level, Report, Scope

SECRET = "机密备注"
FORM_IDS = ["2021", "2019"]


@cache
def form(form_id: str = "2021") -> Form:
    return load_form(form_id)


def typed_refs(of: Form) -> list[CellRef]:
    return [ref for ref, cell in of.cells.items() if not cell.computed]


def filled(of: Form, seed: int = 7) -> dict[CellRef, Value]:
    """Return a different small number for every typed figure."""
    return {ref: (seed * index) % 23 for index, ref in enumerate(typed_refs(of), start=1)}


def report_with(
    cells: Mapping[CellRef, Value],
    texts: Mapping[str, str] | None = None,
    as_printed: Mapping[CellRef, str] | None = None,
    form_id: str = "2021",
) -> Report:
    """Return a report with these contents, and with everything in it that must stay in the office."""
    return Report(
        form_id,
        "青石县财政局",
        2024,
        Level.DEPARTMENT,
        Scope.OWN,
        cells=dict(cells),
        as_printed=as_printed or {},
        texts=texts or {},
        notes={ref: f"{SECRET}一：{ref}" for ref in form(form_id).cells},
        explanations={"A1": Explanation(f"{SECRET}二")},
        dismissed=frozenset({f"{SECRET}三"}),
        source=f"{SECRET}四",
        extra={f"{SECRET}五": 1},
    )


def composed(report: Report) -> tuple[Form, Report, Evaluation, list[Block]]:
    """Return everything that a writer is given."""
    of = form(report.form_id)
    evaluation = evaluate(of, report)
    return of, report, evaluation, compose(of, report, evaluation)


def figures(form_id: str) -> st.SearchStrategy[dict[CellRef, Value]]:
    """Draw typed figures and printed totals, many of them blank."""
    counts = st.integers(0, 9_999_999)
    return st.dictionaries(st.sampled_from(sorted(form(form_id).cells)), counts)
