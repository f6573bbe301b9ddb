"""Reading the report files that tests start from."""

from __future__ import annotations

from pathlib import Path

from model.report import Report
from model.report_file import read_report_file

FILES = Path(__file__).parent / "files" / "reports"


def report_in(path: Path) -> Report:
    """Return the report that a report file holds, last year's included."""
    return read_report_file(path).report
