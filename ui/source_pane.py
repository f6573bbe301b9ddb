"""The source beside what was read from it: its pages as pictures, or its text, with the place in question lit."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from intake import Place, Reading
from model.errors import AppError
from ui.pdf_pages import Picture, draw_pages
from ui.tasks import run_in_background
from ui.theme import current_theme

_SCALE: Final = 2.0
"""Pixels to the point of a page picture; it is shown as wide as there is room, but not below ``_SMALLEST``."""
_SMALLEST: Final = 0.85


class SourcePane(QWidget):
    """Shows a source; ``content`` is that of a PDF file, empty for all others, whose text is shown."""

    page_shown = Signal(int)

    def __init__(self, reading: Reading, content: bytes = b"") -> None:
        super().__init__()
        self._reading, self._content = reading, content
        self.lit = Place()
        self.text = QTextEdit(readOnly=True)
        self.text.setAccessibleName("来源内容")
        self._page = _PagePicture()
        self._pages: dict[int, Picture] = {}
        self.page = 0
        self._line_of = {line.place[:5]: number for number, line in reversed(list(enumerate(reading.lines)))}
        self._lay_out()

    def _lay_out(self) -> None:
        scroll = self._scroll = QScrollArea()
        scroll.setWidget(self._page)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        self._stack.addWidget(scroll)
        self.text.setPlainText("\n".join(line.text.replace("\n", " ") for line in self._reading.lines))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        bar = QHBoxLayout()
        self._title = QLabel(f"来源：{self._reading.name}")
        self._title.setProperty("role", "heading")
        bar.addWidget(self._title, 1)
        self._steps = [QPushButton(words) for words in ("上一页", "下一页")]
        for button, by in zip(self._steps, (-1, 1), strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._turn, by))
            button.setVisible(bool(self._content))
            bar.addWidget(button)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        if self._content:
            self._stack.setCurrentWidget(scroll)
            self.show_page(1)

    def show_place(self, place: Place) -> None:
        """Light a place of the source and bring it into sight; an empty place lights nothing."""
        self.lit = place
        if self._content and place.page:
            self.show_page(place.page)
        elif not self._content:
            self._light_line(self._line_of.get(place[:5]))

    @property
    def lit_text(self) -> str:
        """Return the line of text that is lit, empty for none."""
        selections = self.text.extraSelections()
        return selections[0].cursor.block().text() if selections else ""  # type: ignore[attr-defined]

    def show_page(self, number: int) -> None:
        """Show a page, counted from 1, as soon as it is drawn."""
        self.page = number
        if number in self._pages:
            self._show_picture()
            return
        work = partial(_drawn, self._reading.name, self._content, number - 1)
        run_in_background(work, partial(self._take_pictures, number), self._say_refused)

    def _turn(self, by: int) -> None:
        if self.page + by >= 1:
            self.show_page(self.page + by)

    def _take_pictures(self, number: int, drawn: dict[int, Picture]) -> None:
        if not isValid(self):  # the sheet was closed in the meantime
            return
        self._pages |= {page + 1: picture for page, picture in drawn.items()}
        if number != self.page:  # another page was asked for in the meantime
            return
        if number not in self._pages:  # behind the last page
            self.page = max(self._pages, default=0)
        if self.page in self._pages:
            self._show_picture()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Show the page as wide as there is room."""
        super().resizeEvent(event)
        self._page.fit(self._scroll.viewport().width())

    def _say_refused(self, refusal: AppError) -> None:
        if isValid(self):
            self._title.setText(refusal.sentence)

    def _show_picture(self) -> None:
        box = self.lit.box if self.lit.page == self.page else ()
        self._page.show_page(self._pages[self.page], box)
        self._page.fit(self._scroll.viewport().width())
        self._title.setText(f"来源：{self._reading.name} 第 {self.page} 页")
        if box:
            centre = self._page.lit.center()
            self._scroll.ensureVisible(centre.x(), centre.y(), 200, 150)
        self.page_shown.emit(self.page)

    def _light_line(self, number: int | None) -> None:
        if number is None:
            self.text.setExtraSelections([])
            return
        cursor = QTextCursor(self.text.document().findBlockByNumber(number))
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor  # type: ignore[attr-defined]
        look = selection.format  # type: ignore[attr-defined]
        look.setBackground(current_theme().warning_soft)
        look.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003 (Qt's signature)
        self.text.setExtraSelections([selection])
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()


def _drawn(name: str, content: bytes, page: int) -> dict[int, Picture]:
    """Draw one page of a file that others made; a page that cannot be drawn is refused with a sentence."""
    from pypdfium2 import PdfiumError  # type: ignore[import-untyped] # noqa: PLC0415 (start-up)

    from intake.refusals import SourceDamagedError  # noqa: PLC0415 (start-up)

    try:
        return draw_pages(content, (page,), _SCALE)
    except PdfiumError as problem:
        raise SourceDamagedError(name) from problem


class _PagePicture(QWidget):
    """One page with a place lit on it."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._box: tuple[float, ...] = ()
        self._scale = self._drawn_scale = 1.0

    def show_page(self, picture: Picture, box: tuple[float, ...]) -> None:
        """Show a page; ``box`` is the place in points."""
        self._pixmap = QPixmap.fromImage(picture.image)
        self._drawn_scale = picture.scale
        self._box = box

    def fit(self, width: int) -> None:
        """Show the page as wide as ``width`` pixels, as long as it can still be read."""
        points = max(1.0, self._pixmap.width() / self._drawn_scale)
        self._scale = max(_SMALLEST, width / points)
        self.setFixedSize(self._pixmap.size() * (self._scale / self._drawn_scale))
        self.update()

    @property
    def lit(self) -> QRect:
        """Return where the place lies that is lit, an empty rectangle for none."""
        if not self._box:
            return QRect()
        left, top, right, bottom = (edge * self._scale for edge in self._box)
        return QRectF(left, top, right - left, bottom - top).toAlignedRect().adjusted(-2, -2, 2, 2)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the page and the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._pixmap)
        if not self.lit.isNull():
            accent = current_theme().accent
            painter.fillRect(self.lit, QColor(accent.red(), accent.green(), accent.blue(), 60))
            painter.setPen(accent)
            painter.drawRect(self.lit.adjusted(0, 0, -1, -1))
        painter.end()
