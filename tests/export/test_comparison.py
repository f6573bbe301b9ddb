from __future__ import annotations

import re
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from export.comparison import (
    change_page,
    comparison_sheet,
    correction_sheet,
    write_change_document,
    write_change_page,
)
from export.handover import write_handover
from model.archive import Archive, Profile, Version, VersionKind
from model.cells import CellRef
from model.comparison import Comparison, FigureDifference, TextDifference, compare
from model.corrections import Correction, CorrectionList, give_reasons
from model.form_loader import load_form
from model.history import place_of_text
from model.report import Edit, EditKind, Report
from model.report_file import read_report_file
from resources import resource

FORM = load_form("2021")
NATURAL = CellRef("requests", "new", "natural")
OLD = Report(
    "2021", "青石县<财政>局", 2024, cells={NATURAL: 26}, texts={"overview": "首段。\n收到26件，已办结。" + "续" * 900}
)
NEW = replace(OLD, cells={NATURAL: 28}, texts={"overview": "首段。\n收到28件，均已办结。" + "续" * 900})
DIFFERENT = comparison_sheet(NEW, "初稿第1稿", "送审稿第1稿", compare(FORM, OLD, NEW))
EQUAL = comparison_sheet(NEW, "初稿第1稿", "现在的内容", Comparison((), ()))
MOMENT = datetime(2025, 3, 4, 10, tzinfo=UTC)
OPENED = Version(2, 1, VersionKind.CORRECTION, 1, "县司法局来函", MOMENT, "")
FINAL = Version(1, 1, VersionKind.FINAL, 1, "", MOMENT, "")


def test_that_the_page_shows_what_was_struck_and_what_was_added() -> None:
    page = change_page(DIFFERENT)
    assert "<td><s>26</s></td><td><u>28</u></td>" in page
    assert "收到<s>26</s><u>28</u>件，<u>均</u>已办结" in page
    assert "青石县&lt;财政&gt;局2024年" in page
    assert "首段。<br>" in page
    assert "……<br>……" in page
    assert page.count("续") < 401
    assert "（自动计算）" in page


def test_that_the_word_file_has_real_struck_and_underlined_text(tmp_path: Path) -> None:
    path = tmp_path / "对照.docx"
    write_change_document(path, DIFFERENT)
    document = docx.Document(str(path))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.strike] == ["26"]
    assert [run.text for run in runs if run.font.underline] == ["28", "均"]
    [table] = document.tables
    assert [cell.text for cell in table.rows[1].cells] == [FORM.cells[NATURAL].label, "26", "28"]
    assert table.rows[1].cells[1].paragraphs[0].runs[0].font.strike
    assert (document.core_properties.author, document.core_properties.comments) == (NEW.office, "")


