"""Our documents before other programs: what checkers say of them, and how long LibreOffice and Typst take for the same.

html-validate comes through npx, Typst through pip, LibreOffice from the system; what is not to be had is told and
left out. With a folder as argument the PDF files of all are left there, to be looked at side by side.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from bench.pdf import ROUNDS, milliseconds, sample
from bench.typst_peer import typst_setter
from export.blocks import Block
from export.pdf import PdfOptions, render_pdf
from export.web import write_fragment, write_page
from export.word import WordOptions, write_word

HTML_VALIDATE = "html-validate@9"
SETTINGS = {"root": True, "extends": ["html-validate:standard"]}
CONVERSIONS = 3


def schema_errors(path: Path) -> list[str]:
    """Return what openxml-audit finds in an Office file."""
    return [f"{error.part_uri}: {error.description}" for error in OpenXmlValidator().validate(path).errors]


def page_errors(folder: Path) -> list[str] | None:
    """Return what html-validate finds in the pages of a folder, None where it cannot be run."""
    npx = shutil.which("npx")
    if npx is None:
        return None
    (folder / ".htmlvalidate.json").write_text(json.dumps(SETTINGS), encoding="ascii")
    command = [npx, "--yes", HTML_VALIDATE, "--formatter", "json", *map(str, folder.glob("*.html"))]
    outcome = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    try:
        found = json.loads(outcome.stdout or "[]")
    except ValueError:
        return None
    if outcome.returncode and not found:
        return None  # npx could not fetch it
    return [f"{Path(page['filePath']).name}: {each['message']}" for page in found for each in page["messages"]]


def conversion_time(path: Path) -> float | None:
    """Return how many milliseconds LibreOffice takes to make a PDF of a Word file, None where it is absent."""
    office = shutil.which("soffice")
    if office is None:
        return None
    profile = (path.parent / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]

    def convert() -> None:
        subprocess.run([*command, "--outdir", path.parent, path], check=True, capture_output=True)

    convert()  # the first start writes the profile
    times = []
    for _ in range(CONVERSIONS):
        start = time.perf_counter()
        convert()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def told(name: str, errors: list[str] | None) -> bool:
    """Print what a checker found; tell whether it found nothing."""
    if errors is None:
        print(f"{name}: not on this machine, left out")
        return True
    print(f"{name}: {len(errors)} errors", *errors, sep="\n  ")
    return not errors


def compare_speed(blocks: list[Block], options: PdfOptions, word: Path) -> None:
    """Print our time for the PDF beside those of LibreOffice and Typst for the same report."""
    ours, content = milliseconds(lambda: render_pdf(blocks, options), ROUNDS), render_pdf(blocks, options).content
    print(f"PDF of the sample: {ours:.0f} ms, {len(content) / 1000:.0f} kB")
    (word.parent / "ours.pdf").write_bytes(content)
    theirs = conversion_time(word)
    if theirs is None:
        print("LibreOffice: not on this machine, left out")
    else:
        print(f"LibreOffice from Word: {theirs:.0f} ms; ratio {theirs / ours:.0f}")
    set_report = typst_setter(blocks)
    if set_report is None:
        print("Typst: not to be had, left out")
    else:
        (word.parent / "typst.pdf").write_bytes(content := set_report())
        theirs = milliseconds(set_report, ROUNDS)
        print(f"Typst: {theirs:.0f} ms, {len(content) / 1000:.0f} kB; ratio {theirs / ours:.2f}")


def main(kept: Path | None = None) -> int:
    blocks, options = sample()
    with tempfile.TemporaryDirectory() as name:
        folder = kept or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        word = folder / "report.docx"
        write_word(blocks, word, WordOptions(options.author))
        write_page(blocks, folder / "page.html", options.author)
        write_fragment(blocks, folder / "fragment.html")
        clean = [told("openxml-audit", schema_errors(word)), told("html-validate", page_errors(folder))]
        compare_speed(blocks, options, word)
    return 0 if all(clean) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if sys.argv[1:] else None))
