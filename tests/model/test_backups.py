from __future__ import annotations

import ctypes
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from model import archive_schema, backups, files
from model.archive import Archive
from model.archive_schema import MIGRATIONS
from model.backups import (
    KEPT,
    Occasion,
    back_up,
    back_up_before_migration,
    backup_folder,
    every_backup,
    look_inside,
    new_backup,
    newest_good,
    other_drives,
    restore,
)
from model.errors import (
    ArchiveDamagedError,
    ArchiveInUseError,
    ArchiveUnreachableError,
    NotAnArchiveError,
)
from model.report import Report
from tests.model.archives import NATURAL, edited, make_example, report_of, type_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    make_example(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "备份"


# ---------------------------------------------------------------- made


def test_that_a_backup_is_made_only_when_something_changed(path: Path, folder: Path) -> None:
    with closing(Archive.open(path)) as archive:
        first = back_up(archive, folder, Occasion.OPENING)
        assert first is not None
        assert report_of(first) == edited()[-1]
        assert back_up(archive, folder, Occasion.OPENING) is None
        type_in(archive, 77)
        second = back_up(archive, folder, Occasion.IMPORT)
    assert [each.path for each in backups.backups(path, folder)] == [second, first]
    assert [each.occasion for each in backups.backups(path, folder)] == ["导入前", "打开"]


def test_that_a_broken_backup_does_not_keep_a_new_one_from_being_made(path: Path, folder: Path) -> None:
    with closing(Archive.open(path)) as archive:
        first = back_up(archive, folder, Occasion.OPENING)
        assert first is not None
        first.write_bytes(b"broken")
        second = back_up(archive, folder, Occasion.OPENING)
    assert second is not None
    assert newest_good(backups.backups(path, folder)) == backups.backups(path, folder)[0]
    second.write_bytes(b"broken too")
    assert newest_good(backups.backups(path, folder)) is None


def fake(folder: Path, number: int, at: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / f"年报-备份{number:04}-{at}-120000-打开.gknb").write_bytes(b"")
    return at


def test_that_the_last_twenty_and_one_a_month_are_kept(path: Path, folder: Path) -> None:
    for number in range(1, 60):
        fake(folder, number, f"2024{(number - 1) // 10 + 1:02}{(number - 1) % 10 + 1:02}")
    with closing(Archive.open(path)) as archive:
        made = back_up(archive, folder, Occasion.OPENING)
    standing = backups.backups(path, folder)
    assert standing[0].path == made
    assert [each.number for each in standing] == [*range(60, 60 - KEPT, -1), 40, 30, 20, 10]


def test_that_a_clock_set_back_costs_no_backup(path: Path, folder: Path) -> None:
    for number in range(1, KEPT + 1):
        fake(folder, number, "20990101")
    with closing(Archive.open(path)) as archive:
        made = back_up(archive, folder, Occasion.OPENING)
        assert made is not None
        type_in(archive, 5)
        back_up(archive, folder, Occasion.OPENING)
    assert made.exists()
    assert backups.backups(path, folder)[1].path == made


def test_that_the_newest_backup_is_the_last_made_though_the_clock_was_set_back(path: Path, folder: Path) -> None:
    fake(folder, 1, "20990101")
    with closing(Archive.open(path)) as archive:
        made = back_up(archive, folder, Occasion.OPENING)
    assert every_backup(path)[0].path == made


def test_that_backups_made_on_purpose_and_before_a_deletion_are_listed_and_kept(path: Path, folder: Path) -> None:
    with closing(Archive.open(path)) as archive:
        by_hand = new_backup(path, folder, Occasion.MANUAL)
        archive.backup(by_hand)
        archive.add_report(Report("2021", "局", 2025))
        number = archive.reports()[0].id
        before = new_backup(path, folder, Occasion.DELETION)
        archive.delete_report(number, before)
        replaced = new_backup(path, folder, Occasion.RESTORE)
        archive.backup(replaced)
        for day in range(1, KEPT + 2):
            fake(folder, day + 3, f"202601{day:02}")
        back_up(archive, folder, Occasion.OPENING)
    standing = every_backup(path)
    assert [each.path for each in standing[-3:]] == [replaced, before, by_hand]
    assert len(standing) == KEPT + 1 + 3  # the last of its month is kept too
    assert [entry.year for entry in look_inside(before).reports] == [2025, 2024, 2023]


def test_that_a_very_long_name_keeps_no_backup_from_being_made(tmp_path: Path) -> None:
    paths = [tmp_path / f"{'长' * 79}{end}.gknb" for end in "甲乙"]
    for path in paths:
        make_example(path)
        with closing(Archive.open(path)) as archive:
            assert back_up(archive, tmp_path / "备份", Occasion.OPENING) is not None
            assert back_up(archive, tmp_path / "备份", Occasion.OPENING) is None
    assert [len(every_backup(path)) for path in paths] == [1, 1]


def test_that_other_files_in_the_folder_are_left_alone(path: Path, folder: Path) -> None:
    folder.mkdir()
    names = {"别的-备份0001-20240101-120000-打开.gknb", "年报-备份0001-20249999-120000-打开.gknb", "说明.txt"}
    for name in names:
        (folder / name).write_bytes(b"")
    with closing(Archive.open(path)) as archive:
        made = back_up(archive, folder, Occasion.OPENING)
    assert made is not None
    assert {each.name for each in folder.iterdir()} == {*names, made.name}


# ---------------------------------------------------------------- where


def test_that_another_drive_is_preferred(path: Path, tmp_path: Path) -> None:
    drive = tmp_path / "D"
    assert backup_folder(path, [drive]) == path.parent / "备份"
    drive.mkdir()
    folder = backup_folder(path, [drive])
    assert folder.parent == drive / "年报备份"
    assert folder != backup_folder(path.parent / "另" / path.name, [drive])
    drive.chmod(0o500)
    assert backup_folder(path, [drive]) == (folder if os.access(drive, os.W_OK) else path.parent / "备份")


def test_that_a_drive_that_takes_no_folder_is_passed_over(path: Path, tmp_path: Path) -> None:
    refusing, other = tmp_path / "D", tmp_path / "E"
    for drive in (refusing, other):
        drive.mkdir()
    (refusing / "年报备份").write_bytes(b"a file where the folder should be")
    assert backup_folder(path, [refusing]) == path.parent / "备份"
    assert backup_folder(path, [refusing, other]).parent == other / "年报备份"


def test_that_windows_offers_its_built_in_drives(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"C:\\": 3, "D:\\": 3, "E:\\": 2}
    kernel = SimpleNamespace(GetDriveTypeW=lambda root: kinds.get(root, 1))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert backups._fixed_drives() == ["D:", "C:"]
    monkeypatch.setattr(backups, "_ON_WINDOWS", True)
    assert other_drives(path) == [Path("D:/"), Path("C:/")]


def test_that_a_second_partition_is_offered_where_there_is_one(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_SECOND_PARTITION", tmp_path / "无")
    assert other_drives(path) == []
    monkeypatch.setattr(backups, "_SECOND_PARTITION", Path("/proc"))
    assert other_drives(path) == [Path("/proc")]
    assert other_drives(Path("/proc/年报.gknb")) == []
    assert other_drives(tmp_path / "无" / "无" / "年报.gknb") == []


# ---------------------------------------------------------------- migration


def test_that_an_old_file_is_copied_before_it_is_brought_up_to_date(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert back_up_before_migration(path, folder) is None
    monkeypatch.setattr(archive_schema, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (id INTEGER) STRICT;"))
    copy = back_up_before_migration(path, folder)
    assert copy is not None
    Archive.open(path).close()
    with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(path)) as new:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        assert new.execute("PRAGMA user_version").fetchone() == (2,)
    assert back_up_before_migration(path, folder) is None


# ---------------------------------------------------------------- restored


def test_that_one_can_look_inside_before_restoring(path: Path, folder: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        assert backup is not None
        type_in(archive, 78)
        kept = new_backup(path, folder, Occasion.RESTORE)
        archive.backup(kept)
    contents = look_inside(backup)
    assert (contents.office, contents.finals) == ("清岚县人民政府办公室", 1)
    assert [entry.year for entry in contents.reports] == [2024, 2023]
    restore(backup, path)
    assert (report_of(path), report_of(kept).cells[NATURAL]) == (edited()[-1], 78)
    assert [each.path for each in every_backup(path)] == [kept, backup]


def test_that_an_open_archive_is_not_replaced(path: Path, folder: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        assert backup is not None
        with pytest.raises(ArchiveInUseError):
            restore(backup, path)


def test_that_a_backup_that_cannot_be_read_changes_nothing(path: Path, folder: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    (tmp_path / "坏.gknb").write_bytes(b"broken" * 99)
    with pytest.raises(NotAnArchiveError):
        restore(tmp_path / "坏.gknb", path)
    assert path.read_bytes() == before


def test_that_an_old_journal_never_lies_beside_what_was_restored(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        assert backup is not None
    journal = path.with_name(f"{path.name}-journal")
    journal.write_bytes(b"")
    put, found = files._put, []

    def look(temporary: Path, goal: Path) -> None:
        found.append(goal == path and journal.exists())
        put(temporary, goal)

    monkeypatch.setattr(files, "_put", look)
    restore(backup, path)
    assert found == [False]


def test_that_a_damaged_or_missing_file_is_replaced(path: Path, folder: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        assert backup is not None
    path.write_bytes(b"broken" * 99)
    restore(backup, path)
    assert report_of(path) == edited()[-1]
    path.unlink()
    restore(backup, path)
    assert report_of(path) == edited()[-1]


def test_that_a_transaction_left_half_done_is_undone_in_the_copy_only(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("PRAGMA cache_spill = 1")
        writer.execute("UPDATE report SET content = '{}'")
        writer.execute("CREATE TABLE big (x)")
        for _ in range(200):
            writer.execute("INSERT INTO big VALUES (zeroblob(3000))")
        killed = tmp_path / "断电.gknb"
        journal = path.with_name(f"{path.name}-journal")
        killed.write_bytes(path.read_bytes())
        killed.with_name(f"{killed.name}-journal").write_bytes(journal.read_bytes())
        writer.execute("ROLLBACK")
    before = killed.read_bytes()
    assert report_of(killed) == edited()[-1]
    assert killed.read_bytes() == before


def test_that_a_file_that_cannot_be_read_needs_no_migration(tmp_path: Path) -> None:
    assert not archive_schema.needs_migration(tmp_path)
    assert not archive_schema.needs_migration(tmp_path / "无.gknb")


def test_that_a_backup_is_still_made_where_the_last_one_cannot_be_thinned_out(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 30):
        fake(folder, number, "20240101")

    remove = Path.unlink

    def refuse_backups(victim: Path, missing_ok: bool = False) -> None:
        if victim.parent == folder and victim.suffix == ".gknb":
            raise PermissionError
        remove(victim, missing_ok)

    with closing(Archive.open(path)) as archive, monkeypatch.context() as held:
        held.setattr(Path, "unlink", refuse_backups)
        assert back_up(archive, folder, Occasion.OPENING) is not None
    assert len(backups.backups(path, folder)) == 30


def test_that_what_sqlite_refuses_for_another_reason_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "年报.gknb"
    folder.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises((NotAnArchiveError, ArchiveDamagedError)):
        look_inside(folder)


def test_that_an_error_of_the_disk_is_not_taken_for_a_half_done_write(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        problem = sqlite3.OperationalError("disk I/O error")
        problem.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise problem

    monkeypatch.setattr(archive_schema, "_copy", fail)
    with pytest.raises(ArchiveUnreachableError):
        look_inside(path)
