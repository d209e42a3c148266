"""Where the keyboard is: a ring around the control, for whoever moves by keys.

Fusion marks the focus by shades that hardly differ from the unmarked ones: of 55 kinds of controls in the studio 25 in
the light theme and 50 in the dark one changed less than half of their edge by the 3:1 that WCAG 2.2 (1.4.11) asks for.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

WIDTH_PX = 2


class FocusRing(QObject):
    """One for all windows of the application. It comes with the keys that move the focus, and goes with the mouse."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ring: _Ring | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None
        if now is None:
            return
        # Qt's word for it: set where Tab, Backtab or a shortcut moved the focus, and taken back by any other way
        if now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            self._ring = _Ring(now)
            self._ring.show()


class _Ring(QWidget):
    """Lies over the control, as its child: so it moves, is clipped and ends with it, and no layout knows of it."""

    def __init__(self, of: QWidget) -> None:
        super().__init__(of)
        self._of = of
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        of.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._of:
            self._fit()
        return False

    def _fit(self) -> None:
        self.setGeometry(self._of.rect())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the color of links, which is readable on every ground; inside it a line of the ground, for photographs."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, width, role in (
            (WIDTH_PX / 2, WIDTH_PX, QPalette.ColorRole.Link), (WIDTH_PX + 0.5, 1, QPalette.ColorRole.Base),
        ):  # fmt: skip
            painter.setPen(QPen(palette.color(role), width))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
        painter.end()


def _demo() -> QWidget:
    from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QSlider, QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    line, slider = QLineEdit(), QSlider(Qt.Orientation.Horizontal)
    for each, name in ((line, "Name"), (slider, "Size")):
        each.setAccessibleName(name)
        each.setMinimumHeight(24)
    boxes: tuple[QWidget, ...] = (QPushButton("A button"), QCheckBox("A box"))
    for widget in (*boxes, line, slider):
        widget.setMinimumHeight(26)
        column.addWidget(widget)
    page.resize(320, 200)
    page.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    FocusRing(page)
    boxes[0].setFocus()
    return page


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "The ring of the focus")
