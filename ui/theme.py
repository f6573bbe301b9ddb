"""The colours and fonts of the window: a set of named tokens, light and dark.

Fusion with an own palette is used everywhere, so that the program looks the same on every machine. Widgets
that paint themselves ask :func:`current_theme` while they paint; Qt repaints them when the theme changes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from resources import resource

_PROPERTY: Final = "theme"
_INTERFACE_FAMILIES: Final = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans SC Medium")
_FORM_FAMILIES: Final = ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "Noto Serif SC")
_BUNDLED: Final = ("NotoSansSC-Medium.ttf", "NotoSerifSC-Regular.ttf")


@dataclass(frozen=True)
class Theme:
    """Colours by their purpose.

    ``*_soft`` is a background behind text in ink. ``computed`` and ``typed`` are the backgrounds of figures,
    ``header`` that of labels, ``selection`` that of what is selected, ``rule`` the lines of a printed table.
    """

    window: QColor
    surface: QColor
    line: QColor
    rule: QColor
    ink: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    error: QColor
    error_soft: QColor
    warning: QColor
    warning_soft: QColor
    success: QColor
    success_soft: QColor
    computed: QColor
    typed: QColor
    header: QColor
    selection: QColor

    @property
    def is_dark(self) -> bool:
        """Tell whether text is lighter than what lies behind it."""
        return self.ink.lightness() > self.surface.lightness()


_FRAMED: Final = {
    "QCheckBox": "rule",
    "QListView": "rule",
    "QTreeView": "rule",
    "QComboBox": "line",
    "QAbstractSpinBox": "line",
}
"""What Fusion frames in a colour that it makes out of the window's, which is lost on dark, and the colour wanted."""

_FUSION_DARKENS: Final = 140
"""By how many percent Fusion makes a frame darker than the window."""


def _theme(**colours: str) -> Theme:
    return Theme(**{name: QColor(colour) for name, colour in colours.items()})


LIGHT: Final = _theme(
    window="#f3f5f8",
    surface="#ffffff",
    line="#cdd5de",
    rule="#6b7785",
    ink="#1c2630",
    muted="#566575",
    accent="#1f5fa8",
    on_accent="#ffffff",
    error="#c0261f",
    error_soft="#fdeaea",
    warning="#8c5300",
    warning_soft="#fff3da",
    success="#23702a",
    success_soft="#e5f3e6",
    computed="#eef1f5",
    typed="#ffffff",
    header="#f0f3f8",
    selection="#dfeaf8",
)
DARK: Final = _theme(
    window="#1b1f24",
    surface="#24292f",
    line="#3b434c",
    rule="#737f8b",
    ink="#e6eaee",
    muted="#a6b2be",
    accent="#6ba7ec",
    on_accent="#0d1620",
    error="#ff8a80",
    error_soft="#4a2a2b",
    warning="#ffc063",
    warning_soft="#463820",
    success="#84ca87",
    success_soft="#263d29",
    computed="#2e353c",
    typed="#24292f",
    header="#2a3038",
    selection="#2b4059",
)


def current_theme() -> Theme:
    """Return the theme that was applied last, the light one before any was."""
    application = QApplication.instance()
    theme = application.property(_PROPERTY) if application is not None else None
    return theme if isinstance(theme, Theme) else LIGHT


def register_bundled_fonts() -> None:
    """Make the shipped fonts known to Qt; they serve where the machine has no better one."""
    for name in _BUNDLED:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def interface_font(points: float) -> QFont:
    """Return the font of the interface."""
    return _first_font(_INTERFACE_FAMILIES, points)


def form_font(points: float) -> QFont:
    """Return the font of tables and texts, as near to the printed page as this machine has."""
    return _first_font(_FORM_FAMILIES, points)


def apply(application: QApplication, theme: Theme, points: float = 10.5) -> None:
    """Give the whole application a theme and a font size in points; may be called again at any time."""
    application.setProperty(_PROPERTY, theme)
    if application.style().name().lower() != "fusion":
        application.setStyle("Fusion")
    application.styleHints().setColorScheme(Qt.ColorScheme.Dark if theme.is_dark else Qt.ColorScheme.Light)
    application.setPalette(_palette(theme))
    if theme.is_dark:
        for kind, frame in _FRAMED.items():
            # Qt's stubs ask for bytes here, which PySide refuses.
            application.setPalette(_framing(theme, getattr(theme, frame)), kind)  # type: ignore[arg-type]
    application.setFont(interface_font(points))
    application.setStyleSheet(_style_sheet(theme, points))
    # Again: on Windows a new style brings the system's small fonts for menus and tables, which this clears.
    application.setFont(interface_font(points))


def _first_font(families: tuple[str, ...], points: float) -> QFont:
    known = set(QFontDatabase.families())
    font = QFont([family for family in families if family in known] or list(families[-1:]))
    font.setPointSizeF(points)
    return font


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: theme.window,
        role.Base: theme.surface,
        role.AlternateBase: theme.header,
        role.Text: theme.ink,
        role.WindowText: theme.ink,
        role.ButtonText: theme.ink,
        role.Button: theme.window,
        role.Light: theme.surface,
        role.Mid: theme.line,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.ink,
        role.PlaceholderText: theme.muted,
        role.Link: theme.accent,
        role.Accent: theme.accent,
    }
    for key, colour in colours.items():
        palette.setColor(key, colour)
    for key in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, _between(theme.muted, theme.window))
    return palette


