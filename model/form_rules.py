"""The formulas and checks of a form file, expanded to every row or column they hold for.

The scope of an expression follows from its names: names that are all rows of the table hold for every column,
names that are all columns hold for every row, dotted names hold once.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from model.cells import PREVIOUS, CellRef
from model.expression import Comparison, ExpressionError, parse_comparison, parse_expression
from model.form import (
    Basis,
    BasisKind,
    Check,
    FormColumn,
    FormRow,
    FormTable,
    Formula,
    Relation,
    Severity,
)
from model.predicates import PREDICATES
from model.report import Level

Complain = Callable[[str], None]

_COMMON_PLACEHOLDERS = frozenset({"table", "row", "column", "left", "right", "difference"})


class _Line(NamedTuple):
    """One row or one column of a table, along which the names of an expression are looked up."""

    table: FormTable
    row: FormRow | None
    column: FormColumn | None
    refs: Mapping[str, CellRef]

    @property
    def words(self) -> Mapping[str, str]:
        return {
            "table": self.table.name,
            "row": self.row.name if self.row else "",
            "column": self.column.label if self.column else "",
        }


def _lines(table: FormTable) -> Iterator[_Line]:
    for block in table.blocks:
        for column in block.columns:
            refs = {row.key: CellRef(table.key, row.key, column.key) for row in block.rows}
            yield _Line(table, None, column, refs)
        for row in block.rows:
            refs = {column.key: CellRef(table.key, row.key, column.key) for column in block.columns}
            yield _Line(table, row, None, refs)


def _resolver(refs: Mapping[str, CellRef], known: Mapping[str, CellRef]) -> Callable[[str], CellRef]:
    """Return a function from a name in an expression to the figure it means on one line."""

    def resolve(name: str) -> CellRef:
        prefix, _, rest = name.partition(".")
        local = rest if prefix == PREVIOUS else name
        ref = refs.get(local) or known.get(local)
        if ref is None:
            raise ExpressionError(f"unknown name: {name}")
        return ref.last_year if prefix == PREVIOUS else ref

    return resolve


def _known(tables: Mapping[str, FormTable]) -> dict[str, CellRef]:
    """Map every dotted name of the form to its figure."""
    return {
        str(ref): ref
        for table in tables.values()
        for line in _lines(table)
        if line.column
        for ref in line.refs.values()
    }


def _matching_lines(item: Mapping[str, Any], tables: Mapping[str, FormTable], names: set[str]) -> list[_Line]:
    """Return the lines of the item's table on which all ``names`` stand."""
    table = tables.get(str(item.get("table", "")))
    if table is None:
        return []
    return [line for line in _lines(table) if names <= set(line.refs)]


def _local_names(source: str) -> set[str]:
    """Return the undotted names that an expression uses, without the part ``previous.``."""
    found: set[str] = set()

    def note(name: str) -> CellRef:
        prefix, _, rest = name.partition(".")
        local = rest if prefix == PREVIOUS else name
        if "." not in local:
            found.add(local)
        return CellRef("", "", name)

    parse = parse_comparison if any(sign in source for sign in "=<>") else parse_expression
    parse(source, note)
    return found


def read_formulas(
    items: Sequence[Mapping[str, Any]], tables: Mapping[str, FormTable], complain: Complain
) -> tuple[Formula, ...]:
    """Expand the formulas of a form file; the first formula of a target computes it.

    The result is ordered so that every part is computed before it is used. Problems go to ``complain``.
    """
    formulas = [formula for item in items for formula in _formulas_of(item, tables, _known(tables), complain)]
    first = {formula.target: formula for formula in reversed(formulas)}
    sorter = TopologicalSorter({formula.target: formula.expression.names for formula in first.values()})
    try:
        order = {ref: position for position, ref in enumerate(sorter.static_order())}
    except CycleError as problem:
        complain("formulas go round in a circle: " + " → ".join(map(str, problem.args[1])))
        return ()
    return tuple(sorted(formulas, key=lambda formula: order[formula.target]))


def _formulas_of(
    item: Mapping[str, Any], tables: Mapping[str, FormTable], known: Mapping[str, CellRef], complain: Complain
) -> Iterator[Formula]:
    target, source = str(item.get("target", "")), str(item.get("expression", ""))
    try:
        lines = _matching_lines(item, tables, _local_names(source) | {target})
        if not lines:
            complain(f"formula {target}: no row or column of table {item.get('table')} has all its names")
        for line in lines:
            expression = parse_expression(source, _resolver(line.refs, known))
            yield Formula(line.refs[target], expression, str(item.get("check", "")))
    except ExpressionError as problem:
        complain(f"formula {target}: {problem}")


