"""What is still readable of a damaged 年报文件 is put upon its newest backup."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from model.archive import Archive, Profile, VersionKind
from model.backups import Occasion, back_up
from model.errors import (
    ArchiveDamagedError,
    ArchiveExistsError,
    DiskFullError,
    FileUnreadableError,
    TemporaryFolderError,
)
from model.report import Report
from model.salvage import missing_since, salvage
from tests.model.archives import NATURAL, edited, make_example, report_of, type_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    make_example(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "备份"


def damage(path: Path, table: str) -> None:
    """Overwrite the leaf pages of one table."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("rb+") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_that_what_is_readable_is_put_upon_the_backup(path: Path, folder: Path, tmp_path: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        type_in(archive, 91)
        archive.make_version(archive.reports()[0].id, VersionKind.FINAL, "报出")
        archive.make_version(archive.reports()[0].id, VersionKind.CORRECTION, "漏计")
        type_in(archive, 92)
    damage(path, "change")
    with pytest.raises(ArchiveDamagedError):
        Archive.open(path)
    before = path.read_bytes()
    result = salvage(path, backup, tmp_path / "抢救.gknb")
    assert path.read_bytes() == before
    with closing(Archive.open(result.path)) as archive:
        number = archive.reports()[0].id
        assert archive.load(number).cells[NATURAL] == 92
        kinds = [version.kind for version in archive.versions(number)]
        assert kinds == [VersionKind.DRAFT, VersionKind.FINAL, VersionKind.CORRECTION]
        assert archive.load_version(archive.versions(number)[1].id).cells[NATURAL] == 91
    assert result.taken == ("取回了 2024 年的一份定稿。", "2024 年的报告已恢复到损坏前最后一次保存的内容。")
    assert result.missing == ("备份之后的 2 步修改，修改记录里只合记为一步。",)


