"""Turns generated pages and Word files into PDF and old formats with the programs that offices have: Chromium, LibreOffice.

Used where these programs are installed; what they made of a few reports is kept in ``tests/files/sources``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from resources import resource

OFFICE: Final = shutil.which("soffice")
BROWSER: Final = shutil.which("chromium")


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


def by_browser(source: Path, style: str = "") -> Path:
    """Print a page into PDF with Chromium; ``style`` is added to it."""
    page = source.read_text(encoding="utf-8").replace("</head>", f"<style>{style}</style></head>")
    source.write_text(page, encoding="utf-8")
    target = source.with_suffix(".pdf")
    with _fonts() as environment:
        command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return target


def landscape(write: Callable[..., Path]) -> Callable[..., Path]:
    """Return ``write`` with a style for wide pages."""
    return lambda *arguments: by_browser(write(*arguments), "@page{size:A4 landscape}")
