"""Renders the manual and the list of checks as one page that needs nothing else: ``resources/help/manual.html``.

    python -m docs.manual_page

The program shows this page (``ui/help_view.py``), a browser prints it, and 工作移交 packs it. Pictures are in it as
data, and equal sources give equal bytes. A test holds it to its sources.
"""

from __future__ import annotations

import base64
import re
import struct
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

FOLDER: Final = Path(__file__).parent / "manual"
MANUAL: Final = FOLDER / "使用手册.md"
CHECKS: Final = FOLDER / "检查项目.md"
PAGE: Final = Path(__file__).parents[1] / "resources" / "help" / "manual.html"
LARGEST: Final = 1_500_000
"""Bytes: the installer has hard limits."""

_STYLE: Final = """\
body{margin:0;color:#1c2630;background:#fff;line-height:1.75;
font-family:"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Noto Sans SC",sans-serif}
nav{position:fixed;top:0;bottom:0;left:0;width:15em;overflow:auto;padding:1em 1.2em;background:#f3f5f8;font-size:.9em}
nav ul{list-style:none;margin:0;padding:0}nav ul ul{padding-left:1.2em}nav a{color:#1c2630}
nav>ul>li{margin:.25em 0}nav ul ul a{color:#566575}
main{max-width:54em;margin:0 auto;padding:1em 2em 6em}
a{color:#1f5fa8;text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:1.9em}h2{margin-top:2.6em;padding-bottom:.2em;border-bottom:2px solid #1f5fa8;font-size:1.45em}
h3{margin-top:1.8em;font-size:1.15em}h4{margin:1.4em 0 .2em}
p,li{text-align:justify}li{margin:.2em 0}
table{border-collapse:collapse;margin:1em 0;width:100%}
th,td{border:1px solid #8a97a5;padding:.35em .7em;text-align:left;vertical-align:top}th{background:#eef1f5}
.key{padding:0 .4em;border:1px solid #b9c3cd;border-bottom-width:2px;border-radius:4px;background:#f7f8fa;
font-size:.92em;white-space:nowrap}
.ui{color:#174a84;font-weight:600}
.picture{margin:1.2em 0;text-align:center;color:#566575;font-size:.9em}.picture img{max-width:100%;height:auto}
blockquote{margin:1em 0;padding:.4em 1em;border-left:4px solid #b3541e;background:#fff6ec}
@media screen and (min-width:70em){main{margin-left:19em}}
@media screen and (max-width:69.99em){nav{position:static;width:auto}}
@media print{@page{size:A4;margin:20mm}body{font-size:10.5pt;line-height:1.6}
nav{position:static;width:auto;background:none;overflow:visible;columns:2;page-break-after:always}
main{max-width:none;padding:0}h2,h3,h4{page-break-after:avoid}.picture,tr{page-break-inside:avoid}
.picture img{max-height:125mm;width:auto}a{color:inherit}}
"""
_COMMAND: Final = re.compile("「[^」]*」")


class _Renderer(RendererHTML):
    """Gives headings their titles as anchors, keys a frame, commands a colour, and takes pictures into the page."""

    def __init__(self, parser: object = None) -> None:
        super().__init__(parser)
        self.titles: list[tuple[int, str]] = []

    def heading_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        level, title = int(tokens[index].tag[1]), tokens[index + 1].content
        if anchor_of(title) in (anchor_of(known) for _, known in self.titles):
            raise ValueError(f"two sections are called {title}")
        self.titles.append((level, title))
        return f'<h{level} id="{anchor_of(title)}">'

    def code_inline(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<span class="key">{escape(tokens[index].content)}</span>'

    def text(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        return _COMMAND.sub(r'<span class="ui">\g<0></span>', escape(tokens[index].content, quote=False))

    def softbreak(self, *_arguments: object) -> str:
        """Return nothing: between Chinese lines of the source there is no space."""
        return ""

    def table_open(self, *_arguments: object) -> str:
        """Return a table with lines; the program's own reader knows no style for them."""
        return '<table border="1" cellspacing="0" cellpadding="5">\n'

    def image(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        token = tokens[index]
        content = (FOLDER / unquote(str(token.attrs["src"]))).read_bytes()
        width, height = struct.unpack(">II", content[16:24])
        data = base64.b64encode(content).decode("ascii")
        source = f'<img src="data:image/png;base64,{data}" width="{width}" height="{height}"'
        return f'{source} alt="{escape(token.content)}"><br>{escape(token.content)}'

    def paragraph_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        if tokens[index].hidden:
            return ""
        children = tokens[index + 1].children or []
        is_picture = len(children) == 1 and children[0].type == "image"
        return '<p class="picture" align="center">' if is_picture else "<p>"

    def link_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<a href="{escape(unquote(str(tokens[index].attrs["href"])))}">'


def anchor_of(title: str) -> str:
    """Return the anchor of a section, as code hosting sites make it, so that links in the source work there too."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def manual_page(manual: str, checks: str) -> str:
    """Return the page; raise ``ValueError`` for a link that leads nowhere or a title that stands twice."""
    parser = MarkdownIt("commonmark", renderer_cls=_Renderer).enable("table")
    below = re.sub(r"^(#+ )", r"#\1", checks, flags=re.MULTILINE)
    body = parser.render(f"{manual}\n{below}")
    renderer = parser.renderer
    assert isinstance(renderer, _Renderer)
    known = {anchor_of(title) for _, title in renderer.titles}
    lost = [target for target in re.findall(r'href="#([^"]*)"', body) if target not in known]
    if lost or re.search(r'(?:href|src)="(?!#|data:)', body):
        raise ValueError(f"links that lead nowhere or out of the page: {lost}")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(renderer.titles[0][1])}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<nav>\n{_contents(renderer.titles)}</nav>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _contents(titles: Sequence[tuple[int, str]]) -> str:
    """Return the chapters, each with its sections, as nested lists."""
    lines: list[str] = []
    depth = 1
    for level, title in titles:
        if level not in {2, 3}:
            continue
        lines += ["<ul>"] * (level - depth) if level > depth else ["</li>", *["</ul></li>"] * (depth - level)]
        lines.append(f'<li><a href="#{anchor_of(title)}">{escape(title)}</a>')
        depth = level
    return "\n".join([*lines, *["</li></ul>"] * (depth - 1)]) + "\n"


def render() -> str:
    """Return the page of the manual as its sources are now."""
    return manual_page(MANUAL.read_text(encoding="utf-8"), CHECKS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE.name} {PAGE.stat().st_size // 1024} KB\n")
