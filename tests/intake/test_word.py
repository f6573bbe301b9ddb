"""Word files: merged tables, tracked changes as accepted, and our own draft coming back edited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake import read_source
from intake.changes import accepted, changes_between
from model.bound_numbers import printed_text
from model.cells import CellRef
from model.evaluation import evaluate
from model.report import Report
from tests.bases import shipped_form
from tests.intake.layouts import Printed
from tests.intake.packages import deleted, inserted, paragraph, word_file, word_table

NEW = CellRef("requests", "new", "natural")
TOTAL = CellRef("requests", "new", "total")


def report_of(form_id: str = "2021") -> Report:
    form = shipped_form(form_id)
    typed = {ref: at % 13 for at, ref in enumerate(form.cells, start=1) if not form.cells[ref].computed}
    texts = {
        "overview": "全年收到申请{{requests.new.total}}件，其中自然人{{requests.new.natural}}件。\n"
        "开展培训3次。\n解读政策5件。",
        "problems": "队伍力量不足。",
        "others": "没有收取信息处理费。",
    }
    return Report(form.id, "青石县财政局", 2024, cells=typed, texts=texts)


def printed_figures(report: Report) -> Printed:
    values = evaluate(shipped_form(report.form_id), report).values
    return {ref: "" if value is None else str(value) for ref, value in values.items()}


def word_of(report: Report, path: Path, figures: Printed | None = None, texts: dict[str, str] | None = None) -> Path:
    """Write a report as Word; ``texts`` gives the markup of a chapter instead of its own paragraphs."""
    form = shipped_form(report.form_id)
    values = evaluate(form, report).values
    body = [paragraph(report.office), paragraph(f"{report.year}年政府信息公开工作年度报告")]
    for section in form.sections:
        body.append(paragraph(section.title))
        table = form.table_of_section(section.key)
        if table:
            body.append(word_table(table.layout, figures or printed_figures(report)))
        elif texts and section.key in texts:
            body.append(texts[section.key])
        else:
            body += [paragraph(line) for line in printed_text(report.texts[section.key], values).split("\n")]
    return word_file(path, "".join(body))


@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_that_merged_tables_are_read_whole(form_id: str, tmp_path: Path) -> None:
    report = report_of(form_id)
    form = shipped_form(form_id)
    reading = read_source(word_of(report, tmp_path / "年报.docx"))
    wanted = {ref: text for ref, text in printed_figures(report).items() if form.cells[ref].printed}
    assert {ref: str(value) for ref, value in reading.report.cells.items()} == wanted
    assert reading.unread == ()
    assert (reading.report.office, reading.report.year) == ("青石县财政局", 2024)
    assert reading.source_of(NEW) == "来源：年报.docx 第 2 张表第 4 行"


def test_that_tracked_changes_count_as_accepted(tmp_path: Path) -> None:
    edited = f"<w:p><w:r><w:t>开展培训</w:t></w:r>{deleted('3')}{inserted('4')}<w:r><w:t>次。</w:t></w:r></w:p>"
    gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + deleted("删去的一段。") + "</w:p>"
    path = word_of(report_of(), tmp_path / "稿.docx", texts={"overview": gone + edited + paragraph("解读政策5件。")})
    assert read_source(path).report.texts["overview"] == "开展培训4次。\n解读政策5件。"


def test_that_an_untouched_draft_has_no_changes(tmp_path: Path) -> None:
    report = report_of()
    reading = read_source(word_of(report, tmp_path / "稿.docx"))
    assert changes_between(shipped_form("2021"), report, reading) == ((), ())


def test_that_a_number_nobody_touched_stays_taken_from_the_tables(tmp_path: Path) -> None:
    report = report_of()
    values = evaluate(shipped_form("2021"), report).values
    markup = (
        paragraph(f"2024年全年收到申请{values[TOTAL]}件，自然人提出9876件。")
        + paragraph("开展培训3次。")
        + paragraph("解读政策6件。")
    )
    reading = read_source(word_of(report, tmp_path / "稿.docx", texts={"overview": markup}))
    first, second = changes_between(shipped_form("2021"), report, reading).paragraphs
    assert first.stored == "2024年全年收到申请{{requests.new.total}}件，自然人提出9876件。"
    assert first.old.startswith(f"全年收到申请{values[TOTAL]}件")
    assert (second.old, second.new) == ("解读政策5件。", "解读政策6件。")
    only_second = report.with_edit(accepted(report, [second], []))
    assert only_second.texts["overview"] == report.texts["overview"].replace("5件", "6件")
    both = report.with_edit(accepted(report, [first, second], []))
    assert both.texts["overview"].split("\n") == [first.stored, "开展培训3次。", "解读政策6件。"]


def test_that_a_changed_cell_is_shown_old_beside_new_and_taken_over_singly(tmp_path: Path) -> None:
    report = report_of()
    figures = dict(printed_figures(report)) | {NEW: "77", CellRef("proactive", "rules", "issued"): "/"}
    reading = read_source(word_of(report, tmp_path / "稿.docx", figures))
    changes = changes_between(shipped_form("2021"), report, reading)
    assert {(change.ref, change.old, change.new) for change in changes.cells} == {
        (NEW, str(report.cells[NEW]), "77"),
        (CellRef("proactive", "rules", "issued"), str(report.cells[CellRef("proactive", "rules", "issued")]), "/"),
    }
    [new] = [change for change in changes.cells if change.ref == NEW]
    after = report.with_edit(accepted(report, [], [new]))
    assert after == replace(report, cells={**report.cells, NEW: 77})
    assert [item.printed for item in reading.printed_vs_computed if item.ref == TOTAL]
