"""Prints the pins of a build: what ships, and PyInstaller with what it needs there.

    python build_pins.py linux|windows > FILE       then: pip download --no-deps --require-hashes -r FILE

pip evaluates the markers of a requirement for the machine it runs on, so those for Windows are resolved here.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
TOOLS: Final = {
    "altgraph",
    "packaging",
    "pefile",
    "pyinstaller",
    "pyinstaller-hooks-contrib",
    "pywin32-ctypes",
    "setuptools",
}
_MARKER: Final = ' ; sys_platform == "win32"'


def entries(path: Path) -> list[str]:
    """Return the pins of a requirements file, each with its hashes on the lines that follow it."""
    return re.findall(r"^[a-z0-9-]+==(?:.*\\\n)*.*\n", path.read_text(encoding="ascii"), re.MULTILINE)


def build_pins(*, windows: bool) -> list[str]:
    """Return the pins of the build for one system, without markers."""
    shipped = entries(ROOT / "requirements.txt")
    tools = [pin for pin in entries(ROOT / "requirements-dev.txt") if pin.partition("==")[0] in TOOLS]
    return [pin.replace(_MARKER, "") for pin in shipped + tools if windows or _MARKER not in pin]


if __name__ == "__main__":
    sys.stdout.write("".join(build_pins(windows=sys.argv[1] == "windows")))
