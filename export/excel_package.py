"""Finishes the package that openpyxl makes: cached values, properties and order of bytes.

openpyxl writes formulas without their values, so previewers, Protected View and every reader that does not
calculate would show empty totals. It also stamps the hour into the file; here equal reports give equal files.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from export.packages import package_entry
from model.cells import Value
from model.figures import written

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CORE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "<cp:keywords>{keywords}</cp:keywords><cp:lastModifiedBy>{author}</cp:lastModifiedBy><dc:language>zh-CN</dc:language></cp:coreProperties>"
)

CachedValues = Mapping[str, Mapping[str, Value]]
"""For each part of a sheet in the package, the value of every formula by its cell's name."""


def finished_package(package: bytes, cached: CachedValues, title: str, author: str, keywords: str) -> bytes:
    """Return an .xlsx package with cached values, with no dates and no other person than ``author``."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name in cached:
                data = _with_values(data, cached[name])
            elif name == "docProps/core.xml":
                data = _CORE.format(title=escape(title), author=escape(author), keywords=escape(keywords)).encode()
            target.writestr(package_entry(name), data)
    return out.getvalue()


def _with_values(sheet: bytes, cached: Mapping[str, Value]) -> bytes:
    """Fill in the values of formulas, and tell Excel that sums which leave out neighbours are meant."""
    ElementTree.register_namespace("", _MAIN)
    root = ElementTree.fromstring(sheet)
    for cell in root.iter(f"{{{_MAIN}}}c"):
        value = cell.find(f"{{{_MAIN}}}v")
        if value is not None and cell.find(f"{{{_MAIN}}}f") is not None:
            value.text = written(cached[cell.attrib["r"]])
            if not value.text:
                cell.set("t", "str")
    dimension = root.find(f"{{{_MAIN}}}dimension")
    if cached and dimension is not None:
        ignored = ElementTree.SubElement(root, f"{{{_MAIN}}}ignoredErrors")
        attributes = {"sqref": dimension.attrib["ref"], "formulaRange": "1", "unlockedFormula": "1"}
        ElementTree.SubElement(ignored, f"{{{_MAIN}}}ignoredError", attributes)
    out = BytesIO()
    ElementTree.ElementTree(root).write(out, encoding="UTF-8", xml_declaration=True)
    return out.getvalue()
