"""Many small marks of one fixed screen size in one item: culled with numpy, drawn from one pixmap."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pyqtgraph as pg
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

FILL = QColor("#ffc20a")  # amber and blue stay apart for every kind of color vision, and on skin, grass and asphalt
FILL_WEIGHTED = QColor("#ff7ab6")
PROPOSED = QColor("#9ff0ff")
EDGE = QColor("#14161a")
SELECTED = QColor("#1f8fff")

MOST_PARTS = 64
"""More changed marks than this are drawn with all the others."""

Stroke = Callable[[QPainter, float, bool], None]


class Markers(pg.GraphicsObject):
    """Marks at `points` (N, 2) in image pixels; where `odd` (N,) is true the second shape is drawn.

    A ScatterPlotItem does the same with a record of 17 fields a mark: 20,000 marks cost it 25 ms to set, this 0.1 ms.
    """

    def __init__(self, stroke: Stroke, size_px: int) -> None:
        super().__init__()
        self._stroke = stroke
        self._size_px = size_px
        self._x = self._y = np.zeros(0)
        self._odd = np.zeros(0, bool)
        self._rect = QRectF()
        self._margin = 0.0
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)
        self.setFlag(self.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def set_points(self, points: np.ndarray, odd: np.ndarray) -> None:
        x, y = points[:, 0].copy(), points[:, 1].copy()
        changed = self._changed(x, y, odd)
        self._x, self._y, self._odd = x, y, odd
        rect = QRectF()
        if len(points):
            left, top = self._x.min(), self._y.min()
            rect = QRectF(left, top, self._x.max() - left, self._y.max() - top)
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
        elif changed is not None:
            for mark in changed:
                self.update(mark)
            return
        self.update()

    def _changed(self, x: np.ndarray, y: np.ndarray, odd: np.ndarray) -> list[QRectF] | None:
        """Where marks come or go, when they are few: one more head among 20,000 must not redraw them all."""
        shorter = min(len(x), len(self._x))
        old, new = (self._x, self._y, self._odd), (x, y, odd)
        same = np.ones(shorter, dtype=bool)
        for mine, its in zip(old, new, strict=True):
            same &= mine[:shorter] == its[:shorter]
        start = shorter if same.all() else int(same.argmin())
        tail = np.ones(shorter - start, dtype=bool)
        for mine, its in zip(old, new, strict=True):
            tail &= mine[len(mine) - len(tail) :] == its[len(its) - len(tail) :]
        kept = len(tail) if tail.all() else int(tail[::-1].argmin())
        places = [
            *zip(self._x[start : len(self._x) - kept], self._y[start : len(self._y) - kept], strict=True),
            *zip(x[start : len(x) - kept], y[start : len(y) - kept], strict=True),
        ] if len(self._x) + len(x) - 2 * (start + kept) <= MOST_PARTS else None  # fmt: skip
        if places is None:
            return None
        side = self._margin + 1
        return [QRectF(px - side, py - side, 2 * side, 2 * side) for px, py in places]

    def set_size(self, size_px: int, scale: float) -> None:
        """How large the marks are on the screen, at `scale` view pixels per image pixel."""
        margin = (size_px + 5) / scale
        if (size_px, margin) != (self._size_px, self._margin):
            self.prepareGeometryChange()
            self._size_px, self._margin = size_px, margin

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-self._margin, -self._margin, self._margin, self._margin)

    def viewTransformChanged(self) -> None:
        """Drawn anew from the points at every paint: nothing is kept that depends on the view."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not len(self._x):
            return
        transform = painter.transform()
        shown = option.exposedRect
        margin = (self._size_px + 4) / max(transform.m11(), 1e-9)
        x, y = self._x, self._y
        seen = (x > shown.left() - margin) & (x < shown.right() + margin)
        seen &= (y > shown.top() - margin) & (y < shown.bottom() + margin)
        index = np.flatnonzero(seen)
        if not len(index):
            return
        ratio = widget.devicePixelRatioF() if widget is not None else 1.0
        atlas, cell = _atlas(self._stroke, self._size_px, ratio)
        self._fragments.resize(len(index))
        parts = self._fragments.ndarray()
        parts[:, 0] = x[index] * transform.m11() + transform.dx()
        parts[:, 1] = y[index] * transform.m22() + transform.dy()
        parts[:, 2] = np.where(self._odd[index], cell, 0)
        parts[:, 3:] = 0, cell, cell, 1 / ratio, 1 / ratio, 0, 1
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # half the time
        painter.drawPixmapFragments(*self._fragments.drawargs(), atlas)
        painter.setTransform(transform)


