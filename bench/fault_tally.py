"""What the faults of ``bench.faults`` are done to, and how their outcomes are counted."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from model.archive import BLANK, Archive, Profile
from model.cells import CellRef
from model.changes import with_changes
from model.errors import AppError
from model.report import Report

COUNTER = CellRef("requests", "new", "natural")
FIRST = Report("2021", "清岚县人民政府办公室", 2024, texts={"overview": "全年工作平稳。" * 400})


class Row(NamedTuple):
    """A line of the result: what was done how often, edits lost beyond the window, files damaged, and remarks."""

    fault: str
    trials: int
    lost: int
    damaged: int
    remark: str


def numbered(number: int) -> Report:
    return replace(FIRST, cells={COUNTER: number})


def new_archive(folder: Path) -> Path:
    path = folder / f"{time.monotonic_ns()}.gknb"
    with closing(Archive.create(path, Profile(FIRST.office))) as archive:
        archive.add_report(numbered(0))
    return path


def standing(path: Path) -> int:
    """Return the last edit in a file; raise ``AppError`` for a damaged one, also when its history is at odds."""
    with closing(Archive.open(path)) as archive:
        report = archive.load(1)
        replayed = with_changes(BLANK, [change for edit in archive.edits(1) for change in edit.changes])
        assert replayed == report, "the history does not lead to the report"
        return int(report.cells[COUNTER] or 0)


class Tally:
    """Counts the outcomes of one kind of fault."""

    def __init__(self) -> None:
        self.trials = self.lost = self.damaged = 0

    def examine(self, path: Path, at_least: int) -> None:
        """Open what is left of a file; ``at_least`` is the last edit that must be in it."""
        self.trials += 1
        try:
            self.lost += max(0, at_least - standing(path))
        except (AppError, AssertionError) as problem:
            print(f"damaged: {problem}")
            self.damaged += 1

    def row(self, fault: str, remark: str = "") -> Row:
        return Row(fault, self.trials, self.lost, self.damaged, remark)
