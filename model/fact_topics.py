"""What a number in a sentence counts: applications for information, appeals, decisions, or something else.

Each function looks at the words around a number and answers in doubt that it is something else.
"""

from __future__ import annotations

import re
from typing import Final

from model.fact_numbers import Amount
from model.fact_words import Word

_BOUNDARY: Final = re.compile(
    r"[，。；、）：（”\n]|$|(?:的)?(?:政府信息公开|信息公开|依申请公开|依申请)?(?:的)?(?:政府信息)?(?:公开)?申请|"
    r"政府信息公开|信息公开|依申请|其中|并|均|含|办结|答复|完毕|主要|全部|(?:和|及|与|以及)(?![^，。；、]{0,3}\d)"
)
_OUTCOME_BEHIND: Final = re.compile(rf"{_BOUNDARY.pattern}|[予部不无作属被因]")
_CHANNEL: Final = re.compile(
    r"结转的(?!\d+件(?:和|、|及|与|以及))|转送|移送|转交|提前|当日|当天|即办|限时|其他机关|网上|网络|线上|在线|线下|信函|邮寄|当面|现场|窗口|电子邮[件箱]|传真|平台|邮箱|口头|电话|来信|来访|"
    r"按期|按时|按规定|逾期|延期|当场|即时|书面|转办|退回|平均"
)
_OTHER_TOPIC: Final = re.compile(
    r"建议|提案|信访[^举]|留言|热线|12345|问政|咨询|许可|审批|诉求|工单|舆情|来电|人次|不动产|网民|市民|意见|线索|投诉(?!类)|证明|证照|登记(?!(?:受理)?(?:依申请|政府信息|信息公开))"
)
_OTHER_MATTER: Final = re.compile(
    r"政务服务(?!中心|大厅|局|办|和|管理)|服务事项|审批事项|(?:人大|代表|委员|政协)[^，。；]{0,4}(?:建议|提案)|建议提案|提案|信访件|信访事项|留言|热线|12345|工单|诉求|来信|问政|公文|属性|发文|"
    r"(?:审批|许可|低保|救助|补贴|补助|查档|档案|户口|入学|贷款|登记|开办|复议|仲裁|援助|资格|认定|证明|办证|宅基地|建房|用地|不动产|公积金|工伤|医保|"
    r"专利|商标|项目|资金|听证|减免|鉴定|居住证|护照|办事|查询|查阅|强制执行|修复|公租房|保障房|保障性住房)(?:的)?申请"
)
_TOPIC: Final = re.compile(r"申请公开|信息公开申请|公开申请|依申请|政府信息申请")
_OUR_APPLICATION: Final = re.compile(
    r"(?:^|公开|信息|收到?|到|受理|办理|答复|办结|[件条份个]|的|各类|全部|放弃|撤回|结转|新收|[自]?然?人|企业|机构|组织|[，、；：（“》]|依)申请(?!行政复议|强制)"
)
_UNFINISHED: Final = re.compile(
    r"(?:不|未|没有|正|正在|尚在|仍在|还在|待|无法|无需|协助|协办|指导|督促|配合|参与|代为)$"
)
_NOT_OWN: Final = re.compile("起草|代拟|草拟|协助|协办|指导|督促|督办|配合|参与|代为|帮助|推动|同比|[较比][^好为例]")
_NOT_CASES: Final = re.compile(
    r"(?:文件|公文|草案|材料|告知书|文书|方案|合同|资料|问卷|报告|手册|简报|制度|模板|信息)(?:共计?|合计|有)?$"
)
_REASON: Final = re.compile(r"因|由于|涉及|为由|不属于|属于.|第三方")
_OF_A_PART: Final = re.compile(
    r"\d件(?:涉及|关于)|征求[^，。；]{0,12}意见|第三方(?!合法权益)[^。；]*，|结转[^，。；]{0,14}中，|(?:涉及|关于)[^，。；]{2,16}申请[，：]"
)
_DOCUMENTS: Final = re.compile("公文|属性|发文")
_OTHER_CASES: Final = re.compile(
    r"(?:办理|受理|收到|审理|审结|办结|代理|参与|应对|处理|败诉|二审|一审|再审)(?:的|各类)?$"
)
_OF_THE_JUDGE: Final = re.compile(
    r"审理|(?<!未)审结|复议机[关构]|复议委|复议局|司法局|法院|检察院|代理|出庭|应诉|答辩|庭审|旁听|参加"
)
_DISCLOSURE: Final = re.compile("信息公开|依申请|申请公开")
_DECIDING: Final = re.compile(
    r"(?:20\d\d年度?|全年|本年度?|[我本](?:局|县|市|区|镇|乡|办|委|厅|省|机关|单位|部门|街道)|(?:[县市区镇乡省](?:人民)?政府)|全[市县区镇乡省]|各级|行政机关|共计?|累计|依法|"
    r"作出|实施|办理|办结|其中|期间|和|及|与)*"
)
_PUBLISHED: Final = re.compile(
    r"公开|公示|发布|归集|上传|推送|受理|涉及|有关|关于|撤销|撤回|延续|变更|注销|网上|一般|简易|听证"
)


