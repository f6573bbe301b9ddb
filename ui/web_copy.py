"""复制网页正文: the report, a chapter or a table on the clipboard, ready for the editor of a website."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QTextDocumentFragment

from model.form import Form
from ui.page_setup import PageSetup, Snapshot, compose_for

if TYPE_CHECKING:
    from export.web import Part


class WebPart(NamedTuple):
    """What can be copied: its words in the menu, the chapter (empty for all), and whether only its table."""

    words: str
    section: str = ""
    table_only: bool = False

    @property
    def part(self) -> Part:
        """Return the part of the document."""
        from export.web import Part  # noqa: PLC0415 (start-up)

        return Part(self.section, self.table_only)


def web_parts(form: Form) -> list[WebPart]:
    """Return everything that can be copied, the whole first."""
    parts = [WebPart("全文")]
    parts += [WebPart(section.title, section.key) for section in form.sections]
    tables = ((form.table_of_section(section.key), section.key) for section in form.sections)
    parts += [WebPart(f"只要{table.name}", key, table_only=True) for table, key in tables if table is not None]
    return parts


def copy_web_text(snapshot: Snapshot, part: Part) -> None:
    """Put a part of the report on the clipboard as HTML with inline styles, and as plain text for other places."""
    from export.web import fragment  # noqa: PLC0415 (start-up)

    html = fragment(compose_for(snapshot, PageSetup()), part)
    data = QMimeData()
    data.setHtml(html)
    data.setText(QTextDocumentFragment.fromHtml(html).toPlainText())
    QGuiApplication.clipboard().setMimeData(data)
