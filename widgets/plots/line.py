"""One curve as a live plot draws it: raw below, smoothed on top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from miscount.widgets.plots.curves import Curve
from miscount.widgets.theme import mixed

_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)

WIDE_POINTS = 200
"""A jagged raw curve of more points is drawn thin and solid: a wide pen would fill it in, and costs Qt milliseconds."""


class Line:
    """The two plot items of one curve: raw below, smoothed above; they are told apart by dash as well as by color."""

    def __init__(self, item: pg.PlotItem, name: str, place: int) -> None:
        self._item, self._place = item, place
        self.raw = item.plot(connect="finite", skipFiniteCheck=False)
        self.smooth = item.plot(connect="finite", name=name, skipFiniteCheck=False)
        self.smooth.setZValue(10)
        self.color = QColor("#808080")

    def paint(self, series: Sequence[QColor], ground: QColor) -> None:
        self.color = series[self._place % len(series)]
        dash = _DASHES[self._place % len(_DASHES)]
        self._pale = QPen(mixed(self.color, ground, 0.38), 0)
        self._thin, self._bold = pg.mkPen(self.color), pg.mkPen(self.color, width=2, style=dash)

    def draw(self, curve: Curve, smoothed: np.ndarray | None, log: bool) -> None:
        """Raw alone in full color, or raw paler with the mean on top."""
        wide = smoothed is not None or len(curve) <= WIDE_POINTS
        self.raw.setPen(self._pale)
        self.raw.setData(*((), ()) if smoothed is None else (curve.x, drawable(curve.y, log)))
        self.smooth.setPen(self._bold if wide else self._thin)
        self.smooth.setData(curve.x, drawable(curve.y if smoothed is None else smoothed, log))

    def remove(self) -> None:
        self._item.removeItem(self.raw)
        self._item.removeItem(self.smooth)


def drawable(y: np.ndarray, log: bool) -> np.ndarray:
    """`y` with NaN where it cannot be drawn; the gap is marked on the axis."""
    good = np.isfinite(y) & (y > 0) if log else np.isfinite(y)
    return y if good.all() else np.where(good, y, np.nan)


def bounds_of(curve: Curve, log: bool) -> tuple[float, float, float, float] | None:
    if not len(curve):
        return None
    y = drawable(curve.y, log)
    y = y[np.isfinite(y)]
    y = np.log10(y) if log else y
    low, high = (float(y.min()), float(y.max())) if len(y) else (0.0, 1.0)
    return float(curve.x[0]), float(curve.x[-1]), low, high
