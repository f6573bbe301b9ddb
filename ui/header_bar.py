"""The bar at the top of the window: whose report of which year, whether it is saved, and the main actions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from ui.icons import icon
from ui.theme import current_theme


class ElidedLabel(QLabel):
    """A label that gives way: what does not fit is cut with … and stands in the tooltip."""

    def __init__(self, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._words, self._tip, self._mode = "", "", mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str, tip: str = "") -> None:
        """Show a text, with a tooltip of its own if it has one; the same one again costs nothing."""
        if (words, tip) == (self._words, self._tip):
            return
        self._words, self._tip = words, tip
        self.setAccessibleName(words)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room the whole text needs."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least room in which something can still be read."""
        return QSize(self.fontMetrics().height() * 4 if self._words else 0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, self._mode, self.width())
        self.setText(shown)
        self.setToolTip("\n".join(filter(None, (self._words if shown != self._words else "", self._tip))))


class HeaderBar(QFrame):
    """Office, year and scope, saved state at the left; actions at the right, always at the same place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.office = ElidedLabel()
        self.office.setProperty("role", "heading")
        self.year_button = QToolButton()
        self.year_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.year_button.setToolTip("切换年度和报告范围，新建年度")
        self.year_button.setMenu(QMenu(self.year_button))
        self.saved = QLabel()
        self.saved.setProperty("role", "saved")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 8, 4)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.office)
        self._layout.addWidget(self.year_button)
        self._layout.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addStretch(1)
        self._reserve()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a change of the font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._reserve()

    def _reserve(self) -> None:
        """Keep room for the longest state, so that nothing moves when it changes."""
        metrics = self.fontMetrics()
        self.saved.setMinimumWidth(metrics.horizontalAdvance("已自动保存 00:00") + metrics.height() * 3 // 2)

    def add_action(self, action: QAction, icon_name: str, words: str) -> None:
        """Add a button that keeps its words, whatever the action is called in the menu at the moment."""
        self._layout.addWidget(_ActionButton(action, icon_name, words))

    def show_report(self, office: str, year: str) -> None:
        """Show whose report is open; two empty strings for none."""
        self.office.show_words(office)
        self.year_button.setText(year)
        self.year_button.setVisible(bool(year))
        self.saved.setVisible(bool(year))


class _ActionButton(QToolButton):
    """A button for an action of the menu."""

    def __init__(self, action: QAction, icon_name: str, words: str) -> None:
        super().__init__()
        self._action, self._icon_name = action, icon_name
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(words)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow a change of theme or font size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_icon_name"):
            self._draw()

    def _follow(self) -> None:
        keys = self._action.shortcut().toString()
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(f"{self._action.toolTip()}（{keys}）" if keys else self._action.toolTip())

    def _draw(self) -> None:
        side = round(self.fontMetrics().height() * 1.1)
        self.setIconSize(QSize(side, side))
        self.setIcon(icon(self._icon_name, current_theme().ink, side))
