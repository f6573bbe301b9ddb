"""The window with the sample report in it, as the scenes of the manual need it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar, cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QToolButton, QWidget

from docs.camera import settle
from model.cells import CellRef
from model.errors import AppError
from model.report import Edit, EditKind, Report
from model.report_file import read_report_file
from resources import resource
from ui import theme
from ui.desk import Desk
from ui.report_view import ReportView
from ui.session import ReportSession
from ui.settings import Settings
from ui.table_page import TablePage
from ui.texts.editor import TextEditor
from ui.texts.text_page import TextPage
from ui.window import MainWindow
from ui.workbench import Workbench

_Widget = TypeVar("_Widget", bound=QWidget)

NEW_NATURAL: Final = CellRef("requests", "new", "natural")
GRANTED_NATURAL: Final = CellRef("requests", "granted", "natural")
CARRIED_IN: Final = CellRef("requests", "carried_in", "natural")
CARRIED_OUT: Final = CellRef("requests", "carried_out", "natural")
OTHER_ORGANISATION: Final = CellRef("requests", "denied_law", "other_org")

SIZE: Final = (1060, 700)
"""Width and height in pixels of the window in most pictures."""
OFFICE_FOLDER: Final = "D:\\年报"
"""The folder that dialogs name in pictures; it is made where the program looks for it."""


def sample() -> Report:
    """Return the report that ships."""
    return read_report_file(resource("sample", "report.json")).report


class Stage:
    """A window of its own in a folder of its own; the report in it is the sample."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._work: Workbench | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir()
        self._before = Path.cwd()
        os.chdir(self.folder)
        Path(OFFICE_FOLDER).mkdir()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, theme.LIGHT)
        self.settings = Settings(self.folder / "settings.ini")
        self.settings.export_folder = Path(OFFICE_FOLDER)
        self.settings.set_flag("preview", value=False)
        self.desk = Desk()
        self.window = MainWindow(self.settings)
        self.work = Workbench(self.window, self.desk)
        self.window.setFixedSize(*SIZE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        settle()
        with suppress(AppError):
            self.desk.close()
        self.desk.abandon()
        self.window.hide()
        self.window.deleteLater()
        QApplication.processEvents()
        os.chdir(self._before)

    def open(self, report: Report | None = None, page: str = "start") -> ReportView:
        """Put a report, the sample when none is given, into a new 年报文件 and show a page of it."""
        shown = report or sample()
        self.window.show()
        self.window.activateWindow()
        self.desk.create(self.folder / "年报文件.gknb", shown.office, shown.level)
        self.desk.add_report(shown, "样例")
        self.work.show_page(page)
        settle()
        return self.view

    @property
    def view(self) -> ReportView:
        """Return what shows the report."""
        assert self.work.view is not None
        return self.work.view

    @property
    def session(self) -> ReportSession:
        """Return the session of the report."""
        assert self.desk.session is not None
        return self.desk.session

    @property
    def table(self) -> TablePage:
        """Return the page in sight, which is a table."""
        page = self.view.current_page
        assert isinstance(page, TablePage)
        return page

    @property
    def text(self) -> TextPage:
        """Return the page in sight, which is a chapter of prose."""
        page = self.view.current_page
        assert isinstance(page, TextPage)
        return page

    def fill(self, cells: dict[CellRef, int | None], words: str = "填写") -> None:
        """Change figures as typing does."""
        self.session.submit(Edit(EditKind.TYPING, cells=cells), words)

    def write(self, key: str, old: str, new: str) -> int:
        """Change a stretch of a text and return where it stands."""
        text = self.session.report.texts[key]
        assert old in text
        self.session.submit(Edit(EditKind.TEXT, texts={key: text.replace(old, new, 1)}), "修改文字")
        return text.index(old)

    def unbalance(self) -> None:
        """Leave one figure wrong and one blank, so that marks and findings can be seen."""
        self.fill({CARRIED_OUT: 3, OTHER_ORGANISATION: None})

    def put_caret(self, editor: TextEditor, offset: int) -> None:
        """Put the keyboard into a text and its caret at a code point of the stored text."""
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.select_stretch(offset, offset)
        QTest.qWait(500)

    def rect(self, widget: QWidget, within: QRect | None = None) -> QRect:
        """Return where a widget, or a part of it, lies in the window."""
        part = within or widget.rect()
        return QRect(widget.mapTo(self.window, part.topLeft()), part.size())

    def cell(self, ref: CellRef) -> QRect:
        """Return where a figure of the table in sight lies in the window."""
        view = self.table.editor.view
        index = view.table_model.index_of(view.table_model.layout.by_ref[ref])
        return self.rect(view.viewport(), view.visualRect(index))

    def show(self, dialog: QDialog, width: int = 0, height: int = 0) -> QDialog:
        """Show a dialog without waiting for an answer."""
        dialog.setModal(False)
        dialog.show()
        if width or height:
            dialog.resize(width or dialog.width(), height or dialog.height())
        settle()
        return dialog

    def menu(self, number: int) -> QMenu:
        """Open a menu of the menu bar below its word."""
        menu = self.work.menus.menus[number]
        menu.aboutToShow.emit()
        menu.ensurePolished()
        bar = self.window.menuBar()
        place = bar.actionGeometry(menu.menuAction()).bottomLeft()
        menu.popup(bar.mapToGlobal(place))
        QTest.qWait(60)
        return menu

    def tool(self, words: str) -> QToolButton:
        """Return a button of the header by its words."""
        return next(tool for tool in children(self.window.header, QToolButton) if tool.text() == words)


def left_of(rect: QRect) -> QPoint:
    """Return a place for a number at the left edge."""
    return QPoint(rect.left() + 4, rect.center().y())


def right_of(rect: QRect) -> QPoint:
    """Return a place for a number at the right edge."""
    return QPoint(rect.right() - 4, rect.center().y())


def corner_of(rect: QRect) -> QPoint:
    """Return a place for a number at the upper right corner."""
    return QPoint(rect.right() - 6, rect.top() + 6)


def place_in(dialog: QWidget, part: QWidget) -> QRect:
    """Return where a part lies in a dialog."""
    return QRect(part.mapTo(dialog, QPoint()), part.size())


def children(parent: QWidget, kind: type[_Widget]) -> list[_Widget]:
    """Return the widgets of a kind inside another."""
    return cast("list[_Widget]", parent.findChildren(kind))


def child(parent: QWidget, kind: type[_Widget]) -> _Widget:
    """Return the first widget of a kind inside another."""
    return children(parent, kind)[0]