def test_that_a_long_comparison_can_be_read_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "对照.docx"
    write_change_document(path, DIFFERENT)
    document = docx.Document(str(path))
    heads = [
        [row._tr.trPr is not None and row._tr.trPr.find(qn(f"w:{name}")) is not None for row in document.tables[0].rows]
        for name in ("tblHeader", "cantSplit")
    ]
    assert heads == [[True, *[False] * (len(heads[0]) - 1)], [True] * len(heads[0])]
    sizes = {run.font.size for cell in document.tables[0]._cells for each in cell.paragraphs for run in each.runs}
    assert sizes == {Pt(10.5)}
    [number] = document.sections[0].footer.paragraphs
    assert "".join(piece.text or "" for piece in number._p.iter(qn("w:t"))) == "— 1 —"
    [field] = number._p.iter(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == "PAGE"
    errors = OpenXmlValidator().validate(path).errors
    assert [error for error in errors if re.search("document|footer", error.part_uri)] == []
    assert re.search("<thead><tr><th>位置</th>.*?</tr></thead><tbody><tr", change_page(DIFFERENT))


def test_that_equal_versions_are_said_to_be_equal(tmp_path: Path) -> None:
    assert "没有不同" in change_page(EQUAL)
    write_change_document(tmp_path / "a.docx", EQUAL)
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[-1].text == "两个版本没有不同。"
    write_change_page(tmp_path / "a.html", DIFFERENT)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == change_page(DIFFERENT)


def corrections() -> CorrectionList:
    found = compare(FORM, OLD, NEW)
    differences: list[FigureDifference | TextDifference] = [*found.figures, *found.texts]
    reasons = ["漏计2件", *[""] * (len(differences) - 1)]
    return CorrectionList(
        OPENED, FINAL, None, tuple(Correction(*pair) for pair in zip(differences, reasons, strict=True))
    )


def test_that_a_list_of_corrections_has_cell_old_new_and_reason(tmp_path: Path) -> None:
    sheet = correction_sheet(NEW, [corrections()._replace(entries=(), to=FINAL), corrections()])
    page = change_page(sheet)
    label = FORM.cells[NATURAL].label
    assert f"<td>{label}</td><td><s>26</s></td><td><u>28</u></td><td>漏计2件</td>" in page
    assert "<td>未写明</td>" in page
    assert "收到<s>26</s><u>28</u>件，<u>均</u>已办结" in page
    assert "<p>原因：未写明</p>" in page
    assert page.index("2025年3月4日更正，原因：县司法局来函") < page.index("还没有改动。") < page.index("尚未再次定稿")
    path = tmp_path / "更正清单.docx"
    write_change_document(path, sheet)
    document = docx.Document(str(path))
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["位置", "原数", "现数", "原因"]
    assert [cell.text for cell in table.rows[1].cells] == [label, "26", "28", "漏计2件"]
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[0] == "青石县<财政>局2024年政府信息公开工作年度报告更正清单"
    assert "还没有改动。" in words
    assert words[-1] == "原因：未写明"


def record(archive: Archive, number: int, edit: Edit) -> None:
    before = archive.load(number)
    archive.record(number, edit.kind, edit.reason, before, before.with_edit(edit))


def test_that_a_handover_has_archive_documents_corrections_and_manual(tmp_path: Path) -> None:
    report = read_report_file(resource("sample", "report.json")).report
    path = tmp_path / "移交.zip"
    with closing(Archive.create(tmp_path / "年报.gknb", Profile(report.office))) as archive:
        number = archive.add_report(report)
        archive.add_report(replace(report, year=2025, previous=None))
        archive.make_version(number, VersionKind.FINAL)
        opened = archive.make_version(number, VersionKind.CORRECTION, "漏计")
        record(archive, number, Edit(EditKind.TYPING, cells={NATURAL: 77}))
        record(archive, number, Edit(EditKind.TEXT, texts={"others": "无。"}))
        record(archive, number, give_reasons(opened, {place_of_text("others"): "删去"}))
        write_handover(archive, path)
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        listed = docx.Document(BytesIO(package.read("更正清单/2024年本机关更正清单.docx")))
        told = package.read("说明.txt").decode("utf-8-sig")
        manual = package.read("使用手册/使用手册.html")
        package.extract("年报文件/年报.gknb", tmp_path)
    assert {"说明.txt", "年报文件/年报.gknb"} <= set(names)
    assert manual == resource("help", "manual.html").read_bytes()
    assert "使用手册" in told
    finals = [name for name in names if name.startswith("已定稿的报告/2024年本机关/")]
    assert {name[-5:] for name in finals} == {
        ".docx",
        ".xlsx",
        ".html",
        *(name[-5:] for name in finals if "pdf" in name),
    }
    label = FORM.cells[NATURAL].label
    assert [label, "35", "77", "漏计"] in [[cell.text for cell in row.cells] for row in listed.tables[0].rows]
    assert listed.paragraphs[-1].text == "原因：删去"
    assert "更正清单" in told
    with closing(Archive.open(tmp_path / "年报文件" / "年报.gknb")) as copy:
        assert [entry.year for entry in copy.reports()] == [2025, 2024]


def test_that_a_handover_without_corrections_says_so(tmp_path: Path) -> None:
    with closing(Archive.create(tmp_path / "年报.gknb", Profile("局"))) as archive:
        write_handover(archive, tmp_path / "移交.zip")
    with zipfile.ZipFile(tmp_path / "移交.zip") as package:
        assert "各年度定稿之后没有更正。" in package.read("说明.txt").decode("utf-8-sig")
        assert not any("更正清单" in name for name in package.namelist())
