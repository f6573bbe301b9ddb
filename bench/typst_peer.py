"""The same report set by Typst, the yardstick for the look and the speed of our pages.

Typst comes as a wheel from the package index that pip knows; it is put into a folder of its own, never into the
program's environment, and nothing but the comparison uses it.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from export.blocks import Block, Heading, Paragraph, ParagraphStyle, Table, Title
from export.typesetting.cells import is_left_aligned
from export.typesetting.geometry import OFFICIAL
from model.layout import LayoutCell
from resources import resource

WHEEL: Final = "typst==0.15.2"
FOLDER: Final = Path(__file__).parents[1] / "build" / "peers"

_PREAMBLE: Final = f"""
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), footer: context {{
  let number = text(size: 14pt, font: "Noto Serif SC")[— #counter(page).display() —]
  if calc.odd(counter(page).get().first()) {{ align(right, number + h(14pt)) }} else {{ h(14pt) + number }}
}})
#set text(
  font: "GK Kai SC", size: {OFFICIAL.body}pt, lang: "zh", region: "cn", tracking: {OFFICIAL.tracking}pt,
  top-edge: 0.88em, bottom-edge: -0.12em,
)
#set par(
  justify: true, first-line-indent: (amount: 2em, all: true), leading: {OFFICIAL.pitch - OFFICIAL.body}pt,
  spacing: {OFFICIAL.pitch - OFFICIAL.body}pt,
)
#set table(stroke: 0.5pt, inset: (x: 2pt, y: 3pt), align: center + horizon)
#show table: set text(font: "Noto Serif SC", tracking: 0pt)
#show table: set par(first-line-indent: 0pt, leading: 3pt, justify: false)
#show heading: set text(font: "Noto Sans SC", size: {OFFICIAL.body}pt, weight: 500)
#show heading.where(level: 2): set text(font: "GK Kai SC", weight: 400)
#show heading: it => par(it.body)
"""


def typst() -> Any | None:  # noqa: ANN401 (a package without types that is not in the environment)
    """Return the module, fetched when it is not there yet, or None where it cannot be had."""
    if not (FOLDER / "typst").is_dir():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(FOLDER), WHEEL]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
    sys.path.append(str(FOLDER))
    return importlib.import_module("typst")


def typst_setter(blocks: Sequence[Block]) -> Callable[[], bytes] | None:
    """Return what sets a report with Typst, in the fonts that ship, and returns the PDF; None without Typst."""
    module = typst()
    if module is None:
        return None
    source = typst_source(blocks).encode()

    def set_report() -> bytes:
        content: bytes = module.compile(source, font_paths=[str(resource("fonts"))], ignore_system_fonts=True)
        return content

    return set_report


def typst_source(blocks: Sequence[Block]) -> str:
    """Return a report in Typst's own language."""
    return _PREAMBLE + "\n\n".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Title():
            lines = "#linebreak()".join(map(_text, block.lines))
            return f'#align(center, text(font: "Noto Serif SC", size: 22pt, weight: 700)[{lines}])\n#v(28pt)'
        case Heading():
            return f"#heading(level: {block.level})[{_text(block.text)}]"
        case Paragraph():
            is_closing = block.style is ParagraphStyle.CLOSING
            return f"#align(right)[{_text(block.text)}#h(2em)]" if is_closing else _text(block.text)
        case Table():
            return _table(block)


def _text(text: str) -> str:
    """Return a text as a string of Typst, whose escapes are nearly those of JSON."""
    return f"#{json.dumps(text, ensure_ascii=False)}" if text else ""


def _table(table: Table) -> str:
    layout = table.layout
    size = OFFICIAL.many_columns if layout.column_count >= 7 else OFFICIAL.few_columns
    widths = ", ".join(f"{weight}fr" for weight in layout.column_weights)
    head = "".join(_cells(table, 0, layout.header_rows))
    rows = "".join(_cells(table, layout.header_rows, layout.row_count))
    header = f"table.header({head})," if head else ""
    return f"#text(size: {size}pt, table(columns: ({widths},), {header}{rows}))"


def _cells(table: Table, start: int, end: int) -> Iterator[str]:
    for cell in table.layout.cells:
        if start <= cell.top < end:
            text = table.figures.get(cell.ref, "") if cell.ref else cell.text
            yield f"table.cell({_options(cell, text)})[{_text(text)}],"


def _options(cell: LayoutCell, text: str) -> str:
    side = ", align: left + horizon" if is_left_aligned(cell, text) else ""
    return f"rowspan: {cell.height}, colspan: {cell.width}{side}"
