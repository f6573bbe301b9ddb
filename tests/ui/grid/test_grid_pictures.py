"""Pictures of the tables, pixel for pixel with the bundled font, and lines that stay crisp on every screen.

``UPDATE_GOLDEN=1`` writes the pictures anew; look at them before they are committed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from model.cells import CellRef
from tests.ui.grid.conftest import MakeDesk
from tests.ui.grid.desk import CONTROL, Desk, figures, zeros
from ui import theme
from ui.grid.headers import BandHeader

GOLDEN = Path(__file__).parents[1] / "golden"
ROOT = Path(__file__).parents[3]
UNBALANCED = {
    "new__natural": 35,
    "new__legal_services": 10,
    "granted__natural": 9,
    "granted__legal_services": 1,
    "unavailable_not_held__natural": 26,
    "unavailable_not_held__legal_services": 9,
    "carried_out__natural": 3,
}
Key = Qt.Key


@pytest.fixture(autouse=True)
def _bundled_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the fonts of this machine, and the pictures on machines that draw letters otherwise."""
    if not sys.platform.startswith("linux"):
        pytest.skip("letters are drawn otherwise here")
    monkeypatch.setattr(theme, "_FORM_FAMILIES", ("Noto Serif SC",))


def unbalanced(make_desk: MakeDesk) -> Desk:
    cells = zeros("requests", **UNBALANCED)
    del cells[CellRef.parse("requests.not_processed_repeat.business")]
    desk = make_desk("requests", cells)
    desk.editor.resize(800, 430)
    desk.at("carried_out.natural")
    return desk


def followed(make_desk: MakeDesk) -> Desk:
    desk = unbalanced(make_desk)
    finding = next(found for found in desk.session.evaluation.findings if found.is_open_error)
    desk.session.highlight(finding)
    desk.editor.resize(1000, 860)
    desk.editor.reveal(finding.cells[1])
    return desk


def arithmetic(make_desk: MakeDesk) -> Desk:
    desk = unbalanced(make_desk)
    desk.at("handled.legal_services")
    return desk


def notes(make_desk: MakeDesk) -> Desk:
    cells = zeros("requests", new__natural=35, granted__natural=35) | figures(requests__handled__business=7)
    for name in ("granted.research", "granted.other_org"):
        del cells[CellRef.parse(f"requests.{name}")]
    desk = make_desk(
        "requests",
        cells,
        notes={
            CellRef.parse("requests.granted.natural"): "算式：26+9",
            CellRef.parse("requests.granted.research"): "待报\n来源单位：法规科",
        },
        as_printed={CellRef.parse("requests.granted.other_org"): "/"},
    )
    desk.editor.resize(800, 430)
    desk.select("granted.natural", "denied_secret.business")
    return desk


def scrolled(make_desk: MakeDesk) -> Desk:
    desk = make_desk("requests", zeros("requests"))
    desk.editor.resize(760, 380)
    desk.press(Key.Key_End, CONTROL)
    return desk


def whole(make_desk: MakeDesk) -> Desk:
    desk = make_desk("requests", zeros("requests", **UNBALANCED))
    desk.editor.resize(900, 420)
    desk.view.show_whole()
    return desk


def begun(make_desk: MakeDesk) -> Desk:
    desk = make_desk("proactive", figures(proactive__rules__issued=0, proactive__rules__repealed=2))
    desk.editor.resize(760, 400)
    return desk


def typing(make_desk: MakeDesk) -> Desk:
    desk = make_desk("appeals", zeros("appeals"))
    desk.editor.resize(760, 200)
    desk.type("1.5")
    desk.press(Key.Key_Return)
    return desk


def dark(make_desk: MakeDesk) -> Desk:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, theme.DARK)
    desk = followed(make_desk)
    desk.editor.resize(800, 430)
    desk.at("handled.natural")
    return desk


