"""读入: a report that others made, as a file or from the clipboard, read in a process of its own and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressDialog, QWidget

from model.backups import Occasion
from model.errors import AppError
from model.form_loader import CURRENT_FORM, form_for_year, load_form
from model.temporary import temporary_folder
from ui.desk import ENDING, Desk
from ui.intake_choice import Choice, Destination, Target, edit_of
from ui.notices import Tone
from ui.session import ReportSession
from ui.tasks import run_in_background
from ui.window import MainWindow

if TYPE_CHECKING:
    from intake import Reading

FILTER: Final = "年度报告 (*.docx *.pdf *.xlsx *.xls *.html *.htm *.txt *.md);;所有文件 (*)"
_PASTED: Final = "粘贴的内容"
_REPORT_FILE: Final = ".json"
_PATIENCE: Final = 400
"""Milliseconds after which a progress dialog says that reading goes on."""
NOTHING_PASTED: Final = "剪贴板里没有文字。请先在网页或文档里全选、复制上年报告，再回到这里粘贴。"


class _Read(NamedTuple):
    """What came out of a source: the reading, and the content of a PDF for showing its pages."""

    reading: Reading
    content: bytes


class SourceReader(QObject):
    """Reads sources in the background.

    ``done`` carries the reading and the content of a PDF, ``refused`` the refusal.
    """

    done = Signal(object, bytes)
    refused = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = 0
        self._progress: QProgressDialog | None = None

    def read_file(self, path: Path) -> None:
        """Read a file."""
        self._start(partial(_read_file, path), path.name)

    def read_clipboard(self) -> bool:
        """Read what was copied in a browser or a document; return False when there is no text."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not data.text().strip():
            return False
        self._start(partial(_read_pasted, data.html(), data.text()), _PASTED)
        return True

    def _start(self, work: Callable[[], _Read], name: str) -> None:
        """Read in the background; what is asked for later takes the place of what was asked for before."""
        self._number += 1
        self._close_progress()
        parent = self.parent()
        assert isinstance(parent, QWidget)
        progress = QProgressDialog(f"正在读取“{name}”……", "取消", 0, 0, parent)
        progress.setWindowTitle("读入报告")
        progress.setWindowModality(Qt.WindowModality.NonModal)
        progress.setMinimumDuration(_PATIENCE)
        progress.setValue(0)
        progress.canceled.connect(self._cancel)
        self._progress = progress
        number = self._number
        run_in_background(work, partial(self._take, number), partial(self._refuse, number))

    def _cancel(self) -> None:
        self._number += 1
        self._close_progress()

    def _take(self, number: int, read: _Read) -> None:
        if number == self._number:
            self._close_progress()
            self.done.emit(read.reading, read.content)

    def _refuse(self, number: int, refusal: AppError) -> None:
        if number == self._number:
            self._close_progress()
            self.refused.emit(refusal)

    def _close_progress(self) -> None:
        progress, self._progress = self._progress, None
        if progress is not None:
            progress.canceled.disconnect(self._cancel)
            progress.close()
            progress.deleteLater()


