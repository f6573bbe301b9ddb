"""Cleaning of pasted text, plain or HTML, without Qt.

Paragraphs and automatic numbers stay; indents made of spaces, spaces between Chinese characters, pictures,
bullets and invisible characters go, and rows of tables become lines. What went is said in a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from ui.texts.pasted_html import CELL_MARK, CHINESE, read_html
from ui.texts.stored_text import without_impossible

_HTML_LIMIT: Final = 5_000_000
_SPACE: Final = "[^\\S\n\t]"
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_BETWEEN_CHINESE: Final = re.compile(f"(?<={CHINESE}){_SPACE}+(?={CHINESE})")
_INDENT: Final = re.compile("^[^\\S\n]+(?=\\S)", re.MULTILINE)
_TRAILING: Final = re.compile("[^\\S\n]+$", re.MULTILINE)
_AFTER_NUMBER: Final = re.compile(
    f"^([（(][一二三四五六七八九十\\d]+[）)]|[一二三四五六七八九十]+、|\\d+[.．、]){_SPACE}*\t?{_SPACE}*(?={CHINESE})",
    re.MULTILINE,
)
_BETWEEN_CELLS: Final = re.compile(f"[{CELL_MARK} ]*{CELL_MARK}[{CELL_MARK} ]*")
_CELL_JOINT: Final = "\u3000"
_DROPPED: Final = {
    "indents": "段首空格",
    "spaces": "汉字之间的空格",
    "invisible": "不可见字符",
    "bullets": "项目符号",
    "deleted": "修订中删除的文字",
}


class PastedText(NamedTuple):
    """Cleaned text, and a sentence that says what was changed; empty when nothing was."""

    text: str
    remark: str


def clean_plain(text: str) -> PastedText:
    """Clean plain text from any program; its broken lines are left as they are."""
    return _cleaned(text, Counter())


def clean_html(html: str) -> PastedText:
    """Clean an HTML fragment in the shapes that Word, WPS, spreadsheets and browsers put on the clipboard.

    A fragment beyond all reason (5 million characters) gives no text, so that the plain text is taken.
    """
    if len(html) > _HTML_LIMIT:
        return PastedText("", "")
    read = read_html(html)
    return _cleaned(read.text, read.counts)


def _cleaned(text: str, met: Counter[str]) -> PastedText:
    counts = Counter(met)
    possible = without_impossible(text)
    visible = _INVISIBLE.sub("", possible)
    counts["invisible"] = len(text.replace("\r\n", "\n")) - len(visible)
    unindented, counts["indents"] = _INDENT.subn("", _TRAILING.sub("", visible))
    joined, counts["spaces"] = _BETWEEN_CHINESE.subn("", _AFTER_NUMBER.sub(r"\1", unindented))
    single = re.sub(f"{_SPACE}+", " ", joined)
    rows = _BETWEEN_CELLS.sub(_CELL_JOINT, single)
    return PastedText(re.sub("\n{2,}", "\n", rows).strip("\n"), _remark(counts))


def _remark(counts: Counter[str]) -> str:
    """Return in one sentence what was kept and what was changed."""
    dropped = [words for name, words in _DROPPED.items() if counts[name]]
    dropped += [f"{counts['pictures']} 幅图片"] if counts["pictures"] else []
    parts = ["保留了自动编号"] if counts["numbers"] else []
    parts += [f"去掉了{'、'.join(dropped)}"] if dropped else []
    parts += [f"表格的 {counts['rows']} 行逐行转成了文字"] if counts["rows"] else []
    return f"{'，'.join(parts)}。" if parts else ""
