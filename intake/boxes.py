"""Tables drawn with characters: rules of 「+----+」 between rows whose cells may run over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from intake.page_breaks import CUT
from intake.printed import is_figure
from intake.stream import TextLine

_RULE: Final = re.compile(r"\s*[+├┌└┼][-=+─┼┬┴]{3,}[+┤┐┘]?\s*")
_BARS: Final = str.maketrans("│┃", "||")


def unboxed(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return each row between two rules as one line with the cells kept apart by bars; other lines as they are."""
    rows: list[TextLine] = []
    open_row: list[TextLine] = []
    inside = False
    for line in lines:
        if _RULE.fullmatch(line.text):
            rows += _whole(open_row)
            open_row, inside = [], True
        elif inside and "|" in line.text.translate(_BARS):
            open_row.append(line)
        else:
            rows += [*_whole(open_row), line]
            open_row, inside = [], False
    return [*rows, *_whole(open_row)]


def _whole(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield the lines of one row as one line, or as they are where they have not the same number of cells."""
    parts = [[cell.strip() for cell in line.text.translate(_BARS).strip().strip("|").split("|")] for line in lines]
    if len({len(cells) for cells in parts}) == 1:
        yield TextLine(f"|{'|'.join(map(_cell, zip(*parts, strict=True)))}|", lines[0].place)
    else:
        yield from lines


def _cell(pieces: Sequence[str]) -> str:
    """Put the lines of a cell together; whether digits belong together nobody knows."""
    kept = [piece for piece in pieces if piece]
    return (CUT if len(kept) > 1 and is_figure(kept[0]) else "").join(kept)
