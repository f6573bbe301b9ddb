"""Makes a report of a source, whatever container it came in. Nothing is guessed: what is not certain stays blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from intake.boxes import unboxed
from intake.chapters import Chapters, Heading, find_reporter, find_title, find_year, split_chapters, split_closing
from intake.columns import Continuation, distinct, filled_to_the_right, read_matrix, read_one_row, read_stacked
from intake.counted import lines_of, read_counted, read_counted_line
from intake.observed import CONTRADICTORY, NOT_COMPUTED, NOT_FOUND, ROW_CUT, SEVERAL_REPORTS, Missed, Observed, Seen
from intake.page_breaks import CUT, mended
from intake.paragraphs import joined
from intake.printed import UNCOMPUTED, is_cut_off, is_figure, read_printed
from intake.reading import Doubtful, Key, Reading, Unread
from intake.source import Grid, Paragraph, Place, Source
from intake.stream import TextLine, delimited, read_line, read_rows
from intake.verify import differences_of, identities_of
from intake.words import RowLabels, form_id_of, labels_of
from model.bound_numbers import stored_text
from model.cells import CellRef, Value
from model.form import Form
from model.form_loader import CURRENT_FORM, form_for_year, load_form
from model.report import Report

_TEXTS: Final = ("overview", "problems", "others")
_FEW: Final = 2
"""So many contradictory cells are slips; more mean that the table stands there twice."""


def interpret(source: Source, form_id: str | None = None) -> Reading:
    """Return what ``source`` says; ``form_id`` overrules what its words tell about the form.

    Never raises for contents: a source without any figure or text gives an empty report.
    """
    form = load_form(form_id) if form_id else _form(source)
    chapters = split_chapters(form, source.paragraphs)
    seen = _figures(form, source, chapters)
    cells, printed, places, unread, doubtful = _settled(form, seen)
    heading = find_title(chapters.front, source.title)
    texts = _texts(source, chapters, heading)
    places |= {key: place for key, (_, place) in texts.items()}
    year = heading.year if heading else find_year(source.paragraphs) or 0
    report = Report(
        form.id,
        (heading.office if heading else "") or find_reporter(source.paragraphs) or _signed(texts),
        year,
        cells=cells,
        as_printed=printed,
        texts={key: text for key, (text, _) in texts.items()},
        source=source.name,
    )
    return Reading(
        report,
        places,
        tuple(unread),
        (*doubtful, *_doubts(report, heading)),
        differences_of(form, report, places),
        identities_of(form, report),
        source.name,
        source.remarks,
        tuple(source.lines),
    )


def _form(source: Source) -> Form:
    """Return the form that the words of the source belong to, else that of its year."""
    words = [paragraph.text for paragraph in source.paragraphs]
    words += [cell.text for grid in source.grids for row in grid.rows for cell in row]
    found = form_id_of(words)
    if found:
        return load_form(found)
    heading = find_title(source.paragraphs, source.title)
    return form_for_year(heading.year) if heading and heading.year >= 2019 else load_form(CURRENT_FORM)


# ---------------------------------------------------------------- figures


def _figures(form: Form, source: Source, chapters: Chapters) -> list[Observed]:
    labels = labels_of(form)
    source = mended(source, labels)
    seen: list[Observed] = []
    before: Continuation | None = None
    for grid in source.grids:
        found, before = _from_grid(form, labels, grid, before)
        seen += found
    by_heading = {item.ref for item in seen if isinstance(item, Seen)}
    for key in form.tables:
        lines = unboxed([TextLine(item.text, item.place) for item in _lines_for(form, key, chapters)])
        seen += _from_text(form, labels[key], lines)
        seen += [item for item in _counted(form, labels[key], source.grids) if item.ref not in by_heading]
    return seen


def _counted(form: Form, labels: RowLabels, grids: Sequence[Grid]) -> list[Observed]:
    """Read a table out of grids by counting cells; grids of one column are lines of text."""
    wide = [grid for grid in grids if any(len(distinct(row)) > 1 for row in grid.rows)]
    rows = [row for grid in wide for row in grid.rows]
    narrow = [row for grid in grids if grid not in wide for row in grid.rows]
    seen = read_counted_line(labels, rows) if labels.table.key == "appeals" else list(read_counted(labels, rows))
    return seen + _from_text(form, labels, lines_of(narrow))


def _from_grid(
    form: Form, labels: Mapping[str, RowLabels], grid: Grid, before: Continuation | None
) -> tuple[list[Observed], Continuation | None]:
    seen: list[Observed] = []
    matrix, continuation = read_matrix(labels["requests"], grid, before)
    seen += matrix
    seen += read_stacked(labels["proactive"], grid)
    seen += read_one_row(form.tables["appeals"], grid)
    return seen, continuation or before


def _lines_for(form: Form, key: str, chapters: Chapters) -> list[Paragraph]:
    """Return the paragraphs in which a table may lie: its chapter, else all that are in no chapter of text."""
    section = form.tables[key].section
    if section in chapters.bodies:
        return chapters.bodies[section]
    return [
        *chapters.front,
        *(item for name, body in chapters.bodies.items() if name not in _TEXTS for item in body),
    ]


def _from_text(form: Form, labels: RowLabels, lines: Sequence[TextLine]) -> list[Observed]:
    """Read a table out of lines, by its columns where tabulators keep them and by counting cells everywhere."""
    tabbed = delimited(lines)
    if labels.table.key == "appeals":
        [block] = labels.table.blocks
        refs = [CellRef("appeals", row.key, column.key) for row in block.rows for column in block.columns]
        return read_one_row(labels.table, filled_to_the_right(tabbed)) or read_line(refs, labels, lines)
    counted = list(read_rows(labels, lines))
    aligned = read_stacked(labels, tabbed) if labels.table.key == "proactive" else read_matrix(labels, tabbed, None)[0]
    return _agreeing(aligned, counted)


def _agreeing(aligned: Sequence[Observed], counted: Sequence[Observed]) -> list[Observed]:
    """Return what two ways of reading the same rows say; where they disagree, the row stays unread."""
    by_column = {item.ref: item for item in aligned if isinstance(item, Seen)}
    shifted = {ref.row for ref, item in by_column.items() if item.text and not is_figure(item.text)}
    by_count = {item.ref: item for item in counted if isinstance(item, Seen)}
    agreed: list[Observed] = []
    for item in {**{i.ref: i for i in counted}, **by_column}.values():
        one, other = by_column.get(item.ref), by_count.get(item.ref)
        if item.ref.row in shifted or one is None:
            agreed += [other] if other else [i for i in counted if i.ref == item.ref][:1]
        elif other is not None and other.text != one.text:
            agreed.append(Missed(item.ref, CONTRADICTORY, item.place))
        else:
            agreed.append(one)
    return agreed


def _settled(
    form: Form, seen: Iterable[Observed]
) -> tuple[dict[CellRef, Value], dict[CellRef, str], dict[Key, Place], list[Unread], list[Doubtful]]:
    """Bring all sightings of each cell together: one figure, or none where they contradict each other."""
    sightings: dict[CellRef, list[Observed]] = {}
    for item in seen:
        sightings.setdefault(item.ref, []).append(item)
    cells: dict[CellRef, Value] = {}
    printed: dict[CellRef, str] = {}
    places: dict[Key, Place] = {}
    unread: list[Unread] = []
    doubtful: list[Doubtful] = []
    repeated = _repeated(sightings)
    for ref, cell in form.cells.items():
        items = sightings.get(ref, [])
        if repeated and items:
            unread.append(Unread(ref, cell.label, SEVERAL_REPORTS, items[0].place))
            continue
        texts = {item.text: item for item in items if isinstance(item, Seen) and item.text}
        values = {read_printed(text, cell.kind): item for text, item in texts.items()}
        cut = next((item for text, item in texts.items() if CUT in text or is_cut_off(text)), None)
        if cut is not None:
            unread.append(Unread(ref, cell.label, ROW_CUT, cut.place))
        elif UNCOMPUTED in texts:
            unread.append(Unread(ref, cell.label, NOT_COMPUTED, texts[UNCOMPUTED].place))
        elif len(values) == 1:
            [(figure, item)] = values.items()
            places[ref] = item.place
            if figure.value is not None:
                cells[ref] = figure.value
            else:
                printed[ref] = figure.as_printed
                doubtful.append(
                    Doubtful(ref, cell.label, f"这里印的是“{figure.as_printed}”，不是单纯的数字", item.place)
                )
        elif len(values) > 1:
            unread.append(Unread(ref, cell.label, CONTRADICTORY, next(iter(texts.values())).place))
        elif any(isinstance(item, Seen) for item in items):
            places[ref] = items[0].place
        elif items:
            missed = next(item for item in items if isinstance(item, Missed))
            unread.append(Unread(ref, cell.label, missed.reason, missed.place))
        elif cell.printed:
            unread.append(Unread(ref, cell.label, NOT_FOUND, Place()))
    return cells, printed, places, unread, doubtful


def _repeated(sightings: Mapping[CellRef, Sequence[Observed]]) -> set[str]:
    """Return the tables that a source prints more than once with other figures: it holds several reports."""
    contradictory = [
        ref.table
        for ref, items in sightings.items()
        if len({item.text for item in items if isinstance(item, Seen) and item.text}) > 1
    ]
    return {table for table in contradictory if contradictory.count(table) > _FEW}


# ---------------------------------------------------------------- texts


def _texts(source: Source, chapters: Chapters, heading: Heading | None) -> dict[str, tuple[str, Place]]:
    """Return every text with the place where it begins."""
    texts: dict[str, tuple[str, Place]] = {}
    bodies = {key: chapters.bodies.get(key, []) for key in _TEXTS}
    bodies["others"], closing = split_closing(bodies["others"])
    preface = chapters.front[heading.end :] if heading else chapters.front
    for key, body in {"preface": preface, **bodies, "closing": closing}.items():
        kept = [paragraph for paragraph in body if paragraph.text.strip()]
        if kept and (key != "preface" or chapters.bodies):
            lines = joined(kept) if source.wrapped else [" ".join(item.text.split()) for item in kept]
            texts[key] = (stored_text("\n".join(lines)), kept[0].place)
    if heading and heading.lines and not _customary(heading):
        texts["title"] = (stored_text("\n".join(heading.lines)), heading.place)
    return texts


def _signed(texts: Mapping[str, tuple[str, Place]]) -> str:
    """Return the office that signs at the end, '' when none does."""
    lines = texts["closing"][0].split("\n") if "closing" in texts else []
    return "".join(lines[0].split()) if len(lines) > 1 else ""


def _customary(heading: Heading) -> bool:
    customary = f"{heading.office}{heading.year}年政府信息公开工作年度报告"
    return "".join("".join(heading.lines).split()) == customary


def _doubts(report: Report, heading: Heading | None) -> Iterator[Doubtful]:
    if not report.office:
        yield Doubtful("office", "机关名称", "来源的标题里没有认出机关名称，请填写", Place())
    if heading is not None and heading.rivalled:
        reason = f"来源里有几个不同的标题，取了“{heading.office}{heading.year}年”，请核对机关名称和年度"
        yield Doubtful("office", "机关名称", reason, heading.place)
    if report.year and heading is None:
        yield Doubtful("year", "报告年度", f"来源没有标题，年度“{report.year}”取自正文，请核对", Place())
    if not report.year:
        yield Doubtful("year", "报告年度", "来源里没有认出报告年度，请填写", Place())
