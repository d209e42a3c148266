"""The stack of layers and the strip of pictures, by real events."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from miscount.widgets.picture_strip import PictureStrip
from miscount.widgets.stack_editor import BUTTONS, StackEditor


@pytest.fixture
def stack(qtbot):
    made = StackEditor()
    qtbot.addWidget(made)
    made.set_rows(["lowest", "middle", "uppermost"], 1)
    made.show()
    return made


def test_the_uppermost_stands_first_and_places_count_from_below(stack):
    assert stack._list.item(0).text() == "uppermost"
    assert stack.rows() == ("lowest", "middle", "uppermost")
    told = []
    stack.chosen.connect(told.append)
    stack.set_rows(["a", "b"], 0)
    assert told == []  # the program's own choice is no act of the person's
    stack._list.setCurrentRow(0)
    assert told == [1]


def test_every_button_says_what_is_asked(stack):
    told = []
    stack.asked.connect(told.append)
    for name, *_ in BUTTONS:
        QTest.mouseClick(stack._buttons[name], Qt.MouseButton.LeftButton)
    assert told == ["add", "copy", "up", "down", "remove"]


@pytest.mark.parametrize(
    ("rows", "current", "possible"),
    [(["a"], 0, {"add", "copy"}), ([], -1, {"add"}), (["a", "b"], 0, {"add", "copy", "up", "remove"}),
     (["a", "b"], 1, {"add", "copy", "down", "remove"})],
)  # fmt: skip
def test_what_cannot_be_done_is_gray(stack, rows, current, possible):
    stack.set_rows(rows, current)
    assert {name for name, button in stack._buttons.items() if button.isEnabled()} == possible


def test_a_picture_is_opened_by_the_keyboard(qtbot):
    strip = PictureStrip()
    qtbot.addWidget(strip)
    strip.show()
    assert strip.captions() == ()
    strip.set_pictures([("one", np.zeros((10, 20, 3), np.uint8), "1"), ("two", np.zeros((20, 10, 3), np.uint8), "2")])
    assert strip.captions() == ("1", "2")
    told = []
    strip.activated.connect(told.append)
    strip._list.setCurrentRow(1)
    QTest.keyClick(strip._list, Qt.Key.Key_Return)
    assert told == ["two"]
