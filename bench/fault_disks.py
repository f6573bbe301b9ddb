"""Disks that are full or that only others may write to, for the table of ``bench.faults``. Needs root on Linux."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from bench.fault_tally import FIRST, Row, Tally, new_archive, numbered
from export.formats import document_of, outputs_of
from model.archive import Archive, Profile, VersionKind
from model.errors import AppError
from model.form_loader import load_form
from model.report import EditKind
from model.report_file import read_report_file, write_report_file
from resources import resource


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