def read_checks(
    items: Sequence[Mapping[str, Any]], tables: Mapping[str, FormTable], complain: Complain
) -> dict[str, Check]:
    """Read the checks of a form file, relations expanded; problems go to ``complain``."""
    known = _known(tables)
    checks: dict[str, Check] = {}
    for item in items:
        check = _check(item, tables, known, complain)
        if check.id in checks:
            complain(f"check {check.id}: stands twice")
        checks[check.id] = check
    return checks


def _check(
    item: Mapping[str, Any], tables: Mapping[str, FormTable], known: Mapping[str, CellRef], complain: Complain
) -> Check:
    check_id = str(item.get("id", ""))
    relations: tuple[Relation, ...] = ()
    predicate = str(item.get("predicate", ""))
    if ("relation" in item) == bool(predicate):
        complain(f"check {check_id}: exactly one of relation and predicate is needed")
    elif predicate and predicate not in PREDICATES:
        complain(f"check {check_id}: unknown predicate {predicate}")
    elif not predicate:
        try:
            relations = tuple(_relations(item, tables, known))
        except ExpressionError as problem:
            complain(f"check {check_id}: {problem}")
    for field in ("id", "title", "section", "message", "clause"):
        if not item.get(field) or not isinstance(item[field], str):
            complain(f"check {check_id}: {field} is missing")
    _lint_placeholders(item, relations, complain)
    return Check(
        id=check_id,
        title=str(item.get("title", "")),
        severity=_severity(item, complain),
        section=str(item.get("section", "")),
        message=str(item.get("message", "")),
        basis=_basis(item, complain),
        relations=relations,
        predicate=predicate,
        levels=_levels(item, complain),
        parameters=dict(item.get("parameters", {})),
    )


def _relations(
    item: Mapping[str, Any], tables: Mapping[str, FormTable], known: Mapping[str, CellRef]
) -> Iterator[Relation]:
    source = str(item["relation"])
    names = _local_names(source)
    if not names:
        yield _relation(item, parse_comparison(source, _resolver({}, known)), {}, {})
        return
    lines = _matching_lines(item, tables, names)
    if not lines:
        raise ExpressionError(f"no row or column of table {item.get('table')} has all of {sorted(names)}")
    for line in lines:
        comparison = parse_comparison(source, _resolver(line.refs, known))
        yield _relation(item, comparison, line.refs, line.words)


def _relation(
    item: Mapping[str, Any],
    comparison: Comparison[CellRef],
    refs: Mapping[str, CellRef],
    words: Mapping[str, str],
) -> Relation:
    used = tuple(dict.fromkeys(comparison.left.names + comparison.right.names))
    short = {ref: name for name, ref in refs.items()}
    names = {_placeholder(ref, short): ref for ref in used}
    own = [ref for ref in used if not ref.is_last_year]
    subject = names.get(str(item.get("subject", "")))
    cells = sorted(own, key=lambda ref: ref != subject)
    return Relation(
        str(item.get("id")),
        comparison.left,
        comparison.operator,
        comparison.right,
        tuple(cells),
        words,
        names,
    )


def _placeholder(ref: CellRef, short: Mapping[CellRef, str]) -> str:
    """Return the name of a figure in a message: ``in_force``, ``previous_in_force`` or ``table_row_column``."""
    base = ref._replace(table=ref.table.removeprefix(f"{PREVIOUS}."))
    name = short.get(base, "_".join(base))
    return f"{PREVIOUS}_{name}" if ref.is_last_year else name


def _lint_placeholders(item: Mapping[str, Any], relations: Sequence[Relation], complain: Complain) -> None:
    if not relations:
        return
    allowed = _COMMON_PLACEHOLDERS | set(relations[0].names)
    try:
        used = {name for _, name, _, _ in string.Formatter().parse(str(item.get("message", ""))) if name}
    except ValueError as problem:
        complain(f"check {item.get('id')}: {problem}")
        return
    for name in sorted(used - allowed):
        complain(f"check {item.get('id')}: unknown placeholder {{{name}}}")
    if item.get("subject") and item["subject"] not in relations[0].names:
        complain(f"check {item.get('id')}: unknown subject {item['subject']}")


def _severity(item: Mapping[str, Any], complain: Complain) -> Severity:
    try:
        return Severity(str(item.get("severity")))
    except ValueError:
        complain(f"check {item.get('id')}: unknown severity {item.get('severity')}")
        return Severity.HINT


def _basis(item: Mapping[str, Any], complain: Complain) -> Basis:
    try:
        kind = BasisKind(str(item.get("basis")))
    except ValueError:
        complain(f"check {item.get('id')}: unknown basis {item.get('basis')}")
        kind = BasisKind.CUSTOM
    return Basis(kind, str(item.get("clause", "")))


def _levels(item: Mapping[str, Any], complain: Complain) -> frozenset[Level]:
    try:
        return frozenset(Level(text) for text in item.get("levels", ()))
    except (ValueError, TypeError):
        complain(f"check {item.get('id')}: unknown level")
        return frozenset()
