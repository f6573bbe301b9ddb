"""The named reports of tests/scenarios/bases, from which scenarios and other tests start."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from model.cells import CellRef, Value
from model.form import Form
from model.form_loader import load_form
from model.report import Level, Report, Scope

SCENARIOS = Path(__file__).parent / "scenarios"

shipped_form = cache(load_form)
"""The form with this id; read once, because hundreds of scenarios use it."""


def base_report(name: str) -> Report:
    """Return the report with this name, its last year's report included; figures that it does not list are 0."""
    source = tomllib.loads((SCENARIOS / "bases" / f"{name}.toml").read_text(encoding="utf-8"))
    form = shipped_form(source["form"])
    previous = source.get("previous")
    return Report(
        form_id=form.id,
        office=source["office"],
        year=source["year"],
        level=Level(source["level"]),
        scope=Scope(source["scope"]),
        cells=dict(_figures(form, source)),
        previous=base_report(previous) if previous else None,
    )


def figure(written: int | str) -> Value:
    """Return a figure as a scenario writes it: an integer, or the digits of a decimal number."""
    return written if isinstance(written, int) else Decimal(written)


def _figures(form: Form, source: Mapping[str, Any]) -> Iterator[tuple[CellRef, Value]]:
    for table in form.tables.values():
        rows = dict(source[table.key])
        for block in table.blocks:
            columns = [column for column in block.columns if not column.computed]
            for row in block.rows:
                if row.computed:
                    continue
                listed = rows.pop(row.key, [0] * len(columns))
                for column, written in zip(columns, listed, strict=True):
                    yield CellRef(table.key, row.key, column.key), figure(written)
        if rows:
            raise ValueError(f"{table.key} has no row {', '.join(rows)}")
