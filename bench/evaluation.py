"""How long one full evaluation takes, as a ratio to a yardstick of plain Python in the same run.

The bound is 1 ms for a full report with last year's beside it; the yardstick makes the figure comparable
between machines.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from model.evaluation import evaluate
from model.form_loader import load_form
from model.report_file import read_report_file
from resources import resource

ROUNDS = 300


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median time of one call."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
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
    one, ten_thousand = milliseconds(lambda: evaluate(form, report)), milliseconds(yardstick)
    print(f"evaluate: {one:.3f} ms; 10,000 additions: {ten_thousand:.3f} ms; ratio {one / ten_thousand:.2f}")


if __name__ == "__main__":
    main()
