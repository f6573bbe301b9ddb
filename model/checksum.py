"""校验码: eight digits by which two sets of figures are known to be equal. It is a checksum, never a signature."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from model.cells import CellRef, Value
from model.figures import written
from model.form import Form
from model.form_loader import load_form
from model.report import Report

_LABELLED: Final = re.compile(r"校验码[：:，,；;\s]*([0-9a-f]{8})(?![0-9a-f])")
"""Other programs take the words for two keywords and write a comma or a semicolon between them."""


def checksum(report: Report) -> str:
    """Return the first 8 hex digits of SHA-256 over the sorted ``cell=value`` lines of the typed figures.

    Blanks and computed figures are left out, and amounts are written without superfluous zeros, so that the
    same figures have the same checksum wherever they were read. Raises what ``load_form`` raises.
    """
    figures = typed_figures(load_form(report.form_id), report)
    lines = sorted(f"{ref}={written(value)}" for ref, value in figures.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def checksum_words(report: Report) -> str:
    """Return how the checksum is written on a 校核单 and in the properties of a file: 校验码 1a2b3c4d."""
    return f"校验码 {checksum(report)}"


def checksum_in(words: str) -> str:
    """Return the checksum that a text names, empty when it names none."""
    match = _LABELLED.search(words)
    return match[1] if match else ""


def typed_figures(form: Form, report: Report) -> dict[CellRef, Value]:
    """Return the figures of a report that people type: no totals, no blanks, nothing that is not in the form."""
    return {
        ref: value
        for ref, value in report.cells.items()
        if value is not None and ref in form.cells and not form.cells[ref].computed
    }
