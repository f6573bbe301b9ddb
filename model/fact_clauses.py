"""Where the clauses of a sentence begin."""

from __future__ import annotations

import re
from typing import Final

BRACKETED: Final = re.compile(r"（[^（）]*）")
"""What stands in closed brackets."""

CLAUSE: Final = re.compile(r"[，；：。（\n]")
"""A mark behind which a clause begins."""


def clause_start(plain: str, start: int, at: int) -> int:
    """Return where the clause around ``at`` begins, not before ``start``."""
    found = start
    for match in CLAUSE.finditer(plain, start, at):
        found = match.end()
    return found


def outer_clause_start(plain: str, start: int, at: int) -> int:
    """Return where the clause around ``at`` begins when what stands in closed brackets before it is passed over."""
    masked = BRACKETED.sub(lambda match: "_" * len(match[0]), plain[start:at])
    return start + max((match.end() for match in CLAUSE.finditer(masked)), default=0)
