"""How long the PDF of the sample takes, warm and in a fresh process, and how large it is.

The bounds are 120 ms warm, one second cold and 350 kB; the yardstick makes the figures comparable between machines,
and processor time tells on a busy one.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.evaluation import yardstick
from export.blocks import Block
from export.compose import compose
from export.fonts import bundled_fonts
from export.pdf import PdfOptions, render_pdf
from model.evaluation import evaluate
from model.form_loader import load_form
from model.report_file import read_report_file
from resources import resource

ROUNDS = 30
COLD_ROUNDS = 5


def milliseconds(work: Callable[[], object], rounds: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the median time of one call by a clock that counts seconds."""
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append((clock() - start) * 1000)
    return statistics.median(times)


def processor_time() -> float:
    """Return the seconds that this process and those it waited for have kept a processor busy."""
    return time.process_time() + sum(os.times()[2:4])


def sample() -> tuple[list[Block], PdfOptions]:
    """Compose the sample, to be set in the fonts that ship."""
    form = load_form("2021")
    report = read_report_file(resource("sample", "report.json")).report
    options = PdfOptions(report.office, datetime(2025, 1, 20, tzinfo=UTC), bundled_fonts())
    return compose(form, report, evaluate(form, report)), options


def fresh_process() -> None:
    """Set the sample in a new interpreter, form, imports and fonts included."""
    subprocess.run([sys.executable, "-c", "from bench.pdf import *; render_pdf(*sample())"], check=True)


def main() -> None:
    blocks, options = sample()
    size = len(render_pdf(blocks, options).content)
    warm = milliseconds(lambda: render_pdf(blocks, options), ROUNDS)
    cold = milliseconds(fresh_process, COLD_ROUNDS)
    addition = milliseconds(yardstick, 200)
    print(f"PDF of the sample: {warm:.0f} ms warm, {cold:.0f} ms in a fresh process, {size / 1000:.0f} kB")
    warm_busy = milliseconds(lambda: render_pdf(blocks, options), ROUNDS, processor_time)
    cold_busy = milliseconds(fresh_process, COLD_ROUNDS, processor_time)
    print(f"of it the processor was busy {warm_busy:.0f} ms warm, {cold_busy:.0f} ms in a fresh process")
    print(f"10,000 additions: {addition:.3f} ms; ratio warm {warm / addition:.0f}, cold {cold / addition:.0f}")


if __name__ == "__main__":
    main()
