"""Kills the program, fills the disk and cuts the power while a 年报文件 is written, and counts what is lost.

Every row of the table must show no lost edit beyond the window of 300 ms and no damaged file. Needs Linux, root
(for small file systems) and strace (for refused system calls).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from export.formats import document_of, outputs_of
from model.archive import BLANK, Archive, Profile, VersionKind
from model.archive_records import MadeEdit
from model.archive_writer import ArchiveWriter
from model.backups import Occasion, back_up, backups
from model.cells import CellRef
from model.changes import with_changes
from model.errors import AppError, ArchiveInUseError
from model.form_loader import load_form
from model.report import EditKind, Report
from model.report_file import read_report_file, write_report_file
from resources import resource

WINDOW = 0.3
COUNTER = CellRef("requests", "new", "natural")
FIRST = Report("2021", "清岚县人民政府办公室", 2024, texts={"overview": "全年工作平稳。" * 400})
SCHEMAS = Path(__file__).parents[1] / "tests" / "files"


class Row(NamedTuple):
    """A line of the result: what was done how often, edits lost beyond the window, files damaged, and remarks."""

    fault: str
    trials: int
    lost: int
    damaged: int
    remark: str


def numbered(number: int) -> Report:
    return replace(FIRST, cells={COUNTER: number})


def new_archive(folder: Path) -> Path:
    path = folder / f"{time.monotonic_ns()}.gknb"
    with closing(Archive.create(path, Profile(FIRST.office))) as archive:
        archive.add_report(numbered(0))
    return path


def standing(path: Path) -> int:
    """Return the last edit in a file; raise ``AppError`` for a damaged one, also when its history is at odds."""
    with closing(Archive.open(path)) as archive:
        report = archive.load(1)
        replayed = with_changes(BLANK, [change for edit in archive.edits(1) for change in edit.changes])
        assert replayed == report, "the history does not lead to the report"
        return int(report.cells[COUNTER] or 0)


class Tally:
    """Counts the outcomes of one kind of fault."""

    def __init__(self) -> None:
        self.trials = self.lost = self.damaged = 0

    def examine(self, path: Path, at_least: int) -> None:
        """Open what is left of a file; ``at_least`` is the last edit that must be in it."""
        self.trials += 1
        try:
            self.lost += max(0, at_least - standing(path))
        except (AppError, AssertionError) as problem:
            print(f"damaged: {problem}")
            self.damaged += 1

    def row(self, fault: str, remark: str = "") -> Row:
        return Row(fault, self.trials, self.lost, self.damaged, remark)


# ---------------------------------------------------------------- killed


def stream_edits(path: Path, out: int) -> None:
    """Make edits without pause, each announced when it is made, until killed."""
    archive = Archive.open(path)
    report = archive.load(1)
    writer = ArchiveWriter(archive, lambda _problem: None, lambda: None)
    number = int(report.cells[COUNTER] or 0)
    while True:
        number += 1
        after = numbered(number)
        writer.record(1, EditKind.TYPING, "", report, after)
        os.write(out, f"{number} {time.monotonic()}\n".encode())
        report = after
        time.sleep(random.uniform(0, 0.02))


def killed(folder: Path, trials: int) -> Row:
    """Kill a process that streams edits at a random moment."""
    tally = Tally()
    path = new_archive(folder)
    for trial in range(trials):
        if trial % 25 == 0:
            path = new_archive(folder)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with suppress(BaseException):
                stream_edits(path, writing)
            os._exit(1)
        os.close(writing)
        time.sleep(random.uniform(0.05, 0.9))
        os.kill(child, signal.SIGKILL)
        moment = time.monotonic()
        os.waitpid(child, 0)
        with os.fdopen(reading) as lines:
            made = [line.split() for line in lines.read().splitlines()]
        due = [int(number) for number, at in made if float(at) < moment - WINDOW]
        tally.examine(path, max(due, default=0))
    return tally.row("killed while edits stream in")


# ---------------------------------------------------------------- disk full, read-only


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a file system in memory."""
    place = folder / "disk"
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def disk_full(folder: Path, _trials: int) -> Row:
    """Leave less and less room on a small disk, so that each write in turn is the one that finds it full."""
    tally, refused = Tally(), 0
    for room in range(0, 120, 4):
        with small_disk(folder, 400) as place:
            path = new_archive(place)
            archive = Archive.open(path)
            ballast = place / "ballast"
            free = shutil.disk_usage(place).free
            ballast.write_bytes(b"\0" * max(0, free - room * 1024))
            done = 0
            for number in range(1, 12):
                try:
                    archive.record(1, EditKind.TYPING, "", numbered(done), numbered(number))
                    done = number
                except AppError:
                    refused += 1
            archive.close()
            ballast.unlink()
            tally.examine(path, done)
    return tally.row("disk full at each write", f"{refused} refusals said")


