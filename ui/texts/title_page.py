"""The page 标题与落款: title, preface and closing. What is left empty prints nothing, but the title its default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QDate, QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.session import ReportSession
from ui.texts.customary import CONTACT, composed_closing, composed_preface, default_title, renewed
from ui.texts.editor import TextEditor
from ui.texts.look import TextLook
from ui.texts.page import EditorsPage
from ui.texts.search import Search


class TitlePage(EditorsPage):
    """Edits title, preface and closing.

    ``contact`` returns what the office's profile knows of ``CONTACT``; ``contact_changed`` carries it after the
    user changed it, so that it is offered again next year. ``today`` is a parameter for tests.
    """

    contact_changed = Signal(object)

    def __init__(
        self,
        session: ReportSession,
        contact: Callable[[], Mapping[str, str]],
        search: Search | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.title = TextEditor(session, "title", TextLook.TITLE)
        self.preface = TextEditor(session, "preface")
        self.closing = TextEditor(session, "closing", TextLook.CLOSING)
        super().__init__(session, (self.title, self.preface, self.closing), search)
        self.contact_fields = {key: QLineEdit(contact().get(key, "")) for key in CONTACT}
        self.day = QDateEdit(QDate(*today().timetuple()[:3]))
        self.title_button = QPushButton()
        self.last_preface_button = QPushButton("沿用上年前言")
        self._lay_out()
        self._connect()
        self._follow_report()

    def write_preface(self) -> None:
        """Write the preface anew from what is known."""
        text = composed_preface(self.session.form, self.session.report, self._contact)
        if self.preface.stored not in {"", text}:
            self.message.emit("已按上面的内容重写前言。要找回原来的前言，请撤销（Ctrl+Z）。")
        self._write(self.preface, text, "写入前言")

    def take_last_preface(self) -> None:
        """Write last year's preface with its years moved on."""
        previous = self.session.report.previous
        if previous is not None and (text := previous.texts.get("preface")):
            self._write(self.preface, renewed(text, previous.year, self.session.report.year), "沿用上年前言")
            self.message.emit("已沿用上年前言，年份已改为本年度。请核对网址、地址和电话。")

    def write_closing(self) -> None:
        """Write the office and the day as the closing."""
        day = self.day.date()
        text = composed_closing(self.session.report, date(day.year(), day.month(), day.day()))
        self._write(self.closing, text, "写入落款")

    def toggle_title(self) -> None:
        """Put the default title into the editor so that it can be changed, or go back to the default."""
        if self.title.stored:
            self._write(self.title, "", "恢复默认标题")
        else:
            self._write(self.title, default_title(self.session.report), "填入默认标题")

    @property
    def _contact(self) -> dict[str, str]:
        return {key: field.text().strip() for key, field in self.contact_fields.items()}

    def _write(self, editor: TextEditor, text: str, words: str) -> None:
        editor.replace_text(text, words)
        editor.setFocus()

    def _connect(self) -> None:
        self.title_button.clicked.connect(self.toggle_title)
        self.last_preface_button.clicked.connect(self.take_last_preface)
        for field in self.contact_fields.values():
            field.editingFinished.connect(self._keep_contact)
        self._kept = self._contact
        for editor in self.editors.values():
            editor.restyled.connect(self._fit_heights)
        self.session.changed.connect(self._follow_report)

    def _keep_contact(self) -> None:
        if self._contact != self._kept:
            self._kept = self._contact
            self.contact_changed.emit(self._kept)

    def _follow_report(self) -> None:
        report = self.session.report
        self.title.set_placeholder("\n".join(default_title(report).splitlines()))
        self.title_button.setText("恢复默认标题" if self.title.stored else "在默认标题上修改")
        previous = report.previous
        self.last_preface_button.setVisible(previous is not None and bool(previous.texts.get("preface")))

    def _lay_out(self) -> None:
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(4)
        heading = QLabel("标题与落款")
        heading.setProperty("role", "title")
        self.box.addWidget(heading)
        self._add_part("标题", "不填时按灰字打印，一行印一行。", self.title, [self.title_button])
        self.title.setAccessibleName("标题")
        write = QPushButton("按网址、地址、电话写前言")
        write.clicked.connect(self.write_preface)
        self._add_part("前言", "可以不写；通知没有要求，是通行做法。", self.preface, [self.last_preface_button, write])
        self._column.insertLayout(self._column.count() - 1, self._contact_row())
        self.preface.set_placeholder("不写前言时，这里什么也不打印。")
        self.day.setDisplayFormat("yyyy年M月d日")
        self.day.setAccessibleName("落款日期")
        fill = QPushButton("填入机关全称和日期")
        fill.clicked.connect(self.write_closing)
        self._add_part("落款", "可以不写；在网上公布的多不写，报送纸质件时用。", self.closing, [self.day, fill])
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._inside)
        area.setFocusProxy(self.title)
        self.box.addWidget(area, 1)
        self.box.addWidget(self.find_bar)
        self._fit_heights()

    def _add_part(self, name: str, hint: str, editor: TextEditor, tools: list[QWidget]) -> None:
        row = QHBoxLayout()
        heading, words = QLabel(name), QLabel(hint)
        heading.setProperty("role", "heading")
        words.setProperty("role", "muted")
        row.addWidget(heading)
        row.addWidget(words)
        row.addStretch()
        for tool in tools:
            row.addWidget(tool)
        editor.setAccessibleName(name)
        self._column.addLayout(row)
        self._column.addWidget(editor, 1 if editor is self.preface else 0)

    def _contact_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for key, name in CONTACT.items():
            label = QLabel(name)
            label.setBuddy(self.contact_fields[key])
            row.addWidget(label)
            row.addWidget(self.contact_fields[key], 2 if key == "address" else 1)
        return row

    def _fit_heights(self) -> None:
        self.title.setFixedHeight(self.title.height_of_lines(2))
        self.preface.setMinimumHeight(self.preface.height_of_lines(3))
        self.closing.setFixedHeight(self.closing.height_of_lines(2))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Lay out for the size there is: Qt says nothing of a change of size in the midst of showing."""
        super().showEvent(event)
        self._column.setGeometry(self._inside.contentsRect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the font size of the application."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange} and hasattr(self, "_kept"):
            self._fit_heights()
