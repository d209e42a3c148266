"""A region of a map: a box that is dragged, or a polygon that is clicked corner by corner."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPolygonF

from miscount.widgets.canvas.drawn import ACCENT, DARK, LIGHT, Drawn, cosmetic
from miscount.widgets.canvas.tools.lasso import inside_polygon
from miscount.widgets.canvas.tools.tool import DRAG_THRESHOLD_PX, Step, Tool, Touch


class Outline(Drawn):
    """The outline of a region; open while its corners are being clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._polygon = QPolygonF()
        self._closed = False

    def show_corners(self, corners: np.ndarray, closed: bool) -> None:
        """`corners` (K, 2) in image pixels; fewer than two show nothing."""
        self._polygon = QPolygonF([QPointF(x, y) for x, y in corners])
        self._closed = closed
        self.set_rect(self._polygon.boundingRect(), 64.0)
        self.setVisible(len(corners) > 1)

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(ACCENT)
        fill.setAlpha(28)
        painter.setBrush(fill if self._closed else Qt.BrushStyle.NoBrush)
        for pen in (cosmetic(DARK, 3.4), cosmetic(LIGHT, 1.5, Qt.PenStyle.DashLine)):
            painter.setPen(pen)
            if self._closed:
                painter.drawPolygon(self._polygon)
            else:
                painter.drawPolyline(self._polygon)
            painter.setBrush(Qt.BrushStyle.NoBrush)


class RegionTool(Tool):
    """A drag makes a box; clicks make a polygon, Enter or a double click closes it, Escape drops it."""

    cursor = Qt.CursorShape.CrossCursor
    hears_ctrl = True
    changed = Signal(object)  # corners (K, 2) of the closed region, or None

    def __init__(self, outline: Outline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline = outline
        self._start: Touch | None = None
        self._dragging = False
        self._corners: list[tuple[float, float]] = []
        self.region: np.ndarray | None = None

    def press(self, touch: Touch) -> None:
        self._start, self._dragging = touch, False

    def drag(self, touch: Touch) -> None:
        start = self._start
        if start is None or not (self._dragging or touch.view_distance(start) > DRAG_THRESHOLD_PX):
            return
        self._dragging = True
        self._corners = []
        (x0, y0), (x1, y1) = self._held(start.x, start.y), self._held(touch.x, touch.y)
        self._outline.show_corners(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]), True)

    def release(self, touch: Touch) -> None:
        start, self._start = self._start, None
        if start is None:
            return
        if self._dragging:
            (x0, y0), (x1, y1) = self._held(start.x, start.y), self._held(touch.x, touch.y)
            self._set(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]))
        elif start.again:
            self._close()
        else:
            self._corners.append(self._held(touch.x, touch.y))
            self._show_open()

    def hover(self, touch: Touch | None) -> None:
        if self._corners and touch is not None:
            self._outline.show_corners(np.array([*self._corners, self._held(touch.x, touch.y)]), False)

    def key(self, step: Step) -> bool:
        if step.name == "place" and len(self._corners) > 2:
            self._close()
            return True
        if step.name == "select_all":
            width, height = self.frame
            self._set(np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=float))
            return True
        if step.name == "cancel" and self.region is not None and not self._corners:
            self.clear()
            return True
        return False

    def cancel(self) -> bool:
        drawing = bool(self._corners) or self._dragging
        self._corners, self._start, self._dragging = [], None, False
        if drawing:
            self._show_region()
        return drawing

    def clear(self) -> None:
        """There is no region any more."""
        had = self.region is not None
        self.region, self._corners = None, []
        self._show_region()
        if had:
            self.changed.emit(None)

    def _close(self) -> None:
        if len(self._corners) > 2:
            self._set(np.array(self._corners))
        else:
            self.cancel()

    def _set(self, corners: np.ndarray) -> None:
        self._corners = []
        self.region = corners
        self._show_region()
        self.changed.emit(corners.copy())

    def _show_open(self) -> None:
        self._outline.show_corners(np.array(self._corners), False)

    def _show_region(self) -> None:
        self._outline.show_corners(self.region if self.region is not None else np.empty((0, 2)), True)

    def _held(self, x: float, y: float) -> tuple[float, float]:
        return min(max(x, 0.0), self.frame[0]), min(max(y, 0.0), self.frame[1])


def region_mask(corners: np.ndarray, shape: tuple[int, ...]) -> tuple[slice, slice, NDArray[np.bool_]]:
    """Rows and columns of the region's box in a map of `shape` (H, W), and which of their pixels lie in it.

    A pixel lies in the region of `corners` (K, 2) where its center does.
    """
    low, high = corners.min(axis=0), corners.max(axis=0)
    top, bottom = max(int(low[1]), 0), min(int(np.ceil(high[1])), shape[0])
    left, right = max(int(low[0]), 0), min(int(np.ceil(high[0])), shape[1])
    rows, columns = slice(top, max(bottom, top)), slice(left, max(right, left))
    x, y = np.meshgrid(np.arange(left, columns.stop) + 0.5, np.arange(top, rows.stop) + 0.5)
    inside = inside_polygon(np.stack([x.ravel(), y.ravel()], axis=1), corners)
    return rows, columns, inside.reshape(x.shape)
