"""Mends rows of tables that a page break cut in two: the lower part stands at the top of the next page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from intake.columns import distinct, own_label
from intake.printed import is_cut_off, is_figure
from intake.source import Grid, GridCell, Place, Row, Source
from intake.words import RowLabels, plain

CUT: Final = "¦"
"""Stands between the two parts of a figure that nobody can put together for certain."""


def mended(source: Source, labels: Mapping[str, RowLabels]) -> Source:
    """Return the source with every row whole that a page break cut; what stands in one part only is whole."""
    elements = list(source.elements)
    grids = [at for at, element in enumerate(elements) if isinstance(element, Grid)]
    for upper_at, lower_at in pairwise(grids):
        upper, lower = elements[upper_at], elements[lower_at]
        if isinstance(upper, Grid) and isinstance(lower, Grid) and _turns_the_page(upper, lower):
            at = _rest_of(upper.rows[-1], lower.rows, labels)
            if at is not None:
                whole = _joined(upper.rows[-1], lower.rows[at])
                elements[upper_at] = Grid((*upper.rows[:-1], whole))
                elements[lower_at] = Grid((*lower.rows[:at], *lower.rows[at + 1 :]))
    return replace(source, elements=tuple(element for element in elements if not _is_empty(element)))


def _is_empty(element: object) -> bool:
    return isinstance(element, Grid) and not element.rows


def _turns_the_page(upper: Grid, lower: Grid) -> bool:
    if not upper.rows or not lower.rows:
        return False
    return 0 < _page(upper.rows[-1]) == _page(lower.rows[0]) - 1


def _page(row: Row) -> int:
    return max((cell.place.page for cell in row), default=0)


def _rest_of(last: Row, rows: Sequence[Row], labels: Mapping[str, RowLabels]) -> int | None:
    """Return which of the first rows of a page is the lower part of the ``last`` row of the page before."""
    for known in labels.values():
        at = next((at for at, row in enumerate(rows[:5]) if not _is_heading(row, known)), None)
        if at is None or not _fits_below(last, rows[at]):
            continue
        label, rest = own_label(known, last), own_label(known, rows[at])
        if not label and not rest and any(cell.text.strip() for cell in last):
            return at  # the one row of 复议诉讼表
        above, below = known.match(label) or known.match(label + rest), known.match(rest)
        if above and (below is None or below.row == above.row or _goes_on(last, rows[at], label)):
            return at
    return None


def _goes_on(upper: Row, lower: Row, label: str) -> bool:
    """Tell whether the place of the label is blank below: what stands beside it there names the group."""
    pairs = zip(reversed(distinct(upper)), reversed(distinct(lower)), strict=False)
    return any(one.text == label and not other.text.strip() for one, other in pairs)


def _is_heading(row: Row, labels: RowLabels) -> bool:
    return len({plain(cell.text) for cell in distinct(row)} & labels.groups) > 1


def _fits_below(upper: Row, lower: Row) -> bool:
    """Tell whether no words but a remark in brackets stand below figures, counted from the right."""
    above, below = distinct(upper), distinct(lower)
    pairs = zip(reversed(above), reversed(below), strict=False)
    if abs(len(above) - len(below)) > 2:
        return False
    return all(
        _is_word(one) or not _is_word(other) or is_cut_off(one.text) or _is_remark(other) for one, other in pairs
    )


def _is_remark(cell: GridCell) -> bool:
    return cell.text.strip().startswith(("（", "("))


def _is_word(cell: GridCell) -> bool:
    return bool(cell.text.strip()) and not is_figure(cell.text)


def _joined(upper: Row, lower: Row) -> tuple[GridCell, ...]:
    """Return one row of two; their cells belong together from the right, where figures stand."""
    parts = dict(zip(map(id, reversed(distinct(upper))), reversed(distinct(lower)), strict=False))
    whole = {id(cell): _both(cell, parts[id(cell)]) if id(cell) in parts else cell for cell in distinct(upper)}
    return tuple(whole[id(cell)] for cell in upper)


def _both(upper: GridCell, lower: GridCell) -> GridCell:
    one, other = upper.text.strip(), lower.text.strip()
    if not one or not other:
        return GridCell(one or other, upper.place if one else _with_quote(lower.place, upper.place))
    return GridCell(one + (CUT if is_figure(one) else "") + other, upper.place)


def _with_quote(place: Place, row: Place) -> Place:
    return place._replace(quote=f"{row.quote} {place.quote}".strip()[:200])
