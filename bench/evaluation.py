"""How much processor time one full evaluation takes, beside a yardstick of plain Python in the same run.

The bound is 1 ms for a full report with last year's beside it; the yardstick makes the figure comparable between
machines. It is taken for one report again and again, and with another figure typed each time, as in the window.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import cycle, islice

from model.evaluation import evaluate
from model.form_loader import load_form
from model.report import Edit, EditKind
from model.report_file import read_report_file
from resources import resource

ROUNDS = 600


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median processor time of one call."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def yardstick() -> int:
    """Add up ten thousand small integers, one by one."""
    total = 0
    for number in range(10_000):
        total += number
    return total


def main() -> None:
    form = load_form("2021")
    report = read_report_file(resource("sample", "report.json")).report
    typed = cycle(form.typed_in["requests"])
    edits = islice(((ref, number % 9) for number, ref in enumerate(typed, 1)), ROUNDS)
    others = iter([report.with_edit(Edit(EditKind.TYPING, cells={ref: figure})) for ref, figure in edits])
    ten_thousand = milliseconds(yardstick)
    for words, work in (
        ("evaluate the sample", lambda: evaluate(form, report)),
        ("evaluate after a figure was typed", lambda: evaluate(form, next(others))),
    ):
        one = milliseconds(work)
        print(f"{words}: {one:.3f} ms (bound 1); 10,000 additions: {ten_thousand:.3f} ms; {one / ten_thousand:.2f}")


if __name__ == "__main__":
    main()
