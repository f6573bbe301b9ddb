"""What this program writes, it reads back: equal figures, and from Word, PDF and web page equal text."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.blocks import Heading, Paragraph
from export.formats import document_of, output_path, outputs_of
from intake import Reading, read_source
from intake.changes import changes_between
from model.bound_numbers import plain_text
from model.cells import CellRef, FigureKind, Value
from model.form import Form
from model.report import Level, Report, Scope
from model.report_file import read_report_file
from model.totals import compute_totals
from resources import resource
from tests.bases import shipped_form

WORDS = "全年通过政府网站和政务新媒体公开信息，做好解读回应。加强培训；完善制度，接受社会监督（含评议）。"


def paragraph(chance: random.Random) -> str:
    """A paragraph of random length, with headings, bound numbers, typed braces and Latin words in between."""
    beginnings = [
        "",
        "（一）主动公开方面。",
        "1.做好解读",
        "一、加强领导。",
        "2024年，",
        "二是",
        "{{requests.new.total}}件。",
    ]
    inside = [
        "",
        "共{{requests.handled.total}}件",
        "（www.example.gov.cn）",
        "\\{{记号}}",
        "Word 与 Excel 文件",
        "“三审三校”",
        "12.5%",
    ]
    pieces = [chance.choice(beginnings)]
    for _ in range(chance.randint(1, 5)):
        pieces += [chance.choice(inside), WORDS]
    return "".join(pieces)


def drawn_report(form: Form, seed: int) -> Report:
    """A report with random figures, a third of them blank, and texts of random length."""
    chance = random.Random(seed)

    def figure(kind: FigureKind) -> Value:
        if kind is FigureKind.SIGNED:
            return chance.randint(-20, 20)
        return chance.choice([0, chance.randint(1, 99), chance.randint(100, 9_999_999)])

    cells = {ref: figure(cell.kind) for ref, cell in form.cells.items() if not cell.computed and chance.random() > 0.3}
    texts = {
        key: "\n".join(paragraph(chance) for _ in range(chance.randint(1, 4)))
        for key in ("overview", "problems", "others")
    }
    return Report(form.id, "青石县财政局", 2024, Level.DEPARTMENT, Scope.OWN, cells=cells, texts=texts)


def expected(form: Form, report: Report) -> dict[CellRef, Value]:
    values = compute_totals(form, report.cells).values
    return {ref: values[ref] for ref, cell in form.cells.items() if cell.printed and values[ref] is not None}


def read_back(report: Report, ending: str, folder: Path) -> Reading:
    document = document_of(shipped_form(report.form_id), report)
    [output, *_] = outputs_of([ending])
    path = output_path(document, output, folder)
    output.write(document, path)
    return read_source(path)


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("ending", ["xlsx", "pdf", "docx", "html"])
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000))
@example(seed=470)  # a row of blanks: in a workbook its total is a formula with an empty result
def test_that_figures_come_back_as_they_were(
    ending: str, form_id: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    form = shipped_form(form_id)
    report = drawn_report(form, seed)
    reading = read_back(report, ending, tmp_path_factory.mktemp("out"))
    if ending != "xlsx":
        assert_equal_texts(form, report, reading)
    assert reading.report.form_id == form_id
    assert (reading.report.office, reading.report.year) == ("青石县财政局", 2024)
    assert {ref: value for ref, value in reading.report.cells.items() if form.cells[ref].printed} == expected(
        form, report
    )
    assert reading.printed_vs_computed == ()
    assert [item for item in reading.unread if form.cells[item.ref].printed] == []


def assert_equal_texts(form: Form, report: Report, reading: Reading) -> None:
    """The texts of the chapters as they are printed are those that were read, whitespace aside."""
    blocks = document_of(form, report).blocks
    for key in ("overview", "problems", "others"):
        printed = [block.text for block in blocks if isinstance(block, Paragraph | Heading) and block.section == key]
        if form.section(key).title in printed:
            printed.remove(form.section(key).title)
        read = plain_text(reading.report.texts[key])
        assert "".join("".join(printed).split()) == "".join(read.split())


@pytest.mark.parametrize("ending", ["pdf", "docx", "html"])
def test_that_the_sample_comes_back_with_its_texts(ending: str, tmp_path: Path) -> None:
    report = replace(read_report_file(resource("sample", "report.json")).report, previous=None)
    reading = read_back(report, ending, tmp_path)
    assert_equal_texts(shipped_form(report.form_id), report, reading)
    assert reading.identities.hold == reading.identities.of > 0


def test_that_an_office_whose_name_takes_two_lines_comes_back_whole_from_pdf(tmp_path: Path) -> None:
    office = "巴音郭楞蒙古自治州和静县巴音布鲁克区公所政务服务和数据管理办公室"
    sample = read_report_file(resource("sample", "report.json")).report
    texts = {key: text for key, text in sample.texts.items() if key not in {"title", "closing"}}
    report = replace(sample, office=office, texts=texts)
    assert read_back(report, "pdf", tmp_path).report.office == office


def test_that_what_comes_back_from_pdf_knows_its_place(tmp_path: Path) -> None:
    report = replace(read_report_file(resource("sample", "report.json")).report, previous=None)
    reading = read_back(report, "pdf", tmp_path)
    assert str(reading.places["overview"]).startswith("第 1 页")
    place = reading.places[CellRef("requests", "new", "total")]
    assert place.page > 0
    assert str(reading.report.cells[CellRef("requests", "new", "total")]) in place.quote


@pytest.mark.parametrize("ending", ["xlsx", "pdf", "docx", "html"])
def test_that_what_nobody_touched_comes_back_without_changes(ending: str, tmp_path: Path) -> None:
    report = replace(read_report_file(resource("sample", "report.json")).report, previous=None)
    changes = changes_between(shipped_form(report.form_id), report, read_back(report, ending, tmp_path))
    assert (changes.paragraphs, changes.cells) == ((), ())
