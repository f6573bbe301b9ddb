"""Edits reach the disk in the background, in order, and none is lost."""

from __future__ import annotations

import queue
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from model import archive_writer
from model.archive import Archive, VersionKind
from model.archive_records import MadeEdit
from model.archive_writer import ArchiveWriter
from model.changes import with_changes
from model.errors import (
    AppError,
    ArchiveInUseError,
    ArchiveMovedError,
    ArchiveUnreachableError,
    FolderRefusedError,
)
from model.report import EditKind, Report
from tests.model.archives import NATURAL, PROFILE, REPORT

ROOT = Path(__file__).parents[2]
TYPE_WITHOUT_END = """
import sys, time
from pathlib import Path
from model.archive import Archive
from model.archive_writer import ArchiveWriter
from model.report import Edit, EditKind
from tests.model.archives import NATURAL

archive = Archive.open(Path(sys.argv[1]))
number = archive.reports()[0].id
writer = ArchiveWriter(archive, on_failure=print, on_saved=lambda: None)
report = archive.load(number)
for figure in range(1000, 1_000_000):
    after = report.with_edit(Edit(EditKind.TYPING, cells={NATURAL: figure}))
    writer.record(number, EditKind.TYPING, "", report, after)
    print(figure, flush=True)
    report = after
    time.sleep(0.01)
"""


class Unwilling(Archive):
    """An archive that refuses a number of commits, as one on a full disk would, and counts the others."""

    refusals: list[Exception]
    batches: list[int]

    def record_all(self, edits: Sequence[MadeEdit]) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.batches.append(len(edits))
        super().record_all(edits)


class Desk:
    """An archive with one report, its writer, and a hand that types figures into it."""

    def __init__(self, path: Path, refusals: Sequence[Exception] = ()) -> None:
        self.archive = Unwilling.create(path, PROFILE)
        self.archive.refusals, self.archive.batches = list(refusals), []
        self.number = self.archive.add_report(REPORT)
        self.report = REPORT
        self.failures: queue.Queue[AppError] = queue.Queue()
        self.saved: queue.Queue[None] = queue.Queue()
        self.writer = ArchiveWriter(self.archive, self.failures.put, lambda: self.saved.put(None))

    def type(self, *figures: int) -> None:
        for figure in figures:
            before = self.report
            self.report = Report(**{**vars(before), "cells": {**before.cells, NATURAL: figure}})
            self.writer.record(self.number, EditKind.TYPING, "", before, self.report)

    def stored(self) -> int:
        return int(self.archive.load(self.number).cells[NATURAL] or 0)


