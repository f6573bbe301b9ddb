"""Runs every measurement, one after the other, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MEASUREMENTS = ("evaluation", "pdf", "word", "facts", "reading", "typing", "preview", "window")


def main() -> None:
    """Run the measurements that exist."""
    for name in MEASUREMENTS:
        if Path(__file__).with_name(f"{name}.py").exists():
            print(f"--- {name}", flush=True)
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)


if __name__ == "__main__":
    main()
