"""Checks of numbering, wording and references (D13–D16, G2, G8, G9) and of personal numbers in texts (T2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from model.finding import Facts, Finding, section_finding, text_finding
from model.form import Check, Form
from model.text_view import TextSpan, TextView

_ALL: Final = ("title", "preface", "overview", "problems", "others", "closing")
_CHAPTERS: Final = ("overview", "problems", "others")
_NUMERALS: Final = "一二三四五六七八九十"
_ROWS: Final = (
    re.compile(rf"(?<![^。；：，、）\n-])([{_NUMERALS}])是"),
    re.compile(rf"(?m)^（([{_NUMERALS}])）"),
    re.compile(r"(?m)^(\d{1,2})[.．](?!\d)"),
)
_CHINESE: Final = "\u4e00-\u9fff"
# What is looked for stands first and what must be before it after that, because this is searched at every key.
_HALF_WIDTH: Final = re.compile(
    rf"[,;:?!()](?:(?<=[{_CHINESE}].)(?=[{_CHINESE}\d])|(?<=[{_CHINESE}\d].)(?=[{_CHINESE}]))"
)
_BLANKS: Final = re.compile(rf"[ \u00a0](?<=[{_CHINESE}].)[ \u00a0]*(?=[{_CHINESE}])")
_FULL_DIGITS: Final = re.compile("[０-９]+")
_REFERENCE: Final = re.compile(r"(?:[\[【（(]|<)(20\d\d)(?:[\]】）)]|>)(\d{1,4})号")
_ANGLES: Final = re.compile(r"<[^<>\n]{4,60}>")
_NESTED: Final = re.compile(r"《[^》《]*《")
_LEVEL: Final = re.compile(rf"(?m)^[ \u3000\t]*([{_NUMERALS}])、")
_IDENTITY: Final = re.compile(r"(?<!\d)\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_ELEVEN_DIGITS: Final = re.compile(r"\d{11}")
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CORNER: Final = re.compile(r"勾稽关系为[^）)\n。]{4,60}")


def _texts(facts: Facts, *sections: str) -> Iterator[tuple[str, str]]:
    for section in sections:
        text = facts.report.texts.get(section, "")
        if text:
            yield section, text


def _found(check: Check, section: str, text: str, match: re.Match[str], **words: str) -> Finding:
    span = TextSpan(match.start(), match.end(), match.group())
    return text_finding(check, section, span, {"quote": _shown(match.group()), **words})


def _shown(text: str) -> str:
    """Return a quotation for a sentence, in which half-width marks would look like the program's own."""
    return text.translate(str.maketrans("(),:;", "（），：；"))


