"""The one small language of formulas, checks and bound numbers.

Names of figures, integers, ``+ - *``, one comparison, ``and or not``, ``abs``, ``sum`` and ``blank``. The
Python parser reads it and a whitelist of node types keeps everything else out, so a form file or a report
file can compute but never act.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, TypeVar

from model.cells import Value

Name = TypeVar("Name")
Number = int | Decimal
Evaluator = Callable[[Mapping[Name, Value]], Number]

_MAXIMUM_LENGTH: Final = 2_000
_MAXIMUM_DEPTH: Final = 40
_ARITHMETIC: Final[dict[type[ast.AST], Callable[[Number, Number], Number]]] = {
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARISONS: Final[dict[type[ast.AST], Callable[[Number, Number], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.LtE: operator.le,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
}
_SYMBOLS: Final[dict[type[ast.AST], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.LtE: "<=",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.Gt: ">",
}
_BY_SYMBOL: Final = {symbol: _COMPARISONS[kind] for kind, symbol in _SYMBOLS.items()}


class ExpressionError(ValueError):
    """An expression uses something outside the language; the message says what, in English."""


@dataclass(frozen=True)
class Expression(Generic[Name]):
    """A parsed expression: its source, the names it uses in order, and its value for given figures."""

    source: str
    names: tuple[Name, ...]
    evaluate: Evaluator[Name]


@dataclass(frozen=True)
class Comparison(Generic[Name]):
    """A relation between two expressions, for example ``new + carried_in == handled + carried_out``."""

    left: Expression[Name]
    operator: str
    right: Expression[Name]


def holds(symbol: str, left: Number, right: Number) -> bool:
    """Tell whether ``left symbol right`` is true, for a symbol of the language such as ``==`` or ``<=``."""
    return _BY_SYMBOL[symbol](left, right)


def parse_expression(source: str, resolve: Callable[[str], Name]) -> Expression[Name]:
    """Parse ``source``; ``resolve`` turns a dotted name into whatever names a figure.

    Raises ``ExpressionError`` for anything outside the language; ``resolve`` may raise it too.
    """
    return _expression(_tree(source), source, resolve)


def parse_comparison(source: str, resolve: Callable[[str], Name]) -> Comparison[Name]:
    """Parse a single comparison such as ``a + b == c``; raise ``ExpressionError`` for anything else."""
    node = _tree(source)
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or type(node.ops[0]) not in _SYMBOLS:
        raise ExpressionError(f"not one comparison: {source}")
    sides = (_expression(side, ast.unparse(side), resolve) for side in (node.left, node.comparators[0]))
    left, right = sides
    return Comparison(left, _SYMBOLS[type(node.ops[0])], right)


def _tree(source: str) -> ast.expr:
    if len(source) > _MAXIMUM_LENGTH:
        raise ExpressionError("expression too long")
    try:
        node = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise ExpressionError(f"not an expression: {source}") from problem
    if _depth(node) > _MAXIMUM_DEPTH:
        raise ExpressionError("expression nested too deeply")
    return node


def _depth(root: ast.expr) -> int:
    deepest, level = 0, [root]
    while level and deepest <= _MAXIMUM_DEPTH:
        deepest += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]  # type: ignore[misc]
    return deepest


def _expression(node: ast.expr, source: str, resolve: Callable[[str], Name]) -> Expression[Name]:
    names: list[Name] = []
    evaluator = _compile(node, resolve, names)
    return Expression(source, tuple(dict.fromkeys(names)), evaluator)


def _compile(node: ast.expr, resolve: Callable[[str], Name], names: list[Name]) -> Evaluator[Name]:
    """Return a function from figures to the value of ``node``; blanks count as nothing."""
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return lambda _values: number
        case ast.Name() | ast.Attribute():
            name = resolve(_dotted(node))
            names.append(name)
            return lambda values: values.get(name) or 0
        case ast.BinOp(op=ast.Add()):
            return _total(_terms(node), resolve, names)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _compile(operand, resolve, names)
            return lambda values: -inner(values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            negated = _compile(operand, resolve, names)
            return lambda values: not negated(values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _both(_ARITHMETIC[type(op)], _compile(left, resolve, names), _compile(right, resolve, names))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return _both(_COMPARISONS[type(op)], _compile(left, resolve, names), _compile(right, resolve, names))
        case ast.BoolOp(op=op, values=operands):
            parts = [_compile(operand, resolve, names) for operand in operands]
            if isinstance(op, ast.And):
                return lambda values: all(part(values) for part in parts)
            return lambda values: any(part(values) for part in parts)
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            return _call(function, arguments, resolve, names)
    raise ExpressionError(f"not part of the language: {ast.unparse(node)}")


def absolute(number: Number) -> Number:
    """Return a number without its sign."""
    return -number if number < 0 else number


def _terms(node: ast.expr) -> list[ast.expr]:
    """Return the terms of a chain of additions; one flat sum is much faster than nested pairs."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*_terms(left), right]
    return [node]


def _total(terms: list[ast.expr], resolve: Callable[[str], Name], names: list[Name]) -> Evaluator[Name]:
    """Return a function that adds up ``terms``; plain names, which every total of the form is, go fastest."""
    if all(isinstance(term, ast.Name | ast.Attribute) for term in terms):
        parts = tuple(resolve(_dotted(term)) for term in terms)
        names.extend(parts)
        return lambda values: sum(filter(None, map(values.get, parts)))
    evaluators = [_compile(term, resolve, names) for term in terms]
    return lambda values: sum([evaluate(values) for evaluate in evaluators])


def _both(
    function: Callable[[Number, Number], Number], left: Evaluator[Name], right: Evaluator[Name]
) -> Evaluator[Name]:
    return lambda values: function(left(values), right(values))


def _call(
    function: str, arguments: list[ast.expr], resolve: Callable[[str], Name], names: list[Name]
) -> Evaluator[Name]:
    if function == "sum" and arguments:
        return _total(arguments, resolve, names)
    parts = [_compile(argument, resolve, names) for argument in arguments]
    if function == "abs" and len(parts) == 1:
        return lambda values: absolute(parts[0](values))
    if function == "blank" and len(arguments) == 1 and isinstance(arguments[0], ast.Name | ast.Attribute):
        name = names[-1]
        return lambda values: values.get(name) is None
    raise ExpressionError(f"not a function of the language: {function}")


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{_dotted(value)}.{attribute}"
    raise ExpressionError(f"not a name: {ast.unparse(node)}")
