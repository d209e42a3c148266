import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QSlider, QToolButton

from miscount.widgets.layer_list import LayerList, LayerRow, colormap_icon

ROWS = (LayerRow("density", "Density", True, 0.6, "viridis"), LayerRow("image", "Image"))


@pytest.fixture
def layers(qtbot):
    made = LayerList()
    qtbot.addWidget(made)
    made.said = []
    made.changed.connect(lambda *what: made.said.append(what))
    made.set_layers(ROWS)
    with qtbot.waitExposed(made):
        made.show()
    return made


def named(layers, kind, name):
    return next(w for w in layers.findChildren(kind) if w.accessibleName() == name)


def test_rows_are_shown_as_told_and_in_silence(layers):
    assert named(layers, QSlider, "Opacity of Density").value() == 60
    assert named(layers, QComboBox, "Color map of Density").currentText() == "viridis"
    assert not named(layers, QComboBox, "Color map of Image").isVisible()
    assert layers.said == []


def test_the_eye_the_slider_and_the_map_speak(layers, qtbot):
    eye = named(layers, QToolButton, "Show Density")
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    qtbot.keyClick(named(layers, QSlider, "Opacity of Image"), Qt.Key.Key_Left)
    combo = named(layers, QComboBox, "Color map of Density")
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert layers.said[:2] == [("density", "visible", False), ("image", "opacity", 0.99)]
    assert layers.said[2] == ("density", "colormap", combo.currentText())
    assert eye.toolTip() == "Show this layer"
    assert eye.height() >= 24


def test_the_keyboard_stays_when_values_change(layers, qtbot):
    slider = named(layers, QSlider, "Opacity of Density")
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    layers.set_layers((LayerRow("density", "Density", False, 0.2, "inferno"), ROWS[1]))
    assert QApplication.focusWidget() is slider
    assert slider.value() == 20
    assert layers.said == []


def test_a_map_that_was_not_offered_is_shown_all_the_same(layers):
    layers.set_layer(LayerRow("density", "Density", colormap="gray"))
    assert named(layers, QComboBox, "Color map of Density").currentText() == "gray"


def test_icons_of_maps(qapp):
    assert not colormap_icon("viridis").isNull()
    assert colormap_icon("no such map").isNull()
