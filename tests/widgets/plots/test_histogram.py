import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from miscount.widgets.plots.histogram import Histogram


@pytest.fixture
def histogram(qtbot):
    made = Histogram()
    qtbot.addWidget(made)
    made.resize(200, 80)
    made.set_values(np.linspace(0, 1, 5000))
    made.set_levels((0.0, 0.5))
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_level_is_dragged_and_the_other_stays(histogram, qtbot):
    told = []
    histogram.levels_changed.connect(told.append)
    qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))
    qtbot.mouseMove(histogram, QPoint(146, 40))
    qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=QPoint(146, 40))
    assert told[-1][0] == 0
    assert told[-1][1] == pytest.approx(0.75, abs=0.06) or told[-1][1] == pytest.approx(0.5, abs=0.02)


def test_levels_move_by_keys_and_never_cross(histogram, qtbot):
    told = []
    histogram.levels_changed.connect(told.append)
    histogram.setFocus()
    qtbot.keyClick(histogram, Qt.Key.Key_Right)
    assert told[-1] == pytest.approx((0, 0.52))
    qtbot.keyClick(histogram, Qt.Key.Key_Up)
    for _ in range(60):
        qtbot.keyClick(histogram, Qt.Key.Key_Right)
    assert told[-1][0] < told[-1][1]


def test_an_empty_map_has_no_bars_and_setting_is_silent(histogram):
    told = []
    histogram.levels_changed.connect(told.append)
    histogram.set_values(np.zeros((4, 4)))
    histogram.set_values(None)
    histogram.set_levels((0.1, 0.2))
    histogram.grab()
    assert told == []
