"""Real files in many layouts: whatever they print, no figure is wrong, and none is taken for blank."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from intake import read_source
from model.cells import CellRef
from model.errors import AppError
from tests.bases import shipped_form
from tests.intake.label_variants import VARIANTS
from tests.intake.layout_files import LAYOUTS
from tests.intake.scoring import STYLES, Fit, figures_of, fit_of
from tests.intake.sheet_layouts import SHEETS
from tests.intake.web_layouts import WEB
from tests.intake.word_layouts import WORD

CERTAIN = [
    *(f"html: {name}" for name in WEB if name != "repeated positions"),
    *(f"docx: {name}" for name in WORD),
    *(f"xlsx: {name}" for name in SHEETS),
    *(f"labels: {name}" for name in VARIANTS if name not in {"misprinted", "figures with units"}),
]
FILES = Path(__file__).parents[1] / "files" / "sources"


def fit(name: str, form_id: str, style: str, seed: int) -> tuple[dict[CellRef, str], Fit]:
    printed = figures_of(form_id, style, seed)
    with tempfile.TemporaryDirectory() as folder:
        reading = read_source(LAYOUTS[name](shipped_form(form_id), printed, Path(folder)))
    assert reading.report.form_id == form_id
    assert reading.report.year == 2024
    return printed, fit_of(printed, reading)


@pytest.mark.parametrize("name", LAYOUTS)
@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(st.sampled_from(["2021", "2019"]), st.sampled_from(sorted(STYLES)), st.integers(0, 10_000))
def test_that_no_layout_gives_a_wrong_figure(name: str, form_id: str, style: str, seed: int) -> None:
    try:
        _, found = fit(name, form_id, style, seed)
    except AppError:
        return  # nothing was found at all, which misleads nobody
    assert found.wrong == ()
    assert found.lost == ()


@pytest.mark.parametrize("name", CERTAIN)
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(st.sampled_from(["2021", "2019"]), st.sampled_from(["blanks", "zeros", "sparse"]), st.integers(0, 10_000))
def test_that_what_lines_up_is_read_whole(name: str, form_id: str, style: str, seed: int) -> None:
    printed, found = fit(name, form_id, style, seed)
    assert found.unread == 0
    assert found.right == sum(map(bool, printed.values()))


@pytest.mark.parametrize("truth", sorted(FILES.glob("*.json")), ids=lambda path: path.stem)
def test_that_files_written_by_office_programs_mislead_nobody(truth: Path) -> None:
    kept = json.loads(truth.read_text(encoding="utf-8"))
    printed = {CellRef.parse(name): text for name, text in kept["printed"].items()}
    [source] = (path for path in FILES.glob(f"{truth.stem}.*") if path != truth)
    found = fit_of(printed, read_source(source))
    assert (found.wrong, found.lost) == ((), ())
    assert found.unread <= kept["unread"]
