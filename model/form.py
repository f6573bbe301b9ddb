"""A format of the annual report as data: chapters, tables, figures, formulas and checks.

One TOML file per format version lies in ``resources/forms``; ``model.form_loader`` reads it. Labels are the
statutory text word for word (国办公开办函〔2021〕30号 and 〔2019〕60号); keys are English and stable for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from model.cells import CellRef, FigureKind
from model.expression import Expression
from model.layout import TableLayout
from model.report import Level, Scope


class Severity(StrEnum):
    """How serious a finding is."""

    ERROR = "error"  # 错误
    WARNING = "warning"  # 核实
    HINT = "hint"  # 提示


class BasisKind(StrEnum):
    """What a check rests on."""

    NOTICE = "通知原文"
    DERIVED = "按表推算"
    CUSTOM = "通行做法"


@dataclass(frozen=True)
class Basis:
    """What a check rests on, with the clause."""

    kind: BasisKind
    clause: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.clause}"


@dataclass(frozen=True)
class Section:
    """A chapter of the report.

    ``kind`` is text or table; ``guideline`` is a customary length in characters, 0 for none.
    """

    key: str
    kind: str
    title: str
    short_title: str
    guidance: str = ""
    subheadings: tuple[str, ...] = ()
    guideline: int = 0


@dataclass(frozen=True)
class FormColumn:
    """A column of a table block; ``groups`` are the labels printed above it, outermost first."""

    key: str
    label: str
    kind: FigureKind
    groups: tuple[str, ...] = ()
    computed: bool = False
    span: int = 1
    meaning: str = ""


@dataclass(frozen=True)
class FormRow:
    """A row of a table block; ``groups`` are the labels printed to its left, outermost first.

    ``name`` is the short name used in messages. A row that is not ``printed`` is a subtotal that the
    program computes for texts and checks. ``meaning`` says what the row counts and ``clause`` on which
    article that rests.
    """

    key: str
    label: str
    name: str
    groups: tuple[str, ...] = ()
    computed: bool = False
    printed: bool = True
    meaning: str = ""
    clause: str = ""


@dataclass(frozen=True)
class TableBlock:
    """Rows that share their columns; the 主动公开表 is a stack of four, the other tables have one."""

    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    band: str = ""
    head: str = ""
    unit: str = "件"


@dataclass(frozen=True)
class FormTable:
    """One statutory table. ``name`` is what the office calls it (申请办理表)."""

    key: str
    name: str
    section: str
    blocks: tuple[TableBlock, ...]
    layout: TableLayout


@dataclass(frozen=True)
class Cell:
    """One figure of the form with all that is known about it."""

    ref: CellRef
    kind: FigureKind
    computed: bool
    printed: bool
    table_name: str
    row: FormRow
    column: FormColumn
    unit: str

    @property
    def label(self) -> str:
        """Return the name of the figure in a clerk's words: 申请办理表“本年新收”行“自然人”列."""
        return f"{self.table_name}“{self.row.name}”行“{self.column.label}”列"


@dataclass(frozen=True)
class Formula:
    """``target`` is the value of ``expression``; ``check_id`` is raised when a printed total differs.

    A target may have two formulas (the grand total is a sum both ways): the first computes, the second
    only checks.
    """

    target: CellRef
    expression: Expression[CellRef]
    check_id: str


@dataclass(frozen=True)
class Relation:
    """One instance of a check's comparison, its names bound to figures.

    ``cells`` are all figures of this year's report in the relation, the one most likely wrong first. ``names``
    and ``words`` fill the placeholders of the message: figures by the name used in the expression
    (``previous.in_force`` becomes ``previous_in_force``), and table, row and column in words.
    """

    check_id: str
    left: Expression[CellRef]
    operator: str
    right: Expression[CellRef]
    cells: tuple[CellRef, ...]
    words: Mapping[str, str]
    names: Mapping[str, CellRef]


@dataclass(frozen=True)
class Check:
    """A rule with an id, a severity, a message and a basis.

    Exactly one of ``relations`` (an expression, expanded) and ``predicate`` (the name of a function in
    ``model.predicates``) decides it. ``levels`` limits it to some kinds of organ; where the kind of the
    organ is not known the finding is only a hint. ``parameters`` are passed to the predicate.
    """

    id: str
    title: str
    severity: Severity
    section: str
    message: str
    basis: Basis
    relations: tuple[Relation, ...] = ()
    predicate: str = ""
    levels: frozenset[Level] = frozenset()
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Deadline:
    """By which day an organ of this level and scope must have published (notice 〔2021〕30, part two)."""

    levels: frozenset[Level]
    scope: Scope
    month: int
    day: int
    clause: str

    def in_year(self, report_year: int) -> date:
        """Return the day for the report of ``report_year``, which lies in the following year."""
        return date(report_year + 1, self.month, self.day)


@dataclass(frozen=True, eq=False)
class Form:
    """One format version: what can be filled in and what must hold; a form is equal to itself only.

    ``cells`` are in printed order, the unprinted subtotals included. ``formulas`` are sorted so that every
    part is computed before it is used. ``earlier`` holds the older formats in which last year's report
    may stand.
    """

    id: str
    notice: str
    first_year: int
    sections: tuple[Section, ...]
    tables: Mapping[str, FormTable]
    cells: Mapping[CellRef, Cell]
    formulas: tuple[Formula, ...]
    checks: Mapping[str, Check]
    deadlines: tuple[Deadline, ...]
    earlier: Mapping[str, Form]

    @cached_property
    def computing(self) -> Mapping[CellRef, Formula]:
        """Map every computed figure to the formula that computes it, parts before totals."""
        computing: dict[CellRef, Formula] = {}
        for formula in self.formulas:
            computing.setdefault(formula.target, formula)
        return computing

    @cached_property
    def typed_in(self) -> Mapping[str, tuple[CellRef, ...]]:
        """Map the key of a table to its figures that are typed, in printed order."""
        typed = [ref for ref, cell in self.cells.items() if not cell.computed]
        return {key: tuple(ref for ref in typed if ref.table == key) for key in self.tables}

    @cached_property
    def checked_by(self) -> Mapping[str, tuple[Formula, ...]]:
        """Map the id of a check to the formulas that raise it."""
        return {key: tuple(one for one in self.formulas if one.check_id == key) for key in self.checks}

    @cached_property
    def last_year(self) -> Mapping[CellRef, CellRef]:
        """Map every figure to its name in last year's report."""
        return {ref: ref.last_year for ref in self.cells}

    def section(self, key: str) -> Section:
        """Return the chapter with this key; raise ``KeyError`` when there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def table_of_section(self, key: str) -> FormTable | None:
        """Return the table of a chapter, None for a chapter of text."""
        return next((table for table in self.tables.values() if table.section == key), None)

    def formula_of(self, ref: CellRef) -> Formula | None:
        """Return the formula that computes a figure, None for one that is typed."""
        return self.computing.get(ref)

    def computes(self, formula: Formula) -> bool:
        """Tell whether a formula is the one that computes its target, not one that only checks it."""
        return self.computing[formula.target] is formula

    def deadline(self, level: Level | None, scope: Scope | None) -> Deadline | None:
        """Return the deadline of an organ, None while its level or scope is not known."""
        return next((d for d in self.deadlines if level in d.levels and d.scope == scope), None)
