"""One way in for every change, with one undo stack for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from model.cells import CellRef
from model.evaluation import Finding
from model.form_loader import load_form
from model.report import Edit, EditKind, Report
from ui.session import Place, ReportSession, Step, TextSelection
from ui.undo import UNDO_LIMIT

NATURAL = CellRef.parse("requests.new.natural")


@dataclass
class Listener:
    """Keeps what a session says."""

    steps: list[Step] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    followed: list[Finding | None] = field(default_factory=list)
    recorded: list[tuple[EditKind, str]] = field(default_factory=list)

    def record(self, kind: EditKind, reason: str, before: Report, after: Report) -> None:
        assert before != after
        self.recorded.append((kind, reason))


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def session(qapp: object, listener: Listener) -> ReportSession:
    session = ReportSession(load_form("2021"), Report("2021", "甲县人民政府办公室", 2024), listener.record)
    session.changed.connect(listener.steps.append)
    session.revealed.connect(listener.places.append)
    session.refused.connect(listener.sentences.append)
    session.highlighted.connect(listener.followed.append)
    return session


def typing(text: str) -> Edit:
    return Edit(EditKind.TEXT, texts={"overview": text})


def test_that_an_edit_is_applied_recorded_and_told(session: ReportSession, listener: Listener) -> None:
    assert session.submit(Edit(EditKind.TYPING, cells={NATURAL: 35}, reason="登记簿"), "输入")
    assert session.report.cells == {NATURAL: 35}
    assert session.evaluation.values[NATURAL] == 35
    assert listener.recorded == [(EditKind.TYPING, "登记簿")]
    (step,) = listener.steps
    assert step.before.cells == {}
    assert step.after is session.report
    assert step.evaluation_after is session.evaluation
    assert listener.places == []


def test_that_an_edit_that_changes_nothing_is_not_a_step(session: ReportSession, listener: Listener) -> None:
    assert not session.submit(Edit(EditKind.CLEAR, cells={NATURAL: None}), "清除")
    assert session.undo_stack.count == 0
    assert listener.steps == []


def test_that_undo_and_redo_swap_two_reports_and_show_the_place(session: ReportSession, listener: Listener) -> None:
    before = session.report
    session.submit(Edit(EditKind.TYPING, cells={NATURAL: 35}), "输入", reveal=NATURAL)
    after = session.report
    session.undo_stack.undo()
    assert session.report is before
    session.undo_stack.redo()
    assert session.report is after
    assert listener.places == [NATURAL, NATURAL]
    assert [kind for kind, _ in listener.recorded] == [EditKind.TYPING, EditKind.UNDO, EditKind.REDO]


def test_that_typing_without_a_place_to_show_is_undone_quietly(session: ReportSession, listener: Listener) -> None:
    session.submit(typing("一"), "输入文字")
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert listener.places == []


def test_that_consecutive_typing_is_one_undo_step(session: ReportSession, listener: Listener) -> None:
    for text in ("一", "一二", "一二三"):
        session.submit(typing(text), "输入文字", merge_key="overview")
    assert session.undo_stack.count == 1
    assert len(listener.recorded) == 3
    session.undo_stack.undo()
    assert session.report.texts == {}
    session.undo_stack.redo()
    assert session.report.texts == {"overview": "一二三"}


def test_that_typing_that_leads_back_to_the_start_leaves_no_step(session: ReportSession) -> None:
    session.submit(typing("一"), "输入文字", merge_key="overview")
    session.submit(typing(""), "输入文字", merge_key="overview")
    assert session.undo_stack.count == 0


def test_that_typing_in_two_texts_or_with_a_figure_between_does_not_merge(session: ReportSession) -> None:
    session.submit(typing("一"), "输入文字", merge_key="overview")
    session.submit(Edit(EditKind.TEXT, texts={"problems": "二"}), "输入文字", merge_key="problems")
    session.submit(Edit(EditKind.TYPING, cells={NATURAL: 1}), "输入")
    session.submit(Edit(EditKind.TEXT, texts={"problems": "二三"}), "输入文字", merge_key="problems")
    assert session.undo_stack.count == 4


def test_that_a_locked_report_says_why_it_refuses(session: ReportSession, listener: Listener) -> None:
    session.read_only_reason = "本稿已定稿锁定，请先点“更正”。"
    assert not session.submit(typing("一"), "输入文字")
    assert listener.sentences == ["本稿已定稿锁定，请先点“更正”。"]
    assert session.report.texts == {}


def test_that_views_are_asked_to_show_and_to_follow(session: ReportSession, listener: Listener) -> None:
    place = TextSelection("overview", 0, 3)
    session.reveal(place)
    session.highlight(None)
    assert listener.places == [place]
    assert listener.followed == [None]


def test_that_no_more_than_a_thousand_steps_are_kept_and_the_report_stays(
    session: ReportSession, listener: Listener
) -> None:
    for number in range(1, UNDO_LIMIT + 6):
        session.submit(Edit(EditKind.TYPING, cells={NATURAL: number}), "填写")
    while session.undo_stack.can_undo:
        session.undo_stack.undo()
    assert session.report.cells == {NATURAL: 5}
    assert len(listener.recorded) == 2 * UNDO_LIMIT + 5
