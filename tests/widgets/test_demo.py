import importlib

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QScrollBar,
    QWidget,
)

MODULES = (
    "forms.picture_field",
    *("forms.form", "guide_view", "icons", "job_panel", "layer_list", "plots.live_plot", "notices", "palette"),
    *(
        "picture_strip",
        "scenes.contact_sheet",
        "overlays.drop_strip",
        "overlays.focus_ring",
        "results_table",
        "plots.scatter_plot",
        "scene_list",
        "shortcut_sheet",
        "shown_picture",
        "stack_editor",
        "stage_graph",
    ),
)


@pytest.mark.parametrize("name", MODULES)
def test_every_widget_runs_alone(name, qtbot):
    module = importlib.import_module(f"miscount.widgets.{name}")
    widget = module._demo()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    assert not widget.grab().isNull()


TOUCHED = (QAbstractButton, QAbstractSpinBox, QAbstractSlider, QComboBox, QLineEdit, QKeySequenceEdit)
PARTS = (QAbstractSpinBox, QComboBox, QKeySequenceEdit, QScrollBar, QLineEdit)


@pytest.mark.parametrize("name", MODULES)
def test_all_that_is_touched_has_a_name_and_room_for_a_hand(name, qtbot):
    widget = importlib.import_module(f"miscount.widgets.{name}")._demo()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    for control in widget.findChildren(QWidget):
        inside = isinstance(control.parentWidget(), PARTS) or isinstance(control, QScrollBar)
        if not isinstance(control, TOUCHED) or inside or not control.isVisible():
            continue
        words = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        assert words, f"{name}: {control} has no name"
        assert control.height() >= 24, f"{name}: {words} is {control.height()} px high"
        if isinstance(control, QAbstractButton):
            assert control.width() >= 24, f"{name}: {words} is {control.width()} px wide"
