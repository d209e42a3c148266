"""Light and dark, as explicit palettes of the Fusion style; the colors of plots and of states come from here too.

`QStyleHints.setColorScheme` does nothing on the offscreen platform, so both palettes are spelled out: what a person
sees, what a test grabs and what the guide prints are the same colors. Every text color keeps 4.5:1 on its ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from miscount.widgets.sizes import set_scale

Theme = Literal["light", "dark", "system"]

_LIGHT = {
    "Window": "#f2f3f5",
    "WindowText": "#1b1f24",
    "Base": "#ffffff",
    "AlternateBase": "#f6f7f9",
    "Text": "#1b1f24",
    "Button": "#e8eaee",
    "ButtonText": "#1b1f24",
    "BrightText": "#ffffff",
    "Light": "#ffffff",
    "Midlight": "#eceef1",
    "Mid": "#b3b9c2",
    "Dark": "#8d949e",
    "Shadow": "#5b626c",
    "Highlight": "#0b5fae",
    "HighlightedText": "#ffffff",
    "Accent": "#0b5fae",
    "Link": "#0b5fae",
    "LinkVisited": "#6a3fa0",
    "ToolTipBase": "#fffdf0",
    "ToolTipText": "#1b1f24",
    "PlaceholderText": "#606873",
}
_DARK = {
    "Window": "#2b2f36",
    "WindowText": "#e6e8eb",
    "Base": "#16181c",
    "AlternateBase": "#1e2126",
    "Text": "#e6e8eb",
    "Button": "#3b414b",
    "ButtonText": "#e6e8eb",
    "BrightText": "#ffffff",
    "Light": "#565e6a",
    "Midlight": "#474e59",
    "Mid": "#5a626e",
    "Dark": "#14161a",
    "Shadow": "#0b0c0e",
    "Highlight": "#2a70b0",
    "HighlightedText": "#ffffff",
    "Accent": "#2a70b0",
    "Link": "#7cbcf2",
    "LinkVisited": "#c3a6ee",
    "ToolTipBase": "#363c46",
    "ToolTipText": "#f0f2f4",
    "PlaceholderText": "#98a1ad",
}
_DISABLED = {"light": "#8a919b", "dark": "#7d8591"}
_TEXT_ROLES = ("WindowText", "Text", "ButtonText", "HighlightedText")


@dataclass(frozen=True, slots=True)
class Accents:
    """Colors with a meaning; each is readable as text on the palette's base and window, and is never the only sign."""

    good: QColor
    info: QColor
    warning: QColor
    bad: QColor
    poison: QColor
    muted: QColor


@dataclass(frozen=True, slots=True)
class PlotColors:
    """What a plot needs: ground, text, grid, and series apart for every common kind of color vision."""

    background: QColor
    foreground: QColor
    grid: QColor
    bad: QColor
    series: tuple[QColor, ...]


# after Okabe and Ito (2008), darkened or lightened until they hold 4.5:1 on the plot's ground
_SERIES_LIGHT = ("#0067a5", "#b84a00", "#00755a", "#a3327a", "#6f5c00", "#3f4750")
_SERIES_DARK = ("#5fb8ec", "#f0a03c", "#35c59a", "#e592c4", "#efe25a", "#c9ced6")


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Window).lightnessF() < 0.5


def accents(palette: QPalette) -> Accents:
    """The colors with a meaning, in the shade that fits `palette`."""
    if is_dark(palette):
        return Accents(*map(QColor, ("#4ccb9f", "#7cbcf2", "#f0b14a", "#ff8f7d", "#d9a3f0", "#a4adb9")))
    return Accents(*map(QColor, ("#006d52", "#0b5fae", "#8a5200", "#b3261e", "#7d2ba0", "#5b636e")))


def plot_colors(palette: QPalette) -> PlotColors:
    """The colors of a plot in `palette`."""
    dark = is_dark(palette)
    return PlotColors(
        background=palette.color(QPalette.ColorRole.Base),
        foreground=palette.color(QPalette.ColorRole.Text),
        grid=QColor("#5b636e" if dark else "#a9b0ba"),
        bad=accents(palette).bad,
        series=tuple(map(QColor, _SERIES_DARK if dark else _SERIES_LIGHT)),
    )


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colors, 1 to 21, as WCAG 2 defines it."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def rgb_of(color: QColor) -> tuple[float, float, float]:
    """Red, green and blue, each 0 to 1."""
    return color.redF(), color.greenF(), color.blueF()


def mixed(color: QColor, ground: QColor, share: float) -> QColor:
    """A `share` of `color` over `ground`, opaque: what overlaps must not add up, nor show through."""
    parts = zip(rgb_of(color), rgb_of(ground), strict=True)
    return QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in parts))


def _luminance(color: QColor) -> float:
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in rgb_of(color)]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def palette_of(theme: Literal["light", "dark"]) -> QPalette:
    """The whole palette of `theme`, its disabled colors too."""
    palette = QPalette()
    for role, color in (_DARK if theme == "dark" else _LIGHT).items():
        palette.setColor(QPalette.ColorRole[role], QColor(color))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], QColor(_DISABLED[theme]))
    dimmed = palette.color(QPalette.ColorRole.Mid)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, dimmed)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Accent, dimmed)
    return palette


def apply_theme(app: QApplication, theme: Theme, font_scale: float = 1.0) -> None:
    """Give the whole application the Fusion style in `theme`, and its own size times `font_scale`: see `sizes`."""
    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette_of(_resolved(app, theme)))
    set_scale(app, font_scale)
    _scale_font(app, font_scale)
    colors = plot_colors(app.palette())
    pg.setConfigOptions(background=colors.background, foreground=colors.foreground)


def write_in(words: QWidget, ink: QColor) -> None:
    """Write `words` in a color of their own; all else of them follows the theme."""
    palette = words.palette()
    if palette.color(QPalette.ColorRole.WindowText) != ink:
        palette.setColor(QPalette.ColorRole.WindowText, ink)
        words.setPalette(palette)


def _resolved(app: QApplication, theme: Theme) -> Literal["light", "dark"]:
    if theme != "system":
        return theme
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _scale_font(app: QApplication, font_scale: float) -> None:
    """Scale from the size the platform gave, which is kept on the application: scaling twice must not compound."""
    base = app.property("base_point_size")
    if base is None:
        base = app.font().pointSizeF()
        app.setProperty("base_point_size", base)
    font = QFont(app.font())
    font.setPointSizeF(max(6.0, float(base) * font_scale))
    app.setFont(font)
