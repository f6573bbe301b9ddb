"""What the builds fetch is pinned and checked, and what they ship is complete."""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from resources import open_resource, resource
from resources.version import VERSION
from tests.packaging.scripts import FOLDER, ROOT, script

build_pins = script("build_pins")
check_imports = script("check_imports")


def names(*, windows: bool) -> set[str]:
    return {pin.partition("==")[0] for pin in build_pins.build_pins(windows=windows)}


def test_that_a_build_takes_every_package_that_ships_and_its_tools() -> None:
    shipped = {pin.partition("==")[0] for pin in build_pins.entries(ROOT / "requirements.txt")}
    assert shipped | {"pyinstaller", "pyinstaller-hooks-contrib"} <= names(windows=False)
    assert names(windows=True) - names(windows=False) == {"pefile", "pywin32-ctypes"}
    assert "pytest" not in names(windows=True)


@pytest.mark.parametrize("windows", [False, True])
def test_that_every_pin_of_a_build_has_a_hash_and_no_marker(*, windows: bool) -> None:
    for pin in build_pins.build_pins(windows=windows):
        assert "--hash=sha256:" in pin
        assert ";" not in pin


def test_that_the_version_has_three_numbers_as_windows_wants_them() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)


def test_that_a_font_is_read_from_the_bundle_where_it_is_packed(tmp_path: Path) -> None:
    packed = re.search(r"PACKED_FILES = (\[.*\])", (ROOT / "build.spec").read_text(encoding="utf-8"))
    assert packed is not None
    for name in re.findall(r"[\w-]+\.ttf", packed[1]):
        content = resource("fonts", name).read_bytes()
        (tmp_path / f"{name}.xz").write_bytes(lzma.compress(content, preset=0))
        with open_resource(tmp_path / name) as file:
            assert file.read() == content
        with open_resource(resource("fonts", name)) as file:
            assert file.read() == content
    with pytest.raises(FileNotFoundError):
        open_resource(tmp_path / "missing.ttf")


@pytest.fixture
def source_archive(tmp_path: Path) -> Path:
    """A source archive whose set-up code leaves a trace when it is run."""
    path = tmp_path / "index" / "harmless-1.0.tar.gz"
    path.parent.mkdir()
    trace = f"open({str(tmp_path / 'trace')!r}, 'w')".encode()
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("harmless-1.0/setup.py")
        entry.size = len(trace)
        archive.addfile(entry, io.BytesIO(trace))
    return path


def fetch(archive: Path, sha256: str) -> subprocess.CompletedProcess[str]:
    folder = archive.parents[1]
    environment = os.environ | {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(archive.parent),
        "PIP_CONFIG_FILE": os.devnull,
    }
    command: list[str | Path] = [sys.executable, FOLDER / "fetch_sdist.py", "harmless==1.0", sha256, folder / "fetched"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_that_a_source_archive_is_fetched_without_running_it(source_archive: Path, tmp_path: Path) -> None:
    outcome = fetch(source_archive, hashlib.sha256(source_archive.read_bytes()).hexdigest())
    assert Path(outcome.stdout.strip()).read_bytes() == source_archive.read_bytes(), outcome.stderr
    assert not (tmp_path / "trace").exists()


def test_that_a_source_archive_with_another_hash_is_refused(source_archive: Path, tmp_path: Path) -> None:
    outcome = fetch(source_archive, "0" * 64)
    assert outcome.returncode
    assert "SHA-256" in outcome.stderr
    assert not (tmp_path / "fetched").exists()


def test_that_a_library_is_missing_when_neither_the_bundle_nor_windows_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "program.exe").touch()
    (tmp_path / "Brought.dll").touch()
    needed = {"brought.dll", "kernel32.dll", "winspool.drv", "api-ms-win-crt-heap-l1-1-0.dll", "icuuc.dll"}
    monkeypatch.setattr(check_imports, "imports", lambda path: needed if path.suffix == ".exe" else set())
    assert check_imports.missing_libraries(tmp_path) == {"icuuc.dll": {"program.exe"}}