FULL = ArchiveUnreachableError(Path("办公室.gknb"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "办公室.gknb"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    desk = Desk(path)
    yield desk
    desk.writer.abandon()
    desk.archive.close()


@pytest.fixture
def unlucky(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose first commit fails and is not tried again by itself."""
    monkeypatch.setattr(archive_writer, "_SECONDS_BETWEEN_TRIES", 600.0)
    desk = Desk(path, [FULL])
    yield desk
    desk.writer.abandon()
    desk.archive.close()


def test_that_edits_are_committed_without_being_asked_for(desk: Desk) -> None:
    desk.type(1)
    desk.saved.get(timeout=60)
    assert desk.stored() == 1


def test_that_edits_that_follow_shortly_are_committed_together_and_in_order(desk: Desk) -> None:
    desk.type(*range(1, 51))
    desk.writer.flush()
    assert desk.stored() == 50
    assert len(desk.archive.batches) < 10
    edits = desk.archive.edits(desk.number)
    assert [edit.changes[-1].after for edit in edits[1:]] == list(range(1, 51))
    assert [edit.at for edit in edits] == sorted(edit.at for edit in edits)


def test_that_what_was_made_during_a_slow_commit_waits_for_no_other_edits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_writer, "_GATHERING_SECONDS", 60.0)
    begun, go_on = threading.Event(), threading.Event()
    record_all = desk.archive.record_all

    def slowly(edits: Sequence[MadeEdit]) -> None:
        begun.set()
        go_on.wait()
        record_all(edits)

    monkeypatch.setattr(desk.archive, "record_all", slowly)
    desk.type(1)
    desk.writer.retry()  # at once
    begun.wait()
    desk.type(2)
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + 61)
    go_on.set()
    for _ in range(2):
        desk.saved.get(timeout=30)  # less than the patience that would begin anew
    assert desk.stored() == 2


def test_that_nothing_to_flush_is_no_wait(desk: Desk) -> None:
    desk.writer.flush()
    assert desk.writer.unsaved == 0
    assert desk.saved.empty()


def test_that_closing_commits_what_is_queued(path: Path) -> None:
    desk = Desk(path)
    desk.type(1, 2, 3)
    desk.writer.close()
    assert desk.stored() == 3
    assert "archive writer" not in {thread.name for thread in threading.enumerate()}
    desk.archive.close()


def test_that_a_commit_that_fails_is_reported_and_stays_queued(unlucky: Desk) -> None:
    unlucky.type(1, 2)
    assert unlucky.failures.get(timeout=60) is FULL
    unlucky.type(3)
    assert unlucky.writer.unsaved == 3
    assert unlucky.stored() == 35
    unlucky.writer.retry()
    unlucky.saved.get(timeout=60)
    assert (unlucky.stored(), unlucky.writer.unsaved) == (3, 0)


def test_that_a_commit_that_fails_is_tried_again_by_itself(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_writer, "_SECONDS_BETWEEN_TRIES", 0.01)
    desk = Desk(path, [FULL, FULL, FULL])
    desk.type(1)
    desk.saved.get(timeout=60)
    assert (desk.stored(), desk.failures.qsize()) == (1, 3)
    desk.writer.close()
    desk.archive.close()


def test_that_flush_and_close_say_that_a_commit_failed_and_lose_nothing(unlucky: Desk) -> None:
    unlucky.archive.refusals = [FULL] * 3
    unlucky.type(1)
    with pytest.raises(ArchiveUnreachableError):
        unlucky.writer.flush()
    unlucky.type(2)
    with pytest.raises(ArchiveUnreachableError):
        unlucky.writer.close()
    with pytest.raises(ArchiveUnreachableError):
        unlucky.writer.close()
    unlucky.writer.close()
    assert unlucky.stored() == 2


def test_that_queued_edits_go_into_the_copy(unlucky: Desk, path: Path, tmp_path: Path) -> None:
    unlucky.archive.author = "王芳"
    unlucky.type(1, 2)
    unlucky.failures.get(timeout=60)
    with closing(unlucky.writer.continue_in_copy(tmp_path / "另存.gknb")) as copy:
        unlucky.type(3)
        unlucky.writer.close()
        assert copy.path == tmp_path / "另存.gknb"
        assert copy.load(unlucky.number) == unlucky.report
        assert [edit.author for edit in copy.edits(unlucky.number)[1:]] == ["王芳"] * 3
    with closing(Archive.open(path)) as left:
        assert len(left.edits(unlucky.number)) == 1


def test_that_an_archive_that_was_taken_away_is_said_to_be_and_can_be_put_back(path: Path) -> None:
    desk = Desk(path)
    path.rename(path.with_name("搬走.gknb"))
    desk.type(1, 2)
    refusal = desk.failures.get(timeout=60)
    assert type(refusal) is ArchiveMovedError
    assert "已经不在原处" in refusal.sentence
    with closing(desk.writer.continue_in_copy(path)) as copy:
        desk.type(3)
        desk.writer.close()
        assert copy.load(desk.number) == desk.report
        with pytest.raises(ArchiveInUseError):
            copy.backup(path)


def test_that_an_archive_that_was_put_back_and_cannot_be_opened_is_written_to_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_writer, "_SECONDS_BETWEEN_TRIES", 600.0)
    desk = Desk(path)
    path.rename(path.with_name("搬走.gknb"))
    desk.type(1)
    desk.failures.get(timeout=60)

    def refuse(there: Path) -> Archive:
        raise ArchiveUnreachableError(there)

    with monkeypatch.context() as failing:
        failing.setattr(Archive, "open", refuse)
        with pytest.raises(ArchiveUnreachableError):
            desk.writer.continue_in_copy(path)
    assert desk.stored() == 35
    desk.writer.close()
    assert desk.stored() == 1
    desk.archive.close()


def test_that_writing_goes_on_when_what_was_taken_away_is_back(path: Path) -> None:
    desk = Desk(path)
    path.rename(path.with_name("搬走.gknb"))
    desk.type(1)
    desk.failures.get(timeout=60)
    path.with_name("搬走.gknb").rename(path)
    desk.writer.close()
    assert desk.stored() == 1
    desk.archive.close()


@pytest.fixture
def pulled_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose disk was pulled out and put back: the same names and contents, but nothing that is open."""
    monkeypatch.setattr(archive_writer, "_SECONDS_BETWEEN_TRIES", 600.0)
    disk = tmp_path / "盘"
    disk.mkdir()
    desk = Desk(disk / "办公室.gknb")
    desk.type(1)
    desk.writer.flush()
    disk.rename(tmp_path / "拔出")
    desk.type(2)
    desk.failures.get(timeout=60)
    shutil.copytree(tmp_path / "拔出", disk)
    yield desk
    desk.writer.abandon()
    desk.archive.close()


def test_that_a_disk_that_is_back_is_written_to_again(pulled_out: Desk) -> None:
    path = pulled_out.archive.path
    pulled_out.writer.flush()
    assert pulled_out.stored() == 2
    with pytest.raises(ArchiveInUseError):  # the lock is held where the file now lies
        Archive.open(path)
    pulled_out.type(3)
    pulled_out.writer.close()
    pulled_out.archive.close()
    assert not path.with_name(f"{path.name}.lock").exists()
    with closing(Archive.open(path)) as archive:
        assert archive.load(pulled_out.number) == pulled_out.report
        assert len(archive.edits(pulled_out.number)) == 4


def test_that_nothing_is_written_into_another_file_in_its_place(pulled_out: Desk) -> None:
    path = pulled_out.archive.path
    with closing(Archive.open(path)) as other:
        other.make_version(pulled_out.number, VersionKind.SAVE)
    before = path.read_bytes()
    with pytest.raises(ArchiveMovedError):
        pulled_out.writer.flush()
    assert path.read_bytes() == before
    assert pulled_out.writer.unsaved == 1


def test_that_a_disk_that_failed_once_is_written_to_as_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.archive.refusals.append(ArchiveUnreachableError(desk.archive.path))
    desk.type(1)
    desk.failures.get(timeout=60)
    desk.writer.flush()
    assert desk.stored() == 1


def test_that_a_copy_that_cannot_be_made_changes_nothing(unlucky: Desk, tmp_path: Path) -> None:
    unlucky.type(1)
    unlucky.failures.get(timeout=60)
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(FolderRefusedError):
        unlucky.writer.continue_in_copy(tmp_path / "文件" / "另存.gknb")
    unlucky.writer.close()
    assert unlucky.stored() == 1


def test_that_every_edit_is_either_in_the_copy_or_follows_in_it(desk: Desk, tmp_path: Path) -> None:
    number = desk.number
    for copies in range(5):
        desk.type(*range(copies * 10, copies * 10 + 10))
        desk.writer.retry()
        copy = desk.writer.continue_in_copy(tmp_path / f"另存{copies}.gknb")
    desk.writer.close()
    with closing(copy):
        assert copy.load(number) == desk.report
        assert [edit.changes[-1].after for edit in copy.edits(number)[1:]] == list(range(50))


def test_that_abandoning_leaves_the_archive_as_it_was_last_saved(unlucky: Desk) -> None:
    unlucky.type(1)
    unlucky.failures.get(timeout=60)
    unlucky.writer.abandon()
    assert unlucky.stored() == 35


def test_that_a_mistake_of_the_program_ends_the_writer_and_is_not_hidden(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: queue.Queue[BaseException | None] = queue.Queue()
    monkeypatch.setattr(threading, "excepthook", lambda arguments: bugs.put(arguments.exc_value))
    desk = Desk(path, [ZeroDivisionError()])
    desk.type(1)
    with pytest.raises(RuntimeError, match="has ended"):
        desk.writer.flush()
    assert isinstance(bugs.get(timeout=60), ZeroDivisionError)
    assert desk.writer.unsaved == 1
    desk.archive.close()


def replayed(archive: Archive, number: int) -> Report:
    report = Report("", "", 0)
    for edit in archive.edits(number):
        report = with_changes(report, edit.changes)
    return report


@pytest.mark.parametrize("typed", [1, 12, 30])
def test_that_a_killed_program_loses_no_more_than_the_last_300_milliseconds(path: Path, typed: int) -> None:
    archive = Archive.create(path, PROFILE)
    number = archive.add_report(REPORT)
    archive.close()
    command = [sys.executable, "-c", TYPE_WITHOUT_END, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        seen: list[float] = []
        end = None
        while end is None or time.monotonic() < end:
            assert int(program.stdout.readline()) == 1000 + len(seen)
            seen.append(time.monotonic())
            if len(seen) == typed:
                end = time.monotonic() + random.uniform(0.31, 0.5)
        killed = time.monotonic()
        program.kill()
    with closing(Archive.open(path)) as archive:
        report = archive.load(number)
        old = sum(moment < killed - 0.3 for moment in seen)
        assert old > 0
        assert int(report.cells[NATURAL] or 0) >= 1000 + old - 1
        assert replayed(archive, number) == report
    assert list(path.parent.iterdir()) == [path]