@pytest.mark.parametrize("scene", [unbalanced, followed, arithmetic, notes, scrolled, whole, begun, typing, dark])
def test_that_the_table_looks_as_it_did(
    make_desk: MakeDesk, scene: Callable[[MakeDesk], Desk], qapp: QApplication
) -> None:
    try:
        desk = scene(make_desk)
        qapp.setCursorFlashTime(0)
        qapp.processEvents()
        picture = desk.editor.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    finally:
        theme.apply(qapp, theme.LIGHT)
    path = GOLDEN / f"grid_{scene.__name__}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        assert picture.save(str(path))
    expected = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    if picture != expected:
        picture.save(str(path.with_suffix(".actual.png")))
    assert picture == expected, f"differs from {path.name}; the new picture stands beside it"


def test_that_nothing_of_an_earlier_state_stays_on_the_screen(make_desk: MakeDesk) -> None:
    desk = unbalanced(make_desk)
    finding = next(found for found in desk.session.evaluation.findings if found.is_open_error)
    acts: list[Callable[[], object]] = [
        lambda: desk.editor.reveal(desk.ref("new.natural")),
        lambda: desk.type("7"),
        lambda: desk.press(Key.Key_Return),
        lambda: desk.session.highlight(finding),
        lambda: desk.at("handled.natural"),
        lambda: desk.select("other_misc.research", "handled.total"),
        lambda: desk.press(Key.Key_Up),
        lambda: desk.view.verticalScrollBar().setValue(100),
        lambda: desk.press(Key.Key_Down, CONTROL),
        lambda: desk.session.highlight(None),
        lambda: desk.press(Key.Key_Z, CONTROL),
    ]
    for act in acts:
        act()
        QApplication.processEvents()
        shown = desk.editor.screen().grabWindow(desk.editor.winId()).toImage()
        fresh = desk.editor.grab().toImage()
        assert shown.convertToFormat(QImage.Format.Format_RGB32) == fresh.convertToFormat(QImage.Format.Format_RGB32)


THICKNESS = """
from PySide6.QtWidgets import QApplication
from PySide6.QtGui import QColor
from model.form_loader import load_form
from model.report import Report
from ui import theme
from ui.grid.headers import BandHeader
from ui.grid.table_editor import TableEditor
from ui.session import ReportSession

application = QApplication([])
theme.register_bundled_fonts()
theme.apply(application, theme.LIGHT)
session = ReportSession(load_form("2021"), Report("2021", "office", 2024))
editor = TableEditor(session, "requests")
editor.resize(701, 603)
editor.show()
image = editor.grab().toImage()
rule, runs, run = theme.LIGHT.rule.rgb(), [], 0
y = image.height() - 40
for x in range(image.width()):
    if image.pixel(x, y) == rule:
        run += 1
    elif run:
        runs.append(run)
        run = 0
print(len(runs), sorted(set(runs)))
editor.close()
editor.deleteLater()
application.processEvents()
"""


@pytest.mark.parametrize(("scale", "thickness"), [("1", 1), ("1.25", 1), ("1.5", 2), ("2", 2)])
def test_that_all_lines_are_equally_thick_on_every_screen(scale: str, thickness: int) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(ROOT)}
    outcome = subprocess.run(
        [sys.executable, "-c", THICKNESS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    lines, runs = outcome.stdout.split(maxsplit=1)
    assert int(lines) >= 9
    assert runs.strip() == f"[{thickness}]"


def test_that_an_upright_label_keeps_inside_its_column_where_little_of_it_is_in_sight(
    desk: Desk, qapp: QApplication
) -> None:
    theme.apply(qapp, theme.LIGHT, 14)
    desk.editor.resize(1000, 320)
    desk.press(Key.Key_End, CONTROL)
    header = desk.view.verticalHeader()
    assert isinstance(header, BandHeader)
    results = next(cell for cell in desk.model.layout.cells if cell.text == "三、本年度办理结果")
    place = header.rect_of(results)
    image = header.grab().toImage()
    theme.apply(qapp, theme.LIGHT)
    edges = {image.pixel(x, y) for x in (1, place.right() - 2) for y in range(place.bottom() - 3)}
    inside = {image.pixel(place.center().x(), y) for y in range(place.bottom() - 3)}
    assert len(edges) == 1
    assert len(inside) > 5
