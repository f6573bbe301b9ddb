"""A report as the JSON of the report file (architecture §8), and back, without loss.

Reading judges types only, and names the place of a wrong one; whether the figures make sense is for the checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from model.cells import CellRef, Value
from model.errors import ReportFileError, ReportFileTooNewError
from model.figures import exact_number, written
from model.report import Explanation, Level, Report, Scope

FORMAT: Final = 1
"""The format that is written; a newer one is refused whole."""

Json = Any
"""A value of JSON as the standard library reads and writes it."""

_Item = TypeVar("_Item")
_Choice = TypeVar("_Choice", bound=StrEnum)

_REQUIRED: Final = ("form", "office", "year", "cells", "texts")
_SECTIONS: Final = ("cells", "as_printed", "texts", "notes", "explanations")
_KEYS: Final = {"format", *_REQUIRED, *_SECTIONS, "level", "scope", "dismissed", "previous", "source"}
_TEXTS: Final = {"overview", "problems", "others", "title", "preface", "closing"}
_EXPLANATION_KEYS: Final = {"text", "values"}
_NOTHING: Final = object()
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def json_text(value: Json, indent: int | None = None) -> str:
    """Return ``value`` as JSON that can always be encoded: Chinese as it is, lone surrogates escaped.

    Without ``indent`` the text is compact and its keys are sorted, so that equal values give equal texts.
    """
    separators = (",", ":") if indent is None else None
    compact = indent is None
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators, sort_keys=compact
    )
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def report_to_json(report: Report) -> dict[str, Json]:
    """Return the object of a report file; blank figures are left out and ``extra`` is put back in its place."""
    known: dict[str, Json] = {
        "format": FORMAT,
        "form": report.form_id,
        "office": report.office,
        "year": report.year,
        "level": report.level,
        "scope": report.scope,
        "cells": _by_name(report.cells, _value_to_json),
        "as_printed": _by_name(report.as_printed, str),
        "texts": dict(report.texts),
        "notes": _by_name(report.notes, str),
        "explanations": {key: _explanation_to_json(item) for key, item in report.explanations.items()},
        "dismissed": sorted(report.dismissed),
    }
    if report.previous is not None:
        known["previous"] = report_to_json(report.previous)
    if report.source:
        known["source"] = report.source
    return _with_aside(known, report.extra)


def report_from_json(value: Json, place: str = "") -> Report:
    """Return the report of a report file's object; ``place`` says where in the file that stands.

    Raises ``ReportFileError`` for a wrong type and ``ReportFileTooNewError``. What the format does not know
    is kept in ``extra``: unknown keys under their name, unknown entries under the name of their section.
    """
    entries = _object_from_json(value, place)
    _check_format(entries, place)
    _check_required(entries, place)

    def read(key: str, from_json: Callable[[Json, str], _Item], default: Json = None) -> _Item:
        found = entries.get(key)
        return from_json(default if found is None else found, inside(place, key))

    return Report(
        form_id=read("form", _text_from_json),
        office=read("office", _text_from_json),
        year=read("year", _whole_number_from_json),
        level=read("level", _level_from_json),
        scope=read("scope", _scope_from_json),
        cells={ref: figure for ref, figure in read("cells", _figures_from_json, {}).items() if figure is not None},
        as_printed=read("as_printed", _marks_from_json, {}),
        texts=read("texts", _texts_from_json, {}),
        notes=read("notes", _marks_from_json, {}),
        explanations=read("explanations", _explanations_from_json, {}),
        dismissed=read("dismissed", _dismissed_from_json, []),
        previous=read("previous", _previous_from_json),
        source=read("source", _text_from_json, ""),
        extra=_kept_aside(entries),
    )


def _value_to_json(value: Value) -> Json:
    """Return a figure as JSON: a whole number as a number, any other amount as a decimal string."""
    digits = written(value)
    return digits if "." in digits else None if value is None else int(digits)


def _value_from_json(value: Json, place: str) -> Value:
    """Read a figure, None for a blank; a fraction must stand in quotes, so that no program rounds it."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return exact_number(value)
    raise _wrong(place, '整数（如 35），或加引号的小数（如 "12.5"）', value)


def _explanation_to_json(explanation: Explanation) -> dict[str, Json]:
    """Return an explanation as JSON: its text, and the figures for which it was given."""
    values = {name: _value_to_json(value) for name, value in explanation.values.items()}
    return {"text": explanation.text, "values": values}


def _explanation_from_json(value: Json, place: str) -> Explanation:
    """Read an explanation; raise ``ReportFileError`` for anything else."""
    entries = _object_from_json(value, place)
    values = _object_from_json(entries.get("values", {}), inside(place, "values"))
    return Explanation(
        _text_from_json(entries.get("text"), inside(place, "text")),
        {name: _value_from_json(item, inside(place, "values", name)) for name, item in values.items()},
    )


def _previous_from_json(value: Json, place: str) -> Report | None:
    """Read last year's report, None for null."""
    return None if value is None else report_from_json(value, place)


def _text_from_json(value: Json, place: str) -> str:
    """Return a text; raise ``ReportFileError`` for anything else."""
    if not isinstance(value, str):
        raise _wrong(place, "加引号的文字", value)
    return value


