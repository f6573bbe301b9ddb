"""Explaining a finding: which ones can be explained, and the edits that give a reason or take it back.

An explanation counts for the figures it was given for; when one of them changes, the finding is open again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from model.cells import CellRef
from model.evaluation import Evaluation
from model.finding import ARITHMETIC_CHECKS, Finding
from model.form import Form, Severity
from model.report import Edit, EditKind, Explanation

_PREFIX_OF_REASON: Final = "说明理由"


def can_be_explained(finding: Finding) -> bool:
    """Tell whether a reason may be given; a sum that is wrong is wrong for whatever reason."""
    return finding.check_id not in ARITHMETIC_CHECKS


def can_be_dismissed(finding: Finding) -> bool:
    """Tell whether a finding can be put aside without a reason: a mere hint about a stretch of a text."""
    return finding.span is not None and finding.severity is Severity.HINT


def explain(form: Form, evaluation: Evaluation, finding: Finding, text: str) -> Edit:
    """Return the edit that gives a reason for a finding as the figures stand now."""
    figures = {str(ref): evaluation.values.get(ref) for ref in _figures_of(form, finding)}
    reason = f"{_PREFIX_OF_REASON}：{text}"
    return Edit(EditKind.EXPLANATION, explanations={finding.key: Explanation(text, figures)}, reason=reason)


def withdraw(key: str) -> Edit:
    """Return the edit that takes back the reason given for the finding of this key."""
    return Edit(EditKind.EXPLANATION, explanations={key: None}, reason="撤回说明")


def dismiss_finding(finding: Finding) -> Edit:
    """Return the edit that puts aside a finding about a stretch of a text."""
    quote = finding.span.quote if finding.span else ""
    return Edit(EditKind.DISMISSAL, dismissed={finding.key: True}, reason=f"忽略：{quote}")


def restore(key: str) -> Edit:
    """Return the edit that brings back what was marked 与表格无关 or put aside."""
    return Edit(EditKind.DISMISSAL, dismissed={key: False}, reason=f"恢复提示：{quote_of(key)}")


def place_of(key: str) -> str:
    """Return the text that a dismissed finding is about, from its key."""
    return key.split(":", 2)[1]


def quote_of(key: str) -> str:
    """Return the quotation of a dismissed finding, from its key."""
    return key.split(":", 2)[-1]


def _figures_of(form: Form, finding: Finding) -> Iterator[CellRef]:
    """Yield the figures a finding rests on, last year's included."""
    yield from finding.cells
    for relation in form.checks[finding.check_id].relations:
        if relation.cells == finding.cells:
            yield from (ref for ref in (*relation.left.names, *relation.right.names) if ref.is_last_year)
