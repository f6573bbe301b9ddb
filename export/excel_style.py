"""The looks and rules of worksheet cells. openpyxl is loaded only when a workbook is made."""

# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from model.cells import FigureKind

if TYPE_CHECKING:
    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

SONG: Final = "宋体"


class Styles:
    """Fonts, alignments, borders and fills of a workbook."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        thin = Side(style="thin", color="000000")
        self.heading_font = Font(name="黑体", size=15)
        self.label_font = Font(name=SONG, size=10)
        self.small_font = Font(name=SONG, size=9)
        self.note_font = Font(name=SONG, size=9, color="595959")
        self.figure_font = Font(name=SONG, size=10.5)
        self.total_font = Font(name=SONG, size=10.5, bold=True)
        self.centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.left = Alignment(horizontal="left", vertical="center", wrap_text=True)
        self.stacked = Alignment(horizontal="center", vertical="center", textRotation=255)
        self.figure = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
        self.box = Border(left=thin, right=thin, top=thin, bottom=thin)
        self.computed = PatternFill("solid", fgColor="F2F2F2")
        self.open = Protection(locked=False)


class _Accepted(NamedTuple):
    """What Excel accepts in a cell: a kind of number, the least of them, and what it says to anything else."""

    kind: Literal["whole", "decimal"]
    least: str
    message: str


_ACCEPTED: Final = {
    FigureKind.COUNT: _Accepted("whole", "0", "这一格填件数，请填写不小于 0 的整数；没有发生的填 0。"),
    FigureKind.AMOUNT: _Accepted("decimal", "0", "这一格填金额（万元），请填写不小于 0 的数；没有发生的填 0。"),
    FigureKind.SIGNED: _Accepted("whole", "-999999999", "这一格填增减数，请填写整数，减少的写负数。"),
}


def validation(kind: FigureKind, cells: str) -> DataValidation:
    """Return the rule by which Excel refuses in ``cells`` what is no figure of this kind, in Chinese."""
    from openpyxl.worksheet.datavalidation import DataValidation

    number, least, message = _ACCEPTED[kind]
    rule = DataValidation(number, least, operator="greaterThanOrEqual", allow_blank=True, sqref=cells)
    rule.showErrorMessage, rule.errorTitle, rule.error = True, "不能这样填", message
    return rule


def balance_rules(cell: str) -> Iterator[Rule]:
    """Yield the rules that make a check cell red when its number is not 0 and green when it is."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    for relation, text, ground in (("<>", "9C0006", "FFC7CE"), ("=", "006100", "C6EFCE")):
        style = DifferentialStyle(font=Font(color=text, bold=True), fill=PatternFill(bgColor=ground))
        yield Rule(type="expression", dxf=style, formula=[f"AND(ISNUMBER({cell}),{cell}{relation}0)"])


def set_up_page(
    sheet: Worksheet, orientation: Literal["portrait", "landscape"], printed: str, repeated_rows: int
) -> None:
    """Print ``printed`` on A4, as wide as the page, with the first rows repeated and the page number below."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.print_area = printed
    sheet.print_title_rows = f"1:{repeated_rows}"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.orientation = orientation
    sheet.page_setup.blackAndWhite = True  # the grey of computed cells is for the screen
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.7
    sheet.page_margins.top, sheet.page_margins.bottom = 0.9, 0.8
    sheet.print_options.horizontalCentered = True
    footer = HeaderFooterItem()
    footer.center.text, footer.center.font, footer.center.size = "— &P —", SONG, 12
    sheet.HeaderFooter.oddFooter = footer


def protect(sheet: Worksheet) -> None:
    """Lock the sheet without a password: it guards against slips, not against people."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
