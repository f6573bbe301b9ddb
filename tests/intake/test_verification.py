from __future__ import annotations

import random
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

import main as program
from export.formats import document_of, output_path, outputs_of
from intake import verification
from intake.reader import read_source
from intake.refusals import SourceDamagedError
from intake.verification import verify_file
from model.archive import Archive, Profile, VersionKind
from model.cells import CellRef
from model.checksum import checksum, checksum_in
from model.errors import ChecksumMissingError, FinalVersionMissingError
from model.form_loader import load_form
from model.report import Edit, EditKind, Report
from model.report_file import read_report_file, write_report_file
from resources import resource

SAMPLE = resource("sample", "report.json")
REPORT = read_report_file(SAMPLE).report
FORM = load_form(REPORT.form_id)
FILES = Path(__file__).parents[1] / "files"
NATURAL = CellRef("requests", "new", "natural")


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process; that files are read in one of their own is tested with the commands."""
    monkeypatch.setattr(verification, "read_in_process", read_source)


def exported(ending: str, folder: Path, report: Report = REPORT) -> Path:
    document = document_of(FORM, report)
    [output, *_] = outputs_of([ending])
    path = output_path(document, output, folder)
    output.write(document, path)
    return path


def archive_of(report: Report, folder: Path) -> Path:
    path = folder / "年报.gknb"
    archive = Archive.create(path, Profile(report.office))
    archive.make_version(archive.add_report(report), VersionKind.FINAL)
    archive.close()
    return path


@pytest.mark.parametrize("ending", ["xlsx", "docx", "pdf"])
def test_that_a_file_is_equal_by_its_own_checksum(ending: str, tmp_path: Path) -> None:
    result = verify_file(exported(ending, tmp_path))
    assert (result.equal, result.found, result.wanted) == (True, checksum(REPORT), checksum(REPORT))


@pytest.mark.parametrize("ending", ["xlsx", "docx", "pdf", "html"])
def test_that_every_kind_of_file_is_compared_with_the_final_version(ending: str, tmp_path: Path) -> None:
    archive = archive_of(REPORT, tmp_path)
    assert verify_file(exported(ending, tmp_path), archive).equal
    changed = replace(REPORT, cells={**REPORT.cells, NATURAL: 7})
    result = verify_file(exported(ending, tmp_path, changed), archive)
    assert not result.equal
    assert FORM.cells[NATURAL].label in {item.label for item in result.mismatches}


def test_that_published_pages_show_no_checksum(tmp_path: Path) -> None:
    path = exported("html", tmp_path)
    assert checksum(REPORT) not in path.read_text(encoding="utf-8")
    with pytest.raises(ChecksumMissingError):
        verify_file(path)


def test_that_final_pages_show_no_checksum(tmp_path: Path) -> None:
    with PdfDocument(exported("pdf", tmp_path)) as pdf:
        assert not any(checksum(REPORT) in page.get_textpage().get_text_range() for page in pdf)
    with zipfile.ZipFile(exported("docx", tmp_path)) as package:
        holding = [name for name in package.namelist() if checksum(REPORT).encode() in package.read(name)]
    assert holding == ["docProps/core.xml"]


def test_that_sheets_show_no_checksum(tmp_path: Path) -> None:
    with zipfile.ZipFile(exported("xlsx", tmp_path)) as package:
        holding = [name for name in package.namelist() if checksum(REPORT).encode() in package.read(name)]
    assert holding == ["docProps/core.xml"]


def test_that_one_changed_digit_among_all_figures_of_a_workbook_is_found_and_named(tmp_path: Path) -> None:
    refs = list(FORM.cells)
    chance = random.Random(7)
    figures = {ref: chance.randint(100, 999) for ref in refs if not FORM.cells[ref].computed}
    report = replace(REPORT, cells=figures, as_printed={})
    path = exported("xlsx", tmp_path, report)
    for number in range(12):
        book = openpyxl.load_workbook(path)
        ref = chance.choice(list(figures))
        [(sheet, address)] = book.defined_names[str(ref)].destinations
        cell = book[sheet][address.replace("$", "")]
        cell.value = figures[ref] + chance.choice([1, 10, 100])
        changed = tmp_path / f"{number}.xlsx"
        book.save(changed)  # which also drops every cached total
        result = verify_file(changed, reference=report)
        assert [(item.label, item.found, item.wanted) for item in result.mismatches] == [
            (FORM.cells[ref].label, str(cell.value), str(figures[ref]))
        ]


def test_that_a_workbook_without_its_cached_totals_is_still_equal(tmp_path: Path) -> None:
    path = exported("xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    book.save(tmp_path / "无缓存.xlsx")
    assert verify_file(tmp_path / "无缓存.xlsx", reference=REPORT).equal


def test_that_an_old_workbook_is_compared() -> None:
    path = FILES / "old-workbook.xls"
    assert verify_file(path, reference=REPORT).equal
    with pytest.raises(ChecksumMissingError):
        verify_file(path)


def test_that_a_total_that_was_altered_is_found_by_the_figures_of_the_file_itself(tmp_path: Path) -> None:
    path = exported("docx", tmp_path)
    document = docx.Document(str(path))
    row = next(row for table in document.tables for row in table.rows if "一、本年新收" in row.cells[0].text)
    wanted = row.cells[-1].text
    row.cells[-1].paragraphs[0].runs[0].text = "999"
    document.save(str(path))
    result = verify_file(path)
    label = FORM.cells[CellRef("requests", "new", "total")].label
    assert (result.found == result.wanted, result.equal) == (True, False)
    assert result.mismatches == ((label, "999", wanted),)


def test_that_a_report_file_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_report_file(REPORT, path)
    assert verify_file(path, reference=REPORT).equal
    with pytest.raises(ChecksumMissingError):
        verify_file(path)


def test_that_the_newest_final_version_counts_and_a_later_edit_does_not(tmp_path: Path) -> None:
    path = archive_of(REPORT, tmp_path)
    changed = REPORT.with_edit(Edit(EditKind.TYPING, cells={NATURAL: 77}))
    archive = Archive.open(path)
    [entry] = archive.reports()
    archive.make_version(entry.id, VersionKind.CORRECTION, "漏计")
    archive.record(entry.id, EditKind.TYPING, "", REPORT, changed)
    workbook = exported("xlsx", tmp_path, changed)
    assert not verify_file(workbook, path).equal  # while another has it open
    archive.make_version(entry.id, VersionKind.FINAL)
    archive.close()
    assert verify_file(workbook, path).equal


@pytest.mark.parametrize("ending", ["xlsx", "docx", "pdf", "html"])
def test_that_a_figure_with_words_is_equal_in_every_kind_of_file(ending: str, tmp_path: Path) -> None:
    value = REPORT.cells[NATURAL]
    report = replace(REPORT, as_printed={NATURAL: f"{value}（其中网络申请1件）"})
    path = exported(ending, tmp_path, report)
    assert verify_file(path, reference=report).equal
    other = replace(report, cells={**REPORT.cells, NATURAL: 7}, as_printed={NATURAL: "7（其中网络申请1件）"})
    result = verify_file(exported(ending, tmp_path, other), reference=report)
    assert FORM.cells[NATURAL].label in {item.label for item in result.mismatches}


def test_that_a_file_of_another_year_is_said_to_be_one(tmp_path: Path) -> None:
    path = exported("docx", tmp_path, replace(REPORT, year=REPORT.year - 1, texts={}))
    told = list(verify_file(path, reference=REPORT).told())
    assert f"注意：文件是 {REPORT.year - 1} 年的报告，比对的是 {REPORT.year} 年的报告。" in told
    assert not any("注意" in line for line in verify_file(exported("docx", tmp_path), reference=REPORT).told())


def test_that_a_difference_without_a_reference_says_how_the_cell_is_found(tmp_path: Path) -> None:
    path = exported("xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    [(sheet, address)] = book.defined_names[str(NATURAL)].destinations
    book[sheet][address.replace("$", "")].value = 7
    book.save(path)
    assert list(verify_file(path).told())[-1] == "要知道是哪一格，请与年报文件里的定稿或报告文件比对。"


@pytest.mark.parametrize("between", [" ", "：", ", ", "; ", "；"])
def test_that_a_checksum_is_read_as_other_programs_write_keywords(between: str) -> None:
    assert checksum_in(f"年报{between}校验码{between}5a123b77") == "5a123b77"


def test_that_an_archive_without_a_final_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    archive = Archive.create(path, Profile(REPORT.office))
    archive.add_report(REPORT)
    archive.close()
    with pytest.raises(FinalVersionMissingError, match="2024 年的定稿"):
        verify_file(SAMPLE, path)


@pytest.mark.parametrize(
    "core",
    [
        b"<!DOCTYPE x>",
        b"<broken",
        b"<a/>",
        b"<?xml version='1.0' encoding='ETF-8'?><a/>",
        b"<?xml version='1.0' encoding='gb18030'?><a/>",
        b"<?xml version='1.0' encoding='utf-7'?><a/>",
    ],
)
def test_that_properties_of_any_sort_do_no_harm(core: bytes, tmp_path: Path) -> None:
    path = exported("docx", tmp_path)
    odd = tmp_path / "怪.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(odd, "w") as target:
        for name in source.namelist():
            target.writestr(name, core if name == "docProps/core.xml" else source.read(name))
    with pytest.raises(ChecksumMissingError):
        verify_file(odd)


class PanicException(BaseException):
    """Under this name a library in Rust breaks down."""


def test_that_a_workbook_over_which_the_library_breaks_down_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_content: object) -> None:
        raise PanicException("range end index 64 out of range for slice of length 20")

    monkeypatch.setattr("python_calamine.load_workbook", break_down)
    with pytest.raises(SourceDamagedError):
        read_source(FILES / "old-workbook.xls")


def test_that_a_bug_is_not_taken_for_a_damaged_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_content: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.load_workbook", stop)
    with pytest.raises(KeyboardInterrupt):
        read_source(FILES / "old-workbook.xls")


# ---------------------------------------------------------------- the command


def run(*arguments: str | Path) -> int:
    return program.main(["verify", *map(str, arguments)])


def test_that_the_command_tells_equal_different_and_unreadable_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    workbook = exported("xlsx", tmp_path)
    assert run(workbook) == 0
    assert run(workbook, "--report", SAMPLE) == 0
    changed = exported("docx", tmp_path, replace(REPORT, cells={**REPORT.cells, NATURAL: 7}))
    assert run(changed, "--archive", archive_of(REPORT, tmp_path)) == 1
    assert "“自然人”列：文件中是“7”" in capsys.readouterr().out
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    assert run(tmp_path / "坏.xlsx") == 2
    assert run(tmp_path / "无.pdf") == 2
    assert capsys.readouterr().err.strip().endswith("。")
