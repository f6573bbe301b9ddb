"""Where a 年报文件 is safe: not on the drive that is wiped with Windows, and not on a stick alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QStorageInfo

FOLDER_NAME: Final = "年报"
"""The folder made on another drive; the user's own folder for documents is used as it is."""
BESIDE_PROGRAM: Final = "这是程序所在的文件夹，升级或卸载程序时文件可能一起被删掉。请另选一个文件夹存放年报文件。"
_ROOM: Final = 1_000_000_000
_WINDOWS_KINDS: Final = {2: "removable", 3: "fixed"}  # GetDriveType: DRIVE_REMOVABLE, DRIVE_FIXED


class DriveKind(Enum):
    """What a drive is: built in, a stick or card, or anything else, as a share of the network."""

    FIXED = "fixed"
    REMOVABLE = "removable"
    OTHER = "other"


class Drive(NamedTuple):
    """A drive that can be written to, and its free room in bytes."""

    root: Path
    kind: DriveKind
    free: int


def proposed_folder(documents: Path, drives: Iterable[Drive], system: Path | None) -> Path:
    """Return where a first 年报文件 should lie.

    Windows is often installed anew over its own drive ``system``. When the documents lie there and the machine
    has another built-in drive with room, a folder on that one is proposed. Elsewhere ``system`` is None.
    """
    if system is None or not documents.is_relative_to(system):
        return documents
    others = [drive for drive in drives if drive.kind is DriveKind.FIXED and drive.free >= _ROOM]
    return next((drive.root / FOLDER_NAME for drive in others if drive.root != system), documents)


def is_on_stick(path: Path) -> bool:
    """Tell whether a file lies on a drive that is pulled out and carried away."""
    volume = QStorageInfo(str(path.parent))
    return volume.isValid() and _kind(volume) is DriveKind.REMOVABLE


def is_beside_program(folder: Path) -> bool:
    """Tell whether a folder is the one of the installed program, which is removed and replaced with it."""
    return hasattr(sys, "frozen") and folder.resolve().is_relative_to(Path(sys.executable).resolve().parent)


def system_drive() -> Path | None:
    """Return the drive of Windows; None on other systems, where homes survive a new installation."""
    return Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\") if sys.platform == "win32" else None


def writable_drives() -> list[Drive]:
    """Return the drives of this machine that can be written to, in the order of their letters."""
    volumes = [volume for volume in QStorageInfo.mountedVolumes() if volume.isReady() and not volume.isReadOnly()]
    drives = (Drive(Path(volume.rootPath()), _kind(volume), volume.bytesAvailable()) for volume in volumes)
    return sorted(drives, key=lambda drive: drive.root)


def _kind(volume: QStorageInfo) -> DriveKind:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 (only Windows has what is asked of it)

        number = ctypes.windll.kernel32.GetDriveTypeW(volume.rootPath().replace("/", "\\"))
        return DriveKind(_WINDOWS_KINDS.get(number, "other"))
    return _linux_kind(bytes(volume.device().data()).decode("utf-8", "replace"), Path("/sys/class/block"))


def _linux_kind(device: str, blocks: Path) -> DriveKind:
    """Return the kind of ``/dev/sdb1`` by what the kernel says of its disk ``sdb``."""
    if not device.startswith("/dev/"):
        return DriveKind.OTHER
    block = (blocks / Path(device).name).resolve()
    for disk in (block, block.parent):
        flag = disk / "removable"
        if flag.is_file():
            return DriveKind.REMOVABLE if flag.read_text(encoding="ascii").strip() == "1" else DriveKind.FIXED
    return DriveKind.OTHER
