"""Reads a source in a process of its own, whose time and memory are bounded, so that no file can harm the window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from intake import refusals
from intake.containers import MAXIMUM_SIZE
from intake.reading import Reading
from intake.reading_json import reading_from_json
from model.errors import AppError
from model.temporary import temporary_folder

SECONDS: Final = 9.0
"""Wall-clock time a source may take, so that whoever waits has an answer within ten seconds."""
MEMORY: Final = 1_500_000_000
"""Bytes of address space a reading process may use."""


def read_in_process(path: Path, form_id: str | None = None, seconds: float = SECONDS) -> Reading:
    """Read a file in a bounded child process; raises the same refusals as ``intake.read_source``.

    A file that takes too long, needs too much memory or brings its reader down raises
    ``SourceHopelessError``; this process is never harmed.
    """
    _refuse_at_once(path)
    with temporary_folder() as folder:
        result = folder / "reading.json"
        command = [*_program(), "read", str(path), "--reading", str(result)]
        command += ["--form", form_id] if form_id else []
        if not _finished(command, seconds):
            raise refusals.SourceHopelessError(path.name)
        return _result(path, result)


def _refuse_at_once(path: Path) -> None:
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as problem:
        raise refusals.SourceMissingError(path.name) from problem
    if size > MAXIMUM_SIZE:
        raise refusals.SourceTooLargeError(path.name, f"有 {size // 1_000_000} MB")


def _program() -> list[str]:
    """Return how this program is started: the bundle itself, or the interpreter with ``main.py``."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(Path(__file__).parents[1] / "main.py")]


def _finished(command: list[str], seconds: float) -> bool:
    """Run ``command`` within the bounds; tell whether it ended by itself."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
    ) as child:
        release = _bound(child, seconds)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            return False
        finally:
            release()
    return True


if sys.platform == "win32":
    from intake.job_object import bound as _bound_by_job

    def _bound(child: subprocess.Popen[bytes], seconds: float) -> object:
        del seconds
        return _bound_by_job(child, MEMORY)

else:
    from collections.abc import Callable

    def _bound(child: subprocess.Popen[bytes], seconds: float) -> Callable[[], None]:
        """Bound the address space and processor time of a child that has just been started."""
        import resource  # noqa: PLC0415

        processor = int(seconds) + 2
        try:
            resource.prlimit(child.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.prlimit(child.pid, resource.RLIMIT_CPU, (processor, processor))
        except ProcessLookupError:
            pass  # it has already ended
        return lambda: None


def _result(path: Path, result: Path) -> Reading:
    try:
        content = json.loads(result.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:  # the reader broke down before it could write
        raise refusals.SourceHopelessError(path.name) from problem
    if "refusal" in content:
        raise _refusal(content["refusal"], content["sentence"])
    return reading_from_json(content)


def _refusal(cause: str, sentence: str) -> AppError:
    """Return the refusal that the child met, of the same class where that is one of a source."""
    kind = getattr(refusals, cause, AppError)
    refusal: AppError = kind.__new__(kind, sentence)
    return refusal
