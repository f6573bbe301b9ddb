"""The figures of a form and how one of them is named."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Value = int | Decimal | None
"""A figure: a count, an amount in 万元, or None for a blank. Blank is not zero."""


PREVIOUS = "previous"
"""The first part of a name that means last year's report."""


class FigureKind(StrEnum):
    """What may stand in a cell."""

    COUNT = "count"  # 件数: a non-negative integer
    AMOUNT = "amount"  # 金额（万元）: a non-negative decimal with up to six places
    SIGNED = "signed"  # 增／减: an integer with sign, only in the form of 2019


class CellRef(NamedTuple):
    """The name of one figure, ``table.row.column``, for example ``requests.new.total``.

    The keys are a contract: they stand in saved files and on the command line and never change.
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"

    @classmethod
    def parse(cls, dotted: str) -> CellRef:
        """Read ``table.row.column``, which ``previous.`` may precede; raise ``ValueError`` for anything else."""
        prefix, _, rest = dotted.partition(".")
        table, row, column = (rest if prefix == PREVIOUS else dotted).split(".")
        ref = cls(table, row, column)
        return ref.last_year if prefix == PREVIOUS else ref

    @property
    def last_year(self) -> CellRef:
        """Return the name of the same figure in last year's report: ``previous.table.row.column``."""
        return CellRef(f"{PREVIOUS}.{self.table}", self.row, self.column)

    @property
    def is_last_year(self) -> bool:
        """Tell whether this names a figure of last year's report."""
        return self.table.startswith(f"{PREVIOUS}.")
