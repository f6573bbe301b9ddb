"""Labels as reports really print them: misprinted, shortened, numbered in another way, cut or run together."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from model.form import Form
from tests.intake.layouts import Printed
from tests.intake.web_layouts import body_of, page_of, tagged

_SHORT: Final = {
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "一、本年新收政府信息公开申请数量": "一、本年新收",
    "二、上年结转政府信息公开申请数量": "二、上年结转",
    "四、结转下年度继续办理": "四、结转下年度",
    "1.本机关不掌握相关政府信息": "1.本机关不掌握",
}
_MISPRINTED: Final = {
    "5.属于三类内部事务信息": "5.属于三类内容事务信息",
    "（七）总计": "（七）总记",
    "行政规范性文件": "规范性文件",
    "现行有效件数": "现行有效数",
    "结果维持": "结果維持",
    "2.没有现成信息需要另行制作": "2.没有现成信息需另行制作",
    "8.属于行政查询事项": "8.属于行政查询事",
    "3.补正后申请内容仍不明确": "3.补正后申请内容不明确",
}
_NUMBERS: Final = {
    "1.": "1、",
    "2.": "2、",
    "3.": "（3）",
    "4.": "4．",
    "5.": "⒌",
    "6.": "6 ",
    "7.": "（七）",
    "8.": "⑧",
}


def _replaced(words: dict[str, str]) -> Callable[[str], str]:
    def change(markup: str) -> str:
        for right, other in words.items():
            markup = markup.replace(right, other)
        return markup

    return change


def _renumbered(markup: str) -> str:
    for right, other in _NUMBERS.items():
        markup = re.sub(rf"(?<=>){re.escape(right)}(?=[^\d<])", other, markup)
    return markup


def _half_width(markup: str) -> str:
    return markup.translate(str.maketrans("（），：“”", '(),:""'))


def _spaced(markup: str) -> str:
    return re.sub(r"(?<=[一-龥])(?=[一-龥][^<>]*</td>)", " ", markup)


def _unnumbered(markup: str) -> str:
    return re.sub(r"(?<=<td>)(?:\d\.|（[一二三四五六七]）|[一二三四]、)(?=[^\d<])", "", markup)


def _pathed(markup: str) -> str:
    """Groups named in each label: 「（三）不予公开-1.属于国家秘密」."""
    return re.sub(r"(?<=>)(?=1\.属于国家秘密|2\.其他法律|3\.危及|4\.保护)", "（三）不予公开-", markup)


def _chapters(markup: str) -> str:
    words = {
        "一、总体情况": "第一部分 总体情况",
        "二、主动公开政府信息情况": "二、行政机关主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况": "三、行政机关收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、存在的主要问题及改进情况": "五、政府信息公开工作存在的主要问题及改进情况",
    }
    return _replaced(words)(markup)


def _units(markup: str) -> str:
    return re.sub(r"<td( [^>]*)?>(\d{1,3})</td>", r"<td\1>\2 件</td>", markup)


def _footnoted(markup: str) -> str:
    """A raised digit behind every figure, and a figure struck out before it."""
    return re.sub(r"<td( [^>]*)?>(\d{1,3})</td>", r"<td\1><s>7</s>\2<sup>1</sup></td>", markup)


VARIANTS: Final[dict[str, Callable[[str], str]]] = {
    "shortened": _replaced(_SHORT),
    "misprinted": _replaced(_MISPRINTED),
    "numbered otherwise": _renumbered,
    "half-width": _half_width,
    "spaced": _spaced,
    "unnumbered": _unnumbered,
    "with their groups": _pathed,
    "chapters of the old notice": _chapters,
    "figures with units": _units,
}
UNSURE_VARIANTS: Final = {"figures with notes": _footnoted}


def varied(change: Callable[[str], str]) -> Callable[[Form, Printed], bytes]:
    return lambda form, printed: page_of(change(body_of(form, printed, tagged))).encode()
