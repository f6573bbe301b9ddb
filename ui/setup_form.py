"""The choices for one output: clean copy or which draft, 落款, size of type, blank forms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFormLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from export.pdf import Draft, DraftKind
from ui.page_setup import PageSetup

if TYPE_CHECKING:
    from ui.settings import Settings

CLEAN: Final = "正式稿（不带标记）"


class SetupForm(QWidget):
    """Asks for a :class:`PageSetup` and remembers the answers; ``changed`` tells of every new one.

    ``for_paper`` adds what only a printer is asked for: large type and blank forms. ``checksum`` are the words for
    the 校验码 of the report, which a draft can show.
    """

    changed = Signal()

    def __init__(self, settings: Settings, checksum: str, *, for_paper: bool) -> None:
        super().__init__()
        self._settings, self._checksum = settings, checksum
        self.kind_box = QComboBox()
        self.kind_box.addItem(CLEAN, "")
        for kind in DraftKind:
            self.kind_box.addItem(kind.value, kind.value)
        self.number_box = QSpinBox(minimum=1, maximum=99, prefix="第 ", suffix=" 稿")
        self.day_edit = QDateEdit(QDate.currentDate())
        self.day_edit.setDisplayFormat("yyyy年M月d日")
        self.day_edit.setCalendarPopup(True)
        self.watermark_box = QCheckBox("淡色“草稿”水印(&W)")
        self.checksum_box = QCheckBox("每页印校验码(&J)")
        self.checksum_box.setToolTip(f"现在是{checksum}，改过任何一个数就不一样")
        self.closing_box = QCheckBox("印落款和日期(&L)")
        self.large_box = QCheckBox("大字版（正文 2 号字）(&B)")
        self.blank_box = QCheckBox("空白表（供手工填写）(&K)")
        self.large_box.setVisible(for_paper)
        self.blank_box.setVisible(for_paper)
        self._recall()
        self._lay_out()
        self._connect()
        self._follow_kind()

    def _lay_out(self) -> None:
        draft = QHBoxLayout()
        draft.addWidget(self.number_box)
        draft.addWidget(self.day_edit, 1)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("稿别(&D)", self.kind_box)
        form.addRow("", draft)
        form.addRow("", self.watermark_box)
        form.addRow("", self.checksum_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        for box in (self.closing_box, self.large_box, self.blank_box):
            layout.addWidget(box)

    def _connect(self) -> None:
        self.kind_box.currentIndexChanged.connect(self._follow_kind)
        for box in (self.watermark_box, self.checksum_box, self.closing_box, self.large_box, self.blank_box):
            box.toggled.connect(self._tell)
        self.number_box.valueChanged.connect(self._tell)
        self.day_edit.dateChanged.connect(self._tell)
        self.kind_box.currentIndexChanged.connect(self._tell)

    @property
    def setup(self) -> PageSetup:
        """Return what is chosen at present."""
        blank = self.blank_box.isChecked() and not self.blank_box.isHidden()
        return PageSetup(
            self._draft("" if blank else self._checksum),
            self.closing_box.isChecked(),
            self.large_box.isChecked() and not self.large_box.isHidden(),
            blank,
        )

    def remember(self) -> None:
        """Keep the choices for the next time; the day is always today, and blank forms are asked for anew."""
        store = self._settings
        store.set_word("draft_kind", self.kind_box.currentData())
        store.set_word("draft_number", str(self.number_box.value()))
        store.set_flag("draft_watermark", value=self.watermark_box.isChecked())
        store.set_flag("draft_checksum", value=self.checksum_box.isChecked())
        store.set_flag("print_closing", value=self.closing_box.isChecked())
        if not self.large_box.isHidden():
            store.set_flag("large_type", value=self.large_box.isChecked())

    def _recall(self) -> None:
        store = self._settings
        self.kind_box.setCurrentIndex(max(self.kind_box.findData(store.word("draft_kind")), 0))
        number = store.word("draft_number")
        self.number_box.setValue(int(number) if number.isdecimal() else 1)
        self.watermark_box.setChecked(store.flag("draft_watermark") is True)
        self.checksum_box.setChecked(store.flag("draft_checksum") is True)
        self.closing_box.setChecked(store.flag("print_closing") is not False)
        self.large_box.setChecked(store.flag("large_type") is True)

    def _draft(self, checksum: str) -> Draft | None:
        kind = self.kind_box.currentData()
        if not kind:
            return None
        day = self.day_edit.date()
        written = date(day.year(), day.month(), day.day())
        shown = checksum if self.checksum_box.isChecked() else ""
        return Draft(DraftKind(kind), self.number_box.value(), written, self.watermark_box.isChecked(), shown)

    def _follow_kind(self) -> None:
        is_draft = bool(self.kind_box.currentData())
        for widget in (self.number_box, self.day_edit, self.watermark_box, self.checksum_box):
            widget.setEnabled(is_draft)

    def _tell(self) -> None:
        self.changed.emit()
