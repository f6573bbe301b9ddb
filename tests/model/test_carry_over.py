from hypothesis import given
from hypothesis import strategies as st

from model.carry_over import carry_over
from model.cells import CellRef
from model.evaluation import evaluate
from model.form_loader import load_form
from model.report import EditKind, Report

FORM = load_form("2021")
OUT = [ref for ref, cell in FORM.cells.items() if ref.row == "carried_out" and not cell.computed]


def test_that_last_years_carried_out_becomes_this_years_carried_in_column_by_column() -> None:
    last = Report(FORM.id, "清岚县人民政府办公室", 2023, cells={OUT[0]: 3, OUT[4]: 2})
    edit = carry_over(FORM, last)
    assert edit.kind is EditKind.CARRY_OVER
    assert edit.cells == {OUT[0]._replace(row="carried_in"): 3, OUT[4]._replace(row="carried_in"): 2}


def test_that_nothing_else_is_filled_and_last_years_report_stands_beside() -> None:
    in_force = CellRef("proactive", "normative_documents", "in_force")
    last = Report(FORM.id, "清岚县人民政府办公室", 2023, cells={in_force: 8}, texts={"problems": "去年的问题"})
    new = Report(FORM.id, last.office, 2024).with_edit(carry_over(FORM, last))
    assert not new.cells
    assert not new.texts
    assert evaluate(FORM, new).values[in_force.last_year] == 8


def test_that_the_year_before_last_is_not_dragged_along() -> None:
    before_last = Report(FORM.id, "清岚县人民政府办公室", 2022)
    last = Report(FORM.id, "清岚县人民政府办公室", 2023, previous=before_last)
    assert carry_over(FORM, last).properties["previous"].previous is None


@given(st.dictionaries(st.sampled_from(OUT), st.integers(0, 10**9)))
def test_that_a_carried_over_report_never_contradicts_last_year(figures: dict[CellRef, int]) -> None:
    last = Report(FORM.id, "清岚县人民政府办公室", 2023, cells=figures)
    new = Report(FORM.id, last.office, 2024).with_edit(carry_over(FORM, last))
    assert not [finding for finding in evaluate(FORM, new).findings if finding.check_id == "Y1"]
