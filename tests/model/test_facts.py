"""The fact finder on sentences as offices write them; the figures are those of the balanced base report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bench.facts import judged
from bench.facts import report_of as published_report
from model.bound_numbers import bound_numbers
from model.cells import CellRef
from model.evaluation import Finding, evaluate
from model.fact_numbers import chinese_number
from model.fact_offers import FactOffer, accept, dismiss, fact_offers
from model.report import Edit, EditKind, Level, Report, Scope
from model.text_view import view_of
from tests.bases import base_report, shipped_form

FORM = shipped_form("2021")

TRUE_OR_SILENT = [
    "2024年，我办共收到政府信息公开申请25件，上年结转2件，办结24件，结转下年度继续办理3件。",
    "本年度新收政府信息公开申请25件，结转上年申请2件，全部按时办理。",
    "全年共办理政府信息公开申请27件，其中予以公开12件、部分公开1件、不予公开1件、无法提供8件、不予处理1件、其他处理1件，结转下年3件。",
    "全年共受理依申请公开25件，较上年增加8件，同比增长47.1%。",
    "收到依申请公开25件，其中自然人20件，商业企业3件，法律服务机构2件。",
    "收到自然人申请20件，法人或其他组织申请5件。",
    "其中，自然人提出申请22件（含上年结转2件），法人或者其他组织提出申请5件。",
    "予以公开12件（自然人10件、商业企业2件），无法提供8件（自然人6件、法律服务机构2件）。",
    "2023年收到申请17件，2024年收到申请25件。",
    "2023年收到政府信息公开申请17件，办结15件。2024年收到25件。",
    "上年收到申请17件，本年收到申请25件。",
    "县政府各部门共收到申请125件。",
    "全县共收到政府信息公开申请345件，其中县政府办公室25件。",
    "各乡镇收到政府信息公开申请12件。",
    "县公安局收到政府信息公开申请8件，县自然资源局收到13件。",
    "第一季度收到政府信息公开申请6件，第二季度收到7件。",
    "上半年共受理政府信息公开申请11件。",
    "1至6月受理申请13件，7至12月受理申请12件。",
    "全年通过网上平台收到申请15件、信函收到申请10件。",
    "收到网上申请15件，当面申请10件。",
    "收到公众意见建议382条，均已采纳答复。",
    "全年受理12345热线工单3452件，办结3451件，办结率99%。",
    "办理人大建议15件、政协提案22件，答复率100%。",
    "受理群众信访举报36件，均已办结。",
    "收到各类信访件45件。",
    "受理网络问政182件，回复180件。",
    "处理网民留言56条，答复56条。",
    "办结行政许可事项1023件。",
    "公开行政许可信息1456条、行政处罚信息233条。",
    "公示行政许可120件，行政处罚56件。",
    "办理行政复议案件320件，审结298件。",
    "县司法局受理行政复议案件56件，行政应诉案件12件。",
    "制发行政规范性文件3件，废止1件，现行有效12件。",
    "制定行政规范性文件3件、政策性文件11件。",
    "全年公开政策性文件31件，现行有效的规范性文件12件。",
    "发布政策文件30件，规范性文件3件。",
    "全年印发公文41件、通知25件。",
    "清理行政规范性文件30件，废止1件，修改5件，继续有效12件。",
    "审查行政规范性文件草案16件，备案审查9件。",
    "截至2024年12月31日，现行有效行政规范性文件12件。",
    "行政规范性文件制发、废止、现行有效分别为3件、1件、12件。",
    "制发、废止、现行有效行政规范性文件分别为3件、1件和12件。",
    "行政许可、行政处罚、行政强制分别为120件、45件、6件。",
    "作出行政许可决定120件、行政处罚决定45件、行政强制决定6件。",
    "行政事业性收费12.5万元。",
    "行政事业性收费125000元。",
    "收取信息处理费300元，涉及申请3件。",
    "本年度收取政府信息公开信息处理费0元。",
    "因政府信息公开被申请行政复议4件，其中维持2件、纠正1件、尚未审结1件；被提起行政诉讼1件，结果为其他结果1件。",
    "政府信息公开行政复议、行政诉讼分别为4件和1件。",
    "涉及政府信息公开的行政复议4件、行政诉讼1件。",
    "未发生因政府信息公开引起的行政复议败诉案件。",
    "没有行政复议被纠正、行政诉讼败诉的情况。",
    "未因政府信息公开工作被追究责任。",
    "未收到申请人缴纳的费用。",
    "未制定规章。",
    "规章0件。",
    "没有制定政府规章，制发行政规范性文件3件。",
    "依法依规答复25件申请人来信咨询。",
    "2件涉及第三方合法权益的申请征求了第三方意见。",
    "严格执行《政府信息公开条例》第36条，3件疑难申请会商办理。",
    "制发国办函〔2020〕109号文件要求的收费通知0件。",
    "收到申请人补正材料3件。",
    "收到约25件申请。",
    "收到近30件申请。",
    "每收到一件申请即登记一件。",
    "累计收到历年申请325件。",
    "自2019年以来共收到政府信息公开申请325件。",
    "高质高效办理好每一件依申请公开案件。",
    "占比方面，予以公开12件，占50%；无法提供8件，占33.33%；部分公开1件，占比4.17%。",
    "收到申请二十五件，办结二十四件。",
    "25件申请中，12件予以公开，8件无法提供，1件部分公开。",
    "全年新收25件，加上上年结转2件，共27件，办结24件，结转下年度3件。",
    "依申请公开方面，共收到25件，已答复24件，3件正在办理。",
    "与2023年的17件相比，收到的申请增加8件。",
    "按时答复20件、延期答复4件。",
    "审查发现涉及国家秘密的材料5件，均未上网。",
    "不予公开1件，理由是保护第三方合法权益1件。",
    "本机关不掌握相关政府信息8件。",
    "县政府办收到政府信息公开申请25件。",
    "清岚县人民政府办公室收到政府信息公开申请25件。",
    "会同县司法局清理行政规范性文件，本年制发3件，废止1件，现行有效12件。",
    "拟制定行政规范性文件6件。",
    "2025年计划制定行政规范性文件5件。",
    "共接待咨询219人次，办理查阅申请30件次。",
    "收到复议申请4件。",
    "新增行政规范性文件5件并公开。",
    "全年主动公开政府信息1286条，其中予以公开公文41件。",
    "办理不动产登记申请2300件。",
    "受理企业开办申请560件，办结560件。",
    "公开县政府规章制度12件。",
    "重点答复土地征收类申请6件。",
    "收到申请25件，均已登记；其中22件当年办结，3件结转。",
    "组织政府信息公开培训2期，收到学员作业30份。",
    "截至12月底，收到的25件申请已办结24件。",
    "本年度共收到25件政府信息公开申请，没有行政复议和行政诉讼被撤销的情形。",
    "3件申请结转至2025年办理。",
    "从2023年结转的2件申请均已办结。",
    "本年收到申请25件，其中涉及房屋征收10件、土地审批9件、其他6件。",
    "2024年度，我办共受理政府信息公开申请25件（自然人20件、法人或其他组织5件），均按时答复。",
    "本年度共收到依申请公开申请25件，全部为网上申请。",
    "2024年全年共收到政府信息公开申请25件，其中网络申请18件、信函申请5件、当面申请2件。",
    "依申请公开办理情况：共收到25件，其中：主动公开范围的8件，同意公开4件。",
    "全年共受理政府信息依申请公开件25件，已全部按规定时限办结。",
    "共办理依申请公开24件，按期答复率100%。",
    "新增政府信息公开申请25件，同比增加8件，增长47.06%。",
    "规范办理政府信息公开申请，2024年共登记申请25件，涉及13个部门。",
    "全年办理依申请公开25件，未发生超期答复情况。",
    "全年办理政府信息公开申请27件，办结24件，3件正在办理中。",
    "全市政府信息公开申请同比下降12.5%。",
    "开展业务培训3次，参训人员达120余人次，现场答复问题36件。",
    "全年主动公开信息1,286条，其中公开行政规范性文件3件、政策解读23条。",
    "全年公开规范性文件13件，均已同步解读。",
    "全年备案行政规范性文件8件，纠正2件。",
    "提请废止行政规范性文件2件。",
    "对34件行政规范性文件进行清理，保留12件，废止1件，宣布失效21件。",
    "县政府常务会议审议通过规范性文件5件。",
    "全年发布规范性文件及解读各5件。",
    "办理行政许可事项2300余件，其中即办件1800件。",
    "政务服务中心共受理行政许可申请560件，办结558件。",
    "行政许可结果公示120条，行政处罚结果公示45条。",
    "行政处罚信息公开率100%。",
    "收取行政事业性收费12.5万元，其中水资源费10万元。",
    "行政事业性收费项目3项，收费标准已公布。",
    "落实减免行政事业性收费350万元。",
    "政务新媒体共推送信息846条，阅读量35万次。",
    "12345热线办理群众诉求5680件，按期办结率99.8%，群众满意率98.5%。",
    "全年信访受理56件，办结56件。",
    "办理市长信箱来信125件，答复125件。",
    "处理网民举报投诉36件。",
    "收到行政复议答复通知书4份，均按时答复。",
    "无行政复议被撤销案件，无行政诉讼败诉案件。",
    "全年未发生行政复议被纠错、行政诉讼被判败诉情形。",
    "政府信息公开类行政复议案件4件，均依法答复；行政诉讼案件1件。",
    "因依申请公开引发行政复议4件（其中维持2件），行政诉讼1件（尚未审结0件）。",
    "全县共发生政府信息公开行政复议案件34件。",
    "以县政府为被申请人的行政复议案件45件。",
    "我县行政复议机构收到行政复议申请230件，受理210件。",
    "没有收取任何信息处理费。",
    "未发生信息公开收费情况，未收到投诉举报。",
    "无上级机关转办的政府信息公开申请。",
    "未出现一起因答复不规范引发的行政复议败诉。",
    "因申请内容不明确，通知补正6件，其中逾期未补正1件。",
    "其中涉及个人隐私不予公开1件。",
    "不属于本机关职责范围8件。",
    "征求第三方意见5件，第三方不同意公开1件。",
    "3件申请延期答复，其余均在20个工作日内答复。",
    "向市局转送申请2件。",
    "三是规范依申请公开，累计答复申请人咨询56件次。",
    "2024年受理的25件申请中，涉及土地征收的12件，涉及城市规划的5件。",
    "四季度共收到申请7件，全年累计25件。",
    "与去年同期相比，申请量由17件增加到25件。",
    "近三年受理申请分别为12件、17件、25件。",
    "2022年至2024年共受理申请54件。",
    "目前还有3件申请未到答复期限，结转下一年度继续办理。",
    "本年新收25件、上年结转2件，两项合计27件。",
    "全年政府信息公开申请办结率达到100%，办结24件。",
    "根据《关于公布继续有效规范性文件目录的通知》，县政府及县政府办继续有效文件312件。",
    "截至2024年底，全县现行有效行政规范性文件156件。",
    "以县政府名义制发规范性文件2件，以县政府办名义制发规范性文件1件。",
    "县直各部门制发行政规范性文件15件。",
    "协助市局起草规范性文件2件。",
    "制定规章制度3项，印发文件5件。",
    "其他处理1件，为申请人逾期不补正。",
    "不予处理1件（信访类）。",
    "予以公开12件、部分公开1件，占54.17%。",
    "予以公开率为50%。",
    "自然人申请20件，占80%。",
    "商业企业3件，占12%。",
]
"""Sentences that are true of the base report or speak of something that its tables do not tell."""

OF_THE_WHOLE_AREA = [
    "全市共收到政府信息公开申请25件，其中市政府本级6件。",
    "市政府收到政府信息公开申请6件，各部门收到19件。",
    "市政府办公室受理申请11件，办结10件。",
    "区本级受理申请9件，答复9件。",
    "本级收到申请9件。",
    "各地各部门共收到政府信息公开申请25件。",
    "市政府规章0件、市政府及市政府办政策性文件11件。",
    "全县受理政府信息公开申请25件，办结24件。",
    "2024年，全县各级行政机关共收到政府信息公开申请25件。",
    "县教育局收到5件申请，县住建局收到6件申请，办结11件。",
]
"""The same for the roll-up of a whole government."""

CONTRADICTED = [
    ("全年收到政府信息公开申请35件。", "C1"),
    ("全年共受理依申请公开9件。", "C1"),
    ("2024年我办收到26件政府信息公开申请。", "C1"),
    ("依申请公开方面，全年办理9件。", "C1"),
    ("收到申请三十五件。", "C1"),
    ("办结政府信息公开申请20件，结转下年度5件。", "C2"),
    ("全年答复申请15件。", "C2"),
    ("上年结转申请7件。", "C2"),
    ("另有13件申请顺延到下年度答复。", "C2"),
    ("没有上年结转的申请。", "C6"),
    ("予以公开22件，部分公开11件，办理申请。", "C3"),
    ("依申请公开中，不予公开10件。", "C3"),
    ("其中自然人申请30件，商业企业申请3件。", "C4"),
    ("政府信息公开行政复议14件，行政诉讼1件。", "C5"),
    ("因政府信息公开被提起行政诉讼3件。", "C5"),
    ("政府信息公开行政复议4件，其中结果维持3件。", "C5"),
    ("全年未收到政府信息公开申请。", "C6"),
    ("本年度没有收到公民、法人或者其他组织提出的政府信息公开申请。", "C6"),
    ("未发生因政府信息公开引起的行政复议。", "C6"),
    ("没有因政府信息公开工作被申请行政复议、提起行政诉讼的情况。", "C6"),
    ("政府信息公开行政复议、行政诉讼均为0件。", "C5"),
    ("政府信息公开零复议。", "C6"),
    ("制发行政规范性文件5件。", "C7"),
    ("本年制发行政规范性文件3件，废止2件，现行有效20件。", "C7"),
    ("现行有效行政规范性文件8件。", "C7"),
    ("制发、废止、现行有效行政规范性文件分别为3件、2件、12件。", "C7"),
    ("未制发行政规范性文件。", "C6"),
    ("制定规章2件。", "C8"),
    ("全年作出行政许可决定20件。", "C17"),
    ("行政许可、行政处罚、行政强制分别为120件、54件、6件。", "C17"),
    ("行政事业性收费25万元。", "C17"),
    ("行政事业性收费125元。", "C17"),
    ("无行政处罚、行政强制。", "C6"),
    ("予以公开12件，占申请总数的65%。", "C10"),
    ("2024年度共受理政府信息公开申请52件，比上年增加35件。", "C1"),
    ("本年度依申请公开工作情况：收到申请0件。", "C1"),
    ("收到政府信息公开申请2,500件。", "C1"),
    ("收到政府信息公开申请３５件。", "C1"),
    ("收到政府信息公开申请 35 件，答复 24 件。", "C1"),
    ("县政府办公室共受理政府信息公开申请11件。", "C1"),
    ("我县人民政府办公室收到申请11件。", "C1"),
    ("依申请公开未收到申请。", "C6"),
]
"""Sentences that the base report contradicts, with the check that says so."""


def report_with(text: str, section: str = "overview") -> Report:
    office, level = "清岚县人民政府办公室", Level.COUNTY
    return replace(base_report("balanced"), office=office, level=level, texts={section: text})


def facts_found(report: Report) -> list[Finding]:
    return [finding for finding in evaluate(FORM, report).findings if finding.check_id.startswith("C")]


def offers_of(report: Report) -> tuple[FactOffer, ...]:
    return fact_offers(FORM, report, evaluate(FORM, report))


@pytest.mark.parametrize("sentence", TRUE_OR_SILENT)
def test_that_a_sentence_that_is_true_or_speaks_of_something_else_raises_nothing(sentence: str) -> None:
    assert [finding.message for finding in facts_found(report_with(sentence))] == []


@pytest.mark.parametrize("sentence", OF_THE_WHOLE_AREA)
def test_that_a_rolled_up_report_is_not_contradicted_by_one_of_its_parts(sentence: str) -> None:
    report = replace(report_with(sentence), office="清岚县人民政府", scope=Scope.AGGREGATE)
    assert [finding.message for finding in facts_found(report)] == []


@pytest.mark.parametrize(("sentence", "check"), CONTRADICTED)
def test_that_a_sentence_that_the_tables_contradict_is_found(sentence: str, check: str) -> None:
    found = facts_found(report_with(sentence))
    assert check in {finding.check_id for finding in found}
    for finding in found:
        assert finding.span is not None
        assert sentence[finding.span.start : finding.span.end] == finding.span.quote
        assert finding.cells


@pytest.mark.parametrize("sentence", TRUE_OR_SILENT + [sentence for sentence, _ in CONTRADICTED])
def test_that_spaces_line_breaks_and_half_width_marks_change_nothing(sentence: str) -> None:
    plain = [finding.check_id for finding in facts_found(report_with(sentence))]
    typed = sentence.replace("，", ", ").replace("（", "(").replace("）", ")").replace("：", ":")
    wrapped = "\n  ".join(typed[at : at + 9] for at in range(0, len(typed), 9) if typed)
    assert [finding.check_id for finding in facts_found(report_with(typed))] == plain
    if "。" not in typed[:-1]:
        assert [finding.check_id for finding in facts_found(report_with(wrapped))] == plain


def test_that_a_span_counts_code_points_of_the_stored_text() -> None:
    text = "😀新收{{requests.new.total}}件，\n 办结 政府信息公开申请 20 件。"
    (finding,) = facts_found(report_with(text))
    assert finding.span is not None
    assert finding.span.quote == text[finding.span.start : finding.span.end] == "办结 政府信息公开申请 20 件"


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


def test_that_a_bound_number_is_never_judged() -> None:
    text = "收到政府信息公开申请{{requests.handled.total}}件，不予公开{{requests.new.total}}件。"
    assert list(bound_numbers(text))
    assert facts_found(report_with(text)) == []
    assert offers_of(report_with(text)) == ()


def test_that_the_sentence_of_last_year_is_compared_with_last_year() -> None:
    def checks(text: str) -> list[str]:
        return [finding.check_id for finding in facts_found(report_with(text))]

    assert checks("2023年，收到政府信息公开申请17件。") == ["C12"]
    assert checks("2023年，收到政府信息公开申请21件。") == ["C1", "C12"]


@pytest.mark.parametrize(
    ("words", "number"),
    [("零", 0), ("两", 2), ("十", 10), ("十二", 12), ("四十五", 45), ("一百零三", 103), ("三千一百一十九", 3119)],
)
def test_that_chinese_numerals_are_read(words: str, number: int) -> None:
    assert chinese_number(words) == number


def test_that_every_metric_names_figures_of_the_form() -> None:
    from model.fact_checks import expression_of
    from model.fact_words import METRICS

    for metric in METRICS.values():
        assert metric.check_id in FORM.checks
        for reading in metric.readings:
            assert set(expression_of(reading.source).names) <= FORM.cells.keys()
            assert all(isinstance(ref, CellRef) for ref in expression_of(reading.source).names)


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


BY_ORGAN = [
    ("清岚县云台镇人民政府", "township", Scope.OWN, "2024年我镇共收到政府信息公开申请25件，办结24件，结转3件。", ""),
    ("清岚县云台镇人民政府", "township", Scope.OWN, "2024年全镇共受理依申请公开35件。", "C1"),
    ("清岚县云台镇人民政府", "township", Scope.OWN, "云台镇收到申请25件，上年结转2件。", ""),
    ("清岚县云台镇人民政府", "township", Scope.OWN, "镇政府收到依申请公开35件。", "C1"),
    ("清岚县云台镇人民政府", "township", Scope.OWN, "本年度，我镇未收到依申请公开事项。", "C6"),
    ("清岚县云台镇人民政府", "township", Scope.OWN, "各村（社区）公开村务信息325条，收到村民申请12件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "县教育局全年共收到政府信息公开申请25件，其中县本级20件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "我局收到申请26件，办结24件。", "C1"),
    ("清岚县教育局", "department", Scope.OWN, "全年收到依申请公开26件，已全部答复。", "C1"),
    ("清岚县教育局", "department", Scope.OWN, "各中小学校收到信息公开申请3件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "办理教师资格认定行政许可1250件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "全年共办理行政许可120件、行政处罚45件。", ""),
    ("清岚县公安局", "department", Scope.OWN, "全局收到政府信息公开申请25件。", ""),
    ("清岚县公安局", "department", Scope.OWN, "全年办理行政处罚案件3256起，行政拘留820人。", ""),
    ("清岚县公安局", "department", Scope.OWN, "县公安局交警大队收到申请6件，治安大队收到申请4件。", ""),
    (
        "清岚市人民政府",
        "city",
        Scope.AGGREGATE,
        "全市各级行政机关共新收政府信息公开申请25件，其中市本级5件、各县（区）20件。",
        "",
    ),
    ("清岚市人民政府", "city", Scope.AGGREGATE, "全市新收申请28件（市政府5件、市直部门10件、县区13件）。", "C1"),
    ("清岚市人民政府", "city", Scope.AGGREGATE, "全市法院受理政府信息公开行政诉讼案件56件。", ""),
    ("清岚市人民政府", "city", Scope.AGGREGATE, "市司法局收到政府信息公开行政复议申请156件，受理120件。", ""),
    ("清岚市人民政府", "city", Scope.AGGREGATE, "全市因政府信息公开引发行政复议14件、行政诉讼1件。", "C5"),
    ("清岚市人民政府", "city", Scope.AGGREGATE, "市政府及市政府办公室制发规范性文件2件，各部门制发1件。", ""),
    ("清岚市人民政府", "city", Scope.AGGREGATE, "全市制发行政规范性文件5件。", "C7"),
    ("清岚市人民政府", "city", Scope.AGGREGATE, "市本级制发行政规范性文件2件。", ""),
    (
        "清岚市人民政府",
        "city",
        Scope.AGGREGATE,
        "2024年，全市共制发行政规范性文件3件，废止1件，全市现行有效行政规范性文件12件。",
        "",
    ),
    ("清岚市人民政府", "city", None, "全市共收到政府信息公开申请35件。", "C1"),
    ("清岚市人民政府办公室", "city", None, "全市共收到政府信息公开申请35件。", ""),
    ("清岚市人民政府办公室", "city", Scope.OWN, "2024年，市政府办公室共收到政府信息公开申请25件，办结20件。", "C2"),
    ("清岚市人民政府办公室", "city", Scope.OWN, "市政府、市政府办公室共收到政府信息公开申请35件。", "C1"),
    ("清岚市人民政府办公室", "city", Scope.OWN, "以市政府及市政府办公室名义收到申请25件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "依申请公开工作有序推进。2024年度收到26件，答复24件。", "C1"),
    ("清岚县教育局", "department", Scope.OWN, "（二）依申请公开。全年收到26件，其中予以公开12件。", "C1"),
    ("清岚县教育局", "department", Scope.OWN, "（二）依申请公开情况\n2024年收到公民张某等3人提出的申请共25件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "全年依申请公开数量为26件。", "C1"),
    ("清岚县教育局", "department", Scope.OWN, "政府信息公开申请量26件，较上年增加9件。", "C1"),
    ("清岚县教育局", "department", Scope.OWN, "受理申请总数25件，其中办结24件，转下年度继续办理3件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "受理申请总数26件，转下年度继续办理4件。", "C2"),
    ("清岚县教育局", "department", Scope.OWN, "信息公开申请：受理0件，办结0件。", "C1"),
    ("清岚县教育局", "department", Scope.OWN, "全年未接到公民、法人及其他组织的信息公开申请。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "2024年度，我局无依申请公开事项。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "2024年没有依申请公开件。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "全年未发生信息公开行政复议和行政诉讼案件。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "政府信息公开行政复议和诉讼0件。", "C5"),
    ("清岚县教育局", "department", Scope.OWN, "未因政府信息公开引发行政复议、诉讼。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "没有发生针对我局有关政府信息公开事务的行政复议案、行政诉讼案。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "我局没有行政规范性文件。", ""),
    ("清岚县教育局", "department", Scope.OWN, "我局2024年未制定行政规范性文件，也未废止行政规范性文件。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "行政许可0件、行政处罚0件、行政强制0件。", "C17"),
    ("清岚县教育局", "department", Scope.OWN, "我局无行政许可、行政强制事项。", "C6"),
    ("清岚县教育局", "department", Scope.OWN, "对外管理服务行政许可审批事项12项，办理行政许可2450件。", "C17"),
]
"""Office, level, scope, a sentence of it, and the check that it contradicts, empty for none."""


@pytest.mark.parametrize(("office", "level", "scope", "sentence", "check"), BY_ORGAN)
def test_that_a_sentence_is_judged_as_its_organ_means_it(
    office: str, level: str, scope: Scope | None, sentence: str, check: str
) -> None:
    report = replace(report_with(sentence), office=office, level=Level(level), scope=scope)
    found = {finding.check_id for finding in facts_found(report)} - {"C14"}
    assert check in found if check else not found
