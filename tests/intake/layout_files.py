"""Every generated layout as a real file: its name and what writes it into a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from model.form import Form
from tests.intake.layouts import (
    FILLED_WITH_BLANKS,
    KEEPING_BLANKS,
    LOSING_BLANKS,
    Layout,
    Printed,
    document,
    run_together,
)
from tests.intake.web_layouts import BROKEN_WEB, WEB, Page

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


LAYOUTS: Final[dict[str, Writer]] = {
    **{f"txt: {name}": _text(layout, "txt") for name, layout in KEEPING_BLANKS.items() if name != "web_page"},
    **{f"txt: {name}": _text(layout, "txt") for name, layout in {**FILLED_WITH_BLANKS, **LOSING_BLANKS}.items()},
    "txt: run_together": _text(run_together, "txt"),
    **{f"html: {name}": _page(page) for name, page in {**WEB, **BROKEN_WEB}.items()},
}
