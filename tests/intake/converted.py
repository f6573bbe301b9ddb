"""Turns generated pages, Word files and workbooks into PDF and old formats with Chromium and LibreOffice.

Used where these programs are installed; what they made of a few reports is kept in ``tests/files/sources``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from resources import resource
from tests.intake.layout_files import Writer

OFFICE: Final = shutil.which("soffice")
BROWSER: Final = shutil.which("chromium")
_WIDE: Final = "@page{size:A4 landscape}"


@contextmanager
def _fonts() -> Iterator[dict[str, str]]:
    """An environment in which the bundled fonts are the only ones."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "fonts.conf"
        places = f"<dir>{resource('fonts')}</dir><cachedir>{folder}</cachedir>"
        settings.write_text(f'<?xml version="1.0"?><fontconfig>{places}</fontconfig>', encoding="utf-8")
        yield {**os.environ, "FONTCONFIG_FILE": str(settings), "HOME": folder}


def by_office(source: Path, ending: str) -> Path:
    """Convert with LibreOffice: docx, xlsx or html into pdf, doc-like or xls."""
    with _fonts() as environment:
        command = [str(OFFICE), "--headless", "--convert-to", ending, "--outdir", str(source.parent), str(source)]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{ending}")


def by_browser(source: Path, style: str = "", *, with_headers: bool = False) -> Path:
    """Print a page into PDF with Chromium; ``style`` is added to it, on demand also date, title and page numbers."""
    page = source.read_text(encoding="utf-8").replace("</head>", f"<style>{style}</style></head>")
    source.write_text(page, encoding="utf-8")
    target = source.with_suffix(".pdf")
    with _fonts() as environment:
        command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu"]
        command += [] if with_headers else ["--no-pdf-header-footer"]
        command += [f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return target


def converted(layouts: Mapping[str, Writer]) -> dict[str, Writer]:
    """Return layouts as PDF and .xls, made by those of the programs that are installed."""
    made: dict[str, Writer] = {}
    for name in ("plain", "spans in pieces", "empty positions", "groups too high", "boxes") if BROWSER else ():
        made[f"pdf of html: {name}"] = _then(layouts[f"html: {name}"], by_browser)
    if BROWSER:
        made["pdf of html: headers"] = _then(layouts["html: plain"], partial(by_browser, with_headers=True))
        made["pdf of html: wide pages"] = _then(layouts["html: plain"], partial(by_browser, style=_WIDE))
    for name in ("plain", "no vertical merges", "header apart", "cut in two", "tabulators") if OFFICE else ():
        made[f"pdf of docx: {name}"] = _then(layouts[f"docx: {name}"], partial(by_office, ending="pdf"))
    if OFFICE:
        made["pdf of xlsx: one sheet"] = _then(layouts["xlsx: one sheet"], partial(by_office, ending="pdf"))
        made["xls: one sheet"] = _then(layouts["xlsx: one sheet"], partial(by_office, ending="xls"))
    return made


def _then(write: Writer, convert: Callable[[Path], Path]) -> Writer:
    return lambda form, printed, folder: convert(write(form, printed, folder))
