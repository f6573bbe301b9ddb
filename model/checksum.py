"""A short checksum of the figures that people typed, to see at once whether two papers hold the same ones."""

from __future__ import annotations

import hashlib
from typing import Final

from model.figures import written
from model.form import Form
from model.report import Report

_LENGTH: Final = 8


def figures_checksum(form: Form, report: Report) -> str:
    """Return the 校验码 of a report: the first 8 hexadecimal digits of SHA-256.

    Hashed are the lines ``table.row.column=value`` of the typed figures in the order of their names, joined by
    line feeds, in UTF-8. Computed totals and blanks do not count; equal figures are written equally.
    """
    typed = [ref for ref, value in report.cells.items() if value is not None and ref not in form.computing]
    lines = sorted(f"{ref}={written(report.cells[ref])}" for ref in typed)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_LENGTH]
