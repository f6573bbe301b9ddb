"""Starts the program: a headless command when one is named, else the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

UNEXPECTED = 2
OPENED = {".gknb", ".json"}
"""The endings of the files that the window opens; any other first argument is a command."""


def main(arguments: Sequence[str]) -> int:
    """Run the program with the arguments after its name and return its exit code."""
    if arguments and Path(arguments[0]).suffix.lower() not in OPENED:
        return _run_command(arguments)
    # Qt is loaded only when there is a window to show, the writers of documents only when there is none.
    from ui.application import run_application  # noqa: PLC0415

    return run_application(list(arguments))


def _run_command(arguments: Sequence[str]) -> int:
    """Run a headless command; an outermost door, because Python's own exit code 1 would mean open errors."""
    import cli  # noqa: PLC0415

    try:
        return cli.main(arguments)
    except Exception:  # noqa: BLE001
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        sys.stderr.write("程序出了意外的错误，没有完成。请把上面的内容发给维护人员。\n")
        return UNEXPECTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
