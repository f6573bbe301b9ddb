"""All four outputs of one report: the same figures in each, and nothing in any that must stay in the office."""

from __future__ import annotations

import getpass
import io
import re
import socket
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings

from export.blocks import Table
from export.formats import FORMATS, Document, document_of, output_path
from model.cells import CellRef, Value
from model.report import Report
from tests.export.reports import FORM_IDS, SECRET, figures, filled, form, report_with
from tests.export.test_word import TEXTS

OFFICE = "青石县财政局"
PARTS = {
    ".docx": {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels"),
        *("word/document.xml", "word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/theme.xml"),
        *("word/footer_odd.xml", "word/footer_even.xml"),
    },
    ".xlsx": {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "xl/workbook.xml"),
        *("xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml", "xl/sharedStrings.xml"),
        *(f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3)),
    },
}
"""Every part that a package may have."""


def secret_report(form_id: str) -> Report:
    """Return a report with notes, explanations, a source and a last year that must stay in the office."""
    report = report_with(filled(form(form_id)), TEXTS, form_id=form_id)
    previous = replace(report, year=2023, texts={"overview": f"{SECRET}六"}, source=f"{SECRET}七")
    return replace(report, previous=previous)


def written(document: Document, folder: Path) -> dict[str, bytes]:
    """Return every output of a report by its file name."""
    contents = {}
    for outputs in FORMATS.values():
        for output in outputs:
            path = output_path(document, output, folder)
            assert output.write(document, path) == []
            contents[path.name] = path.read_bytes()
    return contents


def unpacked(name: str, content: bytes) -> Iterator[bytes]:
    """Yield a file and all that lies in it: parts of packages, streams and properties of a PDF."""
    yield content
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(part) for part in package.namelist())
    elif name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.read_bytes()
                yield str(thing).encode()
            yield str(document.docinfo).encode()
        with pdfium.PdfDocument(content) as document:
            yield "".join(page.get_textpage().get_text_range() for page in document).encode()


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_nothing_private_leaves(form_id: str, tmp_path: Path) -> None:
    document = document_of(form(form_id), secret_report(form_id))
    private = [SECRET, str(tmp_path), tmp_path.name, str(Path.home()), str(Path(__file__).parents[2]), ".tmp"]
    private += [word for word in (getpass.getuser(), socket.gethostname()) if len(word) > 6]
    for name, content in written(document, tmp_path).items():
        for piece in unpacked(name, content):
            for word in private:
                for encoding in ("utf-8", "utf-16-be"):
                    assert word.encode(encoding) not in piece, f"{word} in {name}"


def test_that_a_leak_would_be_found(tmp_path: Path) -> None:
    report = replace(secret_report("2021"), texts={**TEXTS, "others": f"{SECRET}。"})
    for name, content in written(document_of(form(), report), tmp_path).items():
        leaks = any(SECRET.encode() in piece for piece in unpacked(name, content))
        assert leaks == (not name.endswith(".xlsx")), name  # a workbook holds no texts


@pytest.mark.parametrize("closing", [True, False])
def test_that_the_closing_is_in_every_output_or_in_none(closing: bool, tmp_path: Path) -> None:
    document = document_of(form(), report_with(filled(form()), TEXTS), closing=closing)
    for name, content in written(document, tmp_path).items():
        found = any(b"1\xe6\x9c\x8820\xe6\x97\xa5" in squeezed(piece) for piece in unpacked(name, content))
        assert found == (closing and not name.endswith(".xlsx")), name


def squeezed(piece: bytes) -> bytes:
    """Return bytes without spaces, which the readers of PDF files put beside digits."""
    return piece.replace(b" ", b"")


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_that_packages_have_no_hidden_part(form_id: str, tmp_path: Path) -> None:
    for name, content in written(document_of(form(form_id), secret_report(form_id)), tmp_path).items():
        if Path(name).suffix in PARTS:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                assert set(package.namelist()) <= PARTS[Path(name).suffix]
                assert not package.comment
                assert {entry.date_time[:3] for entry in package.infolist()} == {(1980, 1, 1)}
                texts = "".join(package.read(part).decode("utf-8", "replace") for part in package.namelist())
            assert not re.search(r"w:vanish|state=\"(very)?[hH]idden|<!--|w:comment|w:ins |w:del ", texts)


def test_that_the_office_is_the_only_author(tmp_path: Path) -> None:
    for name, content in written(document_of(form(), secret_report("2021")), tmp_path).items():
        if name.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(content)) as document:
                assert str(document.docinfo["/Author"]) == OFFICE
                assert not list(document.attachments)
        elif name.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                core = package.read("docProps/core.xml").decode()
            people = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>(.*?)<", core)
            assert people == [OFFICE, OFFICE]
            assert "dcterms:" not in core
        elif "正文" not in name:
            assert f'<meta name="author" content="{OFFICE}">' in content.decode()


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=figures("2021"))
def test_that_all_four_outputs_are_read_back_to_equal_figures(cells: dict[CellRef, Value], tmp_path: Path) -> None:
    document = document_of(form(), report_with(cells, TEXTS))
    assert sum(isinstance(block, Table) for block in document.blocks) == 3
    for outputs in FORMATS.values():
        for output in outputs:
            path = output_path(document, output, tmp_path)
            output.write(document, path)
            assert output.differences(document, path) == []
