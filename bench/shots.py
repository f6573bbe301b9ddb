"""Pictures of every view, to be looked at: light, dark, in the largest letters, and on a low screen.

``python -m bench.shots FOLDER`` draws them without a screen. The reports are the shipped sample and the same with
an error put in, so that marks and findings can be seen.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from model.cells import CellRef
from model.report import Edit, EditKind, Level
from resources import resource
from ui.application import make_application, make_window, make_workbench
from ui.first_start import FirstStartPage
from ui.new_year import NewYearDialog
from ui.office import OfficeDialog
from ui.report_view import ReportView
from ui.settings import Appearance, FontSize
from ui.table_page import TablePage
from ui.workbench import Workbench

CARRIED_OUT = CellRef("requests", "carried_out", "natural")
NEW_NATURAL = CellRef("requests", "new", "natural")


class Look(NamedTuple):
    """One way in which the window is drawn."""

    name: str
    width: int
    height: int
    appearance: Appearance
    font_size: FontSize


LOOKS = (
    Look("light", 1600, 960, Appearance.LIGHT, FontSize.STANDARD),
    Look("dark", 1600, 960, Appearance.DARK, FontSize.STANDARD),
    Look("largest", 1600, 960, Appearance.LIGHT, FontSize.LARGEST),
    Look("1366x768", 1366, 728, Appearance.LIGHT, FontSize.STANDARD),
    Look("1366x768-largest", 1366, 728, Appearance.LIGHT, FontSize.LARGEST),
    Look("1024x700", 1024, 700, Appearance.LIGHT, FontSize.STANDARD),
)
"""A screen of 1366×768 leaves 728 lines beside the task bar and the frame of the window."""


class Camera:
    """Writes pictures of widgets into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, name: str) -> None:
        """Draw a widget as it is once nothing is pending."""
        QTest.qWait(30)
        path = self._folder / f"{name}.png"
        if not widget.grab().save(str(path)):
            raise OSError(path)
        print(path)


def break_a_figure(work: Workbench) -> None:
    """Put a figure in that balances nothing and take one away."""
    session = work.desk.session
    assert session is not None
    blank = CellRef("requests", "denied_law", "other_org")
    session.submit(Edit(EditKind.TYPING, cells={CARRIED_OUT: 3, blank: None}), "填写")


def wait_for_preview(view: ReportView) -> None:
    """Let the printed page beside the editor be set and drawn in the background, a minute at most."""
    for _ in range(600):
        if not view.shows_preview or view.preview.is_current:
            break
        QTest.qWait(100)
    QTest.qWait(200)


def pages(work: Workbench, camera: Camera, look: Look) -> None:
    """Every page of the report, and what a clerk does with a finding."""
    view = work.view
    assert view is not None
    for entry in view.navigation.entries.entries:
        work.show_page(entry.key)
        wait_for_preview(view)
        camera.take(work.window, f"{look.name}-{entry.key}")
    break_a_figure(work)
    work.show_page("start")
    wait_for_preview(view)
    camera.take(work.window, f"{look.name}-start-with-errors")
    view.reveal(NEW_NATURAL)
    camera.take(work.window, f"{look.name}-table-with-errors")
    refused(work, camera, look)
    work.step_finding(1)
    camera.take(work.window, f"{look.name}-finding-followed")
    view.panel.toggle()
    camera.take(work.window, f"{look.name}-findings-toggled")
    work.go_back()
    work.undo()
    view.panel.toggle()


def refused(work: Workbench, camera: Camera, look: Look) -> None:
    """Something in a cell that is no figure."""
    assert work.view is not None
    page = work.view.current_page
    assert isinstance(page, TablePage)
    page.editor.view.type_text("12.5")
    page.commit()
    camera.take(work.window, f"{look.name}-table-refused")
    page.editor.view.close_editor()


def dialogs(work: Workbench, camera: Camera, look: Look) -> None:
    """What is asked of the user."""
    session = work.desk.session
    assert session is not None
    last = replace(session.report, cells={**session.report.cells, CARRIED_OUT: 3})
    today = date(2026, 1, 5)
    office_name = session.report.office
    new_year = NewYearDialog(session.form, office_name, Level.COUNTY, set(), lambda _year, _scope: last, today)
    office = OfficeDialog(session.report.office, Level.COUNTY, "王芳")
    first = FirstStartPage(Path("文档"))
    first.name_edit.setText(session.report.office)
    first.resize(look.width, look.height - 120)
    for name, widget in (("new-year", new_year), ("office", office), ("first-start", first)):
        widget.show()
        camera.take(widget, f"{look.name}-{name}")
        widget.close()


def menus(work: Workbench, camera: Camera, look: Look) -> None:
    """The open menus."""
    work.show_page("requests")
    for number, menu in enumerate(work.menus.menus):
        menu.aboutToShow.emit()
        menu.ensurePolished()
        menu.resize(menu.sizeHint())
        camera.take(menu, f"{look.name}-menu-{number}")


def main(folder: Path) -> None:
    """Draw every view in every look."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_DATA_HOME=home, XDG_CONFIG_HOME=home)
        application = make_application()
        work = make_workbench(make_window(), str(resource("sample", "report.json")))
        camera = Camera(folder)
        for look in LOOKS:
            work.window.setFixedSize(look.width, look.height)
            work.choose_appearance(look.appearance)
            work.choose_font_size(look.font_size)
            application.processEvents()
            pages(work, camera, look)
            dialogs(work, camera, look)
            menus(work, camera, look)
        work.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
