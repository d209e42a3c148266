"""The stack of layers and the strip of pictures, by real events."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from miscount.widgets.picture_strip import PictureStrip
from miscount.widgets.stack_editor import BUTTONS, StackEditor, StackRow


@pytest.fixture
def stack(qtbot):
    made = StackEditor()
    qtbot.addWidget(made)
    made.resize(280, 200)
    made.set_rows(rows("lowest", "middle", "uppermost"), 1)
    with qtbot.waitExposed(made):
        made.show()
    return made


def rows(*names):
    return [StackRow(name) for name in names]


def middle(stack, line):
    return stack._list.visualItemRect(stack._list.item(line)).center()


def test_the_uppermost_stands_first_and_places_count_from_below(stack):
    assert stack._list.sheet(0)._name.text() == "uppermost"
    assert stack.rows() == ("lowest", "middle", "uppermost")
    told = []
    stack.chosen.connect(told.append)
    stack.set_rows(rows("a", "b"), 0)
    assert told == []  # the program's own choice is no act of the person's
    QTest.mouseClick(stack._list.viewport(), Qt.MouseButton.LeftButton, pos=middle(stack, 0))
    assert told == [1]


def test_every_button_says_what_is_asked(stack):
    told = []
    stack.asked.connect(told.append)
    stack.added.connect(told.append)
    stack.set_kinds((("rain", "Rain", ""), ("picture", "Picture", "")))
    stack._menu.actions()[1].trigger()
    for name, *_ in BUTTONS[1:]:
        QTest.mouseClick(stack._buttons[name], Qt.MouseButton.LeftButton)
    assert told == ["picture", "copy", "up", "down", "remove"]


@pytest.mark.parametrize(("start", "end", "moved"), [(0, 2, (2, 0)), (2, 0, (0, 2)), (0, 1, (2, 1)), (1, 1, None)])
def test_a_drag_says_from_where_to_where(stack, start, end, moved):
    told = []
    stack.moved.connect(lambda *places: told.append(places))
    view, to = stack._list.viewport(), middle(stack, end)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(stack, start))
    down = 6 if end > start else -6
    for place in (middle(stack, start) + QPoint(0, 12), to, to + QPoint(0, down if end != start else 0)):
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), QPointF(view.mapToGlobal(place)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to)
    assert told == ([moved] if moved else [])


def test_eye_and_lock_say_what_is_to_be(stack):
    told = []
    stack.toggled.connect(lambda *what: told.append(what))
    QTest.mouseClick(stack._list.sheet(0)._eye, Qt.MouseButton.LeftButton)
    QTest.mouseClick(stack._list.sheet(2)._lock, Qt.MouseButton.LeftButton)
    stack._list.setFocus()
    QTest.keyClick(stack._list, Qt.Key.Key_Space)
    assert told == [(2, "shown", False), (0, "locked", True), (1, "shown", False)]


@pytest.mark.parametrize(
    ("shown", "current", "possible"),
    [(rows("a"), 0, {"add", "copy"}), ([], -1, {"add"}), (rows("a", "b"), 0, {"add", "copy", "up", "remove"}),
     (rows("a", "b"), 1, {"add", "copy", "down", "remove"}),
     ([StackRow("a"), StackRow("b", locked=True)], 1, {"add", "copy", "down"})],
)  # fmt: skip
def test_what_cannot_be_done_is_gray(stack, shown, current, possible):
    stack.set_rows(shown, current)
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
