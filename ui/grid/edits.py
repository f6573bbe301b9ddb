"""The edits that the keys and menus of a grid make, each with its words. No Qt.

Every function returns one :class:`Change`, so that every act is one step of undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from model.cells import CellRef
from model.figures import Refusal, TypedFigure, read_figure
from model.form import Form
from model.notes import read_note
from model.report import Edit, EditKind, Report


class Change(NamedTuple):
    """An edit with the words for the undo menu, and what is told to the user when it is done.

    ``edit`` is None where there was nothing to change; the message then says so. A message that is ``urgent`` is
    told beside the selection too, for the status bar is easily overlooked and too short for all of it.
    """

    edit: Edit | None
    words: str = ""
    message: str = ""
    urgent: bool = False


def typed(form: Form, report: Report, refs: Iterable[CellRef], text: str) -> Change | Refusal:
    """Put what was typed into every figure of ``refs``; a sum such as 「26+9」 is kept in the note."""
    figures: dict[CellRef, TypedFigure] = {}
    for ref in refs:
        figure = read_figure(text, form.cells[ref].kind)
        if isinstance(figure, Refusal):
            return figure
        figures[ref] = figure
    words = form.cells[next(iter(figures))].label if len(figures) == 1 else f"{len(figures)} 格"
    return Change(figures_set(report, figures, EditKind.TYPING), f"填写 {words}")


def figures_set(report: Report, figures: Mapping[CellRef, TypedFigure], kind: EditKind) -> Edit:
    """Return the edit that sets figures with what was printed in their place and their notes."""
    return Edit(
        kind,
        cells={ref: figure.value for ref, figure in figures.items()},
        as_printed={ref: figure.as_printed or None for ref, figure in figures.items()},
        notes={ref: _note(report, ref, figure) for ref, figure in figures.items()},
    )


def cleared(form: Form, report: Report, refs: Iterable[CellRef]) -> Change:
    """Empty the figures; of a computed one, remove the total that a source printed."""
    present = [ref for ref in refs if ref in report.cells or ref in report.as_printed]
    printed = [ref for ref in present if form.cells[ref].computed]
    if not present:
        return Change(None)
    message = f"已去掉 {len(printed)} 个原稿印出的总计，改用各分项之和。" if printed else ""
    notes = {ref: _without_arithmetic(report, ref) for ref in present if ref in report.notes}
    edit = Edit(EditKind.CLEAR, cells=dict.fromkeys(present), notes=notes)
    return Change(edit, f"清除 {len(present)} 格", message)


def filled_with_zero(form: Form, report: Report, refs: Iterable[CellRef]) -> Change:
    """Put 0 into the blank figures, but not into those that are awaited (待报) or were printed as 「/」."""
    blank = [
        ref for ref in refs if not form.cells[ref].computed and ref not in report.cells and ref not in report.as_printed
    ]
    awaited = [ref for ref in blank if read_note(report.notes.get(ref, "")).pending]
    zeros = [ref for ref in blank if ref not in awaited]
    skipped = f"，跳过 {len(awaited)} 个待报的格" if awaited else ""
    if not zeros:
        return Change(None, "", f"没有可以填 0 的空白格{skipped}。")
    edit = Edit(EditKind.FILL, cells=dict.fromkeys(zeros, 0))
    return Change(edit, f"空白填 0（{len(zeros)} 格）", f"已把 {len(zeros)} 个空白格填为 0{skipped}。")


def filled_down(report: Report, sources: Mapping[CellRef, CellRef]) -> Change:
    """Copy figures downwards; ``sources`` maps each figure to the one it is copied from."""
    figures = {
        ref: TypedFigure(report.cells.get(source), report.as_printed.get(source, "")) for ref, source in sources.items()
    }
    return Change(figures_set(report, figures, EditKind.FILL), f"向下填充 {len(figures)} 格")


def note_set(form: Form, ref: CellRef, note: str) -> Change:
    """Set the note of a figure, remove it when it is empty."""
    verb = "备注" if note else "删除备注"
    return Change(Edit(EditKind.NOTE, notes={ref: note or None}), f"{verb} {form.cells[ref].label}")


def _note(report: Report, ref: CellRef, figure: TypedFigure) -> str | None:
    """Return the note after a figure was set: the old sum no longer holds, and a figure that came is not awaited."""
    note = read_note(report.notes.get(ref, ""))
    is_given = figure.value is not None
    return replace(note, arithmetic=figure.note, pending=note.pending and not is_given).written() or None


def _without_arithmetic(report: Report, ref: CellRef) -> str | None:
    return replace(read_note(report.notes[ref]), arithmetic="").written() or None
