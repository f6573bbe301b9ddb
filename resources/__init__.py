"""Files that ship with the program: forms, fonts, icons, help and the sample report."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

_FOLDER = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, in the source tree and in a packaged program alike."""
    return _FOLDER.joinpath(*parts)


def open_resource(path: Path) -> BinaryIO:
    """Open a file for reading, also one that the packaged program holds compressed beside its name."""
    packed = path.with_name(path.name + ".xz")
    if path.exists() or not packed.exists():
        return path.open("rb")
    import lzma  # noqa: PLC0415 (needed for large files alone, which are read late)

    return BytesIO(lzma.decompress(packed.read_bytes()))
