"""Two years of figures side by side, and the sentences that tell the change in the words of reports."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from model.cells import CellRef, Value
from model.evaluation import Evaluation
from model.form import Cell, Form

LARGE_CHANGE: Final = "Y3"
"""The check by which a change is large enough to be looked at."""
_COUNTER: Final = re.compile(r"^[一二三四五六七八九十]、|^（[一二三四五六七八九十]+）|^\d+[.．、]")
_REMARK: Final = re.compile(r"（.+）$")
_SUBHEADINGS: Final = {"requests": "依申请公开", "proactive": "主动公开"}


class YearLine(NamedTuple):
    """A figure in two years.

    ``change`` and ``percent`` (one decimal place, half up) are None where a year is blank; ``percent`` also where
    last year's figure is 0, for nothing is a share of nothing. ``large`` lines are those of check Y3.
    """

    ref: CellRef
    label: str
    now: Value
    then: Value
    change: int | Decimal | None
    percent: Decimal | None
    large: bool


def compare_years(form: Form, evaluation: Evaluation) -> tuple[YearLine, ...]:
    """Return every printed figure of ``form`` that is known in one of the two years, in printed order.

    Of a table with applicants or outcomes by column only the totals are listed.
    """
    large = {ref for finding in evaluation.findings if finding.check_id == LARGE_CHANGE for ref in finding.cells}
    return tuple(
        line
        for ref, cell in form.cells.items()
        if cell.printed and (ref.table == "proactive" or ref.column == "total")
        for line in [_line(ref, _name(cell), evaluation, large=ref in large)]
        if (line.now, line.then) != (None, None)
    )


def _name(cell: Cell) -> str:
    """Return the name of a figure in a list where of most tables only the totals stand."""
    return f"{cell.row.name}·{cell.column.label}" if cell.ref.table == "proactive" else cell.row.name


def _line(ref: CellRef, label: str, evaluation: Evaluation, *, large: bool) -> YearLine:
    now, then = evaluation.values.get(ref), evaluation.values.get(ref.last_year)
    change = None if now is None or then is None else now - then
    percent = None
    if change is not None and then:
        percent = (Decimal(change) * 100 / Decimal(then)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return YearLine(ref, label, now, then, change, percent, large)


def drafted_sentence(form: Form, line: YearLine) -> str:
    """Return a sentence as it is stored, its numbers taken from the tables; '' where a year is blank.

    「本年新收政府信息公开申请45件，较上年增加10件，增长28.6%。」 Without a base there is no per cent.
    """
    if line.change is None:
        return ""
    ref, last = line.ref, line.ref.last_year
    cell = form.cells[ref]
    begin = f"{_subject(form, ref)}{{{{{ref}}}}}{cell.unit}，"
    if not line.change:
        return f"{begin}与上年持平。"
    more = line.change > 0
    difference = f"{ref} - {last}" if more else f"{last} - {ref}"
    words = f"较上年{'增加' if more else '减少'}{{{{{difference}}}}}{cell.unit}"
    if line.percent is None:
        return f"{begin}{words}。"
    growth = f"growth({ref}, {last}, 1)" if more else f"percent({difference}, {last}, 1)"
    return f"{begin}{words}，{'增长' if more else '下降'}{{{{{growth}}}}}。"


def _subject(form: Form, ref: CellRef) -> str:
    cell = form.cells[ref]
    row = _REMARK.sub("", _COUNTER.sub("", cell.row.label)).removesuffix("数量")
    if ref.table == "proactive":
        column = _REMARK.sub("", cell.column.label)
        return f"{row}{column.removesuffix('件数').removesuffix('数量')}"
    if ref.table == "appeals":
        return f"{row}案件"
    group = next((_COUNTER.sub("", name) for name in reversed(cell.row.groups) if name.startswith("（")), "")
    return cell.row.name if row == "总计" else f"{group}中{row}" if group else row


def with_sentence(text: str, table: str, sentence: str) -> tuple[str, int]:
    """Return a chapter of text with a sentence put in, and where it then begins.

    It goes behind the passage under the sub-heading of its table (（二）依申请公开), else behind the whole text.
    """
    lines = text.split("\n") if text else []
    at = _end_of_passage(lines, _SUBHEADINGS.get(table, ""))
    if at == 0 or _is_subheading(lines[at - 1]):
        lines.insert(at, sentence)
        return "\n".join(lines), len("\n".join(lines[:at])) + bool(at)
    start = len("\n".join(lines[:at]))
    lines[at - 1] += sentence
    return "\n".join(lines), start


def _end_of_passage(lines: list[str], subheading: str) -> int:
    begin = next(
        (n for n, line in enumerate(lines) if subheading and _is_subheading(line) and subheading in line), None
    )
    if begin is None:
        return len(lines)
    end = begin + 1
    while end < len(lines) and not _is_subheading(lines[end]):
        end += 1
    while end > begin + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _is_subheading(line: str) -> bool:
    return re.match(r"\s*（[一二三四五六七八九十]+）[^。；]{1,30}$", line) is not None
