"""Where on the printed pages a figure or a sentence stands, and what stands at a point of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from model.bound_numbers import printed_text
from model.cells import CellRef
from model.evaluation import Finding
from model.form import Form
from model.report import Report
from ui.page_setup import Snapshot
from ui.session import Place, TextSelection
from ui.texts.stored_text import ShownText

if TYPE_CHECKING:
    from export.pdf import PagePlaces
    from export.typesetting.geometry import Rect
    from export.typesetting.sheet import TextSpot

_SENTENCE_END: Final = re.compile(r"[。；！？\n]+[”’）]*")
_REACH: Final = 3.0
"""Points by which a click may miss a line."""


class Spot(NamedTuple):
    """A rectangle on a page; pages count from 0, and points from the upper left corner of the sheet."""

    page: int
    left: float
    top: float
    width: float
    height: float


class PlaceMap:
    """What was printed where, for one report that was set."""

    def __init__(self, snapshot: Snapshot, pages: tuple[PagePlaces, ...]) -> None:
        self._snapshot = snapshot
        self._pages = pages

    def place_at(self, page: int, x: float, y: float) -> Place | None:
        """Return the figure, the sentence or the chapter whose heading is at a point of a page, None for neither."""
        if not 0 <= page < len(self._pages):
            return None
        for figure in self._pages[page].figures:
            if figure.rect.contains(x, y):
                return figure.ref
        for spot in self._pages[page].texts:
            rect = spot.rect
            if _is_near(rect, x, y):
                share = min(max((x - rect.left) / (rect.right - rect.left), 0.0), 0.999)
                return self._sentence(spot, spot.start + int(share * (spot.end - spot.start)))
        headings = self._pages[page].headings
        return next((heading.section for heading in headings if _is_near(heading.rect, x, y)), None)

    def spots_of(self, place: Place | Finding) -> list[Spot]:
        """Return every rectangle that shows a place, in the order of the pages; none when it is not printed.

        Of a finding first come those where it arose, then every other figure that it speaks of.
        """
        if isinstance(place, Finding):
            return self._spots_of_finding(place)
        if isinstance(place, CellRef):
            return [spot for ref, spot in self._figures() if ref == place]
        if isinstance(place, TextSelection):
            return list(self._spots_of_text(place))
        first = next(self._spots_of_section(place), None)
        return [first] if first is not None else []

    def _spots_of_finding(self, finding: Finding) -> list[Spot]:
        spots: list[Spot] = []
        if finding.span is not None:
            spots += self.spots_of(TextSelection(finding.section, finding.span.start, finding.span.end))
        for ref in finding.cells:
            spots += self.spots_of(ref)
        return spots or self.spots_of(finding.section)

    def _figures(self) -> Iterator[tuple[CellRef, Spot]]:
        for number, page in enumerate(self._pages):
            for figure in page.figures:
                yield figure.ref, _spot(number, figure.rect)

    def _texts(self) -> Iterator[tuple[int, TextSpot]]:
        for number, page in enumerate(self._pages):
            for spot in page.texts:
                yield number, spot

    def _spots_of_section(self, section: str) -> Iterator[Spot]:
        """Yield where a chapter shows anything, its heading first."""
        for number, page in enumerate(self._pages):
            yield from (_spot(number, heading.rect) for heading in page.headings if heading.section == section)
        form: Form = self._snapshot.form
        tables = {key for key, table in form.tables.items() if table.section == section}
        yield from (_spot(number, spot.rect) for number, spot in self._texts() if spot.place.text == section)
        yield from (spot for ref, spot in self._figures() if ref.table in tables)

    def _spots_of_text(self, wanted: TextSelection) -> Iterator[Spot]:
        for number, spot in self._texts():
            if spot.place.text != wanted.text:
                continue
            first = max(self._printed_offset(spot, wanted.start), spot.start)
            last = min(self._printed_offset(spot, max(wanted.end, wanted.start + 1), end=True), spot.end)
            if first < last:
                yield _part(number, spot, first, last)

    def _printed_offset(self, spot: TextSpot, stored: int, *, end: bool = False) -> int:
        """Return where a code point of the stored text stands in the printed paragraph."""
        shown = self._printed(spot)
        inside = stored - spot.place.start
        if shown is None:
            return spot.start + inside
        if inside < 0 or stored > spot.place.end:
            return -1 if inside < 0 else len(shown.text) + 1
        return shown.shown_offset(inside, end=end)

    def _stored(self, spot: TextSpot, printed: int) -> int:
        """Return where a code point of the printed paragraph is stored."""
        shown = self._printed(spot)
        if shown is None:
            return spot.place.start + printed - spot.start
        return spot.place.start + shown.stored_offset(printed)

    def _printed(self, spot: TextSpot) -> ShownText | None:
        """Return the paragraph with its numbers in digits, None when the line was printed as it is stored."""
        if spot.place.end - spot.place.start == spot.end - spot.start:
            return None
        stored = self._snapshot.report.texts.get(spot.place.text, "")[spot.place.start : spot.place.end]
        values = self._snapshot.evaluation.values
        return ShownText(stored, lambda source: printed_text(f"{{{{{source}}}}}", values))

    def _sentence(self, spot: TextSpot, printed: int) -> TextSelection:
        key = spot.place.text
        stored = self._snapshot.report.texts.get(key, "")
        return TextSelection(key, *sentence_at(stored, self._stored(spot, printed)))


def edited_place(before: Report, after: Report) -> Place | None:
    """Return a figure or the place in a text in which two reports differ, None when neither does."""
    for ref in {**after.cells, **before.cells}:
        if before.cells.get(ref) != after.cells.get(ref):
            return ref
    for key, text in {**before.texts, **after.texts}.items():
        old = before.texts.get(key, "")
        if old != text or key not in after.texts:
            now = after.texts.get(key, "")
            start = next((i for i, pair in enumerate(zip(old, now, strict=False)) if pair[0] != pair[1]), len(old))
            start = min(start, max(len(now) - 1, 0))
            return TextSelection(key, start, start)
    return None


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """Return the stretch of the sentence around an offset."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end.end() > offset:
            return start, end.end() - len(end.group()) + len(end.group().rstrip("\n"))
        start = end.end()
    return start, len(text)


def _is_near(rect: Rect, x: float, y: float) -> bool:
    return rect.left - _REACH <= x <= rect.right + _REACH and rect.top <= y <= rect.bottom


def _spot(page: int, rect: Rect) -> Spot:
    return Spot(page, rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top)


def _part(page: int, spot: TextSpot, first: int, last: int) -> Spot:
    """Return the part of a line between two code points of its printed paragraph."""
    rect, length = spot.rect, spot.end - spot.start
    step = (rect.right - rect.left) / length
    left = rect.left + (first - spot.start) * step
    return Spot(page, left, rect.top, (last - first) * step, rect.bottom - rect.top)
