"""Prints the statutory tables of any figures in the layouts in which sources have been seen, and in a few more."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from model.cells import CellRef
from model.form import Form
from model.layout import LayoutCell, TableLayout

Printed = Mapping[CellRef, str]
Layout = Callable[[TableLayout, Printed], str]

OFFICE = "青石县财政局"
YEAR = 2024


def text_of(cell: LayoutCell, printed: Printed) -> str:
    return cell.text if cell.ref is None else printed.get(cell.ref, "")


def rows_of(layout: TableLayout, printed: Printed) -> list[list[str]]:
    """The cells that begin in each row, merged ones once: what a web page has in one ``tr``."""
    return [[text_of(cell, printed) for cell in layout.cells if cell.top == top] for top in range(layout.row_count)]


def tabulated(layout: TableLayout, printed: Printed) -> str:
    return "\n".join("\t".join(row) for row in rows_of(layout, printed))


def tabulated_grid(layout: TableLayout, printed: Printed) -> str:
    """Every position of the grid, with a merged cell's text at its first position only."""
    rows = [[""] * layout.column_count for _ in range(layout.row_count)]
    for cell in layout.cells:
        rows[cell.top][cell.left] = text_of(cell, printed)
    return "\n".join("\t".join(row) + "\t\t" for row in rows)


def piped(layout: TableLayout, printed: Printed) -> str:
    """Cells closed by a bar, rows filled up with bars: ``规章 | 1 | 1 | 1 | |``."""
    width = layout.column_count
    return "\n".join(
        " ".join(f"{text} |" if text else "|" for text in row) + " |" * (width - len(row))
        for row in rows_of(layout, printed)
    )


def one_cell_a_line_piped(layout: TableLayout, printed: Printed) -> str:
    """Every cell in a line of its own, closed by a bar; what a row lacks follows as bars in one line."""
    lines: list[str] = []
    for row in rows_of(layout, printed):
        lines += [f"{text} |" if text else " |" for text in row]
        if len(row) < layout.column_count:
            lines.append("|" * (layout.column_count - len(row)))
    return "\n".join(lines)


def one_cell_a_line(layout: TableLayout, printed: Printed) -> str:
    return "\n".join(text for row in rows_of(layout, printed) for text in row)


def one_cell_a_line_spaced(layout: TableLayout, printed: Printed) -> str:
    return "\n\n".join(text for row in rows_of(layout, printed) for text in row if text)


def whole_rows(layout: TableLayout, printed: Printed) -> str:
    return "\n".join(" ".join(text for text in row if text) for row in rows_of(layout, printed))


def markdown(layout: TableLayout, printed: Printed) -> str:
    rows = rows_of(layout, printed)
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "| " + " | ".join(["---"] * len(rows[0])) + " |", *rest])


def markdown_row_by_row(layout: TableLayout, printed: Printed) -> str:
    """Every row as a table of its own."""
    return "\n\n".join(f"| {' | '.join(row)} |\n|{'|'.join([' --- '] * len(row))}|" for row in rows_of(layout, printed))


def in_one_line(layout: TableLayout, printed: Printed) -> str:
    return " ".join(text for row in rows_of(layout, printed) for text in row if text)


def run_together(layout: TableLayout, printed: Printed) -> str:
    return "\n".join("".join(row) for row in rows_of(layout, printed))


def drawn(layout: TableLayout, printed: Printed) -> str:
    """As a PDF is drawn in text: wrapped labels above and below their figures, vertical group labels."""
    if layout.label_columns == 0:
        return "\n".join("".join(_filled(text, 16) for text in row).rstrip() for row in rows_of(layout, printed))
    lines = ["               自然人                   总计", "   商业企业 科研机构 社会公益组织 法律服务机构 其他"]
    for top in range(layout.header_rows, layout.row_count):
        beginning = [cell for cell in layout.cells if cell.top == top]
        figures = "".join(f"{text_of(cell, printed):>9}" for cell in beginning if cell.ref is not None)
        labels = [cell.text for cell in beginning if cell.ref is None]
        lines += _drawn_row(labels[-1], labels[0][0] if len(labels) > 1 else "", figures)
        lines += [f"  {group[:4]}" for group in labels[1:-1]]
        lines.append("")
    return "\n".join(lines)


def _drawn_row(label: str, vertical: str, figures: str) -> list[str]:
    pieces = [label[at : at + 14] for at in range(0, len(label), 14)]
    begin = [_filled(vertical, 6), *[" " * 6] * (len(pieces) - 1)]
    labels = [f"{left}{_filled(piece, 40)}" for left, piece in zip(begin, pieces, strict=True)]
    if len(pieces) == 2:
        return [labels[0].rstrip(), " " * 46 + figures, labels[1].rstrip()]
    middle = len(pieces) // 2
    return [f"{text}{figures}" if at == middle else text.rstrip() for at, text in enumerate(labels)]


def _filled(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
    return text + " " * max(2, width - taken)


def web_page(layout: TableLayout, printed: Printed) -> str:
    rows = []
    for top in range(layout.row_count):
        cells = [
            f'<td rowspan="{cell.height}" colspan="{cell.width}"><p>{text_of(cell, printed)}</p></td>'
            for cell in layout.cells
            if cell.top == top
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


KEEPING_BLANKS: dict[str, Layout] = {
    "tabulated": tabulated,
    "tabulated_grid": tabulated_grid,
    "markdown": markdown,
    "markdown_row_by_row": markdown_row_by_row,
    "web_page": web_page,
}
FILLED_WITH_BLANKS: dict[str, Layout] = {"piped": piped, "one_cell_a_line_piped": one_cell_a_line_piped}
"""Blanks are kept, but rows are filled up with more of them, so that a row with blanks at both ends is ambiguous."""
LOSING_BLANKS: dict[str, Layout] = {
    "one_cell_a_line": one_cell_a_line,
    "one_cell_a_line_spaced": one_cell_a_line_spaced,
    "whole_rows": whole_rows,
    "in_one_line": in_one_line,
    "drawn": drawn,
}


def document(form: Form, printed: Printed, layout: Layout, office: str = "青石县财政局", year: int = 2024) -> str:
    """A whole report whose tables are printed in ``layout``."""
    lines = [f"{office}{year}年政府信息公开工作年度报告", "本报告依据有关规定编制。"]
    for section in form.sections:
        lines.append(section.title)
        table = form.table_of_section(section.key)
        told = f"{year}年，本局做好第“{section.short_title[2:]}”章所列的工作。"
        lines.append(layout(table.layout, printed) if table else told)
    if layout is web_page:
        return "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    return "\n".join(lines)