def read_only(folder: Path, _trials: int) -> Row:
    """Open a file on a disk that became read-only: to write is refused, to look is not."""
    tally, refused = Tally(), 0
    with small_disk(folder, 2000) as place:
        path = new_archive(place)
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        try:
            Archive.open(path).close()
        except AppError:
            refused += 1
        with closing(Archive.open_read_only(path)) as archive:
            tally.damaged += archive.load(1) != numbered(0)
        subprocess.run(["mount", "-o", "remount,rw", place], check=True)
        tally.examine(path, 0)
    return tally.row("read-only disk", f"{refused} refusals said")


NOBODY = 65534
"""The user that owns nothing; to root every folder can be written."""


def read_only_folder(folder: Path, _trials: int) -> Row:
    """Be somebody who may only read: to open for writing, to back up and to export is refused, to look is not."""
    tally = Tally()
    place = folder / "shared"
    place.mkdir()
    path = new_archive(place)
    for each, mode in ((folder, 0o755), (place, 0o555), (path, 0o444)):
        each.chmod(mode)
    before = path.read_bytes()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setuid(NOBODY)
        with suppress(BaseException):
            os.write(writing, bytes([_refusals_to_a_reader(path)]))
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told:
        refused = int.from_bytes(told.read())
    left = sorted(each.name for each in place.iterdir())
    tally.damaged += refused != len(_FORBIDDEN) or path.read_bytes() != before or left != [path.name]
    place.chmod(0o755)
    path.chmod(0o644)
    tally.examine(path, 0)
    return tally.row("read-only folder", f"{refused} of {len(_FORBIDDEN)} refusals said, nothing left behind")


_FORBIDDEN: tuple[Callable[[Path], object], ...] = (
    Archive.open,
    lambda path: Archive.create(path.with_name("neu.gknb"), Profile("")),
    lambda path: Archive.open_read_only(path).backup(path.with_name("备份.gknb")),
    lambda path: Archive.open_read_only(path).make_version(1, VersionKind.SAVE),
    lambda path: write_report_file(FIRST, path.with_name("报告.json")),
)


def _refusals_to_a_reader(path: Path) -> int:
    """Return how many of the things that cannot be done are refused with a sentence; 0 when it cannot be read."""
    with closing(Archive.open_read_only(path)) as archive:
        if archive.load(1) != numbered(0):
            return 0
    refused = 0
    for act in _FORBIDDEN:
        try:
            act(path)
        except AppError:
            refused += 1
    return refused


def exports_on_a_full_disk(folder: Path, _trials: int) -> Row:
    """Replace documents and a backup with less and less room left: each is the old one whole or the new one whole."""
    tally, refused = Tally(), 0
    report = read_report_file(resource("sample", "report.json")).report
    document = document_of(load_form(report.form_id), report)
    archive = Archive.open(new_archive(folder))
    writes: list[tuple[str, Callable[[Path], object]]] = [
        (output.ending, partial(output.write, document)) for output in outputs_of(["docx", "xlsx", "pdf"])
    ]
    writes.append((".gknb", archive.backup))
    for ending, write in writes:
        for room in range(0, 220, 20):
            with small_disk(folder, 1000) as place:
                path = place / f"年报{ending}"
                write(path)
                sound = path.stat().st_size
                path.write_bytes(b"old")
                (place / "ballast").write_bytes(b"\0" * max(0, shutil.disk_usage(place).free - room * 1024))
                tally.trials += 1
                try:
                    write(path)
                except AppError:
                    refused += 1
                    tally.damaged += path.read_bytes() != b"old"
                else:
                    tally.damaged += abs(path.stat().st_size - sound) > sound // 10
                tally.damaged += {each.name for each in place.iterdir()} != {path.name, "ballast"}
    archive.close()
    return tally.row("disk full while exports and backups are written", f"{refused} refusals said")


# ---------------------------------------------------------------- refused system calls

CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
ERRORS = ("EIO", "ENOSPC")


def record_some(path: Path) -> None:
    """Make edits one by one and print the number of each that was committed."""
    try:
        with closing(Archive.open(path)) as archive:
            number = 0
            for wanted in range(1, 9):
                try:
                    archive.record(1, EditKind.TYPING, "", numbered(number), numbered(wanted))
                except AppError:
                    print("refused", flush=True)
                else:
                    number = wanted
                    print(number, flush=True)
    except AppError:
        print("refused", flush=True)


