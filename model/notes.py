"""The note of a figure: where it comes from, who reported it, whether it is still awaited.

Notes are for the office only and never exported. A note is stored as plain text with one labelled line for
each known item, so that it stays readable in the report file and to an older program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_PENDING: Final = "待报"
_LABELS: Final = {"source": "来源单位", "handler": "经办人", "day": "日期", "arithmetic": "算式"}


@dataclass(frozen=True)
class CellNote:
    """A note by its parts, all of them optional and on one line, but for the free ``remark``.

    ``source`` is the unit that reported the figure, ``handler`` its clerk, ``day`` the date as written there,
    ``arithmetic`` the sum that was typed (「26+9」); ``pending`` marks a figure that is still awaited.
    """

    pending: bool = False
    source: str = ""
    handler: str = ""
    day: str = ""
    arithmetic: str = ""
    remark: str = ""

    def written(self) -> str:
        """Return the note as it is stored; an empty note is the empty string."""
        lines = [_PENDING] if self.pending else []
        lines += [f"{label}：{getattr(self, name)}" for name, label in _LABELS.items() if getattr(self, name)]
        return "\n".join([*lines, self.remark] if self.remark else lines)


def read_note(stored: str) -> CellNote:
    """Read a stored note; what is not a known item is the remark."""
    found: dict[str, str] = {}
    pending, remark = False, []
    for line in stored.splitlines():
        label, _, content = line.partition("：")
        name = next((name for name, known in _LABELS.items() if known == label), "")
        if line == _PENDING:
            pending = True
        elif name and name not in found and content:
            found[name] = content
        else:
            remark.append(line)
    return CellNote(pending=pending, remark="\n".join(remark).strip("\n"), **found)
