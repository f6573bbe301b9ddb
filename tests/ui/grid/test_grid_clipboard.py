"""Tables on the clipboard, as Excel, WPS, Word and browsers write and read them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.grid.clipboard import SpannedCell, read_clipboard, read_html, read_tsv, write_html, write_tsv

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8)
WORDS = st.text("一二三" + string.ascii_letters + string.digits + "&<>\"'=+-@", min_size=1, max_size=5)
SENTENCES = st.lists(WORDS, max_size=3).map(" ".join)


def grids(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)
    )


@given(grids(TEXTS | st.sampled_from(['"', '""', "\t", "\n", "=1+1", "'=1", "-5", "-a", "'"])))
def test_that_what_is_written_as_tsv_is_read_back(rows: list[list[str]]) -> None:
    assert read_tsv(write_tsv(rows)) == rows


@given(grids(SENTENCES))
def test_that_what_is_written_as_html_is_read_back(rows: list[list[str]]) -> None:
    assert read_html(write_html([[SpannedCell(text) for text in row] for row in rows])) == rows


@given(st.text(max_size=200))
def test_that_nothing_on_the_clipboard_can_break_the_reader(text: str) -> None:
    rows = read_clipboard(text, text)
    assert len({len(row) for row in rows}) <= 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\r\n", [[""]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
        ("1\r2\r", [["1"], ["2"]]),
        ('"1\n2"\t3\r\n', [["1\n2", "3"]]),
        ('"say ""hi"""\tb\r\n', [['say "hi"', "b"]]),
        ('"5\t6\r\n7\t8\r\n', [['"5', "6"], ["7", "8"]]),
        ('5" pipe\t1\r\n', [['5" pipe', "1"]]),
        ("\t\r\n\t\r\n", [["", ""], ["", ""]]),
        ("1\t2\0", [["1", "2"]]),
    ],
)
def test_that_tsv_is_read_as_excel_and_wps_write_it(text: str, rows: list[list[str]]) -> None:
    assert read_tsv(text) == rows


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-1+1"])
def test_that_nothing_copied_can_become_a_formula(text: str) -> None:
    assert write_tsv([[text]]).lstrip('"').startswith("'")
    assert "<td>&#x27;" in write_html([[SpannedCell(text)]])


@pytest.mark.parametrize("text", ["-3", "-", "12.5", "0"])
def test_that_figures_are_copied_as_they_are(text: str) -> None:
    assert write_tsv([[text]]) == f"{text}\r\n"


def test_that_merged_cells_of_html_keep_their_places() -> None:
    markup = (
        "<html><style>td{x:y}</style><table><tr><td rowspan=2>甲</td><td colspan='2'>乙</td></tr>"
        "<tr><td>1</td><td> 2 <br> 3 </td></tr></table><table><tr><td>later</td></tr></table></html>"
    )
    assert read_html(markup) == [["甲", "乙", ""], ["", "1", "2\n3"]]


def test_that_sloppy_html_is_read() -> None:
    assert read_html("<table><td>1<td>2<tr><td>3<th>4") == [["1", "2"], ["3", "4"]]
    assert read_html("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>") == [["ab", "c"]]
    assert read_html("<p>none</p>") == []
    assert read_html("<table><tr><td rowspan='x' colspan='99999999'>1</td></tr></table>")[0][0] == "1"


def test_that_a_proper_grid_of_text_counts_before_html() -> None:
    assert read_clipboard("1\t2\r\n", "<table><tr><td>9</td></tr></table>") == [["1", "2"]]


def test_that_html_counts_where_the_text_has_lost_the_grid() -> None:
    markup = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    assert read_clipboard("1\n2\n3\n4\n", markup) == [["1", "2"], ["3", "4"]]
    assert read_clipboard("1\t2\n3\n", markup) == [["1", "2"], ["3", "4"]]


def test_that_text_counts_where_there_is_no_table() -> None:
    assert read_clipboard("35", "<b>35</b>") == [["35"]]
    assert read_clipboard("1\t2\n3", "") == [["1", "2"], ["3", ""]]


def test_that_merged_labels_are_written_once() -> None:
    markup = write_html([[SpannedCell("甲", 2, 3, is_label=True), SpannedCell("1\n2")]])
    assert '<th rowspan="2" colspan="3">甲</th><td>1<br>2</td>' in markup


@pytest.mark.parametrize("mark", ["<![if !supportLists]>", "<![i ", "<![endif]>", "<![CDATA[x]]>"])
def test_that_marks_of_office_programs_do_no_harm(mark: str) -> None:
    assert read_clipboard("", f"<table><tr><td>1</td><td>2</td></tr></table>{mark}") == [["1", "2"]]
