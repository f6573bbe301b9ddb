"""Reads a format of the annual report from TOML and reports everything that is wrong with it at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from model.cells import CellRef, FigureKind
from model.errors import AppError
from model.form import (
    Cell,
    Check,
    Deadline,
    Form,
    FormColumn,
    FormRow,
    FormTable,
    Formula,
    Section,
    TableBlock,
)
from model.form_layout import layout_of
from model.form_rules import read_checks, read_formulas
from model.report import Level, Scope
from resources import resource

CURRENT_FORM = "2021"

_Choice = TypeVar("_Choice", bound=StrEnum)


class FormFileError(AppError):
    """A form file cannot be used; ``problems`` lists everything wrong with it, in English, for its author."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        detail = "；".join(problems)
        super().__init__(f"报表格式文件“{name}”有 {len(problems)} 处错误，无法使用，请重新安装程序。（{detail}）")
        self.problems = tuple(problems)


@dataclass
class _Reader:
    """Collects problems while a form file is read, so that its author sees all of them at once."""

    name: str
    problems: list[str] = field(default_factory=list)

    def complain(self, problem: str) -> None:
        self.problems.append(problem)

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise FormFileError(self.name, self.problems)

    def text(self, item: Mapping[str, Any], key: str, default: str | None = None) -> str:
        found = item.get(key, default)
        if not isinstance(found, str):
            self.complain(f"{key}: text is missing in {_shown(item)}")
            return ""
        return found

    def number(self, item: Mapping[str, Any], key: str, default: int | None = None) -> int:
        found = item.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            self.complain(f"{key}: number is missing in {_shown(item)}")
            return 0
        return found

    def texts(self, item: Mapping[str, Any], key: str) -> tuple[str, ...]:
        found = item.get(key, [])
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            self.complain(f"{key}: a list of texts is expected in {_shown(item)}")
            return ()
        return tuple(found)

    def items(self, item: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        found = item.get(key, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.complain(f"{key}: a list of tables is expected")
            return []
        return found

    def choice(self, kinds: type[_Choice], text: str, default: _Choice) -> _Choice:
        try:
            return kinds(text)
        except ValueError:
            self.complain(f"unknown {kinds.__name__}: {text}")
            return default


def _shown(item: Mapping[str, Any]) -> str:
    return str(item.get("id") or item.get("key") or item.get("target") or "the file")


def load_form(form_id: str) -> Form:
    """Return the shipped form with this id, such as ``2021``.

    Raises ``FormFileError`` when there is none or it is damaged.
    """
    if not form_id.isalnum():
        raise FormFileError(form_id, ["no such form"])
    return read_form(resource("forms", f"{form_id}.toml"))


class _EarlierForms(Mapping[str, Form]):
    """The forms of earlier years, each read when it is first needed, which for most reports is never."""

    def __init__(self, form_ids: Sequence[str]) -> None:
        self._form_ids = form_ids
        self._read: dict[str, Form] = {}

    def __getitem__(self, form_id: str) -> Form:
        if form_id not in self._form_ids:
            raise KeyError(form_id)
        if form_id not in self._read:
            self._read[form_id] = load_form(form_id)
        return self._read[form_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._form_ids)

    def __len__(self) -> int:
        return len(self._form_ids)


def form_for_year(year: int) -> Form:
    """Return the form that the report of ``year`` is made on: that of 2019 for 2019 and 2020, else of 2021."""
    current = load_form(CURRENT_FORM)
    if year >= current.first_year:
        return current
    return max(current.earlier.values(), key=lambda form: form.first_year)


def read_form(path: Path) -> Form:
    """Read a form file; raise ``FormFileError`` with every problem found in it."""
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise FormFileError(path.name, [str(problem)]) from problem
    reader = _Reader(path.name)
    form = _read(reader, source)
    reader.stop_if_wrong()
    return form


def _read(reader: _Reader, source: Mapping[str, Any]) -> Form:
    sections = tuple(_section(reader, item) for item in reader.items(source, "sections"))
    tables = {table.key: table for table in _tables(reader, source, sections)}
    reader.stop_if_wrong()
    cells = {cell.ref: cell for table in tables.values() for cell in _cells(table)}
    formulas = read_formulas(reader.items(source, "formulas"), tables, reader.complain)
    _lint_computed(reader, cells, formulas)
    checks = read_checks(reader.items(source, "checks"), tables, reader.complain)
    _lint_checks(reader, formulas, checks, {section.key for section in sections})
    return Form(
        id=reader.text(source, "id"),
        notice=reader.text(source, "notice"),
        first_year=reader.number(source, "first_year"),
        sections=sections,
        tables=tables,
        cells=cells,
        formulas=formulas,
        checks=checks,
        deadlines=tuple(_deadline(reader, item) for item in reader.items(source, "deadlines")),
        earlier=_EarlierForms(reader.texts(source, "earlier")),
    )


def _section(reader: _Reader, item: Mapping[str, Any]) -> Section:
    return Section(
        key=reader.text(item, "key"),
        kind=reader.text(item, "kind"),
        title=reader.text(item, "title"),
        short_title=reader.text(item, "short_title"),
        guidance=reader.text(item, "guidance", ""),
        subheadings=reader.texts(item, "subheadings"),
        guideline=reader.number(item, "guideline", 0),
    )


def _tables(reader: _Reader, source: Mapping[str, Any], sections: Sequence[Section]) -> Iterator[FormTable]:
    for item in reader.items(source, "tables"):
        key, section = reader.text(item, "key"), reader.text(item, "section")
        if section not in {known.key for known in sections}:
            reader.complain(f"table {key}: unknown section {section}")
        blocks = tuple(_block(reader, block) for block in reader.items(item, "blocks"))
        weights = item.get("column_weights", [])
        try:
            layout = layout_of(reader.text(item, "arrangement"), key, blocks, weights, reader.text(item, "corner", ""))
        except (KeyError, IndexError, ValueError) as problem:
            reader.complain(f"table {key}: cannot be laid out ({problem})")
            continue
        if len(weights) != layout.column_count:
            reader.complain(f"table {key}: {len(weights)} column weights for {layout.column_count} columns")
        yield FormTable(key, reader.text(item, "name"), section, blocks, layout)


def _block(reader: _Reader, item: Mapping[str, Any]) -> TableBlock:
    return TableBlock(
        rows=tuple(_row(reader, row) for row in reader.items(item, "rows")),
        columns=tuple(_column(reader, column) for column in reader.items(item, "columns")),
        band=reader.text(item, "band", ""),
        head=reader.text(item, "head", ""),
        unit=reader.text(item, "unit", "件"),
    )


def _row(reader: _Reader, item: Mapping[str, Any]) -> FormRow:
    return FormRow(
        key=reader.text(item, "key"),
        label=reader.text(item, "label"),
        name=reader.text(item, "name"),
        groups=reader.texts(item, "groups"),
        computed=item.get("computed") is True,
        printed=item.get("printed") is not False,
        meaning=reader.text(item, "meaning", ""),
        clause=reader.text(item, "clause", ""),
    )


def _column(reader: _Reader, item: Mapping[str, Any]) -> FormColumn:
    return FormColumn(
        key=reader.text(item, "key"),
        label=reader.text(item, "label"),
        kind=reader.choice(FigureKind, reader.text(item, "kind", "count"), FigureKind.COUNT),
        groups=reader.texts(item, "groups"),
        computed=item.get("computed") is True,
        span=reader.number(item, "span", 1),
        meaning=reader.text(item, "meaning", ""),
    )


def _deadline(reader: _Reader, item: Mapping[str, Any]) -> Deadline:
    return Deadline(
        levels=frozenset(reader.choice(Level, text, Level.COUNTY) for text in reader.texts(item, "levels")),
        scope=reader.choice(Scope, reader.text(item, "scope"), Scope.OWN),
        month=reader.number(item, "month"),
        day=reader.number(item, "day"),
        clause=reader.text(item, "clause"),
    )


def _cells(table: FormTable) -> Iterator[Cell]:
    for block in table.blocks:
        for row in block.rows:
            for column in block.columns:
                yield Cell(
                    ref=CellRef(table.key, row.key, column.key),
                    kind=column.kind,
                    computed=row.computed or column.computed,
                    printed=row.printed,
                    table_name=table.name,
                    row=row,
                    column=column,
                    unit=block.unit,
                )


def _lint_computed(reader: _Reader, cells: Mapping[CellRef, Cell], formulas: Sequence[Formula]) -> None:
    computed = {cell.ref for cell in cells.values() if cell.computed}
    targets = {formula.target for formula in formulas}
    for ref in sorted(computed - targets):
        reader.complain(f"{ref}: is computed but no formula computes it")
    for ref in sorted(targets - computed):
        reader.complain(f"{ref}: has a formula but is not marked as computed")


def _lint_checks(reader: _Reader, formulas: Sequence[Formula], checks: Mapping[str, Check], sections: set[str]) -> None:
    for check_id in sorted({formula.check_id for formula in formulas} - set(checks)):
        reader.complain(f"a formula names the unknown check {check_id}")
    for check in checks.values():
        if check.section not in sections | {"report"}:
            reader.complain(f"check {check.id}: unknown section {check.section}")
