"""The outline of a glyph as a path of a PDF page."""

from __future__ import annotations

from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]

_Point = tuple[float, float]


class OutlinePen(BasePen):  # type: ignore[misc]
    """Collects an outline as path operators (PDF 32000-1, 8.5.2), in font units; quadratic curves become cubic."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _add(self, operator: str, *points: _Point) -> None:
        self.operators.append(" ".join([*(f"{number:.1f}" for point in points for number in point), operator]))

    def _moveTo(self, point: _Point) -> None:  # noqa: N802  # fontTools calls it by this name
        self._add("m", point)

    def _lineTo(self, point: _Point) -> None:  # noqa: N802  # fontTools calls it by this name
        self._add("l", point)

    def _curveToOne(self, leaving: _Point, arriving: _Point, end: _Point) -> None:  # noqa: N802
        self._add("c", leaving, arriving, end)

    def _closePath(self) -> None:  # noqa: N802  # fontTools calls it by this name
        self._add("h")
