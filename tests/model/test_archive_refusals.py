"""Archives that cannot be opened or written: one sentence each, and the file as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from model.archive import Archive, VersionKind
from model.errors import (
    AppError,
    ArchiveDamagedError,
    ArchiveInUseError,
    ArchiveReadOnlyError,
    ArchiveTooNewError,
    ArchiveUnreachableError,
    DiskFullError,
    FileMissingError,
    FolderRefusedError,
    NameTooLongError,
    NotAnArchiveError,
)
from model.report import Edit, EditKind, Report
from tests.model.archives import PROFILE, edited, make_example

LONG = Edit(EditKind.TEXT, texts={"overview": "字" * 200_000})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "办公室.gknb"
    make_example(file)
    return file


def refuses(path: Path, cause: type[AppError]) -> str:
    """Assert that opening is refused for ``cause`` and leaves the folder as it was; return the sentence."""
    before = {found: found.read_bytes() for found in path.parent.iterdir() if found.is_file()}
    with pytest.raises(cause) as refused:
        Archive.open(path)
    assert {found: found.read_bytes() for found in path.parent.iterdir() if found.is_file()} == before
    assert type(refused.value) is cause
    return refused.value.sentence


def change(path: Path, *statements: str) -> None:
    """Change a closed archive behind its back."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_that_a_missing_archive_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    for missing in (tmp_path / "无.gknb", tmp_path):
        assert "可能已被移动、改名或删除" in refuses(missing, FileMissingError)


@pytest.mark.parametrize("content", [b"", "年度报告".encode() * 1000, b"PK\x03\x04" + bytes(4096), b"{}"])
def test_that_a_file_that_is_not_sqlite_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "“办公室.gknb”不是年报文件" in refuses(path, NotAnArchiveError)


def test_that_the_file_of_another_program_is_refused(path: Path) -> None:
    change(path, "PRAGMA application_id = 1")
    refuses(path, NotAnArchiveError)


def test_that_an_archive_of_a_later_program_is_refused(path: Path) -> None:
    change(path, "PRAGMA user_version = 99")
    assert "请先升级本程序" in refuses(path, ArchiveTooNewError)


def test_that_a_cut_off_archive_is_refused(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)
    assert "已经损坏，为免丢失更多内容没有打开，请打开最近的备份" in refuses(path, ArchiveDamagedError)


def test_that_an_archive_with_an_overwritten_page_is_refused(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:12288] = os.urandom(4096)
    path.write_bytes(content)
    refuses(path, ArchiveDamagedError)


def test_that_whatever_sqlite_says_of_the_file_is_told_as_damage(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:44] + b"\x00\x00\x00\x63" + whole[48:])  # a file format nobody knows
    refuses(path, ArchiveDamagedError)
    unreadable = whole.replace(b"tableofficeoffice", b"table\xda\xff\xda\xff\xda\xffoffice")
    path.write_bytes(unreadable.replace(b"CREATE TABLE office", b"CREATE NOTHING here"))
    refuses(path, ArchiveDamagedError)


@pytest.mark.parametrize(
    "statement",
    ["DROP TABLE office", "ALTER TABLE edit DROP COLUMN reason", "DROP TRIGGER edit_stays", "PRAGMA user_version = 0"],
)
def test_that_an_archive_without_all_its_parts_is_refused(path: Path, statement: str) -> None:
    change(path, statement)
    refuses(path, ArchiveDamagedError)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report SET content = 'null'",
        "UPDATE report SET content = '{'",
        "UPDATE report SET content = '{\"format\": 2}'",
        "UPDATE report SET content = CAST(x'FF' AS TEXT)",
        f"UPDATE report SET content = '{'[' * 100_000}'",
        "UPDATE report SET scope = 'galaxy' WHERE year = 2024",
        "UPDATE office SET level = 'galaxy'",
        "UPDATE office SET texts = '['",
        "UPDATE office SET name = '\"'",
        "INSERT INTO edit (report_id, at_utc, author, kind, reason) VALUES (2, 'gestern', '', 'typing', '');"
        "INSERT INTO change VALUES (6, 'year', '1', '2')",
        "INSERT INTO edit (report_id, at_utc, author, kind, reason) VALUES (2, '2025-01-01', '', 'magic', '');"
        "INSERT INTO change VALUES (6, 'year', '1', '2')",
        "INSERT INTO change VALUES (5, 'year', '1', '{')",
        "UPDATE version SET kind = 'magic' WHERE kind = 'draft'",
    ],
)
def test_that_contents_without_sense_are_told_as_damage(path: Path, statement: str) -> None:
    change(path, *statement.split(";"))

    def read_everything(archive: Archive) -> None:
        archive.profile  # noqa: B018 (reads the file)
        for entry in archive.reports():
            archive.load(entry.id)
            archive.edits(entry.id)
            archive.versions(entry.id)

    with closing(Archive.open(path)) as archive, pytest.raises(ArchiveDamagedError):
        read_everything(archive)


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """A folder of a user whom the system does not let write everywhere, who runs the test."""
    if not hasattr(os, "geteuid"):
        pytest.skip("file permissions work in another way here")
    folder = Path(tempfile.mkdtemp())
    really = os.geteuid()
    if really == 0:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    yield folder
    os.seteuid(really)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_that_a_read_only_archive_is_refused(plain_user: Path) -> None:
    make_example(plain_user / "办公室.gknb")
    (plain_user / "办公室.gknb").chmod(0o444)
    assert "是只读的，填写的内容会存不进去" in refuses(plain_user / "办公室.gknb", ArchiveReadOnlyError)


