"""Whole web pages that print the statutory tables as sites, editors and browsers mark them up, well and badly."""

from __future__ import annotations

import html
import random
from collections.abc import Callable, Iterable, Iterator

from model.form import Form
from model.layout import LayoutCell, TableLayout
from tests.intake.layouts import OFFICE, YEAR, Printed, rows_of, text_of, web_page

Markup = Callable[[TableLayout, Printed], str]
Page = Callable[[Form, Printed], bytes]

WEB: dict[str, Page] = {}
"""Layouts whose columns are certain: what they print is to be read."""
BROKEN_WEB: dict[str, Page] = {}
"""Layouts that lost something: nothing in them may mislead."""

CSS = "body{font-family:'Noto Serif SC'} td{border:1px solid #000;padding:2px}"


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def body_of(form: Form, printed: Printed, table: Markup, line: Callable[[str], str] | None = None) -> str:
    """The report from its title to its last chapter, tables in ``table`` and paragraphs in ``line``."""
    write = line or (lambda text: f"<p>{text}</p>")
    parts = [write(f"{OFFICE}{YEAR}年政府信息公开工作年度报告"), write("本报告依据有关规定编制。")]
    for section in form.sections:
        parts.append(write(section.title))
        found = form.table_of_section(section.key)
        told = f"{YEAR}年，本局做好第“{section.short_title[2:]}”章所列的工作。"
        parts.append(table(found.layout, printed) if found else write(told))
    return "\n".join(parts)


def page_of(body: str, *, charset: str = "utf-8") -> str:
    title = f"<title>{OFFICE}{YEAR}年政府信息公开工作年度报告_青石县人民政府</title>"
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}">{title}<style>{CSS}</style></head>'
        f"<body>{body}</body></html>"
    )


def web(name: str, table: Markup, *, broken: bool = False, line: Callable[[str], str] | None = None) -> None:
    """Add a layout that differs in the markup of its tables only."""
    target = BROKEN_WEB if broken else WEB
    target[name] = lambda form, printed: page_of(body_of(form, printed, table, line)).encode()


