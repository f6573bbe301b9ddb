"""The fact finder on published reports, where they lie beside the checkout."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bench.facts import judged
from bench.facts import report_of as published_report
from model.evaluation import evaluate
from model.fact_offers import accept, fact_offers
from tests.bases import shipped_form

FORM = shipped_form("2021")


def published(folder: Path) -> list[Path]:
    return sorted((folder / "reports").glob("*.expected.json"))


def test_that_the_facts_of_published_reports_are_judged_as_a_reader_judges_them(shared: Path) -> None:
    for path in published(shared):
        score = judged(path)
        assert (score.missed, score.false) == ([], [])


def test_that_a_published_sentence_with_another_number_is_found(shared: Path) -> None:
    tried = found = 0
    for path in published(shared):
        content = json.loads(path.read_text(encoding="utf-8"))
        for fact in content["facts"]:
            for section, text in content["texts"].items():
                place = re.search(rf"(?<!\d){fact['value']}(?=\s*件)", text)
                if fact["verdict"].startswith("ok") and fact["table_value"] == fact["value"] and place:
                    changed = f"{text[: place.start()]}{fact['value'] + 7}{text[place.end() :]}"
                    report = published_report({**content, "texts": {section: changed}})
                    tried += 1
                    findings = evaluate(shipped_form(report.form_id), report).findings
                    found += any(f"{fact['value'] + 7}" in one.message for one in findings if one.check_id[0] == "C")
    assert tried >= 25
    assert found >= tried - 1


def test_that_the_seed_document_has_one_contradiction_whose_first_offer_is_right(shared: Path) -> None:
    (path,) = (shared / "reports").glob("01-*.expected.json")
    report = published_report(json.loads(path.read_text(encoding="utf-8")))
    evaluation = evaluate(FORM, report)
    (error,) = evaluation.open_errors
    assert error.span is not None
    assert (error.check_id, error.span.quote) == ("C1", "全年办理9件")
    assert "是 45" in error.message
    offer = next(offer for offer in fact_offers(FORM, report, evaluation) if offer.key == error.key)
    assert offer.choices[0].label == "改为取自「办理结果总计」（45）"
    mended = report.with_edit(accept(report, offer, offer.choices[0]))
    assert "全年办理{{requests.handled.total}}件" in mended.texts["overview"]
    assert evaluate(FORM, mended).open_errors == ()
