"""Figures as they were seen in a source, before several sightings of one figure are brought together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from intake.source import GridCell, Place
from model.cells import CellRef


class Seen(NamedTuple):
    """What a source prints in one cell, '' for a blank that really stands there."""

    ref: CellRef
    text: str
    place: Place


class Missed(NamedTuple):
    """A cell that the source seems to have but that could not be read for certain, and why."""

    ref: CellRef
    reason: str
    place: Place


Observed = Seen | Missed

SEPARATORS_LOST: Final = "数字之间没有分隔，分不清各列"
COUNT_DIFFERS: Final = "这一行的数字个数与列数不同，分不清各列"
NOT_FOUND: Final = "来源里没有找到这一格"
CONTRADICTORY: Final = "来源里有两个不同的数"
COLUMNS_DIFFER: Final = "列的先后与报表不同，分不清各列"
SEVERAL_REPORTS: Final = "来源里有不止一张这样的表，数字互相不同"
NOT_COMPUTED: Final = "这里是公式，文件里没有算出的结果，请用 Excel 或 WPS 打开、保存后再读入"
ROWS_COUNTED: Final = "第一列像是行次而不是数据，分不清各列"
ROW_CUT: Final = "这一格跨了页，被分成两截，连不起来"
OUT_OF_ORDER: Final = "行的先后与报表不同，分不清是哪一行"


class Printing(NamedTuple):
    """One printed cell of a row: its text and whether a separator says that it is there even when blank."""

    text: str
    place: Place


def windows(cells: Sequence[Printing] | Sequence[GridCell], width: int) -> list[int]:
    """Return every offset at which ``width`` cells leave only blanks outside."""
    filled = [at for at in range(len(cells)) if cells[at].text]
    first, last = (filled[0], filled[-1]) if filled else (len(cells), 0)
    return list(range(max(0, last - width + 1), min(first, len(cells) - width) + 1))
