"""Whose number it is: sentences of a town, a bureau, a whole city, judged as that organ means them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.report import Level, Scope
from tests.model.fact_sentences import facts_found, report_with

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


@pytest.mark.parametrize("sentence", OF_THE_WHOLE_AREA)
def test_that_a_rolled_up_report_is_not_contradicted_by_one_of_its_parts(sentence: str) -> None:
    report = replace(report_with(sentence), office="清岚县人民政府", scope=Scope.AGGREGATE)
    assert [finding.message for finding in facts_found(report)] == []


@pytest.mark.parametrize(("office", "level", "scope", "sentence", "check"), BY_ORGAN)
def test_that_a_sentence_is_judged_as_its_organ_means_it(
    office: str, level: str, scope: Scope | None, sentence: str, check: str
) -> None:
    report = replace(report_with(sentence), office=office, level=Level(level), scope=scope)
    found = {finding.check_id for finding in facts_found(report)} - {"C14"}
    assert check in found if check else not found
