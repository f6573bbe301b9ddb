from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import rows_from_range

from export.excel_formulas import Linear, address, check_groups, column_letters, linear, ranges, total_formula
from model.cells import CellRef
from model.expression import parse_expression
from tests.export.reports import FORM_IDS, form

GRID = {CellRef("t", str(row), str(column)): (row, column) for row in range(1, 9) for column in range(1, 7)}


def place(ref: CellRef) -> tuple[int, int]:
    return GRID[ref]


def at(row: int, column: int) -> CellRef:
    return CellRef("t", str(row), str(column))


@given(st.integers(1, 16384))
def test_that_columns_are_named_as_in_excel(column: int) -> None:
    assert column_letters(column) == get_column_letter(column)


@given(st.sets(st.sampled_from(sorted(GRID)), min_size=1))
def test_that_ranges_cover_each_cell_once_and_no_other(refs: set[CellRef]) -> None:
    covered = [cell for area in ranges(refs, place).split() for line in rows_from_range(area) for cell in line]
    assert sorted(covered) == sorted(address(*place(ref)) for ref in refs)


def test_that_a_block_of_cells_is_one_range() -> None:
    assert ranges([at(row, column) for row in (3, 4, 5) for column in (2, 3)], place) == "B3:C5"


def test_that_a_total_is_a_sum_that_is_blank_without_figures() -> None:
    parts = Linear({at(2, 1): 1, at(3, 1): 1, at(5, 1): 1}, 0)
    assert total_formula(parts, place) == '=IF(COUNT(A2:A3,A5)=0,"",SUM(A2:A3,A5))'


def test_that_a_difference_subtracts_and_keeps_factors_and_constants() -> None:
    left = Linear({at(1, 1): 1, at(2, 1): 3}, 2)
    right = Linear({at(1, 2): 1, at(2, 1): 1}, 7)
    assert total_formula(left.minus(right), place) == '=IF(COUNT(B1,A1:A2)=0,"",2*SUM(A2)+SUM(A1)-SUM(B1)-5)'


def test_that_figures_which_cancel_out_do_not_enter_the_sum() -> None:
    one = Linear({at(1, 1): 1, at(1, 2): 1}, 0)
    assert total_formula(one.minus(Linear({at(1, 1): 1}, 0)), place) == '=IF(COUNT(A1:B1)=0,"",SUM(B1))'


def test_that_a_linear_form_of_blanks_has_no_value() -> None:
    parts = Linear({at(1, 1): 1, at(1, 2): -1}, 0)
    assert parts.value({}) is None
    assert parts.value({at(1, 2): 4, at(1, 1): None}) == -4


def test_that_unprinted_subtotals_are_spread_to_the_figures_that_are_printed() -> None:
    of = form()
    handled = linear(of, of.computing[CellRef("requests", "handled", "natural")].expression)
    assert len(handled.terms) == 21
    assert all(of.cells[ref].printed and factor == 1 for ref, factor in handled.terms.items())


def test_that_factors_are_found_in_any_expression_of_the_language() -> None:
    refs = {"a": CellRef("proactive", "rules", "issued"), "b": CellRef("proactive", "rules", "repealed")}
    parsed = parse_expression("2 * a - (b - 1) + a", refs.__getitem__)
    assert linear(form(), parsed) == Linear({refs["a"]: 3, refs["b"]: -1}, 1)


@pytest.mark.parametrize("form_id", FORM_IDS)
@pytest.mark.parametrize("table", ["proactive", "requests", "appeals"])
def test_that_the_checks_of_a_group_stand_under_different_columns_or_beside_different_rows(
    form_id: str, table: str
) -> None:
    layout = form(form_id).tables[table].layout
    for group in check_groups(form(form_id), table):
        cells = [layout.by_ref[line.anchor] for line in group.lines]
        assert len(cells) in (len({cell.left for cell in cells}), len({cell.top for cell in cells}))


def test_that_a_sheet_checks_every_equation_that_needs_no_other_year() -> None:
    groups = {table: [(g.check_id, len(g.lines)) for g in check_groups(form(), table)] for table in form().tables}
    assert groups == {"proactive": [], "requests": [("A1", 7), ("A2", 7), ("A3", 25)], "appeals": [("A4", 3)]}
