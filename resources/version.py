"""The version of the program; the bundle, the installers and 关于 take it from here."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
