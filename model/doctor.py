"""The error doctor: what may have caused an identity to fail, ranked, with the change that would mend it.

A cause is a lead to be checked against the office's own register; nothing is ever applied by itself. The user
interface shows the leads of a finding and submits the edit of the one that was checked::

    for lead in diagnose(form, report, finding):
        show(lead.words, lead.remaining, tied=lead.tied)
    session.submit(lead.edit)      # 已核对，改为 X
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from model.cells import CellRef, FigureKind, Value
from model.doctor_words import Slip, likely_slip
from model.evaluation import evaluate
from model.expression import Number
from model.fact_checks import claims_of, expression_of
from model.figures import written
from model.finding import Facts, Finding
from model.form import Form
from model.identities import IDENTITY_CHECKS, Identity, identities_of, told_by_texts
from model.report import Edit, EditKind, Report
from model.totals import compute_totals

MAXIMUM_LEADS: Final = 8
CAUTION: Final = "可能原因，请核对台账"
"""What every lead begins with: it is a guess, never a verdict."""


class Cause(StrEnum):
    """What kind of mistake a lead supposes."""

    ONE_FIGURE = "one_figure"
    TOTAL = "total"  # a printed total that is not the sum of its parts
    BLANK = "blank"  # a blank whose value follows
    CARRY_OVER = "carry_over"  # 上年结转 forgotten or changed
    MISPLACED = "misplaced"  # +n and −n in two columns or rows: 归类错位
    SHIFTED = "shifted"  # a row or column pasted one place off


class Lead(NamedTuple):
    """One possible cause, 「可能原因，请核对台账」.

    ``words`` say what would be changed and why; ``remaining`` are the messages of the identities that would still
    fail. ``tied`` tells that the lead beside it is as likely. ``edit`` makes the change in one undoable step.
    """

    cause: Cause
    cells: tuple[CellRef, ...]
    words: str
    edit: Edit
    remaining: tuple[str, ...]
    tied: bool = False


class _Candidate(NamedTuple):
    """A change of figures with what speaks for it: identities mended less broken, and how people mistype."""

    cause: Cause
    change: Mapping[CellRef, Number]
    mended: int
    likelihood: int
    reason: str

    @property
    def rank(self) -> tuple[int, int]:
        return -self.mended, -self.likelihood


def diagnose(form: Form, report: Report, finding: Finding) -> tuple[Lead, ...]:
    """Return the possible causes of a failed identity, the most likely first; none for any other finding."""
    if finding.check_id not in IDENTITY_CHECKS:
        return ()
    case = _Case.of(form, report, finding)
    if not case.near:
        return ()
    printed = {ref: place for place, ref in enumerate(form.cells)}

    def order(candidate: _Candidate) -> tuple[object, list[int]]:
        """Likelier leads first, equally likely ones as their figures stand in the form."""
        return candidate.rank, sorted(printed[ref] for ref in candidate.change)

    candidates = sorted(_candidates(case), key=order)
    unique = {tuple(sorted(candidate.change.items())): candidate for candidate in reversed(candidates)}
    ranked = sorted(unique.values(), key=order)[:MAXIMUM_LEADS]
    ranks = [candidate.rank for candidate in ranked]
    return tuple(_lead(case, candidate, tied=ranks.count(candidate.rank) > 1) for candidate in ranked)


@dataclass(frozen=True)
class _Case:
    """A report with its identities, and those that fail.

    ``near`` are the figures of the failing ones that have to do with the finding; ``rests`` say by how much each
    identity fails, ``touching`` in which identities a figure stands.
    """

    form: Form
    report: Report
    identities: tuple[Identity, ...]
    rests: tuple[Number, ...]
    touching: Mapping[CellRef, tuple[int, ...]]
    broken: tuple[Identity, ...]
    near: frozenset[CellRef]
    only_identities: Form  # the form without its other checks

    @classmethod
    def of(cls, form: Form, report: Report, finding: Finding) -> _Case:
        values = _last_years_values(form, report)
        identities = (*identities_of(form, report, values), *_told(form, report, values))
        rests = tuple(identity.rest(report.cells) for identity in identities)
        touching: dict[CellRef, tuple[int, ...]] = {}
        for at, identity in enumerate(identities):
            for ref in identity.signs:
                touching[ref] = (*touching.get(ref, ()), at)
        touched = _leaves(form, finding.cells)
        failing = [one for one, rest in zip(identities, rests, strict=True) if rest and one.check_id != "C"]
        near = {ref for one in failing if not touched.isdisjoint(_leaves(form, one.signs)) for ref in one.signs}
        return cls(form, report, identities, rests, touching, tuple(failing), frozenset(near), _identities_only(form))

    def mended(self, change: Mapping[CellRef, Number]) -> int:
        """Return how many identities a change mends, less those that it breaks; what texts say counts half."""
        score = 0
        for at in {at for ref in change for at in self.touching.get(ref, ())}:
            before, identity = self.rests[at], self.identities[at]
            after = before + identity.moved(change)
            weight = 1 if identity.check_id == "C" else 2
            score += weight * ((before != 0 and after == 0) - 2 * (before == 0 and after != 0))
        return score

    def figure(self, ref: CellRef) -> Number:
        return self.report.cells.get(ref) or 0

    def rest(self, identity: Identity) -> Number:
        return identity.rest(self.report.cells)

    def is_possible(self, change: Mapping[CellRef, Number]) -> bool:
        return all(
            self.form.cells[ref].kind is FigureKind.SIGNED or self.figure(ref) + added >= 0
            for ref, added in change.items()
        )


def _last_years_values(form: Form, report: Report) -> dict[CellRef, Value]:
    last = report.previous
    then = None if last is None else form if last.form_id == form.id else form.earlier.get(last.form_id)
    if last is None or then is None:
        return {}
    totals = compute_totals(then, last.cells)
    return {ref.last_year: value for ref, value in totals.values.items() if ref not in totals.incomplete}


def _told(form: Form, report: Report, last: Mapping[CellRef, Value]) -> Iterator[Identity]:
    """Yield what the texts say of figures that have one reading only."""
    totals = compute_totals(form, report.cells)
    facts = Facts(form, report, {**totals.values, **last}, totals.incomplete)
    told = []
    for _, _, claim in claims_of(facts):
        readings = claim.metric.readings
        if len(readings) == 1 and claim.value is not None and "-" not in readings[0].source:
            told.append((expression_of(readings[0].source).names, claim.value))
    yield from told_by_texts(form, report, told)


def _leaves(form: Form, refs: Sequence[CellRef] | Mapping[CellRef, int]) -> set[CellRef]:
    """Return figures together with all figures of which they are made."""
    found: set[CellRef] = set()
    left = list(refs)
    while left:
        ref = left.pop()
        if ref not in found:
            found.add(ref)
            formula = form.computing.get(ref)
            left += formula.expression.names if formula else ()
    return found


def _candidates(case: _Case) -> Iterator[_Candidate]:
    for make in (_one_figure, _blank, _misplaced, _shifted):
        for candidate in make(case):
            touches = not case.near.isdisjoint(candidate.change)
            if touches and candidate.mended > 0 and case.is_possible(candidate.change):
                yield candidate


def _one_figure(case: _Case) -> Iterator[_Candidate]:
    """Yield every single figure that would mend at least one identity."""
    wanted: set[tuple[CellRef, Number]] = set()
    for identity in case.broken:
        rest = case.rest(identity)
        wanted |= {(ref, -rest * sign) for ref, sign in identity.signs.items() if ref not in identity.blank}
    for ref, added in sorted(wanted):
        old, new = case.figure(ref), case.figure(ref) + added
        if new < 0:
            continue
        slip = likely_slip(old, new, _neighbours(case, ref))
        if old == 0 and case.form.cells[ref].computed:
            slip = Slip(5, "总计是 0，可能漏填")  # the commonest mistake in published 复议诉讼表
        elif old == 0 and not _row_is_used(case, ref):
            slip = Slip(1, "")
        change = {ref: added}
        yield _Candidate(_cause(case, ref, new), change, case.mended(change), slip.likelihood, slip.reason)


def _cause(case: _Case, ref: CellRef, new: Number) -> Cause:
    if case.form.cells[ref].computed:
        return Cause.TOTAL
    before = any(one.check_id == "Y1" and ref in one.signs for one in case.broken)
    return Cause.CARRY_OVER if ref.row == "carried_in" and before and new else Cause.ONE_FIGURE


def _row_is_used(case: _Case, ref: CellRef) -> bool:
    """Tell whether another figure of the row is not nought; a row that is all nought is rarely the wrong one."""
    return any(value for other, value in case.report.cells.items() if other[:2] == ref[:2] and other != ref)


def _neighbours(case: _Case, ref: CellRef) -> frozenset[Number]:
    """Return the figures beside, above and below a figure, from which it may have been copied."""
    position = _positions(case.form, ref.table)
    top, left = position[ref]
    beside = {(top, left - 1), (top, left + 1), (top - 1, left), (top + 1, left)}
    return frozenset(case.figure(other) for other, place in position.items() if place in beside)


def _blank(case: _Case) -> Iterator[_Candidate]:
    """Yield the blanks whose value follows from an identity in which nothing else is blank."""
    for identity in case.broken:
        if len(identity.blank) == 1:
            ref = identity.blank[0]
            change = {ref: -case.rest(identity) * identity.signs[ref]}
            reason = "这一格是空白，其余各格都有数，可以推出"
            yield _Candidate(Cause.BLANK, change, case.mended(change) + 2, 3, reason)


def _misplaced(case: _Case) -> Iterator[_Candidate]:
    """Yield moves of n cases between two columns or rows whose identities fail by +n and −n."""
    for more in case.broken:
        for less in case.broken:
            surplus = case.rest(more)
            if surplus <= 0 or case.rest(less) != -surplus or more.check_id != less.check_id:
                continue
            for source, target in _pairs(case, more, less):
                if case.figure(source) >= surplus:
                    change = {source: -surplus, target: surplus}
                    exact = case.figure(source) == surplus
                    reason = f"两处一多一少，都差 {written(surplus)}，可能是归类错位"
                    yield _Candidate(Cause.MISPLACED, change, case.mended(change), 2 + exact, reason)


def _pairs(case: _Case, more: Identity, less: Identity) -> Iterator[tuple[CellRef, CellRef]]:
    """Yield the figures of two identities that stand in one row or in one column, typed ones only."""
    typed = {ref for ref in (*more.signs, *less.signs) if not case.form.cells[ref].computed}
    for source in more.signs.keys() & typed:
        for target in less.signs.keys() & typed:
            beside = source.table == target.table and (source.row == target.row) != (source.column == target.column)
            same = more.signs[source] == less.signs[target] == 1
            if beside and same and source not in less.signs and target not in more.signs:
                yield source, target


def _shifted(case: _Case) -> Iterator[_Candidate]:
    """Yield rows and columns of typed figures that balance when they are moved by one place."""
    for identity in case.broken:
        lines = {("row", ref.row) for ref in identity.signs} | {("column", ref.column) for ref in identity.signs}
        for kind, key in sorted(lines):
            line = [
                ref
                for ref in case.report.cells
                if ref.table == next(iter(identity.signs)).table
                and (ref.row if kind == "row" else ref.column) == key
                and ref in case.form.cells
                and not case.form.cells[ref].computed
            ]
            order = _positions(case.form, line[0].table) if line else {}
            yield from _moved(case, sorted(line, key=lambda ref: order[ref]), kind)


def _moved(case: _Case, line: Sequence[CellRef], kind: str) -> Iterator[_Candidate]:
    figures = [case.figure(ref) for ref in line]
    if not figures:
        return
    for moved, lost in (([*figures[1:], 0], figures[:1]), ([0, *figures[:-1]], figures[-1:])):
        change = {ref: new - old for ref, old, new in zip(line, figures, moved, strict=True) if new != old}
        if len(change) >= 3 and not any(lost):
            place = "列" if kind == "row" else "行"
            reason = f"整{'行' if kind == 'row' else '列'}可能粘贴错了一{place}"
            yield _Candidate(Cause.SHIFTED, change, case.mended(change), 1, reason)


@lru_cache(maxsize=16)
def _positions_of(cells: tuple[CellRef, ...]) -> dict[CellRef, tuple[int, int]]:
    rows = {row: at for at, row in enumerate(dict.fromkeys(ref.row for ref in cells))}
    columns = {column: at for at, column in enumerate(dict.fromkeys(ref.column for ref in cells))}
    return {ref: (rows[ref.row], columns[ref.column]) for ref in cells}


def _positions(form: Form, table: str) -> dict[CellRef, tuple[int, int]]:
    """Return the row and column in which each figure of a table is printed."""
    return _positions_of(tuple(ref for ref in form.cells if ref.table == table))


def _lead(case: _Case, candidate: _Candidate, *, tied: bool) -> Lead:
    new = {ref: _plain(case.figure(ref) + added) for ref, added in candidate.change.items()}
    words = "；".join(
        f"{case.form.cells[ref].label}由 {written(case.report.cells.get(ref)) or '空白'} 改为 {written(value)}"
        for ref, value in list(new.items())[:3]
    )
    more = f"等 {len(new)} 格" if len(new) > 3 else ""
    reason = f"{candidate.reason}。" if candidate.reason else ""
    edit = Edit(EditKind.REPAIR, cells=new, reason=f"已核对：{words}{more}")
    remaining = _remaining(case, edit)
    still = f"改后还有 {len(remaining)} 处不平。" if remaining else "改后各项都平。"
    tell = f"{CAUTION}：{words}{more}。{reason}{still}"
    return Lead(candidate.cause, tuple(new), tell, edit, remaining, tied)


def _plain(value: Number) -> int | Value:
    return int(value) if value == int(value) else value


def _remaining(case: _Case, edit: Edit) -> tuple[str, ...]:
    """Return the messages of the identities that fail after an edit; texts have no part in them."""
    report = replace(case.report, texts={}).with_edit(edit)
    evaluation = evaluate(case.only_identities, report)
    return tuple(finding.message for finding in evaluation.findings)


def _identities_only(form: Form) -> Form:
    """Return the form with the checks that are identities and no others."""
    checks = {key: check for key, check in form.checks.items() if key in IDENTITY_CHECKS - {"Y2"}}
    return replace(form, checks=checks)
