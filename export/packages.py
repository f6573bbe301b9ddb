"""Packages of Office files: zip archives that say nothing of when and on which machine they were made."""

from __future__ import annotations

import zipfile
from typing import Final

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def package_entry(name: str) -> zipfile.ZipInfo:
    """Return an entry that is the same on every day and on every system."""
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry
