"""Finds the chapters, the title, the office and the year in the paragraphs of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from intake.source import Paragraph, Place
from intake.words import plain
from model.form import Form

_ORDINALS: Final = "一二三四五六七八九十"
_CORES: Final[Mapping[str, re.Pattern[str]]] = {
    "overview": re.compile(r"(政府信息公开(工作)?)?(总体|基本)情况|概述"),
    "proactive": re.compile(r"(行政机关)?(政府信息)?主动公开(政府)?信息?(的)?情况"),
    "requests": re.compile(r"(行政机关)?(收到和处理|收到及处理|依申请公开)政府信息公开申请(的)?(办理|处理)?情况"),
    "appeals": re.compile(
        r"(因)?政府信息公开(工作)?(被申请|引起的|的)?行政法?复议(和|、|与)?(被?提起)?(行政)?诉讼(的)?情况"
    ),
    "problems": re.compile(
        r"(政府信息公开工作)?(中)?(存在的?)(主要)?(问题|不足)(及|和|与|以及)?(下一步)?(.{0,4}(改进|整改|工作).{0,6})?"
    ),
    "others": re.compile(r"(其他|其它)?需要(说明|报告)的?(其他|其它)?(有关)?(事项|情况)"),
}
_HEADING: Final = re.compile(r"^(?:第?([一二三四五六])(?:、|\.|,|部分|章)[、.]?)?(.+?)[:.。;]?$")
_LONGEST_HEADING: Final = 45
_TITLE: Final = re.compile(
    r"(?P<office>[^，。；]{0,60}?)(?P<year>20\d\d)年?度?(?:政府机关)?(?:政府)?(?:信息)(?:公开)(?:工作)?(?:情况)?(?:的)?(?:年度|年)?(?:工作)?报告"
)
_LABEL: Final = re.compile(r"^(?:信息|文件|公开)?(?:名称|标题|题名)[:：]?")
"""What stands before a title in the box that a website puts above a document."""
_REPORTER: Final = re.compile(
    r"(?:^|\s)(?:填报|报送|编制)?(?:单位|机关)(?:名称)?(?:[(（]盖章[)）])?\s*[:：]\s*([^\s:：，。（(_]{3,40})"
)
_YEAR: Final = re.compile(r"(20\d\d)年")
_DATE: Final = re.compile(r"[(（]?20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[)）]?")
_ORGAN: Final = re.compile(r"(政府|局|委|办|办公室|厅|院|中心|会|处|站|所|队|街道|镇|乡|县|市|区|省|部|校|馆|社)$")
_LINKS: Final = ("关于", "《", "〈", "(", "（", ")", "）", "》")


@dataclass
class Chapters:
    """The paragraphs of a source by chapter; ``front`` comes before the first and ``titled`` is its title."""

    front: list[Paragraph] = field(default_factory=list)
    bodies: dict[str, list[Paragraph]] = field(default_factory=dict)


def split_chapters(form: Form, paragraphs: Sequence[Paragraph]) -> Chapters:
    """Return the paragraphs by chapter; a table of contents before them stays in front."""
    starts = dict(_starts(form, paragraphs))
    chapters = Chapters()
    current = chapters.front
    for index, paragraph in enumerate(paragraphs):
        if index in starts:
            key, rest = starts[index]
            current = chapters.bodies.setdefault(key, [])
            if rest:
                current.append(Paragraph(rest, paragraph.place, indented=True))
        else:
            current.append(paragraph)
    return chapters


def _starts(form: Form, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield where chapters begin, each with what follows in the heading's own line; from the last to the first.

    Of two headings of one chapter the later counts, so that a table of contents is passed over.
    """
    keys = [section.key for section in form.sections]
    candidates: dict[str, list[tuple[int, str]]] = {key: [] for key in keys}
    for index, paragraph in enumerate(paragraphs):
        found = heading_of(form, paragraph.text)
        if found is not None:
            candidates[found[0]].append((index, found[1]))
    limit = len(paragraphs)
    for key in reversed(keys):
        index, rest = max((entry for entry in candidates[key] if entry[0] < limit), default=(-1, ""))
        if index >= 0:
            yield index, (key, rest)
            limit = index


def heading_of(form: Form, text: str) -> tuple[str, str] | None:
    """Return the chapter that a line is the heading of, and the text that follows in the same line."""
    line = plain(text)
    for number, section in enumerate(form.sections):
        title = plain(section.title)
        if line.startswith(title):
            after = _after(text, len(title))
            if not after or after[0].isspace() or plain(after[0]) in {":", ".", "。", ";"}:
                return section.key, after.lstrip(" \t\u00a0\u3000:：.。;；")
        if len(line) <= _LONGEST_HEADING and _names(line, section.key, number):
            return section.key, ""
    return None


