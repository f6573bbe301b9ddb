"""Feeds damaged files to everything that reads, and keeps what led somewhere new.

A crash (anything but an ``AppError``) or a hang of more than five seconds of processor time fails. Each target runs
in a process of its own, so that a reader that brings the interpreter down is seen too; the input is on the disk
before it is read.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import os
import random
import re
import resource as resource_limits
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from pathlib import Path

from export.formats import document_of, output_path, outputs_of
from intake.reader import read_source
from intake.reader_process import MEMORY
from intake.verification import stated_checksum
from model.archive import Archive
from model.errors import AppError
from model.form_loader import load_form, read_form
from model.report_file import read_report_file
from model.salvage import salvage
from resources import resource

SECONDS = 5
SAMPLE = resource("sample", "report.json")
ROOT = Path(__file__).parents[1]
FILES = ROOT / "tests" / "files"
PUBLISHED = ROOT.parent / "shared" / "reports"
LARGEST_SEED = 200_000
TOKENS = (
    b"",
    b"\0",
    b"-1",
    b"9" * 40,
    b"1e999",
    b"NaN",
    b"null",
    b"[[[[[[[[",
    b'{"',
    b"\xff\xfe",
    b"\xed\xa0\x80",
    "　，。".encode(),
    b"<td colspan=99999999>",
    b"<table><tr>",
    b"</",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"\t\t\n\r\n",
    b"{{requests.new.total}}",
    b"{{",
    b"%%EOF",
    b"endobj",
)


# ---------------------------------------------------------------- targets


def read_report(path: Path) -> object:
    return read_report_file(path, load_form("2021"))


def read_archive(path: Path) -> object:
    rescued = path.with_name("rescued.gknb")
    rescued.unlink(missing_ok=True)
    try:
        with closing(Archive.open(path)) as archive:
            for entry in archive.reports():
                archive.load(entry.id)
                archive.edits(entry.id)
                archive.versions(entry.id)
            return archive.profile
    except AppError:
        return salvage(path, None, rescued).missing


def read_pasted_text(path: Path) -> object:
    from ui.grid.clipboard import read_clipboard  # noqa: PLC0415
    from ui.texts.pasted_text import clean_plain  # noqa: PLC0415

    text = path.read_bytes().decode("utf-8", random.choice(("surrogateescape", "replace")))
    return len(read_clipboard(text, "")), clean_plain(text), read_source(text)


def read_pasted_html(path: Path) -> object:
    from ui.grid.clipboard import read_clipboard  # noqa: PLC0415
    from ui.texts.pasted_text import clean_html  # noqa: PLC0415

    markup = path.read_bytes().decode("utf-8", "replace")
    return len(read_clipboard("", markup)), clean_html(markup)


def read_any(path: Path) -> object:
    stated_checksum(path.name, path.read_bytes())
    return read_source(path)


def read_apart(path: Path) -> object:
    """Read in a bounded process, as the window does: what reads old workbooks asks for all the memory there is.

    The process may run out of memory, which the window tells as a file that cannot be read; nothing else may end it.
    """
    child = os.fork()
    if child == 0:
        faulthandler.disable()  # to run out of memory is expected here
        code = 1
        try:
            resource_limits.setrlimit(resource_limits.RLIMIT_AS, (MEMORY, MEMORY))
            resource_limits.setrlimit(resource_limits.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            read_any(path)
            code = 0
        except AppError:
            code = 2
        except MemoryError:
            code = 3
        except Exception:  # noqa: BLE001 (told by the code)
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        _hang()
    if status != signal.SIGABRT and os.waitstatus_to_exitcode(status) not in {0, 2, 3}:
        raise ChildProcessError(status)
    return status


TARGETS: dict[str, tuple[Callable[[Path], object], str]] = {
    "report": (read_report, "json"),
    "archive": (read_archive, "gknb"),
    "pasted-text": (read_pasted_text, "txt"),
    "pasted-html": (read_pasted_html, "html"),
    "form": (read_form, "toml"),
    "word": (read_any, "docx"),
    "excel": (read_any, "xlsx"),
    "old-excel": (read_apart, "xls"),
    "pdf": (read_any, "pdf"),
    "page": (read_any, "html"),
    "saved-page": (read_any, "mht"),
    "text": (read_any, "txt"),
}


def seeds(target: str, folder: Path) -> list[bytes]:
    """Return sound inputs to start from."""
    if target == "report":
        return [path.read_bytes() for path in [SAMPLE, *FILES.glob("checks/*.json"), *FILES.glob("reports/*.json")]]
    if target == "archive":
        return [path.read_bytes() for path in FILES.glob("*.gknb")]
    if target == "form":
        return [path.read_bytes() for path in resource("forms").glob("*.toml")]
    if target == "pasted-text":
        return ["1\t2\n3\t“4\n5”\n".encode(), "（一）主动公开。共26+9件\n".encode()]
    if target == "pasted-html":
        return [path.read_bytes() for path in FILES.glob("clipboard/*.html")]
    found = [path for path in PUBLISHED.glob(f"*.{TARGETS[target][1]}") if path.stat().st_size < LARGEST_SEED]
    return [_own_document(target, folder), *(path.read_bytes() for path in sorted(found))]


def _own_document(target: str, folder: Path) -> bytes:
    """Return the sample as this program exports it, or as other programs do what it does not write itself."""
    report = read_report_file(SAMPLE).report
    document = document_of(load_form(report.form_id), report)
    if target == "old-excel":
        return (FILES / "old-workbook.xls").read_bytes()
    if target == "text":
        return "\n".join(block.text for block in document.blocks if hasattr(block, "text")).encode()
    [output, *_] = outputs_of([{"word": "docx", "excel": "xlsx", "pdf": "pdf"}.get(target, "html")])
    path = output_path(document, output, folder)
    output.write(document, path)
    return _saved_page(path.read_bytes()) if target == "saved-page" else path.read_bytes()


def _saved_page(page: bytes) -> bytes:
    """Return a page with a picture as a browser saves both in one message."""
    message = MIMEMultipart("related")
    message.attach(MIMEText(page.decode("utf-8"), "html", "utf-8"))
    message.attach(MIMEImage(b"picture", "png"))
    return message.as_bytes()


# ---------------------------------------------------------------- mutation


def mutated(seed: bytes, others: list[bytes]) -> bytes:
    """Return a damaged copy; of a package, mostly one part is damaged, lest only its reader be tried."""
    if seed.startswith(b"PK") and random.random() < 0.9:
        return _mutated_package(seed, others)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        seed = _way(seed)(seed, others)
    return seed


def _mutated_package(seed: bytes, others: list[bytes]) -> bytes:
    out = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(seed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            names = source.namelist()
            [chosen] = random.choices(names, [1 + source.getinfo(name).file_size for name in names])
            for name in names:
                part = source.read(name)
                target.writestr(name, _way(part)(part, others) if name == chosen else part)
    except (zipfile.BadZipFile, ValueError, EOFError, KeyError, OSError, NotImplementedError, zlib.error):
        return _way(seed)(seed, others)
    return out.getvalue()


def _flip(seed: bytes, _others: list[bytes]) -> bytes:
    changed = bytearray(seed)
    for _ in range(random.randint(1, 8)):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(seed: bytes, _others: list[bytes]) -> bytes:
    start, end = _stretch(seed)
    return seed[:start] + seed[end:]


def _double(seed: bytes, _others: list[bytes]) -> bytes:
    start, end = _stretch(seed)
    return seed[:end] + seed[start:end] * random.choice((1, 1, 3, 50)) + seed[end:]


def _insert(seed: bytes, _others: list[bytes]) -> bytes:
    start, end = _stretch(seed)
    return seed[:start] + random.choice(TOKENS) + seed[random.choice((start, end)) :]


def _splice(seed: bytes, others: list[bytes]) -> bytes:
    other = random.choice(others)
    start, end = _stretch(other)
    at, _ = _stretch(seed)
    return seed[:at] + other[start:end] + seed[at:]


def _element(seed: bytes, _others: list[bytes]) -> bytes:
    """Take out, repeat or put elsewhere one whole element, so that the markup stays well-formed."""
    found = _inside(_OPENING, seed)
    if found is None:
        return _flip(seed, [])
    closing = seed.find(b"</" + found[1] + b">", found.end())
    end = found.end() if closing < 0 or seed[found.end() - 2 : found.end()] == b"/>" else closing + len(found[1]) + 3
    rest, element = seed[: found.start()] + seed[end:], seed[found.start() : end]
    other = _inside(_OPENING, rest)
    at = found.start() if other is None or random.random() < 0.5 else other.start()
    return rest[:at] + element * random.choice((0, 0, 1, 2, 2, 60)) + rest[at:]


def _attribute(seed: bytes, _others: list[bytes]) -> bytes:
    """Give one attribute another value."""
    found = _inside(_VALUE, seed)
    value = random.choice((b"", b"-1", b"0", b"2", b"65536", b"9" * 20, b"1.5", b"auto", b"continue", b"nil", b"x"))
    return seed if found is None else seed[: found.start(1)] + value + seed[found.end(1) :]


def _inside(pattern: re.Pattern[bytes], seed: bytes) -> re.Match[bytes] | None:
    """Return a match at a random place."""
    return pattern.search(seed, random.randrange(len(seed) + 1)) or pattern.search(seed)


def _stretch(seed: bytes) -> tuple[int, int]:
    start = random.randrange(len(seed) + 1)
    return start, min(len(seed), start + random.choice((1, 2, 8, 64, 1024)))


_OPENING = re.compile(rb"<([A-Za-z][\w:]*)[^<>]*>")
_VALUE = re.compile(rb'="([^"<>]*)"')
_BLIND_WAYS = (_flip, _cut, _double, _insert, _splice)
_WAYS_IN_MARKUP = (*_BLIND_WAYS, *(_element, _attribute) * 4)


def _way(seed: bytes) -> Callable[[bytes, list[bytes]], bytes]:
    """Choose how to damage something; of markup that a blind cut breaks hardly anything but the parser is tried."""
    return random.choice(_WAYS_IN_MARKUP if b"</" in seed else _BLIND_WAYS)


# ---------------------------------------------------------------- running


def fuzz(target: str, minutes: float, corpus: Path) -> None:
    """Feed one target until the time is over; the input of a failure stays in the corpus as ``current``."""
    read, ending = TARGETS[target]
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = [*seeds(target, folder), *(path.read_bytes() for path in sorted(corpus.glob("kept-*")))]
        seen: set[str] = set()
        largest = 2 * max(map(len, inputs))
        signal.signal(signal.SIGALRM, _hang)
        signal.signal(signal.SIGPROF, _hang)
        end = time.monotonic() + 60 * minutes
        count = 0
        while time.monotonic() < end:
            content = mutated(random.choice(inputs), inputs)
            if len(content) > largest and content.startswith(b"PK"):
                continue  # a package that is cut is no package any more
            content = content[:largest]
            count += 1
            (corpus / f"current.{ending}").write_bytes(content)
            path = folder / f"input.{ending}"
            path.write_bytes(content)
            outcome = _outcome(read, path)
            if outcome not in seen and len(inputs) < 2000:
                seen.add(outcome)
                inputs.append(content)
                (corpus / f"kept-{hashlib.sha256(content).hexdigest()[:12]}.{ending}").write_bytes(content)
    (corpus / f"current.{ending}").unlink()
    print(f"{target}: {count} inputs, {len(seen)} outcomes, clean", flush=True)


def _outcome(read: Callable[[Path], object], path: Path) -> str:
    """Return in one word what came of an input: the refusal and where it arose, or the shape of the result."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, 20 * SECONDS)
    try:
        result = read(path)
    except AppError as refusal:
        frames = traceback.extract_tb(refusal.__traceback__)
        return f"{type(refusal).__name__} {frames[-1].filename}:{frames[-1].lineno}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return f"{type(result).__name__} {result if isinstance(result, int) else len(repr(result)) // 100}"


def _hang(*_: object) -> None:
    raise TimeoutError(f"reading took more than {SECONDS} s")


def run_all(names: Iterable[str], minutes: float) -> int:
    """Fuzz each target in its own process, two at a time; return how many failed."""
    waiting, failed = list(names), []
    running: dict[str, subprocess.Popen[bytes]] = {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            name = waiting.pop(0)
            command = [
                sys.executable,
                "-X",
                "faulthandler",
                "-m",
                "bench.fuzz",
                "--one",
                name,
                "--minutes",
                str(minutes),
            ]
            # A library in Rust prints its stack for every breakdown, which is taken and tells nothing here.
            running[name] = subprocess.Popen(command, env={**os.environ, "RUST_BACKTRACE": "0"})
        time.sleep(0.2)
        for name, process in list(running.items()):
            if process.poll() is not None:
                del running[name]
                if process.returncode:
                    failed.append(name)
    print(f"FAILED: {', '.join(failed)}; the inputs are out/fuzz/*/current.*" if failed else "all targets clean")
    return len(failed)


def main() -> int:
    """Fuzz every target, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target")
    parser.add_argument("--one", choices=TARGETS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        fuzz(options.one, options.minutes, ROOT / "out" / "fuzz" / options.one)
        return 0
    return run_all(options.targets or TARGETS, options.minutes)


if __name__ == "__main__":
    sys.exit(main())
