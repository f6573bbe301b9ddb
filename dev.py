"""Sets up this project on a fresh machine and runs its tools.

Uses the standard library only, because it runs before anything is installed. It makes `.venv` beside
itself, installs the hashed pins of requirements*.txt, and on Debian the system libraries that are missing.
"""

from __future__ import annotations

import argparse
import ctypes
import functools
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = (ROOT / ".venv").resolve()
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed-requirements.sha256"
SAMPLE = ROOT / "resources" / "sample" / "report.json"
RUN_PINS = ROOT / "requirements.txt"
DEV_PINS = ROOT / "requirements-dev.txt"

# The Debian package of each shared library that Qt loads but its wheels do not bring.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


TEST_PROGRAMS = {"pdftotext": "poppler-utils", "strace": "strace"}
OFFICE_PROGRAMS = {"localc": "libreoffice-calc", "lowriter": "libreoffice-writer"}
BUNDLE = "gongkai-nianbao"

BENCH_MODULES = {
    "shots": "write pictures of every view into a folder",
    "bench": "measure speed and size",
    "peers": "measure the same against other programs",
    "faults": "kill the program and fill the disk while it writes",
    "fuzz": "feed it damaged files (--minutes N)",
    "soak": "use it for hours",
}

# ---------------------------------------------------------------- the machine


def has_screen() -> bool:
    """Tell whether a window can be shown here."""
    return os.name == "nt" or sys.platform == "darwin" or bool(os.environ.get("DISPLAY"))


def loads(library: str) -> bool:
    """Tell whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    """Return the Debian packages of the libraries and programs that are not on this machine."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for library, package in libraries.items() if not loads(library)]
    missing += [package for program, package in programs.items() if shutil.which(program) is None]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return sorted(set(missing))


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages when this user may; otherwise print the exact command and stop."""
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    prefix = privilege()
    if prefix is None or shutil.which("apt-get") is None:
        sys.exit(f"System packages are missing. Install them, then start again:\n  sudo {shlex.join(command)}")
    print("Installing system packages:", *packages, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run([*prefix, *command], env=environment, capture_output=True, check=False).returncode:
        # Package lists are absent on a new machine and go stale on an old one.
        subprocess.run([*prefix, "apt-get", "update"], env=environment, check=False)
        subprocess.run([*prefix, *command], env=environment, check=True)


def privilege() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where that needs a password."""
    if os.name == "nt":
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return None


# ---------------------------------------------------------------- the virtual environment


def prepare(pins: Path, libraries: dict[str, str], programs: dict[str, str] | None = None) -> None:
    """Bring the machine and `.venv` to the state the pins describe; at once when they are already there."""
    install_system_packages(missing_packages(libraries, programs or {}))
    if installed_digest() not in {digest(pins), digest(DEV_PINS)}:
        make_environment()
        install(pins)


def digest(pins: Path) -> str:
    """Return the SHA-256 of a requirements file, with the run-time pins that each of them contains."""
    return hashlib.sha256(RUN_PINS.read_bytes() + (b"" if pins == RUN_PINS else pins.read_bytes())).hexdigest()


def installed_digest() -> str | None:
    """Return the digest of what `.venv` holds, or None when there is no working `.venv`."""
    if not STAMP.is_file() or not starts(PYTHON):
        return None
    return STAMP.read_text(encoding="ascii")


def starts(python: Path) -> bool:
    """Tell whether an interpreter is there and runs; it does not after the Python below it was removed."""
    return python.exists() and not subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode


def make_environment() -> None:
    """Create or complete `.venv`; a broken one is made anew."""
    clear = ["--clear"] if VENV.exists() and not starts(PYTHON) else []
    subprocess.run([sys.executable, "-m", "venv", *clear, str(VENV)], check=True)


def install(pins: Path) -> None:
    """Install the hashed pins, whatever index this machine's pip is configured for."""
    print("Installing the pinned packages into .venv (once) …", flush=True)
    STAMP.unlink(missing_ok=True)
    options = ["--quiet", "--no-user", "--no-input", "--require-hashes", "--only-binary", ":all:"]
    # As constraints too: to pip `coverage[toml]` is a name of its own, which only a constraint holds to the pin.
    outcome = pip("install", *options, "-r", str(pins), "-c", str(pins))
    if outcome.returncode:
        sys.exit(f"{outcome.stderr}\nInstalling the pinned packages failed; the lines above say why.")
    STAMP.write_text(digest(pins), encoding="ascii")


def pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the pip of `.venv` quietly; its index, proxy and certificates are this machine's affair."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def python(*arguments: str | Path) -> int:
    """Run the Python of `.venv` in the project folder and return its exit code."""
    return subprocess.run([PYTHON, *arguments], cwd=ROOT, check=False).returncode


# ---------------------------------------------------------------- the commands


def run(_: list[str]) -> int:
    """Open the program on the sample; without a screen, check and export the sample into out/."""
    if has_screen():
        prepare(RUN_PINS, QT_LIBRARIES | WINDOW_LIBRARIES)
        return python("main.py", SAMPLE)
    prepare(RUN_PINS, {})
    print("No screen here: checking the sample and exporting it to out/.", flush=True)
    to_out: list[str | Path] = ["--to", "pdf,docx,xlsx,html", "--out", ROOT / "out"]
    return python("main.py", "check", SAMPLE) or python("main.py", "export", SAMPLE, *to_out)


