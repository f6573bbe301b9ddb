"""The Word file as LibreOffice shows it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest

from export.blocks import Block, Table, Title
from export.pdf import Draft, DraftKind, render_pdf
from export.word import WordOptions, write_word
from model.report_file import read_report_file
from resources import resource
from tests.export.office import as_pdf
from tests.export.printed import options
from tests.export.reports import composed, filled, form, report_with

pytestmark = pytest.mark.office

LONG = "全年主动公开政府信息12,345条，同比增长23.45%；“专栏”点击量——按月统计——逐季上升……办结率100%。"


def sample() -> list[Block]:
    return composed(read_report_file(resource("sample", "report.json")).report)[3]


def long_report(form_id: str) -> list[Block]:
    texts = dict.fromkeys(["preface", "overview", "problems", "others"], "\n".join([LONG * 7] * 4))
    return composed(report_with(filled(form(form_id)), texts, form_id=form_id))[3]


def characters_of(blocks: list[Block]) -> str:
    """Return all that must be printed, without blanks."""
    texts: list[str] = []
    for block in blocks:
        match block:
            case Title():
                texts += block.lines
            case Table():
                texts += [cell.text for cell in block.layout.cells] + list(block.figures.values())
            case _:
                texts.append(block.text)
    return "".join("".join(texts).split())


def shown(blocks: list[Block], folder: Path, draft: Draft | None = None) -> list[str]:
    """Return the text of each page as LibreOffice prints it."""
    path = folder / "甲.docx"
    write_word(blocks, path, WordOptions("青石县财政局", draft))
    with pdfium.PdfDocument(as_pdf(path)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize("blocks", [sample(), long_report("2021"), long_report("2019")], ids=["sample", "2021", "2019"])
def test_that_libreoffice_shows_every_character_on_as_many_pages_as_the_pdf(
    blocks: list[Block], tmp_path: Path
) -> None:
    pages = shown(blocks, tmp_path)
    with pdfium.PdfDocument(render_pdf(blocks, options()).content) as document:
        assert abs(len(pages) - len(document)) <= 1
    assert Counter(characters_of(blocks)) - Counter("".join(pages)) == Counter()


def test_that_libreoffice_keeps_the_table_of_requests_on_one_page(tmp_path: Path) -> None:
    blocks = sample()
    table = next(block for block in blocks if isinstance(block, Table) and block.section == "requests")
    [page] = [text for text in shown(blocks, tmp_path) if "勾稽" in text]
    assert all(cell.text[:4] in "".join(page.split()) for cell in table.layout.cells if cell.text and cell.top > 2)


def test_that_libreoffice_shows_page_numbers_and_the_line_of_a_draft_on_every_page(tmp_path: Path) -> None:
    pages = shown(sample(), tmp_path, Draft(DraftKind.FOR_COMMENT, 2, date(2025, 1, 9), watermark=True))
    for number, text in enumerate(pages, start=1):
        assert f"—{number}—" in "".join(text.split())
        assert "征求意见稿第2稿2025年1月9日" in "".join(text.split())
