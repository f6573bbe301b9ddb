"""The computed figures: every total and subtotal of the form from what was typed or printed.

Blanks count as nothing. A total whose parts are all blank is blank; one with some parts blank is the sum of
the others and marked 未填全. Where a source printed a total and parts are missing, the printed one stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.cells import CellRef, Value
from model.form import Form


@dataclass(frozen=True)
class Totals:
    """``values`` has every figure of the form; ``incomplete`` those totals that lack a part."""

    values: Mapping[CellRef, Value]
    incomplete: frozenset[CellRef]


def compute_totals(form: Form, typed: Mapping[CellRef, Value]) -> Totals:
    """Return every figure of ``form`` for what was ``typed`` or printed."""
    values: dict[CellRef, Value] = dict(zip(form.cells, map(typed.get, form.cells), strict=True))
    incomplete: set[CellRef] = set()
    for target, formula in form.computing.items():
        parts = formula.expression.names
        figures = [*map(values.get, parts)]
        lacking = None in figures or (bool(incomplete) and not incomplete.isdisjoint(parts))
        if lacking and (values[target] is not None or figures.count(None) == len(figures)):
            continue  # the printed total stands, or there is nothing to add up
        values[target] = formula.expression.evaluate(values)
        if lacking:
            incomplete.add(target)
    return Totals(values, frozenset(incomplete))