def _names(line: str, key: str, number: int) -> bool:
    match = _HEADING.match(line)
    if match is None:
        return False
    ordinal, name = match[1], match[2]
    if ordinal is not None and _ORDINALS.index(ordinal) != number:
        return False
    full = _CORES[key].fullmatch(name)
    return full is not None and (ordinal is not None or len(name) >= 8 or key == "overview")


def _after(text: str, length: int) -> str:
    """Return what stands in ``text`` after the first ``length`` characters that are not blank."""
    seen = 0
    for at, character in enumerate(text):
        if seen == length:
            return text[at:]
        seen += bool(plain(character))
    return ""


# ---------------------------------------------------------------- title, office, year, closing


@dataclass(frozen=True)
class Heading:
    """The title of a report: office, year, and the paragraphs that print it.

    ``end`` is the number of the paragraph after it; ``rivalled`` says that the source prints other titles too.
    """

    office: str
    year: int
    lines: tuple[str, ...]
    place: Place
    end: int
    rivalled: bool = False


def find_title(front: Sequence[Paragraph], own_title: str) -> Heading | None:
    """Return the title found in the paragraphs before the first chapter, else in the title of the page.

    Pages list the reports of others too: the title is the line that the page gives itself, else the last one.
    """
    found = list(_titles(front))
    named = [title for title in found if title.match[0] in _title_text(own_title)]
    if found:
        start, end, match = (named or found)[-1]
        office, lines = match["office"], _title_lines([item.text for item in front[start:end]])
        if not office:
            above = _office_above(front[:start], _title_text(own_title))
            office, lines = "".join(map(_title_text, above)), [*above, *lines]
        others = {title.match[0] for title in found} - {match[0]} if not named else set()
        return Heading(_office(office), int(match["year"]), tuple(lines), front[start].place, end, bool(others))
    for text, place in [(own_title, Place()), *((item.text, item.place) for item in front[:40])]:
        for match in _TITLE.finditer(_title_text(text)):
            office = _office(re.split(r"[，。；:：《]|公布|形成了|编制了", match["office"])[-1])
            if _ORGAN.search(office):
                return Heading(office, int(match["year"]), (), place, 0)
    return None


class _Title(NamedTuple):
    """A title in the paragraphs ``start`` to ``end``, that one excluded."""

    start: int
    end: int
    match: re.Match[str]


def _titles(front: Sequence[Paragraph]) -> Iterator[_Title]:
    """Yield every paragraph that is a title, and every two that are one which is broken by width."""
    single = [_TITLE.fullmatch(_title_text(item.text)) for item in front]
    for at, match in enumerate(single):
        if match:
            yield _Title(at, at + 1, match)
        elif at + 1 < len(front) and not single[at + 1]:
            both = _TITLE.fullmatch(_title_text(front[at].text + front[at + 1].text))
            if both and front[at + 1].text.strip():
                yield _Title(at, at + 2, both)


def _office_above(front: Sequence[Paragraph], own_title: str) -> list[str]:
    """Return the lines of an office's name above the rest of a title: one, or as many as the file's own title has."""
    lines: list[str] = []
    for text in (item.text for item in reversed(front) if item.text.strip()):
        name = _title_text(text + "".join(lines))
        if not _may_be_office(text) or (lines and name not in own_title):
            break
        lines.insert(0, " ".join(text.split()))
    return lines


def _title_lines(texts: Sequence[str]) -> list[str]:
    """Return a title as it is printed; two lines are one unless the first ends where a title may be broken."""
    lines = [" ".join(text.split()) for text in texts]
    return lines if lines[0].endswith(("年", "年度")) else ["".join(lines)]


def _title_text(text: str) -> str:
    return _LABEL.sub("", re.sub(r"\s+", "", text).strip("《》〈〉"))


def _may_be_office(text: str) -> bool:
    name = _title_text(text)
    return 2 < len(name) <= 40 and not re.search(r"[，。；:：|\d]", name)


def _office(text: str) -> str:
    name = text
    for link in _LINKS:
        name = name.removeprefix(link).removesuffix(link)
    return name


def find_reporter(paragraphs: Sequence[Paragraph]) -> str:
    """Return the office that a form names as 单位 or 填报单位, '' when none does."""
    for paragraph in paragraphs[:60]:
        match = _REPORTER.search(paragraph.text)
        if match:
            return _office(match[1])
    return ""


def find_year(paragraphs: Sequence[Paragraph]) -> int | None:
    """Return the year that the first paragraphs speak of, None when they name none."""
    for paragraph in paragraphs[:60]:
        match = _YEAR.search(re.sub(r"\s+", "", paragraph.text))
        if match:
            return int(match[1])
    return None


def split_closing(body: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the last chapter without the office and date that close the report, and these."""
    kept = [paragraph for paragraph in body if paragraph.text.strip()]
    if not kept or not _DATE.fullmatch(kept[-1].text.strip()):
        return kept, []
    start = len(kept) - 1
    if start and _may_be_office(kept[start - 1].text):
        start -= 1
    return kept[:start], kept[start:]