@cache
def _atlas(stroke: Stroke, size_px: int, ratio: float) -> tuple[QPixmap, int]:
    """Both shapes side by side at the device's density, and the side of their cells in device pixels."""
    cell = round((size_px + 5) * ratio)
    atlas = QPixmap(2 * cell, cell)
    atlas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(atlas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for column, odd in enumerate((False, True)):
        painter.resetTransform()
        painter.translate(column * cell + cell / 2, cell / 2)
        painter.scale(ratio, ratio)
        stroke(painter, float(size_px), odd)
    painter.end()
    return atlas, cell


def draw_head(painter: QPainter, size: float, odd: bool) -> None:
    """A disc; a diamond in another color where the weight is not 1."""
    painter.setPen(QPen(EDGE, 1.2 if size > 6 else 0.8))
    painter.setBrush(FILL_WEIGHTED if odd else FILL)
    radius = size / 2
    if odd:
        radius *= 1.25
        corners = [QPointF(0, -radius), QPointF(radius, 0), QPointF(0, radius), QPointF(-radius, 0)]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.drawEllipse(QPointF(), radius, radius)


def draw_selected(painter: QPainter, size: float, _odd: bool) -> None:
    """A ring of two tones with a cross: told from a plain head by its shape too."""
    radius = size / 2
    painter.setBrush(SELECTED)
    painter.setPen(QPen(Qt.GlobalColor.white, 2.0))
    painter.drawEllipse(QPointF(), radius, radius)
    painter.setPen(QPen(Qt.GlobalColor.white, 1.4))
    painter.drawLine(QPointF(-radius / 2, 0), QPointF(radius / 2, 0))
    painter.drawLine(QPointF(0, -radius / 2), QPointF(0, radius / 2))


def draw_proposal(painter: QPainter, size: float, _odd: bool) -> None:
    """A hollow diamond with a dot: open where a head is full, so that both are told apart without color."""
    _diamond(painter, size * 0.52, PROPOSED, Qt.BrushStyle.NoBrush)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PROPOSED)
    painter.drawEllipse(QPointF(), 1.1, 1.1)


def draw_selected_proposal(painter: QPainter, size: float, _odd: bool) -> None:
    """The diamond filled, with a cross."""
    radius = size * 0.52
    _diamond(painter, radius, QColor("white"), SELECTED)
    painter.setPen(QPen(Qt.GlobalColor.white, 1.4))
    painter.drawLine(QPointF(-radius / 2, 0), QPointF(radius / 2, 0))
    painter.drawLine(QPointF(0, -radius / 2), QPointF(0, radius / 2))


def _diamond(painter: QPainter, radius: float, line: QColor, fill: QColor | Qt.BrushStyle) -> None:
    shape = QPolygonF([QPointF(0, -radius), QPointF(radius, 0), QPointF(0, radius), QPointF(-radius, 0)])
    painter.setBrush(fill)
    for color, width in ((EDGE, 3.4), (line, 1.7)):
        painter.setPen(QPen(color, width))
        painter.drawPolygon(shape)


def draw_noted(painter: QPainter, size: float, _odd: bool) -> None:
    """A small flag beside a head that has a note."""
    pole, flag = size * 0.55, size * 0.4
    painter.setPen(QPen(EDGE, 1.0))
    painter.setBrush(QColor("white"))
    corners = [QPointF(0, -pole), QPointF(flag * 1.6, -pole + flag * 0.5), QPointF(0, -pole + flag)]
    painter.drawPolygon(QPolygonF([QPointF(c.x() + size * 0.2, c.y()) for c in corners]))
    painter.drawLine(QPointF(size * 0.2, -pole), QPointF(size * 0.2, 0))


def draw_other(painter: QPainter, size: float, only_ours: bool) -> None:
    """Where two annotators differ: a triangle where only the other has a head, a crossed square where only we do."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = size / 2
    if only_ours:
        shape = QPolygonF([QPointF(-radius, -radius), QPointF(radius, -radius), QPointF(radius, radius),
                           QPointF(-radius, radius)])  # fmt: skip
    else:
        shape = QPolygonF([QPointF(0, -radius * 1.15), QPointF(radius * 1.1, radius * 0.8),
                           QPointF(-radius * 1.1, radius * 0.8)])  # fmt: skip
    for color, width in ((EDGE, 3.6), (QColor("#ff7ab6") if only_ours else QColor("#46d3ff"), 1.8)):
        painter.setPen(QPen(color, width))
        painter.drawPolygon(shape)
        if only_ours:
            painter.drawLine(QPointF(-radius, -radius), QPointF(radius, radius))


def draw_hovered(painter: QPainter, size: float, _odd: bool) -> None:
    """A ring around what a click would take."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((EDGE, 3.4), (QColor("white"), 1.6)):
        painter.setPen(QPen(color, width))
        painter.drawEllipse(QPointF(), size / 2, size / 2)
