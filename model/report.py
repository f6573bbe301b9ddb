"""The report: everything people typed for one year, and nothing that can be computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from model.cells import CellRef, Value

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


class Level(StrEnum):
    """单位类型: which kind of organ reports."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    DEPARTMENT = "department"


class Scope(StrEnum):
    """报告范围: the organ's own work, or the roll-up of a whole government (notice 〔2021〕30, part two)."""

    OWN = "own"  # 本机关
    AGGREGATE = "aggregate"  # 本级政府汇总


@dataclass(frozen=True)
class Explanation:
    """Why a finding stands as it is, and the figures for which this was said.

    ``values`` maps ``table.row.column`` to the value at that time, None for a blank; when one of them
    changes, the explanation no longer counts.
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One office's report of one year: what people typed or a source printed, nothing derived.

    ``cells`` holds typed figures, and printed totals where a source printed them; a blank figure is absent.
    ``as_printed`` holds what stood in a cell when it was not a plain number (「/」). ``texts`` has the keys
    overview, problems, others, title, preface and closing; a bound number in them is ``{{expression}}``.
    ``notes`` (来源单位, 经办人, 待报) are for the office only and never exported. ``explanations`` are keyed by
    finding, ``dismissed`` holds the text findings marked 与表格无关. ``previous`` is last year's report and
    ``source`` says where a report was read from. ``extra`` keeps unknown keys of a report file.
    """

    form_id: str
    office: str
    year: int
    level: Level | None = None
    scope: Scope | None = None
    cells: Mapping[CellRef, Value] = field(default_factory=dict)
    as_printed: Mapping[CellRef, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[CellRef, str] = field(default_factory=dict)
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    dismissed: frozenset[str] = frozenset()
    previous: Report | None = None
    source: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Return a hash, so that what follows from last year's report is computed once and kept."""
        return hash((self.form_id, self.office, self.year))

    def with_edit(self, edit: Edit) -> Report:
        """Return the report after ``edit``; this report does not change.

        A figure that is set loses what was printed in its place unless the edit sets that too.
        """
        printed: dict[CellRef, str | None] = {**dict.fromkeys(edit.cells), **edit.as_printed}
        dismissed = (self.dismissed | {key for key, on in edit.dismissed.items() if on}) - {
            key for key, on in edit.dismissed.items() if not on
        }
        changed = replace(
            self,
            cells=_merged(self.cells, edit.cells),
            as_printed=_merged(self.as_printed, printed),
            texts=_merged(self.texts, {key: text or None for key, text in edit.texts.items()}),
            notes=_merged(self.notes, {ref: note or None for ref, note in edit.notes.items()}),
            explanations=_merged(self.explanations, edit.explanations),
            dismissed=dismissed,
        )
        return replace(changed, **edit.properties) if edit.properties else changed


class EditKind(StrEnum):
    """By which act an edit came about; the history shows it in words."""

    TYPING = "typing"
    PASTE = "paste"
    CLEAR = "clear"
    FILL = "fill"  # 空白填 0, fill down
    TEXT = "text"
    NOTE = "note"
    PROPERTY = "property"
    EXPLANATION = "explanation"
    DISMISSAL = "dismissal"
    IMPORT = "import"
    REPAIR = "repair"
    CARRY_OVER = "carry_over"
    UNDO = "undo"
    REDO = "redo"
    RESTORE = "restore"  # back to an earlier moment


@dataclass(frozen=True)
class Edit:
    """A set of changes that are made, undone and recorded together.

    None (or an empty text or note) removes an entry. ``properties`` may set office, level, scope, year and
    previous. ``reason`` is the office's own word for why, kept in the history.
    """

    kind: EditKind
    cells: Mapping[CellRef, Value] = field(default_factory=dict)
    as_printed: Mapping[CellRef, str | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[CellRef, str | None] = field(default_factory=dict)
    explanations: Mapping[str, Explanation | None] = field(default_factory=dict)
    dismissed: Mapping[str, bool] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def _merged(old: Mapping[_Key, _Item], new: Mapping[_Key, _Item | None]) -> Mapping[_Key, _Item]:
    """Return ``old`` with the entries of ``new``, those that are None removed; ``old`` itself when equal."""
    if not new:
        return old
    merged = {key: item for key, item in {**old, **new}.items() if item is not None}
    return old if merged == old else merged
