"""How long the Word file and the web page of the sample take, warm and in a fresh process, and how large they are.

The bound for Word is 350 ms; the yardstick makes the figures comparable between machines.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from bench.evaluation import yardstick
from bench.pdf import COLD_ROUNDS, ROUNDS, milliseconds, sample
from export.web import page
from export.word import WordOptions, word_bytes


def word_of_sample() -> bytes:
    blocks, options = sample()
    return word_bytes(blocks, WordOptions(options.author))


def page_of_sample() -> bytes:
    blocks, options = sample()
    return page(blocks, options.author).encode()


def fresh_process(name: str) -> None:
    """Write one file in a new interpreter, form and imports included."""
    subprocess.run([sys.executable, "-c", f"from bench.word import {name}; {name}()"], check=True)


def main() -> None:
    blocks, options = sample()
    word = WordOptions(options.author)
    addition = milliseconds(yardstick, 200)
    for told, warm, name, size in (
        ("Word", lambda: word_bytes(blocks, word), "word_of_sample", len(word_of_sample())),
        ("web page", lambda: page(blocks, options.author), "page_of_sample", len(page_of_sample())),
    ):
        first = milliseconds(partial(fresh_process, name), COLD_ROUNDS)
        again = milliseconds(warm, ROUNDS)
        print(
            f"{told} of the sample: {again:.0f} ms warm, {first:.0f} ms in a fresh process, {size / 1000:.0f} kB;"
            f" ratio to 10,000 additions {again / addition:.0f}"
        )


if __name__ == "__main__":
    main()
