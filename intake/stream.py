"""Reads tables that have become text: one cell a line, cells before 「|」, rows with or without separators.

A text is taken as a sequence of label fragments and runs of printed cells. Every run belongs to the label
beside it; a run is used only where the number of its cells fits, whatever the layout.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from intake.observed import (
    COLUMNS_DIFFER,
    COUNT_DIFFERS,
    OUT_OF_ORDER,
    SEPARATORS_LOST,
    Missed,
    Observed,
    Printing,
    Seen,
    windows,
)
from intake.printed import is_figure, is_plain_number
from intake.source import Grid, GridCell, Place
from intake.words import Match, RowLabels, plain
from model.cells import CellRef

_PAGE_NUMBER: Final = re.compile(r"\s*(?:[-—–－~]\s*\d{1,4}\s*[-—–－~]|第\s*\d+\s*页.*)\s*")
_RULE: Final = re.compile(r"[\s|:+\-—=]*-{2,}[\s|:+\-—=]*")
_GAP: Final = re.compile(r"\s{2,}|\u3000+")
_ATTACHED: Final = re.compile(r"(?P<label>.*[^\d\s.,，、(（:：/])(?P<digits>\d[\d,]*(?:\.\d+)?)")
_FRAGMENTS: Final = 5
_LONGEST_END: Final = 400
"""Characters at the end of a sentence among which a label is sought, blanks and remarks in brackets included."""
_COLUMN_ORDERS: Final = {
    "requests": (("商业企", "科研机", "社会公", "法律服"), ("自然人", "总计")),
    "appeals": (
        ("行政复议", "行政诉讼"),
        ("未经复议", "复议后起诉"),
        ("结果维持", "结果纠正", "其他结果", "尚未审结"),
    ),
    "proactive": (("制发件数", "废止件数", "现行有效件数"), ("新制作数量", "新公开数量", "对外公开总数量")),
}
_WEAKEST: Final = 0.78


@dataclass(frozen=True)
class TextLine:
    """One line of text, or the cells of one table row joined by tabulators."""

    text: str
    place: Place


@dataclass
class _Run:
    """Printed cells that follow each other without a label, and the label fragments around them."""

    cells: list[Printing]
    explicit: bool
    own: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    lost: bool = False

    @property
    def place(self) -> Place:
        return self.cells[0].place

    @property
    def figures(self) -> list[Printing]:
        return [cell for cell in self.cells if cell.text]


# ---------------------------------------------------------------- lines to labels and cells


def _closes_cells(lines: Sequence[TextLine]) -> bool:
    """Tell whether bars close cells (``规章 | 0 |``), so that a bar at the start of a line closes a blank one."""
    barred = [line.text.strip() for line in lines if "|" in line.text and line.text.strip(" |")]
    opened = sum(text.startswith("|") for text in barred)
    return opened < len(barred) - opened


def _pieces(line: str, *, closing: bool) -> tuple[list[str], bool]:
    """Return the cells of a line and whether separators between them are printed."""
    if "|" in line or "\t" in line:
        bare = line.strip(" \r\n")
        if set(bare.replace(" ", "")) <= {"|"}:
            return [""] * max(1, bare.count("|")), True
        if bare.startswith("|") and not closing:
            bare = bare[1:]
        if bare.endswith("|"):
            bare = bare[:-1]
        return [piece.strip() for piece in re.split(r"[|\t]", bare)], True
    return [part for piece in _GAP.split(line.strip()) for part in _words(piece) if part], False


def delimited(lines: Sequence[TextLine]) -> Grid:
    """Return the cells between printed separators as a grid in which every line is a row."""
    closing = _closes_cells(lines)
    rows = []
    for line in lines:
        pieces, explicit = _pieces(line.text, closing=closing)
        if explicit and not _RULE.fullmatch(line.text):
            place = line.place._replace(quote=line.text.strip()[:200])
            rows.append(tuple(GridCell(piece, place) for piece in pieces))
    return Grid(tuple(rows))


def _words(piece: str) -> list[str]:
    """Split a piece between single blanks where figures stand: ``四、结转 103 0`` is a label and two figures."""
    parts: list[str] = []
    for figures, words in groupby(piece.split(), key=is_figure):
        found = list(words)
        parts += found if figures else [" ".join(found)]
    return parts


def _detached(labels: RowLabels, piece: str) -> list[str]:
    """Split figures from a label to which they are attached: ``规章555`` is 规章 and 555."""
    match = _ATTACHED.fullmatch(piece)
    if match is not None and labels.match(match["label"]) is not None:
        return [match["label"], match["digits"]]
    return [piece]


def runs_of(labels: RowLabels, lines: Sequence[TextLine], *, empty_lines: bool = False) -> list[_Run]:
    """Return every run of printed cells with the label fragments around it.

    With ``empty_lines`` an empty line is a blank cell.
    """
    closing = _closes_cells(lines)
    runs: list[_Run] = []
    fragments: list[str] = []
    growing = False
    for line in lines:
        if _PAGE_NUMBER.fullmatch(line.text) or _RULE.fullmatch(line.text):
            continue
        pieces, explicit = _pieces(line.text, closing=closing)
        if empty_lines and not pieces:
            pieces, explicit = [""], True
        whole = len(pieces)
        pieces = [part for piece in pieces for part in _detached(labels, piece)]
        place = line.place._replace(quote=line.text.strip()[:200])
        own: list[str] = []
        cells: list[Printing] = []
        for piece in pieces:
            if not piece or is_figure(piece):
                if piece or explicit:
                    cells.append(Printing(piece, place))
            else:
                if any(cell.text for cell in cells) and (own or fragments or growing):
                    growing = _take(runs, fragments, own, cells, explicit, growing, single=False)
                    fragments, own = [], []
                own.append(piece)
                cells = []
        if cells:
            single = len(pieces) == 1
            growing = _take(runs, fragments, own, cells, explicit, growing, single=single)
            runs[-1].lost = runs[-1].lost or (len(pieces) > whole)
            fragments = []
        elif own:
            fragments += own
            growing = False
    for run, following in pairwise([*runs, None]):
        if run is not None:
            run.after = following.before if following else fragments
    return runs


def _take(
    runs: list[_Run],
    fragments: list[str],
    own: list[str],
    cells: list[Printing],
    explicit: bool,  # noqa: FBT001
    growing: bool,  # noqa: FBT001
    *,
    single: bool,
) -> bool:
    """Add cells to the run that is growing, or begin a new one; a line with one cell lets its run grow."""
    if growing and not own and not fragments and single:
        runs[-1].cells += cells
        runs[-1].explicit |= explicit
    else:
        runs.append(_Run(list(cells), explicit, list(own), list(fragments)))
    return single or (len(cells) == 1 and bool(own))


# ---------------------------------------------------------------- runs to rows


def _label(labels: RowLabels, run: _Run) -> Match | None:
    """Return the row that the fragments nearest to a run name best."""
    last = run.own[-1] if run.own else ""
    tail = last[-_LONGEST_END:]
    ends = [tail[at + 1 :] for at, character in enumerate(tail) if character == " "]
    found = [match for text in (last, "".join(run.own)) if (match := labels.match(text))]
    found += [match for end in ends if (match := labels.match(end)) and match.fit > 0.95]
    if found and found[0].fit > 0.95:
        named = {match.row: match for text in run.own if (match := labels.match(text)) and match.row in labels.printed}
        return found[0] if found[0].row in named or len(named) != 1 else next(iter(named.values()))
    headings = [at for at, text in enumerate(run.before) if plain(text) in labels.columns]
    above = run.before[headings[-1] + 1 :] if headings else run.before  # a row's label stands below the headings
    before = [text for text in above if not labels.is_noise(text)][-_FRAGMENTS:]
    after = [text for text in run.after if not labels.is_noise(text)][:3]
    middle = run.own[-1] if run.own and not labels.is_noise(run.own[-1]) else ""
    for back in range(len(before) + 1):
        for ahead in range(len(after) + 1):
            if back or middle:
                joined = "".join([*before[len(before) - back :], middle, *after[:ahead]])
                match = labels.match(joined)
                if match:
                    found.append(match._replace(fit=match.fit - 0.001 * (back + ahead)))
    best = max(found, key=lambda match: match.fit, default=None)
    return best if best and best.fit >= _WEAKEST else None


def in_order(labels: RowLabels, matches: Sequence[Match | None]) -> set[int]:
    """Return the numbers of the matches that follow the order of the form, the longest such sequence."""
    tails: list[int] = []
    chain: list[int] = []
    previous: dict[int, int | None] = {}
    for index, match in enumerate(matches):
        if match is None:
            continue
        order = labels.order[match.row]
        at = bisect_left(tails, order)
        previous[index] = chain[at - 1] if at else None
        tails[at : at + 1] = [order]
        chain[at : at + 1] = [index]
    kept: set[int] = set()
    link = chain[-1] if chain else None
    while link is not None:
        kept.add(link)
        link = previous[link]
    return kept


def _labelled(labels: RowLabels, lines: Sequence[TextLine]) -> tuple[list[_Run], list[Match | None]]:
    """Return the runs of a table and the row of each.

    In a text of one cell a line an empty line may be a blank cell; it is one only if then every row of
    the table has exactly as many cells as columns, some of them in lines that follow each other.
    """
    runs = runs_of(labels, lines, empty_lines=True)
    matches = [_label(labels, run) for run in runs]
    labelled = [(run, match) for run, match in zip(runs, matches, strict=True) if match is not None]
    widths = [len(refs_of(labels, match.row)) for _, match in labelled]
    exact = all(len(run.cells) == width for (run, _), width in zip(labelled, widths, strict=True))
    close = any(a.text and b.text for run, _ in labelled for a, b in pairwise(run.cells))
    if labelled and exact and close:
        return runs, matches
    runs = runs_of(labels, lines)
    return runs, [_label(labels, run) for run in runs]


def columns_in_order(labels: RowLabels, lines: Sequence[TextLine]) -> bool:
    """Tell whether column labels come in the order of the form: within each line, or one to a line.

    Where labels wrap, two lines of one heading may come in either order, which tells nothing.
    """
    texts = [plain(line.text) for line in lines]
    for words in _COLUMN_ORDERS[labels.table.key]:
        found = [
            [at for _, at in sorted((text.find(w), at) for at, w in enumerate(words) if w in text)] for text in texts
        ]
        single = all(len(places) <= 1 for places in found)
        orders = [[places[0] for places in found if places][: len(words)]] if single else found
        if any(order != sorted(order) for order in orders):
            return False
    return True


def read_rows(labels: RowLabels, lines: Sequence[TextLine]) -> Iterator[Observed]:
    """Read the rows of a table that lies in ``lines``: 申请办理表 or 主动公开表."""
    runs, matches = _labelled(labels, lines)
    if not columns_in_order(labels, lines):
        rows = [match.row for match in matches if match is not None]
        places = [run.place for run, match in zip(runs, matches, strict=True) if match is not None]
        for row, place in zip(rows, places, strict=True):
            yield from (Missed(ref, COLUMNS_DIFFER, place) for ref in refs_of(labels, row))
        return
    if _all_behind(labels, lines, runs):
        return
    kept = in_order(labels, matches)
    offsets = _offsets(labels, runs, matches)
    for index, (run, match) in enumerate(zip(runs, matches, strict=True)):
        if match is None:
            continue
        refs = refs_of(labels, match.row)
        if index not in kept and run.figures:
            yield from (Missed(ref, OUT_OF_ORDER, run.place) for ref in refs)
        elif index in kept:
            yield from _placed(refs, run, offsets)


def _all_behind(labels: RowLabels, lines: Sequence[TextLine], runs: Sequence[_Run]) -> bool:
    """Tell whether all figures stand behind all labels, as some programs copy a table column by column."""
    named = {match.row for line in lines if (match := labels.match(line.text)) and match.row in labels.printed}
    return len(named) > 3 and sum(bool(run.figures) for run in runs) == 1


def refs_of(labels: RowLabels, row: str) -> list[CellRef]:
    """Return the cells of a row in printed order."""
    block = next(block for block in labels.table.blocks if any(known.key == row for known in block.rows))
    return [CellRef(labels.table.key, row, column.key) for column in block.columns]


def _offsets(
    labels: RowLabels, runs: Sequence[_Run], matches: Sequence[Match | None]
) -> dict[tuple[int, int], set[int]]:
    """Return where, in rows of so many cells for so many columns, the figures certainly begin."""
    offsets: dict[tuple[int, int], set[int]] = {}
    for run, match in zip(runs, matches, strict=True):
        if match is not None:
            width = len(refs_of(labels, match.row))
            possible = windows(run.cells, width)
            if len(possible) == 1 and run.figures and (possible[0] == 0 or len(run.figures) == width):
                offsets.setdefault((len(run.cells), width), set()).update(possible)
    return offsets


def _placed(refs: Sequence[CellRef], run: _Run, offsets: dict[tuple[int, int], set[int]]) -> Iterator[Observed]:
    cells, figures = run.cells, run.figures
    width = len(refs)
    if width == 1 and len(figures) == 1 and cells[0].text:
        yield Seen(refs[0], figures[0].text, figures[0].place)
        return
    possible = windows(cells, width) if run.explicit or len(figures) == width else []
    known = offsets.get((len(cells), width), set())
    if len(possible) == 1 and possible[0] > 0 and len(figures) < width:
        possible = possible if possible[0] in known else []  # a figure beyond the last column would shift the row
    elif len(possible) > 1:
        possible = sorted(known) if figures else possible[:1]
    if len(possible) == 1:
        inside = cells[possible[0] : possible[0] + width]
        yield from (Seen(ref, cell.text, cell.place) for ref, cell in zip(refs, inside, strict=True))
    elif figures:
        reason = SEPARATORS_LOST if run.lost or _run_together(figures, width) else COUNT_DIFFERS
        yield from (Missed(ref, reason, run.place) for ref in refs)


def _run_together(figures: Sequence[Printing], width: int) -> bool:
    return len(figures) < width and any(is_plain_number(cell.text) and len(cell.text) >= width for cell in figures)


def read_line(refs: Sequence[CellRef], labels: RowLabels, lines: Sequence[TextLine]) -> list[Observed]:
    """Read the table that prints all its cells in one line: the one run of as many cells as it has."""
    found = []
    for run in runs_of(labels, lines):
        if len(run.figures) == len(refs):
            found.append(run.figures)
        elif run.explicit and run.figures and len(windows(run.cells, len(refs))) == 1:
            start = windows(run.cells, len(refs))[0]
            found.append(run.cells[start : start + len(refs)])
    for run in [] if found else runs_of(labels, lines, empty_lines=True):
        if len(run.cells) == len(refs) and any(a.text and b.text for a, b in pairwise(run.cells)):
            found.append(run.cells)
    if len(found) == 1 and columns_in_order(labels, lines):
        return [Seen(ref, cell.text, cell.place) for ref, cell in zip(refs, found[0], strict=True)]
    if not any("结果维持" in plain(line.text) for line in lines):
        return []
    last = [run for run in runs_of(labels, lines) if run.figures]
    return [Missed(ref, COUNT_DIFFERS, last[-1].place) for ref in refs] if last else []
