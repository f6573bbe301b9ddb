"""Starts the program: a headless command when one is named, else the window."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import cli

UNEXPECTED = 2


def main(arguments: Sequence[str]) -> int:
    """Run the program with the arguments after its name and return its exit code."""
    if arguments and arguments[0] in {*cli.COMMANDS, "-h", "--help"}:
        return _run_command(arguments)
    # Qt is loaded only when there is a window to show.
    from ui.application import run_application  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    code: int = run_application(list(arguments))
    return code


def _run_command(arguments: Sequence[str]) -> int:
    """Run a headless command; an outermost door, because Python's own exit code 1 would mean open errors."""
    try:
        return cli.main(arguments)
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        sys.stderr.write("程序出了意外的错误，没有完成。请把上面的内容发给维护人员。\n")
        return UNEXPECTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
