"""A hand for canvas tests: real mouse, wheel and key events at image places."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

HEIGHT, WIDTH = 300, 400
"""The image of the `canvas` fixture."""

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
MIDDLE = Qt.MouseButton.MiddleButton
RIGHT = Qt.MouseButton.RightButton


class Hand:
    def __init__(self, canvas):
        self.canvas = canvas
        self.viewport = canvas.stage.viewport()

    def _send(self, kind, place, button, buttons, held):
        view = QPointF(*self.canvas.stage.to_view(*place))
        event = QMouseEvent(kind, view, self.viewport.mapToGlobal(view), button, buttons, held)
        QApplication.sendEvent(self.viewport, event)

    def press(self, x, y, held=NONE, button=LEFT):
        self._send(QEvent.Type.MouseButtonPress, (x, y), button, button, held)

    def move(self, x, y, held=NONE, button=LEFT):
        self._send(QEvent.Type.MouseMove, (x, y), Qt.MouseButton.NoButton, button, held)

    def release(self, x, y, held=NONE, button=LEFT):
        self._send(QEvent.Type.MouseButtonRelease, (x, y), button, Qt.MouseButton.NoButton, held)

    def hover(self, x, y, held=NONE):
        self._send(QEvent.Type.MouseMove, (x, y), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, held)

    def click(self, x, y, held=NONE, button=LEFT):
        self.press(x, y, held, button)
        self.release(x, y, held, button)

    def drag(self, start, *places, held=NONE, button=LEFT):
        self.press(*start, held, button)
        for place in places:
            self.move(*place, held, button)
        self.release(*places[-1], held, button)

    def view_drag(self, start, dx, dy, held=NONE, button=LEFT):
        """A drag measured on the screen, while the image moves under it."""
        x, y = self.canvas.stage.to_view(*start)
        for kind, view, buttons in (
            (QEvent.Type.MouseButtonPress, QPointF(x, y), button),
            (QEvent.Type.MouseMove, QPointF(x + dx, y + dy), button),
            (QEvent.Type.MouseButtonRelease, QPointF(x + dx, y + dy), Qt.MouseButton.NoButton),
        ):
            event = QMouseEvent(kind, view, self.viewport.mapToGlobal(view), button, buttons, held)
            QApplication.sendEvent(self.viewport, event)

    def wheel(self, x, y, notches=1, held=NONE):
        view = QPointF(*self.canvas.stage.to_view(x, y))
        event = QWheelEvent(
            view,
            self.viewport.mapToGlobal(view),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.viewport, event)

    def key(self, key, held=NONE):
        QTest.keyClick(self.canvas.stage, key, held)

    def key_down(self, key, held=NONE):
        QTest.keyPress(self.canvas.stage, key, held)

    def key_up(self, key, held=NONE):
        QTest.keyRelease(self.canvas.stage, key, held)


class Heard:
    """What a signal said, in order."""

    def __init__(self, signal):
        self.all = []
        signal.connect(self._hear)

    def _hear(self, *values):
        self.all.append(values[0] if values else None)

    @property
    def last(self):
        return self.all[-1]

    def __len__(self):
        return len(self.all)
