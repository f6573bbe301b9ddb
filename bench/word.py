"""How long the Word file and the web page of the sample take, warm and in a fresh process, and how large they are.

The bound for Word is 350 ms; the yardstick makes the figures comparable between machines.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from bench.evaluation import yardstick
from bench.pdf import COLD_ROUNDS, ROUNDS, milliseconds, processor_time, sample
from export.web import page
from export.word import WordOptions, word_bytes


def word_of_sample() -> bytes:
    blocks, options = sample()
    return word_bytes(blocks, WordOptions(options.author))


def page_of_sample() -> bytes:
    blocks, options = sample()
    return page(blocks, options.author).encode()


def measure(told: str, warm: Callable[[], object], whole: Callable[[], bytes]) -> None:
    """Print the times of a writer; ``whole`` is done in a new interpreter too, form and imports included."""
    command = [sys.executable, "-c", f"from bench.word import {whole.__name__}; {whole.__name__}()"]
    again = milliseconds(warm, ROUNDS)
    first = milliseconds(lambda: subprocess.run(command, check=True), COLD_ROUNDS)
    ratio = again / milliseconds(yardstick, 200)
    size = len(whole()) / 1000
    print(f"{told} of the sample: {again:.0f} ms warm, {first:.0f} ms in a fresh process, {size:.0f} kB")
    busy = milliseconds(warm, ROUNDS, processor_time)
    print(f"of it the processor was busy {busy:.0f} ms warm; ratio to 10,000 additions: {ratio:.0f}")


def main() -> None:
    blocks, options = sample()
    measure("Word", lambda: word_bytes(blocks, WordOptions(options.author)), word_of_sample)
    measure("web page", lambda: page(blocks, options.author), page_of_sample)


if __name__ == "__main__":
    main()
