"""Reports for the tests of the window."""

from dataclasses import replace
from functools import cache

from model.cells import CellRef
from model.form import Form
from model.form_loader import load_form
from model.layout import CellRole
from model.report import Level, Report, Scope

NEW_NATURAL = CellRef("requests", "new", "natural")
GRANTED_NATURAL = CellRef("requests", "granted", "natural")
CARRIED_OUT = CellRef("requests", "carried_out", "natural")

TEXTS = {
    "overview": "\n".join(
        (
            "（一）主动公开",
            "以清岚县人民政府和清岚县人民政府办公室两个名义在网站公开信息120条。",
            "（二）依申请公开",
            "办公室新收申请9件，予以公开9件。",
            "（三）政府信息管理",
            "清理失效文件，核对公开目录。",
            "（四）政府信息公开平台建设",
            "改版网站的公开专栏。",
            "（五）监督保障",
            "工作考核列入年度目标，社会评议收回问卷60份，没有责任追究的情形。",
        )
    ),
    "problems": (
        "存在的问题：一是专栏检索不便，群众查找文件费时；二是个别解读晚于文件发布。\n"
        "改进措施：一是按文号和主题增设检索，每季度抽查一次；二是解读与文件同步起草、同步审签、同步发布，按月通报办理情况。"
    ),
    "others": "2024年本机关未收取信息处理费。",
}


@cache
def form_2021() -> Form:
    """Return the present form."""
    return load_form("2021")


def blank_report() -> Report:
    """Return a report in which nothing was typed."""
    return Report("2021", "清岚县人民政府办公室", 2024, Level.COUNTY, Scope.OWN)


def full_report() -> Report:
    """Return a balanced report: every figure is typed, every chapter written."""
    refs = [
        cell.ref
        for table in form_2021().tables.values()
        for cell in table.layout.cells
        if cell.role is CellRole.FIGURE and cell.ref is not None
    ]
    figures = dict.fromkeys(refs, 0) | {NEW_NATURAL: 9, GRANTED_NATURAL: 9}
    return replace(blank_report(), cells=figures, texts=TEXTS)


def unbalanced_report() -> Report:
    """Return the full report with one figure too many in a column."""
    report = full_report()
    return replace(report, cells={**report.cells, CARRIED_OUT: 3})
