"""Steps, jumps and selections among the figures of a table, for all of them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from model.layout import LayoutCell
from tests.ui.grid.desk import FORM
from ui.grid.positions import Direction, area_between, area_of, cells_in, jump, step

TABLES = ["proactive", "requests", "appeals"]
CELLS = {name: list(table.layout.by_ref.values()) for name, table in FORM.tables.items()}


@given(st.sampled_from(TABLES), st.data())
def test_that_a_step_and_a_jump_reach_figures_in_their_direction(table: str, data: st.DataObject) -> None:
    layout = FORM.tables[table].layout
    cell = data.draw(st.sampled_from(CELLS[table]))
    direction = data.draw(st.sampled_from(Direction))
    filled = data.draw(st.sets(st.sampled_from(CELLS[table])))
    moves: list[Callable[[LayoutCell], LayoutCell]] = [
        lambda start: step(layout, start, direction),
        lambda start: jump(layout, start, direction, filled.__contains__),
    ]
    for move in moves:
        reached = move(cell)
        assert reached.ref is not None
        forward = (reached.top, reached.left) >= (cell.top, cell.left)
        assert reached is cell or forward is direction.is_forward or reached.left != cell.left


@given(st.sampled_from(TABLES), st.data())
def test_that_a_selection_never_cuts_through_a_merged_cell(table: str, data: st.DataObject) -> None:
    layout = FORM.tables[table].layout
    first, second = data.draw(st.tuples(*[st.sampled_from(CELLS[table])] * 2))
    area = area_between(layout, first, second)
    for cell in cells_in(layout, area):
        inner = area_of(cell)
        assert area.top <= inner.top <= inner.bottom <= area.bottom
        assert area.left <= inner.left <= inner.right <= area.right
