"""Renders resources/icons/program.svg: a PNG for windows and Linux menus, an ICO for Windows, the installer's picture.

    python packaging/icon.py

All are committed, so that a build needs no renderer; a test renders them anew and compares.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER: Final = Path(__file__).resolve().parents[1] / "resources" / "icons"
PNG_SIDE: Final = 256
WELCOME: Final = Path(__file__).resolve().parent / "welcome.bmp"
WELCOME_WIDTH, WELCOME_HEIGHT = 164, 314
"""What NSIS shows beside its first and last page, in pixels."""
ICO_SIDES: Final = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows asks for at 100 % to 250 %: title bar, list, desktop."""


def picture(side: int) -> QImage:
    """Return the icon with ``side`` by ``side`` pixels."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(FOLDER / "program.svg")).render(painter)
    painter.end()
    return image


def welcome_picture() -> QImage:
    """Return the icon on its own blue, as NSIS shows it beside its first and last page."""
    image = QImage(WELCOME_WIDTH, WELCOME_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#1f4e8c"))
    painter = QPainter(image)
    painter.drawImage(QPoint((WELCOME_WIDTH - 112) // 2, 56), picture(112))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Indexed8)


def png(image: QImage) -> bytes:
    """Return an image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants text
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return an ICO file of PNG pictures by their side, at most 256 (Microsoft: ICONDIR, ICONDIRENTRY)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    for side, data in pictures.items():
        head += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return head + b"".join(pictures.values())


def main() -> None:
    """Write all files."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv)
    (FOLDER / "program.png").write_bytes(png(picture(PNG_SIDE)))
    (FOLDER / "program.ico").write_bytes(ico({side: png(picture(side)) for side in ICO_SIDES}))
    welcome_picture().save(str(WELCOME))
    del application


if __name__ == "__main__":
    main()
