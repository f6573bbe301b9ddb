"""Reads exported files back with other libraries than wrote them and says what is not as composed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from export.blocks import Block, Table, Title
from model.evaluation import Evaluation
from model.form import Form

_PAGE_NUMBER: Final = re.compile(r"—\s*\d+\s*—\s*$")


def pdf_differences(path: Path, blocks: Sequence[Block]) -> list[str]:
    """Return a sentence for every text and every row of figures that a PDF file lacks or has in another place.

    The labels of tables are compared as characters only: which of two labels side by side comes first in a
    PDF is nobody's business.
    """
    found = _pdf_text(path)
    differences = []
    position = 0
    for wanted in _texts_in_order(blocks):
        match = re.compile(r"\s*".join(map(re.escape, wanted))).search(found, position)
        if match is None:
            differences.append(f"{path.name}：缺少“{''.join(wanted)}”，或位置不对。")
        else:
            position = match.end()
    lacking = Counter(_all_characters(blocks)) - Counter(found)
    if lacking:
        differences.append(f"{path.name}：缺少字符“{''.join(sorted(lacking.elements()))}”。")
    return differences


def workbook_differences(path: Path, form: Form, evaluation: Evaluation, blocks: Sequence[Block]) -> list[str]:
    """Return a sentence for every figure and every label of a workbook that differs from the report."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(path, data_only=True)
    differences = []
    for table in (block for block in blocks if isinstance(block, Table)):
        for ref, text in table.figures.items():
            [(sheet, address)] = book.defined_names[str(ref)].destinations
            wanted = evaluation.values[ref]
            found = book[sheet][address.replace("$", "")].value
            if found != (wanted if wanted is not None else text or None):
                differences.append(f"{path.name}：{form.cells[ref].label}是“{found}”，应为“{wanted}”。")
        texts = {str(cell.value) for line in book[table.caption].iter_rows() for cell in line}
        lacking = [cell.text for cell in table.layout.cells if cell.text and cell.text not in texts]
        differences += [f"{path.name}：{table.caption}缺少“{text}”。" for text in lacking]
    return differences


def _pdf_text(path: Path) -> str:
    """Return the text of all pages without the page numbers; pdfium writes U+FFFE for a hyphen at the end of a line."""
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # noqa: PLC0415

    with PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range().replace("\ufffe", "-") for page in document]
    return "\n".join(_PAGE_NUMBER.sub("", page) for page in pages)


def _texts_in_order(blocks: Sequence[Block]) -> Iterator[list[str]]:
    """Yield what must follow each other, each as parts between which there may be blanks."""
    for block in blocks:
        if isinstance(block, Title):
            yield from (_characters(line) for line in block.lines)
        elif isinstance(block, Table):
            yield from _rows(block)
        else:
            yield _characters(block.text)


def _rows(table: Table) -> Iterator[list[str]]:
    """Yield the printed figures of each row of a table."""
    placed = [cell for cell in table.layout.cells if cell.ref is not None]
    for _, row in groupby(placed, key=lambda cell: cell.top):
        printed = [table.figures[cell.ref] for cell in row if cell.ref is not None]
        figures = [character for text in printed for character in _characters(text)]
        if figures:
            yield figures


def _all_characters(blocks: Sequence[Block]) -> Iterator[str]:
    for wanted in _texts_in_order(blocks):
        yield from wanted
    for block in blocks:
        if isinstance(block, Table):
            yield from _characters("".join(cell.text for cell in block.layout.cells))


def _characters(text: str) -> list[str]:
    return list("".join(text.split()))
