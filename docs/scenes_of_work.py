"""Scenes of the manual: what is done with a report that is written, from the printed page to the final version."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QDate, QPoint, QRect
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu

from docs.camera import Clock, picture, settle
from docs.scenes import Scene
from docs.stage import GRANTED_NATURAL, NEW_NATURAL, Stage, left_of, place_in, right_of, sample
from export.formats import document_of, outputs_of
from intake import read_source
from model.archive import VersionKind
from model.backups import Occasion, every_backup
from model.corrections import correction_lists
from model.form_loader import load_form
from ui.backups_view import BackupsDialog
from ui.changes_sheet import ChangesSheet
from ui.export_dialog import ExportDialog
from ui.font_settings import FontDialog
from ui.history_view import HistoryDialog
from ui.page_setup import snapshot_of
from ui.print_dialog import PrintDialog
from ui.review_view import ReviewDialog
from ui.settings import Settings
from ui.versions_view import VersionsDialog


def readme_window(stage: Stage) -> QPixmap:
    """Show the wide window: table, printed page, and a finding that is followed in both."""
    stage.settings.set_flag("preview", value=True)
    stage.window.setFixedSize(1600, 960)
    view = stage.open(page="requests")
    stage.unbalance()
    view.panel.show_collapsed(collapsed=False)
    stage.work.step_finding(1)
    settle()
    return picture(stage.window)


def printed_page(stage: Stage) -> QPixmap:
    """Show the printed page in the place of the editor."""
    stage.window.setFixedSize(1060, 620)
    stage.open(page="report")
    stage.work.toggle_preview()
    settle()
    return picture(stage.window, callouts=[left_of(stage.rect(stage.tool("打印效果")))])


def print_dialog(stage: Stage) -> QPixmap:
    """Show how a draft is printed."""
    stage.open()
    dialog = PrintDialog(snapshot_of(stage.session), stage.settings, stage.window)
    dialog.printer_box.addItem("办公室打印机")
    _as_draft(dialog)
    return picture(stage.show(dialog, 1000, 600))


def _as_draft(dialog: PrintDialog | ExportDialog) -> None:
    form = dialog.form
    form.kind_box.setCurrentIndex(3)
    form.day_edit.setDate(QDate(2025, 1, 10))


def export_dialog(stage: Stage) -> QPixmap:
    """Show what is exported where."""
    stage.open()
    dialog = ExportDialog(snapshot_of(stage.session), tuple(stage.view.panel.findings), stage.settings, stage.window)
    dialog.form.day_edit.setDate(QDate(2025, 1, 10))
    stage.show(dialog)
    chosen = (dialog.boxes["pdf"], dialog.form.kind_box)
    pressed = (dialog.folder_button, dialog.export_button)
    numbers = [right_of(place_in(dialog, part)) - QPoint(40, 0) for part in chosen]
    numbers += [left_of(place_in(dialog, part)) - QPoint(6, 0) for part in pressed]
    return picture(dialog, callouts=numbers)


def file_menu(stage: Stage) -> QPixmap:
    """Show the menu 文件."""
    return _menu(stage, 0)


def versions_menu(stage: Stage) -> QPixmap:
    """Show the menu 版本."""
    return _menu(stage, 3)


def _menu(stage: Stage, number: int) -> QPixmap:
    stage.open()
    menu: QMenu = stage.menu(number)
    right = menu.mapTo(stage.window, QPoint()).x() + menu.width() + 60
    shot = picture(stage.window, QRect(0, 0, max(right, 420), menu.height() + 40), overlay=menu)
    menu.hide()
    return shot


def review_sheet(stage: Stage) -> QPixmap:
    """Show the 校核单."""
    stage.open()
    stage.unbalance()
    settings = Settings(stage.folder / "names.ini")
    for number, name in enumerate(("王敏", "李强", "张建国")):
        settings.set_word(f"review_{number}", name)
    dialog = ReviewDialog(snapshot_of(stage.session), tuple(stage.view.panel.findings), settings, stage.window)
    dialog.edits["日期"].setText("2025年1月10日")
    return picture(stage.show(dialog, 1000, 660))


def _history(stage: Stage) -> None:
    """Let a few days of work go by."""
    Clock.put_forward(minutes=20)
    stage.fill({GRANTED_NATURAL: 8}, "填写")
    settle()
    Clock.put_forward(minutes=6)
    stage.fill({GRANTED_NATURAL: 9}, "填写")
    stage.desk.make_version("", VersionKind.REVIEW)
    Clock.put_forward(days=3, hours=5)
    stage.write("others", "没有其他需要报告的事项", "本机关没有其他需要报告的事项")
    stage.fill({NEW_NATURAL: 36, GRANTED_NATURAL: 10}, "填写")
    settle()
    stage.desk.written()


def versions(stage: Stage) -> QPixmap:
    """Show what differs between a version that was submitted and the present state."""
    stage.open()
    _history(stage)
    archive, number, form = stage.desk.written(), stage.desk.report_id, stage.session.form
    known, report = archive.versions(number), stage.session.report
    corrections = correction_lists(form, known, archive.edits(number), archive.load_version, report)
    dialog = VersionsDialog(form, report, known, archive.load_version, corrections, stage.window)
    stage.show(dialog, 860, 560)
    dialog.old_box.setCurrentIndex(1)
    dialog.new_box.setCurrentIndex(0)
    settle()
    return picture(dialog)


def history(stage: Stage) -> QPixmap:
    """Show who changed what."""
    stage.open()
    _history(stage)
    edits = stage.desk.written().edits(stage.desk.report_id)
    dialog = HistoryDialog(stage.session.form, edits, "", stage.window)
    stage.show(dialog, 940, 420)
    dialog.table.selectRow(0)
    settle()
    return picture(dialog)


def backups(stage: Stage) -> QPixmap:
    """Show the backups, with what is in the newest one."""
    stage.open()
    for day in range(3):
        stage.fill({GRANTED_NATURAL: day})
        stage.desk.back_up(Occasion.IMPORT if day == 1 else Occasion.OPENING)
        Clock.put_forward(days=1, hours=day)
    stage.fill({GRANTED_NATURAL: 9})
    path = stage.desk.path
    assert path is not None
    return picture(stage.show(BackupsDialog(every_backup(path), stage.desk.written(), stage.window), 860, 330))


def changes(stage: Stage) -> QPixmap:
    """Show a Word file that comes back with the corrections of a leader."""
    stage.open()
    sent = stage.folder / "送审稿.docx"
    others = sample().texts["others"].replace("没有其他需要报告的事项", "无其他需要报告的事项")
    edited = replace(sample(), texts={**sample().texts, "others": others})
    outputs_of(["docx"])[0].write(document_of(load_form("2021"), edited), sent)
    returned = read_source(sent)
    from intake.changes import changes_between  # noqa: PLC0415 (beside its use)

    found = changes_between(stage.session.form, stage.session.report, returned)
    sheet = ChangesSheet(stage.session.form, found, returned, stage.window)
    sheet.tree.setColumnWidth(0, 240)
    return picture(stage.show(sheet, 960, 480))


def fonts(stage: Stage) -> QPixmap:
    """Show which fonts pages are printed in."""
    stage.open()
    return picture(stage.show(FontDialog(stage.window), 760, 360))


SCENES_OF_WORK: Final[dict[str, Scene]] = {
    "printed-page": printed_page,
    "print": print_dialog,
    "export": export_dialog,
    "file-menu": file_menu,
    "versions-menu": versions_menu,
    "review-sheet": review_sheet,
    "versions": versions,
    "history": history,
    "changes": changes,
    "backups": backups,
    "fonts": fonts,
    "window": readme_window,
}
"""What each picture shows, by the name of its file; ``window`` is that of the README."""
