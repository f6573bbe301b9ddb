"""Files on disk: how they are named, and how they are put in the place of older ones.

A file is written beside its target and then takes its place, so that a target is whole or untouched,
whatever happens in between (architecture rule 9).
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from model.errors import AppError

_FULL_WIDTH: Final = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_LONGEST_OFFICE: Final = 45
"""Characters of an office's name in a file name: with the rest below the 255 bytes that Linux allows."""


class TargetInUseError(AppError):
    """The file to be replaced is open in another program, or read-only."""


class FolderRefusedError(AppError):
    """The folder does not exist or may not be written to."""


class DiskFullError(AppError):
    """The disk has no room left."""


class FileNotWrittenError(AppError):
    """The file could not be written for a reason that only the system can name."""


def safe_file_name(name: str) -> str:
    r"""Return ``name`` as a file name that Windows and Linux accept.

    The characters that Windows forbids (``\ / : * ? " < > |``) become their full-width forms, unseen
    characters go, and a name that Windows keeps for a device gets a low line in front.
    """
    seen = "".join(sign for sign in name if unicodedata.category(sign) not in _UNSEEN)
    plain = " ".join(seen.translate(_FULL_WIDTH).split()).rstrip(". ")
    return f"_{plain}" if not plain or _DEVICE.match(plain) else plain


def report_file_name(office: str, year: int, ending: str, *, draft: bool = False) -> str:
    """Return the customary name of an exported report: 机关名称YYYY年政府信息公开工作年度报告.pdf.

    ``ending`` is the file's ending with its dot. A draft says so, lest it replace the final file.
    """
    mark = "（草稿）" if draft else ""
    return safe_file_name(f"{office.strip()[:_LONGEST_OFFICE]}{year}年政府信息公开工作年度报告{mark}{ending}")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a path beside ``target`` to write to; it takes the target's place when the block ends well.

    The folder is made when it is missing. Raises an ``AppError`` for every refusal of the system, with the
    target as it was and nothing left behind.
    """
    goal = Path(os.path.realpath(target))
    temporary = goal.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        _prepare(goal.parent, temporary)
        yield temporary
        _flush(temporary)
        _put(temporary, goal)
    except OSError as problem:
        raise _refusal(problem, goal) from problem
    finally:
        temporary.unlink(missing_ok=True)


def _prepare(folder: Path, temporary: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.touch(exist_ok=False)
    except (PermissionError, FileNotFoundError, FileExistsError, NotADirectoryError) as problem:
        raise FolderRefusedError(
            f"无法在文件夹“{folder}”中写入文件。请检查它是否存在、是否允许写入，或另选一个文件夹。"
        ) from problem


def _flush(temporary: Path) -> None:
    """Bring the bytes to the disk before the old file is given up; a name may otherwise outlive a power cut."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())


def _put(temporary: Path, goal: Path) -> None:
    try:
        temporary.replace(goal)
    except PermissionError as problem:
        raise TargetInUseError(
            f"无法替换“{goal.name}”，原文件没有改动：它可能正在别的程序（如 WPS、Word、Excel、阅读器）中打开，"
            "或者是只读文件。请关闭它再试一次，或换一个文件夹。"
        ) from problem


def _refusal(problem: OSError, goal: Path) -> AppError:
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(f"磁盘空间不足，“{goal.name}”没有写成，原文件没有改动。请清理磁盘或换一个磁盘再试。")
    reason = problem.strerror or str(problem)
    return FileNotWrittenError(f"“{goal.name}”没有写成（{reason}），原文件没有改动。请换一个文件夹再试。")
