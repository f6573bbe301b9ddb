"""Writes THIRD-PARTY.txt: what ships with the program, under which licence, with the text of each licence.

    python packaging/third_party.py FILE

Names, versions and texts come from the distributions that are installed here, so they are those of this very build.
A licence that is not listed below stops the build: somebody has to read it and add it.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
TEXTS: Final = Path(__file__).resolve().parent / "licences"

QT: Final = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"
BOOTLOADER: Final = (
    "GPLv2-or-later with a special exception which allows to use PyInstaller to build and distribute non-free "
    "programs (including commercial ones)"
)
ACCEPTED: Final = {
    "BSD License": "BSD-3-Clause",
    "BSD license (see license.txt for details), Copyright (c) 2000-2025, ReportLab Inc.": "BSD-3-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause OR Apache-2.0",
    "MIT": "MIT",
    "MIT License": "MIT",
    "PSF-2.0": "PSF-2.0",
    QT: "LGPL-3.0-only",
    BOOTLOADER: "GPL-2.0-or-later WITH Bootloader-exception",
}
"""What distributions say of their licence, and the SPDX expression under which we use them."""

LEFT_OUT: Final = frozenset({"charset-normalizer", "pillow"})
"""What reportlab requires and the bundle does without: build.spec excludes it, `left_out.py` stands in for Pillow."""

_LICENCE_FILE: Final = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_RULE: Final = "=" * 100


class UnlistedLicenceError(Exception):
    """A distribution is under a licence that nobody has accepted."""


class Component(NamedTuple):
    """Something that ships: its licence as SPDX expression, and the texts that must go with it."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def components() -> Iterator[Component]:
    """Yield everything that ships, in the order of its name."""
    pins = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(encoding="ascii"), re.MULTILINE)
    yield Component("Python", platform.python_version(), "PSF-2.0", (_text(TEXTS / "Python.txt"),))
    shipped = [name for name in pins if name not in LEFT_OUT]
    yield from (component(distribution(name)) for name in (*shipped, "pyinstaller"))
    fonts = (_text(ROOT / "resources" / "fonts" / "OFL.txt"),)
    yield Component("GK Kai SC, Noto Sans SC, Noto Serif SC（字体）", "", "OFL-1.1", fonts)


def component(package: Distribution) -> Component:
    """Return an installed distribution; raise ``UnlistedLicenceError`` when its licence is not accepted."""
    name, said = package.metadata["Name"], stated_licence(package)
    if said not in ACCEPTED:
        raise UnlistedLicenceError(f"{name} {package.version} is under a licence that is not listed: {said!r}")
    texts = tuple(_text(Path(str(path.locate()))) for path in package.files or () if _is_licence(path.parts))
    if said == QT:
        texts = (_text(TEXTS / "LGPL-3.0.txt"), _text(TEXTS / "GPL-3.0.txt"))
    if not texts:
        raise UnlistedLicenceError(f"{name} {package.version} brings no text of its licence.")
    return Component(name, package.version, ACCEPTED[said], texts)


def stated_licence(package: Distribution) -> str:
    """Return what a distribution says of its licence: an SPDX expression, a line of its own, or a classifier."""
    metadata = package.metadata
    for field in ("License-Expression", "License"):
        if metadata[field]:
            return " ".join(metadata[field].split())
    classifiers = metadata.get_all("Classifier") or []
    return " / ".join(line.rpartition("::")[2].strip() for line in classifiers if line.startswith("License"))


def notices() -> str:
    """Return the whole file: a list of what ships, then each text once, with the names of those it belongs to."""
    every = list(components())
    users: dict[str, list[str]] = {}
    for each in every:
        for text in each.texts:
            users.setdefault(text, []).append(each.name)
    overview = "\n".join(f"{f'{each.name} {each.version}'.strip()}：{each.licence}" for each in every)
    parts = ["本软件包含下列第三方组件，各组件按其许可证使用；许可证全文附后。", overview]
    parts.append("Qt 和 PySide6 以动态库形式附带，可按 LGPL-3.0 用兼容的版本替换程序文件夹中的对应文件。")
    parts += [f"{_RULE}\n{'、'.join(dict.fromkeys(names))}\n{_RULE}\n\n{text}" for text, names in users.items()]
    return "\n\n".join(parts) + "\n"


def _is_licence(parts: tuple[str, ...]) -> bool:
    """Tell whether a file of a distribution is the text of a licence: it lies beside the metadata."""
    return parts[0].endswith(".dist-info") and any(_LICENCE_FILE.search(part) for part in parts[1:])


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(notices(), encoding="utf-8")
