"""dev.py on machines that lack something, and the requirements files it installs."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([a-z0-9-]+)==\S+", re.MULTILINE)


def locked(name: str) -> set[str]:
    return set(PIN.findall((ROOT / name).read_text(encoding="ascii")))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(package: str, platform: str, version: str) -> set[str]:
    """What a package asks for on a platform, by its own metadata; nothing when it is not installed here."""
    try:
        lines = importlib.metadata.requires(package) or []
    except importlib.metadata.PackageNotFoundError:
        return set()
    system = "Windows" if platform == "win32" else "Linux"
    machine = {"sys_platform": platform, "platform_system": system, "python_version": version, "extra": ""}
    machine |= {"python_full_version": f"{version}.0", "os_name": "nt" if platform == "win32" else "posix"}
    requirements = [Requirement(line) for line in lines]
    return {canonical(each.name) for each in requirements if each.marker is None or each.marker.evaluate(machine)}


@pytest.mark.parametrize("platform", ["linux", "win32"])
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_that_everything_a_locked_package_needs_is_locked_too(platform: str, version: str) -> None:
    shipped, every = locked("requirements.txt"), locked("requirements.txt") | locked("requirements-dev.txt")
    assert {name for package in shipped for name in needed(package, platform, version)} <= shipped
    assert {name for package in every for name in needed(package, platform, version)} <= every


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_that_every_pin_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="ascii")
    entries = text.replace("\\\n", "").splitlines()
    assert all(entry == "-r requirements.txt" or " --hash=sha256:" in entry for entry in entries)
    assert "//" not in text
    assert "index" not in text


def test_that_the_installed_packages_are_the_locked_ones() -> None:
    pins = "".join((ROOT / name).read_text(encoding="ascii") for name in ("requirements.txt", "requirements-dev.txt"))
    for name, version, marker in re.findall(r"^([a-z0-9-]+)==(\S+)( ;)?", pins, re.MULTILINE):
        if not marker:
            assert importlib.metadata.version(name) == version


def test_that_a_missing_library_is_named_by_its_package() -> None:
    missing = dev.missing_packages({"libno-such-thing.so.9": "libnosuchthing9"}, {"no-such-program": "nosuch"})
    assert missing == (["libnosuchthing9", "nosuch"] if sys.platform.startswith("linux") else [])


def test_that_somebody_without_rights_is_told_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "privilege", lambda: None)
    with pytest.raises(SystemExit, match=r"sudo apt-get install -y --no-install-recommends libegl1 libgl1$"):
        dev.install_system_packages(["libegl1", "libgl1"])


def test_that_a_machine_which_has_everything_installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "privilege", lambda: pytest.fail("asked for rights"))
    dev.install_system_packages([])


def test_that_every_command_for_measuring_has_a_module() -> None:
    assert set(dev.BENCH_MODULES) <= {path.stem for path in (ROOT / "bench").glob("*.py")} & set(dev.commands())


def test_that_an_environment_behind_a_link_is_made_once(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    shutil.copy(ROOT / "dev.py", project)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (project / name).touch()
    link = project / ".venv"
    try:
        link.symlink_to(elsewhere)
    except OSError:
        pytest.skip("this user may not make links")
    stamps = []
    for _ in range(2):
        subprocess.run([sys.executable, "dev.py", "test", "--version"], cwd=project, capture_output=True, check=False)
        stamps.append((elsewhere / dev.STAMP.name).stat().st_mtime_ns)
    assert stamps[0] == stamps[1]


def test_that_an_unknown_command_is_refused() -> None:
    outcome = subprocess.run([sys.executable, ROOT / "dev.py", "fly"], capture_output=True, text=True, check=False)
    assert outcome.returncode == 2
    assert "invalid choice: 'fly'" in outcome.stderr


def test_that_a_changed_pin_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run, development = tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"
    run.write_text("a==1")
    development.write_text("b==1")
    monkeypatch.setattr(dev, "RUN_PINS", run)
    before = dev.digest(run), dev.digest(development)
    run.write_text("a==2")
    after = dev.digest(run), dev.digest(development)
    assert len({*before, *after}) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="uses a shell script as the program")
def test_that_a_bundle_which_ends_at_once_is_noticed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 7\n")
    program.chmod(0o755)
    assert not dev.stays_open(program)
    assert "exit code 7" in capfd.readouterr().out
