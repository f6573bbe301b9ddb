"""Everything that follows from what people typed: computed figures and findings.

``evaluate`` is a pure function of a form and a report. A full evaluation is cheap, so it is made anew after
every keystroke and nothing is ever updated in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from model.cells import CellRef, Value
from model.form import Basis, Form, Severity
from model.report import Report


class TextSpan(NamedTuple):
    """A stretch of a stored text, in code points."""

    start: int
    end: int
    quote: str


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
class Evaluation:
    """Derived state of one report.

    ``values`` has every figure of the form, unprinted subtotals included; a blank one is None.
    ``incomplete`` are computed figures of which some part is blank (未填全). ``previous_values`` are last
    year's figures, computed by the form they were reported on; empty where there is no last year.
    """

    values: Mapping[CellRef, Value]
    incomplete: frozenset[CellRef]
    previous_values: Mapping[CellRef, Value]
    findings: tuple[Finding, ...]

    @property
    def open_errors(self) -> tuple[Finding, ...]:
        """Return the errors that are neither solved nor explained."""
        return tuple(finding for finding in self.findings if finding.is_open_error)


def evaluate(form: Form, report: Report) -> Evaluation:
    """Compute every total and every finding of ``report`` under ``form``.

    Never raises for wrong contents and keeps no state.
    """
    raise NotImplementedError
