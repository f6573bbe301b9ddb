"""Tables in front of a person, made by need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.grid.desk import Desk
from ui import theme

MakeDesk = Callable[..., Desk]


@pytest.fixture(scope="session", autouse=True)
def _themed(qapp: QApplication) -> None:
    """Show everything as the program does."""
    theme.register_bundled_fonts()
    theme.apply(qapp, theme.LIGHT)


@pytest.fixture
def make_desk(qtbot: QtBot) -> Iterator[MakeDesk]:
    """Sit down before a table with some figures."""
    desks: list[Desk] = []

    def make(*arguments: object, **keywords: object) -> Desk:
        desks.append(Desk(qtbot, *arguments, **keywords))  # type: ignore[arg-type]
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """The 申请办理表 with a few figures in it."""
    from tests.ui.grid.desk import zeros

    return make_desk(
        "requests", zeros("requests", new__natural=35, granted__natural=9, unavailable_not_held__natural=26)
    )
