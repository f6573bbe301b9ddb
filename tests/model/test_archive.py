"""The 年报文件: what is put in comes out again, and what is final stays."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model import archive_schema
from model.archive import BLANK, Archive, Profile, VersionKind
from model.archive_records import MadeEdit
from model.archive_schema import MIGRATIONS
from model.changes import with_changes
from model.errors import (
    ArchiveExistsError,
    ArchiveInUseError,
    ArchiveOpenedReadOnlyError,
    FileMissingError,
    FinalVersionKeptError,
    FolderRefusedError,
    ReportExistsError,
    ReportLockedError,
    ReportMissingError,
)
from model.report import Edit, EditKind, Level, Report, Scope
from model.report_json import json_text, report_to_json
from tests.model.archives import EDITS, LAST_YEAR, PROFILE, REPORT, edited, make_example

FILES = Path(__file__).parents[1] / "files"
UNPAIRED = "半\ud800个\x00字"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "办公室.gknb"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    opened = Archive.create(path, PROFILE)
    yield opened
    opened.close()


def record(archive: Archive, number: int, edit: Edit) -> Report:
    """Make an edit of a stored report and record it."""
    before = archive.load(number)
    after = before.with_edit(edit)
    archive.record(number, edit.kind, edit.reason, before, after)
    return after


def replayed(archive: Archive, number: int) -> Report:
    report = BLANK
    for edit in archive.edits(number):
        report = with_changes(report, edit.changes)
    return report


def assert_example(archive: Archive) -> None:
    """Assert that an archive holds the example, whatever schema it was made in."""
    assert archive.profile == PROFILE
    second, first = archive.reports()
    assert (first.year, first.scope, first.locked) == (2023, Scope.OWN, True)
    assert (second.year, second.scope, second.locked) == (2024, Scope.OWN, False)
    assert archive.load(first.id) == LAST_YEAR == replayed(archive, first.id)
    assert archive.load(second.id) == edited()[-1] == replayed(archive, second.id)
    kinds = [(edit.kind, edit.reason, edit.author) for edit in archive.edits(second.id)]
    assert kinds == [(EditKind.CARRY_OVER, "", "王芳"), *((edit.kind, edit.reason, "王芳") for edit in EDITS)]
    (version,) = archive.versions(second.id)
    assert (version.kind, version.number, version.name) == (VersionKind.DRAFT, 1, "报分管领导")
    assert archive.load_version(version.id) == edited()[-1]
    assert second.last_edit_at == archive.edits(second.id)[-1].at


def test_that_the_example_comes_out_as_it_was_put_in(path: Path) -> None:
    make_example(path)
    with closing(Archive.open(path)) as archive:
        assert_example(archive)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("example", sorted(FILES.glob("archive-schema-*.gknb")), ids=lambda example: example.stem)
def test_that_an_archive_of_every_released_schema_opens(example: Path, path: Path) -> None:
    shutil.copy(example, path)
    with closing(Archive.open(path)) as archive:
        assert_example(archive)


def test_that_every_schema_has_its_example() -> None:
    assert len(list(FILES.glob("archive-schema-*.gknb"))) == len(MIGRATIONS)


def test_that_an_older_schema_is_brought_to_the_present(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_example(path)
    step = "CREATE TABLE request (id INTEGER PRIMARY KEY) STRICT;"
    monkeypatch.setattr(archive_schema, "MIGRATIONS", (*MIGRATIONS, step))
    with closing(Archive.open(path)) as archive:
        assert_example(archive)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
        assert connection.execute("SELECT count(*) FROM request").fetchone() == (0,)


def test_that_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_example(path)
    monkeypatch.setattr(archive_schema, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE half (id); SELECT nonsense;"))
    with pytest.raises(sqlite3.OperationalError, match="no such column: nonsense"):
        Archive.open(path)
    monkeypatch.undo()
    with closing(Archive.open(path)) as archive:
        assert_example(archive)


def test_that_an_archive_never_replaces_a_file(path: Path) -> None:
    path.write_text("别的内容", encoding="utf-8")
    with pytest.raises(ArchiveExistsError, match="没有新建"):
        Archive.create(path, PROFILE)
    assert path.read_text(encoding="utf-8") == "别的内容"


def test_that_an_archive_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(FolderRefusedError):
        Archive.create(tmp_path / "文件" / "办公室.gknb", PROFILE)
    assert [found.name for found in tmp_path.iterdir()] == ["文件"]


def test_that_the_profile_is_kept_whatever_characters_it_has(archive: Archive) -> None:
    for profile in (Profile("办公室"), Profile(UNPAIRED, Level.TOWNSHIP, {"preface": UNPAIRED})):
        archive.set_profile(profile)
        assert archive.profile == profile


def test_that_years_are_listed_newest_first_and_own_work_before_the_roll_up(archive: Archive) -> None:
    for year, scope in ((2023, Scope.OWN), (2024, Scope.AGGREGATE), (2024, Scope.OWN), (2024, None)):
        archive.add_report(replace(REPORT, year=year, scope=scope))
    listed = [(entry.year, entry.scope) for entry in archive.reports()]
    assert listed == [(2024, Scope.OWN), (2024, Scope.AGGREGATE), (2024, None), (2023, Scope.OWN)]


@pytest.mark.parametrize("scope", [Scope.OWN, None])
def test_that_a_year_and_scope_stand_only_once(archive: Archive, scope: Scope | None) -> None:
    first = archive.add_report(replace(REPORT, scope=scope))
    other = archive.add_report(replace(LAST_YEAR, scope=scope))
    with pytest.raises(ReportExistsError, match="已经有 2024 年同一范围的报告"):
        archive.add_report(replace(REPORT, scope=scope, cells={}))
    with pytest.raises(ReportExistsError):
        record(archive, other, Edit(EditKind.PROPERTY, properties={"year": 2024}))
    assert {archive.load(first).year, archive.load(other).year} == {2024, 2023}
    assert len(archive.edits(other)) == 1


def test_that_a_change_of_year_and_scope_shows_in_the_list(archive: Archive) -> None:
    number = archive.add_report(REPORT)
    record(archive, number, Edit(EditKind.PROPERTY, properties={"year": 2025, "scope": Scope.AGGREGATE}))
    assert [(entry.year, entry.scope) for entry in archive.reports()] == [(2025, Scope.AGGREGATE)]


def test_that_an_edit_is_kept_with_its_author_reason_and_moment(archive: Archive) -> None:
    archive.author = "李“雷”\\"
    number = archive.add_report(REPORT)
    record(archive, number, Edit(EditKind.REPAIR, texts={"overview": UNPAIRED}, reason=UNPAIRED))
    edit = archive.edits(number)[-1]
    assert (edit.author, edit.kind, edit.reason) == ("李“雷”\\", EditKind.REPAIR, UNPAIRED)
    assert timedelta(0) <= datetime.now(UTC) - edit.at < timedelta(minutes=5)
    assert archive.load(number).texts["overview"] == UNPAIRED
    assert replayed(archive, number) == archive.load(number)


def test_that_an_edit_that_changed_nothing_leaves_no_trace(archive: Archive) -> None:
    number = archive.add_report(REPORT)
    archive.record(number, EditKind.TYPING, "", REPORT, replace(REPORT))
    assert len(archive.edits(number)) == 1


def test_that_edits_recorded_together_are_kept_all_or_none(archive: Archive) -> None:
    number = archive.add_report(REPORT)
    after = REPORT.with_edit(EDITS[0])
    edits = [MadeEdit(report, EditKind.TYPING, "", REPORT, after) for report in (number, number + 1)]
    with pytest.raises(ReportMissingError):
        archive.record_all(edits)
    assert archive.load(number) == REPORT
    assert len(archive.edits(number)) == 1


def test_that_a_report_that_is_not_there_gets_a_sentence(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ReportMissingError, match="请从年度列表中重新选择"):
        archive.load(7)
    with pytest.raises(ReportMissingError):
        archive.load_version(7)
    with pytest.raises(ReportMissingError):
        archive.make_version(7, VersionKind.SAVE)
    with pytest.raises(ReportMissingError):
        archive.delete_report(7, tmp_path)
    assert archive.edits(7) == []


def test_that_a_version_keeps_the_report_as_it_stood(archive: Archive) -> None:
    number = archive.add_report(REPORT)
    version = archive.make_version(number, VersionKind.REVIEW, UNPAIRED)
    record(archive, number, EDITS[0])
    assert archive.load_version(version.id) == REPORT
    assert archive.versions(number) == [version]
    assert version.name == UNPAIRED
    assert version.edit_id == archive.edits(number)[0].id
    assert version.sha256 == hashlib.sha256(json_text(report_to_json(REPORT)).encode()).hexdigest()


def test_that_versions_are_numbered_within_their_kind(archive: Archive) -> None:
    number = archive.add_report(REPORT)
    for edit, kind in zip(EDITS, (VersionKind.DRAFT, VersionKind.REVIEW, VersionKind.DRAFT), strict=True):
        record(archive, number, edit)
        archive.make_version(number, kind)
    numbers = [(version.kind, version.number) for version in archive.versions(number)]
    assert numbers == [(VersionKind.DRAFT, 1), (VersionKind.REVIEW, 1), (VersionKind.DRAFT, 2)]


def test_that_saving_twice_makes_one_version(archive: Archive) -> None:
    number = archive.add_report(REPORT)
    first = archive.make_version(number, VersionKind.SAVE)
    assert archive.make_version(number, VersionKind.SAVE) == first
    named = archive.make_version(number, VersionKind.SAVE, "报分管领导")
    record(archive, number, EDITS[0])
    third = archive.make_version(number, VersionKind.SAVE, "报分管领导")
    assert [version.id for version in archive.versions(number)] == [first.id, named.id, third.id]


def test_that_a_final_report_refuses_edits_until_it_is_corrected(archive: Archive) -> None:
    number = archive.add_report(REPORT)
    archive.make_version(number, VersionKind.FINAL)
    archive.make_version(number, VersionKind.SAVE)
    assert archive.reports()[0].locked
    with pytest.raises(ReportLockedError, match="2024 年的报告已经定稿锁定"):
        record(archive, number, EDITS[0])
    assert archive.load(number) == REPORT
    archive.make_version(number, VersionKind.CORRECTION)
    assert not archive.reports()[0].locked
    assert record(archive, number, EDITS[0]) == archive.load(number)
    archive.make_version(number, VersionKind.FINAL)
    assert archive.reports()[0].locked
    assert [version.number for version in archive.versions(number) if version.kind is VersionKind.FINAL] == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET content = '{}' WHERE kind = 'final'",
        "UPDATE version SET kind = 'draft' WHERE kind = 'final'",
        "DELETE FROM version WHERE kind = 'final'",
        "DELETE FROM report WHERE year = 2023",
        "UPDATE edit SET author = '别人'",
        "DELETE FROM edit",
        "UPDATE change SET after = '1'",
        "DELETE FROM change",
    ],
)
def test_that_the_file_itself_refuses_to_change_what_is_recorded(path: Path, statement: str) -> None:
    make_example(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)


def test_that_deleting_a_year_makes_a_backup_first(archive: Archive, tmp_path: Path) -> None:
    number = archive.add_report(REPORT)
    kept = archive.add_report(LAST_YEAR)
    archive.make_version(number, VersionKind.DRAFT)
    backup = tmp_path / "备份" / "a.gknb"
    archive.delete_report(number, backup)
    assert [entry.id for entry in archive.reports()] == [kept]
    assert archive.edits(number) == []
    assert archive.versions(number) == []
    assert archive.add_report(REPORT) > number
    with closing(Archive.open(backup)) as before:
        assert before.load(number) == REPORT
        assert len(before.versions(number)) == 1


def test_that_a_year_stays_when_its_backup_fails(archive: Archive, tmp_path: Path) -> None:
    number = archive.add_report(REPORT)
    (tmp_path / "备份").write_text("", encoding="utf-8")
    with pytest.raises(FolderRefusedError):
        archive.delete_report(number, tmp_path / "备份" / "a.gknb")
    assert archive.load(number) == REPORT


def test_that_a_year_that_was_final_cannot_be_deleted(archive: Archive, tmp_path: Path) -> None:
    number = archive.add_report(REPORT)
    archive.make_version(number, VersionKind.FINAL)
    archive.make_version(number, VersionKind.CORRECTION)
    with pytest.raises(FinalVersionKeptError, match="定稿须留存备查"):
        archive.delete_report(number, tmp_path / "备份")
    assert archive.load(number) == REPORT
    assert not (tmp_path / "备份").exists()


def test_that_an_open_archive_can_be_copied(archive: Archive, tmp_path: Path) -> None:
    number = archive.add_report(REPORT)
    copy = tmp_path / "U盘" / "办公室.gknb"
    archive.backup(copy)
    record(archive, number, EDITS[0])
    archive.backup(copy)
    assert list(copy.parent.iterdir()) == [copy]
    with closing(Archive.open(copy)) as other:
        assert other.load(number) == REPORT.with_edit(EDITS[0]) == archive.load(number)
        record(other, number, EDITS[1])
    assert archive.load(number) == REPORT.with_edit(EDITS[0])


def test_that_a_copy_never_replaces_an_archive_that_is_open(archive: Archive, tmp_path: Path) -> None:
    number = archive.add_report(REPORT)
    with closing(Archive.create(tmp_path / "另一份.gknb", PROFILE)) as other:
        for path in (archive.path, other.path):
            with pytest.raises(ArchiveInUseError):
                archive.backup(path)
        assert other.reports() == []
    assert archive.load(number) == REPORT


def test_that_an_archive_is_read_beside_its_writer_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "年报.gknb"
    make_example(path)
    before = path.read_bytes()
    with closing(Archive.open(path)), closing(Archive.open_read_only(path)) as seen:
        number = seen.reports()[0].id
        assert seen.load(number) == edited()[-1]
        with pytest.raises(ArchiveOpenedReadOnlyError):
            seen.record(number, EditKind.TYPING, "", REPORT, LAST_YEAR)
        with pytest.raises(ArchiveOpenedReadOnlyError):
            seen.make_version(number, VersionKind.SAVE, "新")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_that_a_missing_archive_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError):
        Archive.open_read_only(tmp_path / "无.gknb")
