"""The numbers a text can take from the tables, with the words by which people look for them. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from model.bound_numbers import UNKNOWN, printed_number
from model.cells import CellRef, Value
from model.evaluation import Evaluation
from model.fact_words import METRICS
from model.form import Cell, Form

_DIGITS: Final = 1
_TOTAL: Final = "total"
_BOTH: Final = "requests.new.total + requests.carried_in.total"
_ROW_WORDS: Final[Mapping[str, str]] = {
    "new": "收到 受理 新收 收件",
    "carried_in": "结转 上年转入",
    "carried_out": "结转 顺延 未办结",
    "handled": "办理 办结 答复 合计",
    "granted": "公开 同意",
    "denied_all": "不公开",
    "fees": "收费 金额",
    "reconsideration": "复议",
    "litigation_direct": "诉讼 起诉",
    "litigation_after_reconsideration": "诉讼 起诉",
    "normative_documents": "规范性文件 文件",
}
_COLUMN_WORDS: Final[Mapping[str, str]] = {
    "issued": "制发 制定 印发 出台 新制定",
    "repealed": "废止 失效",
    "in_force": "有效",
    "natural": "个人 公民",
    "business": "企业 法人",
    "upheld": "维持",
    "corrected": "纠正 败诉",
    "pending": "未审结",
}


class NumberChoice(NamedTuple):
    """One number: its name, its digits now, its expression, and all words by which it is found."""

    label: str
    digits: str
    source: str
    words: str


def number_choices(form: Form, evaluation: Evaluation) -> tuple[NumberChoice, ...]:
    """Return every number that can be taken from the tables: this year's, shares, growth, last year's.

    Last year's and growth are left out for figures that are not known of last year.
    """
    values = evaluation.values
    cells = sorted(form.cells.values(), key=lambda cell: _column_rank(cell.ref))
    known = [cell for cell in cells if values.get(cell.ref.last_year) is not None]
    return (
        *(_choice(values, str(cell.ref), _name(cell), _words(cell)) for cell in cells),
        *_sums(values),
        *_shares(form, values, cells),
        *(_growth(values, cell) for cell in known),
        *(_choice(values, str(cell.ref.last_year), f"上年·{_name(cell)}", f"去年 {_words(cell)}") for cell in known),
    )


def figure_choices(form: Form, evaluation: Evaluation) -> tuple[NumberChoice, ...]:
    """Return every figure of this year's tables in printed order; it is found by its digits too."""
    printed = (form.cells[ref] for table in form.tables.values() for ref in table.layout.by_ref)
    found = (_choice(evaluation.values, str(cell.ref), _name(cell), _words(cell)) for cell in printed)
    return tuple(choice._replace(words=f"{choice.words} {choice.digits}") for choice in found)


def matching(choices: tuple[NumberChoice, ...], query: str) -> list[NumberChoice]:
    """Return the choices in whose words every part of ``query`` occurs, those named by it first."""
    parts = query.split()
    if not parts:
        return list(choices)
    found = [choice for choice in choices if all(part in choice.words for part in parts)]

    def rank(choice: NumberChoice) -> tuple[bool, bool, int]:
        unnamed = sum(part not in choice.label for part in parts)
        return choice.label != parts[0], not choice.label.startswith(parts[0]), unnamed

    return sorted(found, key=rank)


def _choice(values: Mapping[CellRef, Value], source: str, label: str, words: str) -> NumberChoice:
    digits = printed_number(source, values)
    return NumberChoice(label, "空白" if digits == UNKNOWN else digits, source, f"{label} {words}")


def _name(cell: Cell) -> str:
    column = "" if cell.ref.column == _TOTAL or cell.column.label == cell.row.name else f"·{cell.column.label}"
    return f"{cell.row.name}{column}"


def _words(cell: Cell) -> str:
    return f"{cell.label} {cell.row.label} {_ROW_WORDS.get(cell.ref.row, '')} {_COLUMN_WORDS.get(cell.ref.column, '')}"


def _column_rank(ref: CellRef) -> int:
    """Totals come first: they are what a text tells."""
    return int(ref.table == "requests" and ref.column != _TOTAL)


def _sums(values: Mapping[CellRef, Value]) -> Iterator[NumberChoice]:
    """Yield the sums of figures that texts tell, such as 收到 with last year's carry-over."""
    seen: set[str] = set()
    for metric in METRICS.values():
        for reading in metric.readings:
            if " " in reading.source and reading.source not in seen and "-" not in reading.source:
                seen.add(reading.source)
                words = "收到 受理 含结转 合计" if reading.source == _BOTH else "合计"
                yield _choice(values, reading.source, reading.name, words)


def _shares(form: Form, values: Mapping[CellRef, Value], cells: list[Cell]) -> Iterator[NumberChoice]:
    for cell in cells:
        base = _base_of(form, cell.ref)
        if base is not None:
            source = f"percent({cell.ref}, {base}, {_DIGITS})"
            label = f"{_name(cell)}占{_name(form.cells[base])}"
            yield _choice(values, source, label, f"占比 百分比 比例 比重 {_words(cell)}")


def _base_of(form: Form, ref: CellRef) -> CellRef | None:
    """Return the whole of which a figure is a part that texts tell as a share."""
    if ref.table == "appeals":
        base = ref._replace(column=_TOTAL)
    elif ref.table == "requests" and ref.column != _TOTAL:
        base = ref._replace(column=_TOTAL) if ref.row == "new" else ref
    elif ref.table == "requests" and ref.row not in {"new", "carried_in", "carried_out"}:
        base = ref._replace(row="handled")
    else:
        return None
    return base if base != ref and base in form.cells else None


def _growth(values: Mapping[CellRef, Value], cell: Cell) -> NumberChoice:
    source = f"growth({cell.ref}, {cell.ref.last_year}, {_DIGITS})"
    return _choice(values, source, f"{_name(cell)}比上年增幅", f"增长 同比 下降 增幅 {_words(cell)}")
