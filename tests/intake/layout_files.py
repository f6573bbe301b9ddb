"""Every generated layout as a real file: its name and what writes it into a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from model.form import Form
from tests.intake.label_variants import UNSURE_VARIANTS, VARIANTS, varied
from tests.intake.layouts import (
    FILLED_WITH_BLANKS,
    KEEPING_BLANKS,
    LOSING_BLANKS,
    Layout,
    Printed,
    document,
    run_together,
    web_page,
)
from tests.intake.sheet_layouts import SHEETS, UNCOMPUTED, Fill, write_sheets
from tests.intake.text_layouts import MORE_TEXTS
from tests.intake.web_layouts import BROKEN_WEB, WEB, Page
from tests.intake.word_layouts import BROKEN_WORD, WORD, write_word

Writer = Callable[[Form, Printed, Path], Path]


def _text(layout: Layout, ending: str) -> Writer:
    def write(form: Form, printed: Printed, folder: Path) -> Path:
        path = folder / f"上年年报.{ending}"
        path.write_text(document(form, printed, layout), encoding="utf-8")
        return path

    return write


def _page(page: Page) -> Writer:
    def write(form: Form, printed: Printed, folder: Path) -> Path:
        path = folder / "上年年报.html"
        path.write_bytes(page(form, printed))
        return path

    return write


def _word(body: Callable[[Form, Printed], str]) -> Writer:
    return lambda form, printed, folder: write_word(folder / "上年年报.docx", body(form, printed))


def _sheets(fill: Fill) -> Writer:
    return lambda form, printed, folder: write_sheets(fill, form, printed, folder / "上年年报.xlsx")


LAYOUTS: Final[dict[str, Writer]] = {
    **{f"txt: {name}": _text(layout, "txt") for name, layout in KEEPING_BLANKS.items() if name != "web_page"},
    **{f"txt: {name}": _text(layout, "txt") for name, layout in {**FILLED_WITH_BLANKS, **LOSING_BLANKS}.items()},
    "txt: run_together": _text(run_together, "txt"),
    **{f"md: {name}": _text(layout, "md") for name, layout in MORE_TEXTS.items()},
    "md: page in it": _text(web_page, "md"),
    **{f"html: {name}": _page(page) for name, page in {**WEB, **BROKEN_WEB}.items()},
    **{f"labels: {name}": _page(varied(change)) for name, change in {**VARIANTS, **UNSURE_VARIANTS}.items()},
    **{f"docx: {name}": _word(body) for name, body in {**WORD, **BROKEN_WORD}.items()},
    **{f"xlsx: {name}": _sheets(fill) for name, fill in {**SHEETS, **UNCOMPUTED}.items()},
}
