"""The chapters of a confirmation sheet: a table or texts, with a box that takes or leaves the whole chapter."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QTextEdit, QVBoxLayout, QWidget

from intake.reading import Key
from model.bound_numbers import plain_text, stored_text
from model.cells import CellRef
from model.report import Edit, EditKind
from ui.reading_grid import ReadingGrid, ReadingModel
from ui.session import ReportSession

if TYPE_CHECKING:
    from ui.confirmation import ConfirmationSheet


class ChapterPage(QWidget):
    """One chapter.

    ``toggled`` carries the parts to be taken or left out, ``moved`` says that another is selected, ``said`` carries
    a sentence about what was typed.
    """

    moved = Signal()
    said = Signal(str)
    toggled = Signal(tuple)

    def __init__(self, parts: tuple[Key, ...]) -> None:
        super().__init__()
        self.parts = parts
        self.box = QCheckBox("采用本章")
        self.box.setEnabled(bool(parts))
        self.box.clicked.connect(self._toggle_all)
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.box)
        self._left_out: Collection[Key] = ()

    @property
    def current(self) -> Key | None:
        """Return the part that is selected."""
        return self.parts[0] if self.parts else None

    def reveal(self, ref: CellRef) -> None:
        """Select a figure."""

    def commit(self) -> bool:
        """Take what stands in an open editor; False when it is no figure, which the page then says."""
        return True

    def refresh(self, left_out: Collection[Key], parts: tuple[Key, ...]) -> None:
        """Show what there is, and what of it is left out."""
        self._left_out, self.parts = left_out, parts
        self.box.setEnabled(bool(parts))
        out = sum(part in left_out for part in self.parts)
        taken = len(self.parts) - out
        self.box.setText(f"采用本章（{taken}/{len(self.parts)}）")
        state = Qt.CheckState.Checked if not out else Qt.CheckState.PartiallyChecked
        self.box.setCheckState(state if taken else Qt.CheckState.Unchecked)

    def _toggle_all(self) -> None:
        out = tuple(part for part in self.parts if part in self._left_out)
        self.toggled.emit(out or self.parts)


class TablePart(ChapterPage):
    """A table as it was read."""

    def __init__(self, parts: tuple[Key, ...], model: ReadingModel) -> None:
        super().__init__(parts)
        self.model, self.view = model, ReadingGrid(model)
        self.column.addWidget(self.view, 1)
        self.view.show_whole()
        self.setFocusProxy(self.view)
        self.view.current_moved.connect(self.moved)
        self.view.toggled.connect(self._toggle_selected)
        self.view.said.connect(lambda _cell, sentence: self.said.emit(sentence))

    @property
    def current(self) -> Key | None:
        """Return the selected figure."""
        return self.view.current_ref

    def reveal(self, ref: CellRef) -> None:
        """Select a figure."""
        cell = self.model.layout.by_ref.get(ref)
        if cell is not None:
            self.view.show_amid(cell)
            self.view.setFocus()

    def commit(self) -> bool:
        """Take what stands in an open cell."""
        return self.view.commit()

    def refresh(self, left_out: Collection[Key], parts: tuple[Key, ...]) -> None:
        """Show what there is, and what of it is left out."""
        super().refresh(left_out, parts)
        self.model.refresh()

    def _toggle_selected(self) -> None:
        self.toggled.emit(tuple(cell.ref for cell in self.view.selected_figures() if cell.ref is not None))


class TextPart(ChapterPage):
    """The text of a chapter, or title, opening words and closing one after the other.

    ``typed`` takes what is typed, where the source is a picture.
    """

    def __init__(self, parts: tuple[Key, ...], texts: str, typed: Callable[[str], None] | None = None) -> None:
        super().__init__(parts)
        self.text = QTextEdit(readOnly=typed is None)
        self.text.setPlainText(texts)
        if typed is not None:
            self.text.setAcceptRichText(False)
            self.text.setPlaceholderText("需要时对照图片录入；不录入也可以读入数字。")
            self.text.textChanged.connect(lambda: typed(self.text.toPlainText()))
        self.column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)

    def refresh(self, left_out: Collection[Key], parts: tuple[Key, ...]) -> None:
        """Show what there is, and what of it is left out."""
        super().refresh(left_out, parts)
        self.text.setEnabled(not parts or not all(part in left_out for part in parts))


def make_page(key: str, sheet: ConfirmationSheet, session: ReportSession, parts: tuple[Key, ...]) -> ChapterPage:
    """Return the page of a chapter of what was read or is to be typed."""
    table = sheet.form.table_of_section(key)
    if table is not None:
        return TablePart(parts, ReadingModel(session, table, sheet.reading, lambda: sheet.left_out))
    if sheet.is_typed:
        return TextPart(parts, "", partial(_take_text, session, key))
    texts = sheet.reading.report.texts
    return TextPart(parts, "\n\n".join(plain_text(texts[part]) for part in parts if isinstance(part, str)))


def _take_text(session: ReportSession, key: str, words: str) -> None:
    session.submit(Edit(EditKind.TEXT, texts={key: stored_text(words.strip())}), "录入文字", merge_key=key)
