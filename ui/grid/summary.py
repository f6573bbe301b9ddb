"""Count, sum and average of the selected figures, as spreadsheets show them in the status bar. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from model.cells import Value
from model.figures import written


def summary_of(values: Sequence[Value]) -> str:
    """Return 「计数 3　求和 35　平均 11.67」, empty for a single figure and where all are blank."""
    numbers = [value for value in values if value is not None]
    if len(values) < 2 or not numbers:
        return ""
    total = sum(numbers)
    average = (Decimal(total) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"计数 {len(numbers)}　求和 {written(total)}　平均 {written(average)}"
