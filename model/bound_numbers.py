r"""Numbers in a text that are taken from the tables (取自表格).

A stored text holds them as ``{{expression}}``, ``{{percent(a, b, digits)}}`` or ``{{growth(a, b, digits)}}``
over the names of figures, last year's under ``previous.``. A typed ``{{`` is stored as ``\{{``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from model.cells import CellRef, Value
from model.expression import Expression, ExpressionError, parse_expression

UNKNOWN: Final = "＿＿"
"""What is printed for a number that has no value."""

# Not after a backslash, and not one brace further in a typed "{{{", which is stored as "\{{{".
# The braces stand first, because a search for a literal is quick and one for what is not before them is slow.
_BOUND: Final = re.compile(r"\{\{(?<!\\\{\{)(?<!\\\{\{\{)([^{}\n]{1,400})\}\}")
_DIGITS_LIMIT: Final = 6


class BoundNumber(NamedTuple):
    """A number taken from the tables: its expression and where it stands, in code points of the stored text."""

    source: str
    start: int
    end: int


@lru_cache(maxsize=64)
def bound_numbers(text: str) -> tuple[BoundNumber, ...]:
    """Return the bound numbers of a stored text in order; many checks ask for those of the same few texts."""
    return tuple(BoundNumber(found.group(1).strip(), found.start(), found.end()) for found in _BOUND.finditer(text))


def stored_text(typed: str) -> str:
    r"""Return typed text as it is stored: a typed ``{{`` becomes ``\{{``, so that it is never read as a number."""
    return typed.replace("{{", "\\{{")


def plain_text(stored: str) -> str:
    r"""Return stored text without bound numbers as it was typed: ``\{{`` becomes ``{{``."""
    return stored.replace("\\{{", "{{")


def printed_text(text: str, values: Mapping[CellRef, Value]) -> str:
    """Return a stored text with every bound number in digits, as it is printed.

    ``values`` are this year's figures and, under ``CellRef.last_year``, last year's.
    """
    pieces: list[str] = []
    end = 0
    for number in bound_numbers(text):
        pieces += [plain_text(text[end : number.start]), printed_number(number.source, values)]
        end = number.end
    return "".join([*pieces, plain_text(text[end:])])


def printed_number(source: str, values: Mapping[CellRef, Value]) -> str:
    """Return the digits of one bound number, or ``UNKNOWN`` when it is blank, has no base or is not understood."""
    try:
        parsed = _parsed(source)
    except ExpressionError:
        return UNKNOWN
    if any(values.get(name) is None for name in parsed.names):
        return UNKNOWN
    return parsed.printed(values)


def names_in(source: str) -> tuple[CellRef, ...]:
    """Return the figures that a bound number uses; raise ``ExpressionError`` when it is not understood."""
    return _parsed(source).names


class _Ratio(NamedTuple):
    """``percent`` or ``growth`` of two expressions, rounded half up to ``digits`` places."""

    function: str
    part: Expression[CellRef]
    base: Expression[CellRef]
    digits: int

    @property
    def names(self) -> tuple[CellRef, ...]:
        return self.part.names + self.base.names

    def printed(self, values: Mapping[CellRef, Value]) -> str:
        part, base = Decimal(self.part.evaluate(values)), Decimal(self.base.evaluate(values))
        if base == 0:
            return UNKNOWN
        share = (part - base if self.function == "growth" else part) * 100 / base
        return f"{share.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP):f}%"


class _Plain(NamedTuple):
    """An expression that is printed as it is."""

    expression: Expression[CellRef]

    @property
    def names(self) -> tuple[CellRef, ...]:
        return self.expression.names

    def printed(self, values: Mapping[CellRef, Value]) -> str:
        value = self.expression.evaluate(values)
        return format(value, "f") if isinstance(value, Decimal) else str(int(value))


def _name(dotted: str) -> CellRef:
    try:
        return CellRef.parse(dotted)
    except ValueError as problem:
        raise ExpressionError(f"unknown name: {dotted}") from problem


@lru_cache(maxsize=512)
def _parsed(source: str) -> _Ratio | _Plain:
    match = re.fullmatch(r"(percent|growth)\((.*)\)", source, re.DOTALL)
    if match is None:
        return _Plain(parse_expression(source, _name))
    try:
        call = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise ExpressionError(f"not an expression: {source}") from problem
    match call:
        case ast.Call(args=[part, base, ast.Constant(value=int() as digits)]) if 0 <= digits <= _DIGITS_LIMIT:
            return _Ratio(match.group(1), _side(part), _side(base), digits)
    raise ExpressionError(f"not an expression: {source}")


def _side(node: ast.expr) -> Expression[CellRef]:
    return parse_expression(ast.unparse(node), _name)
