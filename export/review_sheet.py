"""The 校核单: what was checked and with which result, for the people who sign a report.

It is for the office only. Every line names the check it comes from, and nothing is called passed that was not
looked at: an empty report has no group that passed. 保密审查 is a matter of people; the program never marks it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from export.compose import one_line
from model.cells import CellRef, Value
from model.checksum import checksum
from model.corrections import CorrectionList
from model.evaluation import Evaluation
from model.finding import Finding
from model.form import Check, Form, Relation, Severity
from model.report import Report

SECRECY_REVIEW: Final = "保密审查"
SIGNATURES: Final = ("填报人", "校对", "科室负责人", SECRECY_REVIEW, "分管领导", "日期")
"""The lines at the foot, for hand or screen."""


class Verdict(StrEnum):
    """What became of a check group, the gravest first."""

    TO_CORRECT = "必须改"
    TO_EXPLAIN = "待说明"
    NOT_CHECKED = "未核对"
    PASSED = "通过"


class FindingState(StrEnum):
    """What a finding still asks for."""

    TO_CORRECT = "必须改"
    TO_EXPLAIN = "待说明"
    EXPLAINED = "已说明"


class ReviewGroup(NamedTuple):
    """One group of checks. ``idle`` are those of its ``checks`` that had nothing to look at."""

    name: str
    checks: tuple[str, ...]
    idle: tuple[str, ...]
    verdict: Verdict
    remark: str


class ReviewFinding(NamedTuple):
    """One finding with its place and, where the office gave one, its explanation."""

    check_id: str
    state: FindingState
    place: str
    message: str
    explanation: str


@dataclass(frozen=True)
class ReviewSheet:
    """The 校核单 of one report, as the screen and the printed page show it.

    ``filled`` of ``fillable`` figures are typed or printed as a mark; ``checksum`` is empty while there are none.
    ``corrections`` are those made since the report was final.
    """

    office: str
    year: int
    notice: str
    filled: int
    fillable: int
    checksum: str
    groups: tuple[ReviewGroup, ...]
    findings: tuple[ReviewFinding, ...]
    corrections: tuple[CorrectionList, ...] = ()

    @property
    def corrected(self) -> str:
        """Return in one sentence how much was corrected since the report was final, empty for nothing."""
        places = sum(not entry.is_computed for each in self.corrections for entry in each.entries)
        return f"定稿以后更正 {places} 处，列在附页。" if places else ""

    @property
    def conclusion(self) -> str:
        """Return in one sentence whether the report may go on."""
        counts = Counter(group.verdict for group in self.groups)
        open_ones = [f"{counts[verdict]} 组{verdict}" for verdict in Verdict if verdict is not Verdict.PASSED]
        told = [words for words in open_ones if not words.startswith("0")]
        if self.filled < self.fillable:
            told.append(f"{self.fillable - self.filled} 格没有填")
        return f"{'，'.join(told)}。" if told else "各组都通过。"


class _GroupKind(NamedTuple):
    """The name of a group and what a report must have for its checks to look at anything."""

    name: str
    figures: bool = False
    texts: bool = False
    last_year: bool = False


_KINDS: Final[Mapping[str, _GroupKind]] = {
    "A": _GroupKind("表内勾稽", figures=True),
    "Y": _GroupKind("年度衔接", last_year=True),
    "C": _GroupKind("文字与表格", figures=True, texts=True),
    "T": _GroupKind("文字里的数和号码", texts=True),
    "F": _GroupKind("分项合计", texts=True),
    "D": _GroupKind("完整性与写作", texts=True),
    "E": _GroupKind("业务合理性", figures=True),
    "G": _GroupKind("发布与格式", texts=True),
}
"""The groups by the letter that their checks begin with."""
_OTHERS: Final = _GroupKind("其他核对", figures=True, texts=True)
_LONGEST_QUOTE: Final = 20
_BOUND: Final = "{{"


def review_sheet(
    form: Form, report: Report, evaluation: Evaluation, corrections: Sequence[CorrectionList] = ()
) -> ReviewSheet:
    """Return the 校核单 of a report. Hints are counted in their group; all other findings are listed."""
    shown = [finding for finding in evaluation.findings if finding.severity is not Severity.HINT]
    lines = [_finding(form, report, finding) for finding in shown]
    order = list(FindingState)
    typed = [ref for ref, cell in form.cells.items() if cell.printed and not cell.computed]
    filled = [ref for ref in typed if report.cells.get(ref) is not None or report.as_printed.get(ref)]
    return ReviewSheet(
        office=one_line(report.office),
        year=report.year,
        notice=form.notice,
        filled=len(filled),
        fillable=len(typed),
        checksum=checksum(report) if any(value is not None for value in report.cells.values()) else "",
        groups=tuple(_groups(form, report, evaluation)),
        findings=tuple(sorted(lines, key=lambda line: order.index(line.state))),
        corrections=tuple(corrections),
    )


def _groups(form: Form, report: Report, evaluation: Evaluation) -> Iterator[ReviewGroup]:
    """Yield the groups in the order of the form; checks that do not concern this kind of organ are left out."""
    asked = [check for check in form.checks.values() if not check.levels or report.level in {None, *check.levels}]
    letters = list(dict.fromkeys(check.id[0] for check in asked))
    asked.sort(key=lambda check: (letters.index(check.id[0]), int(check.id[1:])))
    for letter, members in groupby(asked, key=lambda check: check.id[0]):
        checks = list(members)
        kind = _KINDS.get(letter, _OTHERS)
        ids = {check.id for check in checks}
        found = [finding for finding in evaluation.findings if finding.check_id in ids]
        raised = {finding.check_id for finding in found}
        idle = tuple(
            check.id
            for check in checks
            if check.id not in raised and not _has_matter(kind, check, report, evaluation.values)
        )
        verdict = _verdict(found, is_idle=len(idle) == len(checks))
        yield ReviewGroup(kind.name, tuple(check.id for check in checks), idle, verdict, _remark(found, idle, checks))


def _has_matter(kind: _GroupKind, check: Check, report: Report, values: Mapping[CellRef, Value]) -> bool:
    """Tell whether a check had anything to look at."""
    lacking = (
        (kind.figures and not report.cells)
        or (kind.texts and not any(text.strip() for text in report.texts.values()))
        or (kind.last_year and report.previous is None)
    )
    if lacking:
        return False
    return not check.relations or any(_is_comparable(relation, values) for relation in check.relations)


def _is_comparable(relation: Relation, values: Mapping[CellRef, Value]) -> bool:
    """Tell whether both sides of a relation have a figure, and all those of last year that it needs."""
    sides = [side.names for side in (relation.left, relation.right) if side.names]
    needed = [ref for side in sides for ref in side if ref.is_last_year]
    return all(any(values.get(ref) is not None for ref in side) for side in sides) and all(
        values.get(ref) is not None for ref in needed
    )


def _verdict(found: Sequence[Finding], *, is_idle: bool) -> Verdict:
    if any(finding.is_open_error for finding in found):
        return Verdict.TO_CORRECT
    if any(finding.severity is Severity.WARNING and not finding.explained for finding in found):
        return Verdict.TO_EXPLAIN
    return Verdict.NOT_CHECKED if is_idle else Verdict.PASSED


def _remark(found: Sequence[Finding], idle: Sequence[str], checks: Sequence[Check]) -> str:
    """Return how many findings of each kind a group has, and which of its checks had nothing to look at."""
    states = Counter(_state(finding).value if finding.severity is not Severity.HINT else "提示" for finding in found)
    told = [f"{state} {count} 处" for state, count in states.items()]
    if idle:
        told.append("没有可核对的内容" if len(idle) == len(checks) else f"未核对：{'、'.join(idle)}")
    return "；".join(told)


def _state(finding: Finding) -> FindingState:
    if finding.explained:
        return FindingState.EXPLAINED
    return FindingState.TO_CORRECT if finding.severity is Severity.ERROR else FindingState.TO_EXPLAIN


def _finding(form: Form, report: Report, finding: Finding) -> ReviewFinding:
    explanation = report.explanations.get(finding.key)
    given = one_line(explanation.text) if explanation else ""
    if given and not finding.explained:
        given = f"（数据已变，请重新说明）{given}"
    return ReviewFinding(finding.check_id, _state(finding), _place(form, finding), one_line(finding.message), given)


def _place(form: Form, finding: Finding) -> str:
    """Return where a finding lies: the sentence, the figure, else the chapter."""
    chapter = next((section.short_title for section in form.sections if section.key == finding.section), "全文")
    if finding.span is not None:
        quote = one_line(finding.span.quote)
        if _BOUND in quote:
            return f"{chapter}，取自表格的数"
        return f"{chapter}“{quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + '…'}”"
    if len(finding.cells) == 1:
        return form.cells[finding.cells[0]].label
    if finding.cells:
        return f"{form.cells[finding.cells[0]].label}等 {len(finding.cells)} 格"
    return chapter
