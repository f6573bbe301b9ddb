"""An example of a 年报文件; ``python -m tests.model.archives FILE`` makes one in the present schema.

The file of each schema that was ever released stays in ``tests/files``, as it was made then.
"""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from model.archive import Archive, Profile, VersionKind
from model.cells import CellRef
from model.report import Edit, EditKind, Explanation, Level, Report, Scope

PROFILE = Profile("清岚县人民政府办公室", Level.COUNTY, {"preface": "电话：0000-0000000"})
NATURAL = CellRef("requests", "new", "natural")
FEES = CellRef("proactive", "fees", "amount")
LAST_YEAR = Report(
    "2021", PROFILE.name, 2023, Level.COUNTY, Scope.OWN, cells={CellRef("requests", "carried_out", "natural"): 2}
)
REPORT = replace(
    LAST_YEAR,
    year=2024,
    cells={NATURAL: 35, FEES: Decimal("12.5")},
    as_printed={CellRef("proactive", "rules", "issued"): "/"},
    texts={"overview": "收到{{requests.new.total}}件。\n第二段", "title": "标题"},
    notes={NATURAL: "26+9"},
    explanations={"Y1:requests.carried_in.natural": Explanation("机构合并", {str(NATURAL): 35, str(FEES): None})},
    dismissed=frozenset({"C1:overview:9件"}),
    previous=LAST_YEAR,
    extra={"custom": {"附": [1, 2.5, None]}},
)
EDITS = (
    Edit(EditKind.TYPING, cells={NATURAL: 36}),
    Edit(EditKind.TEXT, texts={"overview": "共收到{{requests.new.total}}件。\n第二段"}),
    Edit(EditKind.CLEAR, cells={FEES: None}, reason="财政局核定无收费"),
)


def edited() -> list[Report]:
    """The report of the example as it stood at first and after each of its edits."""
    states = [REPORT]
    for edit in EDITS:
        states.append(states[-1].with_edit(edit))
    return states


def make_example(path: Path) -> None:
    """Make the example: two years, the first one final, the second one edited and kept as 初稿."""
    archive = Archive.create(path, PROFILE)
    archive.author = "王芳"
    archive.make_version(archive.add_report(LAST_YEAR, reason="上年网页"), VersionKind.FINAL)
    number = archive.add_report(REPORT, EditKind.CARRY_OVER)
    for edit, before, after in zip(EDITS, edited(), edited()[1:], strict=False):
        archive.record(number, edit.kind, edit.reason, before, after)
    archive.make_version(number, VersionKind.DRAFT, "报分管领导")
    archive.close()


def type_in(archive: Archive, value: int) -> None:
    """Type a figure into the newest report."""
    number = archive.reports()[0].id
    before = archive.load(number)
    edit = Edit(EditKind.TYPING, cells={NATURAL: value})
    archive.record(number, edit.kind, "", before, before.with_edit(edit))


def report_of(path: Path) -> Report:
    """Return the newest report of a file."""
    with closing(Archive.open_read_only(path)) as archive:
        return archive.load(archive.reports()[0].id)


if __name__ == "__main__":
    make_example(Path(sys.argv[1]))
