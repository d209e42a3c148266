"""A hand for tests: real mouse events on the canvas, at image pixels."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from miscount.studio.forms.export_window import ExportWindow
from miscount.widgets.canvas import CanvasView

NONE = Qt.KeyboardModifier.NoModifier


class Hand:
    """Presses, drags and releases the left button; `qtbot.mouseMove` carries no button."""

    def __init__(self, canvas: CanvasView) -> None:
        self.canvas = canvas

    def send(self, kind: QEvent.Type, x: float, y: float, held: bool, modifiers=NONE) -> None:
        stage = self.canvas.stage
        place = QPointF(*stage.to_view(x, y))
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
        view = stage.viewport()
        event = QMouseEvent(kind, place, QPointF(view.mapToGlobal(place.toPoint())), button, buttons, modifiers)
        QApplication.sendEvent(view, event)

    def click(self, x: float, y: float, modifiers=NONE) -> None:
        self.send(QEvent.Type.MouseMove, x + 1, y + 1, False, modifiers)
        self.send(QEvent.Type.MouseButtonPress, x, y, True, modifiers)
        self.send(QEvent.Type.MouseButtonRelease, x, y, False, modifiers)

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8, modifiers=NONE) -> None:
        self.send(QEvent.Type.MouseMove, *start, False, modifiers)
        self.send(QEvent.Type.MouseButtonPress, *start, True, modifiers)
        for step in range(1, steps + 1):
            share = step / steps
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            self.send(QEvent.Type.MouseMove, x, y, True, modifiers)
        self.send(QEvent.Type.MouseButtonRelease, *end, False, modifiers)


def export(window, action, out, form: str = "", edited_only: bool = False) -> None:
    """Answer the question for an export as a person does, with the keyboard and the mouse."""
    window.do(action)
    asking = window.findChildren(ExportWindow)[-1]
    if form:
        asking.form.setFocus()
        for _ in range(asking.form.count()):
            QTest.keyClick(asking.form, Qt.Key.Key_Up)
        while asking.form.currentData() != form:
            before = asking.form.currentIndex()
            QTest.keyClick(asking.form, Qt.Key.Key_Down)
            assert asking.form.currentIndex() > before, f"no form {form}"
    if edited_only:
        QTest.mouseClick(asking.edited, Qt.MouseButton.LeftButton)
        QTest.keyClick(asking.edited, Qt.Key.Key_Space)
    asking.out.selectAll()
    QTest.keyClicks(asking.out, str(out))
    QTest.mouseClick(asking.ok, Qt.MouseButton.LeftButton)
