"""Prints reports in many layouts, reads them back and counts cells right, wrong, unread and lost.

``python -m bench.layouts [--seeds N] [--only WORD]``; ``bench.reading`` runs it after the real reports.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from intake import read_source
from model.errors import AppError
from tests.bases import shipped_form
from tests.intake.converted import converted
from tests.intake.layout_files import LAYOUTS, Writer
from tests.intake.layouts import Printed
from tests.intake.scoring import STYLES, Fit, figures_of, fit_of

FORMS = ("2021", "2019")


class Tally(NamedTuple):
    """Cells of all reports printed in one layout."""

    right: int = 0
    wrong: int = 0
    unread: int = 0
    lost: int = 0
    refused: int = 0

    def with_fit(self, fit: Fit) -> Tally:
        return Tally(
            self.right + fit.right,
            self.wrong + len(fit.wrong),
            self.unread + fit.unread,
            self.lost + len(fit.lost),
            self.refused,
        )


def _read(write: Writer, printed: Printed, form_id: str, folder: Path) -> Fit | str:
    path = write(shipped_form(form_id), printed, folder)
    try:
        reading = read_source(path)
    except AppError as refusal:
        return refusal.sentence
    if reading.report.form_id != form_id:
        return f"taken for the form of {reading.report.form_id}"
    return fit_of(printed, reading)


def tallies(seeds: int, only: str) -> Iterator[tuple[str, Tally, list[str]]]:
    """Yield every layout with its count and what was wrong or lost in it."""
    made = converted(LAYOUTS)
    for name, write in {**LAYOUTS, **made}.items():
        if only not in name:
            continue
        tally, faults = Tally(), []
        styles = ("blanks", "marks") if name in made else tuple(STYLES)  # a conversion takes seconds
        with tempfile.TemporaryDirectory() as folder:
            for form_id, style, seed in product(FORMS, styles, range(seeds)):
                fit = _read(write, figures_of(form_id, style, seed), form_id, Path(folder))
                if isinstance(fit, str):
                    tally = tally._replace(refused=tally.refused + 1)
                    faults.append(f"{form_id} {style} {seed}: {fit}")
                else:
                    tally = tally.with_fit(fit)
                    faults += [f"{form_id} {style} {seed}: {fault}" for fault in (*fit.wrong, *fit.lost)]
        yield name, tally, faults


def run(seeds: int = 1, only: str = "") -> int:
    """Print the table and return 1 when a figure was wrong or lost."""
    print(f"{'layout':<44}{'right':>8}{'wrong':>7}{'lost':>6}{'unread':>8}{'refused':>9}")
    failed = False
    for name, tally, faults in tallies(seeds, only):
        failed |= bool(tally.wrong or tally.lost)
        print(
            f"{name:<44}{tally.right:>8}{tally.wrong:>7}{tally.lost:>6}{tally.unread:>8}{tally.refused:>9}", flush=True
        )
        for fault in faults[:4]:
            print(f"    {fault}")
    return int(failed)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seeds", type=int, default=1)
    arguments.add_argument("--only", default="")
    given = arguments.parse_args()
    sys.exit(run(given.seeds, given.only))