def test_that_an_archive_in_a_read_only_folder_is_refused(plain_user: Path) -> None:
    make_example(plain_user / "办公室.gknb")
    plain_user.chmod(0o555)
    assert "无法在文件夹" in refuses(plain_user / "办公室.gknb", FolderRefusedError)


def test_that_an_archive_that_may_not_be_read_is_refused(plain_user: Path) -> None:
    path = plain_user / "办公室.gknb"
    make_example(path)
    path.chmod(0)
    with pytest.raises(ArchiveUnreachableError, match="读写出错"):
        Archive.open(path)


def fill_up(archive: Archive) -> None:
    """Assert that an archive on a full disk refuses an edit, keeps what it has, and takes a small edit later."""
    number = archive.reports()[0].id
    before = archive.load(number)
    with pytest.raises(DiskFullError, match="磁盘空间不足"):
        archive.record(number, LONG.kind, "", before, before.with_edit(LONG))
    assert archive.load(number) == before
    assert len(archive.edits(number)) == 4


def test_that_a_full_disk_is_told_and_loses_nothing_that_was_stored(path: Path) -> None:
    with closing(Archive.open(path)) as archive:
        (pages,) = archive._connection.execute("PRAGMA page_count").fetchone()
        archive._connection.execute(f"PRAGMA max_page_count = {pages}")
        fill_up(archive)
        archive._connection.execute("PRAGMA max_page_count = 100000")
        number = archive.reports()[0].id
        before = archive.load(number)
        archive.record(number, LONG.kind, "", before, before.with_edit(LONG))
        assert archive.load(number) == before.with_edit(LONG)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB."""
    disk = tmp_path / "小盘"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small disk may be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_that_a_disk_that_really_fills_up_loses_nothing_that_was_stored(small_disk: Path) -> None:
    path = small_disk / "办公室.gknb"
    make_example(path)
    with closing(Archive.open(path)) as archive:
        fill_up(archive)
        (small_disk / "填满").write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
        with pytest.raises(DiskFullError):
            archive.backup(small_disk / "备份.gknb")
        with pytest.raises(DiskFullError):
            Archive.create(small_disk / "新.gknb", PROFILE)
    assert {found.name for found in small_disk.iterdir()} == {"办公室.gknb", "填满"}
    refuses(path, DiskFullError)
    (small_disk / "填满").unlink()
    with closing(Archive.open(path)) as archive:
        assert archive.load(archive.reports()[0].id) == edited()[-1]


def test_that_a_disk_that_fails_while_writing_is_told(path: Path) -> None:
    with closing(Archive.open(path)) as archive:
        path.with_name(f"{path.name}-journal").mkdir()
        with pytest.raises(ArchiveUnreachableError, match="请检查磁盘、U 盘或网络连接后重试，或另存到别的位置"):
            archive.make_version(1, VersionKind.SAVE)
        path.with_name(f"{path.name}-journal").rmdir()
        assert archive.make_version(1, VersionKind.SAVE).number == 1


def test_that_an_archive_whose_disk_fails_while_it_is_opened_is_let_go_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(archive: Archive) -> None:
        raise ArchiveUnreachableError(archive.path)

    monkeypatch.setattr(Archive, "newest", fail)
    with pytest.raises(ArchiveUnreachableError) as kept:
        Archive.open(path)
    monkeypatch.undo()
    assert kept.value.__traceback__ is not None  # somebody may keep the refusal, as a log does
    Archive.open(path).close()


def test_that_a_file_held_by_another_program_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.archive_schema._SECONDS_TO_WAIT", 0.0)
    with closing(Archive.open(path)) as archive, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ArchiveInUseError, match="正在别处打开，两处同时填写"):
            archive.make_version(1, VersionKind.SAVE)


def test_that_a_mistake_of_the_program_is_not_told_as_a_refusal(path: Path) -> None:
    archive = Archive.open(path)
    archive.close()
    with pytest.raises(sqlite3.ProgrammingError):
        archive.reports()


@pytest.mark.parametrize("length", [81, 82, 83, 84, 90])
def test_that_a_name_that_is_too_long_for_what_lies_beside_is_refused_before_anything_is_made(
    length: int, tmp_path: Path
) -> None:
    with pytest.raises(NameTooLongError, match="请把文件名改短再试"):
        Archive.create(tmp_path / f"{'长' * length}.gknb", PROFILE)
    assert list(tmp_path.iterdir()) == []


def test_that_the_longest_name_that_is_taken_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / f"{'长' * 80}.gknb"
    make_example(path)
    with closing(Archive.open(path)) as archive:
        archive.add_report(Report("2021", "局", 2025))
