"""The checks that no expression can say, by the name under which a form file asks for them.

The id, severity, message and basis of each still stand in the form file; here is only the judging.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from model.bound_numbers import UNKNOWN, bound_numbers, names_in, printed_number
from model.cells import CellRef, FigureKind
from model.expression import ExpressionError, absolute
from model.fact_checks import FACT_PREDICATES
from model.fact_growth import GROWTH_PREDICATES
from model.fact_shares import SHARE_PREDICATES
from model.finding import Facts, Finding, cell_finding, in_words, lowered_for_blanks, text_finding
from model.form import Check, Formula
from model.repetition import REPETITION_PREDICATES
from model.table_sense import SENSE_PREDICATES
from model.text_completeness import COMPLETENESS_PREDICATES
from model.text_style import STYLE_PREDICATES
from model.text_sums import SUM_PREDICATES
from model.text_view import TextSpan
from model.text_years import YEAR_PREDICATES

Predicate = Callable[[Check, Facts], Iterator[Finding]]

_AMOUNT_PLACES: Final = 6  # 万元 with six places is exact to the 分
_WANTED: Final = {
    FigureKind.COUNT: "不小于 0 的整数",
    FigureKind.AMOUNT: "不小于 0 的金额，小数最多六位",
    FigureKind.SIGNED: "整数",
}


def _printed_totals(check: Check, facts: Facts) -> Iterator[Finding]:
    """Compare every total with the sum of its parts, where a source printed it or it is a sum both ways."""
    for formula in facts.form.checked_by[check.id]:
        stated = facts.report.cells.get(formula.target)
        if stated is None and formula.target not in facts.incomplete and not facts.form.computes(formula):
            stated = facts.values[formula.target]
        if stated is not None:
            yield from _compare_total(check, facts, formula, stated)


def _compare_total(check: Check, facts: Facts, formula: Formula, stated: int | Decimal) -> Iterator[Finding]:
    parts = formula.expression.names
    computed = formula.expression.evaluate(facts.values)
    blank = any(facts.values[part] is None or part in facts.incomplete for part in parts)
    # With a part missing the printed total may well be right, unless the parts alone exceed it.
    if stated == computed or (blank and stated >= computed):
        return
    cell = facts.form.cells[formula.target]
    words = {
        "table": cell.table_name,
        "row": cell.row.name,
        "column": cell.column.label,
        "stated": in_words(stated),
        "computed": in_words(computed),
        "parts": _sum_in_words(facts, formula),
        "difference": in_words(absolute(stated - computed)),
    }
    finding = cell_finding(check, (formula.target, *parts), words)
    yield lowered_for_blanks(finding) if blank else finding


def _sum_in_words(facts: Facts, formula: Formula) -> str:
    """Return the parts of a total by name: 予以公开 9＋无法提供小计 26. Parts of 0 add nothing and are left out."""
    named = []
    for part in formula.expression.names:
        cell = facts.form.cells[part]
        name = cell.column.label if part.row == formula.target.row else cell.row.name
        if facts.values[part]:
            named.append(f"{name} {in_words(facts.values[part])}")
    return "＋".join(named) or "各项均为 0"


def _blank_cells(check: Check, facts: Facts) -> Iterator[Finding]:
    """Name the figures of each table that are blank or hold a mark such as 「/」 instead of a number."""
    for table in facts.form.tables.values():
        typed = facts.form.typed_in[table.key]
        lacking = [ref for ref in typed if facts.report.cells.get(ref) is None]
        if not lacking:
            continue
        marked = sum(1 for ref in lacking if ref in facts.report.as_printed)
        waiting = sum(1 for ref in lacking if "待报" in facts.report.notes.get(ref, ""))
        words = {
            "table": table.name,
            "count": str(len(lacking)),
            "marked": f"（其中 {marked} 格填的不是数字）" if marked else "",
            "waiting": f"（其中 {waiting} 格标为待报）" if waiting else "",
        }
        yield cell_finding(check, lacking, words)._replace(key=f"{check.id}:{table.key}", section=table.section)


def _figure_kinds(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find counts that are not non-negative integers and amounts that are negative or finer than a 分."""
    for ref, value in facts.report.cells.items():
        if type(value) is int and value >= 0:
            continue  # fits every kind of figure; nearly all do, and this is asked after every keystroke
        cell = facts.form.cells.get(ref)
        if cell is None or value is None or _fits(cell.kind, value):
            continue
        wanted = _WANTED[cell.kind]
        words = {"cell": cell.label, "value": in_words(value), "wanted": wanted}
        yield cell_finding(check, (ref,), words)._replace(section=facts.form.tables[ref.table].section)


def _fits(kind: FigureKind, value: int | Decimal) -> bool:
    if kind is FigureKind.AMOUNT:
        places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
        return value >= 0 and places <= _AMOUNT_PLACES
    return isinstance(value, int) and (value >= 0 or kind is FigureKind.SIGNED)


