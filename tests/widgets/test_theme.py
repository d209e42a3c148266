import itertools

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from miscount.widgets.theme import accents, apply_theme, contrast, is_dark, palette_of, plot_colors

ROLE = QPalette.ColorRole


@pytest.fixture
def app(qapp):
    yield qapp
    apply_theme(qapp, "light")


def test_contrast_of_black_on_white_is_21():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_is_readable_on_its_ground(theme):
    palette = palette_of(theme)
    pairs = [
        (ROLE.WindowText, ROLE.Window),
        (ROLE.Text, ROLE.Base),
        (ROLE.Text, ROLE.AlternateBase),
        (ROLE.ButtonText, ROLE.Button),
        (ROLE.HighlightedText, ROLE.Highlight),
        (ROLE.Link, ROLE.Base),
        (ROLE.Link, ROLE.Window),
        (ROLE.LinkVisited, ROLE.Base),
        (ROLE.ToolTipText, ROLE.ToolTipBase),
        (ROLE.PlaceholderText, ROLE.Base),
        (ROLE.PlaceholderText, ROLE.Window),
    ]
    for text, ground in pairs:
        ratio = contrast(palette.color(text), palette.color(ground))
        assert ratio >= 4.5, (theme, text, ground, ratio)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_meanings_and_series_are_readable(theme):
    palette = palette_of(theme)
    tones = accents(palette)
    for name, ground in itertools.product(tones.__slots__, (ROLE.Base, ROLE.Window)):
        assert contrast(getattr(tones, name), palette.color(ground)) >= 4.5, (theme, name, ground)
    colors = plot_colors(palette)
    for color in colors.series:
        assert contrast(color, colors.background) >= 4.5, (theme, color.name())


def test_the_dark_theme_reaches_the_application(app: QApplication):
    apply_theme(app, "dark")
    assert app.style().name() == "fusion"
    assert is_dark(app.palette())
    apply_theme(app, "light")
    assert not is_dark(app.palette())


def test_the_font_scale_does_not_compound(app: QApplication):
    apply_theme(app, "light", 1.0)
    size = app.font().pointSizeF()
    apply_theme(app, "light", 1.5)
    apply_theme(app, "light", 1.5)
    assert app.font().pointSizeF() == pytest.approx(1.5 * size)
    apply_theme(app, "light", 1.0)
    assert app.font().pointSizeF() == pytest.approx(size)
