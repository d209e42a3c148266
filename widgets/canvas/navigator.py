"""A small picture of the whole scene with the rectangle that is in view; dragging it moves the view."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ..language import tr

SIDE_PX = 150
DARK, LIGHT, SHADE = QColor(10, 12, 16, 220), QColor(255, 255, 255, 235), QColor(10, 12, 16, 110)


class Navigator(QWidget):
    """Lies in a corner of the canvas while only a part of the scene is in view. It speaks only for the person."""

    asked = Signal(object)  # (x, y) in image pixels: the middle that the person wants

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._small = QImage()
        self._frame = (0.0, 0.0)
        self._seen = QRectF()
        self.setAccessibleName(tr("Navigator: the part of the scene that is in view"))
        self.setToolTip(tr("Drag to move the view."))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.hide()

    def set_image(self, image: QImage, width: float, height: float) -> None:
        """The scene of this size in image pixels; a null image hides the navigator."""
        self._frame = (width, height)
        smooth = Qt.TransformationMode.SmoothTransformation
        size = QSize(SIDE_PX, SIDE_PX)
        self._small = image if image.isNull() else image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        self.resize(self._small.size() if not self._small.isNull() else QSize(1, 1))
        self.update()

    def set_view(self, seen: QRectF) -> bool:
        """The rectangle of the image that is in view; True where that is not all of it."""
        self._seen = seen
        whole = QRectF(0, 0, *self._frame)
        partial = not self._small.isNull() and not seen.contains(whole)
        self.update()
        return partial

    @property
    def seen(self) -> QRectF:
        """The rectangle in view, in the navigator's own pixels."""
        scale = self.width() / max(self._frame[0], 1e-9)
        seen = self._seen & QRectF(0, 0, *self._frame)
        return QRectF(seen.left() * scale, seen.top() * scale, seen.width() * scale, seen.height() * scale)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(0, 0, self._small)
        seen = self.seen
        painter.setClipRegion(self.rect())
        width, height = self.width(), self.height()
        for shade in (
            QRectF(0, 0, width, seen.top()),
            QRectF(0, seen.bottom(), width, height),
            QRectF(0, seen.top(), seen.left(), seen.height()),
            QRectF(seen.right(), seen.top(), width, seen.height()),
        ):
            painter.fillRect(shade, SHADE)
        for color, pen_px in ((DARK, 3.0), (LIGHT, 1.4)):
            painter.setPen(QPen(color, pen_px))
            painter.drawRect(seen)
            painter.drawRect(QRectF(self.rect()).adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ask(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event.position())

    def _ask(self, place: QPointF) -> None:
        scale = self._frame[0] / max(self.width(), 1)
        self.asked.emit((place.x() * scale, place.y() * scale))
