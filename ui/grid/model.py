"""The item model of one statutory table: the body of the printed grid, read from the session."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from model.cells import CellRef
from model.evaluation import Finding
from model.figures import Refusal
from model.form import FormTable
from model.layout import CellRole, LayoutCell
from ui.grid.appearance import Appearance, appearances
from ui.grid.edits import Change, typed
from ui.session import ReportSession, Step

Index = QModelIndex | QPersistentModelIndex

_NOWHERE: Final = QModelIndex()
_COMPUTED: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_FLAGS: Final = {
    CellRole.FIGURE: _COMPUTED | Qt.ItemFlag.ItemIsEditable,
    CellRole.COMPUTED: _COMPUTED,
}
_BLANK: Final = Appearance()
_SEPARATOR: Final = " › "


class TableModel(QAbstractTableModel):
    """The figures of one table, and its labels where they stand between figures.

    Row 0 and column 0 are the first ones below and right of the bands of labels, which the headers paint;
    ``headerData`` speaks them as a path. ``refused`` carries the figure and a sentence when something typed
    is not a figure.
    """

    refused = Signal(object, str)

    def __init__(self, session: ReportSession, table: FormTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table = table
        self.layout = table.layout
        self._followed: Finding | None = None
        self._positions = [(cell, ref) for ref, cell in self.layout.by_ref.items()]
        self.appearances = self._appearances()
        session.changed.connect(self._on_changed)
        session.highlighted.connect(self._on_highlighted)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """Return the number of rows below the band of column labels."""
        return 0 if parent.isValid() else self.layout.row_count - self.layout.header_rows

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """Return the number of columns right of the band of row labels."""
        return 0 if parent.isValid() else self.layout.column_count - self.layout.label_columns

    def cell_at(self, index: Index) -> LayoutCell:
        """Return the printed cell that covers an index."""
        return self.layout.by_position[
            index.row() + self.layout.header_rows, index.column() + self.layout.label_columns
        ]

    def index_of(self, cell: LayoutCell) -> QModelIndex:
        """Return the index at the upper left of a printed cell of the body."""
        return self.index(cell.top - self.layout.header_rows, cell.left - self.layout.label_columns)

    def text_of(self, cell: LayoutCell) -> str:
        """Return what stands in a cell: its label, its figure or what was printed in its place."""
        return cell.text if cell.ref is None else self.appearances[cell.ref].text

    def appearance_of(self, cell: LayoutCell) -> Appearance:
        """Return what a figure shows."""
        return _BLANK if cell.ref is None else self.appearances[cell.ref]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: typed figures can be edited, labels not even selected."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS.get(self.cell_at(index).role, Qt.ItemFlag.ItemIsEnabled)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text, the tooltip or what a screen reader says of a cell."""
        if not index.isValid():
            return None
        cell = self.cell_at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self.text_of(cell)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(cell)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(cell)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return "；".join(self._remarks(cell))
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 (Qt's name)
        """Put typed text into a figure; return False, and say why through ``refused``, when it is none."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        cell = self.cell_at(index)
        if cell.ref is None or cell.role is not CellRole.FIGURE:
            return False
        if str(value) == self.appearances[cell.ref].text:
            return True
        return self.enter([cell.ref], str(value), reveal=cell.ref)

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the labels above a column or beside a row, outermost first."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return _SEPARATOR.join(self._labels(section, orientation))

    def path_of(self, cell: LayoutCell) -> str:
        """Return the labels of a cell, those of its row first."""
        if self.layout.header_rows:
            rows = self._labels(cell.top - self.layout.header_rows, Qt.Orientation.Vertical)
            columns = self._labels(cell.left - self.layout.label_columns, Qt.Orientation.Horizontal)
            return _SEPARATOR.join([*rows, *columns])
        known = self.session.form.cells[cell.ref] if cell.ref is not None else None
        return cell.text if known is None else _SEPARATOR.join([known.row.label, known.column.label])

    def enter(self, refs: list[CellRef], text: str, reveal: CellRef) -> bool:
        """Put typed text into all of ``refs`` as one step; return False when it is no figure."""
        change = typed(self.session.form, self.session.report, refs, text)
        if isinstance(change, Refusal):
            self.refused.emit(reveal, change.sentence)
            return False
        return self.make(change, reveal)

    def make(self, change: Change, reveal: CellRef | None = None) -> bool:
        """Make a change through the session; return False, and say why through ``refused``, when it may not be."""
        if change.edit is not None:
            self.session.submit(change.edit, change.words, reveal)
        return True

    def _labels(self, section: int, orientation: Qt.Orientation) -> list[str]:
        layout = self.layout
        if orientation is Qt.Orientation.Horizontal:
            places = [(row, section + layout.label_columns) for row in range(layout.header_rows)]
        else:
            places = [(section + layout.header_rows, column) for column in range(layout.label_columns)]
        cells = (layout.by_position.get(place) for place in places)
        return list(dict.fromkeys(cell.text for cell in cells if cell is not None and cell.text))

    def _spoken(self, cell: LayoutCell) -> str:
        if cell.ref is None:
            return cell.text
        return f"{self.path_of(cell)}：{self.appearances[cell.ref].text or '空白'}"

    def _remarks(self, cell: LayoutCell) -> list[str]:
        shown = self.appearance_of(cell)
        remarks = list(shown.mark.messages) if shown.mark is not None else []
        if shown.incomplete:
            remarks.append("未填全：还有分项是空白，合计只含已填的分项。")
        if shown.note:
            remarks.append("备注：" + shown.note.replace("\n", "，"))
        return remarks

    def _tooltip(self, cell: LayoutCell) -> str | None:
        remarks = "".join(f"<p>{html.escape(remark)}</p>" for remark in self._remarks(cell))
        return remarks or None

    def _appearances(self) -> dict[CellRef, Appearance]:
        return appearances(self.layout.by_ref, self.session.report, self.session.evaluation, self._followed)

    def _on_changed(self, _step: Step) -> None:
        self._show_difference()

    def _on_highlighted(self, finding: Finding | None) -> None:
        self._followed = finding
        self._show_difference()

    def _show_difference(self) -> None:
        """Tell the views which figures look different now, and only those."""
        before, self.appearances = self.appearances, self._appearances()
        for cell, ref in self._positions:
            if before[ref] != self.appearances[ref] and before[ref].seen != self.appearances[ref].seen:
                index = self.index_of(cell)
                self.dataChanged.emit(index, index)
