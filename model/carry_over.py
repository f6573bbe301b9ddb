"""What a new year takes over from last year's report."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from model.evaluation import evaluate
from model.form import Form
from model.report import Edit, EditKind, Report

_CARRIED_IN: Final = "carried_in"
_CARRIED_OUT: Final = "carried_out"


def carry_over(form: Form, last: Report) -> Edit:
    """Return the edit that puts last year's 结转下年度 into 上年结转, column by column, and keeps last year's report.

    These are the same applications, so they are the only figures that may be taken over; 现行有效 may change
    for reasons that stand in no table and is only shown beside. Columns that were blank stay blank.
    """
    previous = replace(last, previous=None)
    values = evaluate(form, Report(form.id, last.office, last.year + 1, previous=previous)).values
    carried = {
        ref: values.get(ref._replace(row=_CARRIED_OUT).last_year)
        for ref, cell in form.cells.items()
        if ref.row == _CARRIED_IN and not cell.computed
    }
    figures = {ref: value for ref, value in carried.items() if value is not None}
    return Edit(EditKind.CARRY_OVER, cells=figures, properties={"previous": previous}, reason=f"{last.year}年报告")