class IntakeCommands(QObject):
    """The commands that read reports of others.

    ``report_file_dropped`` carries a report file, ``archive_dropped`` a 年报文件 that was dropped on the window.
    """

    report_file_dropped = Signal(object)
    archive_dropped = Signal(object)

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._notices, self._settings = window.notices, window.settings
        self._reader = SourceReader(window)
        self._reader.done.connect(self._confirm)
        self._reader.refused.connect(self._say_refused)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def read_chosen(self) -> None:
        """Ask which file to read."""
        if not self._window.settle() or self._says_read_only():
            return
        folder = str(self._settings.export_folder)
        chosen, _ = QFileDialog.getOpenFileName(self._window, "读入报告", folder, FILTER)
        if chosen:
            self.read_file(Path(chosen))

    def read_file(self, path: Path) -> None:
        """Read a file in the background, then show what was read."""
        if self._says_read_only():
            return
        self._notices.dismiss("intake")
        self._reader.read_file(path)

    def paste(self) -> None:
        """Read what was copied from a web page or a document."""
        if not self._window.settle() or self._says_read_only():
            return
        self._notices.dismiss("intake")
        if not self._reader.read_clipboard():
            self._notices.show_notice("intake", Tone.WARNING, NOTHING_PASTED)

    def _says_read_only(self) -> bool:
        """Tell whether nothing can be taken over, and say so before anybody confirms a whole report in vain."""
        session = self._desk.session
        if session is None or not session.read_only_reason:
            return False
        self._notices.show_notice("intake", Tone.INFORMATION, session.read_only_reason)
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take files that are dropped on the window."""
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if _dropped_file(event) is not None:
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            path = _dropped_file(event)
            if path is not None:
                event.acceptProposedAction()
                QTimer.singleShot(0, partial(self._take_dropped, path))  # the program it comes from waits for the drop
                return True
        return False

    def _take_dropped(self, path: Path) -> None:
        if path.suffix.lower() == ENDING:
            self.archive_dropped.emit(path)
        elif self._desk.session is None:
            sentence = f"要读入“{path.name}”，请先打开年报文件并新建年度；在“新建年度”里可以直接读入上年报告。"
            self._notices.show_notice("intake", Tone.WARNING, sentence)
        elif path.suffix.lower() == _REPORT_FILE:
            self.report_file_dropped.emit(path)
        else:
            self.read_file(path)

    def _confirm(self, reading: Reading, content: bytes) -> None:
        session = self._desk.session
        if session is None:
            return
        self._window.settle()  # what is refused stays in its cell; the reading is shown all the same
        from ui.changes_sheet import came_back  # noqa: PLC0415 (start-up)

        if reading.lines and came_back(session.report, reading) and self._take_changes(session, reading):
            return
        choice = ask(reading, _target(session), content, self._window)
        if choice is not None:
            self._take_over(session, choice)

    def _take_changes(self, session: ReportSession, reading: Reading) -> bool:
        """Let the user choose among the changes of our own report; False when all that was read is to be seen."""
        from ui.changes_sheet import chosen_changes  # noqa: PLC0415 (start-up)

        edit = chosen_changes(session, reading, self._window)
        if edit is None:
            return False
        if edit.cells or edit.texts:
            self._desk.back_up(Occasion.IMPORT)
            session.submit(edit, f"采用“{reading.name}”的修改")
        return True

    def _take_over(self, session: ReportSession, choice: Choice) -> None:
        edit = edit_of(session.form, session.report, choice)
        self._desk.back_up(Occasion.IMPORT)
        if session.submit(edit, f"读入 {choice.report.source}"):
            carried = "已填数字的格子没有改动，" if choice.destination is Destination.LAST_YEAR else ""
            done = f"已把“{choice.report.source}”{choice.destination.value}，填入 {len(edit.cells)} 格，"
            sentence = f"{done}{carried}可以撤销。"
            self._notices.show_notice("intake", Tone.SUCCESS, sentence)
        else:
            reason = session.read_only_reason or "读入的内容与当前报告相同，没有改动。"
            self._notices.show_notice("intake", Tone.INFORMATION, reason)

    def _say_refused(self, refusal: AppError) -> None:
        self._notices.show_notice("intake", Tone.ERROR, refusal.sentence)


def ask(reading: Reading, target: Target, content: bytes, parent: QWidget) -> Choice | None:
    """Show a reading beside its source and return what was confirmed, None when nothing was.

    A source of pictures only is typed as the report of the year before the target's.
    """
    from intake.typed import to_be_typed  # noqa: PLC0415 (start-up)
    from ui.confirmation import ConfirmationSheet  # noqa: PLC0415 (start-up)

    if not reading.lines:
        reading = to_be_typed(reading.name, form_for_year(target.year - 1), target.year - 1)
    sheet = ConfirmationSheet(reading, target, content, parent)
    accepted = sheet.exec() == QDialog.DialogCode.Accepted
    choice = sheet.choice if accepted else None
    sheet.deleteLater()
    return choice


def _target(session: ReportSession) -> Target:
    return Target(session.form, session.report.year, office=session.report.office)


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _read_file(path: Path) -> _Read:
    from intake.reader_process import read_in_process  # noqa: PLC0415 (start-up)
    from intake.refusals import SourceScannedError  # noqa: PLC0415 (start-up)
    from intake.typed import to_be_typed  # noqa: PLC0415 (start-up)

    try:
        reading = read_in_process(path)
    except SourceScannedError:
        return _Read(to_be_typed(path.name, load_form(CURRENT_FORM), 0), _content(path))
    return _Read(reading, _content(path) if any(line.place.box for line in reading.lines) else b"")


def _content(path: Path) -> bytes:
    from intake.refusals import SourceMissingError  # noqa: PLC0415 (start-up)

    try:
        return path.read_bytes()
    except OSError as problem:
        raise SourceMissingError(path.name) from problem


def _read_pasted(markup: str, text: str) -> _Read:
    """Read what was pasted; some programs put a markup on the clipboard in which nothing can be found."""
    from intake.refusals import SourceEmptyError  # noqa: PLC0415 (start-up)

    if markup:
        try:
            return _read_as(".html", f'<meta charset="utf-8">{markup}')
        except SourceEmptyError:
            pass
    return _read_as(".txt", text)


def _read_as(ending: str, text: str) -> _Read:
    """Read a text through the same process as a file: it too comes from outside."""
    from intake.reader_process import read_in_process  # noqa: PLC0415 (start-up)

    with temporary_folder() as folder:
        path = folder / f"{_PASTED}{ending}"
        path.write_text(text, encoding="utf-8", errors="replace")
        reading = read_in_process(path)
    return _Read(replace(reading, name=_PASTED, report=replace(reading.report, source=_PASTED)), b"")
