"""The outline of a glyph as a path of a PDF page."""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)
from __future__ import annotations

from typing import Any

_Point = tuple[float, float]


def outline_operators(glyphs: Any, name: str) -> list[str]:  # noqa: ANN401  # fontTools has no types
    """Return a glyph as path operators (PDF 32000-1, 8.5.2), in font units; quadratic curves become cubic.

    ``glyphs`` are a glyph set of fontTools.
    """
    from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]

    operators: list[str] = []

    def add(operator: str, *points: _Point) -> None:
        operators.append(" ".join([*(f"{number:.1f}" for point in points for number in point), operator]))

    class OutlinePen(BasePen):  # type: ignore[misc]
        def _moveTo(self, point: _Point) -> None:  # noqa: N802  # fontTools calls it by this name
            add("m", point)

        def _lineTo(self, point: _Point) -> None:  # noqa: N802  # fontTools calls it by this name
            add("l", point)

        def _curveToOne(self, leaving: _Point, arriving: _Point, end: _Point) -> None:  # noqa: N802
            add("c", leaving, arriving, end)

        def _closePath(self) -> None:  # noqa: N802  # fontTools calls it by this name
            add("h")

    glyphs[name].draw(OutlinePen(glyphs))
    return operators
