"""What every test may rely on: a clean, offscreen Qt that fails loudly instead of waiting for somebody."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


# How fast the machine is does not decide what is right, and neither does chance: every run tries the same examples.
# New ones are sought with `pytest --hypothesis-profile=search --hypothesis-seed=N`.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real reports beside the checkout; tests that want it are skipped without it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder ../shared beside this checkout")
    return folder


@pytest.fixture(scope="session")
def qt_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of Qt tests; settings of the person who runs them stay out of it."""
    home = tmp_path_factory.mktemp("home")
    os.environ["HOME"] = str(home)
    return home


@pytest.fixture(scope="session")
def qapp(qt_home: Path, qapp: QApplication) -> QApplication:
    """The application object, with the bundled fonts, and garbage looked for as the program does it."""
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtGui import QFontDatabase

    from ui.garbage import GarbageCollector

    GarbageCollector(qapp)
    QStandardPaths.setTestModeEnabled(True)
    for font in resource("fonts").glob("*.ttf"):
        assert QFontDatabase.addApplicationFont(str(font)) >= 0
    return qapp


@pytest.fixture(autouse=True)
def _clean_desktop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give each Qt test a clean desktop and fail it for a dialog that nobody answered."""
    if "qapp" not in request.fixturenames:
        yield
        return
    from tests.desktop import PATIENCE, DialogWatch, close_windows

    qapp: QApplication = request.getfixturevalue("qapp")
    home: Path = request.getfixturevalue("qt_home")
    qapp.clipboard().clear()
    watch = DialogWatch(PATIENCE)
    yield
    watch.stop()
    close_windows()
    shutil.rmtree(home)
    home.mkdir()
    if watch.unanswered:
        pytest.fail(f"waited for an answer: {'; '.join(watch.unanswered)}", pytrace=False)
