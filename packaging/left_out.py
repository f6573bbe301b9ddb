"""Lets pdfminer and reportlab be imported without libraries that are left out; the bundle runs this first.

They are imported at the top of modules that we need, and serve only what this program never does. pdfminer deciphers
with cryptography, but `intake.portable` hands it no locked file; it guesses the encoding of tags with
charset-normalizer, but we read none. reportlab draws pictures with Pillow, but our pages have none. Whoever does use
one gets an error with its name, not a wrong result.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final, NoReturn

NAMES: Final = {
    "charset_normalizer": ("detect",),
    "cryptography.hazmat.backends": ("default_backend",),
    "cryptography.hazmat.primitives.ciphers": ("Cipher", "algorithms", "modes"),
}
"""The modules that pdfminer asks for, and what it takes from each."""


class _LeftOut:
    """Stands for something that is not in the bundle: it has a name and nothing else."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise NotImplementedError(f"{self._name} is left out of this program.")

    def __getattr__(self, name: str) -> NoReturn:
        raise NotImplementedError(f"{self._name}.{name} is left out of this program.")


def _module(name: str, **contents: Any) -> None:  # noqa: ANN401
    module = ModuleType(name)
    vars(module).update(contents)
    sys.modules[name] = module


def stand_in() -> None:
    """Put empty modules in the places of those libraries; none of them must have been imported yet."""
    for path, names in NAMES.items():
        parents = path.split(".")
        for length in range(1, len(parents)):
            _module(".".join(parents[:length]), __path__=[])
        _module(path, **{name: _LeftOut(f"{path}.{name}") for name in names})
    # None is what reportlab and openpyxl themselves expect where there is no Pillow.
    _module("PIL", Image=None, __path__=[])


stand_in()
