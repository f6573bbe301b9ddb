import math
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from ui.theme import (
    DARK,
    LIGHT,
    Theme,
    apply,
    current_theme,
    form_font,
    interface_font,
    register_bundled_fonts,
)

_BACKGROUNDS = {
    "ink": (
        "window",
        "surface",
        "error_soft",
        "warning_soft",
        "success_soft",
        "computed",
        "typed",
        "header",
        "selection",
    ),
    "muted": ("window", "surface", "header"),
    "accent": ("window", "surface"),
    "on_accent": ("accent",),
    "error": ("window", "surface", "error_soft"),
    "warning": ("window", "surface", "warning_soft"),
    "success": ("window", "surface", "success_soft"),
}


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [math.pow((c + 0.055) / 1.055, 2.4) if c > 0.04045 else c / 12.92 for c in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_text_stands_out_from_every_background_it_is_used_on(theme: Theme) -> None:
    weak = {
        (text, background): round(_contrast(getattr(theme, text), getattr(theme, background)), 2)
        for text, backgrounds in _BACKGROUNDS.items()
        for background in backgrounds
        if _contrast(getattr(theme, text), getattr(theme, background)) < 4.5
    }
    assert not weak


def test_that_every_token_is_a_colour_in_both_themes() -> None:
    for theme in (LIGHT, DARK):
        assert all(getattr(theme, token.name).isValid() for token in fields(Theme))
    assert DARK.is_dark
    assert not LIGHT.is_dark


def test_that_widgets_find_the_theme_that_was_applied_last(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, DARK, 13.0)
    assert current_theme() is DARK
    assert application.font().pointSizeF() == 13.0
    apply(application, LIGHT)
    assert current_theme() is LIGHT


def test_that_an_empty_check_box_can_be_seen_in_both_themes(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    box, weak = QCheckBox("采用"), {}
    qtbot.addWidget(box)
    for theme in (DARK, LIGHT):
        apply(application, theme)
        image = box.grab().toImage()
        ground, row = image.pixelColor(image.width() - 1, 0), image.height() // 2
        weak[theme.is_dark] = max(_contrast(image.pixelColor(x, row), ground) for x in range(4))
    assert min(weak.values()) > 1.5


def test_that_the_fonts_show_chinese_on_a_machine_without_any(qtbot: QtBot) -> None:
    register_bundled_fonts()
    for font in (interface_font(10), form_font(10)):
        assert QFontMetrics(font).inFont("府")
