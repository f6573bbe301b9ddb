"""What is found by words: an office's own 错敏词表, and what is repeated from last year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow
from tests.ui.findings import contradicting, finding_of, has, shown, text_page
from tests.ui.reports import full_report
from tests.ui.text_bench import press, type_keys
from ui.texts.text_page import TextPage
from ui.workbench import Workbench

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_that_an_imported_list_of_words_is_checked_now_and_after_reopening(work: Workbench, opened: OpenWindow) -> None:
    view = shown(opened, contradicting(others="2024年本机关未收取信息处理费，清蓝县。"))
    assert not has(view, "D15")
    file = opened.folder / "词表.txt"
    file.write_bytes("# 注\n清蓝县,清岚县\n".encode("gb18030"))
    work.word_list_commands.import_file(file)
    assert "“清岚县”" in finding_of(view, "D15").message
    opened.desk.close()
    opened.desk.open(opened.archive_path)
    assert work.view is not None
    assert has(work.view, "D15")
    work.archive_commands.keep_contact({"website": "www.example.gov.cn"})
    work.menus.actions["停用错敏词表"].trigger()
    assert not has(work.view, "D15")
    assert opened.desk.contact() == {"website": "www.example.gov.cn"}


@pytest.fixture
def work(opened: OpenWindow) -> Workbench:
    return opened.work


def test_that_a_file_without_words_is_refused_and_says_how_to_write_one(work: Workbench, opened: OpenWindow) -> None:
    file = opened.folder / "词表.txt"
    file.write_text("没有词条的一行", encoding="utf-8")
    work.word_list_commands.import_file(file)
    sentence = work.notices.sentence("words")
    assert sentence is not None
    assert "没有读到词条" in sentence
    assert "每行写一条" in sentence


def test_that_a_passage_of_last_year_is_marked_and_its_share_shown_as_a_reference(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    report = full_report()
    view = shown(opened, replace(report, previous=replace(report, year=2023)))
    page, editor, _ = text_page(view, "problems")
    assert isinstance(page, TextPage)
    assert page.repeated.text() == "与上年相同约 100%（参考值）"
    assert "÷" in page.repeated.toolTip()
    repeated = [one for one in view.session.evaluation.findings if one.check_id == "D5" and one.section == "problems"]
    assert repeated
    span = repeated[0].span
    assert span is not None
    assert len(span.quote) >= 30
    assert editor.tip_at(editor.rect_of(span.start + 3).center() - editor.viewport().pos()).startswith("“")
    press(qtbot, Qt.Key.Key_A, CONTROL)
    type_keys(qtbot, "x")
    qtbot.waitUntil(lambda: page.repeated.text() == "与上年相同约 0%（参考值）")
