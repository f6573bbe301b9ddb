"""Reading the report files that tests start from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from model.cells import CellRef
from model.report import Level, Report, Scope

FILES = Path(__file__).parent / "files" / "reports"


def report_in(path: Path) -> Report:
    """Return the report that a report file holds, last year's included."""
    return _report(json.loads(path.read_text(encoding="utf-8")))


def _report(content: Mapping[str, Any]) -> Report:
    previous = content.get("previous")
    return Report(
        form_id=content["form"],
        office=content["office"],
        year=content["year"],
        level=Level(content["level"]),
        scope=Scope(content["scope"]),
        cells={
            CellRef.parse(name): Decimal(written) if isinstance(written, str) else written
            for name, written in content["cells"].items()
        },
        texts=content["texts"],
        previous=_report(previous) if previous else None,
        source=content.get("source", ""),
    )
