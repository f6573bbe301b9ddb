"""Our own report, edited elsewhere: which paragraphs and cells came back changed, old beside new.

A draft goes out as Word, is edited in Word or WPS, and comes back. Numbers that stand in a text because they
are taken from the tables stay taken from them wherever nobody touched them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from intake.reading import Reading
from intake.source import Place
from model.bound_numbers import bound_numbers, plain_text, printed_number, stored_text
from model.cells import CellRef, Value
from model.evaluation import evaluate
from model.form import Form
from model.report import Edit, EditKind, Report


class ChangedParagraph(NamedTuple):
    """A stretch of a text that came back different; ``old`` or ``new`` is empty where it was added or taken out.

    ``first`` and ``last`` bound the old paragraphs, ``last`` not included; ``old`` and ``new`` are as printed,
    ``stored`` is ``new`` with the numbers that nobody touched still taken from the tables.
    """

    text: str
    first: int
    last: int
    old: str
    new: str
    stored: str
    place: Place


class ChangedCell(NamedTuple):
    """A cell that came back different: what it held, and what the source prints there."""

    ref: CellRef
    label: str
    old: str
    new: str
    value: Value
    place: Place


class Changes(NamedTuple):
    """Everything that came back different, each to be accepted by itself."""

    paragraphs: tuple[ChangedParagraph, ...]
    cells: tuple[ChangedCell, ...]


def changes_between(form: Form, report: Report, reading: Reading) -> Changes:
    """Compare ``report`` as it is printed with what ``reading`` found.

    Computed cells, and cells that could not be read, are left out. A source that holds no chapter at all, such as a
    workbook, has not taken the texts out.
    """
    values = evaluate(form, report).values
    keys = [section.key for section in form.sections if section.kind == "text"]
    written = any(key in reading.report.texts for key in keys)
    paragraphs = [change for key in keys if written for change in _paragraphs(key, report, reading, values)]
    return Changes(tuple(paragraphs), tuple(_cells(form, report, reading)))


def accepted(report: Report, paragraphs: Sequence[ChangedParagraph], cells: Sequence[ChangedCell]) -> Edit:
    """Return one edit, undone in one step, that takes over the changes chosen from ``changes_between``."""
    texts: dict[str, str] = {}
    for key in {change.text for change in paragraphs}:
        lines = _lines(report.texts.get(key, ""))
        for change in sorted((c for c in paragraphs if c.text == key), key=lambda c: c.first, reverse=True):
            lines[change.first : change.last] = change.stored.split("\n") if change.stored else []
        texts[key] = "\n".join(lines)
    return Edit(
        EditKind.IMPORT,
        cells={change.ref: change.value for change in cells},
        as_printed={change.ref: change.new for change in cells if change.value is None and change.new},
        texts=texts,
    )


# ---------------------------------------------------------------- cells


def _cells(form: Form, report: Report, reading: Reading) -> Iterator[ChangedCell]:
    unread = {item.ref for item in reading.unread}
    for ref, cell in form.cells.items():
        if cell.computed or ref in unread:
            continue
        old, new = _shown(report, ref), _shown(reading.report, ref)
        if old != new:
            place = reading.places.get(ref, Place())
            yield ChangedCell(ref, cell.label, old, new, reading.report.cells.get(ref), place)


def _shown(report: Report, ref: CellRef) -> str:
    value = report.cells.get(ref)
    return report.as_printed.get(ref, "") if value is None else str(value)


# ---------------------------------------------------------------- texts


def _lines(stored: str) -> list[str]:
    return [line for line in stored.splitlines() if line.strip()]


def _paragraphs(
    key: str, report: Report, reading: Reading, values: Mapping[CellRef, Value]
) -> Iterator[ChangedParagraph]:
    stored = _lines(report.texts.get(key, ""))
    old = [_Printed(line, values) for line in stored]
    new = [plain_text(line) for line in _lines(reading.report.texts.get(key, ""))]
    matcher = SequenceMatcher(None, [_bare(line.text) for line in old], [_bare(line) for line in new], autojunk=False)
    place = reading.places.get(key, Place())
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        kept = _relinked(old[first:last], new[start:end])
        yield ChangedParagraph(
            key, first, last, "\n".join(line.text for line in old[first:last]), "\n".join(new[start:end]), kept, place
        )


def _bare(text: str) -> str:
    return "".join(text.split())


class _Printed:
    """A stored paragraph as it is printed, and where in the print its bound numbers stand."""

    def __init__(self, stored: str, values: Mapping[CellRef, Value]) -> None:
        self.numbers: list[tuple[int, int, str]] = []
        pieces: list[str] = []
        end = 0
        for number in bound_numbers(stored):
            pieces.append(plain_text(stored[end : number.start]))
            start = sum(map(len, pieces))
            pieces.append(printed_number(number.source, values))
            self.numbers.append((start, start + len(pieces[-1]), stored[number.start : number.end]))
            end = number.end
        pieces.append(plain_text(stored[end:]))
        self.text = "".join(pieces)


def _relinked(old: Sequence[_Printed], new: Sequence[str]) -> str:
    """Return the new paragraphs as they are stored, each linked like the old one that is most like it."""
    lines = []
    for text in new:
        nearest = max(old, key=lambda line: SequenceMatcher(None, line.text, text).ratio(), default=None)
        lines.append(_linked(nearest, text) if nearest else stored_text(text))
    return "\n".join(lines)


def _linked(old: _Printed, text: str) -> str:
    """Return ``text`` with every number of ``old`` that stands in it untouched put back as a bound number."""
    matcher = SequenceMatcher(None, old.text, text, autojunk=False)
    pieces: list[str] = []
    end = 0
    for start, stop, source in old.numbers:
        at = _untouched(matcher, start, stop)
        if at is not None and at >= end and not _longer(text, at, stop - start):
            pieces += [stored_text(text[end:at]), source]
            end = at + stop - start
    return "".join([*pieces, stored_text(text[end:])])


def _untouched(matcher: SequenceMatcher[str], start: int, stop: int) -> int | None:
    """Return where the characters from ``start`` to ``stop`` stand in the new text with a neighbour, if they do."""
    for block in matcher.get_matching_blocks():
        if block.a <= start and stop <= block.a + block.size and block.size > stop - start:
            return block.b + start - block.a
    return None


def _longer(text: str, at: int, length: int) -> bool:
    """Tell whether the digits found are part of a longer number, so that somebody did touch it."""
    around = text[at - 1 : at] + text[at + length : at + length + 1]
    return any(character.isdigit() or character in ".%％" for character in around)
