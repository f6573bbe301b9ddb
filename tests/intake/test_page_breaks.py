"""A row that a page break cut in two is one row; a figure that was cut is no figure."""

from __future__ import annotations

import pytest

from intake.page_breaks import CUT, mended
from intake.source import Grid, GridCell, Place, Source
from intake.words import labels_of
from tests.bases import shipped_form


def _grid(page: int, *rows: tuple[str, ...]) -> Grid:
    return Grid(tuple(tuple(GridCell(text, Place(page=page)) for text in row) for row in rows))


def _last_row(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Return the last row of the first page once it is mended, and how many rows the second page has left."""
    labels = labels_of(shipped_form("2021"))
    after = ("", "无法提供", "2.没有现成信息需要另行制作", "0", "0", "0", "0", "0", "0", "0")
    source = Source("年报.pdf", (_grid(1, upper), _grid(2, lower, after)))
    first, second = mended(source, labels).elements
    assert isinstance(first, Grid)
    assert isinstance(second, Grid)
    return tuple(cell.text for cell in first.rows[-1]), len(second.rows)


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ("22", "（其中修订16件）", f"22{CUT}（其中修订16件）"),
        ("846", "46", f"846{CUT}46"),
        ("846", "", "846"),
    ],
)
def test_that_a_figure_cut_by_a_page_break_is_marked(upper: str, lower: str, whole: str) -> None:
    label = "1.本机关不掌握相关政府信息"
    row, left = _last_row(
        ("", "（四）", label, "3", "6", "", upper, "9", "0", ""), ("", "无法提供", "", "", "", "", lower, "", "", "")
    )
    assert row == ("", "（四）无法提供", label, "3", "6", "", whole, "9", "0", "")
    assert left == 1


def test_that_a_whole_row_on_the_next_page_stays_a_row() -> None:
    row, left = _last_row(
        ("", "（四）无法提供", "1.本机关不掌握相关政府信息", "3", "6", "", "8", "9", "0", ""),
        ("", "（四）无法提供", "3.补正后申请内容仍不明确", "1", "", "", "", "2", "0", ""),
    )
    assert row[3:] == ("3", "6", "", "8", "9", "0", "")
    assert left == 2
