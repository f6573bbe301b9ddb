from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from export.blocks import Block, Paragraph, Table
from export.excel import write_workbook
from export.fonts import bundled_fonts
from export.pdf import PdfOptions, write_pdf
from export.readback import pdf_differences, workbook_differences
from model.cells import CellRef, Value
from model.report import Report
from tests.export.reports import composed, filled, form, report_with

NEW = CellRef("requests", "new", "natural")
TEXTS = {
    "preface": "本报告按照《条例》编制。联系电话：0000-1234567，网址：https://www.example.invalid/zwgk/zfxxgk/2024-annual-report.html。",
    "overview": "（一）主动公开\n" + "全年公开政府信息12,345条，同比增长23.45%；办结率100%。" * 12,
    "closing": "青石县财政局\n2025年1月20日",
}


def report(cells: dict[CellRef, Value] | None = None) -> Report:
    marks = {CellRef("proactive", "rules", "issued"): "/"}
    return report_with(filled(form()) if cells is None else cells, TEXTS, marks)


def pdf_of(blocks: Sequence[Block], folder: Path) -> Path:
    path = folder / "甲.pdf"
    write_pdf(blocks, path, PdfOptions("青石县财政局", datetime(2025, 1, 20, tzinfo=UTC), bundled_fonts()))
    return path


@pytest.mark.parametrize("cells", [{}, filled(form()), {NEW: 6937489, CellRef("requests", "carried_in", "natural"): 3}])
def test_that_a_report_is_found_whole_in_its_pdf(cells: dict[CellRef, Value], tmp_path: Path) -> None:
    blocks = composed(report(cells))[3]
    assert pdf_differences(pdf_of(blocks, tmp_path), blocks) == []


def test_that_another_reader_finds_the_same_characters(tmp_path: Path) -> None:
    blocks = composed(report())[3]
    path = pdf_of(blocks, tmp_path)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode("utf-8")
    for block in blocks:
        if isinstance(block, Paragraph):
            assert set(block.text) - set(text) == set()


def test_that_what_a_pdf_lacks_is_named(tmp_path: Path) -> None:
    blocks = composed(report())[3]
    path = pdf_of(blocks, tmp_path)
    table = next(block for block in blocks if isinstance(block, Table) and NEW in block.figures)
    altered: list[Block] = [
        replace(block, figures={**table.figures, NEW: "99999"}) if block is table else block for block in blocks
    ]
    altered.append(Paragraph("没有印出的燚。", "others"))
    row, paragraph, characters = pdf_differences(path, altered)
    assert row.startswith("甲.pdf：缺少“99999")
    assert paragraph == "甲.pdf：缺少“没有印出的燚。”，或位置不对。"
    assert "燚" in characters


def test_that_paragraphs_in_the_wrong_order_are_found(tmp_path: Path) -> None:
    first, second = Paragraph("第一段在前。", "others"), Paragraph("第二段在后。", "others")
    assert pdf_differences(pdf_of([second, first], tmp_path), [first, second]) == [
        "甲.pdf：缺少“第二段在后。”，或位置不对。"
    ]


def test_that_what_a_workbook_has_otherwise_is_named(tmp_path: Path) -> None:
    of, written, evaluation, blocks = composed(report())
    path = tmp_path / "甲.xlsx"
    write_workbook(of, written, evaluation, path, blocks)
    assert workbook_differences(path, of, evaluation, blocks) == []
    other = replace(evaluation, values={**evaluation.values, NEW: 99999})
    [difference] = workbook_differences(path, of, other, blocks)
    assert difference == f"甲.xlsx：申请办理表“本年新收”行“自然人”列是“{evaluation.values[NEW]}”，应为“99999”。"


def test_that_a_label_missing_from_a_workbook_is_named(tmp_path: Path) -> None:
    of, written, evaluation, blocks = composed(report())
    path = tmp_path / "甲.xlsx"
    write_workbook(of, written, evaluation, path, blocks)
    table = next(block for block in blocks if isinstance(block, Table))
    cells = (replace(table.layout.cells[0], text="第二十条第（九）项"), *table.layout.cells[1:])
    altered = [replace(table, layout=replace(table.layout, cells=cells)), *blocks[5:]]
    assert workbook_differences(path, of, evaluation, altered) == ["甲.xlsx：主动公开表缺少“第二十条第（九）项”。"]
