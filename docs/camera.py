"""Draws pictures of the program for the manual: parts of the window, numbered, with few colours, always the same.

The clock stands still while pictures are taken, so that two runs on one machine write the same bytes.
"""

from __future__ import annotations

import importlib
import io
import os
import pkgutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import ClassVar, Final

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from ui.tasks import wait_for_tasks
from ui.theme import LIGHT

_MORNING: Final = datetime(2025, 1, 10, 9, 30)  # noqa: DTZ001 (the clock on the wall of the sample's office)
COLOURS: Final = 96
_DISC: Final = 11
_BAR: Final = 30
_MARK, _EDGE, _TITLE, _INK = QColor("#6b2fa0"), QColor("#8a97a5"), QColor("#e7ebf0"), QColor("#1c2630")


class Clock:
    """What the program takes for the present; a scene may put it forward."""

    moment: ClassVar[datetime] = _MORNING

    @classmethod
    def put_forward(cls, **by: int) -> None:
        """Let some days, hours or minutes go by."""
        cls.moment += timedelta(**by)


class _StoppedDate(date):
    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return Clock.moment.date()


class _StoppedDatetime(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return Clock.moment if tz is None else Clock.moment.astimezone(tz)


@contextmanager
def stopped_clock() -> Iterator[None]:
    """Let every module of the program see the moment of ``Clock`` in China, and one clerk as its user."""
    Clock.moment = _MORNING
    known = {name: os.environ.get(name) for name in ("TZ", "LOGNAME")}
    os.environ.update(TZ="Asia/Shanghai", LOGNAME="王敏")
    time.tzset()
    changed = [
        (module, name, present, stopped)
        for module in _modules()
        for name, present, stopped in (("date", date, _StoppedDate), ("datetime", datetime, _StoppedDatetime))
        if getattr(module, name, None) is present
    ]
    for module, name, _, stopped in changed:
        setattr(module, name, stopped)
    try:
        yield
    finally:
        for module, name, present, _ in changed:
            setattr(module, name, present)
        for variable, value in known.items():
            os.environ.pop(variable, None) if value is None else os.environ.update({variable: value})
        time.tzset()


def _modules() -> list[object]:
    for package in ("model", "export", "ui"):
        folder = [str(Path(__file__).parents[1] / package)]
        for found in pkgutil.walk_packages(folder, f"{package}."):
            importlib.import_module(found.name)
    return [module for name, module in sys.modules.items() if name.partition(".")[0] in {"model", "export", "ui"}]


def settle() -> None:
    """Wait until work in the background is done and shown."""
    for _ in range(3):
        wait_for_tasks()
        QTest.qWait(180)


def picture(
    widget: QWidget, crop: QRect | None = None, callouts: Sequence[QPoint] = (), overlay: QWidget | None = None
) -> QPixmap:
    """Return what a widget looks like, or the part ``crop`` of it, with numbers 1, 2, … at the points given.

    A dialog gets a bar with its title, as every desktop gives it; ``overlay`` is a menu shown over the widget.
    """
    QTest.qWait(40)
    shot = widget.grab()
    if overlay is not None:
        painter = QPainter(shot)
        corner = overlay.mapToGlobal(QPoint()) - widget.mapToGlobal(QPoint())
        painter.drawPixmap(corner, overlay.grab())
        painter.end()
    _number(shot, callouts)
    if crop is not None:
        shot = shot.copy(crop.intersected(shot.rect()))
    return _framed(shot, widget.windowTitle() if isinstance(widget, QDialog) else "")


def _number(shot: QPixmap, callouts: Sequence[QPoint]) -> None:
    painter = QPainter(shot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(15)
    painter.setFont(font)
    for number, place in enumerate(callouts, 1):
        painter.setPen(QColor("white"))
        painter.setBrush(_MARK)
        painter.drawEllipse(place, _DISC, _DISC)
        box = QRect(place - QPoint(_DISC, _DISC), QSize(2 * _DISC, 2 * _DISC))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.end()


def _framed(shot: QPixmap, title: str) -> QPixmap:
    """Return a picture in a thin frame, below a bar with a title where there is one."""
    bar = _BAR if title else 0
    framed = QPixmap(shot.width() + 2, shot.height() + bar + 2)
    framed.fill(_TITLE)
    painter = QPainter(framed)
    painter.drawPixmap(1, bar + 1, shot)
    painter.setPen(_INK)
    font = QFont(painter.font())
    font.setPixelSize(14)
    painter.setFont(font)
    painter.drawText(QRect(12, 1, shot.width() - 24, bar), Qt.AlignmentFlag.AlignVCenter, title)
    painter.setPen(_EDGE)
    painter.drawRect(framed.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return framed


def save(shot: QPixmap, path: Path) -> None:
    """Write a picture as a small PNG; raise ``OSError`` when it cannot be written."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    shot.toImage().convertToFormat(QImage.Format.Format_RGB32).save(buffer, "PNG")  # type: ignore[call-overload]
    with Image.open(io.BytesIO(buffer.data().data())) as full:
        plain = full.convert("RGB")
    plain.quantize(palette=_palette(plain), dither=Image.Dither.NONE).save(path, optimize=True)


def _palette(plain: Image.Image) -> Image.Image:
    """Return few colours for a picture; those of the theme are among them, however small a mark shows them."""
    tokens: list[QColor] = [_MARK, *(getattr(LIGHT, token.name) for token in fields(LIGHT))]
    colours = [(token.red(), token.green(), token.blue()) for token in tokens]
    share = max(plain.height // 10, 1)
    weighted = Image.new("RGB", (plain.width + len(colours) * share, plain.height))
    weighted.paste(plain, (0, 0))
    for place, colour in enumerate(colours):
        weighted.paste(colour, (plain.width + place * share, 0, plain.width + (place + 1) * share, plain.height))
    return weighted.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
