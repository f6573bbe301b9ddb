"""The scripts of packaging/, which is no Python package: its name belongs to a library that is installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging"


def script(name: str) -> ModuleType:
    """Return a script of packaging/ as a module."""
    specification = importlib.util.spec_from_file_location(f"packaging_{name}", FOLDER / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
