"""Which font sets which part of a printed page, and why.

For each role the office's own fonts come first (仿宋_GB2312, 方正小标宋 …), then fonts that the user dropped into
the fonts folder, then the fonts that ship with the program. A font that cannot be embedded in a document is
skipped with a sentence. Only the name tables are read here; glyphs are read when a page is set.
"""

# ruff: noqa: PLC0415  (heavy libraries are imported where they are used)
from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from resources import resource

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]


class Role(StrEnum):
    """A part that a font plays on the page."""

    TITLE = "小标宋"
    HEADING = "黑体"
    SUBHEADING = "楷体"
    BODY = "仿宋"
    TABLE = "宋体"
    LATIN = "西文"


class Source(StrEnum):
    """Where a font was found."""

    INSTALLED = "系统字体"
    DROPPED = "字体文件夹"
    BUNDLED = "随程序字体"


class Face(NamedTuple):
    """One typeface in a file; ``number`` counts the faces of a collection (.ttc)."""

    path: Path
    number: int
    family: str
    source: Source


class Choice(NamedTuple):
    """The face chosen for a role and the reason, in one Chinese sentence."""

    role: Role
    face: Face
    reason: str


@dataclass(frozen=True)
class FontSet:
    """The fonts of a document: one choice per role, the faces to fall back on, and what was skipped.

    ``fallbacks`` are tried in order for a character that the role's own face lacks.
    """

    choices: Mapping[Role, Choice]
    fallbacks: tuple[Face, ...]
    skipped: tuple[str, ...] = ()

    def faces(self, role: Role) -> tuple[Face, ...]:
        """Return the faces for a role in the order in which they are asked for a glyph."""
        return tuple(dict.fromkeys((self.choices[role].face, *self.fallbacks)))


