"""帮助: which section of the manual helps where, and the window in which it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.help_view import HelpWindow
    from ui.report_view import ReportView

BEGINNING: Final = "先看这里"
FINDINGS: Final = "看检查结果"
PRINTED: Final = "打印效果"
SECTION_OF_PAGE: Final = {
    "start": "首页",
    "overview": "写三段文字",
    "proactive": "填三张表",
    "requests": "填三张表",
    "appeals": "填三张表",
    "problems": "写三段文字",
    "others": "写三段文字",
    "report": "标题与落款",
    "comparison": "与上年对比",
}
"""Which section of the manual helps on which page."""


def section_for(view: ReportView | None) -> str:
    """Return which section helps where the keyboard is."""
    if view is None:
        return BEGINNING
    if view.panel.isAncestorOf(view.window().focusWidget() or view):
        return FINDINGS
    return SECTION_OF_PAGE[view.current_key] if view.splitter.isVisible() else PRINTED


class HelpCommands(QObject):
    """The entries of the menu 帮助 that open the manual, always in the same window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.window: HelpWindow | None = None

    def show(self, section: str) -> None:
        """Open the manual at a section; raise ``KeyError`` when it has none of that title."""
        from ui.help_view import HelpWindow  # noqa: PLC0415 (start-up)

        if self.window is None:
            self.window = HelpWindow()
        self.window.show_section(section)
