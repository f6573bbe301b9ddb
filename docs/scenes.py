"""Scenes of the manual: opening the program, filling in the tables, writing the texts, dealing with findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Final, cast

from PySide6.QtCore import QDate, QPoint, QRect
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit

from docs.camera import picture, settle
from docs.stage import (
    CARRIED_IN,
    CARRIED_OUT,
    GRANTED_NATURAL,
    NEW_NATURAL,
    OTHER_ORGANISATION,
    Stage,
    child,
    children,
    corner_of,
    left_of,
    place_in,
    sample,
)
from export.formats import document_of, outputs_of
from intake import read_source
from model.cells import CellRef
from model.form_loader import load_form
from model.report import Report
from ui.comparison_view import ComparisonPage
from ui.confirmation import ConfirmationSheet
from ui.first_start import FirstStartPage
from ui.grid.note_editor import NoteEditor
from ui.intake_choice import Target
from ui.new_year import NewYearDialog
from ui.number_search import NumberSearch
from ui.table_page import ExplanationStrip
from ui.texts.title_page import TitlePage

Scene = Callable[[Stage], QPixmap]
_TOTAL: Final = CellRef("requests", "new", "total")


def first_start(stage: Stage) -> QPixmap:
    """Show what a new user sees, filled in."""
    page = FirstStartPage(cast(Path, PureWindowsPath("D:/年报")))
    page.name_edit.setText(sample().office)
    page.level_box.setCurrentIndex(2)
    stage.window.put_page(page)
    stage.window.header.show_report("", "")
    stage.window.show()
    settle()
    card = next(frame for frame in children(page, QFrame) if frame.objectName() == "card")
    return picture(stage.window, stage.rect(card).adjusted(-16, -16, 16, 16))


def parts_of_the_window(stage: Stage) -> QPixmap:
    """Show the whole window with a number at each of its parts."""
    view = stage.open(page="requests")
    stage.unbalance()
    view.reveal(NEW_NATURAL)
    settle()
    window, header = stage.window, stage.window.header
    bar = window.menuBar()
    numbers = [
        QPoint(bar.actionGeometry(bar.actions()[-1]).right() + 16, bar.height() // 2),
        corner_of(stage.rect(header.year_button)),
        corner_of(stage.rect(header.saved)),
        left_of(stage.rect(stage.tool("检查"))),
        QPoint(view.navigation.width() // 2, stage.rect(view.navigation).bottom() - 60),
        corner_of(stage.rect(child(stage.table, ExplanationStrip))),
        corner_of(stage.rect(stage.table.editor)) + QPoint(-30, 20),
        QPoint(stage.rect(view.panel).center().x(), stage.rect(view.panel).center().y()),
        QPoint(stage.rect(window.status).left() + 60, stage.rect(window.status).center().y()),
    ]
    return picture(window, callouts=numbers)


def start_page(stage: Stage) -> QPixmap:
    """Show the start page of a report that is under way."""
    view = stage.open(_half_done())
    settle()
    return picture(stage.window, stage.rect(view.current_page))


def _half_done() -> Report:
    report = sample()
    cells = {ref: value for ref, value in report.cells.items() if ref.table != "appeals"}
    return replace(report, cells=cells, texts={**report.texts, "problems": ""})


def new_year(stage: Stage) -> QPixmap:
    """Show the dialog for a new year, with what comes over from last year's report."""
    stage.open()
    last = replace(sample(), cells={**sample().cells, CARRIED_OUT: 3})
    form, office = load_form("2021"), sample().office
    level = sample().level
    dialog = NewYearDialog(form, office, level, set(), lambda _year, _scope: last, date(2026, 1, 5), stage.window)
    return picture(stage.show(dialog))


def reading(stage: Stage) -> QPixmap:
    """Show last year's report beside what was read from it."""
    stage.open()
    last = sample().previous
    assert last is not None
    path = stage.folder / "2023年年报.pdf"
    outputs_of(["pdf"])[0].write(document_of(load_form("2021"), last), path)
    sheet = ConfirmationSheet(read_source(path), Target(load_form("2021"), 2024), path.read_bytes(), stage.window)
    stage.show(sheet, 1060, 620)
    page = sheet.pages["requests"]
    sheet.tabs.setCurrentWidget(page)
    page.reveal(CARRIED_IN)
    settle()
    numbers = [
        corner_of(place_in(sheet, sheet.source)) + QPoint(-40, 60),
        corner_of(place_in(sheet, page)) + QPoint(-20, 90),
        left_of(place_in(sheet, sheet.next_button)) - QPoint(8, 0),
        corner_of(place_in(sheet, sheet.destination_box)),
        corner_of(place_in(sheet, sheet.accept_button)),
    ]
    return picture(sheet, callouts=numbers)


def table(stage: Stage) -> QPixmap:
    """Show a table with a figure that is being typed, one left blank, a total, and a note."""
    view = stage.open(page="requests")
    stage.fill({OTHER_ORGANISATION: None})
    view.reveal(GRANTED_NATURAL)
    grid = stage.table.editor.view
    QTest.keyClicks(grid, "8+1")
    settle()
    numbers = [
        corner_of(stage.rect(child(stage.table, ExplanationStrip))),
        corner_of(stage.cell(GRANTED_NATURAL)),
        corner_of(stage.cell(_TOTAL)),
        corner_of(stage.cell(OTHER_ORGANISATION)),
    ]
    return picture(stage.window, stage.rect(stage.table).adjusted(0, 0, 0, 0), numbers)


