"""Makes Word and Excel files, honest and hostile, for the tests of the readers."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from model.layout import TableLayout
from tests.intake.layouts import Printed, text_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(path: Path, body: str, *, prolog: str = "") -> Path:
    """Write a .docx with the markup of its body."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>")
    return path


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="甲"><w:r><w:t>{text}</w:t></w:r></w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def word_table(layout: TableLayout, printed: Printed) -> str:
    """A table with horizontally and vertically merged cells, as Word writes it."""
    rows = []
    for top in range(layout.row_count):
        cells, column = [], 0
        while column < layout.column_count:
            cell = layout.by_position[top, column]
            merge = '<w:vMerge w:val="restart"/>' if cell.top == top else "<w:vMerge/>"
            merge = merge if cell.height > 1 else ""
            text = text_of(cell, printed) if cell.top == top else ""
            cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.width}"/>{merge}</w:tcPr>{paragraph(text)}</w:tc>')
            column += cell.width
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def bomb(path: Path, size: int) -> Path:
    """Write a small .docx that unpacks to ``size`` bytes of blanks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return path


def pdf_pages(count: int, *, password: str = "") -> bytes:
    """Return a PDF of so many empty pages, all of them one page shared, locked when there is a password."""
    import pikepdf

    document = pikepdf.new()
    page = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 595, 842]))
    tree = document.Root.Pages
    page.Parent = tree
    tree.Kids = pikepdf.Array([page] * count)
    tree.Count = count
    stream = BytesIO()
    document.save(stream, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return stream.getvalue()
