"""The lasso: a line drawn by hand around heads."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from miscount.widgets.canvas.drawn import ACCENT, DARK, LIGHT, Drawn, cosmetic


class Lasso(Drawn):
    """What was drawn so far, closed by a straight line."""

    def __init__(self) -> None:
        super().__init__()
        self._polygon = QPolygonF()

    @property
    def corners(self) -> np.ndarray:
        """The corners (K, 2) in image pixels."""
        return np.array([(point.x(), point.y()) for point in self._polygon.toList()]).reshape(-1, 2)

    def begin(self, x: float, y: float) -> None:
        self._polygon = QPolygonF([QPointF(x, y)])
        self.setVisible(True)

    def go_on(self, x: float, y: float) -> None:
        self._polygon.append(QPointF(x, y))
        self.set_rect(self._polygon.boundingRect(), 64.0)

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        fill = QColor(ACCENT)
        fill.setAlpha(40)
        painter.setBrush(fill)
        painter.setPen(cosmetic(DARK, 2.4))
        painter.drawPolygon(self._polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(cosmetic(LIGHT, 1.2, Qt.PenStyle.DashLine))
        painter.drawPolygon(self._polygon)


def inside_polygon(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Which of `points` (N, 2) lie in the polygon of `corners` (K, 2), by the even-odd rule; (N,) bool."""
    inside = np.zeros(len(points), dtype=bool)
    if len(corners) < 3:
        return inside
    x, y = points[:, 0], points[:, 1]
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 != y1:
            crosses = (y0 > y) != (y1 > y)
            inside ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return inside
