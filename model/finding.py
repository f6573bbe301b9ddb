"""What a check says about one place, and the facts a check may look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from model.cells import CellRef, Value
from model.form import Basis, Check, Form, Severity
from model.report import Report
from model.text_view import TextSpan, TextView, view_of

ARITHMETIC_CHECKS: Final = frozenset({"A1", "A2", "A3", "A4", "A7", "A8", "A9"})
"""Checks of sums: no reason makes a wrong sum right, so their findings cannot be explained."""


class Finding(NamedTuple):
    """One check that does not hold at one place.

    ``key`` names the finding for ever: the check id with its sorted cells, or with section and quote.
    ``cells`` are all figures of the relation, the unbalanced one first. ``explained`` is True while the
    office has given a reason for exactly these figures.
    """

    check_id: str
    key: str
    severity: Severity
    message: str
    section: str
    cells: tuple[CellRef, ...]
    span: TextSpan | None
    basis: Basis
    explained: bool = False

    @property
    def is_open_error(self) -> bool:
        """Tell whether this is an error that nobody has solved or explained."""
        return self.severity is Severity.ERROR and not self.explained


@dataclass(frozen=True)
class Facts:
    """Everything a check may look at.

    ``values`` are the figures of this year and, under ``CellRef.last_year``, those of last year.
    ``incomplete`` are computed figures with a blank part, of either year. ``today`` is None where no check may
    depend on the day. ``given_views`` are the views of the texts where they were made before.
    """

    form: Form
    report: Report
    values: Mapping[CellRef, Value]
    incomplete: frozenset[CellRef]
    today: date | None = None
    given_views: Mapping[str, TextView] | None = None

    @cached_property
    def views(self) -> Mapping[str, TextView]:
        """Map every text of the report to how it reads, with every bound number in digits; made once for all checks."""
        if self.given_views is not None:
            return self.given_views
        return {key: view_of(text, self.values) for key, text in self.report.texts.items()}


def in_words(value: Value) -> str:
    """Return a figure as it stands in a message; a blank says so."""
    if value is None:
        return "空白"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def cell_finding(
    check: Check,
    cells: Iterable[CellRef],
    words: Mapping[str, str],
) -> Finding:
    """Make a finding about figures; ``words`` fill the placeholders of the check's message."""
    refs = tuple(cells)
    key = f"{check.id}:{','.join(sorted(map(str, refs)))}"
    return Finding(
        check.id,
        key,
        check.severity,
        check.message.format_map(words),
        check.section,
        refs,
        None,
        check.basis,
    )


def lowered_for_blanks(finding: Finding) -> Finding:
    """Return a finding about figures of which some are blank: no more than 核实, and saying so."""
    severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
    return finding._replace(severity=severity, message=f"{finding.message}（有空白格，填全后再核对。）")


def section_finding(check: Check, section: str, words: Mapping[str, str], cells: Iterable[CellRef] = ()) -> Finding:
    """Make a finding about a whole text, such as its length; ``cells`` are the figures it rests on."""
    return Finding(
        check.id,
        f"{check.id}:{section}",
        check.severity,
        check.message.format_map(words),
        section,
        tuple(cells),
        None,
        check.basis,
    )


def text_finding(
    check: Check,
    section: str,
    span: TextSpan,
    words: Mapping[str, str],
    cells: Iterable[CellRef] = (),
) -> Finding:
    """Make a finding about a stretch of a text; ``cells`` are the figures that it contradicts."""
    key = f"{check.id}:{section}:{span.quote}"
    return Finding(
        check.id,
        key,
        check.severity,
        check.message.format_map(words),
        section,
        tuple(cells),
        span,
        check.basis,
    )
