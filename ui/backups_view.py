"""从备份恢复: the backups of a 年报文件, with a look inside each before one takes the place of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QSizePolicy,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from model.archive import Archive, ReportEntry, Version, VersionKind
from model.backups import Backup
from model.comparison import compare
from model.errors import AppError
from model.form_loader import load_form
from ui.asking import roomy
from ui.words import moment_words, year_words

_HEADINGS: Final = ("年度", "最后修改", "版本", "与现在相比")
_STYLE: Final = "table{border-collapse:collapse}td,th{border:1px solid #888;padding:4px 8px;white-space:pre}"
_NOTE: Final = "现在的年报文件会先留一份备份，标着“恢复前”，一直留着；恢复错了还可以再恢复回来。"


class BackupsDialog(QDialog):
    """Lists ``backups``, the newest first, and shows how each differs from ``archive``, the open 年报文件."""

    def __init__(self, backups: Sequence[Backup], archive: Archive, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("从备份恢复")
        self._backups, self._archive = backups, archive
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        for backup in backups:
            self.list.addItem(f"{backup.at:%Y-%m-%d %H:%M:%S}　{backup.occasion}")
        self.contents = QTextBrowser()
        self.contents.setAccessibleName("备份的内容")
        self._buttons = QDialogButtonBox()
        self.restore_button = self._buttons.addButton("恢复这份备份", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self.list.currentRowChanged.connect(self._look_inside)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.list.setCurrentRow(0)

    @property
    def chosen(self) -> Backup:
        """Return the backup that is selected."""
        return self._backups[self.list.currentRow()]

    def _lay_out(self) -> None:
        self.list.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + self.fontMetrics().height() * 3)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        halves = QHBoxLayout()
        halves.addWidget(self.list)
        halves.addWidget(self.contents, 1)
        note = QLabel(_NOTE)
        note.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.addLayout(halves, 1)
        layout.addWidget(note)
        layout.addWidget(self._buttons)
        self.resize(roomy(self, 62, 30))

    def _look_inside(self) -> None:
        try:
            with closing(Archive.open_read_only(self.chosen.path)) as inside:
                page = "".join(self._told(inside))
        except AppError as refusal:
            self.contents.setPlainText(refusal.sentence)
            self.restore_button.setEnabled(False)
            return
        self.contents.setHtml(page)
        self.restore_button.setEnabled(True)

    def _told(self, inside: Archive) -> Iterator[str]:
        here = {(entry.year, entry.scope): entry for entry in self._archive.reports()}
        entries = inside.reports()
        yield f"<p><b>{escape(inside.profile.name)}</b></p>"
        yield f"<style>{_STYLE}</style><table><tr>"
        yield "".join(f"<th>{words}</th>" for words in _HEADINGS)
        for entry in entries:
            cells = (
                year_words(entry.year, entry.scope),
                moment_words(entry.last_edit_at),
                _versions_words(inside, entry),
                self._difference(inside, entry, here.get((entry.year, entry.scope))),
            )
            yield "</tr><tr>" + "".join(f"<td>{escape(words)}</td>" for words in cells)
        yield "</tr></table>"
        for key in here.keys() - {(entry.year, entry.scope) for entry in entries}:
            yield f"<p>这份备份里没有 {escape(year_words(*key))}，恢复后就没有这个年度。</p>"
        for entry in entries:
            now = here.get((entry.year, entry.scope))
            if now is not None and any(each.kind is VersionKind.FINAL for each in self._lacking(inside, entry, now)):
                name = escape(year_words(entry.year, entry.scope))
                yield f"<p><b>{name}在这份备份以后定过稿，恢复后年报文件里就没有那次定稿。</b></p>"

    def _lacking(self, inside: Archive, entry: ReportEntry, now: ReportEntry) -> list[Version]:
        """Return the versions of a report that a backup does not have."""
        known = {(version.sha256, version.at) for version in inside.versions(entry.id)}
        return [each for each in self._archive.versions(now.id) if (each.sha256, each.at) not in known]

    def _difference(self, inside: Archive, entry: ReportEntry, now: ReportEntry | None) -> str:
        """Return in words how a report in a backup differs from the one that would be replaced."""
        if now is None:
            return "现在没有这个年度"
        then = inside.load(entry.id)
        found = compare(load_form(then.form_id), then, self._archive.load(now.id))
        typed = sum(not figure.computed for figure in found.figures)
        parts = [f"{typed} 格数字" if typed else "", f"{len(found.texts)} 处文字" if found.texts else ""]
        contents = f"{'、'.join(filter(None, parts))}不同" if any(parts) else "内容相同"
        lacking = self._lacking(inside, entry, now)
        return f"{contents}，少 {_count_words(lacking, '个版本')}" if lacking else contents


def _versions_words(inside: Archive, entry: ReportEntry) -> str:
    return _count_words(inside.versions(entry.id))


def _count_words(versions: Sequence[Version], unit: str = "个") -> str:
    finals = sum(version.kind is VersionKind.FINAL for version in versions)
    return f"{len(versions)} {unit}" + (f"（其中定稿 {finals} 个）" if finals else "")
