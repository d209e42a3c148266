"""The bar waits its turn, and shows its value then."""

from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from miscount import studio, widgets
from miscount.widgets.progress_bar import ProgressBar


class Painted(QWidget):
    """Counts how often it is painted."""

    times = 0

    def paintEvent(self, _event):
        self.times += 1


def shown(qtbot, bar):
    window, other = QWidget(), Painted()
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(bar)
    window.resize(200, 100)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: other.times > 0)
    return window, other


def painted_within(other, act):
    other.update()
    before = other.times
    act()
    return other.times - before


def test_a_value_paints_nothing_else_at_once(qtbot):
    bar = ProgressBar()
    _window, other = shown(qtbot, bar)
    assert painted_within(other, lambda: bar.setRange(0, 500)) == 0
    assert painted_within(other, lambda: bar.setValue(100)) == 0
    # what it is made against: Qt's own does
    assert painted_within(other, lambda: QProgressBar.setValue(bar, 400)) == 1


def test_the_value_is_seen_after(qtbot):
    bar = ProgressBar(textVisible=False)
    window, other = shown(qtbot, bar)
    empty = bar.grab().toImage()
    bar.setValue(100)
    times = other.times
    other.update()
    qtbot.waitUntil(lambda: other.times > times)
    seen = window.grab(bar.geometry()).toImage()
    assert seen != empty
    assert bar.value() == 100


def test_no_other_bar_is_used():
    for package in (widgets, studio):
        for module in Path(package.__file__).parent.rglob("*.py"):
            if module.name != "progress_bar.py":
                assert "QProgressBar" not in module.read_text(encoding="utf-8"), module
