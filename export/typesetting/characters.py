"""Character classes of Chinese setting: what may not begin or end a line and which white may be given up.

The classes follow GB/T 15834-2011 (标点符号用法, 5.1: no mark that closes begins a line, no mark that opens ends
one) and the custom of Chinese word processors for symbols and units.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

OPENING: Final = frozenset("“‘（《〈【〔「『〖｛［([{")
CLOSING: Final = frozenset("”’）》〉】〕」』〗｝］，。、；：．")
"""Marks with ink on the left; the right half of a full-width one is white and may be given up."""
_EXCLAIMING: Final = frozenset("？！")

NEVER_FIRST: Final = CLOSING | _EXCLAIMING | frozenset(")]},.;:!?%‰‱℃℉°′″％…—·•～~–－／/ーゝ々〻﹐﹑﹒﹔﹕﹖﹗\u00a0")
"""Characters that may not begin a line."""
NEVER_LAST: Final = OPENING | frozenset("￥¥$￡£€#＃@＠№§／/\u00a0")
"""Characters that may not end a line."""

GETA: Final = "〓"
"""The printer's mark for a character that no font has."""

_WIDE_THOUGH_LATIN: Final = frozenset("“”‘’…—·‥※①②③④⑤⑥⑦⑧⑨⑩×÷±℃№°′″§→←↑↓■□●○◆◇★☆△▲▽▼√∶")
_HAN_START: Final = 0x2E80

_TOKEN: Final = re.compile(
    r"—+|…+"
    r"|[+\-−±]?[0-9]+(?:[.,:/\-][0-9]+)*(?:[%‰‱℃℉°％]|[A-Za-z]+[0-9]*(?![A-Za-z0-9]*@))?"
    r"|[０-９]+(?:[．，：／－][０-９]+)*％?"
    r"|[A-Za-z0-9]+(?:[.:/@\-_+&#=~?%'’][A-Za-z0-9/?=&#%_~\-]+)*/?"
    r"|[ \t]+"
    r"|.[\u0300-\u036f\u20d0-\u20ff]*",
    re.DOTALL,
)
_ADDRESS_BREAKS: Final = re.compile(r"(?<=[/.@_:?&=#])(?![/.@_:?&=#])")
"""After a hyphen no line ends: readers of the file would take it for one that the break put there."""
_LINE_ENDS: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def is_han(char: str) -> bool:
    """Tell whether a character is set in a full square like a Chinese one, marks included."""
    return ord(char) >= _HAN_START or char in _WIDE_THOUGH_LATIN


def printable(text: str) -> str:
    """Return ``text`` without what has no printed form: controls, format characters, variation selectors.

    A tab or an uncommon space becomes a common one, an unpaired surrogate the printer's mark for a missing
    character.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_printable_char(char) for char in text)


def _printable_char(char: str) -> str:
    category = unicodedata.category(char)
    if char == "\t" or (category == "Zs" and char not in "\u3000\u00a0"):
        return " "
    if category == "Cs":
        return GETA
    if category in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    return char


def split_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield the lines typed inside a paragraph, each with the code point at which it begins."""
    start = 0
    for end in _LINE_ENDS.finditer(text):
        yield text[start : end.start()], start
        start = end.end()
    yield text[start:], start


def tokens(text: str) -> list[str]:
    """Split ``text`` into pieces that are not broken while they fit: numbers, dates, addresses, —— and ……."""
    return _TOKEN.findall(text)


def is_web_address(token: str) -> bool:
    """Tell whether a token looks like the address of a page: host or path, and no mail address."""
    is_host_or_path = "/" in token or token.count(".") > 1
    return is_host_or_path and any(char.isalpha() for char in token) and ("@" not in token or "/" in token)


def address_parts(token: str) -> list[str]:
    """Split a web address after its own punctuation marks."""
    return [part for part in _ADDRESS_BREAKS.split(token) if part]