def test_that_versions_and_the_office_are_salvaged_as_they_were(path: Path, folder: Path, tmp_path: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        number = archive.reports()[0].id
        for value, kind, name in (
            (81, VersionKind.REVIEW, "送“张县长”"),
            (82, VersionKind.SAVE, ""),
            (82, VersionKind.FINAL, ""),
            (82, VersionKind.CORRECTION, "漏计"),
            (83, VersionKind.COMMENT, ""),
        ):
            type_in(archive, value)
            archive.make_version(number, kind, name)
        archive.set_profile(Profile("新名称", None, {"words": "甲→乙"}))
        made = archive.versions(number)
    damage(path, "change")
    with closing(sqlite3.connect(path)) as connection:  # two of them cannot be read
        connection.execute("UPDATE version SET content = '[1]' WHERE kind IN ('save', 'correction')")
        connection.commit()
    result = salvage(path, backup, tmp_path / "抢救.gknb")
    with closing(Archive.open(result.path)) as archive:
        found = archive.versions(archive.reports()[0].id)
        assert archive.profile == Profile("新名称", None, {"words": "甲→乙"})
        assert [archive.load_version(each.id).cells[NATURAL] for each in found[1:]] == [81, 82, 82, 83]
    was = [(each.kind, each.name, each.at) for each in made if each.kind not in {VersionKind.SAVE, found[3].kind}]
    assert (found[3].kind, found[3].name) == (VersionKind.CORRECTION, "从损坏的年报文件中抢救")
    assert [(each.kind, each.name, each.at) for each in (*found[:3], found[4])] == was
    assert result.taken == (
        "取回了单位信息。",
        "取回了 2024 年的版本“送“张县长””。",
        "取回了 2024 年的一份定稿。",
    )
    assert result.missing[-1] == "备份之后存的 2 个版本没有取回。"


def test_that_a_profile_that_cannot_be_read_keeps_nothing_else_back(path: Path, folder: Path, tmp_path: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        type_in(archive, 91)
    damage(path, "office")
    result = salvage(path, backup, tmp_path / "抢救.gknb")
    assert report_of(result.path).cells[NATURAL] == 91


def test_that_what_is_lost_is_named(path: Path, folder: Path, tmp_path: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
    damage(path, "report")
    result = salvage(path, backup, tmp_path / "抢救.gknb")
    assert (result.taken, len(result.missing)) == ((), 2)
    assert result.missing[0].startswith("2024 年的报告在损坏的文件中读不出来")
    assert report_of(result.path) == edited()[-1]


def test_that_a_file_without_a_backup_is_salvaged_by_itself(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE report SET content = '[1]' WHERE year = 2023")
        connection.commit()
    damage(path, "change")
    result = salvage(path, None, tmp_path / "抢救.gknb")
    assert report_of(result.path) == edited()[-1]
    assert result.taken == (
        "取回了单位信息。",
        "取回了 2023 年的一份定稿。",
        "取回了 2024 年的版本“报分管领导”。",
    )


def test_that_what_a_backup_lacks_is_named(path: Path, folder: Path) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        assert backup is not None
    assert missing_since(path, backup) == ("备份之后没有再修改过。",)
    with closing(Archive.open(path)) as archive:
        archive.make_version(archive.reports()[0].id, VersionKind.FINAL)
    assert missing_since(path, backup) == ("里面没有备份之后存的 1 个版本。",)
    with closing(Archive.open(path)) as archive:
        archive.make_version(archive.reports()[0].id, VersionKind.CORRECTION)
        type_in(archive, 91)
        archive.add_report(Report("2021", "局", 2025))
    damage(path, "change")
    assert missing_since(path, backup) == (
        "里面没有备份之后新建的 2025 年报告。",
        "里面没有备份之后的 2 步修改。",
        "里面没有备份之后存的 2 个版本。",
    )
    path.write_bytes(bytes(5000))
    assert missing_since(path, backup) == ("损坏的文件里读不出备份之后改过什么。",)


@pytest.mark.parametrize("number", [2**60, -5, "'viele'"])
def test_that_damaged_counters_keep_nothing_back(path: Path, folder: Path, tmp_path: Path, number: object) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        archive.make_version(archive.reports()[0].id, VersionKind.DRAFT, "初稿")
        type_in(archive, 91)
    assert backup is not None
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE sqlite_sequence SET seq = {number}")
    assert missing_since(path, backup) == ("里面没有备份之后的 1 步修改。", "里面没有备份之后存的 1 个版本。")
    result = salvage(path, backup, tmp_path / "抢救.gknb")
    assert len(result.taken) == 2
    damage(path, "report")
    assert not salvage(path, backup, tmp_path / "再抢救.gknb").taken[1:]


def test_that_a_medium_that_fails_is_refused(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr("shutil.copyfile", fail)
    with pytest.raises(FileUnreadableError):
        salvage(path, None, tmp_path / "抢救.gknb")


def test_that_no_room_for_a_private_copy_is_said(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("shutil.copyfile", fail)
    with pytest.raises(TemporaryFolderError):
        salvage(path, None, tmp_path / "抢救.gknb")


def test_that_a_disk_that_fills_up_meanwhile_leaves_nothing_half_made(
    path: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Archive.open(path)) as archive:
        backup = back_up(archive, folder, Occasion.OPENING)
        type_in(archive, 91)
    damage(path, "change")

    def fail(archive: Archive, *_: object) -> None:
        raise DiskFullError(archive.path)

    monkeypatch.setattr(Archive, "record", fail)
    with pytest.raises(DiskFullError):
        salvage(path, backup, tmp_path / "抢救.gknb")
    assert {each.name for each in tmp_path.iterdir()} == {path.name, folder.name}


@pytest.mark.parametrize("content", [b"broken" * 999, b""])
def test_that_nothing_is_made_of_nothing(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "坏.gknb"
    path.write_bytes(content)
    with pytest.raises(ArchiveDamagedError):
        salvage(path, None, tmp_path / "抢救.gknb")
    with pytest.raises(ArchiveExistsError):
        salvage(path, None, path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
