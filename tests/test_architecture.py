"""Holds the import table of docs/architecture.md and the few rules that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

WRITERS = {"docx", "fontTools", "jinja2", "openpyxl", "pypdfium2", "reportlab"}
READERS = {"docx", "lxml", "openpyxl", "pypdfium2", "python_calamine"}
MAY_IMPORT = {
    "resources": {"resources"},
    "model": {"model", "resources"},
    "export": {"export", "model", "resources"} | WRITERS,
    "intake": {"intake", "model", "resources"} | READERS,
    "cli.py": {"export", "intake", "model", "resources"},
    "ui": {"ui", "export", "intake", "model", "resources", "PySide6", "shiboken6"} | WRITERS | READERS,
    "main.py": {"cli", "ui", "model", "resources"},
}
NETWORK = {
    "asyncio",
    "ftplib",
    "http",
    "imaplib",
    "poplib",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "xmlrpc",
}
NETWORK_PARTS = {"PySide6.QtNetwork", "urllib.request"}
DOORS = {"main.py", "ui/tasks.py", "ui/crash.py"}
"""Where an unknown error ends: it is logged there and told to the user."""

SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for part in MAY_IMPORT
    for path in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py"))
    if path.exists()
}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of every module and member that a module imports from another package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden(source: str, text: str) -> list[str]:
    """Return the imports of a source that the table does not allow."""
    allowed = (MAY_IMPORT[source.partition("/")[0]] | sys.stdlib_module_names) - NETWORK
    return [
        name
        for name in imported(ast.parse(text))
        if name.partition(".")[0] not in allowed or any(f"{name}.".startswith(f"{part}.") for part in NETWORK_PARTS)
    ]


def swallowed(text: str) -> list[int]:
    """Return the lines that catch every exception."""
    handlers = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler)]
    names = {"Exception", "BaseException"}
    return [
        handler.lineno
        for handler in handlers
        if handler.type is None or any(getattr(node, "id", "") in names for node in ast.walk(handler.type))
    ]


def test_that_each_package_imports_only_what_it_may() -> None:
    assert [(source, name) for source, text in SOURCES.items() for name in forbidden(source, text)] == []


def test_that_unknown_errors_are_caught_in_the_outermost_doors_only() -> None:
    assert [(source, line) for source, text in SOURCES.items() for line in swallowed(text) if source not in DOORS] == []


def test_that_no_file_is_longer_than_500_lines() -> None:
    assert [source for source, text in SOURCES.items() if len(text.splitlines()) > 500] == []


def test_that_importing_everything_but_the_ui_loads_neither_qt_nor_a_document_library() -> None:
    names = [source.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for source in SOURCES]
    modules = [name for name in names if name != "main" and name.partition(".")[0] != "ui"]
    heavy = {"PySide6", "shiboken6"} | WRITERS | READERS
    code = f"import sys, {', '.join(modules)}\nprint(sorted({heavy!r} & set(sys.modules)))"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.stdout.strip() == "[]", outcome.stderr


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("model/form.py", "import PySide6"),
        ("model/form.py", "from openpyxl import Workbook"),
        ("export/pdf.py", "from ui import session"),
        ("ui/window.py", "from PySide6.QtNetwork import QTcpSocket"),
        ("ui/window.py", "from PySide6 import QtNetwork"),
        ("model/archive.py", "from http.client import HTTPConnection"),
        ("cli.py", "from urllib import request"),
    ],
)
def test_that_the_import_table_is_really_held(source: str, text: str) -> None:
    assert forbidden(source, text)


@pytest.mark.parametrize("clause", ["except:", "except Exception:", "except (OSError, BaseException) as error:"])
def test_that_a_catch_all_is_really_found(clause: str) -> None:
    assert swallowed(f"try:\n    pass\n{clause}\n    pass") == [3]
