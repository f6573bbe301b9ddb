"""The report file: one report as JSON, by which this program and other tools exchange reports (architecture §8).

What comes from outside is not trusted: size and depth are bounded, whatever is wrong is named with its place,
and characters that no document can hold are taken out of the texts.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from model.errors import FileUnreadableError, ReportFileError, ReportFileTooLargeError
from model.files import replacing, require_file
from model.form import Form
from model.report import Report
from model.report_json import Json, inside, json_text, report_from_json, report_to_json, unknown_places
from model.text_view import TextSpan

__all__ = [
    "ReadReport",
    "clean_text",
    "original_span",
    "read_report_file",
    "report_from_json",
    "report_to_json",
    "write_report_file",
]

MAXIMUM_SIZE: Final = 20_000_000
"""Bytes. The longest real reports are below a hundredth of this."""

_MAXIMUM_DEPTH: Final = 40
_MAXIMUM_DIGITS: Final = 15
_LINE_ENDS: Final = re.compile("\r\n?")
_PIECE: Final = re.compile(r"\r\n|.", re.DOTALL)
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class ReadReport(NamedTuple):
    """A report that was read, and one sentence for everything in the file that was kept aside or taken out."""

    report: Report
    warnings: tuple[str, ...]
    originals: Mapping[str, str]
    """The texts from which characters were taken out, by their keys, as they stand in the file."""


def read_report_file(source: Path | bytes, form: Form | None = None) -> ReadReport:
    """Read a report file, or its bytes; with a ``form``, figures that it does not have are reported too.

    Unknown keys are kept in ``Report.extra``, unknown figures in ``Report.cells``.
    Raises ``FileMissingError``, ``FileUnreadableError``, ``ReportFileTooLargeError``, ``ReportFileTooNewError``
    or, with the place of what is wrong, ``ReportFileError``.
    """
    content = source if isinstance(source, bytes) else _content(source)
    if len(content) > MAXIMUM_SIZE:
        raise ReportFileTooLargeError(len(content), MAXIMUM_SIZE)
    warnings: list[str] = []
    parsed = _parsed(content)
    report = report_from_json(_cleaned(parsed, "", warnings))
    originals = {key: parsed["texts"][key] for key, text in report.texts.items() if parsed["texts"][key] != text}
    for place, year in _years(report):
        _refuse_impossible_numbers(place, year)
        warnings += _unknown_form(place, year, form)
        warnings += [f"本程序不认识“{inside(place, key)}”，已原样保留。" for key in unknown_places(year)]
        warnings += [f"报表里没有“{inside(place, key)}”这一格，已原样保留。" for key in _unknown_figures(year, form)]
    return ReadReport(report, tuple(warnings), originals)


def write_report_file(report: Report, path: Path) -> None:
    """Write ``report`` beside ``path`` and replace it; raises the errors of ``model.files.replacing``."""
    content = json_text(report_to_json(report), indent=2) + "\n"
    with replacing(path) as beside:
        beside.write_text(content, encoding="utf-8", newline="\n")


def clean_text(text: str) -> tuple[str, int]:
    """Return ``text`` without characters that no document can hold, and how many these were.

    They are control characters and unpaired surrogates. Line ends of Windows become plain ones.
    """
    return _UNPRINTABLE.subn("", _LINE_ENDS.sub("\n", text))


def original_span(original: str, span: TextSpan) -> TextSpan:
    """Return where a stretch of a clean text stands in the ``original`` that was cleaned."""
    kept = [match.span() for match in _PIECE.finditer(original) if clean_text(match.group())[0]]
    start, end = kept[span.start][0], kept[span.end - 1][1]
    return TextSpan(start, end, original[start:end])


def _content(path: Path) -> bytes:
    require_file(path)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAXIMUM_SIZE else b""
    except OSError as problem:
        raise FileUnreadableError(path) from problem
    if size > MAXIMUM_SIZE:
        raise ReportFileTooLargeError(size, MAXIMUM_SIZE)
    return content


def _parsed(content: bytes) -> Json:
    if not content.strip():
        raise ReportFileError("文件是空的")
    try:
        text = content.decode(json.detect_encoding(content))
        return json.loads(text, object_pairs_hook=_object, parse_float=_fraction, parse_constant=_not_a_number)
    except UnicodeDecodeError as problem:
        raise ReportFileError("文件不是 UTF-8 编码") from problem
    except json.JSONDecodeError as problem:
        raise ReportFileError(f"第 {problem.lineno} 行第 {problem.colno} 个字符处不符合 JSON 格式") from problem
    except RecursionError as problem:
        raise _too_deep() from problem
    except ValueError as problem:  # Python refuses to read integers of more than 4,300 digits
        raise ReportFileError("里面有长得不像数字的数字") from problem


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ReportFileError(f"“{clean_text(repeated)[0][:40]}”出现了不止一次，不知道以哪个为准")
    return entries


def _fraction(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _not_a_number(digits)


def _not_a_number(name: str) -> NoReturn:
    raise ReportFileError(f"里面有不是数字的 {name[:40]}")


def _too_deep() -> ReportFileError:
    return ReportFileError(f"内容嵌套超过 {_MAXIMUM_DEPTH} 层，不像是报告文件")


def _cleaned(value: Json, place: str, warnings: list[str], depth: int = 0) -> Json:
    """Return ``value`` with clean texts; a warning is added for every text that was not clean."""
    if depth > _MAXIMUM_DEPTH:
        raise _too_deep()
    if isinstance(value, dict):
        return {
            _clean_key(key, place): _cleaned(item, inside(place, key), warnings, depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_cleaned(item, inside(place, str(index)), warnings, depth + 1) for index, item in enumerate(value, 1)]
    if not isinstance(value, str):
        return value
    clean, count = clean_text(value)
    if count:
        warnings.append(f"“{place}”里有 {count} 个无法显示的控制字符，已去掉。")
    return clean


def _clean_key(key: str, place: str) -> str:
    if _UNPRINTABLE.search(key):
        raise ReportFileError(f"“{inside(place, clean_text(key)[0])}”的名称里有无法显示的控制字符")
    return key


def _years(report: Report) -> Iterator[tuple[str, Report]]:
    """Yield the report and, with their places, those of the years before."""
    place = ""
    year: Report | None = report
    while year is not None:
        yield place, year
        place, year = inside(place, "previous"), year.previous


def _unknown_figures(report: Report, form: Form | None) -> list[str]:
    known = None if form is None else {form.id: form, **form.earlier}.get(report.form_id)
    if known is None:
        return []
    sections = {"cells": report.cells, "as_printed": report.as_printed, "notes": report.notes}
    return [inside(key, str(ref)) for key, figures in sections.items() for ref in figures if ref not in known.cells]


def _unknown_form(place: str, report: Report, form: Form | None) -> list[str]:
    """Refuse a report on a form that the program does not have; say that such a one of last year is not compared."""
    if form is None or report.form_id in (form.id, *form.earlier):
        return []
    known = "、".join(sorted((form.id, *form.earlier)))
    reason = f"“{inside(place, 'form')}”处的报表格式“{report.form_id[:40]}”本程序没有，只有 {known}"
    if not place:
        raise ReportFileError(reason)
    return [f"{reason}，这一年的数不参加核对。"]


def _refuse_impossible_numbers(place: str, report: Report) -> None:
    if not 1000 <= report.year <= 9999:
        raise ReportFileError(f"“{inside(place, 'year')}”处应为四位数的年份")
    for ref, value in report.cells.items():
        digits = value.as_tuple().digits if isinstance(value, Decimal) else str(value).lstrip("-")
        if len(digits) > _MAXIMUM_DIGITS:
            raise ReportFileError(
                f"“{inside(place, 'cells', str(ref))}”超过 {_MAXIMUM_DIGITS} 位数字，不可能是报表里的数"
            )
