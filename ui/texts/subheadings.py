"""The customary sub-headings of a chapter: recognising them and putting in those that are missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]\s*")


class Completed(NamedTuple):
    """A text with all sub-headings, how many were put in and how many got their customary number back."""

    text: str
    added: int
    renumbered: int


def with_missing_subheadings(text: str, subheadings: Sequence[str]) -> Completed:
    """Put the missing ones of ``subheadings`` (「（一）主动公开」) into ``text`` in their order.

    Each stands before the next one that is there, with an empty paragraph to write in. Those that are there
    keep their words but get the number that they have in ``subheadings``.
    """
    paragraphs = text.split("\n") if text.strip() else []
    places = [_place(heading, paragraphs) for heading in subheadings]
    renumbered = 0
    for heading, place in zip(subheadings, places, strict=True):
        if place is not None:
            numbered = _number(heading) + _NUMBER.sub("", paragraphs[place], count=1)
            renumbered += numbered != paragraphs[place]
            paragraphs[place] = numbered
    following = len(paragraphs)
    for heading, place in reversed(list(zip(subheadings, places, strict=True))):
        if place is None:
            paragraphs[following:following] = [heading, ""]
        else:
            following = min(following, place)
    return Completed("\n".join(paragraphs), places.count(None), renumbered)


def _place(heading: str, paragraphs: Sequence[str]) -> int | None:
    """Return the first paragraph that begins with a number and the words of ``heading``."""
    words = _words(heading)
    return next((i for i, p in enumerate(paragraphs) if _NUMBER.match(p) and _words(p).startswith(words)), None)


def _number(heading: str) -> str:
    match = _NUMBER.match(heading)
    return match.group().strip() if match else ""


def _words(paragraph: str) -> str:
    return _NUMBER.sub("", paragraph, count=1).strip()
