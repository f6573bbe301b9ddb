"""Sentences at the edge of what the text checks understand: they say nothing rather than something wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.cells import CellRef
from model.doctor import diagnose
from model.evaluation import Finding, evaluate
from model.fact_offers import Choice, accept, fact_offers
from model.form_loader import load_form
from model.repetition import repeats_of
from model.report import Edit, EditKind, Report
from model.report_file import read_report_file
from model.text_style import read_words, with_words
from model.year_comparison import compare_years, drafted_sentence, with_sentence
from resources import resource

FORM = load_form("2021")
SAMPLE = read_report_file(resource("sample", "report.json")).report


def facts_said(sentence: str, report: Report = SAMPLE) -> list[Finding]:
    """The findings about facts in a text of one paragraph."""
    said = replace(report, texts={"overview": sentence})
    return [finding for finding in evaluate(FORM, said).findings if finding.check_id.startswith("C") and finding.span]


@pytest.mark.parametrize(
    "sentence",
    [
        "行政复议结果维持、结果纠正分别为五六件、一二件。",
        "规章、本年制发、废止分别为3件、4件。",
        "信件、予以公开，部分公开分别为9件、8件。",
        "上年予以公开占51.85%。",
        "2023年予以公开占51.85%。",
        "2023年上半年予以公开占比51.85%。",
        "予以公开和部分公开合计占51.85%。",
        "去年规章制发三十件。",
        "2023年新收申请999件。",
        "通过网站公开信息9件。",
        "不予公开申请流程图9件。",
        "予以公开9件次信息。",
        "制定规范性文件工作方案9件。",
        "印发行政规范性文件解读材料9件。",
        "行政规范性文件方面，印发通知9件。",
        "规范性文件方面本年制发9件通知。",
        "规范性文件工作有序推进，废止3件旧制度。",
        "制发9件。",
        "制发文件9件。",
        "本年制发9件党内规范性文件。",
        "未发生行政复议。",
        "全年收到9件锦旗。",
        "全年共收到9件信件和申请。",
        "行政规范性文件全年印发9件。",
        "行政规范性文件在全年里印发了9件。",
        "没有被提起诉讼。",
        "未发生交通事故复议。",
        "未发生工伤认定行政复议、行政诉讼。",
        "清岚县没有上年结转。",
    ],
)
def test_that_a_sentence_at_the_edge_is_never_an_error_of_its_own(sentence: str) -> None:
    for finding in facts_said(sentence):
        assert finding.span is not None
        assert finding.span.quote in sentence


def test_that_a_share_of_blank_figures_is_left_alone() -> None:
    blank = replace(SAMPLE, cells={}, previous=None)
    assert facts_said("予以公开占办理结果的51.85%。", blank) == []


def test_that_a_mended_report_has_no_leads() -> None:
    carried = CellRef.parse("requests.carried_out.natural")
    text = {"overview": "全年收到申请45件，予以公开10件。"}
    broken = replace(SAMPLE.with_edit(Edit(EditKind.TYPING, cells={carried: 3})), texts=text)
    finding = next(one for one in evaluate(FORM, broken).findings if one.check_id == "A1")
    assert diagnose(FORM, broken, finding)
    assert diagnose(FORM, replace(SAMPLE, texts=text), finding) == ()


def test_that_an_offer_without_digits_cannot_be_accepted() -> None:
    said = replace(SAMPLE, texts={"overview": "全年收到申请9件。"})
    offer = fact_offers(FORM, said, evaluate(FORM, said))[0]
    choice: Choice = offer.choices[0]
    with pytest.raises(ValueError, match="no number"):
        accept(said, offer._replace(span=None), choice)


def test_that_an_older_form_takes_no_list_of_words() -> None:
    old = load_form("2019")
    assert with_words(old, [("布署", "部署")]) is old
    assert "布署" in str(with_words(FORM, read_words("# 说明\n布署\t部署\n只有一个词")).checks["D15"].parameters)


def test_that_a_report_without_an_office_is_compared_with_none() -> None:
    nameless = replace(SAMPLE, office="", texts={"overview": "我局公开信息9条。", "title": "年度报告"})
    assert not [finding for finding in evaluate(FORM, nameless).findings if finding.check_id == "C14"]


def test_that_repetition_needs_two_years() -> None:
    assert repeats_of(FORM, replace(SAMPLE, previous=None), {}, "overview") is None


def test_that_a_sentence_about_appeals_goes_behind_its_passage_and_before_blank_lines() -> None:
    form, evaluation = FORM, evaluate(FORM, SAMPLE)
    drafted = {drafted_sentence(form, line) for line in compare_years(form, evaluation)}
    assert any("案件" in sentence for sentence in drafted)
    text, at = with_sentence("（二）依申请公开\n原有的话。\n\n（三）政府信息管理", "requests", "新的话。")
    assert text == "（二）依申请公开\n原有的话。新的话。\n\n（三）政府信息管理"
    assert text[at:].startswith("新的话。")