def _whole_number_from_json(value: Json, place: str) -> int:
    """Return a whole number; raise ``ReportFileError`` for anything else, true and false included."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(place, "整数（如 2024）", value)
    return value


def _level_from_json(value: Json, place: str) -> Level | None:
    """Return the 单位类型, None for null; raise ``ReportFileError`` for anything else."""
    return _choice(Level, value, place)


def _scope_from_json(value: Json, place: str) -> Scope | None:
    """Return the 报告范围, None for null; raise ``ReportFileError`` for anything else."""
    return _choice(Scope, value, place)


def _object_from_json(value: Json, place: str) -> dict[str, Json]:
    """Return an object of JSON; raise ``ReportFileError`` for anything else."""
    if not isinstance(value, dict):
        raise _wrong(place, "用花括号 { } 括起来的一组内容", value)
    return value


def inside(place: str, *keys: str) -> str:
    """Return the name of a place inside another, for example ``previous/cells/requests.new.natural``."""
    return "/".join([place, *keys] if place else keys)


def unknown_places(report: Report) -> list[str]:
    """Return the places of everything that was kept in ``extra`` because the format does not know it."""
    return [
        inside(key, *inner)
        for key, item in report.extra.items()
        for inner in (((name,) for name in _object_from_json(item, key)) if key in _SECTIONS else ((),))
    ]


def _check_format(entries: Mapping[str, Json], place: str) -> None:
    if "format" not in entries and not place:
        raise ReportFileError("缺少“format”")
    found, where = entries.get("format", FORMAT), inside(place, "format")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise _wrong(where, f"格式版本号 {FORMAT}", found)
    if found > FORMAT:
        raise ReportFileTooNewError(found, FORMAT)


def _check_required(entries: Mapping[str, Json], place: str) -> None:
    lacking = [inside(place, key) for key in _REQUIRED if key not in entries]
    if lacking:
        raise ReportFileError(f"缺少“{'”、“'.join(lacking)}”")


def _wrong(place: str, wanted: str, found: Json) -> ReportFileError:
    text = json_text(found) if isinstance(found, int | float | str | None) else "一组内容"
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    where = f"“{place}”处" if place else "整个文件"
    return ReportFileError(f"{where}应为{wanted}，现在是 {shown}")


def _choice(choices: type[_Choice], value: Json, place: str) -> _Choice | None:
    if value is None:
        return None
    if value not in list(choices):
        raise _wrong(place, f"{'、'.join(choices)} 之一或 null", value)
    return choices(value)


def _figure_name(name: str) -> CellRef | None:
    """Return the figure that ``name`` names, None when it does not have the three parts of a name."""
    try:
        ref = CellRef.parse(name)
    except ValueError:
        return None
    return None if ref.is_last_year or not all(ref) else ref


def _by_figure(value: Json, place: str, from_json: Callable[[Json, str], _Item]) -> dict[CellRef, _Item]:
    named = ((_figure_name(name), inside(place, name), item) for name, item in _object_from_json(value, place).items())
    return {ref: from_json(item, where) for ref, where, item in named if ref is not None}


def _figures_from_json(value: Json, place: str) -> dict[CellRef, Value]:
    return _by_figure(value, place, _value_from_json)


def _marks_from_json(value: Json, place: str) -> dict[CellRef, str]:
    return _by_figure(value, place, _text_from_json)


def _texts_from_json(value: Json, place: str) -> dict[str, str]:
    texts = _object_from_json(value, place)
    return {key: _text_from_json(text, inside(place, key)) for key, text in texts.items() if key in _TEXTS}


def _explanations_from_json(value: Json, place: str) -> dict[str, Explanation]:
    entries = _object_from_json(value, place)
    return {key: _explanation_from_json(item, inside(place, key)) for key, item in entries.items()}


def _dismissed_from_json(value: Json, place: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise _wrong(place, "用方括号 [ ] 括起来的一列文字", value)
    return frozenset(_text_from_json(item, inside(place, str(index))) for index, item in enumerate(value, 1))


def _kept_aside(entries: Mapping[str, Json]) -> dict[str, Json]:
    """Return what the format does not know of a report's object whose types have been judged."""
    aside = {key: item for key, item in entries.items() if key not in _KEYS}
    for section in _SECTIONS:
        odd = {key: _unknown_part(section, key, item) for key, item in (entries.get(section) or {}).items()}
        odd = {key: item for key, item in odd.items() if item is not _NOTHING}
        if odd:
            aside[section] = odd
    return aside


def _unknown_part(section: str, key: str, item: Json) -> Json:
    """Return what the format does not know of an entry: all of it, some keys of an explanation, or nothing."""
    if section == "explanations":
        more = {name: part for name, part in item.items() if name not in _EXPLANATION_KEYS}
        return more or _NOTHING
    known = key in _TEXTS if section == "texts" else _figure_name(key) is not None
    return _NOTHING if known else item


def _with_aside(known: dict[str, Json], aside: Mapping[str, Json]) -> dict[str, Json]:
    """Put what was kept aside back into the sections of a report's object; explanations that are gone stay gone."""
    for section in _SECTIONS:
        for key, item in aside.get(section, {}).items():
            if section != "explanations":
                known[section].setdefault(key, item)
            elif key in known[section]:
                known[section][key] |= item
    return known | {key: item for key, item in aside.items() if key not in _KEYS}


def _by_name(figures: Mapping[CellRef, _Item], to_json: Callable[[_Item], Json]) -> dict[str, Json]:
    return {str(ref): to_json(item) for ref, item in figures.items() if item is not None}
