"""The split slider: a line across the canvas, a second image right of it, dragged by its knob in any mode."""

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPolygonF

from miscount.widgets.canvas.drawn import DARK, LIGHT, Drawn, cosmetic
from miscount.widgets.canvas.layers import PictureItem
from miscount.widgets.canvas.tools.tool import Tool, Touch

GRAB_PX = 7.0
_KNOB_PX = 9.0


class SplitLine(Drawn):
    """The line between the two images, with a knob that points both ways."""

    def show_at(self, x: float, height: float, scale: float) -> None:
        self._scale = scale
        self.set_rect(QRectF(QPointF(x, 0), QPointF(x, height)).normalized(), (_KNOB_PX + 3) / scale)
        self.setVisible(True)

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        line = QLineF(self.rect.topLeft(), self.rect.bottomLeft())
        for pen in (cosmetic(DARK, 4.0), cosmetic(LIGHT, 2.0)):
            painter.setPen(pen)
            painter.drawLine(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(cosmetic(DARK, 1.2))
        painter.setBrush(LIGHT)
        middle, size = line.center(), _KNOB_PX / self._scale
        painter.drawEllipse(middle, size, size)
        painter.setBrush(DARK)
        for way in (-1, 1):
            near, far = middle.x() + way * 0.25 * size, middle.x() + way * 0.75 * size
            tip = [QPointF(far, middle.y()), QPointF(near, middle.y() - size / 2), QPointF(near, middle.y() + size / 2)]
            painter.drawPolygon(QPolygonF(tip))


class Splitter(Tool):
    """Goes before every other tool where it is grabbed."""

    cursor = Qt.CursorShape.SplitHCursor
    changed = Signal(object)  # share of the image's width left of the line, by the person

    def __init__(self, picture: PictureItem, line: SplitLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture, self._line = picture, line

    def hits(self, touch: Touch) -> bool:
        """Whether a press there would grab the line."""
        if self._picture.second is None or not 0 <= touch.y <= self.frame[1]:
            return False
        return abs(touch.x - self._picture.split * self.frame[0]) <= self.near_px(GRAB_PX)

    def drag(self, touch: Touch) -> None:
        share = min(max(touch.x / self.frame[0], 0.0), 1.0)
        if share != self._picture.split:
            self.set_share(share)
            self.changed.emit(share)

    def set_share(self, share: float) -> None:
        self._picture.set_split(min(max(share, 0.0), 1.0))
        self.refresh()

    def refresh(self) -> None:
        """Draw the line where it belongs, or not at all while there is no second image."""
        if self._picture.second is None or self.frame[0] <= 0:
            self._line.hide()
        else:
            self._line.show_at(self._picture.split * self.frame[0], self.frame[1], self.camera.scale)
