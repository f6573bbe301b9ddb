"""How exported files are named."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FULL_WIDTH: Final = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_LONGEST_OFFICE: Final = 45
"""Characters of an office's name in a file name: with the rest below the 255 bytes that Linux allows."""


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
