"""The manual page of all checks is that which the form file gives."""

from __future__ import annotations

from docs.check_list import PAGE, check_list
from tests.bases import shipped_form

FORM = shipped_form("2021")
IN_THE_CATALOGUE = (
    {f"C{number}" for number in range(1, 16) if number != 11}
    | {f"D{number}" for number in range(1, 18) if number != 10}
    | {f"E{number}" for number in range(1, 8)}
    | {"G1", "G2", "G8", "G9", "Y3", "Y4", "Y5", "Y6"}
)


def test_that_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == check_list(FORM), "run: python -m docs.check_list"


def test_that_the_page_tells_every_check_with_its_basis() -> None:
    page = check_list(FORM)
    for check in FORM.checks.values():
        assert f"### {check.id}　{check.title}\n" in page
        assert str(check.basis) in page
    assert "{" not in page
    listed = FORM.checks["D5"].parameters["excluded"]
    assert isinstance(listed, list)
    for sentence in listed:
        assert f"“{sentence}”" in page


def test_that_the_whole_catalogue_is_there_and_the_counter_example_is_not() -> None:
    assert FORM.checks.keys() >= IN_THE_CATALOGUE
    assert "C16" not in FORM.checks


def test_that_no_message_blames_anybody() -> None:
    for check in FORM.checks.values():
        assert not any(word in check.message for word in ("抄袭", "敷衍", "造假", "照搬", "雷同"))