def _framing(theme: Theme, frame: QColor) -> QPalette:
    """Return the palette of a theme with which Fusion draws frames in a colour."""
    palette = _palette(theme)
    palette.setColor(QPalette.ColorRole.Window, frame.lighter(_FUSION_DARKENS))
    return palette


def _between(one: QColor, other: QColor) -> QColor:
    return QColor((one.red() + other.red()) // 2, (one.green() + other.green()) // 2, (one.blue() + other.blue()) // 2)


def _style_sheet(theme: Theme, points: float) -> str:
    c = {token.name: getattr(theme, token.name).name() for token in fields(theme)}
    unit = QFontMetrics(interface_font(points)).height()
    dot, ring = unit * 2 // 3, unit // 5
    return f"""
    QToolTip {{ color:{c["ink"]}; background:{c["surface"]}; border:1px solid {c["rule"]};
      padding:{unit // 4}px; }}
    QPushButton {{ background:{c["surface"]}; border:1px solid {c["line"]}; border-radius:6px;
      padding:{unit // 4}px {unit * 3 // 4}px; }}
    QPushButton:hover {{ background:{c["selection"]}; border-color:{c["accent"]}; }}
    QPushButton:focus {{ border:2px solid {c["accent"]}; padding:{unit // 4 - 1}px {unit * 3 // 4 - 1}px; }}
    QPushButton:disabled {{ color:{_between(theme.muted, theme.window).name()}; }}
    QPushButton:default, QPushButton[primary="true"] {{ background:{c["accent"]}; color:{c["on_accent"]};
      border-color:{c["accent"]}; }}
    QPushButton:default:disabled, QPushButton[primary="true"]:disabled {{
      background:{_between(theme.accent, theme.window).name()}; border:none; }}
    QPushButton:default:focus, QPushButton[primary="true"]:focus {{ border-color:{c["ink"]}; }}
    QToolButton {{ border:1px solid transparent; border-radius:6px; padding:{unit // 5}px {unit // 3}px; }}
    QToolButton:hover {{ background:{c["selection"]}; }}
    QToolButton[popupMode="2"] {{ border-color:{c["line"]}; padding-right:{unit}px; }}
    QToolButton::menu-indicator {{ subcontrol-position:right center; right:{unit // 4}px; }}
    QToolButton:focus {{ border-color:{c["accent"]}; }}
    QLineEdit, QTextEdit, QPlainTextEdit {{ background:{c["surface"]}; border:1px solid {c["line"]}; border-radius:4px;
      padding:{unit // 6}px; }}
    QLineEdit#cell {{ border:2px solid {c["accent"]}; border-radius:0; padding:0; }}
    QLineEdit#cell[refused="true"] {{ border-color:{c["error"]}; background:{c["error_soft"]}; }}
    QLabel#bubble {{ color:{c["ink"]}; background:{c["warning_soft"]}; border:1px solid {c["warning"]};
      border-radius:4px; padding:5px 8px; }}
    QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus {{ border-color:{c["accent"]}; }}
    QTableWidget::item {{ border:0; padding:0 {unit // 4}px; }}
    QRadioButton::indicator {{ width:{dot}px; height:{dot}px; border:1px solid {c["rule"]};
      background:{c["surface"]}; border-radius:{dot // 2 + 1}px; }}
    QRadioButton::indicator:checked {{ border:{ring}px solid {c["accent"]}; width:{dot + 2 - 2 * ring}px;
      height:{dot + 2 - 2 * ring}px; }}
    QRadioButton::indicator:disabled {{ border-color:{c["line"]}; }}
    QRadioButton:focus {{ color:{c["accent"]}; }}
    QFrame#header {{ background:{c["surface"]}; border:none; border-bottom:1px solid {c["line"]}; }}
    QFrame#findings {{ background:{c["surface"]}; }}
    QFrame#notice {{ border:none; border-bottom:1px solid {c["line"]}; }}
    QFrame[tone="done"] {{ background:{c["success_soft"]}; }}
    QFrame[tone="hint"] {{ background:{c["selection"]}; }}
    QFrame[tone="warning"] {{ background:{c["warning_soft"]}; }}
    QFrame[tone="error"] {{ background:{c["error_soft"]}; }}
    QFrame#card {{ background:{c["surface"]}; border:1px solid {c["line"]}; border-radius:8px; }}
    QLabel[role="title"] {{ font-size:{points * 1.45:.1f}pt; font-weight:700; }}
    QLabel[role="heading"] {{ font-size:{points * 1.12:.1f}pt; font-weight:700; }}
    QLabel[role="strong"] {{ font-weight:700; }}
    QLabel[role="number"] {{ font-size:{points * 1.9:.1f}pt; font-weight:700; }}
    QLabel[role="saved"] {{ color:{c["success"]}; background:{c["success_soft"]}; border-radius:6px;
      padding:{unit // 8}px {unit // 2}px; }}
    QLabel[role="unsaved"] {{ color:{c["error"]}; background:{c["error_soft"]}; border-radius:6px;
      padding:{unit // 8}px {unit // 2}px; }}
    QLabel[role="error"] {{ color:{c["error"]}; }}
    QLabel[role="strip"] {{ background:{c["surface"]}; border:1px solid {c["line"]}; border-radius:4px;
      padding:2px 8px; color:{c["muted"]}; }}
    QLabel[role="muted"] {{ color:{c["muted"]}; }}
    QStatusBar {{ background:{c["surface"]}; border-top:1px solid {c["line"]}; }}
    QStatusBar::item {{ border:none; }}
    QSplitter::handle {{ background:{c["line"]}; }}
    """
