"""Any history of edit, clear, undo, redo, save and load leaves an archive that equals the replay of its edits."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from model.archive import BLANK, Archive, VersionKind
from model.archive_writer import ArchiveWriter
from model.changes import with_changes
from model.errors import AppError
from model.report import Edit, EditKind, Report
from tests.model.archives import PROFILE
from tests.model.strategies import edits, reports


def fail(problem: AppError) -> None:
    raise problem


class ArchiveMachine(RuleBasedStateMachine):
    """One open report as the window keeps it, with its undo stack, beside the archive that records it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "办公室.gknb"
        self.archive = Archive.create(self.path, PROFILE)
        self.writer = ArchiveWriter(self.archive, fail, lambda: None)
        self.report = BLANK
        self.number = 0
        self.undone: list[Report] = []
        self.done: list[Report] = []
        self.versions: dict[int, Report] = {}

    def show(self, report: Report, kind: EditKind) -> None:
        self.writer.record(self.number, kind, "", self.report, report)
        self.report = report

    @initialize(report=reports())
    def new_report(self, report: Report) -> None:
        self.number = self.archive.add_report(report)
        self.report = report

    @rule(edit=edits)
    def edit(self, edit: Edit) -> None:
        after = self.report.with_edit(edit)
        if after != self.report:
            self.done.append(self.report)
            self.undone.clear()
            self.show(after, edit.kind)

    @precondition(lambda self: self.report.cells)
    @rule()
    def clear(self) -> None:
        self.edit(Edit(EditKind.CLEAR, cells=dict.fromkeys(self.report.cells)))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.undone.append(self.report)
        self.show(self.done.pop(), EditKind.UNDO)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.done.append(self.report)
        self.show(self.undone.pop(), EditKind.REDO)

    @rule(kind=st.sampled_from([VersionKind.SAVE, VersionKind.DRAFT, VersionKind.REVIEW]))
    def save(self, kind: VersionKind) -> None:
        self.writer.flush()
        self.versions[self.archive.make_version(self.number, kind).id] = self.report

    @rule()
    def load(self) -> None:
        """Close the program and start it again; what was undone is forgotten."""
        self.writer.close()
        self.archive.close()
        self.archive = Archive.open(self.path)
        self.writer = ArchiveWriter(self.archive, fail, lambda: None)
        self.done.clear()
        self.undone.clear()
        assert self.archive.load(self.number) == self.report

    @precondition(lambda self: self.number)
    @invariant()
    def the_archive_equals_the_replay(self) -> None:
        self.writer.flush()
        assert self.archive.load(self.number) == self.report
        replayed = BLANK
        for edit in self.archive.edits(self.number):
            replayed = with_changes(replayed, edit.changes)
        assert replayed == self.report

    def teardown(self) -> None:
        for version, report in self.versions.items():
            assert self.archive.load_version(version) == report
        self.writer.close()
        self.archive.close()
        self.folder.cleanup()


TestArchiveMachine = ArchiveMachine.TestCase
TestArchiveMachine.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
