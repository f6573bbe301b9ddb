"""What can be done about a finding: bubble, context menu, explanations, possible causes, putting aside."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from model.archive import Archive
from model.cells import CellRef
from model.form import Severity
from model.report import EditKind
from tests.ui.conftest import OpenWindow
from tests.ui.findings import contradicting, finding_of, has, shown, text_page
from tests.ui.reports import CARRIED_OUT, GRANTED_NATURAL, full_report, unbalanced_report
from tests.ui.text_bench import compose, press, put_caret, type_keys
from tests.ui.widgets import button, children, click
from ui.dismissed import DismissedDialog
from ui.explanations import ExplanationDialog
from ui.leads import LeadsDialog
from ui.report_view import ReportView
from ui.texts.finding_bubble import PAUSE, FindingBubble
from ui.texts.text_page import TextPage

CONTROL = Qt.KeyboardModifier.ControlModifier
RULES = CellRef.parse("proactive.rules.issued")
ALT = Qt.KeyboardModifier.AltModifier


def push(buttons: list[QToolButton], words: str) -> None:
    click(next(one for one in buttons if one.text() == words))


def wait_for(bubble: FindingBubble, qtbot: QtBot) -> None:
    qtbot.waitUntil(bubble.isVisible, timeout=PAUSE * 20)


# In the text


def test_that_resting_in_a_finding_shows_its_bubble_and_one_click_takes_the_number_from_the_table(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    view = shown(opened, contradicting())
    _, editor, bubble = text_page(view)
    assert not bubble.isVisible()
    before = editor.stored
    wrong = finding_of(view, "C3")
    assert wrong.span is not None
    put_caret(editor, wrong.span.start + 2)
    wait_for(bubble, qtbot)
    assert bubble.message.text() == wrong.message
    assert bubble.buttons[0].text() == "改为取自「“予以公开”总计」（9）"
    click(bubble.buttons[0])
    assert "予以公开{{requests.granted.total}}件" in editor.stored
    assert not has(view, "C3")
    assert not bubble.isVisible()
    assert editor.hasFocus()
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert editor.stored == before
    assert has(view, "C3")


def test_that_typing_goes_on_in_the_text_while_the_bubble_is_shown(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, contradicting())
    _, editor, bubble = text_page(view)
    wrong = finding_of(view, "C3")
    assert wrong.span is not None
    put_caret(editor, wrong.span.end)
    wait_for(bubble, qtbot)
    type_keys(qtbot, "x")
    assert not bubble.isVisible()
    assert "予以公开7件x" in editor.stored


def test_that_no_bubble_shows_while_an_input_method_is_composing(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, contradicting())
    _, editor, bubble = text_page(view)
    wrong = finding_of(view, "C3")
    assert wrong.span is not None
    put_caret(editor, wrong.span.start + 1)
    compose(editor, "zhong")
    qtbot.wait(PAUSE * 2)
    assert not bubble.isVisible()
    compose(editor, "")
    put_caret(editor, wrong.span.start + 2)
    wait_for(bubble, qtbot)
    compose(editor, "zhong")
    assert not bubble.isVisible()


def test_that_a_closed_bubble_stays_away_until_the_caret_leaves(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, contradicting())
    _, editor, bubble = text_page(view)
    wrong = finding_of(view, "C3")
    assert wrong.span is not None
    put_caret(editor, wrong.span.start + 1)
    wait_for(bubble, qtbot)
    close = next(one for one in children(bubble, QToolButton) if one.text() == "×")
    click(close)
    put_caret(editor, wrong.span.start + 2)
    qtbot.wait(PAUSE * 2)
    assert not bubble.isVisible()
    put_caret(editor, 0)
    put_caret(editor, wrong.span.start + 1)
    wait_for(bubble, qtbot)


def test_that_f8_goes_to_the_finding_in_the_text_and_shows_the_bubble(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, contradicting())
    view.navigation.setFocus()
    press(qtbot, Qt.Key.Key_F8)
    page = view.current_page
    assert isinstance(page, TextPage)
    assert page.editor.textCursor().selectedText() == "予以公开7件"
    wait_for(page.bubble, qtbot)


def menu_words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_that_the_context_menu_offers_what_can_be_done_where_it_was_opened(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, contradicting())
    _, editor, _ = text_page(view)
    wrong = finding_of(view, "C3")
    assert wrong.span is not None
    words: list[str] = []

    def answer() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        words.extend(menu_words(menu))
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)

    QTimer.singleShot(0, answer)
    place = editor.rect_of(wrong.span.start + 2).center() - editor.viewport().pos()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(editor.viewport(), QContextMenuEvent(reason, place, editor.viewport().mapToGlobal(place)))
    assert words[:3] == ["改为取自「“予以公开”总计」（9）", "与表格无关", "说明理由…"]
    assert not has(view, "C3")
    assert wrong.key in view.session.report.dismissed
    assert menu_words(editor.context_menu())[0].startswith("撤销")


def test_that_a_number_that_agrees_can_be_taken_from_the_table_too(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, full_report())
    _, editor, _ = text_page(view)
    offset = editor.stored.index("新收申请9件") + 4
    menu = editor.context_menu(offset)
    assert menu_words(menu)[0] == "改为取自「本年新收总计」（9）"
    menu.actions()[0].trigger()
    assert "新收申请{{requests.new.total}}件" in editor.stored


def test_that_alt_enter_opens_the_menu_of_the_finding_at_the_caret(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, contradicting())
    _, editor, _ = text_page(view)
    wrong = finding_of(view, "C3")
    assert wrong.span is not None
    put_caret(editor, wrong.span.start + 1)
    press(qtbot, Qt.Key.Key_Return, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert "予以公开{{requests.granted.total}}件" in editor.stored


def test_that_an_offer_made_for_an_earlier_text_changes_nothing(opened: OpenWindow) -> None:
    view = shown(opened, contradicting())
    _, editor, _ = text_page(view)
    remedy = view.remedies.of(finding_of(view, "C3"))[0]
    editor.replace_text("甲" + editor.stored, "改")
    remedy.act()
    assert "{{" not in editor.stored


# 与表格无关, and back


def test_that_unrelated_numbers_are_put_aside_and_can_be_brought_back(opened: OpenWindow, qtbot: QtBot) -> None:
    view = shown(opened, contradicting())
    panel = view.panel
    assert not panel.dismissed_button.isVisible()
    view.follow(finding_of(view, "C3"))
    push(panel.remedy_buttons, "与表格无关")
    assert not has(view, "C3")
    assert panel.dismissed_button.text() == "已忽略 1 处"
    click(panel.dismissed_button)
    dialog = view.remedies.dialog
    assert isinstance(dialog, DismissedDialog)
    click(button(dialog, "恢复"))
    assert has(view, "C3")
    assert not panel.dismissed_button.isVisible()
    view.session.undo_stack.undo()
    assert not has(view, "C3")


def test_that_a_hint_in_a_text_can_be_put_aside_without_a_reason(opened: OpenWindow) -> None:
    view = shown(opened, contradicting(others="2024年本机关未收取信息处理费,没有其他事项。"))
    hint = finding_of(view, "D15")
    assert hint.severity is Severity.HINT
    view.follow(hint)
    push(view.panel.remedy_buttons, "忽略此处")
    assert not has(view, "D15")


def test_that_blank_figures_are_filled_with_zero_from_the_finding(opened: OpenWindow) -> None:
    report = full_report()
    cells = {ref: value for ref, value in report.cells.items() if ref not in {RULES, GRANTED_NATURAL}}
    view = shown(opened, replace(report, cells=cells))
    finding = next(one for one in view.session.evaluation.findings if one.check_id == "A6" and RULES in one.cells)
    view.follow(finding)
    push(view.panel.remedy_buttons, "空白填 0")
    assert view.session.report.cells[RULES] == 0
    assert GRANTED_NATURAL not in view.session.report.cells
    assert opened.work.status.message == "已把 1 个空白格填为 0。"
    view.session.undo_stack.undo()
    assert RULES not in view.session.report.cells


# 说明理由


def explained(opened: OpenWindow) -> ReportView:
    report = full_report()
    view = shown(opened, replace(report, cells={**report.cells, RULES: 1}))
    view.follow(finding_of(view, "A10"))
    push(view.panel.remedy_buttons, "说明理由…")
    dialog = view.remedies.dialog
    assert isinstance(dialog, ExplanationDialog)
    assert not button(dialog, "确定").isEnabled()
    click(dialog.choices[-1], QPoint(8, dialog.choices[-1].height() // 2))
    assert dialog.choices[-1].isChecked()
    assert not button(dialog, "确定").isEnabled()
    QTest.keyClicks(dialog.details, "No. 12")
    click(button(dialog, "确定"))
    return view


def test_that_an_explained_error_stays_listed_and_blocks_no_more(opened: OpenWindow) -> None:
    view = explained(opened)
    assert finding_of(view, "A10").explained
    assert finding_of(view, "A10") not in view.session.evaluation.open_errors
    lines = [str(view.panel.model.index(row).data()) for row in range(view.panel.model.rowCount())]
    assert any(line.endswith("（已说明：No. 12）") for line in lines)
    assert "错误（已说明） · 主动公开表（1 处）" in lines
    assert "错误" not in view.panel.summary


def test_that_an_explanation_is_open_again_when_its_figure_changes(opened: OpenWindow, qtbot: QtBot) -> None:
    view = explained(opened)
    view.reveal(RULES)
    type_keys(qtbot, "2\n")
    assert finding_of(view, "A10").is_open_error
    lines = [str(view.panel.model.index(row).data()) for row in range(view.panel.model.rowCount())]
    assert any("原来的说明不再适用：No. 12" in line for line in lines)
    view.session.undo_stack.undo()
    assert finding_of(view, "A10").explained


def test_that_an_explanation_can_be_changed_and_withdrawn(opened: OpenWindow) -> None:
    view = explained(opened)
    push(view.panel.remedy_buttons, "修改说明…")
    dialog = view.remedies.dialog
    assert isinstance(dialog, ExplanationDialog)
    assert dialog.details.toPlainText() == "No. 12"
    dialog.choices[0].click()
    click(button(dialog, "确定"))
    said = view.session.report.explanations[finding_of(view, "A10").key]
    assert said.text == "已与台账核对，数字无误；No. 12"
    assert said.values["proactive.rules.issued"] == 1
    push(view.panel.remedy_buttons, "修改说明…")
    dialog = view.remedies.dialog
    assert isinstance(dialog, ExplanationDialog)
    assert dialog.choices[0].isChecked()
    click(button(dialog, "撤回说明"))
    assert finding_of(view, "A10").is_open_error


@pytest.mark.parametrize("check", ["A1", "A8"])
def test_that_arithmetic_errors_cannot_be_explained(opened: OpenWindow, check: str) -> None:
    report = unbalanced_report()
    view = shown(opened, replace(report, cells={**report.cells, CARRIED_OUT: 30}))
    words = [remedy.words for remedy in view.remedies.of(finding_of(view, check))]
    assert "说明理由…" not in words


# 可能原因


def leads_of(opened: OpenWindow) -> tuple[ReportView, LeadsDialog]:
    view = shown(opened, unbalanced_report())
    view.follow(finding_of(view, "A1"))
    push(view.panel.remedy_buttons, "可能原因…")
    dialog = view.remedies.dialog
    assert isinstance(dialog, LeadsDialog)
    return view, dialog


def test_that_a_checked_lead_is_one_step_with_its_reason(opened: OpenWindow, qtbot: QtBot) -> None:
    view, dialog = leads_of(opened)
    before = view.session.report
    click(button(dialog, "已核对，改为 0"))
    assert view.session.report.cells[CARRIED_OUT] == 0
    assert not view.session.evaluation.open_errors
    assert view.session.undo_stack.count == 1
    assert view.session.undo_stack.undo_text == "已核对，改为 0"
    opened.desk.close()
    with closing(Archive.open(opened.archive_path)) as archive:
        edits = archive.edits(archive.reports()[0].id)
    assert edits[-1].kind is EditKind.REPAIR
    assert edits[-1].reason.startswith("已核对：申请办理表“结转下年度”行“自然人”列由 3 改为 0")
    assert before.cells[CARRIED_OUT] == 3


def test_that_leads_say_that_they_are_leads_and_ties_are_shown_as_ties(opened: OpenWindow) -> None:
    _, dialog = leads_of(opened)
    words = texts(dialog)
    assert any(text.startswith("可能原因，请核对台账") for text in words)
    assert len([text for text in words if text.endswith("　并列")]) == 2
    assert "1" in words


def texts(dialog: LeadsDialog) -> list[str]:
    return [label.text() for label in children(dialog, QLabel)]


def test_that_nothing_is_applied_by_looking(opened: OpenWindow) -> None:
    view, dialog = leads_of(opened)
    click(button(dialog, "查看这一格"))
    assert view.session.undo_stack.count == 0
    assert view.current_page.current_place() in {CARRIED_OUT, GRANTED_NATURAL}
