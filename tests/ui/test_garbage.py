"""Closed dialogs die in the thread of the window, whatever other threads do."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from ui.garbage import GarbageCollector


class Page(QDialog):
    """A dialog in a cycle of references that remembers where it died."""

    died_in: threading.Thread | None = None

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def __del__(self) -> None:
        Page.died_in = threading.current_thread()


@pytest.fixture
def collector(qapp: QApplication) -> GarbageCollector:
    Page.died_in = None
    return GarbageCollector(qapp)


def make_garbage() -> None:
    """Allocate so much that Python would look for garbage several times."""
    for _ in range(5 * gc.get_threshold()[0]):
        cycle: list[object] = []
        cycle.append(cycle)


def test_that_a_closed_dialog_does_not_die_in_a_thread_that_allocates(collector: GarbageCollector) -> None:
    Page().close()
    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()
    assert Page.died_in is None
    collector.collect()
    assert Page.died_in is threading.main_thread()


def make_due(collector: GarbageCollector) -> None:
    """Let a closed dialog grow old, and the collector be due to look through everything.

    It is no fixture, because events that are handled before the test begins let the collector of the session look.
    """
    page = Page()
    gc.collect()
    page.close()
    del page
    for _ in range(299):
        collector.collect()
    assert Page.died_in is None


def test_that_old_garbage_is_found_once_a_minute(collector: GarbageCollector) -> None:
    make_due(collector)
    collector.collect()
    assert Page.died_in is threading.main_thread()


def test_that_the_long_search_waits_while_somebody_is_typing(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_due(collector)
    with monkeypatch.context() as busy:
        busy.setattr(gc, "get_count", lambda: (gc.get_threshold()[0], 0, 0))
        collector.collect()
        assert Page.died_in is None
    collector.collect()
    assert Page.died_in is threading.main_thread()
