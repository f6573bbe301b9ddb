import threading

import pytest
from pytestqt.qtbot import QtBot

from model.errors import AppError
from ui.tasks import run_in_background, wait_for_tasks


def _unexpected(result: object) -> None:
    pytest.fail(str(result))


def test_that_work_runs_in_a_thread_and_its_result_arrives_in_the_window(qtbot: QtBot) -> None:
    arrived: list[tuple[int, bool]] = []
    main = threading.get_ident()
    run_in_background(
        threading.get_ident,
        lambda worker: arrived.append((worker, threading.get_ident() == main)),
        _unexpected,
    )
    qtbot.waitUntil(lambda: bool(arrived))
    worker, delivered_in_main = arrived[0]
    assert worker != main
    assert delivered_in_main


def test_that_a_refusal_is_handed_over_with_its_sentence(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise AppError("磁盘已满，请换一个位置。")

    refused: list[AppError] = []
    run_in_background(refuse, _unexpected, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].sentence == "磁盘已满，请换一个位置。"


def test_that_a_bug_in_the_work_reaches_the_exception_hook(qtbot: QtBot) -> None:
    with qtbot.capture_exceptions() as caught:
        run_in_background(lambda: 1 // 0, _unexpected, _unexpected)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_that_waiting_ends_when_all_work_is_done(qtbot: QtBot) -> None:
    done = threading.Event()
    run_in_background(done.set, lambda _: None, _unexpected)
    wait_for_tasks()
    assert done.is_set()