def test(arguments: list[str]) -> int:
    """Run lint, types, all tests and the coverage gates; with arguments, only pytest with them."""
    prepare(DEV_PINS, QT_LIBRARIES, TEST_PROGRAMS)
    if arguments:
        return python("-m", "pytest", *arguments)
    steps = {
        "lint": ["ruff", "check"],
        "format": ["ruff", "format", "--check"],
        "types": ["mypy"],
        "tests": ["pytest", "-n", "2", "--cov", "--cov-report="],
        "coverage of model": ["coverage", "report", "--include=model/*", "--fail-under=100"],
        "coverage of export": ["coverage", "report", "--include=export/*", "--fail-under=95"],
    }
    failed = [name for name, step in steps.items() if not passes(name, step)]
    print("FAILED: " + ", ".join(failed) if failed else "All passed.")
    return len(failed)


def passes(name: str, step: list[str]) -> bool:
    """Run one tool as a module and print how long it took."""
    print(f"── {name}", flush=True)
    start = time.monotonic()
    passed = python("-m", *step) == 0
    print(f"   {'passed' if passed else 'FAILED'} in {time.monotonic() - start:.0f} s", flush=True)
    return passed


def build(_: list[str]) -> int:
    """Make the one-folder bundle in dist/ and let it run its own self-test."""
    prepare(DEV_PINS, QT_LIBRARIES | WINDOW_LIBRARIES | shared_python(), {"objdump": "binutils"})
    work = ROOT / "build"
    code = python("-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "--workpath", work, "build.spec")
    if code:
        return code
    program = ROOT / "dist" / BUNDLE / (BUNDLE + (".exe" if os.name == "nt" else ""))
    trials: list[list[str | Path]] = [
        ["self-test", work / "self-test"],
        ["export", SAMPLE, "--draft", "--to", "pdf,docx", "--out", work / "self-test"],
    ]
    for trial in trials:
        code = subprocess.run([program, *trial], cwd=work, check=False).returncode
        if code:
            return code
    return int(not stays_open(program))


def stays_open(program: Path) -> bool:
    """Start the bundled program on the sample, without a screen; tell whether its window is there after 5 s."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": home}
        with subprocess.Popen([program, SAMPLE], cwd=home, env=environment) as process:
            try:
                code = process.wait(5)
            except subprocess.TimeoutExpired:
                process.terminate()
                return True
    print(f"The bundled program ended by itself with exit code {code}.")
    return False


def shared_python() -> dict[str, str]:
    """Return the shared library of this Python, which PyInstaller copies, and its Debian package."""
    library = sysconfig.get_config_var("INSTSONAME")
    folder = sysconfig.get_config_var("LIBDIR")
    if not library or (Path(folder) / library).exists():
        return {}
    return {library: f"libpython{sys.version_info.major}.{sys.version_info.minor}"}


def office(arguments: list[str]) -> int:
    """Open exported files in LibreOffice and compare what it makes of them."""
    prepare(DEV_PINS, QT_LIBRARIES, TEST_PROGRAMS | OFFICE_PROGRAMS)
    return python("-m", "pytest", "-m", "office", *arguments)


def manual(_: list[str]) -> int:
    """Write the user manual anew: the list of checks, every picture, the page that ships."""
    prepare(DEV_PINS, QT_LIBRARIES)
    steps = ("docs.check_list", "docs.take_pictures", "docs.manual_page")
    return next((code for code in (python("-m", step) for step in steps) if code), 0)


def lock(_: list[str]) -> int:
    """Resolve the dependencies of pyproject.toml anew into both requirements files, with hashes."""
    make_environment()
    return python("packaging/lock.py")


def run_bench_module(name: str, arguments: list[str]) -> int:
    """Run a module of bench/ with the arguments given."""
    prepare(DEV_PINS, QT_LIBRARIES, TEST_PROGRAMS)
    return python("-m", f"bench.{name}", *arguments)


# ---------------------------------------------------------------- the command line


class Command(NamedTuple):
    """A sub-command, and what its help says."""

    summary: str
    action: Callable[[list[str]], int]


def commands() -> dict[str, Command]:
    """Return the sub-commands by name."""
    own = {
        "run": Command("open the program on the sample; without a screen, check and export it", run),
        "test": Command("lint, types, all tests, coverage; with arguments: pytest ARGUMENTS", test),
        "build": Command("make the one-folder bundle and run its self-test", build),
        "office": Command("open exported files in LibreOffice (slow)", office),
        "manual": Command("write the user manual anew, with its pictures", manual),
        "lock": Command("resolve the dependencies anew into requirements*.txt", lock),
    }
    measuring = {
        name: Command(summary, functools.partial(run_bench_module, name)) for name, summary in BENCH_MODULES.items()
    }
    return own | measuring


def main(arguments: Sequence[str]) -> int:
    """Run the sub-command named by the first argument; the others are its own."""
    if not (3, 11) <= sys.version_info < (3, 14):  # the pins have wheels for these
        sys.exit(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version_info.major}.{sys.version_info.minor}.")
    known = commands()
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0])
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in known.items():
        choices.add_parser(name, help=command.summary, add_help=False)
    chosen, rest = parser.parse_known_args(arguments)
    return known[chosen.command].action(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
