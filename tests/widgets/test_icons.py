import xml.etree.ElementTree as ET
from importlib import resources

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtSvg import QSvgRenderer

from miscount.widgets.icons import icon, icon_names, tinted_pixmap
from miscount.widgets.theme import apply_theme

NAMES = icon_names()


def test_there_are_enough():
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_valid_and_has_no_color_of_its_own(name, qapp):
    text = resources.files("miscount.resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.get("viewBox") == "0 0 24 24"
    colors = {e.get(a) for e in root.iter() for a in ("stroke", "fill")} - {None, "none", "currentColor"}
    assert not colors
    assert QSvgRenderer(text.encode()).isValid()
    assert strongest(icon(name).pixmap(QSize(24, 24)).toImage())[0] > 200


def strongest(image) -> tuple[int, QColor]:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    best = max(pixels, key=QColor.alpha)
    return best.alpha(), best


def test_icons_follow_the_palette_and_pale_when_disabled(qapp):
    for theme in ("dark", "light"):
        apply_theme(qapp, theme)
        for mode, group in (
            (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
            (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
        ):
            _alpha, seen = strongest(icon("stop").pixmap(QSize(48, 48), mode).toImage())
            wanted = qapp.palette().color(group, QPalette.ColorRole.ButtonText)
            assert abs(seen.lightness() - wanted.lightness()) < 12, (theme, mode)


def test_a_tinted_pixmap_keeps_its_size_on_dense_screens(qapp):
    pixmap = tinted_pixmap("warning", QColor("#b3261e"), 16, 2.0)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16


def test_an_unknown_icon_is_refused():
    with pytest.raises(KeyError, match="no icon 'wrench'"):
        icon("wrench")
