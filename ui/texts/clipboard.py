"""What an editor puts on the clipboard and takes from it."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData

from model.bound_numbers import stored_text
from ui.texts.pasted_text import clean_html, clean_plain

STORED_TEXT: Final = "application/x-gongkai-nianbao-text"
"""The private format: stored text, so that numbers taken from the tables stay such inside the program."""

MAXIMUM_LENGTH: Final = 100_000
"""Characters one text may reach by pasting; far beyond any report, so that more is a mistake."""


class Pasted(NamedTuple):
    """Stored text to insert, or why there is none; ``remark`` is for the user, empty when nothing is to be said."""

    stored: str
    remark: str


def to_clipboard(stored: str, printed: str) -> QMimeData:
    """Return both forms of a piece of text: digits for other programs, live numbers for this one."""
    data = QMimeData()
    data.setText(printed)
    data.setData(STORED_TEXT, stored.encode("utf-8", "replace"))
    return data


def is_text(data: QMimeData) -> bool:
    """Tell whether an editor takes this; files are for the window."""
    return data.hasFormat(STORED_TEXT) or (not data.hasUrls() and (data.hasText() or data.hasHtml()))


def from_clipboard(data: QMimeData) -> Pasted:
    """Return what is to be inserted for the contents of the clipboard."""
    if data.hasFormat(STORED_TEXT):
        return Pasted(bytes(data.data(STORED_TEXT).data()).decode("utf-8", "replace"), "")
    pasted = clean_html(data.html()) if data.hasHtml() else None
    if pasted is None or not pasted.text:
        pasted = clean_plain(data.text())
    if not pasted.text:
        return Pasted("", "剪贴板里没有文字，未粘贴。图片请留在原来的文件里，报告正文只收文字。")
    if len(pasted.text) > MAXIMUM_LENGTH:
        length = f"{len(pasted.text):,}"
        return Pasted("", f"要粘贴的文字有 {length} 字，超过 {MAXIMUM_LENGTH:,} 字，未粘贴。请只复制需要的段落。")
    return Pasted(stored_text(pasted.text), f"已粘贴，{pasted.remark}" if pasted.remark else "")
