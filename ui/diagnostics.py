"""诊断信息: what a maintainer needs to find an error, and nothing of what a report says."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from PySide6.QtCore import QLocale, QSysInfo, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from model.files import replacing
from resources.version import VERSION
from ui.archive_place import is_on_stick

FACTS_NAME: Final = "诊断信息.txt"
_OFFICIAL_FONTS: Final = (
    "仿宋",
    "FangSong",
    "小标宋",
    "楷体",
    "KaiTi",
    "黑体",
    "SimHei",
    "宋体",
    "SimSun",
    "雅黑",
    "YaHei",
)


def write_diagnostics(target: Path, logs: Path, archive: Path | None) -> None:
    """Write a zip with the facts of this machine and the logs in the folder ``logs``; raise an ``AppError``.

    Of the open 年报文件 only its size and kind of drive are told. The home folder, which names a person, is
    written as ``~`` wherever the logs hold it.
    """
    with replacing(target) as beside, ZipFile(beside, "w", ZIP_DEFLATED) as bundle:
        bundle.writestr(FACTS_NAME, "\n".join(facts(archive)) + "\n")
        for log in sorted(logs.glob("program*.log")):
            text = log.read_text(encoding="utf-8", errors="replace")
            bundle.writestr(log.name, text.replace(str(Path.home()), "~"))


def facts(archive: Path | None) -> Iterator[str]:
    """Yield a line for each fact of program, system, screens, fonts and 年报文件."""
    yield f"程序版本：{VERSION}（{'安装版' if hasattr(sys, 'frozen') else '源代码'}）"
    yield f"Python {platform.python_version()}，Qt {qVersion()}，SQLite {sqlite3.sqlite_version}"
    yield f"系统：{QSysInfo.prettyProductName()}，{platform.platform()}，{platform.machine()}"
    yield f"语言：{QLocale.system().name()}，显示方式：{QGuiApplication.platformName()}"
    for number, screen in enumerate(QGuiApplication.screens(), 1):
        size = screen.geometry()
        yield f"屏幕 {number}：{size.width()}×{size.height()}，缩放 {screen.devicePixelRatio():g}"
    fonts = [name for name in QFontDatabase.families() if any(part in name for part in _OFFICIAL_FONTS)]
    yield f"公文字体：{'、'.join(fonts) or '没有'}"
    yield f"年报文件：{_archive_words(archive)}"


def _archive_words(archive: Path | None) -> str:
    if archive is None or not archive.is_file():
        return "没有打开"
    place = "在 U 盘上" if is_on_stick(archive) else "不在 U 盘上"
    return f"{archive.stat().st_size / 1024:.0f} KB，{place}"
