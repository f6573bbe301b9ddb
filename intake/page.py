"""Takes one page of a PDF apart: its characters, its ruled lines, and whether pictures stand on it.

pdfium does the work, through its C functions, because it reads what browsers show and is quick on slow machines.
Everything is measured in points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from ctypes import byref, c_double, c_float, c_int, c_void_p, cast
from dataclasses import dataclass, field
from math import hypot
from typing import Any, Final, NamedTuple

_MAXIMUM_OBJECTS: Final = 60_000
_MAXIMUM_DEPTH: Final = 12
_STRAIGHT: Final = 0.5
"""How far the ends of a line may be apart across it, in points."""
_UPRIGHT: Final = 0.05
"""How far a line of characters may run off a right angle, as a share of its length; that of a watermark does more."""
_HYPHENS: Final = {0x02, 0xFFFE}
"""What pdfium gives for the hyphen at the end of a line."""
UNKNOWN: Final = "\ufffd"
"""Stands for a character whose meaning the file does not tell."""

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """A character, or ``UNKNOWN``, and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way between its top and its bottom."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        return self.bottom - self.top


class Rule(NamedTuple):
    """A ruled line or a side of a box: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass
class PageContent:
    """What stands on one page; ``crowded`` where it holds more than any report, and then not all of it is here."""

    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    has_pictures: bool = False
    crowded: bool = False


def content_of_page(page: Any) -> PageContent:  # noqa: ANN401 (the library has no types)
    """Return what stands on a page of pypdfium2."""
    return _Page(page).content()


class _Page:
    """A page that is being taken apart."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401
        from pypdfium2 import raw  # type: ignore[import-untyped]  # noqa: PLC0415

        self._pdfium: Any = raw
        self._page = page
        self._shown = _shown(page)
        self._moved: dict[int, Matrix] = {}
        """For the address of every text in a form, what moves it to its place."""

    def content(self) -> PageContent:
        """Return what stands on it."""
        content = PageContent(self._page.get_height())
        for count, (item, matrix) in enumerate(self._objects()):
            kind = self._pdfium.FPDFPageObj_GetType(item)
            if kind == self._pdfium.FPDF_PAGEOBJ_PATH:
                for start, end in self._strokes(item, matrix):
                    _rule(content, self._shown(start), self._shown(end))
            elif kind == self._pdfium.FPDF_PAGEOBJ_TEXT and matrix != _SAME:
                self._moved[_address(item)] = matrix
            content.has_pictures |= kind == self._pdfium.FPDF_PAGEOBJ_IMAGE
            if count > _MAXIMUM_OBJECTS:
                content.crowded = True
                return content
        with closing(self._page.get_textpage()) as text:
            content.crowded = self._pdfium.FPDFText_CountChars(text) > _MAXIMUM_OBJECTS
            if not content.crowded:
                content.glyphs = list(self._glyphs(text))
        return content

    # ------------------------------------------------------------ lines

    def _objects(self) -> Iterator[tuple[Any, Matrix]]:
        """Yield everything drawn on the page, in forms too, with what moves it to its place."""
        pdfium = self._pdfium
        count = pdfium.FPDFPage_CountObjects(self._page)
        waiting = [(pdfium.FPDFPage_GetObject(self._page, at), _SAME, 0) for at in range(count)]
        while waiting:
            item, outer, depth = waiting.pop()
            yield item, outer
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAXIMUM_DEPTH:
                matrix = _product(self._matrix(item), outer)
                count = max(0, pdfium.FPDFFormObj_CountObjects(item))
                waiting += [(pdfium.FPDFFormObj_GetObject(item, at), matrix, depth + 1) for at in range(count)]

    def _matrix(self, item: Any) -> Matrix:  # noqa: ANN401
        found = self._pdfium.FS_MATRIX()
        if not self._pdfium.FPDFPageObj_GetMatrix(item, byref(found)):
            return _SAME
        return found.a, found.b, found.c, found.d, found.e, found.f

    def _strokes(self, path: Any, outer: Matrix) -> Iterator[tuple[Point, Point]]:  # noqa: ANN401
        """Yield the straight pieces of a path that is drawn or filled, by their ends."""
        pdfium = self._pdfium
        fill, stroke = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
        if not fill.value and not stroke.value:
            return
        matrix = _product(self._matrix(path), outer)
        x, y = c_float(), c_float()
        begun = here = (0.0, 0.0)
        for at in range(pdfium.FPDFPath_CountSegments(path)):
            segment = pdfium.FPDFPath_GetPathSegment(path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = _moved((x.value, y.value), matrix)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                begun = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield here, point
            here = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield here, begun
                here = begun

    # ------------------------------------------------------------ characters

    def _glyphs(self, text: Any) -> Iterator[Glyph]:  # noqa: ANN401
        """Yield the characters that the file holds, without the blanks that pdfium adds and without a watermark's."""
        high = 0
        for at in range(self._pdfium.FPDFText_CountChars(text)):
            code = self._pdfium.FPDFText_GetUnicode(text, at)
            if 0xD800 <= code < 0xDC00:  # pdfium gives two halves where the system's characters have 16 bits
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
            high = 0
            across, down = self._direction(text, at)
            if self._pdfium.FPDFText_IsGenerated(text, at) == 1 or min(abs(across), abs(down)) > _UPRIGHT:
                continue
            letter = _letter(code, unknown=self._pdfium.FPDFText_HasUnicodeMapError(text, at) == 1)
            if across < _UPRIGHT and letter.isdigit():
                letter = UNKNOWN  # the digits of a turned number follow each other in another order
            first, second = map(self._shown, self._box(text, at))
            yield Glyph(letter, *map(min, first, second), *map(max, first, second))

    def _direction(self, text: Any, at: int) -> Point:  # noqa: ANN401
        """Return where a character's line runs as it is shown, as a way of length 1 to the right and down."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(text, at, byref(matrix))
        begin, end = self._shown((0.0, 0.0)), self._shown((matrix.a, matrix.b))
        across, down = end[0] - begin[0], end[1] - begin[1]
        length = hypot(across, down)
        return (across / length, down / length) if length else (1.0, 0.0)

    def _box(self, text: Any, at: int) -> tuple[Point, Point]:  # noqa: ANN401
        """Return two corners of the box of a character.

        pdfium forgets to move a character to its place that stands in a form and is named by ``/ActualText``: it has
        the very box of its text then, where that one is before it is moved.
        """
        loose = self._pdfium.FS_RECTF()
        self._pdfium.FPDFText_GetLooseCharBox(text, at, byref(loose))
        corners = (loose.left, loose.top), (loose.right, loose.bottom)
        if self._moved:
            item = self._pdfium.FPDFText_GetTextObject(text, at)
            matrix = self._moved.get(_address(item))
            if matrix is not None and self._tight_box(text, at) == self._bounds(item):
                return _moved(corners[0], matrix), _moved(corners[1], matrix)
        return corners

    def _tight_box(self, text: Any, at: int) -> list[float]:  # noqa: ANN401
        sides = [c_double() for _ in range(4)]
        self._pdfium.FPDFText_GetCharBox(text, at, *map(byref, sides))
        left, right, bottom, top = sides
        return [left.value, bottom.value, right.value, top.value]

    def _bounds(self, item: Any) -> list[float]:  # noqa: ANN401
        sides = [c_float() for _ in range(4)]
        self._pdfium.FPDFPageObj_GetBounds(item, *map(byref, sides))
        return [side.value for side in sides]


def _shown(page: Any) -> Callable[[Point], Point]:  # noqa: ANN401
    """Return what turns a point of the file into one of the page as it is shown, turned and cut."""
    left, bottom, right, top = page.get_bbox()
    turns: dict[int, Callable[[Point], Point]] = {
        0: lambda point: (point[0] - left, top - point[1]),
        90: lambda point: (point[1] - bottom, point[0] - left),
        180: lambda point: (right - point[0], point[1] - bottom),
        270: lambda point: (top - point[1], right - point[0]),
    }
    return turns[page.get_rotation()]


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    x, y = _moved((e, f), then)
    return (
        a * then[0] + b * then[2],
        a * then[1] + b * then[3],
        c * then[0] + d * then[2],
        c * then[1] + d * then[3],
        x,
        y,
    )


def _moved(point: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return point[0] * a + point[1] * c + e, point[0] * b + point[1] * d + f


def _rule(content: PageContent, start: Point, end: Point) -> None:
    """Keep a straight piece that lies or stands."""
    (left, top), (right, bottom) = start, end
    if abs(top - bottom) <= _STRAIGHT:
        content.horizontal.append(Rule((top + bottom) / 2, min(left, right), max(left, right)))
    elif abs(left - right) <= _STRAIGHT:
        content.vertical.append(Rule((left + right) / 2, min(top, bottom), max(top, bottom)))


def _letter(code: int, *, unknown: bool) -> str:
    """Return a character; one that the file does not tell must never be dropped from a number."""
    if unknown or not 0 < code < 0x110000:
        return UNKNOWN
    return "-" if code in _HYPHENS else chr(code)


def _address(item: Any) -> int:  # noqa: ANN401
    return cast(item, c_void_p).value or 0