def counts_something_else(plain: str, clause: int, amount: Amount) -> bool:
    """Tell whether the noun right before a number is what is counted: 属于国家秘密的文件12份."""
    return bool(_NOT_CASES.search(plain[clause : amount.start])) and amount.unit in {"份", "条"}


def of_applications(plain: str, word: Word, amount: Amount, clause: int, start: int, end: int) -> bool:
    """Tell whether 收到 or 办结 speak of all applications, and of nothing else that is received or dealt with."""
    last = max(word.end, amount.stop)
    around = plain[clause : _stretch(plain, last, end)]
    if _CHANNEL.search(plain[clause : word.start] + plain[word.end : last]) or _OTHER_TOPIC.search(around):
        return False
    if (
        _NOT_OWN.search(plain, clause, word.start)
        or _UNFINISHED.search(plain[clause : word.start])
        or not _tells_of_ours(plain, start, last)
    ):
        return False
    if word.end <= amount.start and not _BOUNDARY.match(plain, amount.stop, end):
        return False
    if "申请" in plain[start:end]:
        return bool(_OUR_APPLICATION.search(plain[start:end]))
    return bool(_TOPIC.search(plain, plain.rfind("\n", 0, start) + 1, start))


def _stretch(plain: str, last: int, end: int) -> int:
    """Return the end of the eight characters behind ``last``, or of the clause."""
    stop = re.compile(r"[，；。（\n]").search(plain, last, min(last + 8, end))
    return stop.start() if stop else min(last + 8, end)


def _tells_of_ours(plain: str, start: int, at: int) -> bool:
    """Tell whether no other matter was named in the sentence after the last application for information."""
    others = [match.end() for match in _OTHER_MATTER.finditer(plain, start, at)]
    ours = [match.end() for match in _TOPIC.finditer(plain, start, at)]
    return not others or bool(ours and ours[-1] > others[-1])


def is_of_requests(plain: str, start: int, end: int) -> bool:
    """Tell whether a sentence, or its paragraph before it, names applications for information."""
    paragraph = plain[plain.rfind("\n", 0, start) + 1 : end]
    return bool(_TOPIC.search(paragraph) or _OUR_APPLICATION.search(plain[start:end]))


def is_of_requests_by_name(plain: str, start: int, at: int) -> bool:
    """Tell whether what stands before ``at`` names applications for information, or the parts of their number."""
    first = plain.rfind("\n", 0, start) + 1
    return bool(_TOPIC.search(plain, first, at) or re.search("申请[^。]*其中", plain[start:at]))


def is_of_requests_only(plain: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of all applications for information and of nothing else."""
    sentence = plain[start:end]
    return is_of_requests(plain, start, end) and not (_CHANNEL.search(sentence) or _OTHER_TOPIC.search(sentence))


def is_of_all_outcomes(plain: str, word: Word, head: str, start: int, amount: Amount, end: int) -> bool:
    """Tell whether a row of the 申请办理表 is counted whole, not for one reason, and no documents are."""
    whole = word.label.metric.endswith("_all") or word.label.metric in {"granted", "partial"}
    several = "等" in plain[word.start : word.end]  # 因本机关不掌握等原因无法提供: the reason is but one of them
    if (
        "主动" in head
        or (whole and not several and _REASON.search(head))
        or _DOCUMENTS.search(plain, start, amount.start)
    ):
        return False
    if _OF_A_PART.search(plain, start, amount.start):
        return False
    if not _tells_of_ours(plain, start, amount.start):
        return False
    return bool(_OUTCOME_BEHIND.match(plain, amount.stop, end))


def of_disclosure(plain: str, word: Word, start: int) -> bool:
    """Tell whether appeals are those against the organ's work on disclosure, not all that an organ decides on."""
    before = plain[start : word.start]
    if _OF_THE_JUDGE.search(before):
        return False
    if _OTHER_CASES.search(before) and not _DISCLOSURE.search(before):
        return False
    paragraph = plain[plain.rfind("\n", 0, start) + 1 : word.start]
    return bool(_DISCLOSURE.search(paragraph))


def is_of_all_decisions(plain: str, word: Word, at: int, start: int) -> bool:
    """Tell whether all decisions of a kind are counted, not cases, one kind of licence or what was published."""
    begin = max(start, *(plain.rfind(mark, start, word.start) + 1 for mark in "，；：。（、\n"))
    head, gap = plain[begin : word.start], plain[word.end : at]
    return bool(_DECIDING.fullmatch(head) and "案件" not in gap and not _PUBLISHED.search(plain, start, at))
