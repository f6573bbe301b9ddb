"""Line icons drawn from paths on a grid of 24 units, in any colour and crisp at every scaling of the screen."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

# Commands: M move to, L line to, C cubic curve to, O circle (centre, radius), Z close.
_PATHS: Final = {
    "back": "M 11 6 L 5 12 L 11 18 M 5 12 L 20 12",
    "check": "M 4 6 L 6 8 L 9 4 M 4 13 L 6 15 L 9 11 M 13 6 L 20 6 M 13 13 L 20 13 M 4 20 L 20 20",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "collapse": "M 6 9 L 12 15 L 18 9",
    "done": "M 5 12.5 L 10 17.5 L 19 7",
    "error": "M 8.3 3 L 15.7 3 L 21 8.3 L 21 15.7 L 15.7 21 L 8.3 21 L 3 15.7 L 3 8.3 Z M 12 7.5 L 12 13"
    " M 12 16.4 L 12 16.6",
    "compare": "M 3.5 20 L 20.5 20 M 6 20 L 6 12 L 9.5 12 L 9.5 20 M 13 20 L 13 5 L 16.5 5 L 16.5 20",
    "export": "M 12 15 L 12 3.5 M 7.5 8 L 12 3.5 L 16.5 8 M 4 14 L 4 20 L 20 20 L 20 14",
    "expand": "M 6 15 L 12 9 L 18 15",
    "hint": "O 12 12 9 M 12 11 L 12 16.5 M 12 7.6 L 12 7.8",
    "home": "M 3.5 11.5 L 12 4 L 20.5 11.5 M 6 9.5 L 6 20 L 18 20 L 18 9.5 M 10 20 L 10 14.5 L 14 14.5 L 14 20",
    "next": "M 9 5 L 16 12 L 9 19",
    "preview": "M 2.5 12 C 6 5.5 18 5.5 21.5 12 C 18 18.5 6 18.5 2.5 12 Z O 12 12 2.8",
    "print": "M 7 9 L 7 3.5 L 17 3.5 L 17 9 M 7 17 L 3.5 17 L 3.5 9 L 20.5 9 L 20.5 17 L 17 17"
    " M 7 14 L 17 14 L 17 20.5 L 7 20.5 Z",
    "redo": "M 15 6 L 20 11 L 15 16 M 20 11 L 10 11 C 2.5 11 2.5 20 10 20 L 12 20",
    "table": "M 3.5 5 L 20.5 5 L 20.5 19 L 3.5 19 Z M 3.5 9.7 L 20.5 9.7 M 3.5 14.3 L 20.5 14.3 M 9.5 5 L 9.5 19",
    "text": "M 5 6 L 19 6 M 5 10 L 19 10 M 5 14 L 19 14 M 5 18 L 13 18",
    "title": "M 5 5 L 19 5 M 12 5 L 12 14 M 8 9.5 L 16 9.5 M 5 20 L 19 20 M 12 16.9 L 12 17.1",
    "undo": "M 9 6 L 4 11 L 9 16 M 4 11 L 14 11 C 21.5 11 21.5 20 14 20 L 12 20",
    "warning": "M 12 3.5 L 21.5 20 L 2.5 20 Z M 12 9.5 L 12 14 M 12 16.9 L 12 17.1",
}
_ARGUMENTS: Final = {"M": 2, "L": 2, "C": 6, "O": 3, "Z": 0}


def icon(name: str, colour: QColor, size: int = 20) -> QIcon:
    """Return an icon; raise ``KeyError`` for a name that is not drawn here."""
    scales = tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}))
    return _icon(name, colour.rgba(), size, scales)


@lru_cache(maxsize=256)
def _icon(name: str, rgba: int, size: int, scales: tuple[float, ...]) -> QIcon:
    drawn = QIcon()
    for scale in scales:
        drawn.addPixmap(_pixmap(_path(name), QColor.fromRgba(rgba), size, scale))
    return drawn


def _pixmap(path: QPainterPath, colour: QColor, size: int, scale: float) -> QPixmap:
    pixmap = QPixmap(round(size * scale), round(size * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 24, size / 24)
    pen = QPen(colour, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(path)
    painter.end()
    return pixmap


@lru_cache(maxsize=64)
def _path(name: str) -> QPainterPath:
    path = QPainterPath()
    words = _PATHS[name].split()
    while words:
        command = words.pop(0)
        taken = [float(word) for word in words[: _ARGUMENTS[command]]]
        del words[: len(taken)]
        points = [QPointF(x, y) for x, y in zip(taken[::2], taken[1::2], strict=False)]
        match command:
            case "M":
                path.moveTo(points[0])
            case "L":
                path.lineTo(points[0])
            case "C":
                path.cubicTo(*points)
            case "O":
                radius = taken[2]
                path.addEllipse(QRectF(taken[0] - radius, taken[1] - radius, 2 * radius, 2 * radius))
            case "Z":
                path.closeSubpath()
    return path
