"""What may stand between a word and its number without changing what is meant."""

from __future__ import annotations

import re
from typing import Final

from model.fact_words import Kind

COMPARED: Final = (
    r"(?:(?:均|都)?(?:较|比|与|同)(?:上年|上一年|去年|20\d\d年)度?(?:同期)?(?:相比)?|同比)，?(?:有所|略有|大幅|明显|小幅)?"
    r"(?:增加|增长|上升|减少|下降|多|少)(?:了)?(?:约|近)?(?:\d+(?:\.\d+)?(?:%|件|起|宗))?，(?=达|为|共)|"
    r"(?:已?(?:突破|超过|超)\d+[件起宗]，?)(?=达)|(?:从|由)(?:(?:上年|去年|20\d\d年)的?)?\d+[件起宗](?:增加|增长|上升|下降|减少|增|升|降|减)[至到为]"
)
_PLAIN: Final = (
    rf"{COMPARED}|"
    r"的|申请[书件表量]?|案件|件数|数量|总数|总量|总计|合计|共计|共有|共|计|数|量|件|为|是|达到|达|有|均|了|：|“|”|情况|全年|本年度?|"
    r"年内|累计|一共|（[^（）\d]*）|（$|政府信息公开|政府信息|信息公开|依申请公开|依申请|信息|公开"
)
_BETWEEN: Final = {
    Kind.RECEIPT: (
        r"提出|提交|各类|有效|公民、?法人(?:或者?|和|及|与|、)其他组织|申请人|社会公众|公众|群众|完毕|并|依法|政务|请求|办理事项|事项"
    ),
    Kind.OUTCOME: r"决定|答复|类|处理|视为放弃|视为撤回",
    Kind.APPLICANT: r"提出|提交|类",
    Kind.CARRY: r"继续|办理|答复",
    Kind.DOCUMENT: r"(?:行政)?规范性文件|(?:政府|部门)?规章|本机关|新|[省市]",
    Kind.DECISION: r"案件|处理|作出|决定",
    Kind.FEE: r"收入|收取|总?金额|总额",
}
_BETWEEN[Kind.HANDLING] = rf"{_BETWEEN[Kind.RECEIPT]}|结果"
GAPS: Final = {kind: re.compile(f"(?:{_PLAIN}|{_BETWEEN.get(kind, '的')})*") for kind in Kind}
AFTER_GAPS: Final = {
    kind: re.compile(
        r"(?:的|政府信息公开|依申请公开|信息公开|申请件?|案件|被|作出|作|给予|因|属于|为|已经|已|经|依法|均|全部|是|涉及|按|由|需|进行|(?:行政)?规范性文件)*"
    )
    for kind in Kind
}
AFTER_GAPS[Kind.CARRY] = re.compile(
    rf"(?:{AFTER_GAPS[Kind.CARRY].pattern.removesuffix('*')}|按照?规定|[尚仍]?未(?:能)?(?:办结|办理完毕)|因[^，。；\d]{{0,14}}|[尚仍]?在(?:法定)?(?:办理|答复)?[期时]限内[，、]?|未到[^，。；\d]{{0,6}}期限?，?|(?:仍|尚|正)?在办理(?:中|过程中)?，?)*"
)
