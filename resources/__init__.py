"""Files that ship with the program: forms, fonts, icons, help and the sample report."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, in the source tree and in a packaged program alike."""
    return _FOLDER.joinpath(*parts)
