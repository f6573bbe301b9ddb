"""Lines set on the measure: every glyph with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from export.typesetting.characters import split_lines
from export.typesetting.lines import TORN_GAP, Line, break_lines
from export.typesetting.units import NO_LEAD, Lead, Measurer, PlacedGlyph, Unit, cut

_TOLERANCE = 0.01


class Alignment(Enum):
    """How a line lies on its measure."""

    JUSTIFIED = "justified"
    LEFT = "left"
    CENTRED = "centred"
    RIGHT = "right"


@dataclass(frozen=True)
class TextStyle:
    """How a text is set: sizes in points, ``indent`` of the first line in points."""

    measurer: Measurer
    size: float
    alignment: Alignment = Alignment.JUSTIFIED
    tracking: float = 0.0
    indent: float = 0.0


class SetLine(NamedTuple):
    """One printed line: its glyphs from the left edge of the measure and the text it prints.

    ``start`` and ``end`` count code points of the typed text; ``left`` and ``right`` are the edges of the ink's
    box in points.
    """

    glyphs: tuple[PlacedGlyph, ...]
    start: int
    end: int
    left: float
    right: float

    def moved(self, shift: float) -> SetLine:
        """Return the line moved to the right by ``shift`` points."""
        glyphs = tuple(PlacedGlyph(char, face, x + shift) for char, face, x in self.glyphs)
        return self._replace(glyphs=glyphs, left=self.left + shift, right=self.right + shift)


def set_text(text: str, style: TextStyle, measure: float, lead: Lead = NO_LEAD) -> list[SetLine]:
    """Set ``text`` on ``measure`` points, its ``lead`` in faces of its own.

    Line ends typed in the text are kept; nothing printable is lost.
    """
    lines: list[SetLine] = []
    for typed, start in split_lines(text):
        if start:
            lines += _set_typed_line(typed, start, style, measure, 0.0, NO_LEAD)
        else:
            lines += _set_typed_line(typed, start, style, measure, style.indent, lead)
    return lines


def _set_typed_line(
    typed: str, offset: int, style: TextStyle, measure: float, indent: float, lead: Lead
) -> list[SetLine]:
    units = cut(typed, style.measurer, style.size, style.tracking, measure, indent, lead)
    if not units:
        return [SetLine((), offset, offset + len(typed), 0.0, 0.0)]
    lines = []
    for line in break_lines(units, style.size, measure, indent):
        start, end = units[line.start].start, len(typed) if line.is_last else units[line.end].start
        left = indent if line.start == 0 else 0.0
        lines.append(_set_line(units, line, style, measure, left, (offset + start, offset + end)))
    return lines


def _set_line(
    units: Sequence[Unit], line: Line, style: TextStyle, measure: float, indent: float, span: tuple[int, int]
) -> SetLine:
    """Place the units of a line that prints the code points of ``span``."""
    shown = list(units[line.start : line.end])
    while shown and shown[-1].is_space:
        shown.pop()
    if not shown:
        return SetLine((), *span, indent, indent)
    slack = measure - indent - sum(unit.width for unit in shown) + shown[-1].glue
    squeeze = _squeeze(shown, -slack) if slack < -_TOLERANCE else {}
    gap = 0.0
    if style.alignment is Alignment.JUSTIFIED and not line.is_last and slack > 0:
        gaps = sum(unit.stretches for unit in shown[:-1])
        gap = slack / gaps if gaps and slack <= gaps * TORN_GAP * style.size else 0.0
    left = indent + _offset(style.alignment, max(slack, 0.0))
    glyphs, right = _place(shown, squeeze, left, gap)
    return SetLine(glyphs, *span, left, right)


def _offset(alignment: Alignment, slack: float) -> float:
    if alignment is Alignment.CENTRED:
        return slack / 2
    return slack if alignment is Alignment.RIGHT else 0.0


def _squeeze(units: Sequence[Unit], excess: float) -> dict[int, tuple[float, float]]:
    """Return how much white each unit gives up before and after it, the mark at the end of the line first."""
    last = len(units) - 1
    at_the_end = min(units[last].after, excess)
    taken = {last: (0.0, at_the_end)}
    rest = excess - at_the_end
    available = sum(unit.before + unit.after + unit.glue for unit in units) - units[last].after - units[last].glue
    if rest > _TOLERANCE and available > 0:
        share = min(1.0, rest / available)
        for position, unit in enumerate(units):
            after = at_the_end if position == last else (unit.after + unit.glue) * share
            taken[position] = (unit.before * share, after)
    return taken


def _place(
    units: Sequence[Unit], squeeze: dict[int, tuple[float, float]], left: float, gap: float
) -> tuple[tuple[PlacedGlyph, ...], float]:
    placed: list[PlacedGlyph] = []
    x = left
    for position, unit in enumerate(units):
        before, after = squeeze.get(position, (0.0, 0.0))
        placed += [PlacedGlyph(char, face, x - before + at) for char, face, at in unit.glyphs]
        x += unit.width - before - after + (gap if unit.stretches and position < len(units) - 1 else 0.0)
    return tuple(placed), x - units[-1].glue
