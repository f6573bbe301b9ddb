"""Labels as sources print them, and the labels of the form they stand for.

Chapters and table rows both count 一、二、三、四, so a label is always matched as a whole and never by its ordinal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final, NamedTuple

from model.form import Form, FormTable

_QUOTES: Final = re.compile("[\\s\"'“”‘’「」\u00ad\u200b-\u200f\u2060\ufeff*]+")
_ORDINAL: Final = re.compile(r"^(?:[一二三四五六七八]、|\([一二三四五六七八1-9]\)|[1-9](?:[.、)](?!\d)|(?=[一-龥])))+")
_PATH: Final = re.compile(r"[-—/\\\\>→:|]+")
_MISCELLANEOUS: Final = re.compile(r"\(?3[.、)]?其[他它]")
_ASIDE: Final = re.compile(r"\(.*\)?$")
_SHORT: Final = 6
_HOPELESS: Final = 0.69
"""Likeness below which a label neither fits nor stands in the way of another that does (see ``RowLabels._similar``)."""

_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "new": ("本年新收", "新收政府信息公开申请数量"),
    "carried_in": ("上年结转", "上年度结转政府信息公开申请数量"),
    "partial": ("部分公开",),
    "handled": ("总计", "总记", "合计", "总 计"),
    "carried_out": ("结转下年度",),
    "other_not_clarified": ("逾期不补正",),
    "other_unpaid": ("逾期不缴费", "逾期未缴费", "逾期未缴纳费用"),
    "normative_documents": ("规范性文件", "行政规范性文件"),
}


def plain(text: str) -> str:
    """Return ``text`` without blanks and quotation marks and with half-width punctuation, for comparing."""
    return _QUOTES.sub("", unicodedata.normalize("NFKC", text)).replace("﹒", ".").replace("．", ".")


def core(text: str) -> str:
    """Return a label without its ordinal and without what stands in brackets at its end."""
    bare = _ORDINAL.sub("", plain(text))
    return _ASIDE.sub("", bare).strip(".:、,;。") or bare


class Match(NamedTuple):
    """A row of a table that a label stands for, and how well it fits: 1 is the very same label."""

    row: str
    fit: float


@dataclass(frozen=True)
class RowLabels:
    """The row labels of one table of a form."""

    table: FormTable

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Map every row to its number in printed order; a subtotal comes where its parts begin."""
        rows = [row for block in self.table.blocks for row in block.rows]
        printed = [row.key for row in rows if row.printed]
        order = {key: 2 * index for index, key in enumerate(printed)}
        for row in rows:
            if not row.printed:
                stem = row.key.removesuffix("all")
                order[row.key] = min((2 * i for i, key in enumerate(printed) if key.startswith(stem)), default=0) - 1
        return order

    @cached_property
    def printed(self) -> frozenset[str]:
        """Return the rows that the form prints; the others are subtotals of some sources."""
        return frozenset(row.key for block in self.table.blocks for row in block.rows if row.printed)

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        return {
            row.key: tuple(dict.fromkeys((core(row.label), *map(core, _ALIASES.get(row.key, ())))))
            for block in self.table.blocks
            for row in block.rows
        }

    @cached_property
    def _known(self) -> dict[str, Match | None]:
        return {}

    @cached_property
    def columns(self) -> frozenset[str]:
        """Return the labels of columns as they are compared."""
        return frozenset(plain(column.label) for block in self.table.blocks for column in block.columns)

    @cached_property
    def _row_groups(self) -> tuple[str, ...]:
        rows = [row for block in self.table.blocks for row in block.rows]
        return tuple(dict.fromkeys(plain(group) for row in rows for group in row.groups))

    @cached_property
    def groups(self) -> frozenset[str]:
        """Return the labels of groups and headings, which stand beside or above those of rows."""
        labels = {self.table.layout.cells[0].text, "申请人情况", "法人或其他组织", "信息内容"}
        for block in self.table.blocks:
            labels |= {group for row in block.rows for group in row.groups}
            labels |= {group for column in block.columns for group in column.groups}
            labels |= {column.label for column in block.columns}
        return frozenset(plain(label) for label in labels if label)

    def is_noise(self, text: str) -> bool:
        """Tell whether a fragment is part of a group label or heading and not a row's own label."""
        fragment = plain(text)
        return not fragment or (
            any(fragment in group for group in self.groups) and (len(fragment) < 2 or self.match(text) is None)
        )

    def match(self, text: str) -> Match | None:
        """Return the one row that ``text`` is the label of, None when there is none or more than one."""
        key = plain(text)
        if key not in self._known:
            self._known[key] = self._match(key)
        return self._known[key]

    def _match(self, label: str) -> Match | None:
        name = core(label)
        if not name or len(name) > 60:
            return None
        if name in {"其他", "其它"}:
            numbered = _MISCELLANEOUS.fullmatch(label) is not None
            return Match("other_misc", 1.0) if numbered and "other_misc" in self._names else None
        for row, names in self._names.items():
            if name in names:
                return Match(row, 1.0)
        last = self._without_groups(label)
        if last != label:
            return self._match(last)
        return self._containing(name) or self._similar(name) if len(name) >= 4 else None

    def _without_groups(self, label: str) -> str:
        """Return the last part of a label that names its groups as well: 「（三）不予公开-1.属于国家秘密」."""
        last = _PATH.split(label)[-1]
        for group in self._row_groups:
            last = last.removeprefix(group)
        return last or label

    def _containing(self, name: str) -> Match | None:
        found = {
            row: max(min(len(name), len(known)) / max(len(name), len(known)) for known in names)
            for row, names in self._names.items()
            if any(len(known) >= 4 and (name in known or _within(known, name)) for known in names)
        }
        if len(found) != 1:
            return None
        [(row, share)] = found.items()
        return Match(row, 0.8 + 0.19 * share)

    def _similar(self, name: str) -> Match | None:
        fits = sorted(
            ((max(similarity(name, known, _HOPELESS) for known in names), row) for row, names in self._names.items()),
            reverse=True,
        )
        (best, row), (second, _) = fits[0], fits[1]
        wanted = 0.86 if len(name) < _SHORT else 0.78
        return Match(row, best) if best >= wanted and best - second >= 0.08 else None


def _within(known: str, name: str) -> bool:
    """Tell whether ``name`` is ``known`` and not much else."""
    return known in name and len(known) >= len(name) * 0.6


def similarity(one: str, other: str, at_least: float = 0.0) -> float:
    """Return how alike two texts are, between 0 and 1; less than ``at_least`` is 0, which is mostly seen at once."""
    if min(len(one), len(other)) * 2 < max(len(one), len(other)):
        return 0.0
    if 2 * sum(character in other for character in one) < at_least * (len(one) + len(other)):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def form_id_of(texts: Iterable[str]) -> str | None:
    """Return the form whose words stand in ``texts``, None when no fingerprint of either is found."""
    whole = plain("".join(texts))
    old = sum(word in whole for word in _OLD_WORDS)
    new = sum(word in whole for word in _NEW_WORDS)
    return None if old == new else ("2019" if old > new else "2021")


_OLD_WORDS: Final = ("本年新制作数量", "本年新公开数量", "对外公开总数量", "政府集中采购", "其他对外管理服务事项")
_NEW_WORDS: Final = ("本年制发件数", "本年废止件数", "现行有效件", "本年收费金额", "本年处理决定数量")


def labels_of(form: Form) -> Mapping[str, RowLabels]:
    """Return the row labels of every table of a form."""
    return {key: RowLabels(table) for key, table in form.tables.items()}
