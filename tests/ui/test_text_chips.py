"""Live numbers in a text, input methods beside them, marks of findings, how it all looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QTextEdit, QToolTip
from pytestqt.qtbot import QtBot

import ui.session
from model.evaluation import Evaluation, evaluate
from model.finding import Finding
from model.form import Basis, BasisKind, Form, Severity
from model.form_loader import load_form
from model.report import Edit, EditKind, Report
from model.text_view import TextSpan
from tests.ui.text_bench import (
    TOTAL,
    compose,
    make_session,
    press,
    put_caret,
    set_figure,
    show,
    type_keys,
)
from ui.session import ReportSession, TextSelection
from ui.texts.chip_words import meaning_of
from ui.texts.editor import TextEditor
from ui.texts.stored_text import CHIP
from ui.theme import DARK, LIGHT, apply

CONTROL = Qt.KeyboardModifier.ControlModifier
CHIP_TEXT = f"共{{{{{TOTAL}}}}}件"


def make_editor(qtbot: QtBot, session: ReportSession) -> TextEditor:
    editor = TextEditor(session, "overview")
    show(qtbot, session, editor)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    return editor


def chip_width(editor: TextEditor) -> float:
    line = editor.document().firstBlock().layout().lineAt(0)
    right, left = line.cursorToX(2), line.cursorToX(1)
    assert isinstance(right, tuple)
    assert isinstance(left, tuple)
    return float(right[0]) - float(left[0])


def test_that_a_chip_is_one_character(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, make_session(CHIP_TEXT))
    assert editor.toPlainText() == f"共{CHIP}件"
    put_caret(editor, 2)
    press(qtbot, Qt.Key.Key_Left)
    assert editor.textCursor().position() == 1
    press(qtbot, Qt.Key.Key_Delete)
    assert editor.stored == "共件"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert editor.stored == CHIP_TEXT


def test_that_a_chip_follows_the_table_without_an_edit_of_the_text(qtbot: QtBot) -> None:
    session = make_session(CHIP_TEXT)
    editor = make_editor(qtbot, session)
    before, picture = chip_width(editor), editor.grab().toImage()
    set_figure(session, 1_234_567)
    assert chip_width(editor) > before
    assert editor.grab().toImage() != picture
    assert editor.printed == "共1234567件"
    assert session.undo_stack.count == 1
    assert editor.stored == CHIP_TEXT


@pytest.mark.parametrize("position", [1, 2])
def test_that_typing_beside_a_chip_is_plain_text(qtbot: QtBot, position: int) -> None:
    editor = make_editor(qtbot, make_session(CHIP_TEXT))
    put_caret(editor, position)
    type_keys(qtbot, "x新")
    expected = {1: f"共x新{{{{{TOTAL}}}}}件", 2: f"共{{{{{TOTAL}}}}}x新件"}
    assert editor.stored == expected[position]


@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_that_composing_beside_a_chip_makes_one_edit_at_its_end(qtbot: QtBot, position: int) -> None:
    session = make_session(CHIP_TEXT)
    editor = make_editor(qtbot, session)
    put_caret(editor, position)
    for preedit in ("z", "zh", "zhong"):
        compose(editor, preedit)
        assert editor.is_composing
        assert editor.stored == session.report.texts["overview"] == CHIP_TEXT
    compose(editor, commit="中文")
    expected = f"共{CHIP}件"[:position] + "中文" + f"共{CHIP}件"[position:]
    assert editor.stored == expected.replace(CHIP, f"{{{{{TOTAL}}}}}")
    assert session.undo_stack.count == 1


def test_that_composing_over_a_selection_is_one_undo_step(qtbot: QtBot) -> None:
    session = make_session("全年办理九件")
    editor = make_editor(qtbot, session)
    put_caret(editor, 5, anchor=4)
    compose(editor, "sishi")
    compose(editor, commit="四十")
    compose(editor, "wu")
    compose(editor, commit="五")
    assert editor.stored == "全年办理四十五件"
    assert session.undo_stack.count == 1
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert editor.stored == "全年办理九件"
    assert editor.selected == TextSelection("overview", 4, 5)


def test_that_composing_that_is_given_up_changes_nothing(qtbot: QtBot) -> None:
    session = make_session("甲")
    editor = make_editor(qtbot, session)
    compose(editor, "pinyin")
    compose(editor, "")
    assert (editor.stored, session.undo_stack.count) == ("甲", 0)


def test_that_a_figure_may_change_while_an_input_method_composes(qtbot: QtBot) -> None:
    session = make_session(CHIP_TEXT)
    editor = make_editor(qtbot, session)
    compose(editor, "zhong")
    set_figure(session, 9)
    assert editor.is_composing
    compose(editor, commit="中")
    assert editor.stored == f"{CHIP_TEXT}中"
    assert editor.printed == "共9件中"


def test_that_undo_from_elsewhere_ends_the_composing(qtbot: QtBot) -> None:
    session = make_session("甲")
    editor = make_editor(qtbot, session)
    type_keys(qtbot, "b")
    compose(editor, "zhong")
    session.undo_stack.undo()
    assert not editor.is_composing
    assert editor.stored == editor.toPlainText() == "甲"


def test_that_a_chip_says_where_its_number_comes_from(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, make_session(CHIP_TEXT))
    put_caret(editor, 1)
    beside = editor.cursorRect().center()
    assert editor.tip_at(beside + QPoint(12, 0)) == "取自申请办理表“本年新收”行“总计”列，表格改动时自动更新"
    assert editor.tip_at(beside - QPoint(12, 0)) == ""
    event = QHelpEvent(QEvent.Type.ToolTip, beside + QPoint(12, 0), editor.mapToGlobal(beside))
    QApplication.sendEvent(editor.viewport(), event)
    assert QToolTip.text().startswith("取自申请办理表")
    QToolTip.hideText()


@pytest.mark.parametrize(
    ("source", "label", "sentence"),
    [
        (TOTAL, "本年新收", "取自申请办理表“本年新收”行“总计”列"),
        ("requests.new.natural", "本年新收·自然人", "取自申请办理表“本年新收”行“自然人”列"),
        ("previous.requests.new.total", "上年·本年新收", "取自上年申请办理表“本年新收”行“总计”列"),
        (f"{TOTAL} + requests.carried_in.total", "算式", "取自申请办理表“本年新收”行“总计”列＋申请办理表“上年结转”行"),
        (f"percent(requests.new.natural, {TOTAL}, 1)", "占比", "取自申请办理表“本年新收”行“自然人”列占申请办理表"),
        (f"growth({TOTAL}, previous.{TOTAL}, 1)", "增幅", "取自申请办理表“本年新收”行“总计”列比上年申请办理表"),
        ("a.b.c", "无法识别", "表格里没有“a.b.c”这一格"),
        ("__import__('os')", "无法识别", "无法识别“__import__('os')”"),
        ("", "无法识别", "无法识别“”"),
    ],
)
def test_that_the_meaning_of_a_number_is_said_in_words(source: str, label: str, sentence: str) -> None:
    meaning = meaning_of(source, load_form("2021"))
    assert meaning.label == label
    assert meaning.sentence.startswith(sentence)


def with_finding(monkeypatch: pytest.MonkeyPatch, words: str, severity: Severity = Severity.ERROR) -> None:
    """Let every evaluation find ``words`` wrong wherever they stand in the first chapter."""

    def found(form: Form, report: Report) -> Evaluation:
        evaluation = evaluate(form, report)
        text = report.texts.get("overview", "")
        start = text.find(words)
        if start < 0:
            return evaluation
        basis = Basis(BasisKind.CUSTOM, "核对")
        span = TextSpan(start, start + len(words), words)
        finding = Finding("C1", f"C1:overview:{words}", severity, "文字写9，表格为35。", "overview", (), span, basis)
        return Evaluation(evaluation.values, evaluation.incomplete, (*evaluation.findings, finding))

    monkeypatch.setattr(ui.session, "evaluate", found)


def underlined(editor: TextEditor) -> list[str]:
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    selections: list[QTextEdit.ExtraSelection] = editor.extraSelections()
    return [each.cursor.selectedText() for each in selections if each.format.underlineStyle() == wave]  # type: ignore[attr-defined]


def test_that_a_finding_has_a_wavy_line_and_a_tooltip(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    with_finding(monkeypatch, "9件")
    editor = make_editor(qtbot, make_session(f"😀{{{{{TOTAL}}}}}办理9件。"))
    assert underlined(editor) == ["9件"]
    put_caret(editor, editor.toPlainText().index("9") + 1)
    assert editor.tip_at(editor.cursorRect().center() + QPoint(4, 0)) == "文字写9，表格为35。"
    type_keys(qtbot, "x")
    assert underlined(editor) == ["9件"]
    press(qtbot, Qt.Key.Key_Delete)
    assert underlined(editor) == []


def test_that_marks_stay_as_they_are_while_an_input_method_composes(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_finding(monkeypatch, "9件")
    session = make_session("办理9")
    editor = make_editor(qtbot, session)
    compose(editor, "jian")
    session.highlight(None)
    set_figure(session, 8)
    assert underlined(editor) == []
    compose(editor, commit="件")
    assert underlined(editor) == ["9件"]


@pytest.mark.parametrize("severity", Severity)
def test_that_the_finding_that_is_followed_stands_out(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, severity: Severity
) -> None:
    with_finding(monkeypatch, "9件", severity)
    session = make_session("办理9件")
    editor = make_editor(qtbot, session)
    plain = editor.grab().toImage()
    session.highlight(session.evaluation.findings[-1])
    assert editor.grab().toImage() != plain
    session.highlight(None)
    assert editor.grab().toImage() == plain


def test_that_a_finding_is_selected_where_it_stands(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, make_session(f"😀\n{{{{{TOTAL}}}}}办理9件"))
    start = editor.stored.index("9")
    editor.reveal(TextSelection("overview", start, start + 2))
    assert editor.textCursor().selectedText() == "9件"
    assert editor.hasFocus()
    chip = editor.stored.index("{{")
    editor.reveal(TextSelection("overview", chip, chip + len(TOTAL) + 4))
    assert editor.textCursor().selectedText() == CHIP


def test_that_a_chip_without_a_value_looks_wrong(qtbot: QtBot) -> None:
    def colours(source: str) -> set[str]:
        editor = make_editor(qtbot, make_session(f"{{{{{source}}}}}"))
        image = editor.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, 60, 2)}

    assert LIGHT.error_soft.name() in colours("a.b.c")
    assert LIGHT.error_soft.name() not in colours(TOTAL)


def test_that_a_selected_chip_shows_the_selection(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, make_session(CHIP_TEXT))
    put_caret(editor, 0)
    plain = editor.grab().toImage()
    put_caret(editor, 2, anchor=1)
    assert editor.grab().toImage() != plain


def test_that_text_and_chips_follow_font_size_and_colours(qtbot: QtBot, qapp: QApplication) -> None:
    font = qapp.font()
    try:
        session = make_session(CHIP_TEXT)
        editor = make_editor(qtbot, session)
        small, light = chip_width(editor), editor.grab().toImage()
        apply(qapp, DARK, 16)
        assert chip_width(editor) > small
        assert editor.document().firstBlock().blockFormat().textIndent() > 30
        assert editor.grab().toImage() != light
        assert session.undo_stack.count == 0
    finally:
        apply(qapp, LIGHT)
        qapp.setFont(font)
        qapp.setStyleSheet("")


def test_that_a_subheading_is_bold_as_it_is_printed(qtbot: QtBot) -> None:
    editor = make_editor(qtbot, make_session("（一）主动公开\n（二）这是一个完整的句子，不是小标题。"))
    first = editor.document().firstBlock()
    assert [each.format.fontWeight() for each in first.layout().formats()] == [700]  # type: ignore[attr-defined]
    assert first.next().layout().formats() == []


@pytest.mark.parametrize("turn", [120, -120])
def test_that_the_wheel_with_ctrl_asks_for_a_zoom(qtbot: QtBot, turn: int) -> None:
    editor = make_editor(qtbot, make_session("甲"))
    place = QPointF(20, 20)
    wheel = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(editor.zoom_wanted) as wanted:
        QApplication.sendEvent(editor.viewport(), wheel)
    assert wanted.args == [turn // 120]


def test_that_the_context_menu_works_on_the_shared_undo(qtbot: QtBot) -> None:
    session = make_session("甲乙")
    editor = make_editor(qtbot, session)
    type_keys(qtbot, "x")
    put_caret(editor, 2, anchor=1)
    actions = {action.text(): action for action in editor.context_menu().actions()}
    assert [text for text, action in actions.items() if text and not action.isEnabled()] == ["恢复", "粘贴"]
    actions["删除"].trigger()
    assert editor.stored == "甲x"
    actions["撤销"].trigger()
    assert editor.stored == "甲乙x"
    actions["全选"].trigger()
    assert editor.textCursor().selectedText() == "甲乙x"


def test_that_a_text_set_from_elsewhere_keeps_the_view(qtbot: QtBot) -> None:
    session = make_session("甲\n" * 100)
    editor = make_editor(qtbot, session)
    scrolled = editor.verticalScrollBar().value()
    assert scrolled > 0
    session.submit(Edit(EditKind.TEXT, texts={"overview": "甲\n" * 99 + "乙\n"}), "替换 1 处")
    assert abs(editor.verticalScrollBar().value() - scrolled) < 60
