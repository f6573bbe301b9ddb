"""Find and replace, in one text and in all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget
from pytestqt.qtbot import QtBot

from tests.ui.text_bench import TOTAL, make_session, press, put_caret, show, type_keys
from tests.ui.widgets import button, children, click
from ui.session import Place, ReportSession, TextSelection
from ui.texts.page import EditorsPage
from ui.texts.search import Match, Search
from ui.texts.stored_text import ShownText
from ui.texts.text_page import TextPage
from ui.texts.title_page import TitlePage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOWHERE = TextSelection("overview", 0, 0)


def searching(session: ReportSession, words: str, *, everywhere: bool = False) -> Search:
    search = Search(session)
    search.open()
    search.ask(words=words, everywhere=everywhere)
    return search


def quotes(session: ReportSession, matches: list[Match]) -> list[str]:
    return [session.report.texts[m.place.text][m.place.start : m.place.end] for m in matches]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("公开，公开；公开", "公开", ["公开"] * 3),
        ("ＡＢc（一）", "abC(一)", ["ＡＢc（一）"]),
        ("2024 ２０２４", "2024", ["2024", "２０２４"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("甲\n乙", "甲乙", []),
        ("公开", "", []),
    ],
)
def test_that_width_and_case_do_not_matter(text: str, words: str, found: list[str]) -> None:
    session = make_session(text)
    assert quotes(session, searching(session, words).matches("overview")) == found


def test_that_the_digits_of_live_numbers_are_found_but_fixed() -> None:
    session = make_session(f"收到35件，共{{{{{TOTAL}}}}}件\\{{{{")
    matches = searching(session, "35件").matches("overview")
    assert [match.is_fixed for match in matches] == [False, True]
    assert quotes(session, matches) == ["35件", f"{{{{{TOTAL}}}}}件"]


def test_that_a_closed_search_finds_nothing() -> None:
    search = searching(make_session("公开"), "公开")
    search.close()
    assert search.matches("overview") == []


def test_that_a_search_goes_round_in_both_directions() -> None:
    search = searching(make_session("公开甲公开"), "公开")
    here, visited = NOWHERE, []
    for backwards in (False, False, False, True, True):
        match = search.next_match(here, backwards=backwards)
        assert match is not None
        here = match.place
        visited.append(here.start)
    assert visited == [0, 3, 0, 3, 0]
    assert search.next_match(NOWHERE._replace(text="others")) is None


def test_that_a_search_through_all_texts_follows_their_printed_order() -> None:
    texts = {"others": "公开", "title": "公开", "overview": "公开", "closing": "公开"}
    search = searching(make_session(texts=texts), "公开", everywhere=True)
    assert [match.place.text for match in search.all_matches("overview")] == ["title", "overview", "others", "closing"]
    match = search.next_match(TextSelection("overview", 0, 2))
    assert match is not None
    assert match.place == TextSelection("others", 0, 2)
    match = search.next_match(TextSelection("overview", 0, 0), backwards=True)
    assert match is not None
    assert match.place.text == "title"


def test_that_replacing_everywhere_is_one_undo_step() -> None:
    texts = {"overview": f"公开{{{{{TOTAL}}}}}公开", "others": "公开"}
    session = make_session(texts=texts)
    search = searching(session, "公开", everywhere=True)
    search.ask(replacement="{{甲")
    assert search.replace(search.all_matches("overview"), "替换 3 处") == 3
    assert session.report.texts == {"overview": f"\\{{{{甲{{{{{TOTAL}}}}}\\{{{{甲", "others": "\\{{甲"}
    assert session.undo_stack.count == 1
    session.undo_stack.undo()
    assert session.report.texts == texts


def test_that_a_locked_report_is_not_replaced() -> None:
    session = make_session("公开")
    session.read_only_reason = "年报已定稿锁定。"
    search = searching(session, "公开")
    assert search.replace(search.matches("overview"), "替换 1 处") == 0


@given(st.text("a{}\\年", max_size=12), st.text("a{}\\年", min_size=1, max_size=3), st.text("b{}\\", max_size=3))
def test_that_replacing_does_what_it_does_to_plain_text(typed: str, words: str, replacement: str) -> None:
    session = make_session(typed.replace("{{", "\\{{"))
    shown = ShownText(session.report.texts.get("overview", "")).text
    search = searching(session, words)
    search.ask(replacement=replacement)
    search.replace(search.matches("overview"), "替换")
    assert ShownText(session.report.texts.get("overview", "")).text == shown.replace(words, replacement)


def make_page(qtbot: QtBot, text: str) -> TextPage:
    session = make_session(text)
    page = TextPage(session, "overview")
    show(qtbot, session, page)
    put_caret(page.editor, 0)
    return page


def status(page: TextPage) -> str:
    (label,) = children(page.find_bar, QLabel)
    return label.text()


def test_that_ctrl_f_enter_and_escape_work_as_everywhere(qtbot: QtBot) -> None:
    page = make_page(qtbot, "公开甲公开abc公开")
    press(qtbot, Qt.Key.Key_F, CONTROL)
    assert page.find_bar.isVisible()
    type_keys(qtbot, "公开")
    assert status(page) == "共 3 处"
    assert len(page.editor.extraSelections()) == 3
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    assert (page.editor.selected.start, status(page)) == (3, "第 2 处，共 3 处")
    press(qtbot, Qt.Key.Key_Return, SHIFT)
    assert page.editor.selected.start == 0
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.find_bar.isVisible()
    assert page.editor.hasFocus()
    assert page.editor.extraSelections() == []
    press(qtbot, Qt.Key.Key_F3)
    assert page.editor.selected.start == 0


def test_that_the_selected_words_are_looked_for(qtbot: QtBot) -> None:
    page = make_page(qtbot, "公开甲公开")
    put_caret(page.editor, 2, anchor=0)
    press(qtbot, Qt.Key.Key_F, CONTROL)
    assert page.search.words == "公开"
    assert status(page) == "第 1 处，共 2 处"
    type_keys(qtbot, "x")
    assert status(page) == "没有找到"


def test_that_ctrl_h_replaces_one_after_the_other(qtbot: QtBot) -> None:
    page = make_page(qtbot, f"35件，{{{{{TOTAL}}}}}件，35件")
    said: list[str] = []
    page.message.connect(said.append)
    press(qtbot, Qt.Key.Key_H, CONTROL)
    page.search.ask(words="35件", replacement="x件件")
    bar = page.find_bar
    bar.replace_one()
    assert page.editor.selected.start == 0
    bar.replace_one()
    assert page.editor.stored.startswith("x件件，{{")
    bar.replace_one()
    assert said == ["这里的数字取自表格，未替换。要改数字，请改表格。"]
    bar.replace_one()
    assert page.editor.stored == f"x件件，{{{{{TOTAL}}}}}件，x件件"


def test_that_the_buttons_go_both_ways(qtbot: QtBot) -> None:
    page = make_page(qtbot, "公开甲公开")
    press(qtbot, Qt.Key.Key_F, CONTROL)
    type_keys(qtbot, "公开")
    click(button(page.find_bar, "下一个"))
    click(button(page.find_bar, "上一个"))
    assert page.editor.selected == TextSelection("overview", 3, 5)


def test_that_replace_all_says_how_many_and_is_undone_at_once(qtbot: QtBot) -> None:
    page = make_page(qtbot, f"35件，{{{{{TOTAL}}}}}件，35件")
    press(qtbot, Qt.Key.Key_H, CONTROL)
    page.search.ask(words="35", replacement="40")
    with qtbot.waitSignal(page.message) as message:
        click(button(page.find_bar, "全部替换"))
    assert message.args == ["已替换 2 处。1 处数字取自表格，未替换。"]
    assert page.session.undo_stack.undo_text == "替换 2 处"
    with qtbot.waitSignal(page.message) as message:
        page.find_bar.replace_all()
    assert message.args == ["没有替换任何文字。1 处数字取自表格，未替换。"]
    page.editor.setFocus()
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.editor.stored == f"35件，{{{{{TOTAL}}}}}件，35件"


class Pages(QStackedWidget):
    """Makes a page when it is first wanted and goes where it is asked to, as the window does."""

    def __init__(self, session: ReportSession) -> None:
        super().__init__()
        self._session, self._search = session, Search(session)
        self._made: dict[str, EditorsPage] = {}
        session.revealed.connect(self.go)

    def page(self, key: str) -> EditorsPage:
        name = key if key in {"overview", "problems", "others"} else "report"
        if name not in self._made:
            titles = name == "report"
            self._made[name] = (
                TitlePage(self._session, dict, self._search) if titles else TextPage(self._session, name, self._search)
            )
            self.addWidget(self._made[name])
        return self._made[name]

    def go(self, place: Place) -> None:
        assert isinstance(place, TextSelection)
        self.setCurrentWidget(self.page(place.text))
        self.page(place.text).reveal(place)


def pages_with_texts(qtbot: QtBot) -> Pages:
    pages = Pages(make_session(texts={"overview": "公开", "others": "甲公开", "preface": "乙公开"}))
    show(qtbot, pages.page("overview").session, pages)
    pages.page("overview").editors["overview"].setFocus()
    put_caret(pages.page("overview").editors["overview"], 0)
    press(qtbot, Qt.Key.Key_F, CONTROL)
    type_keys(qtbot, "公开")
    pages.page("overview").search.ask(everywhere=True)
    return pages


def test_that_a_search_through_all_texts_goes_from_page_to_page(qtbot: QtBot) -> None:
    pages = pages_with_texts(qtbot)
    for key, start in (("overview", 0), ("others", 1), ("preface", 1), ("overview", 0)):
        press(qtbot, Qt.Key.Key_Return)
        page = pages.page(key)
        assert pages.currentWidget() is page
        assert page.find_bar.isVisible()
        assert page.editors[key].selected == TextSelection(key, start, start + 2)
        assert len(page.editors[key].extraSelections()) == 1
        assert page.find_bar.has_keyboard


def test_that_searching_on_with_f3_leaves_the_keyboard_in_the_text(qtbot: QtBot) -> None:
    pages = pages_with_texts(qtbot)
    pages.page("overview").editors["overview"].setFocus()
    for key in ("overview", "others", "preface"):
        press(qtbot, Qt.Key.Key_F3)
        assert pages.page(key).editors[key].hasFocus()
        assert pages.page(key).editors[key].textCursor().selectedText() == "公开"
