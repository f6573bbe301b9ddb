"""Printed pages one below the other, as large as the user wants, with marks on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.pdf_pages import Picture
from ui.preview.places import Spot
from ui.theme import current_theme

SHEET: Final = (595.28, 841.89)
"""Width and height of A4 in points."""
_GAP: Final = 12
_STEP: Final = 1.15
_SMALLEST, _LARGEST = 0.35, 3.0
_WIDEST_FIT: Final = 1.2
"""A page that fits the width of a large window would show a few lines only."""
_FINEST: Final = 4.0
"""Pixels to the point beyond which a picture is enlarged instead of drawn anew: a page has 32 MB then."""
_SCREEN_POINT: Final = 96 / 72
"""Pixels to the point at which a page is as large as on paper."""


class PagePoint(NamedTuple):
    """A point of a page, in points from the upper left corner of the sheet; pages count from 0."""

    page: int
    x: float
    y: float


class PagesView(QAbstractScrollArea):
    """Shows pages of A4.

    ``clicked`` carries the :class:`PagePoint` under the mouse, ``page_changed`` the number of the page in
    sight from 0, ``zoom_changed`` is emitted when the pages are shown larger or smaller, ``wanted`` when pictures
    are needed that :meth:`show_pictures` did not bring yet.
    """

    clicked = Signal(object)
    page_changed = Signal(int)
    zoom_changed = Signal()
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        self.leads_somewhere: Callable[[PagePoint], bool] = lambda _point: False
        self._pictures: dict[int, Picture] = {}
        self._marks: list[Spot] = []
        self._zoom = 1.0
        self._fits_width = True
        self._page = 0
        self._pressed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("打印效果")

    # What is shown

    def show_pages(self, count: int, pictures: dict[int, Picture]) -> None:
        """Show other contents; the place in sight stays where it is."""
        self.count = count
        self._pictures = dict(pictures)
        self._lay_out()
        self.viewport().update()
        self._ask()

    def show_pictures(self, pictures: dict[int, Picture]) -> None:
        """Take pictures of the pages that are shown already; those far from sight are given up."""
        self._pictures.update(pictures)
        near = set(self.pages_near())
        self._pictures = {page: picture for page, picture in self._pictures.items() if page in near}
        self.viewport().update()

    def show_marks(self, spots: Sequence[Spot]) -> None:
        """Mark places, the first as the chief one."""
        self._marks = list(spots)
        self.viewport().update()

    def bring_into_sight(self, spot: Spot) -> None:
        """Scroll only as far as is needed to see a place."""
        frame = self._rect_of(spot)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if frame.top() < 0 or frame.bottom() > height:
            bar.setValue(round(bar.value() + frame.center().y() - height / 3))
        sideways = self.horizontalScrollBar()
        if frame.left() < 0 or frame.right() > self.viewport().width():
            sideways.setValue(round(sideways.value() + frame.center().x() - self.viewport().width() / 2))

    def wanted_pictures(self) -> list[int]:
        """Return the pages near sight of which there is no picture of the right size."""
        pictures, scale = self._pictures, self.picture_scale
        return [page for page in self.pages_near() if page not in pictures or pictures[page].scale != scale]

    # Zoom

    @property
    def picture_scale(self) -> float:
        """Return how many pixels of a picture a point of the page takes."""
        return min(round(self._scale * self.devicePixelRatioF(), 4), _FINEST)

    @property
    def zoom_percent(self) -> int:
        """Return the size in hundredths of that on paper."""
        return round(self._zoom * 100)

    def zoom(self, by: int) -> None:
        """Enlarge by one step, reduce with -1, fit the width with 0."""
        self._fits_width = by == 0
        self._set_zoom(self._fitting if by == 0 else self._zoom * _STEP**by)

    def fit_page(self) -> None:
        """Show a whole page."""
        self._fits_width = False
        height = self.viewport().height() - 2 * _GAP
        self._set_zoom(min(self._fitting, height / (SHEET[1] * _SCREEN_POINT)))

    @property
    def page(self) -> int:
        """Return the page in sight, from 0."""
        return self._page

    def show_page(self, page: int) -> None:
        """Bring the top of a page into sight."""
        bounded = min(max(page, 0), self.count - 1)
        self.verticalScrollBar().setValue(round(bounded * self._pitch))

    @property
    def _scale(self) -> float:
        return self._zoom * _SCREEN_POINT

    @property
    def _pitch(self) -> float:
        """Return the distance from page to page in pixels."""
        return SHEET[1] * self._scale + _GAP

    @property
    def _fitting(self) -> float:
        return min((self.viewport().width() - 2 * _GAP) / (SHEET[0] * _SCREEN_POINT), _WIDEST_FIT)

    def _set_zoom(self, zoom: float) -> None:
        bounded = min(max(zoom, _SMALLEST), _LARGEST)
        if bounded == self._zoom:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / self._pitch
        self._zoom = bounded
        self._lay_out()
        bar.setValue(round(share * self._pitch))
        self.zoom_changed.emit()
        self.viewport().update()
        self._ask()

    # Geometry

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a size in which a page can be read."""
        return QSize(520, 640)

    def _lay_out(self) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        whole = round(_GAP + self.count * self._pitch), round(SHEET[0] * self._scale + 2 * _GAP)
        for bar, needed, room in zip(bars, whole, (height, width), strict=True):
            bar.setRange(0, max(needed - room, 0))
            bar.setPageStep(room)
            bar.setSingleStep(max(room // 12, 1))

    def _sheet(self, page: int) -> QRectF:
        """Return where a sheet lies in the viewport, on whole pixels of the screen."""
        ratio = self.devicePixelRatioF()
        width, height = SHEET[0] * self._scale, SHEET[1] * self._scale
        left = max((self.viewport().width() - width) / 2, _GAP) - self.horizontalScrollBar().value()
        top = _GAP + page * self._pitch - self.verticalScrollBar().value()
        return QRectF(round(left * ratio) / ratio, round(top * ratio) / ratio, width, height)

    def _rect_of(self, spot: Spot) -> QRectF:
        sheet, scale = self._sheet(spot.page), self._scale
        return QRectF(
            sheet.left() + spot.left * scale, sheet.top() + spot.top * scale, spot.width * scale, spot.height * scale
        )

    def pages_near(self) -> range:
        """Return the pages in sight and one before and after them."""
        top = self.verticalScrollBar().value()
        first = int((top - _GAP) // self._pitch)
        last = int((top + self.viewport().height()) // self._pitch)
        return range(max(first - 1, 0), min(last + 2, self.count))

    def _point(self, at: QPointF) -> PagePoint | None:
        page = int((at.y() + self.verticalScrollBar().value() - _GAP / 2) // self._pitch)
        sheet = self._sheet(page)
        if not 0 <= page < self.count or not sheet.contains(at):
            return None
        return PagePoint(page, (at.x() - sheet.left()) / self._scale, (at.y() - sheet.top()) / self._scale)

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the pages in sight; a page whose picture is not there yet is white."""
        theme = current_theme()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.window)
        for page in self.pages_near():
            self._paint_page(painter, page)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, spot in enumerate(self._marks):
            chief = number == 0
            colour = theme.error if chief else theme.warning
            soft = QColor(colour)
            soft.setAlpha(60 if chief else 36)
            painter.setPen(QPen(colour, 1.6 if chief else 1.0))
            painter.setBrush(soft)
            painter.drawRect(self._rect_of(spot).adjusted(-1.5, -1.5, 1.5, 1.5))
        painter.end()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        sheet = self._sheet(page)
        painter.setPen(QPen(current_theme().line, 0))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(sheet.adjusted(-1, -1, 1, 1))
        picture = self._pictures.get(page)
        if picture is None:
            return
        if picture.scale == self.picture_scale < _FINEST:
            # Its last column and row may be a part of a pixel beyond the sheet; scaling them in would blur it all.
            picture.image.setDevicePixelRatio(self.devicePixelRatioF())
            painter.drawImage(sheet.topLeft(), picture.image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, picture.image, QRectF(picture.image.rect()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the width fitting and ask for what came into sight."""
        super().resizeEvent(event)
        if self._fits_width:
            self._set_zoom(self._fitting)
        self._lay_out()
        self._ask()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802 (Qt's name)
        """Paint anew; the pictures are there already."""
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Scroll, or with Ctrl enlarge and reduce."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Page with the keys of every reader."""
        bar = self.verticalScrollBar()
        moves = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in moves:
            bar.setValue(moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Remember where a click began."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell what was clicked, unless the mouse was drawn away."""
        pressed, self._pressed = self._pressed, None
        point = self._point(event.position())
        if pressed is None or point is None:
            return
        if (event.position() - pressed).manhattanLength() < QApplication.startDragDistance():
            self.clicked.emit(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Show a hand over what can be gone to."""
        point = self._point(event.position())
        leads = point is not None and self.leads_somewhere(point)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def _on_scrolled(self, value: int) -> None:
        page = min(max(int((value + self.viewport().height() / 2 - _GAP) // self._pitch), 0), max(self.count - 1, 0))
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self._ask()

    def _ask(self) -> None:
        if self.wanted_pictures():
            self.wanted.emit()
