"""核对读入内容: the source on the left, what was read on the right; nothing counts before it is confirmed here.

Of a scanned file nothing was read: its pages stand on the left and empty tables on the right, to be typed into.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from intake import Place, Reading
from intake.reading import Key
from intake.verify import identities_of
from model.cells import CellRef
from model.form import Severity
from model.form_loader import load_form
from ui.asking import agreed
from ui.confirmation_pages import ChapterPage, make_page
from ui.intake_choice import Choice, Destination, Target, parts_by_chapter, taken
from ui.navigation import START
from ui.reading_grid import remarks_of
from ui.session import ReportSession, Step
from ui.source_pane import SourcePane

_NEWEST: Final = 2100
_HINT: Final = "空格键或双击：采用或不采用；没有读出的格子直接输入"
_TYPING_HINT: Final = "选中格子直接输入，回车到下一格"
_NOT_TAKEN: Final = "在这里录入的内容还没有读入。"


class ConfirmationSheet(QDialog):
    """Shows a reading beside its source. ``choice`` is what was confirmed.

    ``content`` is that of a PDF file, whose pages are shown; of every other source the text is shown.
    """

    def __init__(self, reading: Reading, target: Target, content: bytes = b"", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对读入的内容")
        self.reading, self._target = reading, target
        self.form = load_form(reading.report.form_id)
        self.left_out: set[Key] = set()
        self.remarks = remarks_of(reading)
        self.session = ReportSession(self.form, reading.report)
        self._typed: dict[Key, int] = {}
        self._parts = parts_by_chapter(self.form, reading.report)
        self.source = SourcePane(reading, content)
        self.tabs = QTabWidget()
        self.pages: dict[str, ChapterPage] = {}
        self.destination_box = QComboBox()
        self.office_edit = QLineEdit(reading.report.office)
        self.year_box = QSpinBox()
        self.all_box = QCheckBox("全部采用")
        self.next_button = QPushButton("下一处待核对")
        self.accept_button = QPushButton("读入")
        self._place = QLabel()
        self._sentence = QLabel()
        self._summary = _muted("")
        self._make_pages()
        self._fill_boxes()
        self._lay_out()
        self._connect()
        self._refresh()
        self._begin()

    # What it is made of

    def _make_pages(self) -> None:
        titles = {section.key: section.short_title for section in self.form.sections}
        for key, parts in self._parts.items():
            unread = [ref for ref in self.remarks if isinstance(ref, CellRef) and self._chapter_of(ref) == key]
            if not parts and not unread and not (self.is_typed and key in titles):
                continue
            page = make_page(key, self, self.session, parts)
            page.moved.connect(self._show_place)
            page.said.connect(self._say)
            page.toggled.connect(self._toggle)
            self.pages[key] = page
            self.tabs.addTab(page, titles.get(key, "标题与落款"))

    def _fill_boxes(self) -> None:
        report, target = self.reading.report, self._target
        self.destination_box.addItem(Destination.LAST_YEAR.value, Destination.LAST_YEAR)
        if not target.only_last_year and report.form_id == target.form.id:
            self.destination_box.addItem(Destination.DRAFT.value, Destination.DRAFT)
            self.destination_box.setCurrentIndex(int(report.year == target.year))
        self.year_box.setRange(0, _NEWEST)
        self.year_box.setSpecialValueText("未认出")
        self.year_box.setSuffix(" 年")
        self.year_box.setValue(report.year)
        self.office_edit.setPlaceholderText("来源里没有认出机关名称")

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._tools())
        column.addWidget(self.tabs, 1)
        self._place.setProperty("role", "strip")
        self._place.setWordWrap(True)
        self._place.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + 12)
        column.addWidget(self._place)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.source)
        splitter.addWidget(right)
        splitter.setSizes([480, 820])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.addWidget(self._summary)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._foot())
        self.resize(self._room())

    def _room(self) -> QSize:
        """Return the size of the window behind, whichever dialog asked for the sheet, or what a screen has."""
        parent = self.parentWidget()
        while parent is not None and parent.window().parentWidget() is not None:
            parent = parent.window().parentWidget()
        wanted = parent.window().size() - QSize(24, 48) if parent is not None else QSize(1340, 680)
        return wanted.expandedTo(QSize(960, 600)).boundedTo(self.screen().availableSize())

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.all_box)
        row.addWidget(_muted(_TYPING_HINT if self.is_typed else _HINT), 1)
        self.next_button.setAutoDefault(False)
        self.next_button.setVisible(not self.is_typed)
        self.next_button.setEnabled(any(isinstance(key, CellRef) for key in self.remarks))
        self.all_box.setVisible(not self.is_typed)
        row.addWidget(self.next_button)
        return row

    def _foot(self) -> QFrame:
        frame = QFrame()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("机关"))
        self.office_edit.setAccessibleName("机关名称")
        row.addWidget(self.office_edit, 2)
        row.addWidget(QLabel("年度"))
        self.year_box.setAccessibleName("报告年度")
        row.addWidget(self.year_box)
        row.addWidget(self.destination_box)
        self._sentence.setWordWrap(True)
        self._sentence.setProperty("role", "error")
        row.addWidget(self._sentence, 3)
        self.accept_button.setProperty("primary", "true")
        # The sheet comes up when the reading is done, perhaps while somebody types: Enter may not read it in.
        self.accept_button.setAutoDefault(False)
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row.addWidget(self.accept_button)
        row.addWidget(cancel)
        return frame

    def _connect(self) -> None:
        self.accept_button.clicked.connect(self.accept)
        self.next_button.clicked.connect(self.next_remark)
        self.all_box.clicked.connect(self._take_all)
        self.destination_box.currentIndexChanged.connect(self._refresh)
        self.year_box.valueChanged.connect(self._refresh)
        self.office_edit.textChanged.connect(self._refresh)
        self.tabs.currentChanged.connect(self._show_chapter)
        self.session.changed.connect(self._take_typed)

    def _begin(self) -> None:
        """Show the tables first: they are what must be looked at most."""
        first = next((key for key, page in self.pages.items() if self.form.table_of_section(key)), START)
        if first in self.pages:
            self.tabs.setCurrentWidget(self.pages[first])
            self.pages[first].setFocus()
        self._show_place()

    # What is chosen

    @property
    def choice(self) -> Choice:
        """Return what is taken over as things stand."""
        report = taken(self.session.report, self.left_out, self.office_edit.text().strip(), self.year_box.value())
        sources = {key: self.reading.source_of(key) for key in self.reading.places}
        sources |= {key: self._typed_from(key) for key in self._typed}
        return Choice(report, sources, self.destination)

    @property
    def is_typed(self) -> bool:
        """Tell whether the source is pictures only, so that everything is typed."""
        return not self.reading.lines

    @property
    def destination(self) -> Destination:
        """Return as what the reading is taken over."""
        return Destination(self.destination_box.currentData())

    @property
    def sentence(self) -> str:
        """Return why nothing can be taken over, or else what makes it doubtful; empty for neither."""
        return self._sentence.text()

    @property
    def place_words(self) -> str:
        """Return what is said of the selected place."""
        return self._place.text()

    def accept(self) -> None:
        """Close when everything typed could be taken; stay where something could not."""
        if self._settle():
            super().accept()

    def reject(self) -> None:
        """Close with nothing taken over; ask first when something was typed here, which is kept nowhere else."""
        has_typed = not self._settle() or self.session.report != self.reading.report
        if not has_typed or agreed(self, "放弃录入", _NOT_TAKEN, "现在关闭，在这里录入的就没有了。", "放弃录入"):
            super().reject()

    def _settle(self) -> bool:
        """Take what is being typed; False, with its chapter in sight, where it is no figure."""
        refusing = next((page for page in self.pages.values() if not page.commit()), None)
        if refusing is not None:
            self.tabs.setCurrentWidget(refusing)
            refusing.setFocus()
        return refusing is None

    def _show_chapter(self, _index: int) -> None:
        if self._settle():
            self._show_place()

    def next_remark(self) -> None:
        """Go to the next cell that could not be read or should be looked at."""
        keys = [key for key in self.form.cells if key in self.remarks]
        if not keys or not self._settle():
            return
        page = self._page()
        here = page.current if page is not None else None
        at = keys.index(here) + 1 if isinstance(here, CellRef) and here in keys else 0
        ref = keys[at % len(keys)]
        target = self.pages.get(self._chapter_of(ref))
        if target is not None:
            self.tabs.setCurrentWidget(target)
            target.reveal(ref)

    def _take_typed(self, step: Step) -> None:
        """Keep the page beside which a figure or text was typed."""
        before, after = step.before, step.after
        for key in {*before.cells, *after.cells}:
            if before.cells.get(key) != after.cells.get(key):
                self._typed[key] = self.source.page
        for key in {*before.as_printed, *after.as_printed}:
            if before.as_printed.get(key) != after.as_printed.get(key):
                self._typed[key] = self.source.page
        self._parts = parts_by_chapter(self.form, after)
        self._refresh()
        self._show_place()

    def _typed_from(self, key: Key) -> str:
        page = f" 第 {self._typed[key]} 页" if self._typed[key] else ""
        return f"来源：{self.reading.name}{page}（对照录入）"

    def _toggle(self, keys: tuple[Key, ...]) -> None:
        """Leave out these parts; take them again when all are left out."""
        read = [key for key in keys if any(key in parts for parts in self._parts.values())]
        if all(key in self.left_out for key in read):
            self.left_out -= set(read)
        else:
            self.left_out |= set(read)
        self._refresh()

    def _take_all(self) -> None:
        everything = {key for parts in self._parts.values() for key in parts}
        self.left_out = set() if self.left_out else everything
        self._refresh()

    # What is said

    def _refresh(self) -> None:
        for key, page in self.pages.items():
            page.refresh(self.left_out, self._parts[key])
        self._summary.setText(self._typing_words() if self.is_typed else self._reading_words())
        count = sum(len(parts) for parts in self._parts.values())
        state = Qt.CheckState.PartiallyChecked
        if not self.left_out:
            state = Qt.CheckState.Checked
        elif len(self.left_out) == count:
            state = Qt.CheckState.Unchecked
        self.all_box.setCheckState(state)
        refusal = self._refusal(count - len(self.left_out))
        self._sentence.setText(refusal or self._doubt())
        self.accept_button.setEnabled(not refusal)

    def _refusal(self, count: int) -> str:
        year, wanted = self.year_box.value(), self._target.year - 1
        if not count:
            return "还没有录入任何内容。" if self.is_typed else "没有采用任何内容。"
        if self.destination is Destination.LAST_YEAR and year != wanted:
            return f"上年报告应当是 {wanted} 年的，请核对年度。"
        return ""

    def _doubt(self) -> str:
        """Return that the source is of another office; one that names a part of the other is taken for the same."""
        read, own = self.office_edit.text().strip(), self._target.office
        if not read or not own or read in own or own in read:
            return ""
        return f"机关与本单位“{own}”不同，请核对是否选错了文件。"

    def _typing_words(self) -> str:
        count = len(self.session.report.cells) + len(self.session.report.as_printed)
        told = f"“{self.reading.name}”里没有可读的文字，多半是扫描件。请对照左边的图片，在右边的表格里录入；"
        holds = identities_of(self.form, self.session.report)
        return f"{told}合计由程序算出，请与图片上的合计核对。已录入 {count} 格{f'，{holds}' if holds.of else ''}。"

    def _reading_words(self) -> str:
        reading = self.reading
        figures = len(reading.report.cells) + len(reading.report.as_printed)
        doubtful = sum(severity is Severity.WARNING for severity, _ in self.remarks.values())
        counts = f"读出 {figures} 格，未读出 {len(reading.unread)} 格，待核对 {doubtful} 处；{reading.identities}。"
        return f"“{reading.name}”：{counts}{''.join(reading.remarks)}"

    def _show_place(self) -> None:
        page = self._page()
        key = page.current if page is not None else None
        if key is None:
            return
        remark = self.remarks.get(key) if key not in self._typed else None
        lines = [self._source_words(key)]
        lines += [f"{remark[1]}。"] if remark else []
        lines += ["不采用。"] if key in self.left_out else []
        self._place.setText("　".join(lines))
        self.source.show_place(self._place_of(key))

    def _say(self, sentence: str) -> None:
        """Say what was refused; once that is taken back, tell of the place again."""
        if sentence:
            self._place.setText(sentence)
        else:
            self._show_place()

    def _place_of(self, key: Key) -> Place:
        unread = next((item.place for item in self.reading.unread if item.ref == key), Place())
        return self.reading.places.get(key, unread)

    def _source_words(self, key: Key) -> str:
        place = str(self._place_of(key))
        label = f"{self.form.cells[key].label}　" if isinstance(key, CellRef) else ""
        if key in self._typed or self.is_typed:
            return f"{label}{self._typed_from(key) if key in self._typed else ''}"
        return f"{label}来源：{self.reading.name}{' ' + place if place else ''}"

    def _page(self) -> ChapterPage | None:
        page = self.tabs.currentWidget()
        return page if isinstance(page, ChapterPage) else None

    def _chapter_of(self, ref: CellRef) -> str:
        return self.form.tables[ref.table].section


def _muted(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label
