"""Whether a clause before a number limits it to a part: 受理点设在政务大厅，受理18件.

Only the clauses before the first number of a sentence can, behind the last words that speak of the organ anew (2025年,
我办); a clause that names several things (网上、信函、当面) stands for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from model.fact_clauses import BRACKETED, clause_start, outer_clause_start
from model.fact_company import Organ, is_own
from model.fact_numbers import Amount

_CASES: Final = frozenset("件宗起份例") | {"件次"}
_ANEW: Final = re.compile(
    r"(?<![^，；：。\n])(?:20\d\d年度?|本年度?|今年|[我本](?:局|县|市|区|镇|乡|办|委|厅|院|省|馆|机关|单位|部门|街道)|县政府|市政府|区政府|全[县市区省镇乡])"
)
_IN_ALL: Final = re.compile(
    r"(?:(?:20\d\d年度?|全年|年内|本年度?)，?)?(?:一?共计?|累计|总计|合计)(?:新?收|受理|接|办|答|登记|制|作出)"
)
_TOLD_WHOLE: Final = re.compile(
    r"20\d\d年|全年|年内|本年|今年|当年|截至|共|累计|[合总]计|总|[我本全][局县市区镇乡办委厅院省馆机单部街]|一年来|均|新收|上年"
)
_GENERAL: Final = re.compile(
    "申请公开|信息公开|政务公开|申请人|公众|知情权|条例|制度|机制|程序|流程|规[定范章]|[时期]限|依法|严格|文书|法[治定]|质[量效]|水平|能力|职[责能]|责任|渠道|"
    "办理|工作|大局|部署|要求|精神|专人|队伍|培训|改革|标准|措施|管理|服务|审[批查核]|其中|包括|坚持|提升|积极|认真|深入"
)
_SEVERAL: Final = re.compile(r"、|等|和|(?<!涉)及|(?<!参)与|线上线下|多种|各种|各类")
_NUMBER: Final = re.compile(r"\d(?!\d*(?:年|月|日))")
_PLACE: Final = re.compile(
    r"(?:设在|设于|设立|设置|设有|开设|开通|开辟|依托|公布|公开|位于|借助|通过|在).*"
    r"(?:受理点|窗口|大厅|中心|专区|查阅点|查阅室|查阅场所|平台|邮箱|信箱|栏目|专栏|端口|公众号|服务[站点]|系统|网站|图书馆|档案馆)(?:\d+[处个家])?$|(?:设在|设于|位于).*(?<!办公室)(?<!政府)(?<!机关)$"
)
_CHANNEL: Final = re.compile(
    "网上|网络|在线|线上|信函|邮寄|当面|现场|传真|邮件|电话|微信|窗口(?:申请|受理|渠道|收件|代收)|^(?:通过|借助|利用)(?!.*(?:加强|强化|完善|规范|健全|优化|推进|推动|开展|培训|提升))"
)
_SORT: Final = re.compile(
    r"(?:企业|个人|村民|学生|职工|律师|疑难|复杂|敏感|批量|大量|反复|重复|撤回|补正|紧急|部门的?|历史遗留|不明确|征收|征地|拆迁|[^各种有]类)(?:的|复杂|疑难)?(?:申请|案件)|集[中体]申请|对(?!收到|受理|所有|全部|每|各|依法|符合)[^，]{1,12}(?<!提出)(?<!提交)的申请|(?:结转|遗留)[^，]{0,10}申请$"
)
_TOPIC: Final = re.compile(
    r"(?<!重点)(?<![各多全])领域|集中[在于]|(?<!申请人)以.{1,8}为主|占多数|占比[较最]?[大高多]|涉及|专项(?:行动|整治|检查|执法|治理|督查)|活动|前后|(?:启动|实施|发布|公布|开工|落地|改版|成立)后$"
)
_MATTERS: Final = (
    "征收|征地|拆迁|安置|补偿|土地|房屋|住房|教育|医疗|医保|社保|环保|生态|交通|食品|药品|安全生产|自然资源|城管|城市更新|"
    "户籍|养老|就业|招聘|劳动|卫生|民政|不动产|水利|农业|旅游|工程|消防|殡葬|低保|物业|矿产|林业|市场监管"
)
_MATTER: Final = re.compile(
    rf"(?:^|关注|围绕|聚焦|针对|加强|强化|推进|开展|突出|抓好|做好|因|对|在)(?:[^，]{{0,4}})(?:{_MATTERS})|(?:{_MATTERS})[^，]{{0,4}}(?:问题|矛盾|纠纷|热点|难点)"
)
_OTHER_HAND: Final = re.compile(
    r"^由[^，]{2,14}(?:承办|负责|办理|受理|答复)|^(?P<who>[县市区省镇]?(?!认真|贯彻|落实|按照|根据|印发|召开)[^，的在由与和对]{2,10}(?:局|委|厅|股|科|中心|大队|支队))"
    r"(?:加强|加大|开展|推进|牵头|负责|承办|具体|组织|强化|严格|扎实|深入)"
)


def is_limited_before(
    plain: str, amounts: Sequence[Amount], start: int, at: int, organ: Organ, *, bare: bool = False
) -> bool:
    """Tell whether a clause of the sentence limits what is told ``at`` to a part of the organ's work.

    A ``bare`` claim (围绕人事招录，收到9件) is limited by any clause beside it that does not speak of the work as a
    whole, unless 全年 or the like stands with it.
    """
    start = max(start, plain.rfind("；", start, at) + 1)
    first = next((one.start for one in amounts if start <= one.start and one.unit in _CASES), at)
    end = outer_clause_start(plain, start, min(first, at))
    if end - start < 3 or _ANEW.match(plain, end):
        return False
    beside = clause_start(plain, start, end - 1)
    told_whole = _TOLD_WHOLE.match(plain, end) or _TOLD_WHOLE.search(plain, start, end)
    if bare and not told_whole and not _GENERAL.search(plain, beside, end):
        return True
    # 共 speaks of all whatever was told before, but for the clause right beside it.
    return _limits(plain[beside if _IN_ALL.match(plain, end) else start : end], organ)


@lru_cache(maxsize=512)
def _limits(head: str, organ: Organ) -> bool:
    """Tell whether one of the clauses of ``head``, which ends with one, limits what follows."""
    anew = max((match.start() for match in _ANEW.finditer(head)), default=0)
    clauses = [one for one in re.split("[，：。（]", BRACKETED.sub("", head[anew:])) if one]
    return any(_limits_alone(clause, organ, last=clause is clauses[-1]) for clause in clauses)


def _limits_alone(clause: str, organ: Organ, *, last: bool) -> bool:
    hand = _OTHER_HAND.match(clause)
    if hand and not (hand["who"] and is_own(hand["who"], organ)):
        return True
    if _SEVERAL.search(clause):
        return False
    if _PLACE.search(clause):
        return True
    if _NUMBER.search(clause):  # 征收土地闲置费12万元: it tells its own
        return False
    if _SORT.search(clause) or _TOPIC.search(clause):
        return True
    return last and bool(_CHANNEL.search(clause) or _MATTER.search(clause))
