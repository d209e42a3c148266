"""Small things drawn over the image in screen widths: the selection band, the crosshair, the brush ring."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.tools.tool import Step

DARK = QColor(10, 12, 16, 220)
LIGHT = QColor(255, 255, 255, 235)
ACCENT = QColor("#1f8fff")


def cosmetic(color: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen of the same width on the screen at every zoom."""
    pen = QPen(color, width, style)
    pen.setCosmetic(True)
    return pen


class Drawn(pg.GraphicsObject):
    """A hidden thing with a rectangle; hidden ones cost nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.rect = QRectF()
        self._margin = 0.0
        self.setVisible(False)

    def set_rect(self, rect: QRectF, margin: float) -> None:
        """`margin`: room in image pixels for the pen, which is measured on the screen."""
        self.prepareGeometryChange()
        self.rect, self._margin = rect, margin
        self.update()

    def boundingRect(self) -> QRectF:
        return self.rect.adjusted(-self._margin, -self._margin, self._margin, self._margin)

    def viewTransformChanged(self) -> None:
        """Cosmetic pens follow the view by themselves."""


class Band(Drawn):
    """The box of a box selection."""

    def show_between(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.set_rect(QRectF(QPointF(x0, y0), QPointF(x1, y1)).normalized(), 64.0)
        self.setVisible(True)

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        fill = QColor(ACCENT)
        fill.setAlpha(40)
        painter.fillRect(self.rect, fill)
        painter.setPen(cosmetic(DARK, 2.4))
        painter.drawRect(self.rect)
        painter.setPen(cosmetic(LIGHT, 1.2, Qt.PenStyle.DashLine))
        painter.drawRect(self.rect)


class Ring(Drawn):
    """The outline of the brush in two tones, with a dot at its middle where it is small on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.subtracts = False
        self._dotted = False

    def show_at(self, x: float, y: float, radius: float, scale: float, subtracts: bool) -> None:
        self.subtracts, self._dotted = subtracts, radius * scale <= 3.0
        reach = max(radius, 4.0 / scale)
        self.set_rect(QRectF(x - reach, y - reach, 2 * reach, 2 * reach), 4.0 / scale)
        self._radius = radius
        self.setVisible(True)

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = self.rect.center()
        for pen in (cosmetic(DARK, 3.8), cosmetic(LIGHT, 1.4)):
            painter.setPen(pen)
            painter.drawEllipse(middle, self._radius, self._radius)
            sign = min(self._radius * 0.3, self.rect.width() * 0.3)
            if self.subtracts:
                painter.drawLine(middle - QPointF(sign, 0), middle + QPointF(sign, 0))
        if self._dotted:
            painter.setPen(cosmetic(DARK, 4.0))
            painter.drawPoint(middle)


class _Line(Drawn):
    """One line in two tones; its rectangle is thin, so that moving it repaints little."""

    def show_between(self, start: QPointF, end: QPointF, margin: float) -> None:
        self._ends = (start, end)
        self.set_rect(QRectF(start, end).normalized(), margin)
        self.setVisible(True)

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        for pen in (cosmetic(DARK, 3.0), cosmetic(LIGHT, 1.0)):
            painter.setPen(pen)
            painter.drawLine(*self._ends)


class Hair:
    """A crosshair over the whole frame: the place of a keyboard hand, or of the hand in a linked pane."""

    def __init__(self) -> None:
        self.place = (0.0, 0.0)
        self.items = (_Line(), _Line())
        self.moved: Callable[[tuple[float, float]], None] | None = None

    def isVisible(self) -> bool:
        return bool(self.items[0].isVisible())

    def show_at(self, x: float, y: float, frame: tuple[float, float], scale: float) -> None:
        self.place = (x, y)
        across, down = self.items
        across.show_between(QPointF(0, y), QPointF(frame[0], y), 3.0 / scale)
        down.show_between(QPointF(x, 0), QPointF(x, frame[1]), 3.0 / scale)

    def key(self, step: Step, frame: tuple[float, float], camera: Camera) -> bool:
        """Move by an arrow; the first arrow only shows it, in the middle of the view."""
        if step.arrow is None or min(frame) <= 0:
            return False
        if self.isVisible():
            x = self.place[0] + step.arrow[0] * step.stride_px
            y = self.place[1] + step.arrow[1] * step.stride_px
        else:
            x, y = round(camera.x) + 0.5, round(camera.y) + 0.5
        self.show_at(min(max(x, 0.5), frame[0] - 0.5), min(max(y, 0.5), frame[1] - 0.5), frame, camera.scale)
        if self.moved is not None:
            self.moved(self.place)
        return True

    def hide(self) -> bool:
        """Put it away; True if it was there."""
        was_shown = self.isVisible()
        for line in self.items:
            line.setVisible(False)
        return was_shown
