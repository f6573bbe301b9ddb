"""What the line above a grid says about the selected figure: its arithmetic, what it counts, on which clause. No Qt."""

from __future__ import annotations

from typing import NamedTuple

from model.cells import CellRef
from model.evaluation import Evaluation
from model.figures import written
from model.form import Cell, Form
from model.report import Report

_MOST_TERMS = 8


class FigureExplanation(NamedTuple):
    """One line of text, and the printed figures of which a computed one is the sum."""

    text: str
    parts: frozenset[CellRef]


def explain(form: Form, report: Report, evaluation: Evaluation, ref: CellRef) -> FigureExplanation:
    """Explain one figure."""
    cell = form.cells[ref]
    parts = printed_parts(form, ref)
    said = [cell.label]
    if parts:
        said[0] += f" = {_arithmetic(parts, evaluation, ref)}"
        said += _printed_total(report, evaluation, ref)
    said += _meaning(cell)
    return FigureExplanation("　".join(said), frozenset(parts))


def printed_parts(form: Form, ref: CellRef) -> tuple[CellRef, ...]:
    """Return the printed figures a computed one adds up, subtotals that are not printed taken apart."""
    formula = form.computing.get(ref)
    if formula is None:
        return ()
    parts: list[CellRef] = []
    for part in formula.expression.names:
        parts += [part] if form.cells[part].printed else printed_parts(form, part)
    return tuple(parts)


def _arithmetic(parts: tuple[CellRef, ...], evaluation: Evaluation, ref: CellRef) -> str:
    """Return 「26 + 9 = 35（共 21 项，其余为 0）」: only what is not nothing, so that it can be followed."""
    values = [evaluation.values.get(part) for part in parts]
    terms = [written(value) for value in values if value]
    blank = sum(value is None for value in values)
    zeros = len(parts) - len(terms) - blank
    rest = ["其余为 0"] if zeros and terms else []
    rest += [f"{blank} 项未填"] if blank else []
    total = written(evaluation.values.get(ref)) or "空白"
    left = " + ".join(terms[:_MOST_TERMS]) + (" + …" if len(terms) > _MOST_TERMS else "")
    note = "，".join([f"共 {len(parts)} 项", *rest])
    return f"{left} = {total}（{note}）" if terms else f"{total}（{note}）"


def _printed_total(report: Report, evaluation: Evaluation, ref: CellRef) -> list[str]:
    printed = report.cells.get(ref)
    if printed is None:
        return []
    differs = "" if printed == evaluation.values.get(ref) else "，与分项之和不同"
    return [f"原稿印的总计是 {written(printed)}{differs}，按 Delete 去掉。"]


def _meaning(cell: Cell) -> list[str]:
    said = [cell.row.meaning, cell.column.meaning]
    clause = f"（{cell.row.clause}）" if cell.row.clause else ""
    text = "".join(said)
    return [text + clause] if text else []