def tagged(
    layout: TableLayout,
    printed: Printed,
    inside: Callable[[str], str] = escaped,
    spans: Callable[[LayoutCell], tuple[int, int]] = lambda cell: (cell.height, cell.width),
) -> str:
    """A table with ``rowspan`` and ``colspan`` of each cell as ``spans`` gives them."""
    rows = []
    for top in range(layout.row_count):
        cells = []
        for cell in (cell for cell in layout.cells if cell.top == top):
            height, width = spans(cell)
            marks = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
            cells.append(f"<td{marks}>{inside(text_of(cell, printed))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border=1><tbody>{''.join(rows)}</tbody></table>"


def positions(layout: TableLayout, printed: Printed, *, repeated: bool) -> list[list[str]]:
    """Every position of the grid; a merged cell's text once or at each position it covers."""
    rows = []
    for row in range(layout.row_count):
        cells = [(layout.by_position[row, column], column) for column in range(layout.column_count)]
        rows.append(
            [text_of(c, printed) if repeated or (c.top, c.left) == (row, column) else "" for c, column in cells]
        )
    return rows


def plain_table(rows: Iterable[Iterable[str]]) -> str:
    return (
        "<table>" + "".join(f"<tr>{''.join(f'<td>{escaped(t)}</td>' for t in row)}</tr>" for row in rows) + "</table>"
    )


# ---------------------------------------------------------------- markup inside cells


def _pieces(text: str) -> str:
    """Every character in a ``span`` of its own, as editors leave it, with an Office mark and hard blanks."""
    spans = "".join(f'<span lang="EN-US" style="font-size:12pt">{escaped(c)}</span>' for c in text)
    return f'<p class="MsoNormal" align="center">{spans}<o:p>&nbsp;</o:p></p>'


def _entities(text: str) -> str:
    return f"&nbsp;{''.join(f'&#{ord(c)};' for c in text)}&nbsp;&#12288;" if text else "&nbsp;"


def _wrapped(text: str) -> str:
    cut = text[:2] + "<br/>" + text[2:] if len(text) > 3 and not text[0].isdigit() else text
    return f"<p>{cut}</p>"


def _styled(text: str) -> str:
    return f'<!-- {text} --><div style="text-align:center"><p><strong><font>{escaped(text)}</font></strong></p></div>\n'


def _typed_field(text: str) -> str:
    """A cell of a form that was saved with what was typed into it."""
    shown = text.replace('"', "&quot;")
    return f'<input type="text" value="{shown}">' if text[:1].isdigit() and text.isdigit() else escaped(text)


def _nested_cell(text: str) -> str:
    return f"<table><tbody><tr><td>{escaped(text)}</td></tr></tbody></table>"


def _leaf(text: str) -> str:
    return f'<section><span leaf="">{escaped(text) or "<br>"}</span></section>'


web("plain", tagged)
web("spans in pieces", lambda layout, printed: tagged(layout, printed, _pieces))
web("entities", lambda layout, printed: tagged(layout, printed, _entities))
web("wrapped labels", lambda layout, printed: tagged(layout, printed, _wrapped))
web("styled cells", lambda layout, printed: tagged(layout, printed, _styled))
web("table in a cell", lambda layout, printed: f"<table><tr><td>{tagged(layout, printed)}</td></tr></table>")
web("empty positions", lambda layout, printed: plain_table(positions(layout, printed, repeated=False)))
web("repeated positions", lambda layout, printed: plain_table(positions(layout, printed, repeated=True)))
web("cell tables", lambda layout, printed: tagged(layout, printed, _nested_cell))
web("fields of a form", lambda layout, printed: tagged(layout, printed, _typed_field))
web("headings", tagged, line=lambda text: f"<h3><b>{text[:3]}</b><span>{text[3:]}</span></h3>")


def _unclosed(layout: TableLayout, printed: Printed) -> str:
    return tagged(layout, printed).replace("</td>", "").replace("</tr>", "")


def _word_saved(layout: TableLayout, printed: Printed) -> str:
    """Word's web page ends a table with a row of empty cells that fixes the widths."""
    widths = "".join("<td width=40 style='border:none'></td>" for _ in range(layout.column_count))
    last = f"<![if !supportMisalignedColumns]><tr height=0>{widths}</tr><![endif]></tbody></table>"
    return tagged(layout, printed, _pieces).replace("</tbody></table>", last)


def _headed_apart(layout: TableLayout, printed: Printed) -> str:
    """The header in a table of its own above that of the rows, as scripts with fixed headers make it."""
    if layout.header_rows == 0:
        return tagged(layout, printed)
    rows = tagged(layout, printed).split("<tr>")
    head = "<tr>".join(rows[: layout.header_rows + 1])
    rest = "<tr>".join(["<table><tbody>", *rows[layout.header_rows + 1 :]])
    return f"{head}</tbody></table>{rest}"


def _cut(layout: TableLayout, printed: Printed, *, repeated: bool) -> str:
    """Two tables, cut where a page ended, with the header repeated or not."""
    whole = tagged(layout, printed)
    rows = whole.split("<tr>")
    at = layout.row_count // 2 + 1
    if layout.header_rows == 0 or any(c.top < at - 1 < c.top + c.height - 1 and c.left == 1 for c in layout.cells):
        at = next((c.top + 1 for c in layout.cells if c.text.startswith("（四）无法提供")), 0)
    if not at:
        return whole
    head = rows[1 : layout.header_rows + 1] if repeated else []
    group = [f"<td rowspan={layout.row_count - at}></td>{rows[at]}", *rows[at + 1 :]]
    second = "<tr>".join(["<table><tbody>", *head, *group])
    return f"{'<tr>'.join(rows[:at])}</tbody></table><p>— 5 —</p>{second}"


web("unclosed", _unclosed)
web("saved by Word", _word_saved)
web("header apart", _headed_apart)
web("cut in two", lambda layout, printed: _cut(layout, printed, repeated=False))
web("cut in two, header repeated", lambda layout, printed: _cut(layout, printed, repeated=True))
web("WeChat table", lambda layout, printed: f"<section>{tagged(layout, printed, _leaf)}</section>")

# ---------------------------------------------------------------- spans lost or wrong


def _altered(change: Callable[[LayoutCell], tuple[int, int]]) -> Markup:
    return lambda layout, printed: tagged(layout, printed, spans=change)


def _group_height(by: int) -> Markup:
    return _altered(lambda cell: (cell.height + by if cell.height > 3 else cell.height, cell.width))


web("no rowspan", _altered(lambda cell: (1, cell.width)), broken=True)
web("no colspan", _altered(lambda cell: (cell.height, 1)), broken=True)
web("no spans", _altered(lambda cell: (1, 1)), broken=True)
web("groups too high", _group_height(1), broken=True)
web("groups too low", _group_height(-1), broken=True)
web("groups two too low", _group_height(-2), broken=True)
web("labels too narrow", _altered(lambda c: (c.height, c.width - 1 if c.width in {2, 3} else c.width)), broken=True)
web("labels too wide", _altered(lambda c: (c.height, c.width + 1 if c.width in {2, 3} else c.width)), broken=True)
web("heading too narrow", _altered(lambda c: (c.height, 4 if c.width == 5 else c.width)), broken=True)
web("heading too wide", _altered(lambda c: (c.height, 6 if c.width == 5 else c.width)), broken=True)
web("zero spans", lambda a, b: tagged(a, b).replace("<td>", '<td rowspan="0" colspan="x">'), broken=True)


def _short_rows(layout: TableLayout, printed: Printed) -> str:
    """Cells without text are left out of their rows."""
    return tagged(layout, printed).replace("<td></td>", "")


def _shifted(layout: TableLayout, printed: Printed) -> str:
    """One cell too many at the beginning of every third row."""
    rows = tagged(layout, printed).split("<tr>")
    return "<tr>".join(f"<td></td>{row}" if at % 3 == 0 and at > 4 else row for at, row in enumerate(rows))


web("empty cells left out", _short_rows, broken=True)
web("rows shifted", _shifted, broken=True)

# ---------------------------------------------------------------- no tables at all


def _boxes(layout: TableLayout, printed: Printed) -> str:
    rows = [
        f"<div class=row>{''.join(f'<div class=cell>{t}</div>' for t in row)}</div>" for row in rows_of(layout, printed)
    ]
    return f"<div class=grid>{''.join(rows)}</div>"


def _spans(layout: TableLayout, printed: Printed) -> str:
    rows = [f"<p>{'&nbsp;&nbsp;&nbsp;'.join(filter(None, row))}</p>" for row in rows_of(layout, printed)]
    return "".join(rows)


def _cells_as_paragraphs(layout: TableLayout, printed: Printed) -> str:
    return "".join(f"<p>{text or '&nbsp;'}</p>" for row in rows_of(layout, printed) for text in row)


def _preformatted(layout: TableLayout, printed: Printed) -> str:
    return f"<pre>{chr(10).join(chr(9).join(row) for row in rows_of(layout, printed))}</pre>"


web("boxes", _boxes, broken=True)
web("blanks between", _spans, broken=True)
web("cells as paragraphs", _cells_as_paragraphs, broken=True)
web("preformatted", _preformatted, broken=True)
web("words only", lambda a, b: f"<p>{''.join(t for row in rows_of(a, b) for t in row)}</p>", broken=True)

# ---------------------------------------------------------------- what stands around, and encodings


def _around(body: str) -> str:
    others = "".join(
        f"<li><a href='#'>{office}{year}年政府信息公开工作年度报告</a></li>"
        for office, year in [("白沙县教育局", 2025), ("青石县财政局", 2023), ("黑水镇人民政府", 2024)]
    )
    old = "<table style='display:none'><tr><td>规章</td><td>7</td><td>7</td><td>7</td></tr></table>"
    script = "<script>var total = '<table><tr><td>规章</td><td>9</td></tr></table>'; if (1 < 2) {}</script>"
    top = "<noscript>请打开脚本</noscript><div class=top><ul><li>首页</li><li>政务公开</li></ul></div>"
    hidden = f"<nav>{others}</nav><div style='display: none'>一、总体情况</div>{old}{script}"
    middle = f"<table width=100%><tr><td><ul>{others}</ul></td><td><div class=TRS_Editor>{body}</div></td></tr></table>"
    foot = (
        "<div class=foot><p>主办：青石县人民政府</p><p>标识码：3601230001</p></div><iframe src='about:blank'></iframe>"
    )
    return top + hidden + middle + foot


def _framed(form: Form, printed: Printed) -> bytes:
    return page_of(_around(body_of(form, printed, tagged))).encode()


def _wechat(form: Form, printed: Printed) -> bytes:
    body = body_of(form, printed, lambda a, b: tagged(a, b, _leaf), lambda text: f"<section>{_leaf(text)}</section>")
    inner = f'<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; ">{body}</div>'
    head = f'<h1 class="rich_media_title"><span>{OFFICE}{YEAR}年政府信息公开工作年度报告</span></h1>'
    return page_of(f"{head}<div id=js_name>青石发布</div>{inner}<p>预览时标签不可点</p>").encode()


def _encoded(encoding: str, charset: str) -> Page:
    def write(form: Form, printed: Printed) -> bytes:
        page = page_of(body_of(form, printed, web_page), charset=charset)
        return (page if charset else page.replace('<meta charset="">', "")).encode(encoding)

    return write


def _archived(form: Form, printed: Printed) -> bytes:
    """One file in which a browser saves a page: a message with the page in quoted-printable text."""
    import quopri

    page = quopri.encodestring(page_of(body_of(form, printed, tagged)).encode())
    head = (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E5=B9=B4?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Bound"\r\n\r\n\r\n'
        "------Bound\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + page + b"\r\n------Bound--\r\n"


def _late(form: Form, printed: Printed) -> bytes:
    """A page whose first tags are of no known kind and come after much space."""
    return b"\n" * 5000 + f"<article><section>{body_of(form, printed, tagged)}</section></article>".encode()


def _random_tags(form: Form, printed: Printed) -> bytes:
    chance = random.Random(len(printed))
    inside: list[Callable[[str], str]] = [escaped, _pieces, _entities, _wrapped, _styled, _leaf]

    def mixed(text: str) -> str:
        return chance.choice(inside)(text)

    return page_of(body_of(form, printed, lambda a, b: tagged(a, b, mixed))).encode()


WEB |= {
    "page with navigation": _framed,
    "WeChat": _wechat,
    "GB 18030": _encoded("gb18030", "gb2312"),
    "GB 18030, no charset": _encoded("gb18030", ""),
    "GB 18030, charset utf-8": _encoded("gb18030", "utf-8"),
    "UTF-8, charset gb2312": _encoded("utf-8", "gb2312"),
    "UTF-8, no charset": _encoded("utf-8", ""),
    "UTF-16": _encoded("utf-16", "utf-16"),
    "page in one file": _archived,
    "late tags": _late,
    "mixed tags": _random_tags,
}


def files(form: Form, printed: Printed) -> Iterator[tuple[str, bytes]]:
    """Every page by its name."""
    for name, page in {**WEB, **BROKEN_WEB}.items():
        yield name, page(form, printed)
