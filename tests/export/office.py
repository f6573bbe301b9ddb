"""What LibreOffice makes of our files, with the bundled fonts in place of those that an office has."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from resources import resource

_BUNDLED = {
    "仿宋_GB2312": "GK Kai SC",
    "楷体_GB2312": "GK Kai SC",
    "黑体": "Noto Sans SC",
    "宋体": "Noto Serif SC",
    "方正小标宋简体": "Noto Serif SC",
    "Times New Roman": "Noto Serif SC",
}
"""The faces of an official document and the bundled ones that stand for them."""


def as_pdf(document: Path) -> Path:
    """Return the PDF that LibreOffice makes of a document."""
    folder = document.parent / "office"
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(_font_settings(folder))}
    subprocess.run(
        [*command, "--outdir", folder, document], check=True, capture_output=True, timeout=240, env=environment
    )
    return folder / f"{document.stem}.pdf"


def _font_settings(folder: Path) -> Path:
    """Write the settings under which nothing but the bundled fonts is found."""
    matches = "".join(
        f'<match><test name="family"><string>{escape(wanted)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(bundled)}</string></edit></match>'
        for wanted, bundled in _BUNDLED.items()
    )
    fonts, cache = escape(str(resource("fonts"))), escape(str(folder / "fonts"))
    path = folder / "fonts.conf"
    path.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>{matches}</fontconfig>", encoding="utf-8"
    )
    return path
