"""Findings about characters that no font has: they would be printed as 〓."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from model.evaluation import Finding, TextSpan
from model.form import Basis, BasisKind, Severity
from model.report import Report

CHECK_ID: Final = "P1"
"""Stands in no form: whether it holds depends on the fonts of a machine, not on the report."""

_BASIS: Final = Basis(BasisKind.CUSTOM, "印出的文字应当与录入的一致")


def missing_character_findings(report: Report, missing: Iterable[str]) -> tuple[Finding, ...]:
    """Return one finding for every missing character and text in which it stands, at its first occurrence.

    ``missing`` are the characters that a page could not show (``PdfResult.missing``).
    """
    return tuple(finding for char in missing for finding in _findings(report, char))


def _findings(report: Report, char: str) -> Iterator[Finding]:
    message = (
        f"“{char}”（U+{ord(char):04X}）在本机和随程序提供的字体里都没有，印出来是“〓”。"
        "请换一个字，或者安装含有这个字的字体。"
    )
    for key, text in report.texts.items():
        start = text.find(char)
        if start >= 0:
            span = TextSpan(start, start + len(char), char)
            yield Finding(CHECK_ID, f"{CHECK_ID}:{key}:{char}", Severity.WARNING, message, key, (), span, _BASIS)
    for ref, printed in report.as_printed.items():
        if char in printed:
            key = f"{CHECK_ID}:{ref}:{char}"
            yield Finding(CHECK_ID, key, Severity.WARNING, message, "report", (ref,), None, _BASIS)
    if char in report.office:
        yield Finding(CHECK_ID, f"{CHECK_ID}:report:{char}", Severity.WARNING, message, "report", (), None, _BASIS)
