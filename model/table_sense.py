"""Checks of whether the figures are plausible (E1–E7, Y3–Y5); none of them can be an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from model.cells import CellRef
from model.expression import Number, absolute
from model.finding import Facts, Finding, cell_finding, in_words, section_finding
from model.form import Check
from model.report import Level, Scope


def _refs(check: Check) -> list[CellRef]:
    listed = check.parameters.get("cells", ())
    return [CellRef.parse(str(name)) for name in listed] if isinstance(listed, list | tuple) else []


def _number(check: Check, name: str) -> int:
    return int(str(check.parameters[name]))


def _noted(facts: Facts, refs: list[CellRef]) -> bool:
    """Tell whether a note stands at one of the cells of the rows of ``refs``."""
    rows = {(ref.table, ref.row) for ref in refs}
    return any((ref.table, ref.row) in rows for ref in facts.report.notes)


def _told(check: Check, facts: Facts) -> bool:
    pattern = str(check.parameters.get("told", ""))
    return bool(pattern) and any(re.search(pattern, text) for text in facts.report.texts.values())


def _share_is_high(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find a share of the first cell in the second that is above a limit."""
    part, base = (facts.values.get(ref) for ref in _refs(check))
    limit, least = _number(check, "percent"), _number(check, "least")
    if part and base and part >= least and part * 100 > limit * base:
        words = {
            "part": in_words(part),
            "base": in_words(base),
            "percent": f"{part * 100 / base:.1f}",
            "limit": str(limit),
        }
        yield cell_finding(check, _refs(check), words)


def _rare_figures(check: Check, facts: Facts) -> Iterator[Finding]:
    """Name the cells that are not zero, unless a note or the text says why."""
    if facts.report.year < int(str(check.parameters.get("from_year", 0))):
        return
    found = [ref for ref in _refs(check) if facts.values.get(ref)]
    if found and not _noted(facts, found) and not _told(check, facts):
        cells = facts.form.cells
        figures = "、".join(f"{cells[ref].row.name} {in_words(facts.values.get(ref))}" for ref in found)
        yield cell_finding(check, found, {"figures": figures})


def _unusual_decisions(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find many penalties without any coercion, and decisions of an office that usually makes none."""
    report, values = facts.report, facts.values
    refs = {row: CellRef("proactive", row, "decisions") for row in ("licensing", "penalty", "coercion")}
    penalties = values.get(refs["penalty"])
    if (
        report.level is Level.DEPARTMENT
        and values.get(refs["coercion"]) == 0
        and (penalties or 0) >= _number(check, "many")
    ):
        tell = f"行政处罚 {in_words(penalties)}，行政强制为 0，请核对查封、扣押等强制措施是否计入"
        yield cell_finding(check, [refs["coercion"], refs["penalty"]], {"tell": tell})
    made = [ref for ref in refs.values() if values.get(ref)]
    if made and report.scope is not Scope.AGGREGATE and re.search(r"政府办公[厅室]$", report.office):
        figures = "、".join(f"{facts.form.cells[ref].row.name} {in_words(values[ref])}" for ref in made)
        tell = f"政府办公厅（室）的报告里有{figures}，请核对是否把其他部门的决定计入"
        yield cell_finding(check, made, {"tell": tell})


def _large_change(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find totals that changed by more than half, and by enough cases to matter, since last year."""
    previous = facts.report.previous
    if previous is None:
        return
    followed, other_form = _followed(check), previous.form_id != facts.form.id
    for ref, cell in facts.form.cells.items():
        if other_form if ref.table == "proactive" else ref.column != "total":
            continue
        if not cell.printed or ref.row in followed:
            continue
        now, then = facts.values.get(ref), facts.values.get(facts.form.last_year[ref])
        if now is None or then is None or not _is_large(now, then, check):
            continue
        words = {
            "cell": cell.label,
            "now": in_words(now),
            "then": in_words(then),
            "change": f"{'增加' if now > then else '减少'} {in_words(absolute(now - then))}",
        }
        yield cell_finding(check, (ref,), words)._replace(section=facts.form.tables[ref.table].section)


def _followed(check: Check) -> tuple[str, ...]:
    """Return the rows whose succession another check follows."""
    listed = check.parameters.get("followed", ())
    return tuple(map(str, listed)) if isinstance(listed, list | tuple) else ()


def _is_large(now: Number, then: Number, check: Check) -> bool:
    change = absolute(now - then)
    return change >= _number(check, "least") and change * 100 > _number(check, "percent") * then


def _other_form_last_year(check: Check, facts: Facts) -> Iterator[Finding]:
    previous = facts.report.previous
    if previous is not None and previous.form_id in facts.form.earlier:
        yield section_finding(check, "report", {"year": str(previous.year), "form": previous.form_id})


def _pending_appeals_vanished(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find appeals that were pending last year while this year has none at all."""
    totals = [ref for ref in facts.form.cells if ref.table == "appeals" and ref.column == "total"]
    pending = [ref._replace(column="pending").last_year for ref in totals]
    count = sum(int(facts.values.get(ref) or 0) for ref in pending)
    if count and all(facts.values.get(ref) == 0 for ref in totals):
        yield cell_finding(check, totals, {"count": str(count)})


SENSE_PREDICATES: Final = MappingProxyType(
    {
        "share_is_high": _share_is_high,
        "rare_figures": _rare_figures,
        "unusual_decisions": _unusual_decisions,
        "large_change": _large_change,
        "other_form_last_year": _other_form_last_year,
        "pending_appeals_vanished": _pending_appeals_vanished,
    }
)
