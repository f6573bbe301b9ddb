"""Which menus the window has, in the order in which Excel and WPS have taught people to look for them."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from model.archive import VersionKind
from model.errors import AppError
from ui.export_commands import open_in_system
from ui.help_commands import HelpCommands, section_for
from ui.menus import NEEDS_ARCHIVE, NEEDS_REPORT, Command, Entry
from ui.notices import Tone
from ui.settings import Appearance, FontSize, data_folder, documents_folder
from ui.words import VERSION_WORDS

if TYPE_CHECKING:
    from ui.workbench import Workbench

_APPEARANCE_WORDS = {Appearance.LIGHT: "浅色", Appearance.DARK: "深色"}


def add_menus(work: Workbench) -> None:
    """Fill the menu bar of the work."""
    files = work.menus.add("文件(&F)", _file_entries(work))
    web = QMenu("复制网页正文(&W)", files)
    files.insertMenu(work.menus.actions["导出报告文件"], web)
    web.aboutToShow.connect(partial(fill_web_menu, work, web))
    work.edit_menu = work.menus.add("编辑(&E)", _edit_entries(work))
    work.edit_menu.aboutToShow.connect(partial(_offer_page_actions, work))
    _add_view_menu(work)
    work.menus.add("版本(&B)", _version_entries(work))
    work.menus.add("帮助(&H)", _help_entries(work))


def _file_entries(work: Workbench) -> tuple[Entry, ...]:
    archive, files, words = work.archive_commands, work.report_file_commands, work.word_list_commands
    intake = work.intake_commands
    return (
        Command("新建年度(&N)…", archive.new_year, ("Ctrl+N",), NEEDS_ARCHIVE),
        Command("打开年报文件(&O)…", archive.open, ("Ctrl+O",)),
        Command("另存年报文件(&A)…", archive.save_as, ("F12",), NEEDS_ARCHIVE),
        Command("备份年报文件(&B)…", archive.back_up, (), NEEDS_ARCHIVE),
        None,
        Command(
            "读入报告(&I)…",
            intake.read_chosen,
            ("Ctrl+I",),
            NEEDS_REPORT,
            "读入上年报告或别人改过的 Word、PDF、网页、Excel",
        ),
        Command("粘贴网页内容(&T)", intake.paste, ("Ctrl+Shift+V",), NEEDS_REPORT, "读入从网页或文档复制的报告"),
        None,
        Command("保存版本(&S)", archive.make_version, ("Ctrl+S",), NEEDS_REPORT),
        Command("命名保存(&M)…", archive.make_named_version, ("Ctrl+Shift+S",), NEEDS_REPORT),
        None,
        Command("打印(&P)…", work.print_report, ("Ctrl+P",), NEEDS_REPORT, "打印正式稿、草稿或者空白表"),
        Command("导出(&X)…", work.export, ("Ctrl+E",), NEEDS_REPORT, "导出 PDF、Word、Excel、网页和校核单"),
        Command("导出报告文件…", files.export, (), NEEDS_REPORT),
        Command("导入报告文件…", files.import_chosen, (), NEEDS_ARCHIVE),
        None,
        Command("单位和填报人…", archive.edit_office, (), NEEDS_ARCHIVE, "单位全称、类型和记入修改历史的姓名"),
        Command("导入错敏词表…", words.import_chosen, (), NEEDS_ARCHIVE, "导入本单位的错敏词，文字里出现时提示"),
        Command("停用错敏词表", words.remove, (), NEEDS_ARCHIVE),
        Command("删除本年度…", archive.delete_year, (), NEEDS_REPORT),
        None,
        Command("退出(&Q)", work.window.close, ("Ctrl+Q",)),
    )


def _version_entries(work: Workbench) -> tuple[Entry, ...]:
    safety = work.safety_commands
    kinds = (VersionKind.DRAFT, VersionKind.COMMENT, VersionKind.REVIEW)
    return (
        Command("修改历史(&H)…", safety.show_history, ("Ctrl+Shift+H",), NEEDS_REPORT, "谁在什么时候改了什么"),
        Command("版本和修改对照(&V)…", safety.show_versions, (), NEEDS_REPORT, "任意两个版本的修改对照稿"),
        None,
        *(Command(f"存为{VERSION_WORDS[kind]}", partial(safety.mark, kind), (), NEEDS_REPORT) for kind in kinds),
        Command("定稿锁定(&L)…", safety.lock, (), NEEDS_REPORT),
        Command("更正(&C)…", safety.correct, (), NEEDS_REPORT),
        None,
        Command("从备份恢复(&R)…", safety.restore, (), NEEDS_ARCHIVE),
        Command("核验文件(&Y)…", safety.verify, (), "", "文件里的数是不是与定稿相同"),
        Command("工作移交(&T)…", safety.hand_over, (), NEEDS_ARCHIVE),
    )


def _edit_entries(work: Workbench) -> tuple[Entry, ...]:
    return (
        Command("撤销(&U)", work.undo, ("Ctrl+Z",), NEEDS_REPORT),
        Command("恢复(&R)", work.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), NEEDS_REPORT),
        None,
    )


def _offer_page_actions(work: Workbench) -> None:
    """Let the edit menu offer what the page in sight can do; its keys belong to the page itself."""
    menu = work.edit_menu
    for action in menu.actions()[3:]:
        menu.removeAction(action)
    if work.view is not None:
        menu.addActions(work.view.edit_actions())


def _add_view_menu(work: Workbench) -> None:
    menu = work.menus.add("视图(&V)", ())
    work.page_menu = menu.addMenu("转到(&G)")
    work.menus.extend(
        menu,
        (
            None,
            Command("检查(&C)", work.check, ("F7",), NEEDS_REPORT, "查看检查结果"),
            Command("下一处问题", partial(work.step_finding, 1), ("F8",), NEEDS_REPORT),
            Command("上一处问题", partial(work.step_finding, -1), ("Shift+F8",), NEEDS_REPORT),
            Command("回到原处", work.go_back, ("Alt+Left",), NEEDS_REPORT),
            Command("展开或收起检查结果", work.toggle_findings, ("Ctrl+F7",), NEEDS_REPORT),
            Command("校核单(&R)…", work.review, ("Shift+F7",), NEEDS_REPORT, "查看、打印校核单"),
            None,
            Command("打印效果(&V)", work.toggle_preview, ("F9",), NEEDS_REPORT, "查看打印出来的样子"),
            None,
            Command("下一个区域", partial(work.next_pane, 1), ("F6",), NEEDS_REPORT),
            Command("上一个区域", partial(work.next_pane, -1), ("Shift+F6",), NEEDS_REPORT),
            None,
        ),
    )
    work.menus.extend(menu, (Command("打印字体…", work.show_fonts, (), "", "看打印用了哪些字体"),))
    sizes = menu.addMenu("字号")
    work.size_actions = work.menus.add_choices(
        sizes,
        {size.value: size.words for size in FontSize},
        work.settings.font_size.value,
        lambda key: work.choose_font_size(FontSize(key)),
    )
    work.menus.add_choices(
        menu.addMenu("外观"),
        {look.value: words for look, words in _APPEARANCE_WORDS.items()},
        work.settings.appearance.value,
        lambda key: work.choose_appearance(Appearance(key)),
    )


def fill_page_menu(work: Workbench, menu: QMenu) -> None:
    """Offer every page of the report in sight, with Ctrl and its number."""
    menu.clear()
    if work.view is None:
        return
    entries = (
        Command(entry.label, partial(work.show_page, entry.key), (f"Ctrl+{number}",))
        for number, entry in enumerate(work.view.navigation.entries.entries, 1)
    )
    work.menus.extend(menu, tuple(entries))


def fill_web_menu(work: Workbench, menu: QMenu) -> None:
    """Offer the whole report, every chapter and every table."""
    from ui.web_copy import web_parts  # noqa: PLC0415 (start-up)

    menu.clear()
    for part in web_parts(work.view.session.form) if work.view is not None else ():
        action = menu.addAction(part.words)
        action.triggered.connect(lambda _checked, part=part: work.copy_web_text(part))


def _help_entries(work: Workbench) -> tuple[Entry, ...]:
    manual = HelpCommands(work.window)
    return (
        Command(
            "使用手册(&M)",
            lambda: manual.show(section_for(work.view)),
            ("F1",),
            "",
            "打开手册，翻到与当前页面有关的一节",
        ),
        Command("快捷键(&K)", partial(manual.show, "快捷键一览")),
        Command("检查项目(&C)", partial(manual.show, "检查项目"), (), "", "全部检查项目和依据"),
        None,
        Command("打开样例", work.archive_commands.open_sample),
        Command("导出诊断信息…", partial(_export_diagnostics, work), (), "", "不含报告内容"),
        Command("打开日志文件夹", lambda: open_in_system(data_folder()), (), "", "程序的记录文件在这里"),
        None,
        Command("关于(&A)", partial(_show_about, work)),
    )


def _show_about(work: Workbench) -> None:
    from ui.about import AboutDialog  # noqa: PLC0415 (start-up)

    dialog = AboutDialog(work.window)
    dialog.exec()
    dialog.deleteLater()


def _export_diagnostics(work: Workbench) -> None:
    """Ask where to, write what a maintainer needs, and say that nothing of a report is in it."""
    from ui.diagnostics import write_diagnostics  # noqa: PLC0415 (start-up)

    proposal = documents_folder() / f"诊断信息-{date.today():%Y%m%d}.zip"  # noqa: DTZ011 (the office's own calendar)
    chosen, _ = QFileDialog.getSaveFileName(work.window, "导出诊断信息", str(proposal), "压缩文件 (*.zip)")
    if not chosen:
        return
    path = Path(chosen)
    try:
        write_diagnostics(path, data_folder(), work.desk.path)
    except AppError as refusal:
        work.notices.show_notice("diagnostics", Tone.ERROR, refusal.sentence)
        return
    show = ("打开文件夹", partial(open_in_system, path.parent))
    sentence = f"诊断信息已导出到 {path}，不含报告内容，可以发给维护人员。"
    work.notices.show_notice("diagnostics", Tone.SUCCESS, sentence, show)