def _numbering(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find the first number of each row that does not follow on the one before it."""
    for section, _ in _texts(facts, *_CHAPTERS):
        view = facts.views[section]
        for start, end, expected in _jumps(view):
            words = {"quote": view.plain[start:end], "expected": expected}
            yield text_finding(check, section, view.span(start, end), words)


def _jumps(view: TextView) -> Iterator[tuple[int, int, str]]:
    for row in range(len(_ROWS)):
        last = 0
        for begin, paragraph in view.paragraphs:
            for start, end, numeral in _numerals(paragraph, row):
                number = _NUMERALS.find(numeral) + 1 or int(numeral)
                if last and number not in (last + 1, 1):
                    wanted = _NUMERALS[last] if numeral in _NUMERALS and last < len(_NUMERALS) else str(last + 1)
                    yield begin + start, begin + end, paragraph[start:end].replace(numeral, wanted)
                last = number


@lru_cache(maxsize=1024)
def _numerals(paragraph: str, row: int) -> tuple[tuple[int, int, str], ...]:
    """Return where one paragraph has numerals of a kind; typing changes one of them, so the others are kept."""
    return tuple((*match.span(), match[1]) for match in _ROWS[row].finditer(paragraph))


def _levels(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find 「一、」 inside a chapter, which is the numbering of the chapters themselves."""
    for section, text in _texts(facts, *_CHAPTERS):
        title = facts.form.section(section).title
        for match in _LEVEL.finditer(text):
            first = not text[: match.start()].strip()
            if not (first and match[1] == title[0]):
                yield _found(check, section, text, match)
                break


def _wording(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find words of the list, half-width marks, blanks inside Chinese text and full-width digits."""
    rules = word_rules(check)
    for section, text in _texts(facts, *_ALL):
        for start, end, tell in _slips(text, rules):
            span = TextSpan(start, end, text[start:end])
            yield text_finding(check, section, span, {"quote": _shown(span.quote), "tell": tell})


@lru_cache(maxsize=64)
def _slips(text: str, rules: tuple[tuple[str, str], ...]) -> tuple[tuple[int, int, str], ...]:
    found = []
    plain = re.sub(r"\{\{[^{}\n]*\}\}", lambda match: "\0" * len(match.group()), text)
    for wrong, right in rules:
        at = plain.find(wrong)
        if at >= 0:
            found.append((at, at + len(wrong), f"通常写作“{right}”"))
    for pattern, tell in (
        (_HALF_WIDTH, "中文里的标点用全角，这里是半角"),
        (_BLANKS, "汉字之间不留空格"),
        (_FULL_DIGITS, "数字用半角"),
    ):
        matches = list(pattern.finditer(plain))
        if matches:
            found.append((*matches[0].span(), f"{tell}，这一部分共 {len(matches)} 处"))
    return tuple(found)


def word_rules(check: Check) -> tuple[tuple[str, str], ...]:
    """Return the words of the check's list with what is usually written instead."""
    listed = check.parameters.get("words", ())
    rules = listed if isinstance(listed, list | tuple) else ()
    return tuple((str(wrong), str(right)) for wrong, right in rules)


def _references(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find document numbers without 〔〕, angle brackets as title marks, and 《条例》 without its full name."""
    defined = False
    for section, text in _texts(facts, *_ALL):
        for match in _REFERENCE.finditer(text):
            yield _found(check, section, text, match, tell=f"文号中的年份用六角括号，写作“〔{match[1]}〕{match[2]}号”")
        for pattern, tell in ((_ANGLES, "书名号里再用书名号时写作“〈〉”"), (_NESTED, "书名号里面一层用“〈〉”")):
            for match in pattern.finditer(text):
                yield _found(check, section, text, match, tell=tell)
        short = text.find("《条例》")
        defines = re.search(r"以下(?:简称|称)[“：\"]?《?条例", text)
        if short >= 0 and not defined and not (defines and defines.start() <= short):
            span = TextSpan(short, short + 4, "《条例》")
            tell = "首次出现通常写全称，并注明“以下简称《条例》”"
            yield text_finding(check, section, span, {"quote": "《条例》", "tell": tell})
            defined = True
        defined = defined or defines is not None


def _title(check: Check, facts: Facts) -> Iterator[Finding]:
    for section, _ in _texts(facts, "title"):
        plain = facts.views[section].plain.replace("\n", "")
        parts = {"年份": str(facts.report.year), "“政府信息公开”": "政府信息公开", "“年度报告”": "年度报告"}
        lacking = [name for name, part in parts.items() if part not in plain]
        if lacking:
            words = {"lacking": "、".join(lacking), "office": facts.report.office, "year": str(facts.report.year)}
            yield section_finding(check, section, words)


def _labels(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find labels of the form of which one character was mistyped."""
    labels = _labels_of(facts.form)
    for section, _ in _texts(facts, *_CHAPTERS, "preface"):
        view = facts.views[section]
        for begin, paragraph in view.paragraphs:
            for start, end, label in _mistyped(paragraph, labels):
                words = {"quote": paragraph[start:end], "label": label}
                yield text_finding(check, section, view.span(begin + start, begin + end), words)


def _labels_of(form: Form) -> tuple[str, ...]:
    """Return the labels that are long and peculiar enough to know them when one character is wrong."""
    rows = (
        row.label.partition(".")[2] for table in form.tables.values() for block in table.blocks for row in block.rows
    )
    titles = [section.title.partition("、")[2] for section in form.sections]
    peculiar = [label for label in rows if label.startswith("属于")]
    wanted = (label.partition("、")[0] for label in (*titles, *peculiar, *(label[2:] for label in peculiar)))
    return tuple(dict.fromkeys(label for label in wanted if len(label) >= 7))


@lru_cache(maxsize=512)
def _mistyped(paragraph: str, labels: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    """Return where a label stands with one Chinese character wrong or too many, behind its first two."""
    found = []
    for label in labels:
        at = paragraph.find(label[:2])
        while at >= 0:
            length = _mistyped_length(paragraph[at : at + len(label) + 1], label)
            if length:
                found.append((at, at + length, label))
            at = paragraph.find(label[:2], at + 1)
    return tuple(found)


def _mistyped_length(text: str, label: str) -> int:
    """Return how long the mistyped label at the start of ``text`` is, 0 when there is none."""
    wrong = next((at for at, (typed, right) in enumerate(zip(text, label, strict=False)) if typed != right), None)
    if wrong is None or not 2 <= wrong < len(label) - 1 or not re.match(f"[{_CHINESE}]", text[wrong]):
        return 0
    if text[wrong + 1 : len(label)] == label[wrong + 1 :]:
        return len(label)
    if text[wrong + 1 :] == label[wrong:] and text[wrong] not in "的和与及或者了":
        return len(label) + 1
    return 0


def _corner(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find the sentence in the corner of the 申请办理表 quoted otherwise than the form prints it."""
    for section, _ in _texts(facts, *_CHAPTERS):
        view = facts.views[section]
        for match in _CORNER.finditer(view.plain):
            tables = facts.form.tables.values()
            if not any(match.group() in cell.text for table in tables for cell in table.layout.cells):
                yield text_finding(check, section, view.span(match.start(), match.end()), {"quote": match.group()})


def _personal_numbers(check: Check, facts: Facts) -> Iterator[Finding]:
    """Find numbers of identity cards and mobile telephones, which the report publishes."""
    for section, text in _texts(facts, *_ALL):
        for match, kind in _personal_matches(text):
            masked = f"{match.group()[:3]}****{match.group()[-4:]}"
            yield _found(check, section, text, match, kind=kind, masked=masked)


@lru_cache(maxsize=64)
def _personal_matches(text: str) -> tuple[tuple[re.Match[str], str], ...]:
    if not _ELEVEN_DIGITS.search(text):
        return ()
    patterns = ((_IDENTITY, "身份证号"), (_MOBILE, "手机号"))
    return tuple((match, kind) for pattern, kind in patterns for match in pattern.finditer(text))


def with_words(form: Form, rules: Iterable[tuple[str, str]]) -> Form:
    """Return the form with an office's own list of words (错敏词表) added to the check of wording."""
    check = form.checks.get("D15")
    if check is None:  # an older form that has no check of wording
        return form
    words = [*word_rules(check), *rules]
    changed = replace(check, parameters={**check.parameters, "words": words})
    return replace(form, checks={**form.checks, "D15": changed})


def read_words(text: str) -> tuple[tuple[str, str], ...]:
    """Read a list of words: one on each line, wrong and right, between them a tab, a comma, 「→」 or 「=」.

    Lines that begin with ``#`` and lines with only one word are left out.
    """
    rules = []
    for line in text.splitlines():
        parts = [part.strip() for part in re.split(r"\t|→|=>|[,，=]", line.strip().lstrip("\ufeff"), maxsplit=1)]
        if len(parts) == 2 and all(parts) and not line.lstrip().startswith("#"):
            rules.append((parts[0], parts[1]))
    return tuple(rules)


STYLE_PREDICATES: Final = MappingProxyType(
    {
        "numbering": _numbering,
        "levels_of_numbering": _levels,
        "wording": _wording,
        "references": _references,
        "title_of_report": _title,
        "labels": _labels,
        "corner": _corner,
        "personal_numbers": _personal_numbers,
    }
)
