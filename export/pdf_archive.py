"""The archival form of a PDF file: PDF/A-2b (ISO 19005-2) metadata, colour intent, dates and identity.

reportlab writes its file plain: every stream uncompressed, no metadata, no intent. The objects are taken from there
as they stand, completed, and written anew; sections named below are those of ISO 32000-1 (PDF 1.7).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Final, NamedTuple

from export.colour import srgb_profile

_PROGRAM: Final = "政府信息公开工作年度报告编制软件"
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # four bytes beyond ASCII, so that nobody takes the file for text
_OBJECT: Final = re.compile(rb"(\d+) 0 obj\n")
_END: Final = b"endobj\n"
_STREAM: Final = b"\nstream\n"
_LENGTH: Final = re.compile(rb"/Length (\d+)")
_REFERENCE: Final = re.compile(rb"\b(\d+) 0 R\b")
_INTENT: Final = (
    "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) "
    "/Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R >>"
)
_METADATA: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
{described}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
_DESCRIBED: Final = (
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>\n',
    "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
    "<pdf:Keywords>{}</pdf:Keywords>\n",
)
"""Title, author and keywords in the metadata, each only where there is one."""


class Description(NamedTuple):
    """What a PDF file says about itself; ``made_at`` has a time zone."""

    title: str
    author: str
    made_at: datetime
    keywords: str = ""


def finish(raw: bytes, description: Description) -> bytes:
    """Return reportlab's file with metadata, output intent and identity; equal input gives equal bytes."""
    objects = _objects(raw)
    root, information = _number(raw, b"Root"), _number(raw, b"Info")
    metadata, profile, intent = range(max(objects) + 1, max(objects) + 4)
    objects[information] = _information(description)
    objects[metadata] = _stream(b"<< /Type /Metadata /Subtype /XML /Length 0 >>", _xmp(description))
    objects[profile] = _packed(_stream(b"<< /N 3 /Length 0 >>", srgb_profile()))
    objects[intent] = _INTENT.format(profile=profile).encode("ascii") + b"\n"
    entries = f"/Metadata {metadata} 0 R /OutputIntents [ {intent} 0 R ] >>\n".encode("ascii")
    objects[root] = objects[root].rstrip().removesuffix(b">>") + entries
    return _file(_used(objects, {root, information}), root, information)


# ---------------------------------------------------------------- reportlab's file


def _objects(raw: bytes) -> dict[int, bytes]:
    """Return what stands between ``obj`` and ``endobj`` of every object, streams compressed."""
    objects: dict[int, bytes] = {}
    position = raw.index(b"1 0 obj\n")
    while head := _OBJECT.match(raw, position):
        end = raw.index(_END, head.end())
        stream = raw.find(_STREAM, head.end(), end)
        content = raw[head.end() : end]
        if stream >= 0:  # its own bytes may hold the words that end an object
            words, start = raw[head.end() : stream], stream + len(_STREAM)
            length = _length(words)
            content = _packed(_stream(words, raw[start : start + length]))
            end = raw.index(_END, start + length)
        objects[int(head[1])] = content
        position = end + len(_END)
    return objects


def _length(words: bytes) -> int:
    found = _LENGTH.search(words)
    assert found is not None, "reportlab writes the length of every stream"
    return int(found[1])


def _number(raw: bytes, name: bytes) -> int:
    """Return the number of the object that the trailer calls by this name."""
    return int(re.findall(rb"/%s (\d+) 0 R" % name, raw[raw.rindex(b"trailer") :])[0])


def _used(objects: Mapping[int, bytes], wanted: set[int]) -> dict[int, bytes]:
    """Return the objects that can be reached; reportlab also writes a typeface that no page shows."""
    found: dict[int, bytes] = {}
    waiting = sorted(wanted)
    while waiting:
        number = waiting.pop()
        if number in objects and number not in found:
            found[number] = objects[number]
            words = objects[number].partition(_STREAM)[0]
            waiting += [int(reference) for reference in _REFERENCE.findall(words)]
    return found


# ---------------------------------------------------------------- the archival file


def _stream(words: bytes, content: bytes) -> bytes:
    """Return a stream object: its dictionary with the right length, and its bytes (7.3.8)."""
    words = _LENGTH.sub(b"/Length %d" % len(content), words, count=1)
    return words + _STREAM + content + b"\nendstream\n"


def _packed(stream: bytes) -> bytes:
    """Return a plain stream object compressed (7.4.4)."""
    words, _, rest = stream.partition(_STREAM)
    content = rest[: _length(words)]
    return _stream(words.replace(b"/Length ", b"/Filter /FlateDecode /Length ", 1), zlib.compress(content))


def _information(description: Description) -> bytes:
    """Return the information dictionary (14.3.3), which must say the same as the metadata."""
    zone = description.made_at.strftime("%z")
    moment = f"({description.made_at:D:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}')"
    texts = {"Title": description.title, "Author": description.author, "Keywords": description.keywords}
    entries = {name: _text(text) for name, text in (texts | {"Creator": _PROGRAM}).items() if text}
    entries |= {"CreationDate": moment, "ModDate": moment}
    return f"<< {' '.join(f'/{name} {value}' for name, value in entries.items())} >>\n".encode("ascii")


def _text(text: str) -> str:
    """Return a text string (7.9.2.2) in hexadecimal digits."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _xmp(description: Description) -> bytes:
    moment = description.made_at.isoformat(timespec="seconds")
    texts = zip(_DESCRIBED, (description.title, description.author, description.keywords), strict=True)
    described = "".join(element.format(escape(text, quote=False)) for element, text in texts if text)
    return _METADATA.format(program=_PROGRAM, moment=moment, described=described).encode()


def _file(objects: Mapping[int, bytes], root: int, information: int) -> bytes:
    """Return the file: header, objects, the table of their places (7.5.4) and the trailer, named by its own bytes."""
    parts, places, position = [_HEADER], {}, len(_HEADER)
    for number, content in sorted(objects.items()):
        places[number] = position
        parts.append(b"%d 0 obj\n%s%s" % (number, content, _END))
        position += len(parts[-1])
    size = max(objects) + 1
    free = [number for number in range(size) if number not in objects]
    following = dict(zip(free, [*free[1:], 0], strict=True))
    for number in range(size):
        kind = b"%010d 00000 n \n" % places[number] if number in places else b"%010d 65535 f \n" % following[number]
        parts.append(kind)
    parts.insert(len(objects) + 1, b"xref\n0 %d\n" % size)
    identity = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest().upper().encode("ascii")
    parts.append(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R " % (size, root, information))
    parts.append(b"/ID [ <%s> <%s> ] >>\nstartxref\n%d\n%%%%EOF\n" % (identity, identity, position))
    return b"".join(parts)
