"""Steps are taken back and made again, and go with their report without harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from model.cells import CellRef
from model.form_loader import load_form
from model.report import Edit, EditKind, Report
from ui.session import ReportSession
from ui.undo import UndoStack

ROOT = Path(__file__).parents[2]
NATURAL = CellRef.parse("requests.new.natural")
CLOSED_REPORTS = """
import gc
from PySide6.QtWidgets import QApplication
from tests.ui.test_undo import NATURAL, session, write
application = QApplication([])
for _ in range(60):
    one = session()
    for number in range(1, 30):
        write(one, number)
    circle = {"session": one}
    circle["itself"] = circle
    del one, circle
gc.collect()
"""


def session() -> ReportSession:
    return ReportSession(load_form("2021"), Report("2021", "甲县人民政府办公室", 2024))


def write(on: ReportSession, number: int) -> None:
    on.submit(Edit(EditKind.TYPING, cells={NATURAL: number}), f"填写 {number}", reveal=NATURAL)


def test_that_reports_with_steps_are_let_go_of_without_a_crash() -> None:
    command = [sys.executable, "-c", CLOSED_REPORTS]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.usefixtures("qapp")
def test_that_a_step_is_named_where_it_can_be_taken_back_or_made_again() -> None:
    one = session()
    stack = one.undo_stack
    assert (stack.undo_text, stack.redo_text) == ("", "")
    write(one, 1)
    write(one, 2)
    stack.undo()
    assert (stack.undo_text, stack.redo_text) == ("填写 1", "填写 2")
    assert (stack.can_undo, stack.can_redo) == (True, True)
    write(one, 3)
    assert (stack.undo_text, stack.redo_text, stack.count) == ("填写 3", "", 2)


@pytest.mark.usefixtures("qapp")
def test_that_taking_back_or_making_again_nothing_changes_nothing() -> None:
    one = session()
    told: list[None] = []
    one.undo_stack.changed.connect(lambda: told.append(None))
    one.undo_stack.undo()
    one.undo_stack.redo()
    assert (told, one.report.cells) == ([], {})


class UndoMachine(RuleBasedStateMachine):
    """Compares the stack with two plain lists of figures."""

    def __init__(self) -> None:
        super().__init__()
        self.session = session()
        self.done: list[int] = [0]
        self.undone: list[int] = []

    @property
    def stack(self) -> UndoStack:
        return self.session.undo_stack

    @rule()
    def write(self) -> None:
        number = self.done[-1] + len(self.undone) + 1
        write(self.session, number)
        self.done.append(number)
        self.undone.clear()

    @precondition(lambda self: len(self.done) > 1)
    @rule()
    def undo(self) -> None:
        self.stack.undo()
        self.undone.append(self.done.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.stack.redo()
        self.done.append(self.undone.pop())

    @invariant()
    def the_figure_is_the_last_one_written(self) -> None:
        assert self.session.report.cells.get(NATURAL, 0) == self.done[-1]
        assert self.stack.count == len(self.done) - 1 + len(self.undone)
        assert (self.stack.can_undo, self.stack.can_redo) == (len(self.done) > 1, bool(self.undone))


TestUndo = pytest.mark.usefixtures("qapp")(UndoMachine.TestCase)
TestUndo.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
