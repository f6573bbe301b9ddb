"""Fills the templates of Word parts and web pages that lie in ``resources``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from resources import resource

if TYPE_CHECKING:
    from jinja2 import Environment


def fill(folder: str, name: str, **values: object) -> str:
    """Return a template of ``resources/folder`` filled with ``values``.

    Everything that is filled in is escaped; a name that a template uses and nobody gave is an error.
    """
    return _environment(folder).get_template(name).render(values)


@cache
def _environment(folder: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    loader = FileSystemLoader(resource(folder))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
