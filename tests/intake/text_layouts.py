"""More texts into which tables turn when they are copied or converted."""

from __future__ import annotations

import re
import unicodedata

from model.layout import TableLayout
from tests.intake.layouts import Layout, Printed, markdown, rows_of, text_of, web_page


def copied_with_wraps(layout: TableLayout, printed: Printed) -> str:
    """As a browser copies cells of several paragraphs: the lines of one cell follow each other."""
    rows = [[_wrapped(text) for text in row] for row in rows_of(layout, printed)]
    return "\n".join("\t".join(row) for row in rows)


def _wrapped(text: str) -> str:
    return f"{text[:2]}\n{text[2:]}" if len(text) == 4 and not text.isdigit() else text


def spaced_rows(layout: TableLayout, printed: Printed) -> str:
    """Cells kept apart by two blanks and rows by an empty line, blank cells gone."""
    return "\n\n".join("  ".join(filter(None, row)) for row in rows_of(layout, printed))


def comma_separated(layout: TableLayout, printed: Printed) -> str:
    return "\n".join(
        ",".join(f'"{text}"' if "，" in text else text for text in row) for row in rows_of(layout, printed)
    )


def drawn_boxes(layout: TableLayout, printed: Printed) -> str:
    """A table drawn with characters, long labels broken over several lines of their row."""
    lines = []
    for row in rows_of(layout, printed):
        pieces = [[text[at : at + 8] for at in range(0, len(text), 8)] or [""] for text in row]
        height = max(map(len, pieces))
        lines.append("+" + "+".join(["-" * 18] * len(row)) + "+")
        for at in range(height):
            cells = [_padded(piece[at] if at < len(piece) else "") for piece in pieces]
            lines.append(f"|{'|'.join(cells)}|")
    return "\n".join([*lines, "+" + "-" * 18 + "+"])


def _padded(text: str) -> str:
    taken = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
    return f" {text}{' ' * (17 - taken)}"


def labels_then_figures(layout: TableLayout, printed: Printed) -> str:
    """All labels first and all figures behind them, as some readers of PDF give a table column by column."""
    labels = [cell.text for cell in layout.cells if cell.ref is None]
    return "\n".join([*labels, *(text_of(cell, printed) for cell in layout.cells if cell.ref is not None)])


def column_by_column(layout: TableLayout, printed: Printed) -> str:
    """Every column from top to bottom, one cell a line."""
    cells = sorted(layout.cells, key=lambda cell: (cell.left, cell.top))
    return "\n".join(text_of(cell, printed) for cell in cells)


def marked_up_table(layout: TableLayout, printed: Printed) -> str:
    """A table in the markup of web pages amid Markdown."""
    return re.sub(r"</?p>", "", web_page(layout, printed))


def anchored(layout: TableLayout, printed: Printed) -> str:
    """Markdown with an anchor of web pages before each table."""
    return f'<span id="page-{layout.table}"></span>\n\n{markdown(layout, printed)}'


MORE_TEXTS: dict[str, Layout] = {
    "copied_with_wraps": copied_with_wraps,
    "spaced_rows": spaced_rows,
    "comma_separated": comma_separated,
    "drawn_boxes": drawn_boxes,
    "labels_then_figures": labels_then_figures,
    "column_by_column": column_by_column,
    "marked_up_table": marked_up_table,
    "anchored": anchored,
}
