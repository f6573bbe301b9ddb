"""Cells of a statutory table: how a label or a figure is set in the room it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from export.typesetting.characters import NEVER_FIRST
from export.typesetting.geometry import PageStyle
from export.typesetting.setting import Alignment, SetLine, TextStyle, set_text
from export.typesetting.units import Measurer
from model.layout import CellRole, LayoutCell

CONTINUED: Final = "（续）"
PADDING: Final = 1.9
"""White to the left and right of a cell's text, in points."""

_INSET: Final = 2.0
"""More white to the left of a text that begins at the left."""
_LEADING: Final = 1.22
_MARGIN: Final = 2.2
"""White above and below the lines of a cell in the tightest setting."""
_SMALLEST_SIZE: Final = 0.2
_ORDINAL: Final = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．]")
GROUP_ORDINAL: Final = re.compile(r"（[一二三四五六七八九十]+）")
WHOLE_NUMBER: Final = re.compile(r"[-0-9.,]+")
"""A figure that is never broken, because readers would take its lines for two figures; it is set smaller instead."""
SMALLEST_FIGURE: Final = 4.0
"""Points below which nobody could read it."""
_NARROW: Final = 4
"""A column of fewer characters has its label in lines of two: most Chinese words have two characters."""
_CLUSTER: Final = re.compile(rf"{CONTINUED}|.[{re.escape(''.join(sorted(NEVER_FIRST)))}]*", re.DOTALL)


class CellStyle(NamedTuple):
    """The faces of a table, for labels and figures and for the explanation in its corner, and the page's sizes."""

    text: Measurer
    corner: Measurer
    page: PageStyle


@dataclass(frozen=True)
class SetCell:
    """A cell with its lines; ``width`` is the room between its paddings in points."""

    cell: LayoutCell
    lines: tuple[SetLine, ...]
    size: float
    width: float

    @property
    def leading(self) -> float:
        """Return the distance from line to line."""
        return self.size * _LEADING

    @property
    def least_height(self) -> float:
        """Return the height below which the cell cannot be printed; an empty cell is as high as one line."""
        return max(len(self.lines), 1) * self.leading + 2 * _MARGIN


def set_cell(cell: LayoutCell, text: str, width: float, size: float, style: CellStyle, room: float) -> SetCell:
    """Set a text in a cell, smaller if it would else be higher than ``room`` points, or a number in two pieces."""
    if cell.ref and WHOLE_NUMBER.fullmatch(text):
        size = min(size, max(width / sum(style.text(char).advance for char in text), SMALLEST_FIGURE))
    shown = _set(cell, text, width, size, style)
    while shown.least_height > room and shown.size > _SMALLEST_SIZE:
        shown = _set(cell, text, width, shown.size * 0.9, style)
    return shown


def _set(cell: LayoutCell, text: str, width: float, size: float, style: CellStyle) -> SetCell:
    measurer = style.corner if cell.role is CellRole.CORNER else style.text
    left, centred = (TextStyle(measurer, size, alignment) for alignment in (Alignment.LEFT, Alignment.CENTRED))
    if not text:
        lines = []
    elif is_vertical(cell, text):
        lines = _stacked(text, left, width)
    elif is_left_aligned(cell, text):
        lines = [line.moved(_INSET) for line in _set_label(cell, text, left, width - _INSET)]
    else:
        lines = _set_label(cell, text, centred, width) if cell.ref is None else set_text(text, centred, width)
    return SetCell(cell, tuple(lines), size, width)


def _set_label(cell: LayoutCell, text: str, style: TextStyle, width: float) -> list[SetLine]:
    """Set a label; one that is too long for a line is broken at the sense."""
    lines = set_text(text, style, width)
    if len(lines) == 1:
        return lines
    if cell.role is CellRole.COLUMN_LABEL and 2 * style.size < width < _NARROW * style.size:
        pairs = set_text(text, style, 2 * style.size)
        return [line.moved((width - 2 * style.size) / 2) for line in pairs]
    ordinal = GROUP_ORDINAL.match(text)
    if cell.height > 1 and ordinal:
        return [*set_text(ordinal.group(), style, width), *set_text(text[ordinal.end() :], style, width)]
    return lines


def is_left_aligned(cell: LayoutCell, text: str) -> bool:
    """Tell whether a cell is set from the left: the corner, bands and numbered labels; all others are centred."""
    return cell.role in (CellRole.CORNER, CellRole.BAND) or (cell.ref is None and bool(_ORDINAL.match(text)))


def is_vertical(cell: LayoutCell, text: str) -> bool:
    """Tell whether a label is set one character below the other: a narrow group label along many rows."""
    label = text.removesuffix(CONTINUED)
    return cell.role is CellRole.ROW_LABEL and cell.width == 1 and cell.height > len(label) > 1 and "（" not in label


def _stacked(text: str, style: TextStyle, width: float) -> list[SetLine]:
    """Set a vertical label: every character on a line of its own, the mark that follows it hung to its right."""
    lines = []
    for cluster in _CLUSTER.findall(text):
        line = set_text(cluster, style, width)[0]
        middle = line.right if cluster == CONTINUED else style.size
        lines.append(line.moved((width - middle) / 2))
    return lines
