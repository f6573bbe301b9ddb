"""What differs between two states of a report: figure by figure, totals included, and text by text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.bound_numbers import printed_text
from model.cells import CellRef
from model.evaluation import Evaluation, evaluate
from model.figures import written
from model.form import Form
from model.report import Report
from model.text_difference import Run, text_difference

_OUTSIDE_CHAPTERS = {"title": "标题", "preface": "前言", "closing": "落款"}


class FigureDifference(NamedTuple):
    """A cell as it is printed in the old and in the new state; empty for a blank. ``label`` names it in words."""

    ref: CellRef
    label: str
    old: str
    new: str
    computed: bool


class TextDifference(NamedTuple):
    """A text that differs as it is printed: its key, its name in words, and what became of it piece by piece."""

    key: str
    label: str
    runs: tuple[Run, ...]


class Comparison(NamedTuple):
    """Everything in which two states differ for a reader; nothing for equal ones."""

    figures: tuple[FigureDifference, ...]
    texts: tuple[TextDifference, ...]


def compare(form: Form, old: Report, new: Report) -> Comparison:
    """Return what differs between two states of a report, in the order of the form, as it is printed."""
    before, after = evaluate(form, old), evaluate(form, new)
    figures = tuple(_figures(form, (old, before), (new, after)))
    return Comparison(figures, tuple(_texts(form, (old, before), (new, after))))


def text_label(form: Form, key: str) -> str:
    """Return the name of a text of the report: the title of its chapter, or 标题, 前言, 落款."""
    return next((section.title for section in form.sections if section.key == key), _OUTSIDE_CHAPTERS.get(key, key))


def printed_figure(form: Form, ref: CellRef, report: Report, evaluation: Evaluation) -> str:
    """Return what stands in a cell: a figure, or what was typed in its place (「/」); a total is always computed."""
    value, mark = written(evaluation.values.get(ref)), report.as_printed.get(ref, "").strip()
    return (value or mark) if form.cells[ref].computed else (mark or value)


_State = tuple[Report, Evaluation]


def _figures(form: Form, old: _State, new: _State) -> Iterator[FigureDifference]:
    for ref, cell in form.cells.items():
        before, after = printed_figure(form, ref, *old), printed_figure(form, ref, *new)
        if before != after:
            yield FigureDifference(ref, cell.label, before, after, cell.computed)


def _texts(form: Form, old: _State, new: _State) -> Iterator[TextDifference]:
    keys = ["title", "preface", *(section.key for section in form.sections), "closing"]
    for key in keys:
        before, after = (printed_text(report.texts.get(key, ""), state.values) for report, state in (old, new))
        if before != after:
            yield TextDifference(key, text_label(form, key), text_difference(before, after))
