"""核验: whether the figures of a file are those of the final version, of a report, or of its own 校验码."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from intake.containers import Kind, content_of, kind_of, package, part_of
from intake.portable import property_of
from intake.reader_process import read_in_process
from model.archive import Archive, VersionKind
from model.checksum import checksum, checksum_in, typed_figures
from model.comparison import printed_figure
from model.errors import ChecksumMissingError, FinalVersionMissingError
from model.evaluation import evaluate
from model.figures import written
from model.form import Form
from model.form_loader import CURRENT_FORM, load_form
from model.report import Report
from model.report_file import read_report_file

_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"


class Mismatch(NamedTuple):
    """A cell whose figure in the file is not the one it should be; empty for a blank. ``label`` names it in words."""

    label: str
    found: str
    wanted: str


class Verification(NamedTuple):
    """What came of it. ``found`` is the checksum of the figures in the file, ``wanted`` the one they should have.

    ``years`` are those of the file and of what it was compared with, None where they agree.
    """

    reference: str
    found: str
    wanted: str
    mismatches: tuple[Mismatch, ...]
    years: tuple[int, int] | None = None

    @property
    def equal(self) -> bool:
        """Tell whether every figure is as it should be."""
        return self.found == self.wanted and not self.mismatches

    def told(self) -> Iterator[str]:
        """Yield the result in lines for people."""
        yield f"与{self.reference}比对：{'数字相同' if self.equal else '数字不同'}。"
        yield f"文件中数字的校验码 {self.found}，应为 {self.wanted}。"
        if self.years is not None:
            yield "注意：文件是 {} 年的报告，比对的是 {} 年的报告。".format(*self.years)
        if not self.equal and not self.mismatches:
            yield "要知道是哪一格，请与年报文件里的定稿或报告文件比对。"
        for item in self.mismatches:
            yield f"［不同］{item.label}：文件中是“{item.found or '空'}”，应为“{item.wanted or '空'}”。"


def verify_file(
    path: Path, archive: Path | None = None, reference: Report | None = None, called: str = "指定的报告"
) -> Verification:
    """Compare the figures of a file with the final version in ``archive``, else ``reference``, else its own 校验码.

    ``called`` is how the user knows the reference. Every figure is compared, typed or total; a total that the file
    does not have (a workbook that lost its cached values) is no difference. Raises ``FinalVersionMissingError``,
    ``ChecksumMissingError`` and what reading raises.
    """
    found, stated = _figures(path, reference.form_id if reference else None)
    if archive is not None:
        return _against_final(archive, found)
    if reference is not None:
        return _against(called, found, reference)
    if not stated:
        raise ChecksumMissingError(path)
    form = load_form(found.form_id)
    totals = tuple(_mismatches(form, found, found))
    return Verification("文件自带的校验码", checksum(found), stated, totals)


def _figures(path: Path, form_id: str | None) -> tuple[Report, str]:
    """Read a file of any kind; return its figures and the checksum that its properties name, if any."""
    content = content_of(path)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_report_file(content, load_form(CURRENT_FORM)).report, ""
    return read_in_process(path, form_id).report, stated_checksum(path.name, content)


def stated_checksum(name: str, content: bytes) -> str:
    """Return the 校验码 that the properties of a file name, empty when they name none."""
    return checksum_in(_keywords(name, content))


def _keywords(name: str, content: bytes) -> str:
    """Return the keywords in the properties of a file."""
    match kind_of(name, content):
        case Kind.WORD | Kind.EXCEL:
            with package(name, content) as parts:
                if "docProps/core.xml" not in parts.namelist():
                    return ""
                core = part_of(name, parts, "docProps/core.xml")
            return _core_keywords(core)
        case Kind.PDF:
            return _pdf_keywords(content)
        case _:
            return ""


def _core_keywords(core: bytes) -> str:
    if b"<!" in core:  # entities have no business in the properties of a file
        return ""
    try:
        return ElementTree.fromstring(core).findtext(_KEYWORDS, "")
    except (ElementTree.ParseError, LookupError, ValueError):  # broken, or in an encoding that nobody knows
        return ""


def _pdf_keywords(content: bytes) -> str:
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        with PdfDocument(content) as document:
            return property_of(document, "Keywords")
    except PdfiumError:
        return ""


def _against_final(path: Path, found: Report) -> Verification:
    """Compare with the newest final version of the year; of several scopes, with the one that differs least."""
    with closing(Archive.open_read_only(path)) as archive:
        every = [entry for entry in archive.reports() if found.year in {entry.year, 0}]
        finals = [
            [version for version in archive.versions(entry.id) if version.kind is VersionKind.FINAL] for entry in every
        ]
        references = [archive.load_version(versions[-1].id) for versions in finals if versions]
    results = [_against(f" {reference.year} 年的定稿", found, reference) for reference in references]
    if not results:
        raise FinalVersionMissingError(path, found.year)
    return min(results, key=lambda result: len(result.mismatches))


def _against(words: str, found: Report, reference: Report) -> Verification:
    form = load_form(reference.form_id)
    found = _with_figures_in_words(form, found, reference)
    years = (found.year, reference.year)
    return Verification(
        words,
        checksum(found),
        checksum(reference),
        tuple(_mismatches(form, found, reference)),
        years if found.year and found.year != reference.year else None,
    )


def _with_figures_in_words(form: Form, found: Report, reference: Report) -> Report:
    """Give cells that print a figure with words (「22（其中修订16件）」) both, where the file has one of the two.

    A page prints the words and a workbook calculates with the figure.
    """
    typed = typed_figures(form, reference)
    both = {ref: words for ref, words in reference.as_printed.items() if ref in typed}
    words_stand = {ref for ref, words in both.items() if found.as_printed.get(ref, "").strip() == words.strip()}
    figures_stand = {ref for ref in both if found.cells.get(ref) == typed[ref]}
    return replace(
        found,
        cells={**found.cells, **{ref: typed[ref] for ref in words_stand}},
        as_printed={**found.as_printed, **{ref: both[ref] for ref in figures_stand}},
    )


def _mismatches(form: Form, found: Report, reference: Report) -> Iterator[Mismatch]:
    evaluation = evaluate(form, reference)
    for ref, cell in form.cells.items():
        there = found.as_printed.get(ref, "").strip() or written(found.cells.get(ref))
        wanted = printed_figure(form, ref, reference, evaluation)
        if there != wanted and not (cell.computed and not there):
            yield Mismatch(cell.label, there, wanted)