FAMILIES: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.TITLE: (
        "方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong",
    ),
    Role.HEADING: ("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "FZHei-B01", "FZHei-B01S"),
    Role.SUBHEADING: (
        "楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体", "华文楷体", "STKaiti",
    ),
    Role.BODY: (
        "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "方正仿宋简体", "FZFangSong-Z02",
        "FZFangSong-Z02S", "华文仿宋", "STFangsong", "朱雀仿宋", "Zhuque Fangsong",
    ),
    Role.TABLE: ("宋体", "SimSun", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong"),
    Role.LATIN: ("Times New Roman",),
}  # fmt: skip
"""Family names as they stand in the name tables, the most wanted first (typography of GB/T 9704-2012)."""

_WORDS: Final[Mapping[Role, str]] = {Role.TITLE: "小标宋", Role.SUBHEADING: "楷体", Role.BODY: "仿宋"}
"""Words by which other families of these kinds are known."""
_RARE_FAMILIES: Final = ("SimSun-ExtB", "宋体-ExtB", "SimSun-ExtG", "宋体-ExtG")
_WANTED: Final = frozenset(name for names in (*FAMILIES.values(), _RARE_FAMILIES, _WORDS.values()) for name in names)
_REGISTRY_KEY: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
_BUNDLED: Final[Mapping[Role, tuple[str, str]]] = {
    Role.TITLE: ("NotoSerifSC-Bold.ttf", "Noto Serif SC Bold"),
    Role.HEADING: ("NotoSansSC-Medium.ttf", "Noto Sans SC Medium"),
    Role.SUBHEADING: ("GKKai-Regular.ttf", "GK Kai SC"),
    Role.BODY: ("GKKai-Regular.ttf", "GK Kai SC"),
    Role.TABLE: ("NotoSerifSC-Regular.ttf", "Noto Serif SC"),
    Role.LATIN: ("NotoSerifSC-Regular.ttf", "Noto Serif SC"),
}
_SUFFIXES: Final = frozenset({".ttf", ".ttc", ".otf", ".otc"})
_LICENCE: Final = 0x000E
_RESTRICTED: Final = 0x0002
_WHOLE_OR_BITMAP_ONLY: Final = 0x0300
"""Bits of ``OS/2.fsType``: where several of the licence are set the mildest counts."""
_FULL_NAME: Final = 4
_FAMILY_NAMES: Final = frozenset({1, 16})
_MOST_FACES: Final = 64
_DAMAGED: Final = "文件已损坏或不是字体，请换一个字体文件"
DAMAGE: Final = (OSError, struct.error, LookupError, ValueError, ArithmeticError, AssertionError, EOFError, TypeError)
"""What reading a damaged font file raises in the libraries that do it."""
_WEIGHTS: Final[Mapping[Role, int]] = {Role.TITLE: 700}
_FALLBACK_ORDER: Final = (Role.TABLE, Role.BODY, Role.HEADING, Role.TITLE)


class _Candidate(NamedTuple):
    face: Face
    names: frozenset[str]
    full_names: frozenset[str]
    weight: int
    objection: str


def bundled_fonts() -> FontSet:
    """Return the fonts that ship with the program; the same on every machine."""
    return _chosen([], [])


def find_fonts(dropped: Path | None = None, installed: Iterable[Path] | None = None) -> FontSet:
    """Choose a face for every role.

    ``dropped`` is the folder into which a user puts fonts of his own; ``installed`` are the font files of the
    machine, by default all that the system knows. Every file's names are read, which takes up to half a second
    where hundreds are installed: keep the result.
    """
    skipped: list[str] = []
    files = [(path, Source.INSTALLED) for path in (installed_font_files() if installed is None else installed)]
    files += [(path, Source.DROPPED) for path in _font_files(dropped)]
    candidates = [candidate for path, source in files for candidate in _read(path, source, skipped)]
    return _chosen(candidates, skipped)


def installed_font_files() -> list[Path]:
    """Return the font files of this machine, sorted; on Windows only those registered under a wanted family."""
    if sys.platform == "win32":
        return sorted(set(_registered_files()))
    home = Path.home()
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")
    return sorted(path for folder in folders for path in _font_files(folder))


def _registered_files() -> Iterator[Path]:
    """Yield the font files in the registry of Windows whose entry names a wanted family; nothing elsewhere."""
    yield from ()
    if sys.platform == "win32":  # pragma: no cover
        import winreg

        folder = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with suppress(OSError), winreg.OpenKey(root, _REGISTRY_KEY) as key:
                for position in range(winreg.QueryInfoKey(key)[1]):
                    name, value, _ = winreg.EnumValue(key, position)
                    if any(family in name for family in _WANTED):
                        yield folder / str(value)  # an absolute value replaces the folder


def _font_files(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())


def _read(path: Path, source: Source, skipped: list[str]) -> list[_Candidate]:
    """Return the faces in a font file; a damaged file has none and, when the user put it there, a sentence."""
    from fontTools.ttLib import TTLibError

    try:
        return _faces_in(path, source)
    except (TTLibError, *DAMAGE):
        if source is Source.DROPPED:
            skipped.append(_sentence(path, _DAMAGED))
        return []


def _faces_in(path: Path, source: Source) -> list[_Candidate]:
    from fontTools.ttLib import TTFont

    with path.open("rb") as stream:
        is_collection = stream.read(4) == b"ttcf"
        count = int.from_bytes(stream.read(8)[4:8], "big") if is_collection else 1
        found = []
        for number in range(min(count, _MOST_FACES)):
            stream.seek(0)
            font = TTFont(stream, fontNumber=number if is_collection else -1, lazy=True)
            found.append(_candidate(font, path, number, source))
    return found


def _candidate(font: TTFont, path: Path, number: int, source: Source) -> _Candidate:
    records = font["name"].names
    full_names = frozenset(str(record) for record in records if record.nameID == _FULL_NAME)
    names = full_names | {str(record) for record in records if record.nameID in _FAMILY_NAMES}
    weight = font["OS/2"].usWeightClass if "OS/2" in font else 400
    return _Candidate(Face(path, number, path.stem, source), names, full_names, weight, _objection(font))


def _objection(font: TTFont) -> str:
    """Say why a font cannot be embedded in a document, empty when it can."""
    if "fvar" in font:
        return "可变字体不能嵌入文档，请换用固定字重的版本"
    if "CFF " in font or "CFF2" in font:
        return "PostScript 轮廓（CFF）的字体不能嵌入文档，请换用 TrueType 版本"
    if "glyf" not in font:
        return "字体中没有轮廓，请换一个字体文件"
    rights = font["OS/2"].fsType if "OS/2" in font else 0
    if rights & _LICENCE == _RESTRICTED or rights & _WHOLE_OR_BITMAP_ONLY:
        return "字体许可不允许嵌入文档，请换用允许嵌入的字体"
    return ""


def _sentence(path: Path, why: str) -> str:
    return f"字体“{path.name}”已跳过：{why}。"


def _chosen(candidates: Sequence[_Candidate], skipped: list[str]) -> FontSet:
    usable: list[_Candidate] = []
    for candidate in candidates:
        objection = candidate.objection or _damage(candidate.face)
        if not objection:
            usable.append(candidate)
        elif candidate.face.source is Source.DROPPED or _WANTED & candidate.names:
            skipped.append(_sentence(candidate.face.path, objection))
    choices = {role: _choose(role, usable, skipped) for role in Role}
    rare = [_named(candidate, family) for family in _RARE_FAMILIES for candidate in usable if family in candidate.names]
    dropped = [candidate.face for candidate in usable if candidate.face.source is Source.DROPPED]
    fallbacks = (*(_bundled(role) for role in _FALLBACK_ORDER), *rare, *dropped)
    return FontSet(choices, tuple(dict.fromkeys(fallbacks)), tuple(dict.fromkeys(skipped)))


def _damage(face: Face) -> str:
    """Say whether a font that the user dropped is damaged; an installed one is read when it is wanted."""
    from export.typesetting.faces import is_readable

    return _DAMAGED if face.source is Source.DROPPED and not is_readable(face) else ""


def _choose(role: Role, usable: Sequence[_Candidate], skipped: list[str]) -> Choice:
    for source, where in ((Source.INSTALLED, "本机已安装"), (Source.DROPPED, "取自字体文件夹")):
        for face in _matching(role, [candidate for candidate in usable if candidate.face.source is source]):
            why = _unfit(face, "1" if role is Role.LATIN else "国")
            if not why:
                return Choice(role, face, f"{where}“{face.family}”。")
            skipped.append(_sentence(face.path, why))
    face = _bundled(role)
    return Choice(role, face, f"本机没有可用的{role}，改用随程序提供的“{face.family}”。")


def _unfit(face: Face, probe: str) -> str:
    """Say why a face cannot play a role for which it needs the glyph ``probe``, empty when it can."""
    from export.typesetting.faces import is_readable, load_face

    if not is_readable(face):
        return _DAMAGED
    return "" if load_face(face).has(probe) else "字体中没有需要的字，请换一个字体文件"


def _matching(role: Role, usable: Sequence[_Candidate]) -> Iterator[Face]:
    """Yield the faces fit for a role, the most wanted family first; of one family the exact name and weight."""
    weight = _WEIGHTS.get(role, 400)
    for family in FAMILIES[role]:
        same = [candidate for candidate in usable if family in candidate.names]
        same.sort(key=lambda candidate: (family not in candidate.full_names, abs(candidate.weight - weight)))
        yield from (_named(candidate, family) for candidate in same)
    word = _WORDS.get(role)
    for candidate in usable if word else ():
        yield from (_named(candidate, name) for name in sorted(candidate.names) if word and word in name)


def _named(candidate: _Candidate, family: str) -> Face:
    return candidate.face._replace(family=family)


def _bundled(role: Role) -> Face:
    file_name, family = _BUNDLED[role]
    return Face(resource("fonts", file_name), 0, family, Source.BUNDLED)