def _totals_against_parts(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find a table whose typed figures are all zero while a printed total is not, or the other way round."""
    table = str(check.parameters["table"])
    cells, stated = facts.form.cells, facts.report.cells
    printed = [(ref, stated[ref]) for ref in facts.form.computing if ref in stated and ref.table == table]
    typed = [(ref, stated[ref]) for ref in facts.form.typed_in[table] if ref in stated] if printed else []
    if not printed or not typed or any(value for _, value in typed) == any(value for _, value in printed):
        return
    odd = [(ref, value) for ref, value in typed + printed if value]
    example = cells[odd[0][0]]
    words = {
        "typed": "不全为 0" if any(value for _, value in typed) else "全部为 0",
        "printed": "不全为 0" if any(value for _, value in printed) else "全部为 0",
        "example": f"“{example.row.name}”行“{example.column.label}”列为 {in_words(odd[0][1])}",
    }
    yield cell_finding(check, [ref for ref, _ in odd], words)


def _figures_are_zero(check: Check, facts: Facts) -> Iterator[Finding]:
    """Name the figures among ``parameters.cells`` that are not zero."""
    refs = [CellRef.parse(str(name)) for name in _listed(check, "cells")]
    found = [ref for ref in refs if facts.values.get(ref)]
    if found:
        figures = "、".join(f"{facts.form.cells[ref].column.label} {in_words(facts.values.get(ref))}" for ref in found)
        yield cell_finding(check, found, {"figures": figures})


def _amount_scale(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find an amount that looks as if it were in 元: a thousand times last year's, or implausibly large."""
    ref = CellRef.parse(str(check.parameters["cell"]))
    factor, ceiling = (int(str(check.parameters[name])) for name in ("factor", "ceiling"))
    value, before = facts.values.get(ref), facts.values.get(ref.last_year)
    if not value:
        return
    jump = before and (value >= before * factor or value * factor <= before)
    if jump:
        reason = f"上年为 {in_words(before)} 万元，相差 {factor} 倍以上"
    elif value > ceiling and facts.report.level in check_levels(check):
        reason = f"大于 {ceiling} 万元"
    else:
        return
    yield cell_finding(check, (ref,), {"value": in_words(value), "reason": reason})


def check_levels(check: Check) -> frozenset[str]:
    """Return the kinds of organ to which the ceiling of an amount applies."""
    return frozenset(map(str, _listed(check, "ceiling_levels")))


def _listed(check: Check, name: str) -> tuple[Any, ...]:
    found = check.parameters.get(name, ())
    return tuple(found) if isinstance(found, list | tuple) else ()


def _bound_numbers(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find numbers taken from the tables that have no value to print, or whose name is not known."""
    for section, text in facts.report.texts.items():
        for number in bound_numbers(text):
            if printed_number(number.source, facts.values) == UNKNOWN:
                span = TextSpan(number.start, number.end, text[number.start : number.end])
                yield text_finding(check, section, span, {"reason": _why_unknown(number.source, facts)})


def _why_unknown(source: str, facts: Facts) -> str:
    """Say why a number taken from the tables cannot be printed."""
    try:
        lacking = [ref for ref in names_in(source) if facts.values.get(ref) is None]
    except ExpressionError:
        return f"“{source}”的写法无法识别"
    if not lacking:
        return "作分母的数为 0"
    if lacking[0].is_last_year:
        return "上年报告没有这个数"
    cell = facts.form.cells.get(lacking[0])
    return f"{cell.label}还是空白" if cell else f"表中没有“{lacking[0]}”这一格"


WRITING_PREDICATES: Final = frozenset(
    {*STYLE_PREDICATES, *COMPLETENESS_PREDICATES, "report_year", "part_count", "one_organ", "repeats_itself"}
)
"""The checks that look at texts, office, year, level and scope only; they are never given a figure."""

PREDICATES: Final[Mapping[str, Predicate]] = MappingProxyType(
    {
        "printed_totals": _printed_totals,
        "blank_cells": _blank_cells,
        "figure_kinds": _figure_kinds,
        "totals_against_parts": _totals_against_parts,
        "figures_are_zero": _figures_are_zero,
        "amount_scale": _amount_scale,
        "bound_numbers": _bound_numbers,
        **FACT_PREDICATES,
        **GROWTH_PREDICATES,
        **SHARE_PREDICATES,
        **SUM_PREDICATES,
        **YEAR_PREDICATES,
        **COMPLETENESS_PREDICATES,
        **STYLE_PREDICATES,
        **REPETITION_PREDICATES,
        **SENSE_PREDICATES,
    }
)

FIGURE_PREDICATES: Final = frozenset(
    {
        "printed_totals",
        "blank_cells",
        "figure_kinds",
        "totals_against_parts",
        "figures_are_zero",
        "amount_scale",
        "share_is_high",
        "unusual_decisions",
        "large_change",
        "other_form_last_year",
        "pending_appeals_vanished",
    }
)
"""The predicates that look at no text, so that what they find stays while a text is typed."""
