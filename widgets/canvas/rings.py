"""Circles of given radii around points of the image, such as the kernels' widths of selected heads."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from miscount.widgets.canvas.drawn import ACCENT, DARK, LIGHT, Drawn, cosmetic

MOST = 500
"""More circles than this cannot be told apart, and would slow the canvas down."""


class Rings(Drawn):
    """Up to MOST circles, in two tones."""

    def __init__(self) -> None:
        super().__init__()
        self._circles: list[tuple[QPointF, float]] = []

    def show_rings(self, points: np.ndarray, radii: np.ndarray) -> None:
        """Circles of `radii` (N,) image pixels at `points` (N, 2)."""
        self._circles = [(QPointF(x, y), float(r)) for (x, y), r in zip(points[:MOST], radii[:MOST], strict=True)]
        rect = QRectF()
        for middle, radius in self._circles:
            rect |= QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        self.set_rect(rect, 8.0)
        self.setVisible(bool(self._circles))

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (cosmetic(DARK, 3.0), cosmetic(LIGHT, 1.8), cosmetic(ACCENT, 1.0)):
            painter.setPen(pen)
            for middle, radius in self._circles:
                painter.drawEllipse(middle, radius, radius)
