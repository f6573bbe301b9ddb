"""Numbers in a text that are taken from the tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.bound_numbers import UNKNOWN, bound_numbers, names_in, plain_text, printed_text, stored_text
from model.cells import CellRef, Value
from model.expression import ExpressionError

VALUES: dict[CellRef, Value] = {
    CellRef("requests", "new", "total"): 45,
    CellRef("requests", "granted", "total"): 10,
    CellRef("requests", "new", "natural"): None,
    CellRef("requests", "partial", "total"): 0,
    CellRef("proactive", "fees", "amount"): Decimal("12.50"),
    CellRef("requests", "new", "total").last_year: 35,
}


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("收到{{requests.new.total}}件", "收到45件"),
        ("{{ requests.new.total - requests.granted.total }}", "35"),
        ("收费{{proactive.fees.amount}}万元", "收费12.50万元"),
        ("占{{percent(requests.granted.total, requests.new.total, 2)}}", "占22.22%"),
        ("增长{{growth(requests.new.total, previous.requests.new.total, 1)}}", "增长28.6%"),
        ("{{requests.new.natural}}件", f"{UNKNOWN}件"),
        ("{{percent(requests.new.total, requests.partial.total, 1)}}", UNKNOWN),
        ("{{nothing}}", UNKNOWN),
        ("{{a.b.c}}", UNKNOWN),
        ("{{percent(requests.new.total)}}", UNKNOWN),
        ("{{percent(requests.new.total, requests.new.total, 9)}}", UNKNOWN),
        ("{{percent(, , 1)}}", UNKNOWN),
        ("\\{{requests.new.total}}", "{{requests.new.total}}"),
        ("{{}} { } }}", "{{}} { } }}"),
        ("", ""),
    ],
)
def test_that_a_bound_number_prints_as_digits(stored: str, printed: str) -> None:
    assert printed_text(stored, VALUES) == printed


def test_that_a_bound_number_knows_its_place_and_its_figures() -> None:
    text = "甲{{requests.new.total}}乙"
    (number,) = bound_numbers(text)
    assert text[number.start : number.end] == "{{requests.new.total}}"
    assert names_in("percent(requests.granted.total, requests.new.total, 0)") == (
        CellRef("requests", "granted", "total"),
        CellRef("requests", "new", "total"),
    )
    with pytest.raises(ExpressionError):
        names_in("import os")


pieces = st.lists(st.sampled_from(["{", "{{", "}", "}}", "\\", "a", "requests.new.total"]), max_size=12)


@given(pieces.map("".join))
def test_that_typed_braces_never_become_a_number(typed: str) -> None:
    stored = stored_text(typed)
    assert list(bound_numbers(stored)) == []
    assert plain_text(stored) == typed


@pytest.mark.parametrize("before", ["{", "{{", "}", "甲"])
def test_that_a_number_after_typed_braces_is_still_a_number(before: str) -> None:
    stored = stored_text(before) + "{{requests.new.total}}"
    assert printed_text(stored, VALUES) == f"{before}45"
