"""Look for a number of the tables by its words: Ctrl+J puts it into a text, Ctrl+F in a table goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from model.cells import CellRef
from model.form import Form
from ui.number_choices import NumberChoice, figure_choices, matching, number_choices
from ui.session import ReportSession
from ui.texts.chip_words import meaning_of
from ui.texts.editor import TextEditor
from ui.theme import current_theme

_Index = QModelIndex | QPersistentModelIndex
_CHOICE: Final = Qt.ItemDataRole.UserRole
_ROWS: Final = 9
_MOVES: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class _Words(NamedTuple):
    """What the search says: in the empty field, below the list, and instead of a list of nothing."""

    field: str
    hint: str
    nothing: str


_INSERT: Final = _Words(
    "输入名称找数，例如：新收　自然人　去年 结转　占比",
    "↑↓ 选择，Enter 插入，Esc 取消",
    "没有这样的数。可以只输入一两个字，例如“新收”“自然人”“去年 结转”“占比”。",
)
_GO: Final = _Words(
    "输入名称或数字，例如：新收　自然人　103",
    "↑↓ 选择，Enter 转到这一格，Esc 取消",
    "三张表里没有这样的数。可以只输入一两个字，例如“新收”“自然人”，或者输入数字。",
)


class NumberSearch(QFrame):
    """A field and a list beside the caret or the current cell; closed until :meth:`open_for` or :meth:`open_from`."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._source: QWidget | None = None
        self._taken: Callable[[str], object] = lambda _source: None
        self._words = _INSERT
        self._choices: tuple[NumberChoice, ...] = ()
        self.setObjectName("card")
        self.field = QLineEdit()
        self.field.setAccessibleName("查找表格里的数")
        self.model = _ChoicesModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_ChoiceDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("表格里的数")
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        for part in (self.field, self.list, self.note):
            layout.addWidget(part)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._take)
        self.hide()

    def open_for(self, editor: TextEditor) -> None:
        """Open below the caret of an editor, with all numbers of its report as they are now."""
        session = editor.session
        if session.read_only_reason:
            session.refused.emit(session.read_only_reason)
            return
        choices = number_choices(session.form, session.evaluation)
        self._open(editor, editor.rect_of(editor.selected.end), session.form, choices, _INSERT)
        self._taken = editor.insert_number

    def open_from(self, view: QWidget, beside: QRect, session: ReportSession) -> None:
        """Open below a cell of a table, with all figures of the tables as they are now; the chosen one is shown."""
        self._open(view, beside, session.form, figure_choices(session.form, session.evaluation), _GO)
        self._taken = lambda source: session.reveal(CellRef.parse(source))

    def _open(
        self, source: QWidget, beside: QRect, form: Form, choices: tuple[NumberChoice, ...], words: _Words
    ) -> None:
        self._source, self._choices, self._words = source, choices, words
        self.field.setPlaceholderText(words.field)
        self.model.form = form
        self.field.clear()
        self._filter()
        self._place(source, beside)
        self.raise_()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_search(self) -> None:
        """Close without taking anything and go back to where it was opened."""
        self.hide()
        if self._source is not None:
            self._source.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Give the field's arrow keys to the list; take Enter and Escape before the window does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._takes_key(event)
        elif event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_search()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.currentIndex())
        elif key in _MOVES:
            self._move(key)
        else:
            return False
        return True

    def _move(self, key: Qt.Key) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}[key]
        last = self.model.rowCount() - 1
        if last >= 0:
            self.list.setCurrentIndex(self.model.index(max(0, min(last, self.list.currentIndex().row() + step))))

    def _filter(self) -> None:
        self.model.show(matching(self._choices, self.field.text()))
        found = self.model.rowCount()
        self.note.setText(self._words.hint if found else self._words.nothing)
        if found:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.scrollToTop()

    def _take(self, index: QModelIndex) -> None:
        choice = index.data(_CHOICE) if index.isValid() else None
        if isinstance(choice, NumberChoice):
            self.close_search()
            self._taken(choice.source)

    def _place(self, source: QWidget, beside: QRect) -> None:
        unit = self.fontMetrics().height()
        row = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(max(row, unit) * _ROWS)
        self.resize(min(unit * 26, self._ground.width()), self.sizeHint().height())
        below = source.mapTo(self._ground, beside.bottomLeft()) + QPoint(0, 4)
        above = source.mapTo(self._ground, beside.topLeft()) - QPoint(0, self.height() + 4)
        room = self._ground.rect()
        y = below.y() if below.y() + self.height() <= room.bottom() else max(0, above.y())
        self.move(max(0, min(below.x(), room.right() - self.width())), y)


class _ChoicesModel(QAbstractListModel):
    """The choices that were found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.form: Form | None = None
        self.choices: list[NumberChoice] = []

    def show(self, choices: list[NumberChoice]) -> None:
        """Show other choices."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's signature)
        """Return the number of choices."""
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a choice, or its words."""
        if not index.isValid():
            return None
        choice = self.choices[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return choice.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{choice.label}：{choice.digits}"
            case Qt.ItemDataRole.ToolTipRole:
                return meaning_of(choice.source, self.form).sentence if self.form is not None else None
            case _:
                return choice if role == _CHOICE else None


class _ChoiceDelegate(QStyledItemDelegate):
    """Paints the name on the left and the digits on the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one choice."""
        choice, theme = index.data(_CHOICE), current_theme()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        font = option.font  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.header)
        inside = rect.adjusted(8, 0, -8, 0)
        painter.setFont(font)
        painter.setPen(theme.muted if choice.digits == "空白" else theme.ink)
        font.setBold(True)
        digits = painter.fontMetrics().horizontalAdvance(choice.digits) + 24
        label = painter.fontMetrics().elidedText(choice.label, Qt.TextElideMode.ElideMiddle, inside.width() - digits)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
        painter.setFont(font)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, choice.digits)
        painter.restore()
