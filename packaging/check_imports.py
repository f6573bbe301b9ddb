"""Tells which libraries a Windows bundle needs and neither brings nor finds in Windows 10 1809.

    python check_imports.py FOLDER         exit 0 when none is missing; needs the package pefile

Wine has libraries that Windows lacks and the other way round, so a program that starts there proves nothing here.
"""

from __future__ import annotations

import importlib
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

SYSTEM: Final = """
advapi32 authz bcrypt bcryptprimitives cfgmgr32 comctl32 comdlg32 combase crypt32 d2d1 d3d11 d3d12 d3d9 dcomp dnsapi
dwmapi dwrite dxgi gdi32 imm32 iphlpapi kernel32 mpr msi msvcrt netapi32 ntdll ole32 oleaut32 powrprof propsys psapi
rpcrt4 secur32 setupapi shcore shell32 shlwapi uiautomationcore user32 userenv uxtheme version winhttp winmm winspool
ws2_32 wtsapi32
"""
"""The libraries of Windows 10 1809 that this program may use, without their ending."""
_ENDINGS: Final = {".dll", ".exe", ".pyd"}
_AMD64: Final = 0x8664


def missing_libraries(folder: Path) -> dict[str, set[str]]:
    """Return each library that is neither in ``folder`` nor in Windows, with the files that ask for it."""
    files = [path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS]
    brought = {path.name.lower() for path in files}
    missing: dict[str, set[str]] = defaultdict(set)
    for path in files:
        for library in imports(path) - brought:
            if Path(library).stem not in SYSTEM.split() and not library.startswith("api-ms-win-"):
                missing[library].add(path.name)
    return missing


def imports(path: Path) -> set[str]:
    """Return the libraries that a file asks for, at once or later; leave when it is for another machine."""
    pefile: Any = importlib.import_module("pefile")  # comes with the wheels of the Windows build

    image = pefile.PE(str(path), fast_load=True)
    system = (image.OPTIONAL_HEADER.MajorSubsystemVersion, image.OPTIONAL_HEADER.MinorSubsystemVersion)
    if image.FILE_HEADER.Machine != _AMD64 or system > (10, 0):
        sys.exit(f"{path} is not for 64-bit Windows 10.")
    kinds = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
    image.parse_data_directories([pefile.DIRECTORY_ENTRY[kind] for kind in kinds])
    tables = (getattr(image, name, []) for name in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"))
    return {entry.dll.decode("ascii").lower() for table in tables for entry in table}


def main(folder: Path) -> int:
    """Print what is missing and return the exit code."""
    missing = missing_libraries(folder)
    for library, files in sorted(missing.items()):
        sys.stdout.write(f"missing: {library}, needed by {', '.join(sorted(files))}\n")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
