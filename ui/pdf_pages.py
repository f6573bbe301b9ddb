"""Pages of a PDF file as pictures, for the preview and the printer."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Final, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

_MOST_PIXELS: Final = 12_000_000
"""A page that would have more is drawn with a smaller scale, as files of others may have pages of any size."""

_PDFIUM: Final = Lock()
"""pdfium must not be used by two threads at once."""


class Picture(NamedTuple):
    """A page drawn with ``scale`` pixels to the point."""

    image: QImage
    scale: float


def draw_pages(content: bytes, pages: Iterable[int], scale: float) -> dict[int, Picture]:
    """Draw pages of a PDF file, which count from 0; numbers beyond the last page are left out."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 (start-up)

    drawn: dict[int, Picture] = {}
    with _PDFIUM, pypdfium2.PdfDocument(content) as document:
        for page in pages:
            if page < len(document):
                width, height = document[page].get_size()
                fitting = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
                drawn[page] = Picture(_image(document[page].render(scale=fitting, prefer_bgrx=True)), fitting)
    return drawn


def page_count(content: bytes) -> int:
    """Return how many pages a PDF file has."""
    import pypdfium2  # noqa: PLC0415 (start-up)

    with _PDFIUM, pypdfium2.PdfDocument(content) as document:
        return len(document)


def draw_part(content: bytes, page: int, scale: float, part: QRect) -> QImage:
    """Draw a part of a page in grey; ``part`` is in pixels of the whole page at ``scale`` pixels to the point."""
    import pypdfium2  # noqa: PLC0415 (start-up)

    with _PDFIUM, pypdfium2.PdfDocument(content) as document:
        sheet = document[page]
        width, height = (side * scale for side in sheet.get_size())
        # pdfium rounds up what is cut off, so half a pixel less gives whole pixels in spite of rounding errors.
        edges = (part.left(), height - part.bottom() - 1, width - part.right() - 1, part.top())
        crop = tuple(max(edge - 0.5, 0.0) / scale for edge in edges)
        return _image(sheet.render(scale=scale, crop=crop, grayscale=True))


def _image(bitmap: object) -> QImage:
    """Return a bitmap of pdfium as an image that owns its pixels."""
    width, height, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels  # type: ignore[attr-defined]
    kind = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB32
    return QImage(bytes(bitmap.buffer), width, height, stride, kind).copy()  # type: ignore[attr-defined]
