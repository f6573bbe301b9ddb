"""The page of one chapter of prose."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from model.repetition import formula_of, repeats_of
from ui.header_bar import ElidedLabel
from ui.session import ReportSession
from ui.steady_label import SteadyLabel
from ui.texts.editor import TextEditor
from ui.texts.last_year_panel import LastYearPanel
from ui.texts.page import EditorsPage
from ui.texts.search import Search
from ui.texts.subheadings import with_missing_subheadings
from ui.theme import current_theme


class TextPage(EditorsPage):
    """Edits the chapter ``section_key`` (overview, problems, others)."""

    def __init__(self, session: ReportSession, section_key: str, search: Search | None = None) -> None:
        self.section = session.form.section(section_key)
        self.editor = TextEditor(session, section_key)
        super().__init__(session, (self.editor,), search)
        self._count, self.repeated = SteadyLabel(), ElidedLabel()
        self.repeated.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.repeated.setProperty("role", "muted")
        self.last_year = LastYearPanel(session, section_key, self)
        self._lay_out()
        self._show_count()
        self._show_repeated()

    def _lay_out(self) -> None:
        title = QLabel(self.section.title)
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(title)
        head.addWidget(self.repeated, 1)
        head.addWidget(self._count)
        self.editor.setAccessibleName(self.section.title)
        tools = QHBoxLayout()
        if self.section.subheadings:
            button = QPushButton("补齐小标题")
            button.setToolTip("\n".join(self.section.subheadings))
            button.clicked.connect(self.add_subheadings)
            tools.addWidget(button)
        take = QPushButton("取自表格")
        take.setToolTip("插入取自表格的数，表格改动时自动更新（Ctrl+J）")
        take.clicked.connect(self.open_number_search)
        tools.addWidget(take)
        for words, keys, replacing in (("查找", "Ctrl+F", False), ("替换", "Ctrl+H", True)):
            button = QPushButton(words)
            button.setToolTip(f"{words}（{keys}）")
            button.clicked.connect(partial(self.open_search, replacing=replacing))
            tools.addWidget(button)
        tools.addWidget(self.last_year.fold_button)
        tools.addStretch()
        self.box.addLayout(head)
        if self.section.guidance:
            guidance = QLabel(self.section.guidance, wordWrap=True)
            guidance.setProperty("role", "muted")
            self.box.addWidget(guidance)
        self.box.addLayout(tools)
        beside = QHBoxLayout()
        beside.addWidget(self.editor, 1)
        beside.addWidget(self.last_year, 1)
        self.box.addLayout(beside, 1)
        self.box.addWidget(self.find_bar)

    def add_subheadings(self) -> None:
        """Put in the customary sub-headings that are missing, in one undo step; below the first is where one writes."""
        is_begun = bool(self.editor.stored.strip())
        completed = with_missing_subheadings(self.editor.stored, self.section.subheadings)
        parts = [f"补入 {completed.added} 个小标题"] if completed.added else []
        parts += [f"改正 {completed.renumbered} 个小标题的编号"] if completed.renumbered else []
        if not parts:
            self.message.emit("常用的小标题都已经有了。")
        else:
            self.editor.replace_text(completed.text, "，".join(parts))
            self.message.emit(f"已{'，'.join(parts)}。用不到的可以删去。")
            if not is_begun:
                below = completed.text.index("\n") + 1
                self.editor.select_stretch(below, below)
        self.editor.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the colours of the application."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_count"):
            self._show_count()

    def show_lengths(self) -> None:
        """Say how long the chapter is and how much of it stands in last year's report."""
        super().show_lengths()
        self._show_count()
        self._show_repeated()

    def _show_count(self) -> None:
        count, guideline = self.editor.character_count, self.section.guideline
        beyond = count - guideline if guideline else 0
        words = f"{count:,} 字"
        if beyond > 0:
            words += f"，超出 {guideline:,} 字的篇幅要求 {beyond:,} 字"
        elif guideline:
            words += f"（篇幅原则上不超过 {guideline:,} 字）"
        theme = current_theme()
        colour = f"color:{(theme.warning if beyond > 0 else theme.muted).name()}"
        self._count.setText(words)
        if colour != self._count.styleSheet():  # a style sheet lays out the whole page anew
            self._count.setStyleSheet(colour)

    def _show_repeated(self) -> None:
        """Say how much stands in last year's report; there is no standard for it, so it is 参考值."""
        session = self.session
        found = repeats_of(session.form, session.report, session.evaluation.values, self.section.key)
        self.repeated.setVisible(found is not None)
        if found is not None:
            tip = f"这一章{formula_of(found)}。数字、日期、法规名称和固定表述不计。"
            self.repeated.show_words(f"与上年相同约 {found.percent}%（参考值）", tip)
