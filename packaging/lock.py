"""Resolves the dependencies of pyproject.toml anew into both requirements files, with hashes: `dev.py lock`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN_PINS = ROOT / "requirements.txt"
DEV_PINS = ROOT / "requirements-dev.txt"


def lock() -> None:
    """Resolve and write both files; one version of a package fits every target."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run_time, groups = project["project"]["dependencies"], project["dependency-groups"]
    shipped = resolve(run_time, [], [])
    everything = resolve(run_time + groups["dev"], groups["windows"], sorted(shipped))
    RUN_PINS.write_text(requirements(shipped), encoding="ascii", newline="\n")
    more = {pin: wheels for pin, wheels in everything.items() if pin not in shipped}
    DEV_PINS.write_text(f"-r {RUN_PINS.name}\n" + requirements(more), encoding="ascii", newline="\n")


def resolve(needed: list[str], needed_on_windows: list[str], constraints: list[str]) -> dict[str, dict[str, str]]:
    """Return for every pin (`name==version`) the wheel's hash on each target; one version fits all."""
    pins: dict[str, dict[str, str]] = {}
    for target, tags in TARGETS.items():
        sys.stderr.write(f"resolving for {target}\n")
        names = needed + (needed_on_windows if "win" in target else [])
        for pin, wheel in resolve_target(names, tags, [*constraints, *pins]).items():
            pins.setdefault(pin, {})[target] = wheel
    return pins


def resolve_target(names: list[str], tags: list[str], constraints: list[str]) -> dict[str, str]:
    """Ask pip which wheels it would install on a machine with these tags; nothing is installed."""
    with tempfile.TemporaryDirectory() as folder:
        fixed = Path(folder) / "constraints.txt"
        fixed.write_text("\n".join(constraints), encoding="ascii")
        options = [
            "--dry-run",
            "--ignore-installed",
            "--only-binary",
            ":all:",
            "--target",
            folder,
            "-c",
            str(fixed),
        ]
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--report", "-"]
        outcome = subprocess.run([*command, *options, *tags, *names], capture_output=True, text=True, check=False)
    if outcome.returncode:
        sys.exit(outcome.stderr)
    pins = {}
    for package in json.loads(outcome.stdout)["install"]:
        name = re.sub(r"[-_.]+", "-", package["metadata"]["name"]).lower()
        wheel = package["download_info"]["archive_info"]["hashes"]["sha256"]
        pins[f"{name}=={package['metadata']['version']}"] = wheel
    return pins


def requirements(pins: dict[str, dict[str, str]]) -> str:
    """Write the lines of a requirements file, which names no index and no address."""
    lines = []
    for pin, wheels in sorted(pins.items()):
        if len(wheels) < len(TARGETS) and any("win" not in target for target in wheels):
            sys.exit(f"{pin} is needed by some targets only: {', '.join(wheels)}. It needs a marker here.")
        marker = "" if len(wheels) == len(TARGETS) else ' ; sys_platform == "win32"'
        hashes = sorted(f"--hash=sha256:{wheel}" for wheel in set(wheels.values()))
        lines.append(" \\\n    ".join([pin + marker, *hashes]) + "\n")
    return "".join(lines)


def platform_tags(architecture: str, glibc: int) -> list[str]:
    """Return the wheel tags of a Linux with glibc 2.`glibc`, newest first."""
    tags = [f"manylinux_2_{minor}_{architecture}" for minor in range(glibc, 16, -1)]
    older = [f"manylinux2010_{architecture}", f"manylinux1_{architecture}"] if architecture == "x86_64" else []
    return [*tags, f"manylinux2014_{architecture}", *older, f"linux_{architecture}"]


# Linux x86_64: glibc 2.28 is the oldest that PySide6 6.8 supports; on ARM its wheels need 2.39.
TARGETS = {
    f"{name} {version}": ["--implementation", "cp", "--python-version", version]
    + [argument for tag in tags for argument in ("--platform", tag)]
    for name, tags in {
        "linux-x86_64": platform_tags("x86_64", 28),
        "linux-aarch64": platform_tags("aarch64", 39),
        "win-amd64": ["win_amd64"],
    }.items()
    for version in ("3.11", "3.12", "3.13")
}


if __name__ == "__main__":
    lock()
