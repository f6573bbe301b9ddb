"""The committed pictures of the icon are those that its drawing gives."""

from __future__ import annotations

import struct

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from resources import resource
from tests.packaging.scripts import script

icon = script("icon")


def differs(left: QImage, right: QImage) -> float:
    """The mean difference of two pictures of one size, in steps of 256."""
    pairs = ((left.pixelColor(x, y), right.pixelColor(x, y)) for x in range(left.width()) for y in range(left.height()))
    steps = [abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue()) for a, b in pairs]
    return sum(steps) / len(steps)


def test_that_the_picture_is_the_one_drawn(qapp: QApplication) -> None:
    committed = QImage(str(resource("icons", "program.png")))
    drawn = icon.picture(icon.PNG_SIDE)
    assert committed.size() == drawn.size()
    assert differs(committed, drawn) < 1


def test_that_the_installer_shows_the_picture_drawn(qapp: QApplication) -> None:
    committed = QImage(str(icon.WELCOME))
    assert (committed.width(), committed.height()) == (icon.WELCOME_WIDTH, icon.WELCOME_HEIGHT)
    assert differs(committed, icon.welcome_picture()) < 1


def test_that_windows_finds_every_size_it_asks_for(qapp: QApplication) -> None:
    data = resource("icons", "program.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    assert kind == 1
    sides = []
    for number in range(count):
        width, *_, size, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        image = QImage.fromData(data[offset : offset + size])
        assert image.width() == image.height() == (width or 256)
        sides.append(image.width())
    assert tuple(sides) == icon.ICO_SIDES
