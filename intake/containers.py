"""Tells by its contents, never by its name, what kind of file a source is, and bounds what it may unpack to."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from intake.refusals import (
    SourceDamagedError,
    SourceEncryptedError,
    SourceKindError,
    SourceMissingError,
    SourceTooLargeError,
    SourceUnsafeError,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

MAXIMUM_SIZE: Final = 60_000_000
"""Bytes of a source; reports with pictures stay below a third of this."""
MAXIMUM_UNPACKED: Final = 200_000_000
MAXIMUM_PART: Final = 60_000_000
MAXIMUM_PARTS: Final = 5_000
_HEAD: Final = 4096
_MARKUP: Final = re.compile(rb"<(?:!doctype html|(?:html|head|body|meta|table|tr|td)[\s>])", re.IGNORECASE)
_INNER_MARKUP: Final = re.compile(rb"</?(?:div|p|span|section|article)[\s>]", re.IGNORECASE)
_ARCHIVED_PAGE: Final = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Kind(StrEnum):
    """What a file is by its contents."""

    WORD = "docx"
    EXCEL = "xlsx"
    OLD_EXCEL = "xls"
    PDF = "pdf"
    HTML = "html"
    ARCHIVED_PAGE = "mht"
    TEXT = "txt"


def content_of(path: Path) -> bytes:
    """Return the bytes of a source; raise for one that is missing or larger than any report."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SourceMissingError(path.name)
        if size > MAXIMUM_SIZE:
            raise SourceTooLargeError(path.name, f"有 {size // 1_000_000} MB")
        return path.read_bytes()
    except OSError as problem:
        raise SourceMissingError(path.name) from problem


def kind_of(name: str, content: bytes) -> Kind:
    """Return the kind of a file by its first bytes; raise with advice for kinds that are not read."""
    head = content[:_HEAD]
    if not content.strip():
        raise SourceKindError(name, "文件是空的，请另选一个。")
    if head.startswith(b"PK"):
        return _package_kind(name, content)
    if head.startswith(_OLE):
        return _compound_kind(name, content)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"{\\rtf"):
        raise SourceKindError(name, "这是 RTF 文件，请用 WPS 或 Word 另存为 .docx 再读入。")
    if _is_binary(head):
        raise SourceKindError(
            name, "能读取的有 Word（.docx）、Excel（.xlsx、.xls）、PDF、网页（.html）和文本（.txt、.md）。"
        )
    if _ARCHIVED_PAGE.search(head):
        return Kind.ARCHIVED_PAGE
    bare = content.replace(b"\x00", b"")
    tags, lines = sum(1 for _ in _INNER_MARKUP.finditer(bare)), bare.strip().count(b"\n") + 1
    return Kind.HTML if _MARKUP.search(bare) or tags >= lines else Kind.TEXT


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in head or sum(byte < 9 or 13 < byte < 27 for byte in head) > len(head) // 20


def _package_kind(name: str, content: bytes) -> Kind:
    with package(name, content) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        return Kind.WORD
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Kind.EXCEL
    raise SourceKindError(name, "这是压缩文件或别的文档。请先解压，或用 WPS、Word 另存为 .docx 再读入。")


def _compound_kind(name: str, content: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise SourceEncryptedError(name)
    if any(mark.encode("utf-16-le") in content for mark in ("Workbook", "Book\x00")):
        return Kind.OLD_EXCEL
    raise SourceKindError(name, "这是旧的 .doc 或 .wps 文件，请用 WPS 或 Word 打开，另存为 .docx 再读入。")


@contextmanager
def package(name: str, content: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip package whose parts, unpacked, stay within bounds; raise for a broken or a hostile one."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAXIMUM_PARTS:
                raise SourceTooLargeError(name, f"里面有 {len(parts)} 个部件")
            if any(part.flag_bits & 1 for part in parts):
                raise SourceEncryptedError(name)
            sizes = [part.file_size for part in parts]
            if sum(sizes) > MAXIMUM_UNPACKED or max(sizes, default=0) > MAXIMUM_PART:
                raise SourceTooLargeError(name, f"展开后有 {sum(sizes) // 1_000_000} MB")
            yield archive
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        KeyError,
        ValueError,
        OSError,
        zipfile.LargeZipFile,
    ) as problem:
        raise SourceDamagedError(name) from problem


def part_of(name: str, archive: zipfile.ZipFile, part: str) -> bytes:
    """Return one part, never more than its stated size or the bound, whatever the package claims."""
    import zlib  # noqa: PLC0415

    try:
        with archive.open(part) as stream:
            content = stream.read(MAXIMUM_PART + 1)
    except zlib.error as problem:
        raise SourceDamagedError(name) from problem
    if len(content) > MAXIMUM_PART:
        raise SourceTooLargeError(name, "展开后过大")
    return content


def xml_of(name: str, content: bytes) -> _Element:
    """Parse one XML part without entities, external files or network; a document type is refused."""
    from lxml import etree  # noqa: PLC0415

    if b"<!DOCTYPE" in content[:_HEAD] or b"<!ENTITY" in content:
        raise SourceUnsafeError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise SourceDamagedError(name) from problem
    return root
