"""Counts cells right, wrong and unread: ``python -m bench.reading FOLDER``, then over all generated layouts.

FOLDER holds real reports beside ``*.expected.json`` of the same name, or of the same number for a PDF.
"""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bench import layouts
from intake import read_source
from model.cells import CellRef, Value
from model.errors import AppError

KINDS = {".txt", ".html", ".pdf", ".docx", ".xlsx", ".xls", ".md"}


class Score(NamedTuple):
    """How the cells of one source were read; ``extra`` were read though the truth has none there."""

    right: int
    wrong: list[str]
    unread: list[str]
    extra: list[str]


def truth_of(source: Path) -> Path | None:
    """Return the truth beside a source: by its name, else by the number before the first dash."""
    exact = source.with_suffix(".expected.json")
    if exact.exists():
        return exact
    number = "01" if source.stem == "seed" else source.name.partition("-")[0]
    return next(iter(source.parent.glob(f"{number}-*.expected.json")), None)


def figures_in(truth: Path) -> dict[CellRef, Value]:
    """Return the figures that a truth file holds."""
    cells = json.loads(truth.read_text(encoding="utf-8"))["cells"]
    return {CellRef.parse(name): Decimal(text) if isinstance(text, str) else text for name, text in cells.items()}


def score(expected: dict[CellRef, Value], cells: dict[CellRef, Value]) -> Score:
    """Compare figures cell by cell."""
    wrong = [
        f"{ref} {cells[ref]} != {value}" for ref, value in expected.items() if ref in cells and cells[ref] != value
    ]
    unread = [str(ref) for ref in expected if ref not in cells]
    extra = [f"{ref} {value}" for ref, value in cells.items() if ref not in expected]
    return Score(sum(cells.get(ref) == value for ref, value in expected.items()), wrong, unread, extra)


def main(folder: Path) -> int:
    """Print a line for every source and return 1 when any cell is wrong."""
    failed = False
    for source in sorted(path for path in folder.iterdir() if path.suffix in KINDS):
        truth = truth_of(source)
        started = time.perf_counter()
        try:
            reading = read_source(source)
        except AppError as refusal:
            print(f"{source.name}: {refusal.sentence}")
            continue
        seconds = time.perf_counter() - started
        title = f"{reading.report.form_id} {reading.report.office}{reading.report.year}"
        texts = {key: len(text) for key, text in reading.report.texts.items()}
        if truth is None:
            print(f"{source.name}: {len(reading.report.cells)} cells, {title}, {texts}, {seconds:.2f} s")
            continue
        result = score(figures_in(truth), dict(reading.report.cells))
        failed |= bool(result.wrong)
        print(
            f"{source.name}: right {result.right}, wrong {len(result.wrong)}, unread {len(result.unread)}, "
            f"extra {len(result.extra)}; {reading.identities}; {title}, {texts}, {seconds:.2f} s"
        )
        for name, items in zip(("wrong", "unread", "extra"), (result.wrong, result.unread, result.extra), strict=True):
            if items:
                print(f"    {name}: {', '.join(items[:12])}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) | layouts.run())
