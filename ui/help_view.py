"""使用手册 inside the program: contents at the left, the page at the right, a field to search in.

It shows the page that ships, ``resources/help/manual.html``, which a browser can open and print as well. What a browser
needs and Qt does not know (its style sheet, its own contents) is left out here.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from html import unescape
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from resources import resource
from ui.export_commands import open_in_system

_STYLE: Final = """\
p, li { line-height:140%; } h1 { font-size:xx-large; } h2 { font-size:x-large; color:#1f5fa8; } h3 { font-size:large; }
a { color:#1f5fa8; text-decoration:none; } .key { background-color:#eef1f5; } .ui { color:#174a84; font-weight:600; }
th { background-color:#eef1f5; } blockquote { background-color:#fff6ec; } .picture { color:#566575; line-height:100%; }
"""
_PAPER, _INK = "#ffffff", "#1c2630"
_HEADING: Final = re.compile(r'<h([23]) id="([^"]*)">([^<]*)')
_PICTURE: Final = re.compile(r'src="data:image/png;base64,([^"]*)"')
_SIZE: Final = re.compile(r'width="(\d+)" height="(\d+)"')
_LEFT_OUT: Final = re.compile(r"<style>.*?</style>|<nav>.*?</nav>", re.DOTALL)
_SMOOTH: Final = Qt.TransformationMode.SmoothTransformation
_MARGIN: Final = 40
_PAUSE: Final = 150
"""Milliseconds after the last change of the width before the page is set anew."""


class HelpPage(QTextBrowser):
    """The manual as one long page; dark on white in every theme, as it is on paper."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self._pictures: dict[str, QImage] = {}
        self._markup = _PICTURE.sub(self._take_picture, _LEFT_OUT.sub("", markup))
        self._room = self._place = 0
        self._fitting = QTimer(self, singleShot=True, interval=_PAUSE)
        self._fitting.timeout.connect(self.fit)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.anchorClicked.connect(self._follow)
        self.setStyleSheet(f"QTextBrowser {{ background:{_PAPER}; color:{_INK}; }}")
        self.document().setDefaultStyleSheet(_STYLE)
        self.document().setDocumentMargin(_MARGIN // 2)

    def fit(self) -> None:
        """Set the page for the present width, with no picture wider than that, and keep the place."""
        room = self.viewport().width() - _MARGIN
        if room == self._room:
            return
        self._room = room
        # Set anew: where many pictures change their size in place, Qt forgets lines of the text between them.
        self.setHtml(_SIZE.sub(self._size, self._markup))
        cursor = self.textCursor()
        cursor.setPosition(self._place)
        self.verticalScrollBar().setValue(
            round(self.document().documentLayout().blockBoundingRect(cursor.block()).top())
        )

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 (Qt's name)
        """Return a picture of the page; one that is too wide is made smaller here, where no line of it gets lost."""
        picture = self._pictures.get(QUrl(name).toString())
        if picture is None:
            return super().loadResource(kind, name)
        room = round(self._room * self.devicePixelRatioF())
        return picture.scaledToWidth(room, _SMOOTH) if picture.width() > room else picture

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Set the page as soon as the width rests; what is at the top then is what is at the top now."""
        if not self._fitting.isActive():
            self._place = self.cursorForPosition(QPoint(_MARGIN, 0)).position()
        super().resizeEvent(event)
        self._fitting.start()

    def _follow(self, link: QUrl) -> None:
        self.scrollToAnchor(link.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def _take_picture(self, found: re.Match[str]) -> str:
        name = f"picture-{len(self._pictures)}"
        self._pictures[name] = QImage.fromData(base64.b64decode(found[1]))
        return f'src="{name}"'

    def _size(self, found: re.Match[str]) -> str:
        width, height = int(found[1]), int(found[2])
        shown = min(width, self._room)
        return f'width="{shown}" height="{height * shown // width}"'


class HelpWindow(QWidget):
    """A window of its own, which never lies over the work for ever; ``show_section`` opens it at a section."""

    def __init__(self) -> None:
        super().__init__()  # no parent: on Windows a window that has one stays in front of it
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)  # noqa: FBT003 (Qt's signature)
        self.setWindowTitle("使用手册")
        file = resource("help", "manual.html")
        markup = file.read_text(encoding="utf-8")
        self.page = HelpPage(markup)
        self.contents = QTreeWidget()
        self.search = QLineEdit(placeholderText="在手册里查找，按 Enter 找下一处")
        self.search.setAccessibleName("在手册里查找")
        self.search.setClearButtonEnabled(True)
        self.status = QLabel()
        self.status.setProperty("role", "muted")
        self._sections: dict[str, QTreeWidgetItem] = {}
        self._fill(markup)
        self._lay_out()
        self.contents.currentItemChanged.connect(self._go_to)
        self.contents.itemClicked.connect(self._go_to)
        self.search.returnPressed.connect(self.find_words)
        self.search.textChanged.connect(lambda _words: self.status.clear())
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence("Esc"), self, self.close)

    def _fill(self, markup: str) -> None:
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName("手册目录")
        chapter: QTreeWidgetItem | None = None
        for level, anchor, words in _HEADING.findall(markup):
            title = unescape(words)
            item = self._sections[title] = QTreeWidgetItem([title])
            item.setData(0, Qt.ItemDataRole.UserRole, anchor)
            if level == "2" or chapter is None:
                chapter = item
                self.contents.addTopLevelItem(item)
            else:
                chapter.addChild(item)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.search, 1)
        for words, back in (("上一处", True), ("下一处", False)):
            button = QPushButton(words)
            button.clicked.connect(lambda _checked, back=back: self.find_words(back=back))
            bar.addWidget(button)
        bar.addWidget(self.status, 1)
        browser = QPushButton("用浏览器打开")
        browser.setToolTip("在浏览器里可以打印手册")
        browser.clicked.connect(lambda: open_in_system(resource("help", "manual.html")))
        bar.addWidget(browser)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.contents)
        splitter.addWidget(self.page)
        unit = self.fontMetrics().height()
        splitter.setSizes([unit * 13, unit * 48])
        splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(splitter, 1)
        screen = self.screen().availableSize()
        self.resize(min(1180, screen.width() - 40), min(760, screen.height() - 60))

    def show_section(self, title: str) -> None:
        """Show the window at a section; raise ``KeyError`` when the manual has none of that title."""
        item = self._sections[title]
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        self.page.fit()
        self.contents.setCurrentItem(item)
        self._go_to(item)
        self.search.setFocus()

    @property
    def sections(self) -> Collection[str]:
        """Return the titles of all sections."""
        return self._sections.keys()

    def _go_to(self, item: QTreeWidgetItem | None) -> None:
        """Bring a section to the top."""
        if item is not None:
            self.page.scrollToAnchor(item.data(0, Qt.ItemDataRole.UserRole))

    def find_words(self, *, back: bool = False) -> None:
        """Go to the next place, or to the one before, and begin anew at the end."""
        words = self.search.text().strip()
        if not words:
            return
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if self.page.find(words, flags):
            self.status.clear()
            return
        self.page.moveCursor(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
        found = self.page.find(words, flags)
        self.status.setText("已从头查找" if found else "没有找到，换个说法试试")
