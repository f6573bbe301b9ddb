"""A person at the keyboard in front of one table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from model.cells import CellRef, Value
from model.form_loader import load_form
from model.layout import LayoutCell
from model.report import Report
from tests.ui.conftest import OpenWindow
from ui.grid.editor import CellEditor
from ui.grid.table_editor import TableEditor
from ui.session import ReportSession
from ui.table_page import TablePage

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
NONE = Qt.KeyboardModifier.NoModifier
FORM = load_form("2021")


def figures(**values: Value) -> dict[CellRef, Value]:
    """Return figures by their names, written with __ for the points."""
    return {CellRef.parse(name.replace("__", ".")): value for name, value in values.items()}


def zeros(table: str, **but: Value) -> dict[CellRef, Value]:
    """Return 0 in every typed figure of a table, but for those that are named as row__column."""
    cells: dict[CellRef, Value] = {
        ref: 0 for ref, cell in FORM.cells.items() if ref.table == table and not cell.computed
    }
    return cells | {CellRef.parse(f"{table}.{name.replace('__', '.')}"): value for name, value in but.items()}


class Desk:
    """One table by itself with the focus, and everything it said."""

    def __init__(
        self, qtbot: QtBot, table: str = "requests", cells: Mapping[CellRef, Value] | None = None, **report: object
    ) -> None:
        filled = Report("2021", "甲县人民政府办公室", 2024, cells=cells or {}, **report)  # type: ignore[arg-type]
        self.editor, shown = self._open(filled, table)
        self.table = table
        self.session = self.editor.session
        self.view = self.editor.view
        self.model = self.view.table_model
        self.said: list[str] = []
        self.summaries: list[str] = []
        self.explanations: list[str] = []
        self.editor.message.connect(self.said.append)
        self.editor.summary_changed.connect(self.summaries.append)
        self.editor.explanation_changed.connect(self.explanations.append)
        self.session.refused.connect(self.said.append)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.activateWindow()
        self.view.setFocus()
        qtbot.waitUntil(self.view.hasFocus)

    def _open(self, report: Report, table: str) -> tuple[TableEditor, QWidget]:
        """Return the table, and the widget to show."""
        editor = TableEditor(ReportSession(FORM, report), table)
        editor.resize(1000, 900)
        return editor, editor

    def close(self) -> None:
        """Put everything away."""
        self.editor.close()

    def ref(self, name: str) -> CellRef:
        """Return a figure of the table by ``row.column``."""
        return CellRef.parse(f"{self.table}.{name}")

    def cell(self, name: str) -> LayoutCell:
        """Return where a figure is printed."""
        return self.model.layout.by_ref[self.ref(name)]

    def at(self, name: str) -> None:
        """Go to a figure."""
        self.view.go_to(self.cell(name))

    def select(self, first: str, last: str) -> None:
        """Select an area."""
        self.at(first)
        self.view.extend_to(self.cell(last))

    @property
    def here(self) -> str:
        """Return where typing goes, as ``row.column``."""
        cell = self.view.current_cell()
        assert cell is not None
        assert cell.ref is not None
        return f"{cell.ref.row}.{cell.ref.column}"

    @property
    def selected(self) -> list[str]:
        """Return the selected figures, as ``row.column``."""
        return [f"{cell.ref.row}.{cell.ref.column}" for cell in self.view.selected_figures() if cell.ref is not None]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key in the widget that has the focus."""
        QTest.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        """Type a text key by key, each into the widget that has the focus then; Chinese comes by an input method."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self.focus, character)
            else:
                self.compose(character)

    def compose(self, commit: str, preedit: str = "") -> None:
        """Send what an input method sends."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(self.focus, event)

    @property
    def focus(self) -> QWidget:
        """Return the widget that has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def cell_editor(self) -> CellEditor:
        """Return the editor that has the focus."""
        assert isinstance(self.focus, CellEditor)
        return self.focus

    def value(self, name: str) -> Value:
        """Return a figure as it is computed or typed."""
        return self.session.evaluation.values[self.ref(name)]

    def note(self, name: str) -> str:
        """Return the note of a figure."""
        return self.session.report.notes.get(self.ref(name), "")

    def colour(self, name: str, right: float, down: float) -> str:
        """Return the colour of a point of a cell, its place given in shares of the cell."""
        rect = self.view.visualRect(self.model.index_of(self.cell(name)))
        image = self.view.viewport().grab().toImage()
        point = rect.topLeft() + QPoint(int(rect.width() * right), int(rect.height() * down))
        return QColor(image.pixel(point)).name()

    @staticmethod
    def put_on_clipboard(text: str) -> None:
        """Put plain text on the clipboard."""
        QGuiApplication.clipboard().setText(text)


class WindowDesk(Desk):
    """One table in the whole window, whose menus and shortcuts see every key too."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        table: str = "requests",
        cells: Mapping[CellRef, Value] | None = None,
        **report: object,
    ) -> None:
        self.opened = OpenWindow(folder)
        super().__init__(qtbot, table, cells, **report)

    def _open(self, report: Report, table: str) -> tuple[TableEditor, QWidget]:
        self.opened.open(report)
        self.opened.window.resize(1366, 728)
        view = self.opened.work.view
        assert view is not None
        view.show_page(FORM.tables[table].section)
        page = view.current_page
        assert isinstance(page, TablePage)
        return page.editor, self.opened.window

    def close(self) -> None:
        """Close the 年报文件 without asking."""
        self.opened.close()