def note(stage: Stage) -> QPixmap:
    """Show the note of a figure that is awaited."""
    stage.window.setFixedSize(1200, 760)
    view = stage.open(page="requests")
    stage.fill({GRANTED_NATURAL: None})
    view.reveal(GRANTED_NATURAL)
    stage.table.editor.edit_note()
    editor = child(stage.table, NoteEditor)
    for field, words in zip(children(editor, QLineEdit), ("县自然资源局", "王敏", "1月8日"), strict=True):
        field.setText(words)
    child(editor, QCheckBox).setChecked(True)
    settle()
    return picture(stage.window, stage.rect(editor).adjusted(-190, -40, 16, 16))


def edit_menu(stage: Stage) -> QPixmap:
    """Show the edit menu of a table."""
    view = stage.open(page="requests")
    view.reveal(NEW_NATURAL)
    menu = stage.menu(1)
    shot = picture(stage.window, QRect(0, 0, 560, menu.height() + 40), overlay=menu)
    menu.hide()
    return shot


def findings(stage: Stage) -> QPixmap:
    """Show the findings with one that is followed, its remedies and its marks in the table."""
    view = stage.open(page="requests")
    stage.unbalance()
    view.panel.show_collapsed(collapsed=False)
    stage.work.step_finding(1)
    settle()
    panel = view.panel
    numbers = [
        QPoint(stage.rect(panel).left() + 240, stage.rect(panel).top() + 16),
        QPoint(stage.rect(panel.list).right() - 60, stage.rect(panel.list).top() + 32),
        corner_of(stage.cell(CARRIED_OUT)),
        left_of(stage.rect(panel.remedy_buttons[0])) - QPoint(10, 0),
        left_of(stage.rect(panel.previous_button)) - QPoint(6, 0),
    ]
    return picture(stage.window, callouts=numbers)


def leads(stage: Stage) -> QPixmap:
    """Show what may have caused a failed identity."""
    stage.open(page="requests")
    stage.unbalance()
    finding = stage.view.panel.findings[0]
    stage.view.remedies.show_leads(finding)
    dialog = stage.view.remedies.dialog
    assert dialog is not None
    return picture(stage.show(dialog, 640, 460))


def reason(stage: Stage) -> QPixmap:
    """Show how a reason is given."""
    stage.open(page="overview")
    stage.write("overview", "{{requests.granted.total}}件", "12件")
    finding = next(one for one in stage.view.panel.findings if one.span is not None)
    stage.view.remedies.ask_reason(finding)
    dialog = stage.view.remedies.dialog
    assert dialog is not None
    return picture(stage.show(dialog))


def number_search(stage: Stage) -> QPixmap:
    """Show the search for a number of the tables, and numbers that were taken before."""
    stage.window.setFixedSize(1060, 860)
    stage.open(page="overview")
    editor = stage.text.editor
    at = stage.session.report.texts["overview"].index("件、法律服务机构")
    stage.put_caret(editor, at)
    stage.text.open_number_search()
    search = child(stage.text, NumberSearch)
    search.field.setText("自然人 新收")
    settle()
    return picture(stage.window, stage.rect(stage.text.editor))


def contradiction(stage: Stage) -> QPixmap:
    """Show what is offered for a number in a text that differs from the table."""
    stage.window.setFixedSize(1060, 780)
    stage.open(page="overview")
    start = stage.write("overview", "{{requests.granted.total}}件", "12件")
    editor = stage.text.editor
    stage.put_caret(editor, start + 1)
    settle()
    return picture(stage.window, stage.rect(editor))


def last_year(stage: Stage) -> QPixmap:
    """Show last year's text and its problems beside an empty chapter."""
    stage.open(_half_done(), page="problems")
    settle()
    return picture(stage.window, stage.rect(stage.text))


def title_page(stage: Stage) -> QPixmap:
    """Show title, preface and closing."""
    view = stage.open(page="report")
    page = view.current_page
    assert isinstance(page, TitlePage)
    page.day.setDate(QDate(2025, 1, 20))
    settle()
    return picture(stage.window, stage.rect(page))


def comparison(stage: Stage) -> QPixmap:
    """Show both years side by side with the drafted sentence."""
    stage.window.setFixedSize(1340, 700)
    view = stage.open(page="comparison")
    page = view.current_page
    assert isinstance(page, ComparisonPage)
    page.table.setCurrentCell(10, 0)
    settle()
    return picture(stage.window, stage.rect(page))


SCENES: Final[dict[str, Scene]] = {
    "first-start": first_start,
    "window-parts": parts_of_the_window,
    "start-page": start_page,
    "new-year": new_year,
    "reading": reading,
    "table": table,
    "note": note,
    "edit-menu": edit_menu,
    "findings": findings,
    "leads": leads,
    "reason": reason,
    "number-search": number_search,
    "contradiction": contradiction,
    "last-year": last_year,
    "title-page": title_page,
    "comparison": comparison,
}
"""What each picture shows, by the name of its file."""
