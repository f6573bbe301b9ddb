"""Text cut into units: the smallest pieces that a line is built from, with their measured widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from unicodedata import combining

from export.fonts import Face
from export.typesetting.characters import (
    CLOSING,
    NEVER_FIRST,
    NEVER_LAST,
    OPENING,
    address_parts,
    is_han,
    is_web_address,
    printable,
    tokens,
)

_SHORT: Final = 0.5
"""A web address up to this part of the measure is broken only where the line would else be badly torn."""
_LETTER_GAP: Final = 0.15
_HALF: Final = 0.5
_FULL_WIDTH: Final = 0.9
_UNIT_WORDS: Final = frozenset("年月日时件条个次项号万亿元份篇期家人类起％%")
_GLUED: Final = 6.0
_IN_ADDRESS: Final = 30.0
_IN_LONG_TOKEN: Final = 3.0
_FORBIDDEN: Final = float("inf")
_TWO_EM: Final = frozenset({"——", "……", "…"})


class Glyph(NamedTuple):
    """How one character is printed: the face that has it and its advance in ems."""

    char: str
    face: Face
    advance: float


Measurer = Callable[[str], Glyph]
"""Looks up the glyph of a character; a font chain with its fall-backs."""


class Lead(NamedTuple):
    """The beginning of a text that is set in other faces, up to the code point ``end``."""

    end: int
    measurer: Measurer


def _no_glyph(char: str) -> Glyph:
    raise AssertionError(char)


NO_LEAD: Final = Lead(0, _no_glyph)
_PlacedToken = tuple[str, Sequence[int]]
"""A token and the code points of the typed text at which its characters stand."""


class PlacedGlyph(NamedTuple):
    """A glyph and the distance of its origin from the left edge of its unit or line, in points."""

    char: str
    face: Face
    x: float


@dataclass(slots=True)
class Unit:
    """A piece of text that is never broken inside, with its measures in points.

    ``before`` and ``after`` are white inside the full-width marks at its ends that a tight line may take
    back; ``glue`` is the gap between Chinese and Western letters, which goes at the end of a line; ``width``
    includes all three. ``penalty`` is the cost of a line break after the unit, infinite where one is forbidden.
    ``stretches`` tells whether a loose line may open the gap after the unit. ``start`` counts code points of
    the paragraph.
    """

    text: str
    start: int
    glyphs: tuple[PlacedGlyph, ...]
    width: float
    before: float
    after: float
    glue: float = 0.0
    penalty: float = 0.0
    stretches: bool = True

    @property
    def is_space(self) -> bool:
        """Tell whether the unit is white space, which vanishes at the end of a line."""
        return self.text[0] == " "


def cut(
    text: str,
    measurer: Measurer,
    size: float,
    tracking: float,
    measure: float,
    indent: float = 0.0,
    lead: Lead = NO_LEAD,
) -> list[Unit]:
    """Cut one line of typed text into units.

    ``size``, ``tracking`` (added to every full-width character), ``measure`` (the width of a full line) and
    ``indent`` (by which the first line is shorter) are points. The ``lead`` has faces of its own. What has no
    printed form is left out; nothing else is.
    """
    cutter = _Cutter(measurer, size, tracking, measure, lead)
    tokens = list(_placed_tokens(text))
    units = cutter.units(tokens, frozenset())
    too_wide = _too_wide(units, measure, indent)
    return cutter.units(tokens, too_wide) if too_wide else units


class _Cutter(NamedTuple):
    """Makes units of tokens."""

    measurer: Measurer
    size: float
    tracking: float
    measure: float
    lead: Lead

    def units(self, tokens: Sequence[_PlacedToken], too_wide: frozenset[int]) -> list[Unit]:
        """Return the units of all tokens; those in ``too_wide``, known by their place, may be broken anywhere."""
        units: list[Unit] = []
        for token, origins in tokens:
            measurer = self.lead.measurer if origins[0] < self.lead.end else self.measurer
            parts = _parts(token, measurer, self.measure / self.size, is_too_wide=origins[0] in too_wide)
            pieces = [_unit(part, origins[at], measurer, self.size, self.tracking) for part, at, _ in parts]
            for piece, follower, (_, _, cost) in zip(pieces, pieces[1:], parts, strict=False):
                piece.stretches = False
                is_kept = _must_touch(piece.text, follower.text) and not is_web_address(token)
                piece.penalty = _FORBIDDEN if is_kept else cost
            units += pieces
            if len(units) > len(pieces):
                left = len(units) - len(pieces) - 1
                _join(units[left], pieces[0], self.size)
                if left and units[left].is_space and units[left - 1].text[-1] in NEVER_LAST:
                    units[left].penalty = _FORBIDDEN  # the space would vanish and leave the mark at the end
        return units


def _too_wide(units: Sequence[Unit], measure: float, indent: float) -> frozenset[int]:
    """Return where the tokens begin that no line holds together with the marks that must touch them."""
    found: list[int] = []
    start = 0
    for end, last in enumerate(units, start=1):
        if last.penalty == _FORBIDDEN and end < len(units):
            continue
        room = measure - (indent if start == 0 else 0.0)
        hanging = last.width if last.is_space else last.glue
        run = units[start:end]
        if sum(unit.width - unit.before - unit.after for unit in run) - hanging > room:
            found += [unit.start for unit in run if _is_word(unit.text)]
        start = end
    return frozenset(found)


def _is_word(text: str) -> bool:
    """Tell whether a token is more than one character, not counting accents that stand above or below it."""
    return len(text) > 1 and text not in _TWO_EM and not combining(text[1])


def _placed_tokens(text: str) -> Iterator[_PlacedToken]:
    """Yield the tokens of what is printed of ``text``."""
    clean = printable(text)
    origins: Sequence[int] = range(len(text))
    if len(clean) != len(text):
        origins = [position for position, char in enumerate(text) if printable(char)]
    position = 0
    for token in tokens(clean):
        yield token, origins[position : position + len(token)]
        position += len(token)


def _parts(token: str, measurer: Measurer, measure: float, *, is_too_wide: bool) -> list[tuple[str, int, float]]:
    """Divide a token into what may stand on different lines: piece, place in the token, cost of a break after it.

    Web addresses may be broken after their own punctuation, anything else only when no line holds it, by itself
    or with the marks that must touch it; ``measure`` is in ems.
    """
    if len(token) == 1 or token[0] == " ":
        return [(token, 0, 0.0)]
    width = sum(measurer(char).advance for char in token)
    is_address = is_web_address(token)
    if width <= measure and not is_address and not is_too_wide:
        return [(token, 0, 0.0)]
    cost = _IN_ADDRESS if width <= measure * _SHORT else _IN_LONG_TOKEN
    parts: list[tuple[str, int, float]] = []
    position = 0
    for part in address_parts(token) if is_address else token:
        is_wide = sum(measurer(char).advance for char in part) > measure * _SHORT
        pieces = part if is_wide else [part]
        for piece in pieces:
            parts.append((piece, position, cost))
            position += len(piece)
    return parts


def _unit(text: str, start: int, measurer: Measurer, size: float, tracking: float) -> Unit:
    """Measure one unbreakable piece of text."""
    placed: list[PlacedGlyph] = []
    x = 0.0
    is_square = is_han(text[0])
    for char in text:
        glyph = measurer(char)
        placed.append(PlacedGlyph(char, glyph.face, x))
        x += glyph.advance * size + (tracking if is_square else 0.0)
    is_full = is_square and len(text) == 1 and measurer(text).advance >= _FULL_WIDTH
    before = _HALF * size if is_full and text in OPENING else 0.0
    after = _HALF * size if is_full and text in CLOSING else 0.0
    return Unit(text, start, tuple(placed), x, before, after)


def _join(left: Unit, right: Unit, size: float) -> None:
    """Settle what may happen between two neighbours: a break, an opened gap, white given up for good."""
    last, first = left.text[-1], right.text[0]
    are_latin = not is_han(last) and not is_han(first)
    left.stretches = not are_latin or left.is_space
    left.penalty = _break_penalty(left, right, are_latin=are_latin)
    if is_han(last) != is_han(first) and last.isalnum() and first.isalnum():
        left.glue = _LETTER_GAP * size
        left.width += left.glue
    if left.after and (right.before or right.after):
        left.width -= left.after
        left.after = 0.0
    elif left.before and right.before:
        right.glyphs = tuple(glyph._replace(x=glyph.x - right.before) for glyph in right.glyphs)
        right.width -= right.before
        right.before = 0.0
    right.before = min(right.before, left.width)  # a mark never moves back beyond the one before it


def _must_touch(left: str, right: str) -> bool:
    """Tell whether no line may end between two pieces of text; —— and …… may begin one."""
    return left[-1] in NEVER_LAST or (right[0] in NEVER_FIRST and right not in _TWO_EM)


def _break_penalty(left: Unit, right: Unit, *, are_latin: bool) -> float:
    last, first = left.text[-1], right.text[0]
    if right.is_space or _must_touch(left.text, right.text):
        return _FORBIDDEN
    if left.is_space:
        return 0.0
    if are_latin or (
        first == "-" and last in _UNIT_WORDS
    ):  # 2023年-2024年: no minus, and no mark that joins begins a line
        return _FORBIDDEN
    if last.isdigit() and first in _UNIT_WORDS:
        return _GLUED
    return 0.0
