"""Kills the program, fills the disk and cuts the power while a 年报文件 is written, and counts what is lost.

Every row of the table must show no lost edit beyond the window of 300 ms and no damaged file. Needs Linux, root
(for small file systems) and strace (for refused system calls). On a machine that is busy with other things let
``TMPDIR`` name a file system in memory and ``nice`` this: a disk that stalls for half a second, or a processor that
is not to be had, is no fault of the program.
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
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.fault_disks import disk_full, exports_on_a_full_disk, read_only, read_only_folder
from bench.fault_tally import COUNTER, Row, Tally, new_archive, numbered
from model.archive import Archive
from model.archive_records import MadeEdit
from model.archive_writer import ArchiveWriter
from model.backups import Occasion, back_up, backups
from model.errors import AppError, ArchiveInUseError
from model.report import EditKind

WINDOW = 0.3
SCHEMAS = Path(__file__).parents[1] / "tests" / "files"


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
