"""A page of a PDF is read as it is shown, however it is written, and what it does not tell is never guessed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from export.formats import document_of, outputs_of
from intake.page import UNKNOWN, PageContent, content_of_page
from intake.portable import read_pdf
from intake.refusals import SourceHopelessError, SourceScannedError
from intake.source import Grid
from intake.verification import stated_checksum
from model.form_loader import load_form
from model.report_file import read_report_file
from resources import resource

FONT, NAMED_FONT = "GKKai", "STSong-Light"
WIDTH, HEIGHT = 260, 240
COLUMNS, ROWS = (20, 120, 220), (60, 100, 140)


def drawn(draw: Callable[[Canvas], None], *, rotation: int = 0, font: str = FONT) -> bytes:
    """Return a PDF of one page."""
    pdfmetrics.registerFont(TTFont(FONT, str(resource("fonts", "GKKai-Regular.ttf"))))
    pdfmetrics.registerFont(UnicodeCIDFont(NAMED_FONT))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(rotation)
    canvas.setFont(font, 12)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def table(canvas: Canvas) -> None:
    canvas.drawString(20, 170, "主动公开政府信息情况")
    canvas.grid(COLUMNS, ROWS)
    for row, texts in enumerate((("信息内容", "制发件数"), ("规章", "345"))):
        for column, text in enumerate(texts):
            canvas.drawString(COLUMNS[column] + 8, ROWS[1 - row] + 15, text)


def grid_of(content: bytes) -> list[list[str]]:
    [grid] = [element for element in read_pdf("年报.pdf", content).elements if isinstance(element, Grid)]
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.fixture(scope="module")
def sample_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    report = read_report_file(resource("sample", "report.json")).report
    [output] = outputs_of(["pdf"])
    path = tmp_path_factory.mktemp("pdf") / "年报.pdf"
    output.write(document_of(load_form(report.form_id), report), path)
    return path.read_bytes()


def page_of(content: bytes) -> PageContent:
    with PdfDocument(content) as document:
        return content_of_page(document[0])


def test_that_a_table_and_the_line_above_it_are_read() -> None:
    line, grid = read_pdf("年报.pdf", drawn(table)).elements
    assert not isinstance(line, Grid)
    assert line.text == "主动公开政府信息情况"
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [["信息内容", "制发件数"], ["规章", "345"]]
    assert grid.rows[1][1].place.box == pytest.approx((120, HEIGHT - 100, 220, HEIGHT - 60))


def test_that_a_font_that_is_named_and_not_in_the_file_is_read() -> None:
    assert grid_of(drawn(table, font=NAMED_FONT)) == [["信息内容", "制发件数"], ["规章", "345"]]


@pytest.mark.parametrize(
    ("rotation", "turn"),
    [
        (90, lambda canvas: (canvas.translate(WIDTH, 0), canvas.rotate(90))),
        (180, lambda canvas: (canvas.translate(WIDTH, HEIGHT), canvas.rotate(180))),
        (270, lambda canvas: (canvas.translate(0, HEIGHT), canvas.rotate(270))),
    ],
)
def test_that_a_page_that_is_turned_reads_as_it_is_shown(rotation: int, turn: Callable[[Canvas], object]) -> None:
    def draw(canvas: Canvas) -> None:
        turn(canvas)
        table(canvas)

    assert grid_of(drawn(draw, rotation=rotation)) == [["信息内容", "制发件数"], ["规章", "345"]]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_that_the_digits_of_what_stands_askew_on_the_page_are_not_guessed(rotation: int) -> None:
    words = {text for row in grid_of(drawn(table, rotation=rotation)) for text in row}
    assert not any(character.isdigit() for text in words for character in text)
    assert any(UNKNOWN in text for text in words)


def test_that_a_page_is_measured_from_the_corner_that_is_shown() -> None:
    with pikepdf.open(BytesIO(drawn(table))) as document:
        document.pages[0].CropBox = [10, 30, WIDTH, HEIGHT - 20]
        stream = BytesIO()
        document.save(stream)
    [grid] = [element for element in read_pdf("年报.pdf", stream.getvalue()).elements if isinstance(element, Grid)]
    assert grid.rows[1][1].place.box == pytest.approx((110, HEIGHT - 120, 210, HEIGHT - 80))


def test_that_a_watermark_across_a_table_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.translate(60, 40)
        canvas.rotate(30)
        canvas.setFont(FONT, 60)
        canvas.drawString(0, 0, "征求意见稿88")

    assert grid_of(drawn(draw)) == [["信息内容", "制发件数"], ["规章", "345"]]


def test_that_borders_drawn_as_thin_boxes_enclose_cells() -> None:
    def draw(canvas: Canvas) -> None:
        for y in ROWS:
            for left, right in pairwise(COLUMNS):
                canvas.rect(left, y, right - left, 0.5, stroke=0, fill=1)
        for x in COLUMNS:
            canvas.rect(x, ROWS[0], 0.5, ROWS[-1] - ROWS[0], stroke=0, fill=1)
        canvas.drawString(130, 75, "345")

    assert grid_of(drawn(draw)) == [["", ""], ["", "345"]]


def test_that_what_is_only_cut_away_encloses_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        for left, right in pairwise(COLUMNS):
            for bottom, top in pairwise(ROWS):
                path = canvas.beginPath()
                path.rect(left, bottom, right - left, top - bottom)
                canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(20, 170, "总体情况")

    page = page_of(drawn(draw))
    assert (page.horizontal, page.vertical) == ([], [])


def test_that_shaded_lines_of_a_text_are_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for number, bottom in enumerate(range(20, 180, 20)):
            canvas.setFillGray(0.9)
            canvas.rect(20, bottom, 220, 20, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(24, bottom + 5, f"第{number}行正文")

    assert not [element for element in read_pdf("年报.pdf", drawn(draw)).elements if isinstance(element, Grid)]


FORM = b"""/Span <</ActualText <FEFF6C11>>> BDC BT /F1 24 Tf 1 0 0 -1 40 60 Tm (x) Tj ET EMC
BT /F1 24 Tf 1 0 0 -1 40 120 Tm (5) Tj ET
0 0 m 200 0 l S"""


def with_a_form() -> bytes:
    """Return a page on which a form is drawn at half its size, upside down, with a character that is named."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(WIDTH, HEIGHT))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    form = document.make_stream(FORM)
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox, form.Resources = [0, 0, 500, 500], resources
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X1=form))
    page.Contents = document.make_stream(b"q 0.5 0 0 -0.5 20 180 cm /X1 Do Q")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_that_a_named_character_in_a_form_stands_at_its_place() -> None:
    named, figure = page_of(with_a_form()).glyphs
    assert (named.text, figure.text) == ("民", "5")
    assert named.left == pytest.approx(40, abs=1)
    assert named.top < HEIGHT - 150 < named.bottom + 1
    assert figure.middle - named.middle == pytest.approx(30, abs=2)


