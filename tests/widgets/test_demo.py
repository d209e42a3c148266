import importlib

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from miscount.widgets.theme import apply_theme
from tests.places import ROOT

WIDGETS = ROOT / "widgets"

MODULES = tuple(
    ".".join(path.relative_to(WIDGETS).with_suffix("").parts)
    for path in sorted(WIDGETS.rglob("*.py"))
    if "\ndef _demo(" in path.read_text(encoding="utf-8")
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


def _picture(widget, qtbot):
    """What is seen of it when nothing more is to be drawn."""
    with qtbot.waitExposed(widget):
        widget.show()
    QApplication.processEvents()  # the theme is told in an event
    timers = [timer for timer in widget.findChildren(QTimer) if timer.isSingleShot() and timer.interval() < 1000]
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))
    QApplication.processEvents()
    return widget.grab().toImage()


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("hidden", [False, True])
def test_a_widget_that_saw_the_theme_change_looks_as_one_that_began_in_it(name, hidden, qtbot):
    app, module = QApplication.instance(), importlib.import_module(f"miscount.widgets.{name}")
    flashes, pictures = app.cursorFlashTime(), []
    app.setCursorFlashTime(0)
    try:
        for first in ("light", "dark"):
            apply_theme(app, first)
            widget = module._demo()
            qtbot.addWidget(widget)
            widget.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            _picture(widget, qtbot)
            if hidden:
                widget.hide()
            apply_theme(app, "dark")
            pictures.append(_picture(widget, qtbot))
            widget.hide()
        assert pictures[0].size() == pictures[1].size()
        assert pictures[0] == pictures[1]
    finally:
        app.setCursorFlashTime(flashes)
        apply_theme(app, "light")
