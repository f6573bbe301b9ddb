"""Numbers with a unit as sentences write them: 45件, 四十五件, 12.5万元, 51.85%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from model.cells import Value
from model.figures import exact_number

_CHINESE: Final = "零〇一二两三四五六七八九十百千"
_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER: Final = re.compile(
    rf"(?P<digits>(?<![\d.])\d{{1,12}}(?:\.\d{{1,6}})?|(?<![{_CHINESE}])[{_CHINESE}]{{1,7}})(?P<scale>[万亿]?)"
    r"(?P<unit>件次|件|条|份|起|宗|例|元|部(?![门委分]))(?![余多]|以[上下内]|左右)"
)
_NOT_BEFORE: Final = re.compile(
    r"(?:第|每|约|近|逾|超|超过|突破|不足|增加|减少|增长|下降|上升|增|减|多|少|达不到|至少|至多|[-—–~～±≥≤><]|其中之|任何|另|同|这|某|哪|[《〔]\d*)$"
)


class Amount(NamedTuple):
    """A number with its unit; ``start`` and ``end`` enclose the digits, ``stop`` is behind the unit."""

    value: int | Decimal
    unit: str
    start: int
    end: int
    stop: int


def chinese_number(words: str) -> int | None:
    """Return the number written in Chinese numerals below ten thousand, None for what is none."""
    total, digit = 0, None
    for character in words:
        unit = {"十": 10, "百": 100, "千": 1000}.get(character)
        if unit:
            total += (1 if digit is None else digit) * unit
            digit = None
        elif digit in (None, 0):
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)


def number_value(words: str) -> Value:
    """Return the value of digits or of a Chinese numeral."""
    return exact_number(words) if words[0].isascii() else chinese_number(words)


def amounts_in(plain: str, start: int, end: int) -> Iterator[Amount]:
    """Yield the exact numbers with a unit in a stretch of a view; rough ones (5500余条, 约30件) are left out."""
    for match in _NUMBER.finditer(plain, start, end):
        value = number_value(match["digits"])
        rough = match["scale"] and match["unit"] != "元"
        before = plain[max(start, match.start() - 4) : match.start()]
        opened = (
            before.endswith("（") and plain[match.end() : match.end() + 1] != "）"
        )  # 行政复议（21件）, but not （2024
        if value is None or rough or opened or _NOT_BEFORE.search(before):
            continue
        unit = match["unit"]
        if unit == "元":
            scale = {"": Decimal("0.0001"), "万": Decimal(1), "亿": Decimal(10_000)}[match["scale"]]
            value = exact_number(format((value * scale).normalize(), "f"))
        yield Amount(value, unit, match.start(), match.end("digits"), match.end())