def test_that_lines_in_a_form_stand_at_their_place() -> None:
    assert page_of(with_a_form()).horizontal == [pytest.approx((HEIGHT - 180, 20, 120))]


def test_that_characters_beyond_the_first_plane_are_whole() -> None:
    page = page_of(drawn(lambda canvas: canvas.drawString(20, 100, "𠀀镇"), font=NAMED_FONT))
    assert [glyph.text for glyph in page.glyphs] == ["𠀀", "镇"]


def without_meaning(content: bytes) -> bytes:
    """Take from a file what its letters mean, as some programs leave it out."""
    with pikepdf.open(BytesIO(content)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]
        stream = BytesIO()
        document.save(stream)
    return stream.getvalue()


def test_that_letters_without_their_meaning_are_not_guessed(sample_pdf: bytes) -> None:
    letters = {glyph.text for glyph in page_of(without_meaning(sample_pdf)).glyphs}
    assert UNKNOWN in letters
    assert not any(letter.isalnum() for letter in letters)


def test_that_a_file_whose_letters_have_no_meaning_is_told_like_a_scan(sample_pdf: bytes) -> None:
    with pytest.raises(SourceScannedError):
        read_pdf("年报.pdf", without_meaning(sample_pdf))


LINE = "全年公开信息若干条持续做好各项公开工作"


def of_pages(count: int, margins: Callable[[Canvas, int], None]) -> list[str]:
    """Return the lines read from so many pages of text with something in their margins."""
    pdfmetrics.registerFont(TTFont(FONT, str(resource("fonts", "GKKai-Regular.ttf"))))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    for page in range(1, count + 1):
        canvas.setFont(FONT, 16)
        for line in range(20):
            canvas.drawString(104 if line == 0 else 72, 740 - 28 * line, f"{LINE}{page * 100 + line}")
        margins(canvas, page)
        canvas.showPage()
    canvas.save()
    return [
        element.text for element in read_pdf("年报.pdf", stream.getvalue()).elements if not isinstance(element, Grid)
    ]


