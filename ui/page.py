"""What the window asks of everything it shows beside the list of chapters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.session import Place


class Page(QWidget):
    """One page of the window; a page that has no places, no actions or no zoom keeps what stands here.

    ``summary_changed`` carries what the status bar says about the selection, ``message`` a sentence for it;
    ``zoom_changed`` tells that the contents are shown larger or smaller, by whatever hand.
    """

    summary_changed = Signal(str)
    message = Signal(str)
    zoom_changed = Signal()

    def reveal(self, place: Place) -> None:
        """Show a place on this page."""

    def current_place(self) -> Place | None:
        """Return where the keyboard is, so that one can return to it."""
        return None

    def commit(self) -> bool:
        """Take what stands in an open editor; False when it cannot be taken, which the page then says."""
        return True

    def warn_of_loss(self) -> bool:
        """Say that what cannot be taken would be lost; False when there is nothing, or the user knows."""
        return False

    def edit_actions(self) -> list[QAction]:
        """Return what the edit menu offers on this page."""
        return []

    zoom_reset = "原大小"
    """What the zoom of 0 is called on this page."""

    def zoom(self, by: int) -> None:
        """Enlarge by one step, reduce with -1; 0 is called ``zoom_reset``."""

    @property
    def zoom_percent(self) -> int:
        """Return how large the contents are shown."""
        return 100
