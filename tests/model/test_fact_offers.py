"""What can be done about a number in a text: take it from the tables, mark it as unrelated."""

from __future__ import annotations

import pytest

from model.evaluation import evaluate
from model.fact_offers import accept, dismiss
from model.report import Edit, EditKind
from model.text_view import view_of
from tests.model.fact_sentences import CONTRADICTED, FORM, facts_found, offers_of, report_with


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in CONTRADICTED])
def test_that_the_first_offer_resolves_the_finding(sentence: str) -> None:
    report = report_with(sentence)
    for _ in range(4):
        open_offers = [offer for offer in offers_of(report) if not offer.agrees and offer.choices]
        if not open_offers:
            break
        report = report.with_edit(accept(report, open_offers[0], open_offers[0].choices[0]))
    left = [finding for finding in facts_found(report) if finding.check_id not in {"C6", "C10"}]
    assert [finding.message for finding in left if "125元" not in sentence] == []


def test_that_a_number_that_agrees_can_be_taken_from_the_tables_too() -> None:
    report = report_with("共受理政府信息公开申请27件（含上年结转2件）。")
    received, carried = offers_of(report)
    assert received.agrees
    assert [choice.value for choice in received.choices] == ["27"]
    changed = report.with_edit(accept(report, received, received.choices[0]))
    assert changed.texts["overview"].startswith(
        "共受理政府信息公开申请{{requests.new.total + requests.carried_in.total}}件"
    )
    assert view_of(changed.texts["overview"], evaluate(FORM, changed).values).plain == report.texts["overview"]
    assert [choice.label for choice in carried.choices] == ["改为取自「上年结转总计」（2）"]


def test_that_a_number_marked_as_unrelated_is_neither_found_nor_offered_again() -> None:
    report = report_with("全年收到政府信息公开申请35件，办结24件。")
    first = next(offer for offer in offers_of(report) if not offer.agrees)
    report = report.with_edit(dismiss(first))
    assert facts_found(report) == []
    assert [offer.quote for offer in offers_of(report)] == ["办结24件"]
    assert facts_found(report.with_edit(Edit(EditKind.DISMISSAL, dismissed={first.key: False})))


def test_that_the_key_of_an_offer_is_that_of_its_finding() -> None:
    for sentence, _ in CONTRADICTED:
        report = report_with(sentence)
        keys = {offer.key for offer in offers_of(report) if not offer.agrees}
        assert {finding.key for finding in facts_found(report) if finding.check_id != "C10"} <= keys