@pytest.mark.parametrize(
    "style", ["{}", "第{}页", "第 {} 页", "{}/4", "第{}页 共4页", "第{}页/共4页", "- {} -", "— {} —", "·{}·", "－{}－"]
)
def test_that_page_numbers_are_no_part_of_the_text(style: str) -> None:
    lines = of_pages(4, lambda canvas, page: canvas.drawCentredString(297, 60, style.format(page)))
    assert len(lines) == 80
    assert all(line.startswith(LINE) for line in lines)


def test_that_what_a_browser_prints_above_and_below_is_no_part_of_the_text() -> None:
    def margins(canvas: Canvas, page: int) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawString(24, 820, "2025/1/20 10:23")
        canvas.drawString(250, 820, "某县2024年政府信息公开工作年度报告")
        canvas.drawString(24, 16, "https://www.example.gov.cn/2025/art.html")
        canvas.drawString(560, 16, f"{page}/3")

    lines = of_pages(3, margins)
    assert len(lines) == 60
    assert all(line.startswith(LINE) for line in lines)


def test_that_what_stands_in_a_margin_says_nothing_of_where_paragraphs_begin() -> None:
    stream = BytesIO()
    pdfmetrics.registerFont(TTFont(FONT, str(resource("fonts", "GKKai-Regular.ttf"))))
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.setFont(FONT, 16)
    canvas.drawString(24, 820, "2025/1/20 10:23")
    canvas.drawString(104, 700, "第一行")
    canvas.drawString(72, 672, "第二行")
    canvas.save()
    lines = [element for element in read_pdf("年报.pdf", stream.getvalue()).elements if not isinstance(element, Grid)]
    assert [line.indented for line in lines[1:]] == [True, False]


def test_that_figures_at_the_end_of_pages_are_no_page_numbers() -> None:
    figures = {1: "45", 2: "7", 3: "112"}
    lines = of_pages(3, lambda canvas, page: canvas.drawString(72, 60, figures[page]))
    assert [line for line in lines if not line.startswith(LINE)] == ["45", "7", "112"]


def test_that_a_page_by_itself_keeps_what_stands_in_its_margins() -> None:
    assert of_pages(1, lambda canvas, page: canvas.drawString(72, 60, "县政府办公室"))[-1] == "县政府办公室"


def test_that_a_title_in_the_properties_counts_only_where_it_is_printed() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("白沙县教育局2023年政府信息公开工作年度报告")
        canvas.drawString(20, 200, "教育局2024年政府信息公开工作年度报告")
        canvas.drawString(20, 180, "一、总体情况")

    assert read_pdf("年报.pdf", drawn(draw)).title == ""


def test_that_a_damaged_title_in_the_properties_is_none() -> None:
    with pikepdf.open(BytesIO(drawn(table))) as document:
        document.docinfo["/Title"] = document.docinfo["/Keywords"] = pikepdf.String(b"\xfe\xff\xd8\x00\x00A")
        stream = BytesIO()
        document.save(stream)
    assert read_pdf("年报.pdf", stream.getvalue()).title == ""
    assert stated_checksum("年报.pdf", stream.getvalue()) == ""


def test_that_a_gap_of_miles_in_a_line_is_no_more_than_a_wide_one() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((10_000_000, HEIGHT))
        canvas.drawString(20, 100, "甲")
        canvas.drawString(9_000_000, 100, "乙")

    [line] = read_pdf("年报.pdf", drawn(draw)).elements
    assert not isinstance(line, Grid)
    assert len(line.text) < 1_000


def test_that_a_row_that_a_page_break_cuts_is_a_row() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.lines([(20, y, 220, y) for y in ROWS[:-1]])
        canvas.lines([(x, ROWS[0], x, ROWS[-1]) for x in COLUMNS])
        canvas.drawString(28, 115, "规章")
        canvas.drawString(128, 115, "345")

    assert grid_of(drawn(draw)) == [["规章", "345"], ["", ""]]


def test_that_a_page_with_more_lines_than_any_report_is_refused() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([number * 4 for number in range(600)], [number * 4 for number in range(600)])

    with pytest.raises(SourceHopelessError):
        read_pdf("年报.pdf", drawn(draw))
