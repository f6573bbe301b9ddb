"""How people mistype a figure, and how likely one figure is a mistake for another."""

from __future__ import annotations

from typing import NamedTuple

from model.expression import Number, absolute
from model.figures import written


class Slip(NamedTuple):
    """A way in which the typed figure may have come about; ``likelihood`` is from 0 to 5."""

    likelihood: int
    reason: str


def likely_slip(typed: Number, right: Number, beside: frozenset[Number]) -> Slip:
    """Return how ``typed`` may have come about when ``right`` was meant; ``beside`` are the figures next to it."""
    old, new = written(typed), written(right)
    if len(old) == len(new) > 1 and _swapped(old, new):
        return Slip(5, f"{old} 与 {new} 有两位数字前后颠倒")
    if new == f"{old}0" or old == f"{new}0":
        return Slip(5, "可能多写或者漏写了一个 0")
    if len(old) != len(new) and (_one_more(old, new) or _one_more(new, old)):
        return Slip(4, "可能多写或者漏写了一位数字")
    if right == 0:
        return Slip(4, "这一格正好等于差额，可能多填")
    if typed == 0:
        return Slip(3, "这一格是 0，可能漏填")
    if typed in beside:
        return Slip(3, f"相邻的一格也是 {old}，可能填错了行或者列")
    if len(old) == len(new) and sum(one != other for one, other in zip(old, new, strict=True)) == 1:
        return Slip(3 if len(old) > 1 else 2, "有一位数字不同")
    if absolute(right - typed) <= 2:
        return Slip(2, "")
    return Slip(1, "")


def _swapped(old: str, new: str) -> bool:
    """Tell whether two neighbouring digits changed places."""
    differing = [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return old[first] == new[second] and old[second] == new[first]


def _one_more(short: str, long: str) -> bool:
    """Tell whether ``long`` is ``short`` with one character put in."""
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
