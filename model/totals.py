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
    values: dict[CellRef, Value] = dict.fromkeys(form.cells)
    values.update((ref, value) for ref, value in typed.items() if ref in form.cells and ref not in form.computing)
    incomplete: set[CellRef] = set()
    for target, formula in form.computing.items():
        parts = formula.expression.names
        known = [part for part in parts if values[part] is not None]
        lacking = len(known) < len(parts) or not incomplete.isdisjoint(parts)
        printed = typed.get(target)
        if lacking and printed is not None:
            values[target] = printed
        elif known:
            values[target] = formula.expression.evaluate(values)
            if lacking:
                incomplete.add(target)
    return Totals(values, frozenset(incomplete))