def refused_calls(folder: Path, trials: int) -> Row:
    """Let the first, second, third … call of a kind fail, once and from then on, as a bad disk does."""
    tally, refusals = Tally(), 0
    plans = [
        (call, error, first, more)
        for call in CALLS
        for error in ERRORS
        for more in ("", "+")
        for first in (1, 2, 3, 5, 9, 16)
    ]
    for call, error, first, more in plans[: max(8, trials * len(plans) // 300)]:
        path = new_archive(folder)
        inject = f"inject={call}:error={error}:when={first}{more}"
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
        run = [sys.executable, "-m", "bench.faults", "--record", str(path)]
        outcome = subprocess.run([*command, *run], capture_output=True, text=True, check=False)
        said = outcome.stdout.split()
        refusals += said.count("refused")
        if outcome.returncode:
            print(outcome.stderr[-600:])
            tally.damaged += 1
        tally.examine(path, max((int(word) for word in said if word != "refused"), default=0))
    return tally.row("system calls refused", f"{refusals} refusals said")


# ---------------------------------------------------------------- power, clock, two programs, old files


def power_cut(folder: Path, trials: int) -> Row:
    """Leave a journal of every length beside the old file, and a whole one beside a file written in part."""
    tally = Tally()
    path = new_archive(folder)
    old = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE report SET content = '{}'")
        writer.execute("INSERT INTO edit (report_id, at_utc, author, kind, reason) VALUES (1, '', '', 'typing', '')")
        writer.execute("UPDATE office SET texts = hex(zeroblob(40000))")
        journal = path.with_name(f"{path.name}-journal").read_bytes()
        half = path.read_bytes()
        writer.execute("ROLLBACK")
    victim = folder / "power.gknb"
    beside = victim.with_name(f"{victim.name}-journal")
    for _ in range(trials):
        victim.write_bytes(old)
        beside.write_bytes(journal[: random.randrange(len(journal))])
        tally.examine(victim, 0)
        victim.write_bytes(_written_in_part(old, half))
        beside.write_bytes(journal)
        tally.examine(victim, 0)
    return tally.row("power cut: journal truncated, file written in part")


def _written_in_part(old: bytes, new: bytes) -> bytes:
    pages = [
        (new if random.random() < 0.5 else old)[at : at + 4096] or new[at : at + 4096]
        for at in range(0, len(new), 4096)
    ]
    return b"".join(pages)


def clock_back(folder: Path, _trials: int) -> Row:
    """Make every edit an hour before the one before, and a backup after each."""
    tally = Tally()
    path = new_archive(folder)
    moment = datetime.now(UTC)
    with closing(Archive.open(path)) as archive:
        for number in range(1, 40):
            at = moment - timedelta(hours=number)
            archive.record_all([MadeEdit(1, EditKind.TYPING, "", numbered(number - 1), numbered(number), at)])
            back_up(archive, folder / "backups", Occasion.OPENING)
        numbers = [edit.id for edit in archive.edits(1)]
    newest = backups(path, folder / "backups")[0]
    tally.damaged += numbers != sorted(numbers)
    tally.examine(path, 39)
    tally.examine(newest.path, 39)
    return tally.row("clock set back")


def two_programs(folder: Path, _trials: int) -> Row:
    """Open a file that another process holds; take it over once that one was killed."""
    tally, refused = Tally(), 0
    path = new_archive(folder)
    for _ in range(10):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            with suppress(BaseException):
                stream_edits(path, writing)
            os._exit(1)
        os.close(writing)
        os.read(reading, 1)
        try:
            Archive.open(path).close()
            tally.damaged += 1
        except ArchiveInUseError as refusal:
            refused += bool(refusal.holder)
        Archive.open_read_only(path).close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        tally.examine(path, 0)
    return tally.row("two programs", f"{refused} of 10 told by whom it is open")


def old_schemas(folder: Path, _trials: int) -> Row:
    """Open the example of every schema that was released."""
    tally = Tally()
    for example in sorted(SCHEMAS.glob("archive-schema-*.gknb")):
        path = folder / example.name
        shutil.copyfile(example, path)
        tally.trials += 1
        try:
            with closing(Archive.open(path)) as archive:
                for entry in archive.reports():
                    archive.load(entry.id)
        except AppError as problem:
            print(f"damaged: {problem}")
            tally.damaged += 1
    return tally.row("every released schema")


FAULTS: tuple[Callable[[Path, int], Row], ...] = (
    killed,
    disk_full,
    exports_on_a_full_disk,
    read_only,
    read_only_folder,
    refused_calls,
    power_cut,
    clock_back,
    two_programs,
    old_schemas,
)


def main() -> int:
    """Run every fault and print the table; 1 when anything was lost or damaged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="names of faults; all of them by default")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.record:
        record_some(options.record)
        return 0
    rows = []
    for fault in [each for each in FAULTS if each.__name__ in (options.faults or {each.__name__})]:
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            rows.append(fault(Path(folder), options.trials))
            print(f"{fault.__name__}: {time.monotonic() - start:.0f} s", flush=True)
    print(f"{'fault':<52}{'trials':>8}{'lost':>6}{'damaged':>9}  remark")
    for row in rows:
        print(f"{row.fault:<52}{row.trials:>8}{row.lost:>6}{row.damaged:>9}  {row.remark}")
    return int(any(row.lost or row.damaged for row in rows))


if __name__ == "__main__":
    sys.exit(main())
